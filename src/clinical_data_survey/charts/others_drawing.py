"""Drawings of other surveys: grey dots with their area by the number of answers, filled where comparable.

Each takes answers in the form of `evidence.answers`, with a column `comparable` that says which may be held against
the Dutch figure, and a layout; none knows which topic it draws.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator
from numpy.typing import ArrayLike

from clinical_data_survey.charts import style
from clinical_data_survey.charts.style import Layout
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.others.meta_analysis import Pooled
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published.claims import Claim

SHOWN = ("other", "published")
THE_SURVEY = "Clinical Data Survey, 2019"
GROUPS = {
    "radiology": "Radiology",
    "radiotherapy_and_physics": "Radiotherapy, physics",
    "surgery": "Surgery",
    "anaesthesiology": "Anaesthesiology",
    "medical_specialties": "Medical specialties",
    "pathology_and_dermatology": "Pathology, skin",
    "general_practice": "General practice",
    "physicians_mixed": "Physicians, mixed",
    "healthcare_staff_mixed": "Staff, mixed",
    "organisations": "Organisations",
}
SMALLEST, LARGEST, FULL_SIZE = 12.0, 110.0, 2000
LABEL_GAP = 0.05


def areas(n: pd.Series) -> np.ndarray:
    """The area of each dot by the number of answers; the smallest where it is not known."""
    known = n.astype("float").fillna(0).clip(upper=FULL_SIZE).to_numpy()
    return SMALLEST + (LARGEST - SMALLEST) * known / FULL_SIZE


def dots(ax: Axes, answers: pd.DataFrame, x: ArrayLike, y: ArrayLike, scale: float = 1.0) -> None:
    """All answers as dots at (x, y): filled where comparable, open where context."""
    filled, size = answers["comparable"].to_numpy(dtype=bool), areas(answers["n"]) * scale
    xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    grey = LIGHT["other"]
    ax.scatter(xs[~filled], ys[~filled], s=size[~filled], facecolors=LIGHT["paper"], edgecolors=grey, lw=1, zorder=3)
    ax.scatter(xs[filled], ys[filled], s=size[filled], color=grey, alpha=0.85, lw=0, zorder=4)


def short(citation: str, width: int = 30) -> str:
    """A study's name without what stands in brackets, cut at a word."""
    return textwrap.shorten(re.sub(r" \([^)]*\)", "", citation), width, placeholder=" …")


def forest(answers: pd.DataFrame, claim: Claim | None, pooled: Pooled | None, layout: Layout) -> Figure:
    """One row an answer with its interval; the reading of a claim as a row and a band; a pooled share below."""
    shown = answers[answers["share"].notna()]
    labels = [_label(str(row), answer) for row, answer in zip(shown.index, shown.to_dict("records"), strict=True)]
    labels = ([THE_SURVEY] if claim else []) + labels + (["Pooled", "A new survey"] if pooled else [])
    pitch = 0.27 if layout is style.WIDE else 0.44
    figure, ax = style.canvas(layout, 0.6 + pitch * len(labels))
    style.share_axis(ax)
    places = _rows(ax, labels, layout)
    first = 1 if claim else 0
    if claim:
        style.published_mark(ax, places[0], float(claim.low), float(claim.high))
        ax.axvspan(float(claim.low), float(claim.high), color=LIGHT["published"], alpha=0.16, lw=0, zorder=1)
    ys = places[first : first + len(shown)]
    low, high = shown["low"].to_numpy(), shown["high"].to_numpy()
    ax.hlines(ys, low, high, color=LIGHT["other"], lw=1.2, zorder=2)
    dots(ax, shown, shown["share"].tolist(), ys)
    if pooled:
        _pooled_rows(ax, pooled, places[-2], places[-1])
    style.tag(ax, SHOWN if claim else SHOWN[:1])
    return figure


def _label(row: str, answer: dict) -> str:
    number = "n unknown" if pd.isna(answer["n"]) else f"n = {answer['n']:,}"
    return f"{row} {short(answer['citation'])} · {number}"


def _rows(ax: Axes, labels: list[str], layout: Layout) -> list[float]:
    """Rows with their labels beside them where there is room, above them where there is not."""
    if layout is style.NARROW:
        return style.rows(ax, labels)
    places = [float(len(labels) - 1 - i) for i in range(len(labels))]
    ax.set_ylim(-0.6, len(labels) - 0.4)
    ax.set_yticks(places, labels)
    ax.tick_params(axis="y", labelcolor=LIGHT["ink"])
    return places


