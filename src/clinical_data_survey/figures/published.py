"""Charts of what was published: shares with their readings, orders as ladders of ranks, the ratio as all that fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from clinical_data_survey import claims, questionnaire, wording
from clinical_data_survey.figures import style
from clinical_data_survey.figures.chart import Chart
from clinical_data_survey.figures.style import Layout
from clinical_data_survey.palette import LIGHT

_READ = "The dot marks the middle of the reading, the bar its ends."


def _shares(ids: Sequence[str], labels: Sequence[str], layout: Layout) -> Figure:
    """Published shares, one row each, with their readings written beside them."""
    figure, ax = style.canvas(layout, 0.5 + 0.55 * len(ids))
    style.share_axis(ax)
    style.tag(ax, ("published",))
    for claim_id, y in zip(ids, style.rows(ax, list(labels)), strict=True):
        claim = claims.by_id()[claim_id]
        low, high = float(claim.low), float(claim.high)
        style.published_mark(ax, y, low, high)
        ax.annotate(
            claim.as_printed,
            (low, y),
            xytext=(-9, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            color=LIGHT["published"],
            fontweight=600,
        )
    return figure


def _years(claim_id: str) -> str:
    claim = claims.by_id()[claim_id]
    years = questionnaire.load().item(claim.item).level(claim.levels[-1]).years
    return f"{years} years"


def horizons() -> Chart:
    """The two horizons of the expectation."""
    return Chart(
        name="horizons",
        title="{C01.Words} expect AI in their daily work within {C01.horizon}, {C02} within {C02.horizon}",
        caption=f"Published shares of all respondents, number of respondents unknown. {_READ}",
        alt=(
            "Chart of published shares. {C01.Words} of respondents, read as {C01.reading}, expect AI to affect "
            "their daily work within {C01.horizon}; {C02}, read as {C02.reading}, within {C02.horizon}."
        ),
        kinds=("published",),
        draw=_draw_horizons,
    )


def _draw_horizons(layout: Layout) -> Figure:
    return _shares(["C01", "C02"], [f"Within {_years('C01')}", f"Within {_years('C02')}"], layout)


def vision_and_willingness() -> Chart:
    """Willingness of the person against vision of the organisation."""
    return Chart(
        name="vision-and-willingness",
        title="{C04} are willing, while {C03} say that their organisation lacks a clear vision",
        caption=f"Published shares of all respondents, number of respondents unknown. {_READ}",
        alt=(
            "Chart of published shares. {C04} of respondents, read as {C04.reading}, are willing to work with AI; "
            "{C03}, read as {C03.reading}, say that their organisation lacks a clear vision on AI."
        ),
        kinds=("published",),
        draw=_draw_vision_and_willingness,
    )


def _draw_vision_and_willingness(layout: Layout) -> Figure:
    return _shares(["C04", "C03"], ["Willing to work with AI", "Organisation lacks a clear vision on AI"], layout)


def any_barrier() -> Chart:
    """The share that sees a barrier."""
    return Chart(
        name="any-barrier",
        title="{C07} of respondents see a barrier; {C07.rest} see none",
        caption=f"Published share of all respondents, number of respondents unknown. {_READ}",
        alt=(
            "Chart of a published share: {C07} of respondents, read as {C07.reading}, see barriers to AI in "
            "healthcare, which leaves {C07.rest} who see none."
        ),
        kinds=("published",),
        draw=_draw_any_barrier,
    )


def _draw_any_barrier(layout: Layout) -> Figure:
    return _shares(["C07"], ["See at least one barrier"], layout)


def _ladder(ids: Sequence[str], layout: Layout) -> Figure:
    """An order without shares: one row an answer, one column a rank, a bar over the ranks that are possible."""
    chosen = [claims.by_id()[claim_id] for claim_id in ids]
    labels = [questionnaire.load().item(c.item).level(c.levels[0]).en for c in chosen]
    last = max(int(claim.high) for claim in chosen)
    figure, ax = style.canvas(layout, 0.55 + 0.52 * len(ids))
    ax.set_xlim(0.55, last + 0.45)
    ax.set_xticks(range(1, last + 1), [wording.ORDINALS[rank - 1] for rank in range(1, last + 1)])
    ax.grid(axis="x")
    style.tag(ax, ("published",))
    for claim, y in zip(chosen, style.rows(ax, labels), strict=True):
        low, high = int(claim.low), int(claim.high)
        ax.plot([low, high], [y, y], color=LIGHT["published"], lw=6, alpha=0.45, solid_capstyle="round", zorder=3)
        if low == high:
            ax.plot([low], [y], "o", color=LIGHT["published"], ms=8, zorder=4)
        else:
            between = f"{wording.rank_range(low, high)}: order not stated"
            ax.annotate(
                between, ((low + high) / 2, y), xytext=(0, -7), textcoords="offset points", ha="center", va="top",
                fontsize=style.SMALL, color=LIGHT["muted"],
            )  # fmt: skip
    return figure


def opportunities() -> Chart:
    """The two fields named as the best opportunities."""
    return Chart(
        name="opportunities",
        title="{C05.Label} come first among the opportunities, {C06.label} {C06.reading}",
        caption="Published order. No share was published, so ranks are shown and no lengths are invented.",
        alt=(
            "Ladder of ranks. Best opportunities for AI: {C05.label} {C05.reading}, {C06.label} {C06.reading}. "
            "Other fields were not named and no shares were published."
        ),
        kinds=("published",),
        draw=_draw_opportunities,
    )


def _draw_opportunities(layout: Layout) -> Figure:
    return _ladder(["C05", "C06"], layout)


def barrier_order() -> Chart:
    """The order of the barriers, as far as it is known."""
    return Chart(
        name="barrier-order",
        title="{C08.Label} is the barrier that weighs most",
        caption=(
            "Published order. A bar over several ranks means that their order was not stated. "
            "No share was published, so no lengths are invented."
        ),
        alt=(
            "Ladder of ranks. Barriers: {C08.label} {C08.reading}; {C09.label} {C09.reading}; "
            "{C10.label} {C10.reading}. No shares were published."
        ),
        kinds=("published",),
        draw=_draw_barrier_order,
    )


def _draw_barrier_order(layout: Layout) -> Figure:
    return _ladder(["C08", "C09", "C10"], layout)


def investor_order() -> Chart:
    """The order of the parties that should invest, as far as it is known."""
    return Chart(
        name="investor-order",
        title="{C15.Label} are named most often as the party to invest",
        caption=(
            "Published order. A bar over several ranks means that the source lists parties without saying that "
            "the list is an order. No share was published, so no lengths are invented."
        ),
        alt=(
            "Ladder of ranks. Most logical party to invest: {C15.label} {C15.reading}; {C16.label} {C16.reading}; "
            "{C17.label} {C17.reading}; {C18.label} {C18.reading}. No shares were published."
        ),
        kinds=("published",),
        draw=_draw_investor_order,
    )


def _draw_investor_order(layout: Layout) -> Figure:
    return _ladder(["C15", "C16", "C17", "C18"], layout)


def ratio_pairs() -> Chart:
    """All pairs of shares in tertiary and secondary care that fit the published ratio."""
    return Chart(
        name="ratio-pairs",
        title="{C12.Words} as often fits many pairs of shares, but never more than {ratio.cap} in tertiary care",
        caption=(
            "Clinicians who report lack of support within the medical staff. Every point of the filled band fits the "
            "ratio of {C12.reading}; the hatched band fits the literal reading of {C12.literal}. "
            "Neither share was published."
        ),
        alt=(
            "Chart of all pairs of shares that fit the published ratio. {C12.Words} as often is read as {C12.reading} "
            "the share in tertiary care. As no share exceeds the whole group, the share in tertiary care is at most "
            "{ratio.cap}, or {ratio.literal_cap} in the literal reading of {C12.literal}."
        ),
        kinds=("implied", "published"),
        draw=_draw_ratio_pairs,
    )


def _draw_ratio_pairs(layout: Layout) -> Figure:
    claim = claims.by_id()["C12"]
    literal = next(reading for reading in claim.alternatives if reading.name == "literal")
    cap = 1 / float(claim.low)
    figure, ax = style.canvas(layout, 3.3)
    tertiary = np.linspace(0, cap, 400)
    style.share_axis(ax, 0.25, 0.05)
    ax.set_ylim(-0.01, 1.03)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    for reading, look in ((claim.reading, _FILLED), (literal, _HATCHED)):
        lower, upper = (np.minimum(float(end or 0) * tertiary, 1) for end in (reading.low, reading.high))
        ax.fill_between(tertiary, lower, upper, **look)
    ax.plot([cap, cap], [0, 1], color=LIGHT["ink"], lw=1.2, marker="_", ms=9)
    ax.annotate(
        f"at most {wording.percent(cap)}", (cap, 0.1), xytext=(-5, 0), textcoords="offset points", ha="right",
        fontsize=style.SMALL,
    )  # fmt: skip
    for text, place in ((claim.reading, (0.105, 0.36)), (literal, (0.004, 0.94))):
        words = wording.reading_text(text, claim.measure)
        ax.annotate(words, place, color=LIGHT["published"], fontsize=style.SMALL, fontweight=600)
    ax.set_xlabel("Share in tertiary care")
    ax.set_ylabel("Share in secondary care")
    style.tag(ax, ("implied",))
    return figure


_FILLED: dict[str, Any] = {"color": LIGHT["published"], "alpha": 0.35, "lw": 0}
_HATCHED: dict[str, Any] = {"facecolor": "none", "edgecolor": LIGHT["published"], "hatch": "////", "lw": 0.6}
