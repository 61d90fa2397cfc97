"""Charts of what an unknown number of respondents would mean: widths of intervals, possible sizes, noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from clinical_data_survey import results
from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import Rows, behind_every_row
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims, what_if
from clinical_data_survey.published.order_certainty import chance_of_order
from clinical_data_survey.results import published, templates


def interval_dial(claim_id: str) -> Chart:
    """One published share with its interval at each assumed number of respondents."""
    listed = "; ".join(f"{{n{n}}} respondents: {{{claim_id}.n{n}}}" for n in published.SIZES)
    few, many = (f"{{{claim_id}.n{n}}}" for n in (100, 2000))
    return Chart(
        name=f"interval-{claim_id.lower()}",
        title=f"With {{n100}} respondents {{{claim_id}}} could mean {few}; with {{n2000}}, {many}",
        caption=(
            "Base: the people that respondents were drawn from, had they been drawn at random. Wilson intervals, "
            f"here at {{confidence}} confidence, over all whole counts that are printed as “{{{claim_id}}}”. How many "
            "answered is not public: each number is an assumption, none an estimate."
        ),
        alt=f"Chart of the interval around {{{claim_id}}} for assumed numbers of respondents. {listed}.",
        frame=_dial(claim_id),
        draw=_draw_dial,
        made_by=interval_dial,
    )


def _dial(claim_id: str) -> pd.DataFrame:
    """The published share, then its interval at each assumed number of respondents, the smallest first."""
    assumed = [tidy.of_result(f"{claim_id}.n{n}", f"n = {n:,}", n=n) for n in published.SIZES]
    return tidy.frame([tidy.of_claim(claims.by_id()[claim_id], "as published"), *assumed])


def _draw_dial(frame: pd.DataFrame, layout: Layout) -> Figure:
    return _DIAL(behind_every_row(frame), layout)


def _confident(ax: Axes) -> None:
    style.share_axis(ax)
    ax.set_xlabel(templates.fill("At {confidence} confidence"))


WHAT_IF = KINDS["sampling"].label
_DIAL = Rows(scale=_confident, pitch=0.46, around=0.6)


def interval_width() -> Chart:
    """How wide the interval of each published share is against the number of respondents."""
    return Chart(
        name="interval-width",
        title=(
            "With {n100} respondents “{C03}” could stand for {C03.n100} of the people they were drawn from; with "
            "{n1000}, for {C03.n1000}"
        ),
        caption=(
            "Width of the Wilson interval at {confidence} confidence for published shares, reading included, against "
            "the number of respondents, if drawn at random. Their number is not public: each is an assumption."
        ),
        alt=(
            "Line chart of interval width against the number of respondents, from {n100} to {n2000}. "
            "With {n100} respondents, {C03} spans {C03.n100} and {C02} spans {C02.n100}; "
            "with {n1000}, {C03} spans {C03.n1000} and {C02} spans {C02.n1000}."
        ),
        frame=_widths(),
        draw=_draw_widths,
        made_by=interval_width,
    )


def _widths() -> pd.DataFrame:
    """The width of the interval of four published shares over assumed numbers of respondents."""
    chosen = [claims.by_id()[claim_id] for claim_id in ("C03", "C04", "C07", "C02")]
    return tidy.frame(
        {
            "label": claim.as_printed,
            "kind": KINDS["sampling"].label,
            "value": high - low,
            "unit": "width of the interval (0 to 1)",
            "base": claim.base,
            "n": n,
        }
        for claim in chosen
        for n in _assumed_sizes()
        for low, high in [what_if.reading_and_noise(claim, n)]
    )


def _assumed_sizes() -> list[int]:
    """Numbers of respondents that a line is drawn over, close where they are few."""
    ends = published.SIZES[0], published.SIZES[-1]
    return [int(n) for n in np.unique(np.geomspace(*ends, 60).round())]


def _respondents_axis(ax: Axes, room: float) -> None:
    """The number of respondents on a logarithmic axis; it begins at `room` times the smallest, to name lines there."""
    ax.set_xscale("log")
    ax.set_xlim(published.SIZES[0] * room, published.SIZES[-1] * 1.05)
    ax.xaxis.set_major_locator(FixedLocator(published.SIZES))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
    ax.set_xlabel("Assumed number of respondents")
    ax.grid(axis="both")


def _draw_widths(frame: pd.DataFrame, layout: Layout) -> Figure:
    figure, ax = _over_sizes(frame, layout, 0.8 if layout is style.WIDE else 0.58, LIGHT["published"])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda width, _: f"{100 * width:.0f}"))
    ax.set_ylim(0, None)
    ax.set_ylabel("Width in percentage points")
    return figure


def _over_sizes(frame: pd.DataFrame, layout: Layout, room: float, colour: str) -> tuple[Figure, Axes]:
    """A line a label over assumed numbers of respondents, named where it begins."""
    figure, ax = style.canvas(layout, 3.0)
    line = {"color": LIGHT["muted"], "lw": 1.4, "linestyle": "--"}
    sns.lineplot(frame, x="n", y="value", units="label", estimator=None, ax=ax, **line)
    for first in tidy.marks(frame.drop_duplicates("label")):
        style.write(ax, first.label, first.n, first.value, "left", fontsize=style.TEXT, color=colour)
    _respondents_axis(ax, room)
    style.tag(ax, frame)
    return figure, ax


def possible_sizes() -> Chart:
    """Which numbers of respondents could print the whole percentages at all."""
    return Chart(
        name="possible-sizes",
        title="The printed percentages rule out {size.impossible} of the first {size.searched} sample sizes",
        caption=(
            "Filled: sizes for which whole counts give {size.percentages}, if all share one base. "
            "Every size from {size.all_from} on is possible, so the number of respondents stays unknown."
        ),
        alt=(
            "Grid of the sample sizes up to {size.searched}. {size.possible} of them can print {size.percentages} "
            "together, {size.impossible} cannot; the smallest is {size.smallest}, "
            "and every size from {size.all_from} on can."
        ),
        frame=_sizes(),
        draw=_draw_sizes,
        made_by=possible_sizes,
    )


def _sizes() -> pd.DataFrame:
    """Each size that was searched, and whether it can print the whole percentages."""
    possible = set(what_if.possible_sizes(published.whole_percentages(claims.load()), published.SEARCHED_SIZES))
    return tidy.frame(
        {
            "label": f"{n}",
            "kind": KINDS["implied"].label,
            "printed": "possible" if n in possible else "impossible",
            "base": "respondents",
            "n": n,
        }
        for n in range(1, published.SEARCHED_SIZES + 1)
    )


def _draw_sizes(frame: pd.DataFrame, layout: Layout) -> Figure:
    columns = 20 if layout is style.WIDE else 10
    depth = len(frame) // columns
    figure, ax = style.canvas(layout, 0.35 + layout.width * depth / columns)
    for mark in tidy.marks(frame):
        x, y = (mark.n - 1) % columns, depth - 1 - (mark.n - 1) // columns
        paper, ink = ("ink", "paper") if mark.printed == "possible" else ("raised", "muted")
        ax.add_patch(Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, facecolor=LIGHT[paper], lw=0))
        ax.annotate(mark.label, (x, y), ha="center", va="center", color=LIGHT[ink], fontsize=style.SMALL)
    ax.set_xlim(-0.5, columns - 0.5)
    ax.set_ylim(-0.5, depth - 0.5)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    style.tag(ax, frame)
    return figure


def ratio_noise() -> Chart:
    """How many clinicians a level of care the ratio needs before it exceeds noise."""
    listed = "; ".join(
        f"{{ratio.tertiary{k}}} against {{ratio.secondary{k}}} needs {{ratio.powered{k}}}; with {{ratio.group{k}}} "
        f"in each level the chance is {{ratio.group{k}.chance}}"
        for k in published.TERTIARY_PERCENTAGES
    )
    return Chart(
        name="ratio-noise",
        title=(
            "To show the ratio with a chance of {ratio.power}, a survey needs {ratio.powered1} clinicians in each "
            "level if {ratio.tertiary1} in tertiary care report the lack, {ratio.powered10} if {ratio.tertiary10} do"
        ),
        caption=(
            "Clinicians in each level of care, drawn at random, from which on the chance is at least {ratio.power} "
            "that the {confidence} score interval lies above equal shares, if the real ratio is {ratio.middle}. "
            "Neither the numbers nor the shares were published. Base: clinicians."
        ),
        alt=(
            "Chart of the clinicians needed in each level of care for a chance of {ratio.power}, by the shares that "
            f"report the lack. {listed}."
        ),
        frame=_groups_needed(),
        draw=Rows({WHAT_IF: _needed}, _clinicians, pitch=0.5, around=0.55),
        made_by=ratio_noise,
    )


def _groups_needed() -> pd.DataFrame:
    """For each assumed share in tertiary care, the clinicians that the ratio needs in each level of care."""
    return tidy.frame(
        {
            "label": templates.fill(f"{{ratio.tertiary{k}}} tertiary, {{ratio.secondary{k}}} secondary"),
            "kind": KINDS["sampling"].label,
            "printed": results.find(f"ratio.powered{k}").text,
            "value": int(results.find(f"ratio.powered{k}").text),
            "unit": "clinicians in each level of care",
            "base": "clinicians",
            "result": f"ratio.powered{k}",
        }
        for k in published.TERTIARY_PERCENTAGES
    )


def _needed(ax: Axes, y: float, mark: Any) -> None:
    style.write(ax, mark.printed, mark.value, y, "right", fontsize=style.TEXT)


def _clinicians(ax: Axes) -> None:
    ax.set_xlim(0, ax.dataLim.x1 * 1.15)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel("Clinicians needed in each level of care")


def ratio_intervals() -> Chart:
    """The interval of the ratio at some shares in tertiary care and some numbers of clinicians."""
    few, many = _FEW_AND_MANY
    listed = "; ".join(
        f"{{ratio.tertiary{k}}} against {{ratio.secondary{k}}}: {{ratio.interval{k}.n{few}}} with {{ratio.n{few}}}, "
        f"{{ratio.interval{k}.n{many}}} with {{ratio.n{many}}}"
        for k in published.TERTIARY_PERCENTAGES
    )
    return Chart(
        name="ratio-intervals",
        title=(
            "{C12.Words} as often: with {ratio.n50} clinicians in each level the interval is {ratio.interval10.n50} "
            "times if {ratio.tertiary10} in tertiary care reported the lack, {ratio.interval1.n50} if "
            "{ratio.tertiary1} did"
        ),
        caption=(
            "Score intervals of the ratio among the clinicians that these were drawn from, had they been drawn at "
            "random, at {confidence} confidence, beside its published reading. Base: clinicians. Neither the shares "
            "nor the numbers of clinicians were published: all are assumptions, none an estimate."
        ),
        alt=(
            "Chart of the interval of a ratio of {ratio.middle}, published as {C12.words} as often, on a logarithmic "
            f"axis, by assumed shares and by clinicians in each level of care. {listed}."
        ),
        frame=_ratio_intervals(),
        draw=_draw_ratio_intervals,
        made_by=ratio_intervals,
    )


_FEW_AND_MANY = (published.RATIO_GROUPS[1], published.RATIO_GROUPS[-1])


def _ratio_intervals() -> pd.DataFrame:
    """The interval of the ratio for each assumed pair of shares and number of clinicians, and the reading behind it."""
    ids = [(k, n) for k in published.TERTIARY_PERCENTAGES for n in _FEW_AND_MANY]
    label = "{{ratio.tertiary{k}}} tertiary, {{ratio.secondary{k}}} secondary; {{ratio.n{n}}} in each"
    assumed = [tidy.of_result(f"ratio.interval{k}.n{n}", label.format(k=k, n=n), tidy.RATIO, n=n) for k, n in ids]
    return tidy.frame([tidy.of_claim(claims.by_id()[published.RATIO], "as published"), *assumed])


def _draw_ratio_intervals(frame: pd.DataFrame, layout: Layout) -> Figure:
    return _RATIOS(behind_every_row(frame), layout)


def _ratio_axis(ax: Axes) -> None:
    ax.set_xscale("log")
    ax.set_xlim(0.2, 100)
    ax.xaxis.set_major_locator(FixedLocator([0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda ratio, _: "equal" if ratio == 1 else f"{ratio:g}×"))
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel("Share in secondary care as a multiple of that in tertiary care")


_RATIOS = Rows(scale=_ratio_axis, pitch=0.46, around=0.6)


def order_certainty(item: str) -> Chart:
    """How likely a sample shows the order of the first two answers, against how many answered."""
    design, close = published.ORDERED[item], published.LEADS[1]
    few, many = published.SIZES[0], published.SIZES[2]
    listed = "; ".join(
        f"a lead of {{order.lead{lead}}}: {{order.{design}.lead{lead}.n{few}}} with {{n{few}}} respondents, "
        f"{{order.{design}.lead{lead}.n{many}}} with {{n{many}}}"
        for lead in published.LEADS
    )
    return Chart(
        name=f"order-{item}",
        title=(
            f"Would a sample show the true order? A true lead of {{order.lead{close}}} shows with a chance of "
            f"{{order.{design}.lead{close}.n{few}}} among {{n{few}}} respondents, "
            f"{{order.{design}.lead{close}.n{many}}} among {{n{many}}}"
        ),
        caption=(
            "Chance that a sample shows the first answer before the next, not the chance that the published order is "
            f"true. Assumed: {{order.first}} of all name the first; {ANSWERED[design]} A tie is settled by a coin. "
            "Shares, lead and number were not published. Other answers that are close make the order less certain. "
            "Base: respondents."
        ),
        alt=(
            "Line chart of the chance that a sample shows the first answer before the next, against the number of "
            "respondents, from a coin upwards; not the chance that the published order is true. "
            f"If {{order.first}} name the first: {listed}."
        ),
        frame=_order_chances(design),
        draw=_draw_order_certainty,
        made_by=order_certainty,
    )


ANSWERED = {
    "one": "each respondent names a single answer.",
    "any": "each may name any number, and naming an answer says nothing about naming another.",
}


def _order_chances(design: str) -> pd.DataFrame:
    """The chance that a sample shows the true order, for each lead and a grid of numbers of respondents."""
    first = float(published.ORDER_FIRST)
    rows = []
    for lead in published.LEADS:
        alone = published.DESIGNS[design](first, first - lead / 100)
        held = {
            "label": templates.fill(f"{{order.lead{lead}}}"),
            "kind": KINDS["sampling"].label,
            "unit": "chance (0 to 1)",
            "base": "respondents",
        }
        rows += [{**held, "n": n, "value": chance_of_order(*alone, n)} for n in _assumed_sizes()]
    return tidy.frame(rows)


def _draw_order_certainty(frame: pd.DataFrame, layout: Layout) -> Figure:
    figure, ax = _over_sizes(frame, layout, 0.62 if layout is style.WIDE else 0.38, LIGHT["ink"])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda chance, _: f"{100 * chance:.0f}%"))
    ax.set_ylim(0.5, 1.005)
    ax.set_ylabel("Chance to show the true order")
    return figure