def _pooled_rows(ax: Axes, pooled: Pooled, y: float, below: float) -> None:
    grey = LIGHT["other"]
    ax.plot(pooled.interval, [y, y], color=grey, lw=1.2)
    ax.plot([pooled.share], [y], "D", color=grey, ms=7)
    ax.plot(pooled.prediction, [below, below], color=grey, lw=1.2, ls=(0, (1, 1.2)), marker="|", ms=8, mew=1.2)


def strip(rows: Sequence[tuple[str, pd.DataFrame, Claim | None]], layout: Layout) -> Figure:
    """One row a topic with all its answers as dots, its ends written, and the reading of a claim above them."""
    figure, ax = style.canvas(layout, 0.55 + 0.68 * len(rows))
    style.share_axis(ax)
    for (_, answers, claim), y in zip(rows, style.rows(ax, [label for label, _, _ in rows]), strict=True):
        shown = answers[answers["share"].notna()]
        if shown.empty:
            _nobody(ax, 0.5, y - 0.12)
        dots(ax, shown, shown["share"].tolist(), [y - 0.12] * len(shown), 0.8)
        if claim:
            style.published_mark(ax, y + 0.1, float(claim.low), float(claim.high))
            ax.annotate(
                f"{claim.as_printed}, this survey", (float(claim.low), y + 0.1), xytext=(-7, 0),
                textcoords="offset points", ha="right", va="center", color=LIGHT["published"], fontsize=style.SMALL,
                fontweight=600,
            )  # fmt: skip
    style.tag(ax, SHOWN if any(claim for _, _, claim in rows) else SHOWN[:1])
    return figure


def _nobody(ax: Axes, x: float, y: float) -> None:
    ax.annotate("nobody asked", (x, y), ha="center", va="center", color=LIGHT["muted"], fontsize=style.SMALL)


def horizons(answers: pd.DataFrame, published: Sequence[tuple[int, Claim]], layout: Layout) -> Figure:
    """Share that expects change against years ahead; answers of one study joined; claims at their horizon."""
    shown = answers[answers["share"].notna()]
    figure, ax = style.canvas(layout, 3.6)
    for _, same in shown.groupby("study_id"):
        best = same[same["comparable"]].sort_values("horizon_years").drop_duplicates("horizon_years")
        ax.plot(best["horizon_years"], best["share"], color=LIGHT["other"], lw=1, zorder=2)
    dots(ax, shown, shown["horizon_years"].tolist(), shown["share"].tolist())
    labels = [
        (float(answer["horizon_years"]), float(answer["share"]), _named(str(row), answer, layout), "muted")
        for row, answer in zip(shown.index, shown.to_dict("records"), strict=True)
    ]
    apart = ", " if layout is style.WIDE else "\n"
    for years, claim in published:
        low, high = float(claim.low), float(claim.high)
        colour = LIGHT["published"]
        ax.plot([years] * 2, [low, high], color=colour, lw=6, alpha=0.45, solid_capstyle="butt", zorder=5)
        ax.plot([years], [(low + high) / 2], "o", color=colour, ms=7, zorder=6)
        labels.append((float(years), (low + high) / 2, f"{claim.as_printed}{apart}this survey", "published"))
    _beside(ax, labels)
    ax.set_xlim(4.2, 13.4 if layout is style.WIDE else 13.8)
    ax.set_xticks([5, 10])
    ax.set_xlabel("Years ahead")
    _share_up(ax)
    style.tag(ax, SHOWN)
    return figure


def _named(row: str, answer: dict, layout: Layout) -> str:
    """The number of an answer's row, and its study where there is room."""
    return f"{row} {short(answer['citation'], 26)}" if layout is style.WIDE else row


def _beside(ax: Axes, labels: Sequence[tuple[float, float, str, str]]) -> None:
    """Labels (x, y, text, colour) right of their dots, moved apart where dots are close."""
    lowest = dict.fromkeys({x for x, *_ in labels}, 2.0)
    for x, y, text, colour in sorted(labels, key=lambda label: -label[1]):
        lowest[x] = min(y, lowest[x] - LABEL_GAP)
        ax.annotate(
            text, (x, lowest[x]), xytext=(9, 0), textcoords="offset points", ha="left", va="center",
            fontsize=style.SMALL, color=LIGHT[colour], fontweight=600 if colour == "published" else 400,
        )  # fmt: skip


