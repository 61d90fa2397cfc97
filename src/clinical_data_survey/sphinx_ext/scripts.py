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
# The theme's search needs these before its own, which its template names.
SEARCH_SCRIPTS = ("documentation_options.js", "doctools.js", "search-page.js")


def of_every_page(app: Sphinx) -> list[str]:
    """The files, below `_static`, that are put into one."""
    return [*EVERY_PAGE, *(name for name, _ in app.config.html_js_files)]


def choose(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load this page's own scripts, once it is read, and none of the theme's and of bundled extensions'."""
    wanted = SEARCH_SCRIPTS if page == "search" else PAGE_SCRIPTS.get(page, ())
    for name in PAGE_SCRIPTS.get(page, ()):
        app.add_js_file(name, loading_method="defer")
    if page == "search":
        app.add_js_file("search-page.js")
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if str(getattr(script, "filename", "")).removeprefix("_static/") in wanted
    ]


def setup(app: Sphinx) -> None:
    """Register the choice, after every extension has added what it would like."""
    app.connect("html-page-context", choose, priority=950)
