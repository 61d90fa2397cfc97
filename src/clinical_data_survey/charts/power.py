"""The chart of power: with what chance a survey shows the ratio between levels of care, against its size."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims, what_if
from clinical_data_survey.results import published, templates

TICKS = (10, 20, 50, 100, 200, 500)


def ratio_power() -> Chart:
    """The chance to show a ratio of secondary to tertiary care, by the size of both groups and assumed shares."""
    few = published.RATIO_GROUPS[1]
    listed = "; ".join(
        f"{{ratio.tertiary{k}}} against {{ratio.secondary{k}}}: {{ratio.chance{k}.n{few}}} with {{ratio.n{few}}} in "
        f"each, at least {{ratio.power}} from {{ratio.powered{k}}} on"
        for k in published.TERTIARY_PERCENTAGES
    )
    rare = published.TERTIARY_PERCENTAGES[0]
    return Chart(
        name="ratio-power",
        title=(
            f"At {{ratio.tertiary{rare}}} in tertiary care, {{ratio.group{rare}}} clinicians in each level show the "
            f"ratio with a chance of {{ratio.group{rare}.chance}}; for {{ratio.power}} it takes {{ratio.powered{rare}}}"
        ),
        caption=(
            "Chance that the {confidence} score interval of the ratio lies above equal shares, if the real ratio is "
            "{ratio.middle} and both groups are drawn at random, by the share in tertiary care. Dotted: "
            "{ratio.power}, which studies usually ask for. Base: clinicians. Neither groups nor shares were published."
        ),
        alt=(
            f"Line chart of the chance to show a ratio of {{ratio.middle}} against clinicians in each level. {listed}. "
            f"With {{ratio.group{rare}}} in each and {{ratio.tertiary{rare}}} in tertiary care it is "
            f"{{ratio.group{rare}.chance}}."
        ),
        frame=_chances(),
        draw=_draw,
        made_by=ratio_power,
    )


def _chances() -> pd.DataFrame:
    """The exact power for each assumed share in tertiary care over sizes of both groups."""
    claim = claims.by_id()[published.RATIO]
    middle = float(claim.low + claim.high) / 2
    sizes = [int(n) for n in np.unique(np.geomspace(TICKS[0], TICKS[-1], 50).round())]
    return tidy.frame(
        {
            "label": templates.fill(f"{{ratio.tertiary{k}}}"),
            "kind": KINDS["sampling"].label,
            "value": what_if.chance_to_show(k / 100, middle * k / 100, n, n),
            "unit": "chance (0 to 1)",
            "base": claim.base,
            "n": n,
        }
        for k in published.TERTIARY_PERCENTAGES
        for n in sizes
    )


def _draw(frame: pd.DataFrame, layout: Layout) -> Figure:
    figure, ax = style.canvas(layout, 3.0)
    line = {"color": LIGHT["muted"], "lw": 1.4, "linestyle": "--"}
    sns.lineplot(frame, x="n", y="value", units="label", estimator=None, ax=ax, **line)
    for _, curve in frame.groupby("label", sort=False):
        middle = curve.iloc[(curve["value"] - 0.5).abs().argmin()]
        style.write(ax, str(middle["label"]), middle["n"], middle["value"], "right", fontsize=style.TEXT)
    ax.axhline(what_if.POWER, color=LIGHT["muted"], lw=0.8, ls=":")
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(TICKS))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:g}"))
    style.upright_share_axis(ax)
    ax.set_xlabel("Clinicians in each level of care")
    ax.set_ylabel("Chance to show the ratio")
    style.tag(ax, frame)
    return figure
