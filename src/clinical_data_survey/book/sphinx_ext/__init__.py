"""What the book needs of Sphinx: numbers with their origin, charts and tables, type, links."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from clinical_data_survey import edition
from clinical_data_survey.book.sphinx_ext import (
    behind_figures,
    for_site,
    glossary,
    links,
    loaded,
    missing,
    numbers,
    outputs,
    page_end,
    panels,
    policy,
    print_order,
    scripts,
    search,
    shell,
    social,
    typography,
    weight,
)

PARTS = (
    behind_figures,
    numbers,
    glossary,
    outputs,
    print_order,
    typography,
    scripts,
    policy,
    links,
    page_end,
    panels,
    for_site,
    search,
    shell,
    social,
    loaded,
    weight,
    missing,
)
ALWAYS_READ = ("chapters/appendix/colophon", "chapters/appendix/rerun", "index")


def _read_again(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """Pages that name the commit and the day of the build, which no file tells."""
    return [page for page in ALWAYS_READ if page in env.found_docs]


def _declare_parallel(app: Sphinx, *_: Any) -> None:
    """Some bundled extensions do not say that they are safe to read in parallel; they only add nodes a page."""
    for extension in app.extensions.values():
        extension.parallel_read_safe = True
        extension.parallel_write_safe = True


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the extension."""
    for part in PARTS:
        part.setup(app)
    app.connect("config-inited", _declare_parallel)
    app.connect("builder-inited", _declare_parallel)
    app.connect("env-get-outdated", _read_again)
    return {"version": edition.version(), "parallel_read_safe": True, "parallel_write_safe": True}
