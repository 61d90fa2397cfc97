"""Charts of what follows: sharp bounds, and how they move with the reading, the sample size and who answered."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import Rows, after, after_or_above, points_axis
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.results.implied import OF_CARE, READINGS, SECONDARY_SHARES
from clinical_data_survey.results.resting import SIZES
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.wording import capitalised, uncapitalised

LINE = (
    "The line runs from the least to the most that fits every published figure, if all share one base and no item was "
    "left empty."
)
ORDER_LINE = (
    "The line runs from the least to the most that fits the published order, whoever answered, with “{C20}” read as "
    "{C20.reading}."
)
DRAWN_FROM = "Dashed: the people they were drawn from, at {confidence} confidence, had so many answered and at random."
MAP_ORDER = ("within_10_years", "barrier", "willing", "within_5_years", "no_vision")
# Letters that fit above a column of the map on a phone.
COLUMN = 16
# The published shares in a few words, by claim.
STATEMENTS = {
    "C01": "expect AI to affect work within {C01.horizon}",
    "C02": "expect AI to affect work within {C02.horizon}",
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


def _bounds(labels: Mapping[str, str]) -> pd.DataFrame:
    """Bounds by the names of their results, each with its label."""
    return tidy.frame(tidy.of_result(name, label) for name, label in labels.items())


IMPLIED, WHAT_IF = KINDS["implied"].label, KINDS["sampling"].label
RANGES = Rows({IMPLIED: after_or_above, WHAT_IF: after_or_above})


def expectations() -> Chart:
    """What the shares of the first chapter imply together."""
    labels = {
        "implied.within_5_years_and_willing": "Expect AI to affect work within {C01.horizon}, are willing",
        "implied.in_5_to_10_years": "Expect it later, yet within {C02.horizon}",
        "implied.no_vision_and_willing": "Are willing, organisation lacks a vision",
    }
    return Chart(
        name="bounds-expectations",
        title=(
            "At least {implied.within_5_years_and_willing.low} of those who answered both expected AI to affect "
            "their work within {C01.horizon} and were willing to work with it"
        ),
        caption=f"Implied shares of respondents. {LINE}",
        alt=(
            "Chart of implied shares of respondents. Expected AI to affect their work within {C01.horizon} and were "
            "willing: {implied.within_5_years_and_willing}, so at least {implied.within_5_years_and_willing.low}. "
            "Expected it later than that, yet within {C02.horizon}: {implied.in_5_to_10_years}. "
            "Were willing in an organisation without a clear vision: {implied.no_vision_and_willing}."
        ),
        frame=_bounds(labels),
        draw=RANGES,
        made_by=expectations,
    )


def barriers() -> Chart:
    """What the shares imply of those who see barriers."""
    labels = {
        "implied.willing_and_barrier": "Are willing and see barriers",
        "implied.within_5_years_and_willing_and_barrier": "Expect an effect within {C01.horizon}, are willing, see "
        "barriers",
        "implied.no_vision_and_barrier": "See barriers, organisation lacks a vision",
        "implied.willing_and_no_barrier": "Are willing and see none",
    }
    return Chart(
        name="bounds-barriers",
        title="At least {implied.willing_and_barrier.low} of those who answered were willing and saw barriers",
        caption=f"Implied shares of respondents. {LINE}",
        alt=(
            "Chart of implied shares of respondents. Were willing and saw barriers: {implied.willing_and_barrier}, so "
            "at least {implied.willing_and_barrier.low}. Were willing and saw none: {implied.willing_and_no_barrier}. "
            "Saw barriers in an organisation without a clear vision: {implied.no_vision_and_barrier}. Expected AI to "
            "affect their work within {C01.horizon}, were willing and saw barriers: "
            "{implied.within_5_years_and_willing_and_barrier}."
        ),
        frame=_bounds(labels),
        draw=RANGES,
        made_by=barriers,
    )


def together() -> Chart:
    """Some published shares, and what must hold of three of them at once."""
    first, second = (f"implied.{name}" for name in TOGETHER)
    named = (
        "{C01}, read as {C01.reading}, expect AI to affect their work within {C01.horizon}; {C04} are willing; "
        "{C07} see barriers; "
    )
    return Chart(
        name="bounds-together",
        title=(
            f"What must hold of any statements together? At least {{{first}.low}} of those who answered "
            "expected AI to affect their work within {C01.horizon}, were willing and saw barriers"
        ),
        caption=(
            f"Published shares, and implied shares for whom all are true. Base: all respondents. {LINE} {DRAWN_FROM}"
        ),
        alt=(
            f"Chart of published shares above implied ones. Published: {named}{{C03}}, read as {{C03.reading}}, lack a "
            f"vision. Implied: expect AI to affect their work within {{C01.horizon}}, are willing and see "
            f"barriers: {{{first}}}, so at "
            f"least {{{first}.low}}; are willing, see barriers and lack a vision: {{{second}}}. Had {{n100}} "
            f"answered, drawn at random, at {{confidence}} confidence, of the people they were drawn from: "
            f"{{{first}.n100.drawn_from}} and {{{second}.n100.drawn_from}}."
        ),
        frame=_together(),
        draw=Rows({IMPLIED: after_or_above, WHAT_IF: after}),
        made_by=together,
    )


TOGETHER = {
    "within_5_years_and_willing_and_barrier": (
        "Expect an effect within {C01.horizon}, are willing, see barriers",
        "Soon, willing, barriers",
    ),
    "willing_and_barrier_and_no_vision": ("Are willing, see barriers, lack a vision", "Willing, barriers, no vision"),
}


def _together() -> pd.DataFrame:
    """The published shares, then the ranges of those for whom several statements are true."""
    shares = [claims.by_id()[name] for name in ("C01", "C04", "C07", "C03")]
    rows = [tidy.of_claim(c, capitalised(f"{STATEMENTS[c.id]}: {{{c.id}.reading}}")) for c in shares]
    for name, (label, briefly) in TOGETHER.items():
        rows.append(tidy.of_result(f"implied.{name}", label))
        rows.append(tidy.of_result(f"implied.{name}.n100.drawn_from", f"{briefly}; n = {{n100}}, drawn from"))
    return tidy.frame(rows)


def shares_from_order(item_id: str) -> Chart:
    """The shares that an order without shares still bounds."""
    levels = [level for level in questionnaire.load().item(item_id).levels if not level.exclusive]
    first = f"implied.{item_id}.{levels[0].id}.low"
    labels = {f"implied.{item_id}.{level.id}": level.en for level in levels}
    return Chart(
        name=f"bounds-{item_id}",
        title=(
            f"The first has at least {{{first}}}, if each respondent named one of {{implied.{item_id}.offered}} answers"
        ),
        caption=(
            f"Implied shares of respondents, if each named one answer and the answers offered were the "
            f"{{implied.{item_id}.offered}} of this edition's own list. {ORDER_LINE}"
        ),
        alt=(
            f"Chart of the shares that fit the published order, with {{implied.{item_id}.offered}} answers offered: "
            + "; ".join(f"{uncapitalised(level.en)} {{implied.{item_id}.{level.id}}}" for level in levels)
            + f". The first has at least {{{first}}}."
        ),
        frame=_bounds(labels),
        draw=RANGES,
        made_by=shares_from_order,
    )


def willingness_gap() -> Chart:
    """How far willingness in secondary care can lie below that in tertiary care, by who answered."""
    names = [f"implied.willingness_gap.s{round(share * 100)}" for share in SECONDARY_SHARES]
    listed = "; ".join(f"{{{name}.share}}: up to {{{name}}}" for name in names)

    frame = tidy.frame(
        tidy.of_result(name, f"{{{name}.share}} clinicians in secondary care", tidy.DIFFERENCE) for name in names
    )
    return Chart(
        name="willingness-gap",
        title=(
            "Willingness in secondary care could lie up to {implied.willingness_gap.s20} below that in tertiary care "
            "if {implied.willingness_gap.s20.share} of respondents were clinicians there, "
            "{implied.willingness_gap.s50} if {implied.willingness_gap.s50.share} were"
        ),
        caption=(
            "Implied gap between clinicians of both levels of care who answered, by the assumed share of respondents "
            "who were clinicians in secondary care, if all figures share one base and no item was left empty. That "
            "share was not published."
        ),
        alt=(
            "Chart of the largest gap in willingness by the share of respondents who were clinicians in secondary "
            f"care. {listed}."
        ),
        frame=frame,
        draw=_draw_gap,
        made_by=willingness_gap,
    )


_GAPS = Rows({IMPLIED: after}, lambda ax: points_axis(ax, 1.22), pitch=0.5, around=0.75)


def _draw_gap(frame: pd.DataFrame, layout: Layout) -> Figure:
    figure = _GAPS(frame, layout)
    wide = "Willingness in secondary care below that in tertiary care, percentage points"
    figure.axes[0].set_xlabel(wide if layout is style.WIDE else "Gap in willingness, percentage points")
    return figure


def bound_dial(name: str) -> Chart:
    """One implied share under another reading and at each assumed number of respondents."""
    said = DIALS[name]
    rows = _dial(name)
    split = " Of {n100}: {implied.split.n100}." if name in OF_CARE else ""
    listed = "; ".join(f"{words}: {{{result}}}" for words, result in rows)
    labels = {result: words for words, result in rows}
    return Chart(
        name=f"dial-{name.replace('_', '-')}",
        title=(
            f"{{implied.{name}}} {said}; had {{n100}} people answered, this would stand for "
            f"{{implied.{name}.n100.drawn_from}} of those they were drawn from"
        ),
        caption=(
            "Implied, of those who answered, if all figures share one base and no item was left empty. The first row "
            f"holds for any number of respondents; each row below it changes one thing. {DRAWN_FROM} Both ends hold "
            "together, so the lower is somewhat below a least share that is given alone. The number is not public: "
            f"those rows are assumptions, none an estimate.{split}"
        ),
        alt=f"Chart of bounds: {{implied.{name}}} {said}. {listed}.{split}",
        frame=_bounds(labels),
        draw=RANGES,
        made_by=bound_dial,
    )


# What a bound is about, after its range.
DIALS = {
    "within_5_years_and_willing": (
        "of those who answered expected AI to affect their work within {C01.horizon} and were willing"
    ),
    "willing_and_barrier": "of those who answered were willing and saw barriers",
    "tertiary_lack_of_support": "of the clinicians in tertiary care who answered reported lack of support",
}


def _dial(name: str) -> list[tuple[str, str]]:
    rows = [("Any number of respondents", f"implied.{name}")]
    if name in READINGS:
        rows.append((f"{capitalised(READINGS[name])} reading", f"implied.{name}.{READINGS[name]}"))
    for n in reversed(SIZES):
        rows.append((f"n = {{n{n}}}, those who answered", f"implied.{name}.n{n}"))
        rows.append((f"n = {{n{n}}}, those drawn from", f"implied.{name}.n{n}.drawn_from"))
    return rows


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
        title=(
            "Every pair of published shares overlaps: at least {implied.willing_and_barrier.low} of those who answered "
            "were willing and saw barriers"
        ),
        caption=f"Implied shares of respondents for whom row and column are both true, from none to all. {LINE}",
        alt=f"Map of the implied overlaps of published shares. {listed}.",
        frame=_overlaps(),
        draw=_draw_pairs,
        made_by=pairs,
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


def _draw_pairs(frame: pd.DataFrame, layout: Layout) -> Figure:
    order = MAP_ORDER
    figure, ax = style.canvas(layout, 3.9)
    ax.set_xlim(0, len(order) - 1)
    ax.set_ylim(-(len(order) - 1) - 0.05, 0.62)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    for column, name in enumerate(order[:-1]):
        words = textwrap.fill(templates.fill(HEADLINE_LABELS[name]), COLUMN)
        ax.annotate(words, (column + 0.04, 0.08), va="bottom", fontsize=style.SMALL, color=LIGHT["muted"])
    for row, name in enumerate(order[1:]):
        ax.annotate(f"… and {templates.fill(HEADLINE_LABELS[name])}", (0.04, -row - 0.12), va="top")
    for mark in tidy.marks(frame):
        _cell(ax, order.index(mark.column), 1 - order.index(mark.row), mark)
    style.tag(ax, frame)
    return figure


def _cell(ax: Axes, x: float, y: float, mark: Any) -> None:
    """One overlap: its range in figures, and as a line on a track from none to all."""
    start, width = x + 0.04, 0.84
    low, high = (start + width * end for end in (mark.low, mark.high))
    ax.plot([start, start + width], [y - 0.78] * 2, color=LIGHT["rule"], lw=0.8, zorder=1)
    style.mark(ax, y - 0.78, mark._replace(low=low, high=high))
    ax.annotate(
        mark.printed.replace("% to ", "–"), (start, y - 0.62), va="bottom", fontsize=style.SMALL, fontweight=600
    )
