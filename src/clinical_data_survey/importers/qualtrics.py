"""Qualtrics: CSV, or TSV in UTF-16, with three header rows: names, wording, and import ids as JSON.

Answers with several ticks stand in one cell ("1,3,4") or, split, in one column an answer that holds its recode value.
A ranking has one column an answer, which holds its rank. `Finished` marks complete responses, `Status` previews, tests
and spam. With the export options that recode seen but unanswered questions, -99 (0 in split columns) says seen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clinical_data_survey.errors import reject
from clinical_data_survey.files import delimited
from clinical_data_survey.importers.export import Export, text_export
from clinical_data_survey.importers.mapping import Condition, ReadOptions, Rules

HEADER_ROWS = 3
IMPORT_ID = '"ImportId"'
FINISHED = ("1", "True", "TRUE", "true", "Waar", "WAAR")
NOT_REAL = ("1", "2", "8", "9", "Survey Preview", "Survey Test", "Spam", "Preview Spam")
SEEN = "-99"


def open_export(path: Path, source: ReadOptions) -> Export:
    """A Qualtrics export. Raises DataError as `delimited` does, and where the three header rows are not there."""
    export, form = text_export(path, source, "qualtrics", HEADER_ROWS)
    first = delimited.head(path, form, HEADER_ROWS)
    if not is_qualtrics(first):
        raise reject(
            path,
            "the third row does not hold Qualtrics' import ids.",
            "Export it again with 'Data & Analysis > Export', without opening it in a spreadsheet in between, "
            "or write the right 'tool' into the mapping.",
            min(len(first), HEADER_ROWS),
        )
    wording = dict(zip(export.columns, (text.strip() for text in first[1]), strict=False))
    return replace(export, wording=wording, rules=_rules(export.columns))


def is_qualtrics(first: list[list[str]]) -> bool:
    """Whether the first rows of a table are Qualtrics' three header rows."""
    return len(first) >= HEADER_ROWS and any(IMPORT_ID in cell for cell in first[2])


def _rules(columns: tuple[str, ...]) -> Rules:
    return Rules(
        complete=Condition("Finished", FINISHED) if "Finished" in columns else None,
        test=Condition("Status", NOT_REAL) if "Status" in columns else None,
        same_person=("ResponseId",) if "ResponseId" in columns else (),
    )
