"""Small charts on the doors to the chapters: the same marks and results as the charts behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clinical_data_survey import claims, questionnaire, results, wording
from clinical_data_survey.figures import style
from clinical_data_survey.figures.chart import Chart
from clinical_data_survey.figures.style import SMALL_PICTURE, Layout
from clinical_data_survey.palette import LIGHT

HEIGHT = 1.7


def _door(name: str, alt: str, kinds: tuple[str, ...], paint: Callable[[Axes], None]) -> Chart:
    def draw(layout: Layout) -> Figure:
        figure, ax = style.canvas(layout, HEIGHT)
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        paint(ax)
        return figure

    return Chart(f"door-{name}", "", "", alt, kinds, draw, layouts=(SMALL_PICTURE,), printed=SMALL_PICTURE)


def expectations() -> Chart:
    """Both horizons and willingness."""
    return _door(
        "expectations",
        "Published shares: {C01} expect AI within {C01.horizon}, {C02} within {C02.horizon}, {C04} are willing.",
        ("published",),
        lambda ax: _shares(ax, {"C01": "Soon", "C02": "In time", "C04": "Willing"}),
    )


def _shares(ax: Axes, labels: dict[str, str]) -> None:
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.6, len(labels) - 0.1)
    ax.set_xticks([])
    for place, (claim_id, label) in zip(range(len(labels) - 1, -1, -1), labels.items(), strict=True):
        claim = claims.by_id()[claim_id]
        ax.plot([0, 1], [place, place], color=LIGHT["rule"], lw=1, zorder=1)
        style.published_mark(ax, place, float(claim.low), float(claim.high))
        ax.annotate(label, (0, place + 0.18), va="bottom", fontsize=style.SMALL)
        ax.annotate(
            claim.as_printed, (1, place + 0.18), ha="right", va="bottom", fontsize=style.SMALL, fontweight=600,
            color=LIGHT["published"],
        )  # fmt: skip


def barriers() -> Chart:
    """The order of the barriers."""
    return _door(
        "barriers",
        "Ladder of ranks: {C08.label} {C08.reading}; {C09.label} {C09.reading}; {C10.label} {C10.reading}.",
        ("published",),
        lambda ax: _ladder(ax, ("C08", "C09", "C10")),
    )


def investment() -> Chart:
    """The order of the parties that should invest."""
    return _door(
        "investment",
        "Ladder of ranks: {C15.label} {C15.reading}; {C16.label} {C16.reading}; {C17.label} {C17.reading}; "
        "{C18.label} {C18.reading}.",
        ("published",),
        lambda ax: _ladder(ax, ("C15", "C16", "C17", "C18")),
    )


def _ladder(ax: Axes, ids: Sequence[str]) -> None:
    chosen = [claims.by_id()[claim_id] for claim_id in ids]
    last = max(int(claim.high) for claim in chosen)
    ax.set_xlim(0.9, last + 0.1)
    ax.set_ylim(-0.5, len(ids) - 0.1)
    ax.set_xticks(range(1, last + 1), [wording.ORDINALS[rank - 1] for rank in range(1, last + 1)])
    _labels_inside(ax)
    ax.grid(axis="x")
    for place, claim in zip(range(len(ids) - 1, -1, -1), chosen, strict=True):
        low, high = int(claim.low), int(claim.high)
        answer = questionnaire.load().item(claim.item).level(claim.levels[0]).en
        ax.annotate(answer, (0.9, place + 0.2), va="bottom", fontsize=style.SMALL, bbox=_PAPER)
        if low == high:
            ax.plot([low], [place], "o", color=LIGHT["published"], ms=7, zorder=4)
        else:
            ax.plot([low, high], [place] * 2, color=LIGHT["published"], lw=6, alpha=0.45, solid_capstyle="round")


def _labels_inside(ax: Axes) -> None:
    """Let the first and the last label of the axis begin and end where it does."""
    first, *_, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")


_PAPER = {"facecolor": LIGHT["paper"], "lw": 0, "pad": 1}


def care_levels() -> Chart:
    """All pairs of shares that fit the published ratio."""
    return _door(
        "care-levels",
        "Chart of the shares in secondary and tertiary care that fit a ratio of {C12.reading}: "
        "at most {ratio.cap} in tertiary care.",
        ("implied",),
        _wedge,
    )


def _wedge(ax: Axes) -> None:
    claim = claims.by_id()["C12"]
    cap = 1 / float(claim.low)
    tertiary = np.linspace(0, 1 / float(claim.low), 200)
    lower, upper = (np.minimum(float(end) * tertiary, 1) for end in (claim.low, claim.high))
    ax.set_xlim(0, 0.5)
    ax.set_ylim(0, 1.2)
    ax.set_xticks([0, 0.25, 0.5], ["0%", "25%", "50%"])
    _labels_inside(ax)
    ax.spines[["left", "bottom"]].set_visible(True)
    ax.fill_between(tertiary, lower, upper, color=LIGHT["published"], alpha=0.35, lw=0)
    ax.plot([cap, cap], [0, 1], color=LIGHT["ink"], lw=1.2, marker="_", ms=9, zorder=3)
    ax.annotate("Share in secondary care", (0.01, 1.2), va="top", fontsize=style.SMALL)
    ax.annotate(f"at most {results.find('ratio.cap').text}\nin tertiary care", (cap + 0.02, 0.5), fontsize=style.SMALL)
