"""The legend page: each kind of number with its mark, once for the whole book."""

from __future__ import annotations

from matplotlib.figure import Figure

from clinical_data_survey.charts import style
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.wording import capitalised


def legend() -> Chart:
    """The marks of all kinds of number, without any number."""
    described = "; ".join(f"{kind.label}: {kind.mark}" for kind in KINDS.values())
    return Chart(
        name="legend",
        title="Each kind of number has one mark and one colour, the same in every chart",
        caption="The marks carry no figures here. Colour is never the only difference.",
        alt=f"Legend of the marks. {capitalised(described)}.",
        kinds=tuple(KINDS),
        draw=lambda layout: _draw_legend(layout),
    )


def _draw_legend(layout: Layout) -> Figure:
    figure, ax = style.canvas(layout, 0.4 + 0.56 * len(KINDS))
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    y = dict(
        zip(KINDS, style.rows(ax, [f"{capitalised(kind.label)}: {kind.mark}" for kind in KINDS.values()]), strict=True)
    )
    style.published_mark(ax, y["published"], 0.06, 0.22)
    style.implied_mark(ax, y["implied"], 0.04, 0.36)
    style.plausible_mark(ax, y["plausible"], 0.08, 0.3)
    style.measured_mark(ax, 0.14, y["measured"])
    style.sampling_mark(ax, y["sampling"], 0.04, 0.32)
    style.other_mark(ax, [0.06, 0.13, 0.21], y["other"], [20, 60, 35])
    return figure
