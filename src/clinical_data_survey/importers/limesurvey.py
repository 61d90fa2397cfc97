"""LimeSurvey: a CSV of responses, with question codes as headings and answers as codes or in full.

`submitdate` is empty while a response is unfinished. A multiple-choice question has one column an answer, Y or empty;
in a full export Yes, No, or N/A where the question was not shown, in the language of the export. A ranking has one
column a position, which holds the answer at that position.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clinical_data_survey.importers.export import Export, first_of, text_export
from clinical_data_survey.importers.mapping import Condition, ReadOptions, Rules

SIGNS = ("submitdate", "lastpage", "startlanguage")
SELECTED, NOT_SELECTED = ("Y", "Yes", "Ja"), ("N", "No", "Nee")
NOT_SHOWN = ("N/A", "N.v.t.", "NVT", "n.v.t")


def open_export(path: Path, source: ReadOptions) -> Export:
    """A LimeSurvey CSV of responses. Raises DataError as `delimited` does."""
    export, _ = text_export(path, source, "limesurvey")
    return replace(export, rules=_rules(export.columns))


def _rules(columns: tuple[str, ...]) -> Rules:
    complete = Condition("submitdate", None) if "submitdate" in columns else None
    person = first_of(columns, "token", "id")
    return Rules(complete=complete, same_person=(person,) if person else ())
