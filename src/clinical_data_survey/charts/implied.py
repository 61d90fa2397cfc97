"""Charts of what follows: sharp bounds, and how they move with the reading, the sample size and who answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.results.implied import READINGS, SECONDARY_SHARES
from clinical_data_survey.results.resting import SIZES
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.wording import capitalised

LINE = "The line runs from the least to the most that fits every published figure; nothing is assumed."
MOST_WITH_ROOM = 0.7
MAP_ORDER = ("within_10_years", "barrier", "willing", "within_5_years", "no_vision")
# The published shares in a few words, by claim.
STATEMENTS = {
    "C01": "expect AI within {C01.horizon}",
    "C02": "expect AI within {C02.horizon}",
    "C03": "lack a vision",
    "C04": "are willing",
    "C07": "see barriers",
}
# The same by the names that bounds have.
HEADLINE_LABELS = {
    "within_5_years": STATEMENTS["C01"],
    "within_10_years": STATEMENTS["C02"],
    "no_vision": STATEMENTS["C03"],
    "willing": STATEMENTS["C04"],
    "barrier": STATEMENTS["C07"],
}


def beside(ax: Axes, x: float, y: float, text: str) -> None:
    """A number after the end of its mark."""
    ax.annotate(
        text, (x, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=style.SMALL, fontweight=600
    )


def points_axis(ax: Axes, high: float) -> None:
    """Percentage points from 0 along the horizontal axis."""
    ax.set_xlim(-0.012 * high, high)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda width, _: f"{100 * width:.0f}"))
    ax.grid(axis="x")
    ax.set_axisbelow(True)


def _bounds(labels: Mapping[str, str]) -> pd.DataFrame:
    """Bounds by the names of their results, each with its label."""
    return tidy.frame(tidy.of_result(name, label) for name, label in labels.items())


def _ranges(data: pd.DataFrame, layout: Layout, kinds: tuple[str, ...] = ("implied",)) -> Figure:
    """Bounds on shares, one row each, with their text; published shares, whose label has it, in their own mark."""
    figure, ax = style.canvas(layout, 0.5 + 0.55 * len(data))
    style.share_axis(ax)
    style.tag(ax, kinds)
    for mark, y in zip(tidy.marks(data), style.rows(ax, list(data["label"])), strict=True):
        if mark.kind == KINDS["published"].label:
            style.published_mark(ax, y, mark.low, mark.high)
        else:
            style.implied_mark(ax, y, mark.low, mark.high)
            _range_text(ax, mark.high, y, mark.printed)
    return figure


def _range_text(ax: Axes, high: float, y: float, text: str) -> None:
    """A range in figures: after its line, or above the line's end where there is no room after it."""
    if high <= MOST_WITH_ROOM:
        beside(ax, high, y, text)
        return
    ax.annotate(
        text, (high, y), xytext=(0, 6), textcoords="offset points", ha="right", va="bottom", fontsize=style.SMALL,
        fontweight=600,
    )  # fmt: skip


def expectations() -> Chart:
    """What the shares of the first chapter imply together."""
    labels = {
        "implied.within_5_years_and_willing": "Expect AI within {C01.horizon} and are willing",
        "implied.in_5_to_10_years": "Expect it later, yet within {C02.horizon}",
        "implied.no_vision_and_willing": "Are willing, organisation lacks a vision",
    }
    data = partial(_bounds, labels)
    return Chart(
        name="bounds-expectations",
        title=(
            "At least {implied.within_5_years_and_willing.low} both expect AI within {C01.horizon} and are willing "
            "to work with it"
        ),
        caption=f"Implied shares of all respondents. {LINE}",
        alt=(
            "Chart of implied shares. Expect AI within {C01.horizon} and are willing: "
            "{implied.within_5_years_and_willing}, so at least {implied.within_5_years_and_willing.low}. "
            "Expect it later than that, yet within {C02.horizon}: {implied.in_5_to_10_years}. "
            "Are willing in an organisation without a clear vision: {implied.no_vision_and_willing}."
        ),
        kinds=("implied",),
        draw=lambda layout: _ranges(data(), layout),
        data=data,
    )


