"""The story in one picture: who expects AI, is willing, is hindered and works without a vision, and who must be all."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey import results, wording
from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import BROAD, NARROW, WIDE, Layout
from clinical_data_survey.charts.tidy import ends_of
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims

ROOM_INSIDE = {"broad": 0.3, "wide": 0.42, "narrow": 0.62}
GUTTER = {"broad": 0.46, "wide": 0.0, "narrow": 0.0}


@dataclass(frozen=True)
class Step:
    """One step of the path: what is said, the claims that say it, and who must have gone along so far.

    `late` and `soon` are results: those who expect AI within ten and within five years and took every step.
    """

    says: str
    short: str
    claims: tuple[str, ...]
    late: str
    soon: str


STEPS = (
    Step("They expect AI in their daily work", "Expect AI in daily work", ("C01", "C02"), "C02.low", "C01.low"),
    Step(
        "and are willing to work with it",
        "and are willing",
        ("C04",),
        "implied.within_10_years_and_willing",
        "implied.within_5_years_and_willing",
    ),
    Step(
        "and see barriers",
        "and see barriers",
        ("C07",),
        "implied.within_10_years_and_willing_and_barrier",
        "implied.within_5_years_and_willing_and_barrier",
    ),
    Step(
        "and work without a clear vision on AI",
        "and lack a clear vision",
        ("C03",),
        "implied.within_10_years_and_all_else",
        "implied.within_5_years_and_all_else",
    ),
)


def path() -> Chart:
    """The path from expectation to vision, with the least that must have taken every step so far."""
    return Chart(
        name="path",
        title=(
            "At least {implied.within_10_years_and_willing_and_barrier.low} expect AI within {C02.horizon}, are "
            "willing to work with it and see something in the way"
        ),
        caption=(
            "Dots: published shares of all respondents. Shaded: the least who must have taken every step so far, "
            "even if those who leave a step out are different people each time. Lines: the range that fits. The darker "
            "path starts from those who expect AI within {C01.horizon}, the lighter from {C02.horizon}."
        ),
        alt=(
            "Chart of a path in steps. Expect AI in their daily work: {C01} within {C01.horizon}, {C02} within "
            "{C02.horizon}. Willing to work with it: {C04}. See barriers: {C07}. Work without a clear vision: {C03}. "
            "Of those who expect it within {C02.horizon}, at least {implied.within_10_years_and_willing.low} of all "
            "are willing too, {implied.within_10_years_and_willing_and_barrier.low} also see barriers, and "
            "{implied.within_10_years_and_all_else.low} lack a vision as well, at most "
            "{implied.within_10_years_and_all_else.high}. Of those who expect it within {C01.horizon}, the least are "
            "{implied.within_5_years_and_willing.low}, {implied.within_5_years_and_willing_and_barrier.low} and "
            "{implied.within_5_years_and_all_else.low}."
        ),
        kinds=("published", "implied"),
        draw=lambda layout: _draw(layout),
        data=_data,
        layouts=(BROAD, WIDE, NARROW),
    )


def _data() -> pd.DataFrame:
    """Each step's published shares, and the ranges of those who took it and every step before."""
    published = [tidy.of_claim(claims.by_id()[claim], step.says) for step in STEPS for claim in step.claims]
    together = [
        tidy.of_result(name, f"Expect AI within {{{claim}.horizon}} … {step.says}")
        for step in STEPS[1:]
        for claim, name in (("C02", step.late), ("C01", step.soon))
    ]
    return tidy.frame([*published, *together])


def _draw(layout: Layout) -> Figure:
    beside = layout is BROAD
    pitch = 1.0 if beside else 1.25
    figure, ax = style.canvas(layout, (0.86 if beside else 0.98) * len(STEPS) + 0.45)
    style.share_axis(ax)
    left = -GUTTER[layout.name]
    ax.set_xlim(left - 0.012, 1.012)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.set_ylim(-pitch * (len(STEPS) - 1) - 0.45, 0.62 + (0 if beside else 0.25))
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    tops = [-pitch * position for position in range(len(STEPS))]
    _core(ax, tops, [ends_of(step.late)[0] for step in STEPS], 0.07)
    _core(ax, tops, [ends_of(step.soon)[0] for step in STEPS], 0.11)
    for claim_id in STEPS[0].claims:
        _horizon(ax, claim_id, -0.12)
    for position, (step, top) in enumerate(zip(STEPS, tops, strict=True)):
        _statement(ax, step, top, left, layout)
        for claim_id in step.claims:
            _published(ax, claim_id, top + 0.26)
        if position:
            _so_far(ax, position, top - 0.23, left, layout)
            _together(ax, step.late, top - 0.1, layout)
            _together(ax, step.soon, top - 0.36, layout)
    style.tag(ax, ("published", "implied"))
    return figure


def _core(ax: Axes, tops: list[float], ends: list[float], alpha: float) -> None:
    """Those who must have taken every step so far, as a shape that narrows from step to step."""
    xs, ys = [], []
    for end, top in zip(ends, tops, strict=True):
        xs += [end, end]
        ys += [top + 0.4, top - 0.46]
    ax.fill_betweenx(ys, 0, xs, color=LIGHT["ink"], alpha=alpha, lw=0, zorder=1)


def _statement(ax: Axes, step: Step, top: float, left: float, layout: Layout) -> None:
    words = step.says if layout is not NARROW else step.short
    place = (left - 0.012, top + 0.26) if layout is BROAD else (0, top + 0.6)
    ax.annotate(words, place, va="center", fontsize=style.TEXT + 1, fontweight=600)


def _so_far(ax: Axes, position: int, y: float, left: float, layout: Layout) -> None:
    """How many statements the lines beside it hold together, where there is a place beside them."""
    if layout is BROAD:
        together = "both together" if position == 1 else f"all {wording.cardinal(position + 1)} together"
        ax.annotate(together, (left - 0.012, y), va="center", fontsize=style.TEXT, color=LIGHT["muted"])


def _horizon(ax: Axes, claim_id: str, y: float) -> None:
    """Whom a shade stands for, at its edge."""
    low = ends_of(f"{claim_id}.low")[0]
    text = f"within {results.find(f'{claim_id}.horizon').text}"
    ax.annotate(
        text, (low, y), xytext=(-7, 0), textcoords="offset points", ha="right", va="center", fontsize=style.SMALL,
        color=LIGHT["muted"],
    )  # fmt: skip


def _published(ax: Axes, claim_id: str, y: float) -> None:
    claim = claims.by_id()[claim_id]
    low, high = float(claim.low), float(claim.high)
    style.published_mark(ax, y, low, high)
    ax.annotate(
        claim.as_printed, (low, y), xytext=(-9, 0), textcoords="offset points", ha="right", va="center",
        fontsize=style.TEXT + 1, fontweight=600, color=LIGHT["published"],
    )  # fmt: skip


def _together(ax: Axes, name: str, y: float, layout: Layout) -> None:
    """Those who took every step so far: the range, and its low end in words."""
    low, high = ends_of(name)
    style.implied_mark(ax, y, low, high)
    text = f"at least {results.find(f'{name}.low').text}" if low else "possibly nobody"
    inside = low > ROOM_INSIDE[layout.name]
    ax.annotate(
        text, (low if inside else high, y), xytext=(-7 if inside else 8, 0), textcoords="offset points",
        ha="right" if inside else "left", va="center", fontsize=style.SMALL if layout is NARROW else style.TEXT,
        fontweight=600,
    )  # fmt: skip
