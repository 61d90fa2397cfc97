"""Small charts on the doors to the chapters: the same marks and results as the charts behind them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey import results
from clinical_data_survey.charts import published, style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import SMALL_PICTURE, Layout
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims
from clinical_data_survey.results.published import RATIO

HEIGHT = 1.7


Paint = Callable[[Axes, pd.DataFrame], None]


def _door(made_by: Callable[[], Chart], alt: str, frame: pd.DataFrame, paint: Paint) -> Chart:
    def draw(frame: pd.DataFrame, layout: Layout) -> Figure:
        figure, ax = style.canvas(layout, HEIGHT)
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        paint(ax, frame)
        return figure

    name = f"door-{made_by.__name__.replace('_', '-')}"
    return Chart(name, "", "", alt, frame, draw, made_by, (SMALL_PICTURE,), SMALL_PICTURE)


def expectations() -> Chart:
    """Both horizons and willingness."""
    return _door(
        expectations,
        "Published shares: {C01} expected AI to affect their work within {C01.horizon}, {C02} within {C02.horizon}, "
        "{C04} were willing.",
        published.claimed({"C01": "Soon", "C02": "In time", "C04": "Willing"}),
        _shares,
    )


def _shares(ax: Axes, frame: pd.DataFrame) -> None:
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.6, len(frame) - 0.1)
    ax.set_xticks([])
    for mark in tidy.marks(frame):
        place = len(frame) - 1 - mark.Index
        ax.plot([0, 1], [place, place], color=LIGHT["rule"], lw=1, zorder=1)
        style.mark(ax, place, mark)
        ax.annotate(mark.label, (0, place + 0.18), va="bottom", fontsize=style.SMALL)
        ax.annotate(
            mark.printed, (1, place + 0.18), ha="right", va="bottom", fontsize=style.SMALL, fontweight=600,
            color=LIGHT["published"],
        )  # fmt: skip


def barriers() -> Chart:
    """The order of the barriers."""
    return _door(
        barriers,
        "Ladder of ranks: {C08.label} {C08.reading}; {C09.label} {C09.reading}; {C10.label} {C10.reading}.",
        published.order("C08", "C09", "C10"),
        _ladder,
    )


def investment() -> Chart:
    """The order of the parties that should drive investment."""
    return _door(
        investment,
        "Ladder of ranks: {C15.label} {C15.reading}; {C16.label} {C16.reading}; {C17.label} {C17.reading}; "
        "{C18.label} {C18.reading}.",
        published.order("C15", "C16", "C17", "C18"),
        _ladder,
    )


def _ladder(ax: Axes, frame: pd.DataFrame) -> None:
    last = int(frame["high"].max())
    ax.set_xlim(0.9, last + 0.1)
    ax.set_ylim(-0.5, len(frame) - 0.1)
    style.rank_ticks(ax, last)
    _labels_inside(ax)
    for mark in tidy.marks(frame):
        place = len(frame) - 1 - mark.Index
        ax.annotate(mark.label, (0.9, place + 0.2), va="bottom", fontsize=style.SMALL, bbox=style.PAPER)
        style.mark(ax, place, mark)


def _labels_inside(ax: Axes) -> None:
    """Let the first and the last label of the axis begin and end where it does."""
    first, *_, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")


def care_levels() -> Chart:
    """All pairs of shares that fit the published ratio."""
    return _door(
        care_levels,
        "Chart of the shares in secondary and tertiary care that fit a ratio of {C12.reading}: "
        "at most {ratio.cap} in tertiary care.",
        tidy.frame(published.band_of(claims.by_id()[RATIO].reading)),
        _wedge,
    )


def _wedge(ax: Axes, band: pd.DataFrame) -> None:
    cap = float(band["tertiary_share"].max())
    ax.set_xlim(0, 0.5)
    ax.set_ylim(0, 1.2)
    ax.set_xticks([0, 0.25, 0.5], ["0%", "25%", "50%"])
    _labels_inside(ax)
    ax.spines[["left", "bottom"]].set_visible(True)
    ax.fill_between(band["tertiary_share"], band["low"], band["high"], **published.FILLED)
    style.limit(ax, cap)
    ax.annotate("Share in secondary care", (0.01, 1.2), va="top", fontsize=style.SMALL)
    ax.annotate(f"at most {results.find('ratio.cap').text}\nin tertiary care", (cap + 0.02, 0.5), fontsize=style.SMALL)
