"""Drawings of other surveys: grey dots with their area by the number of answers, filled where comparable.

Each takes a frame of answers as `tidy.of_answers` makes it; none knows which topic it draws.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey.charts import style, tidy
from clinical_data_survey.charts.rows import Rows
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.wording import uncapitalised

THE_SURVEY = "Clinical Data Survey, 2019"
GROUPS = {
    "radiology": "Radiology",
    "radiotherapy_and_physics": "Radiotherapy, physics",
    "surgery": "Surgery",
    "anaesthesiology": "Anaesthesiology",
    "medical_specialties": "Medical specialties",
    "pathology_and_dermatology": "Pathology, skin",
    "general_practice": "General practice",
    "nursing": "Nursing",
    "physicians_mixed": "Physicians, mixed",
    "healthcare_staff_mixed": "Staff, mixed",
    "organisations": "Organisations",
}
LABEL_GAP = 0.05
# The longest line of a label in the wide and in the narrow layout, in letters.
LETTERS = (58, 46)
# The height of a row whose label stands above it, in inches: of up to two lines, and of more.
NARROW_ROW = (0.44, 0.62)
HALFWAY = 0.6
PUBLISHED = KINDS["published"].label


def _parted(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers of other surveys, and what was published."""
    own = frame["kind"] == PUBLISHED
    return frame[~own], frame[own]


def forest(frame: pd.DataFrame, layout: Layout) -> Figure:
    """One row an answer with its interval; what was published as a row and a band; a new survey at the bottom."""
    again = frame["label"].duplicated(keep=False)
    width = LETTERS[layout is style.NARROW]
    labels = [_wrapped(_label(mark, again[mark.Index]), width) for mark in tidy.marks(frame)]
    lines = max(label.count("\n") + 1 for label in labels)
    figure, ax = style.canvas(layout, 0.6 + (0.27 if layout is style.WIDE else NARROW_ROW[lines > 2]) * len(labels))
    style.share_axis(ax)
    y = pd.Series(_rows(ax, labels, layout), frame.index)
    _, published = _parted(frame)
    for mark in tidy.marks(published):
        style.mark(ax, y[mark.Index], mark)
        ax.axvspan(mark.low, mark.high, color=LIGHT["published"], alpha=0.16, lw=0, zorder=1)
    shown = frame[frame["topic"].notna() & frame["comparable"].notna()]
    low, high = (shown[end].astype(float) for end in ("low", "high"))
    ax.hlines(y[shown.index], low, high, color=LIGHT["other"], lw=1.2, zorder=2)
    style.dots(ax, shown, shown["value"], y[shown.index])
    for mark in tidy.marks(frame[frame["result"].isna()]):
        _new_survey(ax, y[mark.Index], mark)
    style.tag(ax, frame)
    return figure


def _label(mark: Any, again: bool) -> str:
    """A study's name and its number of answers; with the item where the study has several."""
    if mark.kind == PUBLISHED or pd.isna(mark.result):
        return str(mark.label)
    number = "n unknown" if pd.isna(mark.n) else f"n = {mark.n:,.0f}"
    item = f": {uncapitalised(mark.question)}" if again else ""
    return f"{mark.label}{item} · {number}"


def _wrapped(label: str, width: int) -> str:
    """A label in lines that keep its number of answers together."""
    name, dot, number = label.rpartition(" · ")
    kept = (dot + number).strip().replace(" ", "\u00a0")
    return textwrap.fill(f"{name} {kept}" if dot else label, width).replace("\u00a0", " ")


def _rows(ax: Axes, labels: list[str], layout: Layout) -> list[float]:
    """Rows with their labels beside them where there is room, above them where there is not."""
    if layout is style.NARROW:
        return style.rows(ax, labels)
    places = [float(len(labels) - 1 - i) for i in range(len(labels))]
    ax.set_ylim(-0.6, len(labels) - 0.4)
    ax.set_yticks(places, labels)
    ax.tick_params(axis="y", labelcolor=LIGHT["ink"])
    return places


def _new_survey(ax: Axes, y: float, mark: Any) -> None:
    dotted = (0, (1, 1.2))
    ax.plot([mark.low, mark.high], [y, y], color=LIGHT["other"], lw=1.2, ls=dotted, marker="|", ms=8, mew=1.2)


def _this_survey(ax: Axes, y: float, mark: Any) -> None:
    style.write(ax, f"{mark.printed}, this survey", mark.low, y, "left", color=LIGHT["published"])


# One row a topic with all its answers as dots, and what was published above them.
LIFTED = {PUBLISHED: 0.1, KINDS["other"].label: -0.12}
STRIP = Rows({PUBLISHED: _this_survey}, pitch=0.68, around=0.55, by="topic", lifted=LIFTED)


def horizons(frame: pd.DataFrame, layout: Layout) -> Figure:
    """Share that expects change against years ahead; answers of one study joined; what was published at its horizon."""
    answers, published = _parted(frame)
    figure, ax = style.canvas(layout, 3.6)
    for _, same in answers.groupby("label"):
        best = same[same["comparable"] == "yes"].sort_values("years_ahead").drop_duplicates("years_ahead")
        ax.plot(best["years_ahead"], best["value"], color=LIGHT["other"], lw=1, zorder=2)
    style.dots(ax, answers, answers["years_ahead"], answers["value"])
    apart = ", " if layout is style.WIDE else "\n"
    labels = [(m.years_ahead, m.value, _named(m, layout), "muted") for m in tidy.marks(answers)]
    for mark in tidy.marks(published):
        style.upright_published_mark(ax, mark.years_ahead, mark)
        labels.append((mark.years_ahead, mark.value, f"{mark.printed}{apart}this survey", "published"))
    _beside(ax, labels)
    ax.set_xlim(4.2, 13.4 if layout is style.WIDE else 15)
    ax.set_xticks([5, 10])
    ax.set_xlabel("Years ahead")
    style.upright_share_axis(ax)
    style.tag(ax, frame)
    return figure


