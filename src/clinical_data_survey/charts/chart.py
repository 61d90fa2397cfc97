"""A chart with its words: drawn for two widths, as SVG that follows the page's theme and as PDF for print."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from clinical_data_survey.charts import tidy
from clinical_data_survey.charts.lean import lean
from clinical_data_survey.charts.style import LAYOUTS, WIDE, Layout
from clinical_data_survey.palette import COLOURS
from clinical_data_survey.results import templates

CHART_MIME = "application/vnd.clinical-data-survey.chart+json"


Draw = Callable[[pd.DataFrame, Layout], Figure]


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart.

    `title`, `caption` and `alt` are templates over results: 'Expected by {C02}'. The title says what is found, the
    caption the base, the kind and what to see, the alt text all that a reader who cannot see the chart needs.
    `frame` is a tidy frame, empty for a chart without numbers: `draw` draws it, and it is offered as CSV. `made_by` is
    the function that a reader finds behind the chart. `layouts` are the widths that it is drawn for on a page,
    `printed` the one in print.
    """

    name: str
    title: str
    caption: str
    alt: str
    frame: pd.DataFrame
    draw: Draw
    made_by: Callable[..., Any]
    layouts: tuple[Layout, ...] = LAYOUTS
    printed: Layout = WIDE

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of number that are drawn, as keys of `kinds.KINDS`."""
        return tidy.kinds(self.frame)

    @property
    def source(self) -> str:
        """The function that made the chart, as module and name."""
        return f"{self.made_by.__module__}.{self.made_by.__qualname__}"

    @cached_property
    def alt_text(self) -> str:
        """The alt text with its numbers."""
        return templates.fill(self.alt)

    @property
    def csv(self) -> str | None:
        """What the chart draws, as CSV."""
        return None if self.frame.empty else tidy.csv(self.frame)

    def drawn(self, layout: Layout) -> Figure:
        """The chart for one width."""
        return self.draw(self.frame, layout)

    def svg(self, layout: Layout) -> str:
        """The chart as an inline SVG element with its alt text, free of ids that could clash on a page."""
        file = io.StringIO()
        self.drawn(layout).savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        return _inline(file.getvalue(), f"{self.name}-{layout.name}", self.alt_text)

    def pdf(self) -> bytes:
        """The chart as a one-page PDF whose bytes depend on nothing but the chart."""
        file = io.BytesIO()
        self.drawn(self.printed).savefig(
            file, format="pdf", metadata={"CreationDate": None, "Creator": None, "Producer": None}
        )
        return file.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        drawn = {layout.name: self.svg(layout) for layout in self.layouts}
        caption = f"<strong>{escape(templates.fill(self.title))}</strong> {escape(templates.fill(self.caption))}"
        return {
            CHART_MIME: {
                "name": self.name,
                "title": self.title,
                "caption": self.caption,
                "alt": self.alt_text,
                "kinds": list(self.kinds),
                "source": self.source,
                "csv": self.csv,
                "svg": drawn,
                "pdf": base64.b64encode(self.pdf()).decode("ascii"),
            },
            "text/html": f"<figure><figcaption>{caption}</figcaption>{drawn[self.printed.name]}</figure>",
            "text/plain": self.alt_text,
        }


def _inline(document: str, prefix: str, alt: str) -> str:
    """A matplotlib SVG document as an element: described, its ids its own, its colours the page's."""
    svg = document[document.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    referenced = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in referenced else "", svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    svg = re.sub(r'(xlink:)?href="#([^"]+)"', rf'href="#{prefix}-\2"', svg)
    for colour in COLOURS:
        svg = svg.replace(colour.light, f"var(--cds-{colour.name}, {colour.light})")
    svg = re.sub(r' (?:xmlns:xlink|version|width|height)="[^"]*"', "", svg, count=4)
    svg = re.sub(r"<style[^>]*>.*?</style>", "", svg, flags=re.S)
    opening = f'<svg role="img" aria-label="{escape(alt, quote=True)}" class="cds-{prefix.rsplit("-", 1)[1]}"'
    return lean(re.sub(r"\s*\n\s*", "\n", svg.replace("<svg", opening, 1)).strip())
