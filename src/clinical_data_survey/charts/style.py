"""The house style: type, axes and the mark of each kind of number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MultipleLocator
from numpy.typing import ArrayLike

from clinical_data_survey.charts import faces, tidy
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT, SANS
from clinical_data_survey.wording import ordinal

matplotlib.use("agg")


@dataclass(frozen=True)
class Layout:
    """The width that a chart is drawn for, in inches, and the name of that width."""

    name: str
    width: float


WIDE = Layout("wide", 6.8)
NARROW = Layout("narrow", 3.5)
LAYOUTS = (WIDE, NARROW)
BROAD = Layout("broad", 10.6)
SMALL_PICTURE = Layout("small", 2.6)

TEXT = 10.0
SMALL = 8.8
_RC = {
    "font.family": SANS,
    "font.size": TEXT,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": LIGHT["rule"],
    "axes.labelcolor": LIGHT["muted"],
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.8,
    "grid.color": LIGHT["rule"],
    "grid.linewidth": 0.6,
    "text.color": LIGHT["ink"],
    "xtick.color": LIGHT["muted"],
    "ytick.color": LIGHT["muted"],
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "svg.fonttype": "none",
    "svg.hashsalt": "clinical-data-survey",
    "pdf.fonttype": 42,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
}


@cache
def _load_type() -> None:
    """Make the book's sans known to matplotlib, so that charts are measured with the type they are read in."""
    for face in faces.cut():
        font_manager.fontManager.addfont(face)


def _set_style() -> None:
    _load_type()
    sns.set_theme(style="white", rc=_RC)


def canvas(layout: Layout, height: float) -> tuple[Figure, Axes]:
    """An empty chart in the house style, `height` inches high, with one axes."""
    _set_style()
    figure = Figure(figsize=(layout.width, height), layout=ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02))
    return figure, figure.subplots()


def sheet(width: float, height: float) -> Figure:
    """An empty sheet in the house style, in inches, without axes."""
    _set_style()
    return Figure(figsize=(width, height))


def panels(layout: Layout, height: float, count: int) -> tuple[Figure, list[Axes]]:
    """`count` axes in the house style, two in a row where the chart is wide; `height` inches a row."""
    _set_style()
    columns = 2 if layout is WIDE else 1
    depth = -(-count // columns)
    figure = Figure(
        figsize=(layout.width, height * depth), layout=ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.06, hspace=0.08)
    )
    return figure, list(figure.subplots(depth, columns, squeeze=False).flat)[:count]


def share_axis(ax: Axes, high: float = 1.0, step: float = 0.25) -> None:
    """Shares from 0 to `high` along the horizontal axis, as percentages."""
    ax.set_xlim(-0.012 * high, high * 1.012)
    ax.xaxis.set_major_locator(MultipleLocator(step))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f}%"))
    ax.grid(axis="x")
    ax.set_axisbelow(True)


def rank_ticks(ax: Axes, last: int) -> None:
    """Ranks from first to `last` along the horizontal axis, in words."""
    ax.set_xticks(range(1, last + 1), [ordinal(rank) for rank in range(1, last + 1)])
    ax.grid(axis="x")


def upright_share_axis(ax: Axes) -> None:
    """Shares from 0 to 1 along the vertical axis, as percentages."""
    ax.set_ylim(0, 1.03)
    ax.yaxis.set_major_locator(MultipleLocator(0.25))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f}%"))
    ax.grid(axis="y")
    ax.set_axisbelow(True)


def limit(ax: Axes, x: float) -> None:
    """The most that a share can be: an upright line in the mark of implied numbers."""
    ax.plot([x, x], [0, 1], color=LIGHT["ink"], lw=1.2, marker="_", ms=9, zorder=3)


def rows(ax: Axes, labels: list[str]) -> list[float]:
    """One row a label, first on top, each label above its row; returns the rows' heights on the axis."""
    places = [float(len(labels) - 1 - i) for i in range(len(labels))]
    ax.set_ylim(-0.45, len(labels) - 0.25)
    ax.set_yticks([])
    for place, label in zip(places, labels, strict=True):
        at: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "bottom", "bbox": PAPER}
        ax.annotate(label, (0, place + 0.24), fontsize=TEXT, **at)
    return places


def write(ax: Axes, text: str, x: float, y: float, side: str, **look: Any) -> None:
    """Words beside a mark that ends at (x, y): small and semibold, unless `look` says otherwise."""
    dx, dy, ha, va = _SIDES[side]
    look = {"ha": ha, "va": va, "fontsize": SMALL, "fontweight": 600, **look}
    ax.annotate(text, (x, y), xytext=(dx, dy), textcoords="offset points", **look)


PAPER = {"facecolor": LIGHT["paper"], "lw": 0, "pad": 1}
_SIDES = {
    "left": (-8, 0, "right", "center"),
    "right": (8, 0, "left", "center"),
    "above": (0, 6, "right", "bottom"),
    "below": (0, -7, "center", "top"),
}


def colour(kind: str) -> str:
    """The colour of a kind of number, by its label."""
    return LIGHT[_BY_LABEL[kind].colour]


def mark(ax: Axes, y: float, row: Any) -> None:
    """A row of a frame, its columns as attributes, in the mark of its kind; its note where it has no number."""
    if pd.isna(row.value) and pd.isna(row.low):
        ax.annotate(row.note, (0, y), va="center", fontsize=SMALL, color=LIGHT["muted"])
    else:
        _MARKS[row.kind](ax, y, row)


