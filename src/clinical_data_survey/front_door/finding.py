"""What the front door gives: a frame with its kind of number and a sentence on what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from clinical_data_survey.kinds import KINDS
from clinical_data_survey.wording import capitalised

TABLE = '<table class="dataframe">'
NOTHING = "–"


class Refused(ValueError):
    """A table that is not given because disclosure control does not cover it; the text says which ones are."""


@dataclass(frozen=True, eq=False, repr=False)
class Finding:
    """A result that shows itself in a notebook, in the book and at a prompt, and gives its frame.

    Attributes
    ----------
    frame : pandas.DataFrame
        All that was computed, one row a result; shares are fractions of 1.
    summary : pandas.DataFrame
        The columns or rows that are shown.
    kind : str
        The kind of number: published, implied, plausible, measured, synthetic or other.
    about : str
        Of whom it is true, and under which assumptions.
    """

    frame: pd.DataFrame
    summary: pd.DataFrame
    kind: str
    about: str

    @property
    def caption(self) -> str:
        """The kind of number and what it rests on."""
        return f"{capitalised(KINDS[self.kind].label)}. {self.about}"

    def where(self, condition: str) -> Finding:
        """The same finding with only those rows of its summary that meet a condition of `DataFrame.query`."""
        return replace(self, summary=self.summary.query(condition))

    def __repr__(self) -> str:
        table = self.summary.to_string(index=False, float_format=_decimal, na_rep=NOTHING, max_colwidth=60)
        return f"{self.caption}\n{table}"

    def _repr_html_(self) -> str:
        table = self.summary.to_html(index=False, border=0, float_format=_decimal, na_rep=NOTHING, justify="left")
        start = table.index(">") + 1
        return f"{TABLE}<caption>{escape(self.caption)}</caption>{table[start:]}"


def _decimal(value: float) -> str:
    return f"{value:.3f}" if value == 0 or abs(value) >= 0.001 else f"{value:.1g}"


def finding(frame: pd.DataFrame, kind: str, about: str, shown: list[str] | None = None, **more: Any) -> Finding:
    """A finding whose summary is its frame, or some of its columns."""
    return Finding(frame, frame if shown is None else frame[shown], kind, about, **more)
