"""What stands behind the tables of other surveys: a second reading of each item, searches, figures left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from statsmodels.stats.inter_rater import cohens_kappa

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.files.tables import NOT_EMPTY, check_table, one_of, read_table, text_columns
from clinical_data_survey.others import surveys
from clinical_data_survey.others.tables import OtherSurveys
from clinical_data_survey.paths import COMPARATOR_LEFT_OUT, COMPARATOR_SECOND_READING, EVIDENCE_SEARCHES

SECOND_SCHEMA = pa.DataFrameSchema(
    text_columns({"result_id": [NOT_EMPTY], "fit": [one_of(("direct", "near", "proxy"))], "why": []}),
    unique=["result_id"],
)
LEFT_OUT_SCHEMA = pa.DataFrameSchema(
    text_columns({name: [NOT_EMPTY] for name in ("survey", "item", "printed", "reason")})
)
SEARCH_SCHEMA = pa.DataFrameSchema(
    text_columns({name: [NOT_EMPTY] for name in ("sought", "searched", "words", "day", "found")})
)
REMEDIES = {
    "result_id": "the number of a figure or a union.",
    "fit": "direct, near or proxy.",
    "why": "why the item is not direct; empty for a direct item.",
    "survey": "the survey.",
    "item": "the item in a few words of your own.",
    "printed": "the figure as printed.",
    "reason": "why it is not taken in.",
    "sought": "what was looked for.",
    "searched": "where.",
    "words": "the words of the search.",
    "day": "the day, such as 2026-11-24, or not noted.",
    "found": "what was found.",
}


@cache
def second(path: Path = COMPARATOR_SECOND_READING) -> pd.DataFrame:
    """The second reading: `fit` and `why` of each item, indexed by `result_id`.

    Raises DataError where an item is named that is not of a close or partial study.
    """
    frame = _checked(path, SECOND_SCHEMA)
    strange = frame[~frame["result_id"].isin(_due(surveys.load()).index)]
    if not strange.empty:
        what, remedy = "is no item of a close or partial study.", "Remove the row, or mend its number."
        rows = strange["result_id"].items()
        raise DataError([Problem(path, f"{name} {what}", remedy, int(str(row)), "result_id") for row, name in rows])
    return frame.set_index("result_id")


def unread() -> list[str]:
    """The items that could be compared and have not been read a second time."""
    return sorted(set(_due(surveys.load()).index) - set(second().index))


def _due(others: OtherSurveys) -> pd.DataFrame:
    """The answers that a second reading classes: of close or partial studies, as printed or added up."""
    found = surveys.answers(others)
    return found[
        found["comparability"].isin(surveys.COMPARABLE_CLASSES)
        & (found["fit"] != "part")
        & (found["direction"] != "flipped")
    ]


def compared() -> pd.DataFrame:
    """Both readings of each item: columns of `answers`, with `second_fit` and `second_why`."""
    return _due(surveys.load()).join(second().add_prefix("second_"), how="inner")


def disagreements() -> pd.DataFrame:
    """The items that the two readings class differently, in the form of `compared`."""
    both = compared()
    return both[both["fit"] != both["second_fit"]]


@dataclass(frozen=True)
class Agreement:
    """How far two readings agree beyond chance: Cohen's kappa, with a 95 % interval, and the items classed alike."""

    kappa: float
    interval: tuple[float, float]
    alike: int


def agreement() -> Agreement:
    """Cohen's kappa of both readings (Cohen 1960, doi 10.1177/001316446002000104), its interval by the delta method."""
    both = compared()
    classes = sorted({*both["fit"], *both["second_fit"]})
    table = pd.crosstab(both["fit"], both["second_fit"]).reindex(index=classes, columns=classes, fill_value=0)
    found = cohens_kappa(table.to_numpy())
    alike = int((both["fit"] == both["second_fit"]).sum())
    return Agreement(float(found.kappa), (float(found.kappa_low), float(found.kappa_upp)), alike)


@cache
def as_read_second() -> OtherSurveys:
    """The tables of other surveys with the classes of the second reading."""
    first = surveys.load()
    results, unions = first.results.copy(), first.unions.copy()
    for table in (results, unions):
        table["fit"] = second()["fit"].reindex(table.index).fillna(table["fit"])
    return replace(first, results=results, unions=unions)


def left_out() -> pd.DataFrame:
    """Figures that were found and not taken in, with the reason."""
    return _checked(COMPARATOR_LEFT_OUT, LEFT_OUT_SCHEMA)


def searches() -> pd.DataFrame:
    """What was looked for, where, with which words, on which day, and what was found."""
    return _checked(EVIDENCE_SEARCHES, SEARCH_SCHEMA)


def _checked(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    frame = read_table(path)
    check_table(frame, schema, path, REMEDIES)
    return frame
