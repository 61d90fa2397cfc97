"""What surrounds every page: the chapters at its head, the whole contents at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx

from clinical_data_survey import edition
from clinical_data_survey.paths import PDF


@dataclass(frozen=True)
class Part:
    """A part of the book: its title and its pages, each as short title and name."""

    title: str
    pages: tuple[tuple[str, str], ...]


def parts(app: Sphinx) -> tuple[Part, ...]:
    """The parts of the book in the order of its contents."""
    contents = app.env.external_site_map  # type: ignore[attr-defined]
    return tuple(
        Part(tree.caption or "", tuple((contents[page].title or page, str(page)) for page in tree.items))
        for tree in contents.root.subtrees
    )


def add_contents(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Hand the contents, the way to the PDF and the edition to the page's templates."""
    context["cds_parts"] = parts(app)
    context["cds_pdf"] = f"{'../' * page.count('/')}{PDF.name}"
    context["cds_edition"] = edition.facts()


def setup(app: Sphinx) -> None:
    """Register the contents."""
    app.connect("html-page-context", add_contents)
