"""Charts and tables that chapter cells return, as numbered figures and real tables of the book."""

from __future__ import annotations

import base64
from html import unescape
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from clinical_data_survey.book.sphinx_ext import frames, panels
from clinical_data_survey.book.sphinx_ext.behind_figures import behind_figure
from clinical_data_survey.book.sphinx_ext.scripts import SCRIPT
from clinical_data_survey.charts.chart import CHART_MIME
from clinical_data_survey.charts.panels import PANELS_MIME
from clinical_data_survey.explorers.explorer import EXPLORER_MIME
from clinical_data_survey.paths import DRAWN_FIGURES
from clinical_data_survey.prose.story import STORY_MIME
from clinical_data_survey.results.templates import as_roles
from clinical_data_survey.tables.table import TABLE_MIME

FIRST_PAGE = "The answer in two minutes"


class OutputRenderer(MimeRenderPlugin):
    """Turns the mime types of this project into docutils nodes."""

    mime_priority_overrides = (
        *(("*", mime, 1) for mime in (CHART_MIME, TABLE_MIME, STORY_MIME, EXPLORER_MIME, PANELS_MIME)),
        ("latex", frames.MIME, 2),
    )

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        if inline:
            return None
        if data.mime_type == CHART_MIME:
            return [_chart(renderer, data.content, data.line)]
        if data.mime_type == TABLE_MIME:
            return _table(renderer, data.content, data.line)
        if data.mime_type == STORY_MIME:
            return [_story(renderer, data.content, data.line)]
        if data.mime_type == EXPLORER_MIME:
            return [_explorer(renderer, data.content, data.line)]
        if data.mime_type == PANELS_MIME:
            return [panels.from_content(data.content, lambda text, node: _inline_text(renderer, text, data.line, node))]
        if data.mime_type == frames.MIME and frames.is_frame(data.content):
            return frames.from_html(data.content)
        return None


def _inline_text(renderer: NbElementRenderer, template: str, line: int | None, parent: nodes.Element) -> nodes.Element:
    """Fill a node with a template's MyST text, its results as numbers with their origin."""
    with renderer.renderer.current_node_context(parent):
        renderer.renderer.nested_render_text(as_roles(template), line or 0, inline=True)
    for link in parent.findall(nodes.reference):
        if "refuri" in link:  # MyST escapes addresses, and so do the writers
            link["refuri"] = unescape(link["refuri"])
    return parent


def _story(renderer: NbElementRenderer, content: dict[str, Any], line: int | None) -> nodes.container:
    """Paragraphs with their numbers."""
    story = nodes.container(classes=["cds-story"])
    with renderer.renderer.current_node_context(story):
        renderer.renderer.nested_render_text(content["text"], line or 0)
    return story


def _name(renderer: NbElementRenderer, node: nodes.Element, name: str) -> None:
    node["names"].append(name)
    renderer.renderer.document.note_explicit_target(node, node)


def _chart(renderer: NbElementRenderer, content: dict[str, Any], line: int | None) -> nodes.figure:
    DRAWN_FIGURES.mkdir(parents=True, exist_ok=True)
    drawing = DRAWN_FIGURES / f"{content['name']}.pdf"
    drawing.write_bytes(base64.b64decode(content["pdf"]))
    figure = nodes.figure(classes=["cds-chart"], align="default")
    svg = "\n".join(content["svg"][width] for width in sorted(content["svg"]))  # the cache may reorder them
    figure += nodes.raw("", f'<div class="cds-drawing">{svg}</div>', format="html")
    figure += nodes.raw("", f"\\cdschart{{{drawing.as_posix()}}}", format="latex")
    figure += behind_figure("", name=content["name"], csv=content["csv"], source=content["source"])
    caption = nodes.caption()
    caption += _inline_text(renderer, content["title"], line, nodes.strong(classes=["cds-finding"]))
    caption += nodes.Text(" ")
    figure += _inline_text(renderer, content["caption"], line, caption)
    _name(renderer, figure, content["name"])
    return figure


def _explorer(renderer: NbElementRenderer, content: dict[str, Any], line: int | None) -> nodes.figure:
    """An explorer's chart, with the panel in place of the drawing on the site; `scripts` loads what it names."""
    figure = _chart(renderer, content["chart"], line)
    drawing = next(node for node in figure.findall(nodes.raw) if node["format"] == "html")
    drawing.replace_self(nodes.raw("", content["panel"], format="html"))
    figure[SCRIPT] = content["script"]
    return figure


