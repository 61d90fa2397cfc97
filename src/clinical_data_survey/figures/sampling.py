"""Charts of what an unknown number of respondents would mean: widths of intervals, possible sizes, noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from clinical_data_survey import claims, estimates, results, templates
from clinical_data_survey.figures import style
from clinical_data_survey.figures.chart import Chart
from clinical_data_survey.figures.style import Layout
from clinical_data_survey.order_certainty import chance_of_order
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.results import published


def interval_dial(claim_id: str) -> Chart:
    """One published share with its interval at each assumed number of respondents."""

    def draw(layout: Layout) -> Figure:
        return _draw_interval_dial(claim_id, layout)

    listed = "; ".join(f"{{n{n}}} respondents: {{{claim_id}.n{n}}}" for n in published.SIZES)
    few, many = (f"{{{claim_id}.n{n}}}" for n in (50, 2000))
    return Chart(
        name=f"interval-{claim_id.lower()}",
        title=f"With {{n50}} respondents {{{claim_id}}} could mean {few}; with {{n2000}}, {many}",
        caption=(
            "Wilson intervals over the whole reading. The number of respondents is not public: each is an assumption, "
            "none an estimate. Base: all respondents."
        ),
        alt=f"Chart of the interval around {{{claim_id}}} for assumed numbers of respondents. {listed}.",
        kinds=("sampling", "published"),
        draw=draw,
    )


def _draw_interval_dial(claim_id: str, layout: Layout) -> Figure:
    claim = claims.by_id()[claim_id]
    figure, ax = style.canvas(layout, 0.5 + 0.36 * len(published.SIZES))
    style.share_axis(ax)
    ax.set_ylim(-0.6, len(published.SIZES) - 0.4)
    ax.set_yticks(range(len(published.SIZES)), [f"n = {n:,}" for n in reversed(published.SIZES)])
    ax.set_xlabel(templates.fill("At {confidence} confidence"))
    style.tag(ax, ("sampling", "published"))
    for y, n in enumerate(reversed(published.SIZES)):
        style.sampling_mark(ax, y, *estimates.reading_and_noise(claim, n))
        style.published_mark(ax, y, float(claim.low), float(claim.high))
    return figure


def interval_width() -> Chart:
    """How wide the interval of each published share is against the number of respondents."""
    return Chart(
        name="interval-width",
        title="The fewer answered, the less a percentage says",
        caption=(
            "Width of the Wilson interval at {confidence} confidence for published shares, reading included, "
            "against the unknown number of respondents."
        ),
        alt=(
            "Line chart of interval width against the number of respondents, from {n50} to {n2000}. "
            "With {n100} respondents, {C03} spans {C03.n100} and {C02} spans {C02.n100}; "
            "with {n1000}, {C03} spans {C03.n1000} and {C02} spans {C02.n1000}."
        ),
        kinds=("sampling",),
        draw=_draw_interval_width,
    )


def _draw_interval_width(layout: Layout) -> Figure:
    figure, ax = style.canvas(layout, 3.0)
    chosen = [claims.by_id()[claim_id] for claim_id in ("C03", "C04", "C07", "C02")]
    sizes = np.unique(np.geomspace(published.SIZES[0], published.SIZES[-1], 60).round().astype(int))
    widths = pd.DataFrame(
        [
            {"claim": claim.as_printed, "n": n, "width": high - low}
            for claim in chosen
            for n in sizes
            for low, high in [estimates.reading_and_noise(claim, int(n))]
        ]
    )
    sns.lineplot(
        widths, x="n", y="width", units="claim", estimator=None, ax=ax, color=LIGHT["muted"], lw=1.4, linestyle="--"
    )
    for claim in chosen:
        first = widths[widths["claim"] == claim.as_printed].iloc[0]
        ax.annotate(
            claim.as_printed, (first["n"], first["width"]), xytext=(-5, 0), textcoords="offset points", ha="right",
            va="center", color=LIGHT["published"], fontweight=600,
        )  # fmt: skip
    ax.set_xscale("log")
    ax.set_xlim(published.SIZES[0] * (0.8 if layout is style.WIDE else 0.58), published.SIZES[-1] * 1.05)
    ax.xaxis.set_major_locator(FixedLocator(published.SIZES))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda width, _: f"{100 * width:.0f}"))
    ax.set_ylim(0, None)
    ax.set_xlabel("Number of respondents, if it were known")
    ax.set_ylabel("Width in percentage points")
    ax.grid(axis="both")
    style.tag(ax, ("sampling",))
    return figure


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
        kinds=("implied",),
        draw=_draw_possible_sizes,
    )


def _draw_possible_sizes(layout: Layout) -> Figure:
    columns = 20 if layout is style.WIDE else 10
    possible = set(estimates.possible_sizes(published.whole_percentages(claims.load()), published.SEARCHED_SIZES))
    depth = published.SEARCHED_SIZES // columns
    figure, ax = style.canvas(layout, 0.35 + layout.width * depth / columns)
    for n in range(1, published.SEARCHED_SIZES + 1):
        x, y = (n - 1) % columns, depth - 1 - (n - 1) // columns
        paper, ink = ("ink", "paper") if n in possible else ("raised", "muted")
        ax.add_patch(Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, facecolor=LIGHT[paper], lw=0))
        ax.annotate(f"{n}", (x, y), ha="center", va="center", color=LIGHT[ink], fontsize=style.SMALL)
    ax.set_xlim(-0.5, columns - 0.5)
    ax.set_ylim(-0.5, depth - 0.5)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    style.tag(ax, ("implied",))
    return figure


def ratio_noise() -> Chart:
    """How many clinicians a level of care the ratio needs before it exceeds noise."""
    listed = "; ".join(
        f"{{ratio.tertiary{share * 100}}} against {{ratio.secondary{share * 100}}} needs {{ratio.group{share * 100}}}"
        for share in published.TERTIARY_SHARES
    )
    return Chart(
        name="ratio-noise",
        title="The rarer the complaint in tertiary care, the more clinicians the ratio needs",
        caption=(
            "Smallest group in each level of care, both of one size, at which the {confidence} score interval of a "
            "ratio of {ratio.middle} lies above equality. Neither the groups nor the shares were published."
        ),
        alt=f"Chart of the clinicians needed in each level of care, by the shares that report the lack. {listed}.",
        kinds=("sampling",),
        draw=_draw_ratio_noise,
    )


def _draw_ratio_noise(layout: Layout) -> Figure:
    names = [f"{share * 100}" for share in published.TERTIARY_SHARES]
    groups = [int(results.find(f"ratio.group{name}").text) for name in names]
    pairs = [templates.fill(f"{{ratio.tertiary{k}}} tertiary, {{ratio.secondary{k}}} secondary") for k in names]
    figure, ax = style.canvas(layout, 0.55 + 0.5 * len(names))
    ax.set_xlim(0, max(groups) * 1.15)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel("Clinicians needed in each level of care")
    for group, y in zip(groups, style.rows(ax, pairs), strict=True):
        style.sampling_mark(ax, y, 0, group)
        ax.plot([group], [y], "D", color=LIGHT["muted"], ms=6)
        ax.annotate(f"{group}", (group, y), xytext=(8, 0), textcoords="offset points", va="center", fontweight=600)
    style.tag(ax, ("sampling",))
    return figure


def ratio_intervals() -> Chart:
    """The interval of the ratio at some shares in tertiary care and some numbers of clinicians."""
    few, many = published.RATIO_GROUPS[1], published.RATIO_GROUPS[-1]
    listed = "; ".join(
        f"{{ratio.tertiary{k}}} against {{ratio.secondary{k}}}: {{ratio.interval{k}.n{few}}} with {{ratio.n{few}}}, "
        f"{{ratio.interval{k}.n{many}}} with {{ratio.n{many}}}"
        for k in (int(share * 100) for share in published.TERTIARY_SHARES)
    )
    return Chart(
        name="ratio-intervals",
        title="{C12.Words} as often: whether that exceeds chance depends on how rare it is and on how many answered",
        caption=(
            "Score intervals of the ratio at {confidence} confidence beside its published reading. Base: clinicians. "
            "Neither the shares nor the numbers of clinicians were published: all are assumptions, none an estimate."
        ),
        alt=(
            "Chart of the interval of a ratio of {ratio.middle}, published as {C12.words} as often, on a logarithmic "
            f"axis, by assumed shares and by clinicians in each level of care. {listed}."
        ),
        kinds=("sampling", "published"),
        draw=_draw_ratio_intervals,
    )


def _draw_ratio_intervals(layout: Layout) -> Figure:
    claim = claims.by_id()[published.RATIO]
    middle = float(claim.low + claim.high) / 2
    states = [(share, n) for share in published.TERTIARY_SHARES for n in (published.RATIO_GROUPS[i] for i in (1, -1))]
    pair = "{{ratio.tertiary{k}}} tertiary, {{ratio.secondary{k}}} secondary; {{ratio.n{n}}} in each"
    labels = [templates.fill(pair.format(k=int(share * 100), n=n)) for share, n in states]
    figure, ax = style.canvas(layout, 0.6 + 0.46 * len(states))
    ax.set_xscale("log")
    ax.set_xlim(0.2, 100)
    ax.xaxis.set_major_locator(FixedLocator([0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda ratio, _: "equal" if ratio == 1 else f"{ratio:g}×"))
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel("Share in secondary care as a multiple of that in tertiary care")
    for (share, n), y in zip(states, style.rows(ax, labels), strict=True):
        style.sampling_mark(ax, y, *estimates.ratio_interval(float(share), middle, n, n))
        style.published_mark(ax, y, float(claim.low), float(claim.high))
    style.tag(ax, ("sampling", "published"))
    return figure


def order_certainty(item: str) -> Chart:
    """How likely a sample shows the order of the first two answers, against how many answered."""
    design, close = published.ORDERED[item], published.LEADS[1]
    few, many = published.SIZES[1], published.SIZES[3]
    listed = "; ".join(
        f"a lead of {{order.lead{lead}}}: {{order.{design}.lead{lead}.n{few}}} with {{n{few}}} respondents, "
        f"{{order.{design}.lead{lead}.n{many}}} with {{n{many}}}"
        for lead in published.LEADS
    )
    return Chart(
        name=f"order-{item}",
        title=(
            f"How likely is a published order the real one? With a lead of {{order.lead{close}}}, "
            f"{{order.{design}.lead{close}.n{few}}} for {{n{few}}} respondents, "
            f"{{order.{design}.lead{close}.n{many}}} for {{n{many}}}"
        ),
        caption=(
            f"Chance that a sample shows the first answer before the next, if {{order.first}} of all name the first; "
            f"{ANSWERED[design]} A tie is settled by a coin. Shares, lead and number were not published: all are "
            "assumptions. Other answers that are close make the order less certain. Base: respondents."
        ),
        alt=(
            "Line chart of the chance that a sample shows the first answer before the next, against the number of "
            f"respondents, from a coin upwards. If {{order.first}} name the first: {listed}."
        ),
        kinds=("sampling",),
        draw=lambda layout: _draw_order_certainty(design, layout),
    )


ANSWERED = {
    "one": "each respondent names a single answer.",
    "any": "each may name any number, and naming an answer says nothing about naming another.",
}


def _draw_order_certainty(design: str, layout: Layout) -> Figure:
    figure, ax = style.canvas(layout, 3.0)
    sizes = np.unique(np.geomspace(published.SIZES[0], published.SIZES[-1], 40).round().astype(int))
    first = float(published.ORDER_FIRST)
    for lead in published.LEADS:
        alone = published.DESIGNS[design](first, first - lead / 100)
        chances = [chance_of_order(*alone, int(n)) for n in sizes]
        ax.plot(sizes, chances, color=LIGHT["muted"], lw=1.4, ls="--")
        ax.annotate(
            templates.fill(f"{{order.lead{lead}}}"), (sizes[0], chances[0]), xytext=(-5, 0),
            textcoords="offset points", ha="right", va="center", fontweight=600,
        )  # fmt: skip
    ax.set_xscale("log")
    ax.set_xlim(published.SIZES[0] * (0.72 if layout is style.WIDE else 0.38), published.SIZES[-1] * 1.05)
    ax.xaxis.set_major_locator(FixedLocator(published.SIZES))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda chance, _: f"{100 * chance:.0f}%"))
    ax.set_ylim(0.5, 1.005)
    ax.set_xlabel("Number of respondents, if it were known")
    ax.set_ylabel("Chance of the true order")
    ax.grid(axis="both")
    style.tag(ax, ("sampling",))
    return figure
