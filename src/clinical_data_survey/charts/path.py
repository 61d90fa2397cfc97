"""The story in one picture: expectation, willingness, barriers and a missing vision, and who must have all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey import results, wording
from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import BROAD, NARROW, WIDE, Layout
from clinical_data_survey.charts.tidy import ends_of
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims

ROOM_INSIDE = {"broad": 0.3, "wide": 0.42, "narrow": 0.62}
GUTTER = {"broad": 0.46, "wide": 0.0, "narrow": 0.0}


@dataclass(frozen=True)
class Step:
    """One step of the path: what is said, the claims that say it, and who must have gone along so far.

    `late` and `soon` are results: those who took every step, from an effect within ten and within five years.
    """

    says: str
    short: str
    claims: tuple[str, ...]
    late: str
    soon: str


STEPS = (
    Step("They expect AI to affect their work", "Expect AI to affect work", ("C01", "C02"), "C02.low", "C01.low"),
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
            "At least {implied.within_10_years_and_willing_and_barrier.low} of respondents expected AI to affect their "
            "work within {C02.horizon}, were willing to work with it and saw barriers"
        ),
        caption=(
            "Dots: published shares of all respondents. Lines: the shares of all who gave this answer and every answer "
            "above it, as far as the published figures allow, if these are all of the same people and no item was left "
            "empty. Shaded: the least of them. The darker shade is for an effect within {C01.horizon}, the lighter "
            "within {C02.horizon}."
        ),
        alt=(
            "Chart of a path in steps. Expected AI to affect their work: {C01} within {C01.horizon}, {C02} within "
            "{C02.horizon}. Were willing to work with it: {C04}. Saw barriers: {C07}. Worked without a clear vision: "
            "{C03}. Of all respondents, at least {implied.within_10_years_and_willing.low} expected it within "
            "{C02.horizon} and were willing; at least {implied.within_10_years_and_willing_and_barrier.low} saw "
            "barriers too; and {implied.within_10_years_and_all_else} lacked a vision as well. With an effect within "
            "{C01.horizon} it is at least {implied.within_5_years_and_willing.low}, "
            "{implied.within_5_years_and_willing_and_barrier.low} and {implied.within_5_years_and_all_else.low}."
        ),
        frame=_frame(),
        draw=_draw,
        made_by=path,
        layouts=(BROAD, WIDE, NARROW),
    )


def _frame() -> pd.DataFrame:
    """Each step's published shares, and the ranges of those who took it and every step before."""
    late, soon = (f"within {results.find(f'{claim}.horizon').text}" for claim in ("C02", "C01"))
    published = [
        tidy.of_claim(claims.by_id()[claim], step.says, step=number, horizon={"C02": late, "C01": soon}.get(claim))
        for number, step in enumerate(STEPS, 1)
        for claim in step.claims
    ]
    together = [
        tidy.of_result(
            name, f"Expect an effect {horizon} … {step.says}", note=_least(name), step=number, horizon=horizon
        )
        for number, step in enumerate(STEPS[1:], 2)
        for horizon, name in ((late, step.late), (soon, step.soon))
    ]
    return tidy.frame([*published, *together])


def _least(name: str) -> str:
    low, _ = ends_of(name)
    return f"at least {results.find(f'{name}.low').text}" if low else "possibly nobody"


def _draw(frame: pd.DataFrame, layout: Layout) -> Figure:
    beside = layout is BROAD
    pitch = 1.0 if beside else 1.25
    figure, ax = style.canvas(layout, (0.86 if beside else 0.98) * len(STEPS) + 0.45)
    style.share_axis(ax)
    left = -GUTTER[layout.name] - 0.012
    ax.set_xlim(left, 1.012)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.set_ylim(-pitch * (len(STEPS) - 1) - 0.45, 0.62 + (0 if beside else 0.25))
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    tops = [-pitch * position for position in range(len(STEPS))]
    by_horizon = sorted(frame.groupby("horizon"), key=lambda way: -way[1]["low"].iloc[0])  # the wider path first
    for (horizon, way), alpha in zip(by_horizon, (0.07, 0.11), strict=True):
        _core(ax, tops, list(way["low"]), alpha)
        style.write(ax, str(horizon), way["low"].iloc[0], -0.12, "left", fontweight=400, color=LIGHT["muted"])
    own = frame["kind"] == KINDS["published"].label
    for number, (top, step) in enumerate(zip(tops, STEPS, strict=True), 1):
        taken = frame["step"] == number
        words = step.says if layout is not NARROW else step.short
        place = (left, top + 0.26) if beside else (0, top + 0.6)
        ax.annotate(words, place, va="center", fontsize=style.TEXT + 1, fontweight=600)
        look: dict[str, Any] = {"fontsize": style.TEXT + 1, "color": LIGHT["published"]}
        for mark in tidy.marks(frame[taken & own]):
            style.mark(ax, top + 0.26, mark)
            style.write(ax, mark.printed, mark.low, top + 0.26, "left", **look)
        together = frame[taken & ~own]
        if beside and len(together):
            said = "both together" if number == 2 else f"all {wording.cardinal(number)} together"
            ax.annotate(said, (left, top - 0.23), va="center", color=LIGHT["muted"])
        for mark, lower in zip(tidy.marks(together), (0.1, 0.36), strict=False):
            _together(ax, mark, top - lower, layout)
    style.tag(ax, frame)
    return figure


def _core(ax: Axes, tops: list[float], ends: list[float], alpha: float) -> None:
    """Those who must have taken every step so far, as a shape that narrows from step to step."""
    xs = np.repeat(ends, 2)
    ys = [y for top in tops for y in (top + 0.4, top - 0.46)]
    ax.fill_betweenx(ys, 0, xs, color=LIGHT["ink"], alpha=alpha, lw=0, zorder=1)


def _together(ax: Axes, mark: Any, y: float, layout: Layout) -> None:
    """Those who took every step so far: the range, and its low end in words."""
    style.mark(ax, y, mark)
    end, side = (mark.low, "left") if mark.low > ROOM_INSIDE[layout.name] else (mark.high, "right")
    style.write(ax, mark.note, end, y, side, fontsize=style.SMALL if layout is NARROW else style.TEXT)
