"""Frames that a cell returns, as real tables in HTML and in print: read from the HTML that pandas gives of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from docutils import nodes

MIME = "text/html"
FRAME = 'class="dataframe"'
UNNAMED = "row"
LONGEST = 24


class _Cells(HTMLParser):
    """The caption and the rows of an HTML table, as text; the first `heads` rows are its head."""

    def __init__(self) -> None:
        super().__init__()
        self.caption: list[str] = []
        self.rows: list[list[str]] = []
        self.heads = 0
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "thead":
            self.heads = len(self.rows)

    def handle_data(self, data: str) -> None:
        if self._inside == "caption":
            self.caption.append(data)
        elif self._inside in ("th", "td"):
            self.rows[-1][-1] += data


def is_frame(html: str) -> bool:
    """Whether HTML is a frame's."""
    return FRAME in html


def from_html(html: str) -> list[nodes.Element]:
    """A frame's HTML as a table, its caption as a line above it. The names of columns and index make one row."""
    parser = _Cells()
    parser.feed(html)
    heads, body = parser.rows[: parser.heads], parser.rows[parser.heads :]
    head = [next(filter(None, names), UNNAMED) for names in zip(*heads, strict=True)]
    columns = list(zip(head, *body, strict=True))
    widths = [min(max(map(len, column)), LONGEST) + 2 for column in columns]
    table = grid(_row(column[0] for column in columns), [_row(cells) for cells in body], widths)
    said = [nodes.paragraph("", "".join(parser.caption), classes=["cds-frame-caption"])] if parser.caption else []
    return [nodes.container("", *said, *table, classes=["cds-frame"])]


def grid(head: nodes.row, rows: Sequence[nodes.row], widths: Sequence[int]) -> list[nodes.Element]:
    """A table of rows, the first column heading each, between what print sets around it. Widths are relative."""
    table = nodes.table(classes=["colwidths-given", "cds-table", "longtable"])
    group = nodes.tgroup(cols=len(widths))
    for position, width in enumerate(widths):
        column = nodes.colspec(colwidth=width)
        if position == 0:
            column["stub"] = 1
        group += column
    group += [nodes.thead("", head), nodes.tbody("", *rows)]
    table += group
    return [
        nodes.raw("", f"\\cdsbegintable{{{len(rows)}}}{{{len(widths)}}}", format="latex"),
        table,
        nodes.raw("", "\\cdsendtable", format="latex"),
    ]


def _row(cells: Iterable[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
