"""Charts of what was published: shares with their readings, orders as ladders of ranks, the ratio as all that fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey import results, wording
from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import Rows, before
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims
from clinical_data_survey.published.claims import Reading
from clinical_data_survey.results.published import RATIO
from clinical_data_survey.survey import questionnaire

BAND_STEP = 0.002
_READ = "The dot marks the middle of the reading, the bar its ends."


def claimed(labels: Mapping[str, str]) -> pd.DataFrame:
    """Published figures by their claims, each with its label."""
    return tidy.frame(tidy.of_claim(claims.by_id()[claim_id], label) for claim_id, label in labels.items())


def _between(ax: Axes, y: float, mark: Any) -> None:
    """That the order of the ranks under a bar was not stated."""
    if mark.low != mark.high:
        words = f"{wording.rank_range(int(mark.low), int(mark.high))}: order not stated"
        style.write(ax, words, (mark.low + mark.high) / 2, y, "below", color=LIGHT["muted"], fontweight=400)


def _ranks(ax: Axes) -> None:
    last = round(ax.dataLim.x1)
    ax.set_xlim(0.55, last + 0.45)
    style.rank_ticks(ax, last)


PUBLISHED = KINDS["published"].label
SHARES = Rows({PUBLISHED: before})
# An order without shares: one column a rank, a bar over the ranks that are possible.
LADDER = Rows({PUBLISHED: _between}, _ranks, pitch=0.52, around=0.55)


def _years(claim_id: str) -> str:
    claim = claims.by_id()[claim_id]
    years = questionnaire.load().item(claim.item).level(claim.levels[-1]).years
    return f"{years} years"


def horizons() -> Chart:
    """The two horizons of the expectation."""
    frame = claimed({claim_id: f"Within {_years(claim_id)}" for claim_id in ("C01", "C02")})
    return Chart(
        name="horizons",
        title="{C01.Words} expected AI to affect their daily work within {C01.horizon}, {C02} within {C02.horizon}",
        caption=f"Published shares of all respondents, number of respondents unknown. {_READ}",
        alt=(
            "Chart of published shares. {C01.Words} of respondents, read as {C01.reading}, expected AI to affect "
            "their daily work within {C01.horizon}; {C02}, read as {C02.reading}, within {C02.horizon}."
        ),
        frame=frame,
        draw=SHARES,
        made_by=horizons,
    )


def vision_and_willingness() -> Chart:
    """Willingness of the person against vision of the organisation."""
    frame = claimed({"C04": "Willing to work with AI", "C03": "Organisation lacks a clear vision on AI"})
    return Chart(
        name="vision-and-willingness",
        title="{C04} were willing, while {C03} said that their organisation lacked a clear vision",
        caption=f"Published shares of all respondents, number of respondents unknown. {_READ}",
        alt=(
            "Chart of published shares. {C04} of respondents, read as {C04.reading}, were willing to work with AI; "
            "{C03}, read as {C03.reading}, said that their organisation lacked a clear vision on AI."
        ),
        frame=frame,
        draw=SHARES,
        made_by=vision_and_willingness,
    )


def any_barrier() -> Chart:
    """The share that sees a barrier."""
    frame = claimed({"C07": "See at least one barrier"})
    return Chart(
        name="any-barrier",
        title="{C07} of respondents saw barriers; {C07.rest} did not say so",
        caption=f"Published share of all respondents, number of respondents unknown. {_READ}",
        alt=(
            "Chart of a published share: {C07} of respondents, read as {C07.reading}, saw barriers to AI in "
            "healthcare, which leaves {C07.rest} who did not say so."
        ),
        frame=frame,
        draw=SHARES,
        made_by=any_barrier,
    )


def order(*ids: str) -> pd.DataFrame:
    """Published ranks, each labelled by the answer that it is about."""
    chosen = [claims.by_id()[claim_id] for claim_id in ids]
    return claimed({c.id: questionnaire.load().item(c.item).level(c.levels[0]).en for c in chosen})


def opportunities() -> Chart:
    """The two fields named as the best opportunities."""
    frame = order("C05", "C06")
    return Chart(
        name="opportunities",
        title="{C05.Label} came first among the opportunities, {C06.label} {C06.reading}",
        caption="Published order. No share was published, so the chart shows ranks, not lengths.",
        alt=(
            "Ladder of ranks. Best opportunities for AI: {C05.label} {C05.reading}, {C06.label} {C06.reading}. "
            "Other fields were not named and no shares were published."
        ),
        frame=frame,
        draw=LADDER,
        made_by=opportunities,
    )


def barrier_order() -> Chart:
    """The order of the barriers, as far as it is known."""
    frame = order("C08", "C09", "C10")
    return Chart(
        name="barrier-order",
        title="{C08.Label} was named as the most important barrier",
        caption=(
            "Published order. A bar over several ranks means that their order was not stated. "
            "No share was published, so the chart shows ranks, not lengths."
        ),
        alt=(
            "Ladder of ranks. Barriers: {C08.label} {C08.reading}; {C09.label} {C09.reading}; "
            "{C10.label} {C10.reading}. No shares were published."
        ),
        frame=frame,
        draw=LADDER,
        made_by=barrier_order,
    )


def investor_order() -> Chart:
    """The order of the parties that should drive investment, as far as it is known."""
    frame = order("C15", "C16", "C17", "C18")
    return Chart(
        name="investor-order",
        title="{C15.Label} were named {C15} as the most logical driving force for investment",
        caption=(
            "Published order. A bar over several ranks means that the source lists parties without saying that "
            "the list is an order. No share was published, so the chart shows ranks, not lengths."
        ),
        alt=(
            "Ladder of ranks. Named {C15} as the most logical driving force to invest: {C15.label}, {C15.reading}; "
            "{C16}, {C16.label} {C16.reading}; "
            "{C17.label} {C17.reading}; {C18.label} {C18.reading}. No shares were published."
        ),
        frame=frame,
        draw=LADDER,
        made_by=investor_order,
    )


def ratio_pairs() -> Chart:
    """All pairs of shares in tertiary and secondary care that fit the published ratio."""
    return Chart(
        name="ratio-pairs",
        title="{C12.Words} as often fits many pairs of shares, none with more than {ratio.cap} in tertiary care",
        caption=(
            "Share of the clinicians who answered and reported lack of support within the medical staff for the "
            "development and implementation of data-driven solutions. Every point of the filled band fits the ratio "
            "of {C12.reading}; the hatched band fits the literal reading of {C12.literal}. Neither share was published."
        ),
        alt=(
            "Chart of all pairs of shares that fit the published ratio. {C12.Words} as often is read as {C12.reading} "
            "the share in tertiary care. As no share exceeds the whole group, the share in tertiary care is at most "
            "{ratio.cap}, or {ratio.literal_cap} in the literal reading of {C12.literal}."
        ),
        frame=_ratio_band(),
        draw=_draw_ratio_pairs,
        made_by=ratio_pairs,
    )


def _ratio_readings() -> tuple[Reading, Reading]:
    """The reading of the ratio that this edition uses, and the literal one."""
    claim = claims.by_id()[RATIO]
    return claim.reading, next(reading for reading in claim.alternatives if reading.name == "literal")


def _ratio_band() -> pd.DataFrame:
    """For shares in tertiary care, a step apart, the least and most share in secondary care, under each reading."""
    return tidy.frame(row for reading in _ratio_readings() for row in band_of(reading))


def band_of(reading: Reading) -> Iterator[tidy.Row]:
    """The same under one reading."""
    low, high = float(reading.low or 0), float(reading.high or 0)
    words = claims.reading_text(reading, "ratio")
    for tertiary in sorted({*np.arange(0, 1 / low, BAND_STEP), 1 / high, 1 / low}):  # its corners belong to a band
        yield {
            "label": words,
            "kind": KINDS["implied"].label,
            "low": min(low * tertiary, 1.0),
            "high": min(high * tertiary, 1.0),
            "unit": "share in secondary care (0 to 1)",
            "base": claims.by_id()[RATIO].base,
            "tertiary_share": tertiary,
        }


def _draw_ratio_pairs(frame: pd.DataFrame, layout: Layout) -> Figure:
    cap = float(frame["tertiary_share"].max())
    figure, ax = style.canvas(layout, 3.3)
    style.share_axis(ax, 0.25, 0.05)
    ax.set_ylim(-0.01, 1.03)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    places = ((0.105, 0.36), (0.004, 0.94))
    for (words, band), look, place in zip(frame.groupby("label", sort=False), (FILLED, _HATCHED), places, strict=True):
        ax.fill_between(band["tertiary_share"], band["low"], band["high"], **look)
        ax.annotate(str(words), place, color=LIGHT["published"], fontsize=style.SMALL, fontweight=600)
    style.limit(ax, cap)
    style.write(ax, f"at most {results.find('ratio.cap').text}", cap, 0.12, "left", fontweight=400)
    ax.set_xlabel("Share in tertiary care")
    ax.set_ylabel("Share in secondary care")
    style.tag(ax, frame)
    return figure


FILLED: dict[str, Any] = {"color": LIGHT["published"], "alpha": 0.35, "lw": 0}
_HATCHED: dict[str, Any] = {"facecolor": "none", "edgecolor": LIGHT["published"], "hatch": "////", "lw": 0.6}