def barriers() -> Chart:
    """What the shares imply of those who see barriers."""
    labels = {
        "implied.willing_and_barrier": "Are willing and see barriers",
        "implied.within_5_years_and_willing_and_barrier": "Expect AI within {C01.horizon}, are willing, see barriers",
        "implied.no_vision_and_barrier": "See barriers, organisation lacks a vision",
        "implied.willing_and_no_barrier": "Are willing and see none",
    }
    data = partial(_bounds, labels)
    return Chart(
        name="bounds-barriers",
        title="At least {implied.willing_and_barrier.low} are willing and see barriers all the same",
        caption=f"Implied shares of all respondents. {LINE}",
        alt=(
            "Chart of implied shares. Are willing and see barriers: {implied.willing_and_barrier}, so at least "
            "{implied.willing_and_barrier.low}. Are willing and see none: {implied.willing_and_no_barrier}. "
            "See barriers in an organisation without a clear vision: {implied.no_vision_and_barrier}. Expect AI within "
            "{C01.horizon}, are willing and see barriers: {implied.within_5_years_and_willing_and_barrier}."
        ),
        kinds=("implied",),
        draw=lambda layout: _ranges(data(), layout),
        data=data,
    )


def together() -> Chart:
    """Some published shares, and what must hold of three of them at once."""
    first, second = (f"implied.{name}" for name in TOGETHER)
    named = "{C01}, read as {C01.reading}, expect AI within {C01.horizon}; {C04} are willing; {C07} see barriers; "
    return Chart(
        name="bounds-together",
        title=(
            f"What must hold of any statements together? At least {{{first}.low}} expect AI within {{C01.horizon}}, "
            "are willing and see barriers"
        ),
        caption=f"Published shares, and implied shares for whom all are true. Base: all respondents. {LINE}",
        alt=(
            f"Chart of published shares above implied ones. Published: {named}{{C03}}, read as {{C03.reading}}, lack a "
            f"vision. Implied: expect AI within {{C01.horizon}}, are willing and see barriers: {{{first}}}, so at "
            f"least {{{first}.low}}; are willing, see barriers and lack a vision: {{{second}}}."
        ),
        kinds=("implied", "published"),
        draw=lambda layout: _ranges(_together(), layout, ("implied", "published")),
        data=_together,
    )


TOGETHER = {
    "within_5_years_and_willing_and_barrier": "Expect AI within {C01.horizon}, are willing, see barriers",
    "willing_and_barrier_and_no_vision": "Are willing, see barriers, lack a vision",
}


def _together() -> pd.DataFrame:
    """The published shares, then the ranges of those for whom several statements are true."""
    shares = [claims.by_id()[name] for name in ("C01", "C04", "C07", "C03")]
    rows = [tidy.of_claim(c, capitalised(f"{STATEMENTS[c.id]}: {{{c.id}.reading}}")) for c in shares]
    return tidy.frame([*rows, *(tidy.of_result(f"implied.{name}", label) for name, label in TOGETHER.items())])


def shares_from_order(item_id: str) -> Chart:
    """The shares that an order without shares still bounds."""
    levels = [level for level in questionnaire.load().item(item_id).levels if not level.exclusive]
    first = f"implied.{item_id}.{levels[0].id}.low"
    data = partial(_bounds, {f"implied.{item_id}.{level.id}": level.en for level in levels})

    return Chart(
        name=f"bounds-{item_id}",
        title=f"To come first of {{implied.{item_id}.offered}} takes at least {{{first}}} of the answers",
        caption=(
            f"Implied shares of respondents, were one answer given by each and {{implied.{item_id}.offered}} offered, "
            f"as in this edition's questionnaire. {LINE}"
        ),
        alt=(
            f"Chart of the shares that fit the published order, with {{implied.{item_id}.offered}} answers offered: "
            + "; ".join(f"{level.en.lower()} {{implied.{item_id}.{level.id}}}" for level in levels)
            + f". The first takes at least {{{first}}}."
        ),
        kinds=("implied",),
        draw=lambda layout: _ranges(data(), layout),
        data=data,
    )


def willingness_gap() -> Chart:
    """How far willingness in secondary care can lie below that in tertiary care, by who answered."""
    names = [f"implied.willingness_gap.s{round(share * 100)}" for share in SECONDARY_SHARES]
    listed = "; ".join(f"{{{name}.share}}: up to {{{name}}}" for name in names)

    def data() -> pd.DataFrame:
        return tidy.frame(
            tidy.of_result(name, f"{{{name}.share}} work in secondary care", tidy.DIFFERENCE) for name in names
        )

    def draw(layout: Layout) -> Figure:
        drawn = data()
        figure, ax = style.canvas(layout, 0.75 + 0.5 * len(drawn))
        points_axis(ax, 1.22)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
        ax.set_xlabel("Willingness in secondary care below that in tertiary care, percentage points")
        for mark, y in zip(tidy.marks(drawn), style.rows(ax, list(drawn["label"])), strict=True):
            style.implied_mark(ax, y, mark.low, mark.high)
            beside(ax, mark.high, y, mark.printed)
        style.tag(ax, ("implied",))
        if layout is style.NARROW:
            ax.set_xlabel("Gap in willingness, percentage points")
        return figure

    return Chart(
        name="willingness-gap",
        title="The fewer clinicians of secondary care answered, the wider the gap in willingness can be",
        caption=(
            "Implied gap between clinicians of both levels of care, by the assumed share of respondents who are "
            "clinicians in secondary care. That share was not published."
        ),
        alt=f"Chart of the largest gap in willingness by the share of respondents in secondary care. {listed}.",
        kinds=("implied",),
        draw=draw,
        data=data,
    )


