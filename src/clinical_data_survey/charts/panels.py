"""A row of small drawings with a few lines each: the headline cards and the doors of the first page."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import Any

from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import SMALL_PICTURE
from clinical_data_survey.results import templates

PANELS_MIME = "application/vnd.clinical-data-survey.panels+json"


@dataclass(frozen=True)
class Line:
    """One line of a panel: a template over results with inline MyST, and what it is (`figure`, `says`, `kind` ...)."""

    role: str
    template: str

    @property
    def plain(self) -> str:
        """The line as plain text."""
        return templates.fill(self.template)


@dataclass(frozen=True)
class Panel:
    """A small drawing between the lines above it and those below it."""

    drawing: Chart
    above: tuple[Line, ...]
    below: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in reading order."""
        return self.above + self.below


@dataclass(frozen=True)
class Panels:
    """Panels side by side; `name` is the look that they share."""

    name: str
    panels: tuple[Panel, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        plain = "\n\n".join("\n".join(line.plain for line in panel.lines) for panel in self.panels)
        return {
            PANELS_MIME: {"name": self.name, "panels": [_content(panel) for panel in self.panels]},
            "text/html": "".join(_html(panel) for panel in self.panels),
            "text/plain": plain,
        }


def _content(panel: Panel) -> dict[str, Any]:
    return {
        "name": panel.drawing.name,
        "svg": panel.drawing.svg(SMALL_PICTURE),
        "pdf": base64.b64encode(panel.drawing.pdf()).decode("ascii"),
        "above": [[line.role, line.template] for line in panel.above],
        "below": [[line.role, line.template] for line in panel.below],
    }


def _html(panel: Panel) -> str:
    above, below = ("".join(f"<p>{escape(line.plain)}</p>" for line in part) for part in (panel.above, panel.below))
    return f"<div>{above}{panel.drawing.svg(SMALL_PICTURE)}{below}</div>"
