"""The small drawing of an explorer: rows of marks along an axis, at any width, in the marks of the house.

`assets/explorers.js` draws the same from the same values; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import log
from typing import Literal

from clinical_data_survey.kinds import KINDS

ROW_HEIGHT = 40
LABEL_BASELINE = 15
MARK_HEIGHT = 27
HEAD = 22
FOOT = 24
# Percent of the width that is left free on either side, so that a mark at an end is whole.
MARGIN = 2.0


@dataclass(frozen=True)
class Axis:
    """A horizontal axis from `low` to `high`; `ticks` are pairs of a value and its words. Values beyond are cut off."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    scale: Literal["linear", "log"] = "linear"

    def place(self, value: float) -> float:
        """Where a value lies, in percent of the drawing's width."""
        at: Callable[[float], float] = log if self.scale == "log" else float
        kept = min(max(value, self.low), self.high)
        return MARGIN + (100 - 2 * MARGIN) * (at(kept) - at(self.low)) / (at(self.high) - at(self.low))


SHARES = Axis(0.0, 1.0, ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%")))


@dataclass(frozen=True)
class Mark:
    """One number or interval in the mark of its kind; `low` = `high` for a single value.

    A kind is a key of `kinds.KINDS`, or 'context': other surveys that are not comparable, drawn open.
    """

    kind: str
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """Marks on one line, with the words above it."""

    label: str
    marks: tuple[Mark, ...]


def svg(axis: Axis, rows: Sequence[Row], kinds: Sequence[str], described_by: str) -> str:
    """A drawing that is described by the element with the id `described_by`, tagged with its kinds of number."""
    height = HEAD + ROW_HEIGHT * len(rows) + FOOT
    tag = " · ".join(KINDS[kind].label for kind in kinds)
    return (
        f'<svg role="img" aria-labelledby="{described_by}" width="100%" height="{height}">{_grid(axis)}'
        f'<text class="cds-tag cds-tag-{kinds[0]}" x="{100 - MARGIN:g}%" y="{LABEL_BASELINE}">{escape(tag)}</text>'
        f"<g>{rows_svg(axis, rows)}</g></svg>"
    )


def _grid(axis: Axis) -> str:
    return "".join(
        f'<line class="cds-grid" x1="{x}%" x2="{x}%" y1="{HEAD}" y2="100%"/>'
        f'<text class="cds-tick" x="{x}%" y="100%" dy="-6" text-anchor="{_anchor(axis, value)}">{escape(words)}</text>'
        for value, words in axis.ticks
        for x in [f"{axis.place(value):.2f}"]
    )


def _anchor(axis: Axis, value: float) -> str:
    """A tick's words stay inside the drawing."""
    return {axis.low: "start", axis.high: "end"}.get(value, "middle")


def rows_svg(axis: Axis, rows: Sequence[Row]) -> str:
    """The part of the drawing that changes with the answer."""
    return "".join(_row(axis, row, HEAD + ROW_HEIGHT * position) for position, row in enumerate(rows))


def _row(axis: Axis, row: Row, top: int) -> str:
    y = top + MARK_HEIGHT
    marks = "".join(_DRAWN[m.kind](f"{axis.place(m.low):.2f}", f"{axis.place(m.high):.2f}", y) for m in row.marks)
    return f'<text x="{MARGIN:g}%" y="{top + LABEL_BASELINE}">{escape(row.label, quote=False)}</text>{marks}'


def _line(look: str, low: str, high: str, y: float, y2: float | None = None) -> str:
    return f'<line class="cds-m-{look}" x1="{low}%" x2="{high}%" y1="{y:g}" y2="{y if y2 is None else y2:g}"/>'


def _dot(look: str, x: str, y: float, radius: float) -> str:
    return f'<circle class="cds-m-{look}" cx="{x}%" cy="{y:g}" r="{radius:g}"/>'


def _middle(low: str, high: str) -> str:
    return f"{(float(low) + float(high)) / 2:.2f}"


_DRAWN: dict[str, Callable[[str, str, float], str]] = {
    "published": lambda low, high, y: _line("reading", low, high, y) + _dot("published", _middle(low, high), y, 4),
    "implied": lambda low, high, y: (
        _line("implied", low, high, y) + "".join(_line("implied", end, end, y - 5, y + 5) for end in (low, high))
    ),
    "plausible": lambda low, high, y: _line("plausible", low, high, y),
    "measured": lambda low, high, y: _dot("measured", _middle(low, high), y, 5),
    "sampling": lambda low, high, y: _line("sampling", low, high, y),
    "other": lambda low, high, y: _dot("other", _middle(low, high), y, 4),
    "context": lambda low, high, y: _dot("context", _middle(low, high), y, 4),
}
