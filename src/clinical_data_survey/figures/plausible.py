"""Charts of the ensemble: populations under named priors, always inside the bounds that hold for all of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey import results, templates
from clinical_data_survey.figures import style
from clinical_data_survey.figures.chart import Chart
from clinical_data_survey.figures.implied import ends_of
from clinical_data_survey.figures.style import Layout
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.priors import PRIORS
from clinical_data_survey.results.plausible import COLUMNS, PRIOR_LABELS, SHOWN_SIZE, SIZES, values

LABELS = {
    "within_5_years_and_willing": "Expect AI within {C01.horizon} and are willing",
    "within_5_years_and_no_vision": "Expect AI within {C01.horizon}, lack a vision",
    "no_vision_and_willing": "Are willing, organisation lacks a vision",
    "no_vision_and_barrier": "See barriers, organisation lacks a vision",
    "within_5_years_and_barrier": "Expect AI within {C01.horizon} and see barriers",
}
DOTS = 20
_HEAD, _STRIP = 0.42, 0.34


def inside_the_bounds() -> Chart:
    """Overlaps in the ensemble, one strip of dots a prior, inside their bounds."""
    listed = ". ".join(
        f"{LABELS[name]}: bounds {{implied.{name}}}; "
        + ", ".join(f"{PRIOR_LABELS[prior]} {{plausible.{name}.{prior}.n{SHOWN_SIZE}}}" for prior in PRIORS)
        for name in COLUMNS
    )
    return Chart(
        name="inside-the-bounds",
        title="Populations drawn under a named prior stay well inside the bounds, and the prior decides how far",
        caption=(
            "Line: implied. Band: the middle {plausible.middle} of {plausible.number} populations of "
            "{plausible.size}, {plausible.each} of them clinicians at each level of care. "
            "Each dot stands for an equal part of the populations. Plausible under that prior, no more."
        ),
        alt=f"Chart of overlaps in populations that fit every claim, by prior. {listed}.",
        kinds=("plausible", "implied"),
        draw=_draw_inside_the_bounds,
    )


def _draw_inside_the_bounds(layout: Layout) -> Figure:
    height = len(COLUMNS) * (_HEAD + _STRIP * len(PRIORS) + 0.1)
    figure, ax = style.canvas(layout, height + 0.4)
    style.share_axis(ax, 0.75)
    ax.set_ylim(-height, 0.05)
    ax.set_yticks([])
    y = 0.0
    for name in COLUMNS:
        ax.annotate(templates.fill(LABELS[name]), (0, y - 0.04), xycoords=("axes fraction", "data"), va="top")
        style.implied_mark(ax, y - _HEAD + 0.08, *ends_of(f"implied.{name}"))
        y -= _HEAD + 0.17
        for prior in PRIORS:
            _strip(ax, y, name, prior, layout)
            y -= _STRIP
        y += 0.07
    style.tag(ax, ("plausible", "implied"))
    return figure


def _strip(ax: Axes, y: float, name: str, prior: str, layout: Layout) -> None:
    """A band with quantile dots upon it, and the prior's name beside it."""
    low, high = ends_of(f"plausible.{name}.{prior}.n{SHOWN_SIZE}")
    style.plausible_mark(ax, y, low, high)
    drawn = values(name, prior, SHOWN_SIZE).quantile((np.arange(DOTS) + 0.5) / DOTS)
    width, step, size = (0.0085, 0.05, 3.1) if layout is style.WIDE else (0.0125, 0.035, 2.3)
    piled: Counter[int] = Counter()
    for share in drawn:
        column = round((share - low) / width)
        place = low + column * width, y - 0.07 + step * piled[column]
        ax.plot(*[[at] for at in place], "o", color=LIGHT["plausible"], ms=size, zorder=4)
        piled[column] += 1
    left = low > 0.3
    ax.annotate(
        PRIOR_LABELS[prior], (low if left else high, y), xytext=(-8 if left else 8, 0), textcoords="offset points",
        ha="right" if left else "left", va="center", fontsize=style.SMALL, color=LIGHT["muted"],
    )  # fmt: skip


def priors_and_sizes(name: str) -> Chart:
    """One overlap under each prior and each assumed number of respondents."""
    rows = [(prior, n) for prior in PRIORS for n in SIZES]
    listed = "; ".join(
        f"{PRIOR_LABELS[prior]}, {{n{n}}} respondents: {{plausible.{name}.{prior}.n{n}}}" for prior, n in rows
    )

    def draw(layout: Layout) -> Figure:
        figure, ax = style.canvas(layout, 0.75 + len(PRIORS) * (0.3 + 0.24 * len(SIZES)))
        style.share_axis(ax)
        ax.set_yticks([])
        y = 0.0
        for prior in PRIORS:
            ax.annotate(PRIOR_LABELS[prior], (0, y), xycoords=("axes fraction", "data"), va="top")
            y -= 0.34
            for n in SIZES:
                low, high = ends_of(f"plausible.{name}.{prior}.n{n}")
                style.plausible_mark(ax, y, low, high)
                ax.annotate(
                    f"n = {n:,}: {results.find(f'plausible.{name}.{prior}.n{n}').text}", (high, y), xytext=(8, 0),
                    textcoords="offset points", va="center", fontsize=style.SMALL,
                )  # fmt: skip
                y -= 0.24
        low, high = ends_of(f"implied.{name}")
        style.implied_mark(ax, y - 0.05, low, high)
        ax.annotate(
            f"bounds: {results.find(f'implied.{name}').text}", (high, y - 0.05), xytext=(8, 0),
            textcoords="offset points", va="center", fontsize=style.SMALL,
        )  # fmt: skip
        ax.set_ylim(y - 0.25, 0.05)
        style.tag(ax, ("plausible", "implied"))
        return figure

    return Chart(
        name=f"priors-{name.replace('_', '-')}",
        title="The prior moves the band more than the number of respondents does",
        caption=(
            f"{LABELS[name]}. Bands: the middle {{plausible.middle}} of {{plausible.number}} populations each. "
            "Line: implied, whatever the prior and the number of respondents."
        ),
        alt=f"Chart of bands by prior and assumed number of respondents. {listed}. Bounds: {{implied.{name}}}.",
        kinds=("plausible", "implied"),
        draw=draw,
    )
