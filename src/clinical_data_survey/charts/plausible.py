"""Charts of the ensemble: made-up sets of answers under named priors, always inside the bounds for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import grouped
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.plausible.priors import PRIORS
from clinical_data_survey.results.plausible import COLUMNS, PRIOR_LABELS, SHOWN_SIZE, SIZES, values

LABELS = {
    "within_5_years_and_willing": "Expect AI to affect work within {C01.horizon}, are willing",
    "within_5_years_and_no_vision": "Expect AI to affect work within {C01.horizon}, lack a vision",
    "no_vision_and_willing": "Are willing, organisation lacks a vision",
    "no_vision_and_barrier": "See barriers, organisation lacks a vision",
    "within_5_years_and_barrier": "Expect AI to affect work within {C01.horizon}, see barriers",
}
DOTS = 20
LINE, BAND, DOT = "bounds", "middle of the made-up sets", "an equal part of the made-up sets"
_HEAD, _STRIP = 0.42, 0.3


def inside_the_bounds() -> Chart:
    """Overlaps in the ensemble, one strip of dots a prior, inside their bounds."""
    listed = ". ".join(
        f"{LABELS[name]}: bounds {{implied.{name}}}; "
        + ", ".join(f"{PRIOR_LABELS[prior]} {{plausible.{name}.{prior}.n{SHOWN_SIZE}}}" for prior in PRIORS)
        for name in COLUMNS
    )
    return Chart(
        name="inside-the-bounds",
        title="Made-up sets of answers fill only part of the bounds, and the prior decides how much",
        caption=(
            "Share of respondents. Line: implied. Band: the middle {plausible.middle} of {plausible.number} sets of "
            "answers of {plausible.size} made-up respondents, {plausible.each} of them clinicians at each level of "
            "care. Each dot is an equal part of the sets. Another prior gives another band."
        ),
        alt=f"Chart of overlaps in made-up sets of answers that fit every claim, by prior. {listed}.",
        frame=_strips(),
        draw=_draw_strips,
        made_by=inside_the_bounds,
    )


def _strips() -> pd.DataFrame:
    """Each overlap: its bounds, then a band and quantile dots under each prior."""
    return tidy.frame(row for name in COLUMNS for row in (_line(name), *_strips_of(name)))


def _line(name: str) -> tidy.Row:
    return tidy.of_result(f"implied.{name}", LABELS[name], mark=LINE)


def _strips_of(name: str) -> Iterator[tidy.Row]:
    for prior in PRIORS:
        held: dict[str, Any] = {"prior": PRIOR_LABELS[prior], "n": SHOWN_SIZE}
        band = tidy.of_result(f"plausible.{name}.{prior}.n{SHOWN_SIZE}", LABELS[name], mark=BAND, **held)
        yield band
        for share in values(name, prior, SHOWN_SIZE).quantile((np.arange(DOTS) + 0.5) / DOTS):
            kept = {column: band[column] for column in ("label", "kind", "unit", "base")}
            yield {**kept, "value": share, "mark": DOT, **held}


def _draw_strips(frame: pd.DataFrame, layout: Layout) -> Figure:
    height = len(COLUMNS) * (_HEAD + _STRIP * len(PRIORS) + 0.1)
    figure, ax = style.canvas(layout, height + 0.4)
    style.share_axis(ax, 0.75)
    ax.set_ylim(-height, 0.05)
    ax.set_yticks([])
    y = 0.0
    for label, overlap in frame.groupby("label", sort=False):
        ax.annotate(str(label), (0, y - 0.04), xycoords=("axes fraction", "data"), va="top")
        for line in tidy.marks(overlap[overlap["mark"] == LINE]):
            style.mark(ax, y - _HEAD + 0.08, line)
        y -= _HEAD + 0.17
        for _, strip in overlap.dropna(subset="prior").groupby("prior", sort=False):
            _strip(ax, y, strip, layout)
            y -= _STRIP
        y += 0.07
    style.tag(ax, frame)
    return figure


def _strip(ax: Axes, y: float, strip: pd.DataFrame, layout: Layout) -> None:
    """A band with quantile dots upon it, and the prior's name beside it."""
    band, *dots = tidy.marks(strip)
    low, high = band.low, band.high
    style.mark(ax, y, band)
    width, step, size = (0.0085, 0.05, 3.1) if layout is style.WIDE else (0.0125, 0.035, 2.3)
    piled: Counter[int] = Counter()
    for dot in dots:
        column = round((dot.value - low) / width)
        place = low + column * width, y - 0.07 + step * piled[column]
        ax.plot(*[[at] for at in place], "o", color=LIGHT["plausible"], ms=size, zorder=4)
        piled[column] += 1
    end, side = (low, "left") if low > 0.3 else (high, "right")
    style.write(ax, band.prior, end, y, side, fontweight=400, color=LIGHT["muted"])


def priors_and_sizes(name: str) -> Chart:
    """One overlap under each prior and each assumed number of respondents."""
    rows = [(prior, n) for prior in PRIORS for n in SIZES]
    listed = "; ".join(
        f"{PRIOR_LABELS[prior]}, {{n{n}}} respondents: {{plausible.{name}.{prior}.n{n}}}" for prior, n in rows
    )

    bands = [
        tidy.of_result(f"plausible.{name}.{prior}.n{n}", LABELS[name], mark=BAND, prior=PRIOR_LABELS[prior], n=n)
        for prior, n in rows
    ]
    return Chart(
        name=f"priors-{name.replace('_', '-')}",
        title="The prior moves the band more than the number of respondents does",
        caption=(
            f"{LABELS[name]}: share of respondents. Bands: the middle {{plausible.middle}} of {{plausible.number}} "
            "made-up sets of answers each. Line: implied, for every prior and number of respondents."
        ),
        alt=f"Chart of bands by prior and assumed number of respondents. {listed}. Bounds: {{implied.{name}}}.",
        frame=tidy.frame([*bands, _line(name)]),
        draw=_draw_priors,
        made_by=priors_and_sizes,
    )


def _draw_priors(frame: pd.DataFrame, layout: Layout) -> Figure:
    figure, ax = grouped(frame, layout, "prior", _named)
    style.share_axis(ax)
    return figure


def _named(line: Any) -> str:
    return f"bounds: {line.printed}" if line.mark == LINE else f"n = {line.n:,.0f}: {line.printed}"
