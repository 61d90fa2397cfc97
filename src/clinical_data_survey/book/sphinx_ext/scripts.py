"""The site's scripts: one file on every page, and those that a single page needs on that page alone."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# Besides these, `html_js_files` of _config.yml: together they become one file, in this order.
EVERY_PAGE = ("page.js",)
PAGE_SCRIPTS: dict[str, tuple[str, ...]] = {
    "chapters/appendix/evidence": ("evidence-table.js",),
}
# The attribute of a figure that names the explorer whose script it needs.
SCRIPT = "explorer-script"


def of_every_page(app: Sphinx) -> list[str]:
    """The files, below `_static`, that are put into one."""
    return [*EVERY_PAGE, *(name for name, _ in app.config.html_js_files)]


def choose(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load this page's own scripts, once it is read, and none of the theme's and of bundled extensions'."""
    wanted = [*PAGE_SCRIPTS.get(page, ()), *_of_explorers(doctree)]
    for name in wanted:
        app.add_js_file(name, loading_method="defer")
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if str(getattr(script, "filename", "")).removeprefix("_static/") in wanted
    ]


def _of_explorers(doctree: nodes.document | None) -> list[str]:
    """The scripts of the explorers on a page, once each, and the one that they share."""
    figures = doctree.findall(nodes.figure) if doctree else []
    names = sorted({figure[SCRIPT] for figure in figures if SCRIPT in figure})
    return ["explorers.js", *(f"explorer-{name}.js" for name in names)] if names else []


def setup(app: Sphinx) -> None:
    """Register the choice, after every extension has added what it would like."""
    app.connect("html-page-context", choose, priority=950)
