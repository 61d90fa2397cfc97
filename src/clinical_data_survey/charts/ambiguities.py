"""Charts of what the source leaves open: which ambiguity moves the bounds, and what a missing figure would be worth."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import grouped, points_axis
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.results.ambiguities import MOVED, WANTED

LABELS = {
    "within_5_years_and_willing": "Expect AI to affect work within {C01.horizon}, are willing",
    "no_vision_and_willing": "Are willing, lack a vision",
    "willing_and_barrier": "Are willing, see barriers",
    "tertiary_lack_of_support": "Lack support in tertiary care",
    "willingness_gap": "Gap in willingness between levels of care",
    "within_5_years_and_willing_and_barrier": "Expect an effect within {C01.horizon}, are willing, see barriers",
    "willing_and_barrier_and_no_vision": "Are willing, see barriers, lack a vision",
    "secondary_lack_of_support": "Lack support in secondary care",
}
DIMENSION_LABELS = {"n": "number of respondents", "split": "clinicians at each level", "readings": "reading of words"}


def swings() -> Chart:
    """How far each ambiguity alone moves the bounds."""
    listed = ". ".join(
        f"{LABELS[name]}: "
        + ", ".join(f"{label} {{implied.swing.{name}.{key}}}" for key, label in DIMENSION_LABELS.items())
        for name in MOVED
    )
    return Chart(
        name="swings",
        title=(
            "The number of clinicians at each level moves the gap in willingness by "
            "{implied.swing.willingness_gap.split}; the reading moves how many expect AI to affect work soon and are "
            "willing by {implied.swing.within_5_years_and_willing.readings}"
        ),
        caption=(
            "Largest move of either bound when one thing that is left open changes and all else stays, over "
            "{implied.settings} settings. The readings, such as {C01.reading} or {C01.narrow} for '{C01}', are this "
            "edition's own: other readings would move the bounds by other amounts. Base: those who answered."
        ),
        alt=f"Chart of how many percentage points each ambiguity moves a bound. {listed}.",
        frame=_moves(),
        draw=_draw,
        made_by=swings,
    )


def _moves() -> pd.DataFrame:
    return tidy.frame(
        tidy.of_result(f"implied.swing.{name}.{key}", LABELS[name], tidy.DIFFERENCE, ambiguity=words)
        for name in MOVED
        for key, words in DIMENSION_LABELS.items()
    )


def missing_figures() -> Chart:
    """How wide each bound is, and at most with the one missing figure that narrows it most."""
    listed = ". ".join(
        f"{LABELS[name]}: {{implied.missing.{name}.before}} now, {{implied.missing.{name}.after}} with "
        f"{{implied.missing.{name}.figure}}"
        for name in WANTED
    )
    return Chart(
        name="missing-figures",
        title="One more published figure would narrow each of these bounds",
        caption=(
            "Width of the implied bounds in percentage points: as it is, and the most that it could be once the one "
            "missing figure that narrows it most is known; the table below names that figure. Clinicians "
            "of each level and all others are taken to be equally many. Base: those who answered."
        ),
        alt=f"Chart of the width of bounds before and after one more figure is known. {listed}.",
        frame=_widths(),
        draw=_draw,
        made_by=missing_figures,
    )


def _widths() -> pd.DataFrame:
    return tidy.frame(
        tidy.of_result(f"implied.missing.{name}.{key}", LABELS[name], tidy.DIFFERENCE, known=words)
        for name in WANTED
        for key, words in (("before", "now"), ("after", "with one more figure"))
    )


def _draw(frame: pd.DataFrame, layout: Layout) -> Figure:
    """Lengths in percentage points, each named by the frame's last column."""
    figure, ax = grouped(frame, layout, "label", lambda line: f"{line.printed if line.high else 'no move'}, {line[-1]}")
    points_axis(ax, frame["high"].max() * (1.4 if layout is style.WIDE else 1.7))
    ax.set_xlabel("Percentage points")
    return figure
