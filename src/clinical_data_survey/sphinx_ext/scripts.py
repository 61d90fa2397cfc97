"""Own scripts, each on the page that needs it and on no other."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

PAGE_SCRIPTS = {"chapters/appendix/evidence": "evidence-table.js"}


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script of this page, if it has one; it may run only once the page is read."""
    if page in PAGE_SCRIPTS:
        app.add_js_file(PAGE_SCRIPTS[page], loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the scripts; `weight` later drops those that no page needs."""
    app.connect("html-page-context", add_script)