def _share_up(ax: Axes) -> None:
    ax.set_ylim(0, 1.03)
    ax.yaxis.set_major_locator(MultipleLocator(0.25))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f}%"))
    ax.grid(axis="y")
    ax.set_axisbelow(True)


def by_year(topics: Sequence[tuple[str, pd.DataFrame, Claim | None]], survey_year: int, layout: Layout) -> Figure:
    """One panel a topic: each answer at its year; the reading of a claim at the survey's."""
    figure, axes = style.panels(layout, 2.1, len(topics))
    for ax, (label, answers, claim) in zip(axes, topics, strict=True):
        shown = answers[answers["share"].notna() & answers["year"].notna()]
        dots(ax, shown, shown["year"].astype(int).tolist(), shown["share"].tolist(), 0.8)
        if claim:
            low, high = float(claim.low), float(claim.high)
            ax.plot([survey_year] * 2, [low, high], color=LIGHT["published"], lw=6, alpha=0.45, solid_capstyle="butt")
            ax.plot([survey_year], [(low + high) / 2], "o", color=LIGHT["published"], ms=6, zorder=6)
        ax.set_title(label, loc="left", fontsize=style.TEXT, color=LIGHT["ink"])
        ax.set_xlim(2017.4, 2026.6)
        ax.set_xticks([2018, 2020, 2022, 2024, 2026])
        _share_up(ax)
    _tag_below(figure, SHOWN)
    return figure


def _tag_below(figure: Figure, kinds: tuple[str, ...]) -> None:
    """The kinds of number under several panels."""
    names = " · ".join(KINDS[kind].label for kind in kinds)
    figure.supxlabel(names, x=1, ha="right", fontsize=style.SMALL, fontweight=600, color=LIGHT[KINDS[kinds[0]].colour])


def lines(series: Sequence[tuple[str, pd.DataFrame]], layout: Layout) -> Figure:
    """Questions put to the same respondents again: one line each, its share at every round."""
    figure, ax = style.canvas(layout, 2.9)
    for label, rounds in series:
        years, shares = rounds["year"].astype(int).tolist(), rounds["share"].tolist()
        ax.plot(years, shares, color=LIGHT["other"], lw=1.2, zorder=2)
        dots(ax, rounds, years, shares)
        ax.annotate(
            textwrap.fill(label, 40 if layout is style.WIDE else 22), (years[0], shares[0]), xytext=(-3, -7),
            textcoords="offset points", ha="left", va="top", fontsize=style.SMALL, color=LIGHT["muted"],
        )  # fmt: skip
    ax.set_xlim(2019.7, 2026.3)
    ax.xaxis.set_major_locator(MultipleLocator(1 if layout is style.WIDE else 2))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))
    _share_up(ax)
    style.tag(ax, SHOWN[:1])
    return figure


def evidence_map(rows: Sequence[tuple[str, pd.DataFrame]], years: tuple[int, int], layout: Layout) -> Figure:
    """Topics down, professional groups across, years along each cell; answers without a year at the cell's left."""
    pitch = 0.34 if layout is style.WIDE else 0.52
    figure, ax = style.canvas(layout, 1.5 + pitch * len(rows))
    places = _rows(ax, [label for label, _ in rows], layout)
    columns = list(GROUPS)
    for (_, answers), y in zip(rows, places, strict=True):
        ax.axhline(y - 0.5, color=LIGHT["rule"], lw=0.6, zorder=0)
        shown = answers[answers["professional_group"].isin(columns)]
        if shown.empty:
            _nobody(ax, len(columns) / 2, y - 0.06)
            continue
        dots(ax, shown, _places_in_cells(shown, columns, years), _spread(shown, y), 0.55)
    for edge in range(len(columns) + 1):
        ax.axvline(edge, color=LIGHT["rule"], lw=0.6, zorder=0)
    ax.set_xlim(0, len(columns))
    ax.xaxis.tick_top()
    ax.set_xticks([i + 0.5 for i in range(len(columns))], list(GROUPS.values()), rotation=90, va="bottom")
    ax.tick_params(axis="x", labelcolor=LIGHT["ink"])
    ax.spines["bottom"].set_visible(False)
    _tag_below(figure, SHOWN[:1])
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
