"""Own scripts: the cards of numbers on every page, the others on the page that needs them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

EVERY_PAGE = ("origin.js",)
PAGE_SCRIPTS = {"chapters/appendix/evidence": "evidence-table.js"}


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the scripts of this page; they run only once the page is read."""
    for script in (*EVERY_PAGE, *([PAGE_SCRIPTS[page]] if page in PAGE_SCRIPTS else [])):
        app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the scripts; `weight` later drops those that no page needs."""
    app.connect("html-page-context", add_script)
