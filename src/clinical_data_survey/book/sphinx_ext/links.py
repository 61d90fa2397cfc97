"""Links of a page: run it, see its source, cite it; and none that leads nowhere."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxRole

from clinical_data_survey import edition
from clinical_data_survey.book import notebooks
from clinical_data_survey.paths import PDF

NO_REPOSITORY = (
    "This copy runs on your own machine, as below. Binder, which runs notebooks in the browser, needs a public address "
    "of the repository: once it is set in pyproject.toml, under project.urls, the link stands here."
)
TEMPLATES = Path(__file__).with_name("templates")
BINDER = "https://mybinder.org/v2/gh"


def notebook_path(page: str) -> str:
    """Where the notebook of a page lies once Binder's postBuild, or `cds notebooks`, has made it."""
    return f"notebooks/{page}.ipynb"


def launch_url(repository: str, page: str) -> str:
    """The Binder address that opens a page as a notebook in JupyterLab."""
    owner_and_name = repository.removeprefix("https://github.com/").strip("/")
    return f"{BINDER}/{owner_and_name}/HEAD?urlpath={quote('lab/tree/' + notebook_path(page))}"


class PdfRole(SphinxRole):
    """`{pdf}`Read the PDF`` links to the PDF, which is made beside the pages and not one of them."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        up = "../" * self.env.docname.count("/")
        link = nodes.raw("", f'<a href="{up}{PDF.name}">{escape(self.text)}</a>', format="html")
        here = nodes.raw("", "Read the site, which has the code of every figure", format="latex")
        return [link, here], []


class LaunchRole(SphinxRole):
    """`{launch}`Binder`` says how to run the book in Binder, or that nobody has said where its repository is."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        repository = edition.repository()
        if repository is None:
            return [nodes.Text(NO_REPOSITORY)], []
        link = nodes.reference("", "Open the book in Binder", refuri=launch_url(repository, "index"))
        return [link, nodes.Text(", or use the button at the top of each chapter. The first start takes minutes.")], []


def add_links(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the page its own buttons, where there is a repository to point at."""
    repository = edition.repository()
    if repository is None or page not in notebooks.with_code():
        return
    context["header_buttons"] = [
        {
            "type": "link",
            "url": launch_url(repository, page),
            "text": "Run in Binder",
            "tooltip": "Open this page as a notebook in Binder",
            "label": "launch-binder",
        },
        *context.get("header_buttons", []),
    ]


def encode_angles(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Old DOIs hold angle brackets, which no address may."""
    for link in doctree.findall(nodes.reference):
        if "refuri" in link:
            link["refuri"] = link["refuri"].replace("<", "%3C").replace(">", "%3E")


def add_templates(app: Sphinx, config: Config) -> None:
    """Put the project's own parts of a page before the theme's."""
    config.templates_path = [str(TEMPLATES), *config.templates_path]


def setup(app: Sphinx) -> None:
    """Register the links."""
    app.connect("config-inited", add_templates)
    app.connect("doctree-resolved", encode_angles)
    app.add_role("pdf", PdfRole())
    app.add_role("launch", LaunchRole())
    app.connect("html-page-context", add_links, priority=900)
