"""LimeSurvey: a CSV of responses, with answers as codes or in full and headings in one of four forms.

`submitdate` is empty while a response is unfinished. A multiple-choice question has one column an answer, Y or empty;
in a full export Yes, No, or N/A where the question was not shown, in the language of the export. A ranking has one
column a position, which holds the answer at that position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from clinical_data_survey.importers import limesurvey_headings
from clinical_data_survey.importers.export import Export, ReadColumn, text_export
from clinical_data_survey.importers.limesurvey_headings import Heading
from clinical_data_survey.importers.mapping import Condition, ReadOptions, Rules

SELECTED, NOT_SELECTED = ("Y", "Yes", "Ja"), ("N", "No", "Nee")
NOT_SHOWN = ("N/A", "N.v.t.", "NVT", "n.v.t")


def open_export(path: Path, source: ReadOptions) -> Export:
    """A LimeSurvey CSV of responses. Raises DataError as `delimited` does."""
    export, _ = text_export(path, source, "limesurvey")
    headings = limesurvey_headings.read(export.columns)
    read_as = {column: ReadColumn(heading.stem, heading.end) for column, heading in headings.items()}
    wording = {column: heading.text for column, heading in headings.items() if heading.text}
    return replace(export, rules=_rules(headings), read_as=read_as, wording=wording)


def _rules(headings: Mapping[str, Heading]) -> Rules:
    columns = {heading.code: column for column, heading in headings.items() if heading.code}
    person = columns.get("token") or columns.get("id")
    return Rules(
        complete=Condition(columns["submitdate"], None) if "submitdate" in columns else None,
        same_person=(person,) if person else (),
    )
