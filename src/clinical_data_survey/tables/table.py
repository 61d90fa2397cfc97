"""A table with its words: a real table in HTML and in print, its numbers linked to their origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from clinical_data_survey.results import templates

TABLE_MIME = "application/vnd.clinical-data-survey.table+json"


@dataclass(frozen=True)
class Table:
    """One table.

    `caption` and every cell are templates over results, in MyST text: '{C02}', '[source](https://...)'. The first
    column heads its row. `widths` are relative, one a column. `anchors` are labels of rows, one a row where given.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    anchors: tuple[str, ...] = field(default=())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = {
            "name": self.name,
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "widths": list(self.widths),
            "anchors": list(self.anchors),
        }
        return {TABLE_MIME: content, "text/html": self.html(), "text/plain": templates.fill(self.caption)}

    def html(self) -> str:
        """The table where the numbers' links would lead nowhere: in a notebook, in an explorer."""
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in self.columns)
        body = "".join(
            f'<tr><th scope="row">{escape(templates.fill(row[0]))}</th>'
            + "".join(f"<td>{escape(templates.fill(cell))}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        caption = escape(templates.fill(self.caption))
        parts = f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        return f'<table class="cds-table">{parts}</table>'
