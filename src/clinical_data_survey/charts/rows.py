"""Rows of marks on a scale: the one drawing behind most charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT

ROOM_BESIDE, ROOM_FOR_LARGE = 0.7, 0.8
DOT_SCALE = 0.8
HEADING, LINE = 0.3, 0.22


@dataclass(frozen=True)
class Rows:
    """A drawing of a frame with one row for each value of the column `by`, which is written above it.

    All marks of a row lie on its line, or `lifted` above it, by kind. `written` prints the numbers of a kind.
    `scale` sets the axis once all is drawn. `pitch` is the height of a row and `around` that of all else, in inches.
    """

    written: Mapping[str, Callable[[Axes, float, Any], None]] = field(default_factory=dict)
    scale: Callable[[Axes], None] = style.share_axis
    pitch: float = 0.55
    around: float = 0.5
    by: str = "label"
    lifted: Mapping[str, float] = field(default_factory=dict)

    def __call__(self, frame: pd.DataFrame, layout: Layout) -> Figure:
        rows = list(frame.groupby(self.by, sort=False))
        figure, ax = style.canvas(layout, self.around + self.pitch * len(rows))
        for (_, row), y in zip(rows, style.rows(ax, [str(label) for label, _ in rows]), strict=True):
            for kind, marks in row.assign(reach=row["high"].max()).groupby("kind", sort=False):
                at = y + self.lifted.get(str(kind), 0.0)
                style.marks(ax, at, marks, DOT_SCALE)
                for mark in tidy.marks(marks.dropna(subset="printed")) if kind in self.written else ():
                    self.written[str(kind)](ax, at, mark)
        self.scale(ax)
        style.tag(ax, frame)
        return figure


def before(ax: Axes, y: float, mark: Any) -> None:
    """A number as printed, before its mark."""
    style.write(ax, mark.printed, mark.low, y, "left", fontsize=style.TEXT, color=style.colour(mark.kind))


def after(ax: Axes, y: float, mark: Any) -> None:
    """A number after the end of its mark."""
    style.write(ax, mark.printed, mark.high, y, "right")


def after_or_above(ax: Axes, y: float, mark: Any) -> None:
    """A range after its line, or above the line's end where there is no room after it."""
    style.write(ax, mark.printed, mark.high, y, "right" if mark.high <= ROOM_BESIDE else "above")


def clear_of_all(ax: Axes, y: float, mark: Any) -> None:
    """A share after all marks of its row, or before its own where there is no room after them."""
    far = mark.reach > ROOM_FOR_LARGE
    at = (mark.low, y, "left") if far else (mark.reach, y, "right")
    style.write(ax, mark.printed, *at, fontsize=style.TEXT, color=style.colour(mark.kind))


def behind_every_row(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its published figure repeated in the row of each other mark."""
    published = frame["kind"] == KINDS["published"].label
    behind = frame.loc[~published, ["label"]].merge(frame[published].drop(columns="label"), how="cross")
    return pd.concat([frame[~published], behind])


def points_axis(ax: Axes, high: float) -> None:
    """Percentage points from 0 along the horizontal axis."""
    ax.set_xlim(-0.012 * high, high)
    ax.set_xticks([tick for tick in (0, 0.25, 0.5, 0.75, 1) if tick <= high])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda width, _: f"{100 * width:.0f}"))
    ax.grid(axis="x")
    ax.set_axisbelow(True)


def grouped(frame: pd.DataFrame, layout: Layout, by: str, words: Callable[[Any], str]) -> tuple[Figure, Axes]:
    """Lines of marks under the headings in the column `by`, if any, each with its words after its end."""
    groups = frame.groupby(by, sort=False, dropna=False)
    height = HEADING * len(groups) + LINE * len(frame)
    figure, ax = style.canvas(layout, height + 0.65)
    ax.set_ylim(-height, 0.05)
    ax.set_yticks([])
    y = 0.0
    for heading, marks in groups:
        if pd.notna(heading):
            ax.annotate(str(heading), (0, y - 0.05), xycoords=("axes fraction", "data"), va="top", fontsize=style.TEXT)
        y -= HEADING
        for mark in tidy.marks(marks):
            _line(ax, y, mark, words(mark))
            y -= LINE
    style.tag(ax, frame)
    return figure, ax


def _line(ax: Axes, y: float, mark: Any, words: str) -> None:
    """A mark with its words; of a length of zero there is nothing to draw."""
    if mark.low == mark.high:
        style.write(ax, words, mark.high, y, "right", color=LIGHT["muted"], fontweight=400)
        return
    style.mark(ax, y, mark)
    style.write(ax, words, mark.high, y, "right")
