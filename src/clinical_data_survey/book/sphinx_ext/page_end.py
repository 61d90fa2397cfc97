"""What stands at the end of each page: how to cite it, and the page as a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from clinical_data_survey import edition
from clinical_data_survey.book import citation, notebooks
from clinical_data_survey.book.sphinx_ext.links import launch_url, notebook_path


def add_page_end(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Hand the page's citation and the way to its notebook to the template."""
    if doctree is None or page not in app.env.found_docs:
        return
    cited = citation.of_page(app.env.titles[page].astext())
    context["cds_citation"] = {"sentence": cited.plain, "bibtex": cited.bibtex}
    if page in notebooks.with_code():
        repository = edition.repository()
        up = "../" * page.count("/")
        context["cds_notebook"] = up + notebook_path(page)
        context["cds_binder"] = launch_url(repository, page) if repository else ""


def write_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Put the notebooks beside the pages."""
    if error is None and app.builder.format == "html":
        notebooks.write_all(Path(app.outdir) / "notebooks")


def setup(app: Sphinx) -> None:
    """Register the page's end."""
    app.connect("html-page-context", add_page_end, priority=100)  # before the theme drops what is empty
    app.connect("build-finished", write_notebooks)
