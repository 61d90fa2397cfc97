"""Own scripts, each on the page that needs it and on no other."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

PAGE_SCRIPTS = {"chapters/appendix/evidence": "evidence-table.js"}
# The attribute of a figure that names the explorer whose script it needs.
SCRIPT = "explorer-script"


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the scripts of this page, if it has any; they may run only once the page is read."""
    own = [PAGE_SCRIPTS[page]] if page in PAGE_SCRIPTS else []
    for name in [*own, *_of_explorers(doctree)]:
        app.add_js_file(name, loading_method="defer")


def _of_explorers(doctree: nodes.document | None) -> list[str]:
    """The scripts of the explorers on a page, once each, and the one that they share."""
    figures = doctree.findall(nodes.figure) if doctree else []
    names = sorted({figure[SCRIPT] for figure in figures if SCRIPT in figure})
    return ["explorers.js", *(f"explorer-{name}.js" for name in names)] if names else []


def setup(app: Sphinx) -> None:
    """Register the scripts; `weight` later drops those that no page needs."""
    app.connect("html-page-context", add_script)
