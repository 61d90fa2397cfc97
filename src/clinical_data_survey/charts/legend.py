"""The legend page: each kind of number with its mark, once for the whole book."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from clinical_data_survey.charts import style, tidy
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
        frame=tidy.frame([]),
        draw=_draw,
        made_by=legend,
    )


# Where the examples of the marks are drawn: they stand for no number.
_EXAMPLES = (
    {"kind": "published", "value": 0.14, "low": 0.06, "high": 0.22},
    {"kind": "implied", "low": 0.04, "high": 0.36},
    {"kind": "plausible", "low": 0.08, "high": 0.3},
    {"kind": "measured", "value": 0.14},
    {"kind": "sampling", "low": 0.04, "high": 0.32},
    *({"kind": "other", "value": x, "n": n, "comparable": "yes"} for x, n in ((0.06, 150), (0.13, 1000), (0.21, 500))),
)


def _draw(frame: pd.DataFrame, layout: Layout) -> Figure:
    examples = tidy.frame({**row, "kind": KINDS[str(row["kind"])].label} for row in _EXAMPLES)
    figure, ax = style.canvas(layout, 0.4 + 0.56 * len(KINDS))
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    labels = [f"{capitalised(kind.label)}: {kind.mark}" for kind in KINDS.values()]
    for kind, y in zip(KINDS.values(), style.rows(ax, labels), strict=True):
        style.marks(ax, y, examples[examples["kind"] == kind.label])
    return figure