def bound_dial(name: str, label: str) -> Chart:
    """One implied share under another reading and at each assumed number of respondents."""
    rows = _dial(name)
    listed = "; ".join(f"{words}: {{{result}}}" for words, result in rows)
    data = partial(_bounds, {result: words for words, result in rows})

    return Chart(
        name=f"dial-{name.replace('_', '-')}",
        title=f"How the bounds move on the share who {label}",
        caption=(
            "Implied. The first row holds for any number of respondents; each row below it changes one thing. "
            "The number of respondents is not public: those rows are assumptions, none an estimate."
        ),
        alt=f"Chart of the bounds on the share who {label}. {listed}.",
        kinds=("implied",),
        draw=lambda layout: _ranges(data(), layout),
        data=data,
    )


def _dial(name: str) -> list[tuple[str, str]]:
    rows = [("Any number of respondents", f"implied.{name}")]
    if name in READINGS:
        rows.append((f"{capitalised(READINGS[name])} reading", f"implied.{name}.{READINGS[name]}"))
    return rows + [(f"n = {{n{n}}}", f"implied.{name}.n{n}") for n in reversed(SIZES)]


def pairs() -> Chart:
    """The map of all pairs of published shares: how many can and must be in both."""
    names = list(HEADLINE_LABELS)
    listed = "; ".join(
        f"{HEADLINE_LABELS[left]} and {HEADLINE_LABELS[right]}: {{implied.{left}_and_{right}}}"
        for i, left in enumerate(names)
        for right in names[i + 1 :]
    )
    return Chart(
        name="pairs",
        title="Each pair of published shares must overlap, some by far more than others",
        caption=f"Implied shares of respondents in both groups of a row and a column, on a scale of all. {LINE}",
        alt=f"Map of the implied overlaps of published shares. {listed}.",
        kinds=("implied",),
        draw=lambda layout: _draw_pairs(_overlaps(), layout),
        data=_overlaps,
    )


def _overlaps() -> pd.DataFrame:
    """The overlap of each pair, with the names of the row and column that it stands in."""
    ranks = list(HEADLINE_LABELS)
    pairs = [(name, other) for row, name in enumerate(MAP_ORDER[1:]) for other in MAP_ORDER[: row + 1]]
    return tidy.frame(
        tidy.of_result(
            "implied.{}_and_{}".format(*sorted(pair, key=ranks.index)),
            " and ".join(HEADLINE_LABELS[name] for name in reversed(pair)),
            row=pair[0],
            column=pair[1],
        )
        for pair in pairs
    )


def _draw_pairs(data: pd.DataFrame, layout: Layout) -> Figure:
    order = MAP_ORDER
    figure, ax = style.canvas(layout, 3.9)
    ax.set_xlim(0, len(order) - 1)
    ax.set_ylim(-(len(order) - 1) - 0.05, 0.62)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    for column, name in enumerate(order[:-1]):
        words = templates.fill(HEADLINE_LABELS[name]).replace("AI within ", "AI\nwithin ")
        ax.annotate(words, (column + 0.04, 0.08), va="bottom", fontsize=style.SMALL, color=LIGHT["muted"])
    for row, name in enumerate(order[1:]):
        ax.annotate(f"… and {templates.fill(HEADLINE_LABELS[name])}", (0.04, -row - 0.12), va="top")
    for mark in tidy.marks(data):
        _cell(ax, order.index(mark.column), 1 - order.index(mark.row), mark)
    style.tag(ax, ("implied",))
    return figure


def _cell(ax: Axes, x: float, y: float, mark: Any) -> None:
    """One overlap: its range in figures, and as a line on a track from none to all."""
    start, width = x + 0.04, 0.84
    low, high = (start + width * end for end in (mark.low, mark.high))
    ax.plot([start, start + width], [y - 0.78] * 2, color=LIGHT["rule"], lw=0.8, zorder=1)
    style.implied_mark(ax, y - 0.78, low, high)
    ax.annotate(
        mark.printed.replace("% to ", "–"), (start, y - 0.62), va="bottom", fontsize=style.SMALL, fontweight=600
    )