def _table(renderer: NbElementRenderer, content: dict[str, Any], line: int | None) -> list[nodes.Element]:
    anchors = content["anchors"] or [None] * len(content["rows"])
    rows = []
    for cells, anchor in zip(content["rows"], anchors, strict=True):
        row = _row(renderer, cells, line)
        if anchor:
            _anchor(renderer, row, anchor, cells[0])
        rows.append(row)
    grid = frames.grid(_row(renderer, content["columns"], line), rows, content["widths"])
    table = next(node for node in grid if isinstance(node, nodes.table))
    table.insert(0, _inline_text(renderer, content["caption"], line, nodes.title()))
    _name(renderer, table, content["name"])
    return grid


def _row(renderer: NbElementRenderer, cells: list[str], line: int | None) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        row += nodes.entry("", _inline_text(renderer, cell, line, nodes.paragraph()))
    return row


def _anchor(renderer: NbElementRenderer, row: nodes.row, anchor: str, title: str) -> None:
    """Make a row a place that numbers link to, in HTML and in print."""
    next(row.findall(nodes.paragraph)).insert(0, nodes.target("", "", ids=[anchor]))
    environment = renderer.renderer.sphinx_env
    environment.get_domain("std").note_hyperlink_target(anchor, environment.docname, anchor, title)


def _visit_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Docutils' cell, with the scope that header cells need."""
    start = len(self.body)
    HTML5Translator.visit_entry(self, node)
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    self.body[start] = self.body[start].replace("<th ", f'<th scope="{scope}" ', 1)


def _visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Docutils' reference, without the roles that do not suit the elements it puts them on."""
    start = len(self.body)
    HTML5Translator.visit_citation(self, node)
    for i in range(start, len(self.body)):
        self.body[i] = self.body[i].replace(' role="doc-biblioentry"', "").replace(' role="list"', "")


def _visit_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """MyST-NB's fold of a cell's code, with phrases in its summary where HTML allows no paragraphs."""
    start = len(self.body)
    visit_HideCellInput(self, node)
    fold = "".join(self.body[start:]).replace("<p ", "<span ").replace("</p>", "</span>")
    self.body[start:] = [fold.replace(' aria-label="Toggle hidden content"', "")]


def place_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On the site the folded code of a cell follows what it shows; in print it is left out. Code in sight stays."""
    for cell in [node for node in doctree.findall(nodes.container) if _is(node, "cell_code")]:
        for source in [node for node in cell.children if _is_folded(node, cell)]:
            cell.remove(source)
            if app.builder.format == "html":
                cell.append(source)


def _is_folded(node: nodes.Node, cell: nodes.container) -> bool:
    """Whether a part of a cell is its folded code: MyST-NB wraps it for the site, for print it only marks the cell."""
    return isinstance(node, HideCodeCellNode) or ("hide_mode" in cell and _is(node, "cell_code_source"))


def _is(node: nodes.Node, element: str) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == element


def first_page_as_chapter(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print the first page is a chapter of its own: else each of its sections would become one."""
    if app.builder.format != "latex":
        return
    book = next(doctree.findall(nodes.section))
    own = [node for node in book.children if not _holds_chapters(node) and not isinstance(node, nodes.title)]
    chapter = nodes.section("", nodes.title("", FIRST_PAGE), ids=["first-page"])
    for node in own:
        book.remove(node)
        chapter += node
    book.insert(1, chapter)


def _holds_chapters(node: nodes.Node) -> bool:
    return any(True for _ in node.findall(addnodes.start_of_file))


def setup(app: Sphinx) -> None:
    """Register what HTML and print need beyond docutils' own nodes."""
    app.add_node(nodes.entry, override=True, html=(_visit_entry, HTML5Translator.depart_entry))
    app.add_node(nodes.citation, override=True, html=(_visit_citation, HTML5Translator.depart_citation))
    app.add_node(HideCodeCellNode, override=True, html=(_visit_fold, depart_HideCellInput))
    app.connect("doctree-resolved", place_code)
    app.connect("doctree-resolved", first_page_as_chapter)
