"""What charts draw, as tidy frames: one row a mark, named alike in every chart. A drawing reads its own frame.

Columns: `label` (words beside the mark), `kind` of number, `printed` (as the book prints it), `value` (where a point is
drawn), `low` and `high` (ends of a bar, line or band), `unit`, `base`, `n` (respondents, assumed where the kind is what
if), `note`, `synthetic` (yes where nobody gave the answers), `result` (its name in the book); a chart may add its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from clinical_data_survey import results
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.others.meta_analysis import Pooled
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results import templates

COLUMNS = ("label", "kind", "printed", "value", "low", "high", "unit", "base", "n", "note", "synthetic", "result")
SHARE, DIFFERENCE, RANK, RATIO = "share (0 to 1)", "difference of shares (0 to 1)", "rank", "ratio"
UNITS = {"proportion": SHARE, "rank": RANK, "ratio": RATIO, "gap": DIFFERENCE}
_SUBJECT_FIRST = ("measured", "plausible", "other", "sampling", "implied", "published")
Row = Mapping[str, Any]


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a frame with the columns of every chart, then a chart's own; absent values are missing."""
    listed = list(rows)
    own = [name for row in listed for name in row if name not in COLUMNS]
    return pd.DataFrame(listed, columns=[*COLUMNS, *dict.fromkeys(own)])


def kinds(data: pd.DataFrame) -> tuple[str, ...]:
    """The kinds of number in a frame, as keys of `kinds.KINDS`: what it is about, then what stands beside it."""
    return tuple(kind for kind in _SUBJECT_FIRST if (data["kind"] == KINDS[kind].label).any())


def csv(data: pd.DataFrame) -> str:
    """The frame as CSV without columns that are empty throughout."""
    return data.dropna(axis="columns", how="all").to_csv(index=False, float_format="%.6g", lineterminator="\n")


def marks(data: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, their columns as attributes."""
    yield from data.itertuples()


def ends_of(name: str) -> tuple[float, float]:
    """Both ends of a result's interval. Raises ValueError where it has none."""
    found = results.find(name)
    if found.low is None or found.high is None:
        raise ValueError(f"{name} has no interval")
    return found.low, found.high


def of_result(name: str, label: str, unit: str = SHARE, **more: Any) -> Row:
    """A result's interval as a row. Raises ValueError where it has none."""
    found, (low, high) = results.find(name), ends_of(name)
    return {
        "label": templates.fill(label),
        "kind": KINDS[found.kind].label,
        "printed": found.text,
        "low": low,
        "high": high,
        "unit": unit,
        "base": found.base,
        "result": found.id,
        **more,
    }


def of_claim(claim: Claim, label: str, **more: Any) -> Row:
    """A published figure with its reading as a row; a rank that is not settled has no value."""
    low, high = float(claim.low), float(claim.high)
    settled = claim.measure != "rank" or low == high
    return {
        "label": templates.fill(label),
        "kind": KINDS["published"].label,
        "printed": claim.as_printed,
        "value": (low + high) / 2 if settled else None,
        "low": low,
        "high": high,
        "unit": UNITS[claim.measure],
        "base": claim.base,
        "note": "low and high are the reading" + (", value its middle" if settled and low != high else ""),
        "result": claim.id,
        **more,
    }


def of_answers(answers: pd.DataFrame, topic: str) -> list[Row]:
    """Answers of other surveys, in the form of `surveys.answers` with `comparable`, as rows."""
    return [
        {
            "label": answer["label"],
            "kind": KINDS["other"].label,
            "printed": results.find(f"others.{row}").text,
            "value": answer["share"],
            "low": answer["low"],
            "high": answer["high"],
            "unit": SHARE,
            "base": answer["population"],
            "n": answer["n"],
            "result": f"others.{row}",
            "topic": topic,
            "question": answer["wording"],
            "professional_group": answer["professional_group"],
            "year": answer["year"],
            "years_ahead": answer["horizon_years"],
            "comparable": "yes" if answer["comparable"] else "no, context only",
        }
        for row, answer in zip(answers.index, answers.to_dict("records"), strict=True)
    ]


def of_prediction(pooled: Pooled, topic: str) -> Row:
    """Where a new survey would fall, by the prediction interval of the surveys that are pooled."""
    low, high = pooled.prediction
    held = {"kind": KINDS["other"].label, "unit": SHARE, "topic": topic}
    return {**held, "label": "A new survey, 95% range", "low": low, "high": high}