def _named(mark: Any, layout: Layout) -> str:
    """A study's name, on two lines where there is less room."""
    return str(mark.label) if layout is style.WIDE else str(mark.label).replace(", ", ",\n", 1)


def _beside(ax: Axes, labels: Sequence[tuple[float, float, str, str]]) -> None:
    """Labels (x, y, text, colour) right of their dots, moved apart where dots are close."""
    lowest = dict.fromkeys({x for x, *_ in labels}, 2.0)
    for x, y, text, colour in sorted(labels, key=lambda label: -label[1]):
        lowest[x] = min(y, lowest[x] - LABEL_GAP * (1 + text.count("\n")))
        weight = 600 if colour == "published" else 400
        style.write(ax, text, x, lowest[x], "right", color=LIGHT[colour], fontweight=weight)


def by_year(frame: pd.DataFrame, layout: Layout) -> Figure:
    """One panel a topic: each answer at its year; what was published at the survey's."""
    topics = list(frame.groupby("topic", sort=False))
    figure, axes = style.panels(layout, 2.1, len(topics))
    for ax, (topic, of_topic) in zip(axes, topics, strict=True):
        answers, published = _parted(of_topic)
        style.dots(ax, answers, answers["year"], answers["value"], 0.8)
        for mark in tidy.marks(published):
            style.upright_published_mark(ax, mark.year, mark)
        ax.set_title(str(topic), loc="left", fontsize=style.TEXT, color=LIGHT["ink"])
        ax.set_xlim(2017.4, 2026.6)
        ax.set_xticks([2018, 2020, 2022, 2024, 2026])
        style.upright_share_axis(ax)
    style.tag_below(figure, frame)
    return figure


def rounds(frame: pd.DataFrame, layout: Layout) -> Figure:
    """One row an item that was put again: its share at every round, with the first and the last in words."""
    topics = list(frame.groupby("topic", sort=False))
    labels = [textwrap.fill(str(topic), LETTERS[layout is style.NARROW]) for topic, _ in topics]
    figure, ax = style.canvas(layout, 0.6 + 0.56 * len(topics))
    style.share_axis(ax)
    for (_, answers), y in zip(topics, style.rows(ax, labels), strict=True):
        first, last = answers.iloc[0], answers.iloc[-1]
        ax.hlines(y, answers["value"].min(), answers["value"].max(), color=LIGHT["other"], lw=1.2, zorder=2)
        style.dots(ax, answers, answers["value"], y)
        words = f"{first['printed']} in {first['year']}, {last['printed']} in {last['year']}"
        high = answers["value"].max() > HALFWAY
        end = answers["value"].min() if high else answers["value"].max()
        style.write(ax, words, end, y, "left" if high else "right", color=LIGHT["muted"])
    style.tag(ax, frame)
    return figure


def evidence_map(frame: pd.DataFrame, layout: Layout, years: tuple[int, int]) -> Figure:
    """Topics down, professional groups across, years along each cell; answers without a year at the cell's left."""
    topics = list(frame.groupby("topic", sort=False))
    figure, ax = style.canvas(layout, 1.5 + (0.34 if layout is style.WIDE else 0.52) * len(topics))
    columns = list(GROUPS)
    for (_, answers), y in zip(topics, _rows(ax, [str(topic) for topic, _ in topics], layout), strict=True):
        ax.axhline(y - 0.5, color=LIGHT["rule"], lw=0.6, zorder=0)
        shown = answers[answers["professional_group"].isin(columns)]
        if shown.empty:
            note, middle = answers["note"].iloc[0], (len(columns) / 2, y - 0.06)
            ax.annotate(note, middle, ha="center", va="center", color=LIGHT["muted"], fontsize=style.SMALL)
        style.dots(ax, shown, _places_in_cells(shown, columns, years), _spread(shown, y), 0.55)
    for edge in range(len(columns) + 1):
        ax.axvline(edge, color=LIGHT["rule"], lw=0.6, zorder=0)
    ax.set_xlim(0, len(columns))
    ax.xaxis.tick_top()
    ax.set_xticks([i + 0.5 for i in range(len(columns))], list(GROUPS.values()), rotation=90, va="bottom")
    ax.tick_params(axis="x", labelcolor=LIGHT["ink"])
    ax.spines["bottom"].set_visible(False)
    style.tag_below(figure, frame)
    return figure


def _places_in_cells(answers: pd.DataFrame, columns: list[str], years: tuple[int, int]) -> np.ndarray:
    first, last = years
    column = answers["professional_group"].map(columns.index).to_numpy(dtype=float)
    along = ((answers["year"].astype("float") - first) / (last - first)).to_numpy()
    return column + np.where(np.isnan(along), 0.08, 0.22 + 0.68 * along)


def _spread(answers: pd.DataFrame, y: float) -> np.ndarray:
    """Heights within a row: answers of one cell and year beside each other, not on top."""
    place = answers.groupby(["professional_group", "year"], dropna=False).cumcount().to_numpy()
    return y + 0.14 * ((place + 1) // 2) * np.where(place % 2, 1, -1) - 0.06
