"""The picture that a link to a page shows elsewhere: the page's heading above one of its own charts."""

from __future__ import annotations

import io
import textwrap

import numpy as np
from matplotlib.image import imread
from numpy.typing import NDArray

from clinical_data_survey.charts import style
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT

WIDTH, HEIGHT, DPI = 1200, 630, 100
PLACE = (0.06, 0.09, 0.88, 0.54)


def picture(heading: str, chart: Chart) -> bytes:
    """A PNG of 1200 by 630 pixels with the heading, the chart, its kinds of number and the book's name."""
    figure = style.sheet(WIDTH / DPI, HEIGHT / DPI)
    lines = textwrap.wrap(heading, 46)
    figure.text(
        0.06, 0.92, "\n".join(lines), fontsize=28, fontweight=600, color=LIGHT["ink"], va="top", linespacing=1.15
    )
    kinds = " · ".join(KINDS[kind].label for kind in chart.kinds)
    source = f"Clinical Data Survey, July 2019 · the executable edition · {kinds}"
    figure.text(0.06, 0.035, source, fontsize=14, color=LIGHT["muted"], va="bottom")
    axes = figure.add_axes(PLACE, anchor="W")
    axes.imshow(_raster(chart))
    axes.set_axis_off()
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI, facecolor=LIGHT["paper"], metadata={"Software": None})
    return file.getvalue()


def _raster(chart: Chart) -> NDArray[np.float64]:
    file = io.BytesIO()
    chart.drawn(style.WIDE).savefig(file, format="png", dpi=3 * DPI / 2, facecolor=LIGHT["paper"])
    file.seek(0)
    return np.asarray(imread(file), dtype=float)
