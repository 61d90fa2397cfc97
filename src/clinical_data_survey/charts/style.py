"""The house style: type, axes and the mark of each kind of number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import matplotlib
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MultipleLocator

from clinical_data_survey.charts import faces
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


def limit(ax: Axes, x: float) -> None:
    """The most that a share can be: an upright line in the mark of implied numbers."""
    ax.plot([x, x], [0, 1], color=LIGHT["ink"], lw=1.2, marker="_", ms=9, zorder=3)


def rows(ax: Axes, labels: list[str]) -> list[float]:
    """One row a label, first on top, each label above its row; returns the rows' heights on the axis."""
    places = [float(len(labels) - 1 - i) for i in range(len(labels))]
    ax.set_ylim(-0.45, len(labels) - 0.25)
    ax.set_yticks([])
    for place, label in zip(places, labels, strict=True):
        ax.annotate(
            label,
            (0, place + 0.24),
            xycoords=("axes fraction", "data"),
            va="bottom",
            ha="left",
            fontsize=TEXT,
            bbox={"facecolor": LIGHT["paper"], "lw": 0, "pad": 1},
        )
    return places


def published_mark(ax: Axes, y: float, low: float, high: float) -> None:
    """Published: a thick bar over the reading, a solid dot at its middle."""
    reading_mark(ax, y, low, high)
    ax.plot([(low + high) / 2], [y], "o", color=LIGHT[KINDS["published"].colour], ms=7, zorder=4)


def reading_mark(ax: Axes, y: float, low: float, high: float) -> None:
    """The reading of a published figure alone: its thick bar."""
    colour = LIGHT[KINDS["published"].colour]
    ax.plot([low, high], [y, y], color=colour, lw=6, alpha=0.45, solid_capstyle="butt", zorder=3)


def rank_mark(ax: Axes, y: float, low: int, high: int) -> None:
    """A published rank: a dot where it is settled, a bar over the ranks that are possible where it is not."""
    colour = LIGHT[KINDS["published"].colour]
    if low == high:
        ax.plot([low], [y], "o", color=colour, ms=8, zorder=4)
    else:
        ax.plot([low, high], [y, y], color=colour, lw=6, alpha=0.45, solid_capstyle="round", zorder=3)


def implied_mark(ax: Axes, y: float, low: float, high: float) -> None:
    """Implied: a thin line with ticks at its ends."""
    ax.plot([low, high], [y, y], color=LIGHT["ink"], lw=1.2, marker="|", ms=9, mew=1.2, zorder=3)


def plausible_mark(ax: Axes, y: float, low: float, high: float) -> None:
    """Plausible: a translucent band."""
    ax.plot([low, high], [y, y], color=LIGHT["plausible"], lw=11, alpha=0.3, solid_capstyle="butt", zorder=2)


def measured_mark(ax: Axes, x: float, y: float) -> None:
    """Measured: an open circle."""
    ax.plot([x], [y], "o", mfc=LIGHT["paper"], mec=LIGHT["measured"], mew=1.8, ms=9, zorder=4)


def synthetic_mark(ax: Axes, x: float, y: float) -> None:
    """Measured on made-up answers: an open circle, hatched."""
    colour = LIGHT["measured"]
    ax.scatter([x], [y], s=95, facecolor=LIGHT["paper"], edgecolor=colour, hatch="//////", lw=1.4, zorder=4)


def interval_line(ax: Axes, y: float, low: float, high: float) -> None:
    """The interval of a measured share: a line in its colour."""
    ax.plot([low, high], [y, y], color=LIGHT["measured"], lw=1.4, zorder=3)


def sampling_mark(ax: Axes, y: float, low: float, high: float) -> None:
    """What if so many had answered: a dashed line."""
    ax.plot([low, high], [y, y], color=LIGHT["muted"], lw=1.2, ls=(0, (3, 2)), zorder=2)


def other_mark(ax: Axes, xs: list[float], y: float, sizes: list[float]) -> None:
    """Other surveys: grey dots, their area by the number of respondents."""
    ax.scatter(xs, [y] * len(xs), s=sizes, color=LIGHT["other"], alpha=0.75, lw=0, zorder=3)


def tag(ax: Axes, kinds: tuple[str, ...]) -> None:
    """Name the kinds of number that a chart shows, inside the chart, with each kind's colour."""
    _tag(ax, [KINDS[kind].label for kind in kinds], kinds)


def synthetic_tag(ax: Axes, kinds: tuple[str, ...]) -> None:
    """The tag of a chart that draws on made-up answers."""
    _tag(ax, ["synthetic, nobody answered", *(KINDS[kind].label for kind in kinds)], kinds)


def _tag(ax: Axes, labels: list[str], kinds: tuple[str, ...]) -> None:
    ax.annotate(
        " · ".join(labels),
        (1, 1),
        xycoords="axes fraction",
        xytext=(0, 3),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=SMALL,
        fontweight=600,
        color=LIGHT[KINDS[kinds[0]].colour],
    )