def marks(ax: Axes, y: float, frame: pd.DataFrame, scale: float = 1.0) -> None:
    """All rows of a frame on one line, each in the mark of its kind."""
    drawn_at_once = (frame["kind"] == KINDS["other"].label) & frame["value"].notna()
    if drawn_at_once.any():
        dots(ax, frame[drawn_at_once], frame.loc[drawn_at_once, "value"], y, scale)
    for row in tidy.marks(frame[~drawn_at_once]):
        mark(ax, y, row)


def published_mark(ax: Axes, y: float, row: Any) -> None:
    """Published: a thick bar over the reading, a solid dot at its middle or at a rank; a rank may not be settled."""
    look: dict[str, Any] = {"color": LIGHT["published"], "lw": 6, "alpha": 0.45, "zorder": 3}
    if row.low != row.high:
        ax.plot([row.low, row.high], [y, y], solid_capstyle="round" if row.unit == tidy.RANK else "butt", **look)
    if pd.notna(row.value):
        ax.plot([row.value], [y], "o", color=LIGHT["published"], ms=8 if row.unit == tidy.RANK else 7, zorder=4)


def upright_published_mark(ax: Axes, x: float, row: Any) -> None:
    """The same upright, where shares run up the chart."""
    ax.plot([x, x], [row.low, row.high], color=LIGHT["published"], lw=6, alpha=0.45, solid_capstyle="butt", zorder=5)
    ax.plot([x], [row.value], "o", color=LIGHT["published"], ms=7, zorder=6)


def implied_mark(ax: Axes, y: float, row: Any) -> None:
    """Implied: a thin line with ticks at its ends."""
    ax.plot([row.low, row.high], [y, y], color=LIGHT["ink"], lw=1.2, marker="|", ms=9, mew=1.2, zorder=3)


def plausible_mark(ax: Axes, y: float, row: Any) -> None:
    """Plausible: a translucent band."""
    ax.plot([row.low, row.high], [y, y], color=LIGHT["plausible"], lw=11, alpha=0.3, solid_capstyle="butt", zorder=2)


def measured_mark(ax: Axes, y: float, row: Any) -> None:
    """Measured: an open circle, hatched where nobody gave the answers, on the line of its interval."""
    colour, paper = LIGHT["measured"], LIGHT["paper"]
    if pd.notna(row.low):
        ax.plot([row.low, row.high], [y, y], color=colour, lw=1.4, zorder=3)
    if row.synthetic == "yes":
        ax.scatter([row.value], [y], s=95, facecolor=paper, edgecolor=colour, hatch="//////", lw=1.4, zorder=4)
    else:
        ax.plot([row.value], [y], "o", mfc=paper, mec=colour, mew=1.8, ms=9, zorder=4)


def sampling_mark(ax: Axes, y: float, row: Any) -> None:
    """What if so many had answered: a dashed line; for a number that is needed, from 0 to a diamond."""
    low, high = (0, row.value) if pd.isna(row.low) else (row.low, row.high)
    ax.plot([low, high], [y, y], color=LIGHT["muted"], lw=1.2, ls=(0, (3, 2)), zorder=2)
    if pd.notna(row.value):
        ax.plot([row.value], [y], "D", color=LIGHT["muted"], ms=6)


def dots(ax: Axes, answers: pd.DataFrame, x: ArrayLike, y: ArrayLike, scale: float = 1.0) -> None:
    """Other surveys: grey dots at (x, y), filled where comparable, open where context.

    Their area follows the number of answers `n`; it is smallest where that is not known.
    """
    known = answers["n"].astype("float").fillna(0).clip(upper=FULL_SIZE).to_numpy()
    size = (SMALLEST + (LARGEST - SMALLEST) * known / FULL_SIZE) * scale
    filled, grey = (answers["comparable"] == "yes").to_numpy(), LIGHT["other"]
    xs, ys = np.asarray(x, dtype=float), np.broadcast_to(np.asarray(y, dtype=float), len(answers))
    ax.scatter(xs[~filled], ys[~filled], s=size[~filled], facecolors=LIGHT["paper"], edgecolors=grey, lw=1, zorder=3)
    ax.scatter(xs[filled], ys[filled], s=size[filled], color=grey, alpha=0.85, lw=0, zorder=4)


SMALLEST, LARGEST, FULL_SIZE = 12.0, 110.0, 2000
_BY_LABEL = {kind.label: kind for kind in KINDS.values()}
_MARKS = {
    KINDS["published"].label: published_mark,
    KINDS["implied"].label: implied_mark,
    KINDS["plausible"].label: plausible_mark,
    KINDS["measured"].label: measured_mark,
    KINDS["sampling"].label: sampling_mark,
}


def tag(ax: Axes, frame: pd.DataFrame) -> None:
    """Name the kinds of number in a frame inside its chart, in the colour of the first; say if it is made up."""
    words, colour = _tag(frame)
    ax.annotate(
        words, (1, 1), xycoords="axes fraction", xytext=(0, 3), textcoords="offset points", ha="right", va="bottom",
        fontsize=SMALL, fontweight=600, color=colour,
    )  # fmt: skip


def tag_below(figure: Figure, frame: pd.DataFrame) -> None:
    """The same under several panels."""
    words, colour = _tag(frame)
    figure.supxlabel(words, x=1, ha="right", fontsize=SMALL, fontweight=600, color=colour)


def _tag(frame: pd.DataFrame) -> tuple[str, str]:
    shown = [KINDS[kind] for kind in tidy.kinds(frame)]
    made_up = ["synthetic, nobody answered"] if (frame["synthetic"] == "yes").any() else []
    return " · ".join([*made_up, *(kind.label for kind in shown)]), LIGHT[shown[0].colour]
