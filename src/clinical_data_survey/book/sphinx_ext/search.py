"""Search without a server: every section, and every row that has an address, as text that the search page reads.

Sphinx's own search skips numbers and knows words by their stem only; readers of a survey look for '44.5' and for names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.nodes import bibliography

from clinical_data_survey.book import notebooks
from clinical_data_survey.book.sphinx_ext.for_site import ALL_NUMBERS
from clinical_data_survey.book.sphinx_ext.tree import ancestors

INDEX = "search-index.js"
_SILENT = nodes.title | nodes.raw | nodes.literal_block | nodes.target | nodes.comment


@dataclass(frozen=True)
class Place:
    """A place of the book that a search can lead to: its address, its page's and its own title, and its text."""

    address: str
    page: str
    title: str
    text: str


def places_of(page: str, title: str, doctree: nodes.document) -> list[Place]:
    """The sections of a page in their order, each followed by the rows in it that have an address of their own."""
    found = []
    for section in doctree.findall(nodes.section):
        heading = _words(next(section.findall(nodes.title)))
        if heading == ALL_NUMBERS:
            continue
        rows = [row for table in _own(section, nodes.table) for row in table.findall(nodes.row) if _anchor(row)]
        anchored = {id(row) for row in rows}
        own = " ".join(_words(block) for block in _blocks(section, anchored))
        found.append(Place(f"{page}.html#{section['ids'][0]}", title, heading, own))
        found += [Place(f"{page}.html#{_anchor(row)}", title, _words(row.children[0]), _cells(row)) for row in rows]
    return found


def _own(section: nodes.section, kind: type[nodes.Element]) -> Iterator[nodes.Element]:
    """The nodes of a kind in a section that lie in none of its sections."""
    for child in section.children:
        if not isinstance(child, nodes.section):
            yield from child.findall(kind)


def _blocks(section: nodes.section, anchored: set[int]) -> Iterator[nodes.Element]:
    """The blocks of a section's own text: no code, no drawings, no rows that stand for themselves."""
    for block in _own(section, nodes.TextElement):
        above = list(ancestors(block))
        skipped = any(id(node) in anchored or isinstance(node, nodes.TextElement) for node in above)
        if not skipped and not isinstance(block, _SILENT):
            yield block


def _anchor(row: nodes.row) -> str:
    """The address of a row, empty where it has none."""
    return next((target["ids"][0] for target in row.findall(nodes.target) if target["ids"]), "")


def _cells(row: nodes.row) -> str:
    return " · ".join(filter(None, (_words(cell) for cell in row.children)))


def _words(node: nodes.Node) -> str:
    """The node's text without the keys of references that are not resolved yet."""
    return " ".join("".join(text for text in node.findall(nodes.Text) if not _is_key(text)).split())


def _is_key(text: nodes.Text) -> bool:
    return isinstance(text.parent.parent, addnodes.pending_xref) and text.parent.parent.get("refdomain") == "cite"


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write the index as a script, which a page may load without a server too."""
    if error is not None or app.builder.format != "html":
        return
    environment = app.builder.env
    pages = [page for page in notebooks.pages() if page in environment.found_docs]
    places = [
        place for page in pages for place in places_of(page, environment.titles[page].astext(), _whole(app, page))
    ]
    entries = json.dumps([list(asdict(place).values()) for place in places], ensure_ascii=False, separators=(",", ":"))
    (Path(app.outdir) / "_static" / INDEX).write_text(f"const searchIndex = {entries};\n", encoding="utf-8")


def _whole(app: Sphinx, page: str) -> nodes.document:
    """A page as it was read, or, where it lists references, as it is written: they come in last."""
    doctree = app.builder.env.get_doctree(page)
    if next(doctree.findall(bibliography), None) is None:
        return doctree
    return app.builder.env.get_and_resolve_doctree(page, app.builder)


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that shows what was found."""
    yield "search", {"title": "Search"}, "search.html"


def leave_out_own_search(app: Sphinx) -> None:
    """Sphinx writes no index and no search page of its own."""
    app.builder.search = False  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Register the index and the page."""
    app.connect("builder-inited", leave_out_own_search)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_index)
