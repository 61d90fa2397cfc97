"""REDCap: a CSV of records, with codes or labels as headings and answers, and beside it the data dictionary.

The dictionary holds the codes and their labels. With labels as headings a checkbox is `Question (choice=Answer)`, and
the form's status `Complete?`.

A checkbox has one column an answer, `field___code`, 0 or 1 and never empty: whether it was seen, only the form's status
(`form_complete`, 2 where complete) tells. Missing-data codes of the project stand among the codes of a field and, for
checkboxes, as columns of their own, such as `field___ref`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.files import delimited
from clinical_data_survey.importers.export import Export, ReadColumn, first_of, text_export
from clinical_data_survey.importers.mapping import Condition, ReadOptions, Rules

COMPLETE = ("2", "Complete")
STATUS = re.compile(r"^(?:.+_complete|Complete\?)$")
CHOICE_HEADING = re.compile(r"^(?P<stem>.+?)\s*\(choice=(?P<end>.+)\)\s*$", re.S)
FIELD = ("Variable / Field Name", "field_name")
LABEL = ("Field Label", "field_label")
CHOICES = ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations")
_CHOICE = re.compile(r"\s*(-?\w+)\s*,\s*(.*?)\s*$", re.S)


def open_export(path: Path, source: ReadOptions, beside: Path | None = None) -> Export:
    """A REDCap export; a data dictionary that `source` names is looked for in the folder `beside`.

    Raises DataError as `delimited` does, and where the dictionary is missing or is none.
    """
    export, _ = text_export(path, source, "redcap")
    wording: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    if source.dictionary:
        wording, labels = dictionary((beside or path.parent) / source.dictionary)
    return replace(
        export,
        rules=_rules(export.columns),
        finished=_status(export.columns),
        read_as={column: _read_as(column) for column in export.columns if _read_as(column).end},
        wording={column: wording[_field(column)] for column in export.columns if _field(column) in wording},
        labels={column: labels[_field(column)] for column in export.columns if _field(column) in labels},
    )


def are_redcap(columns: Sequence[str]) -> bool:
    """Whether columns are named as REDCap names them, by codes or by labels."""
    by_label = "Complete?" in columns or any(CHOICE_HEADING.match(column) for column in columns)
    by_code = any("___" in column for column in columns) or ("record_id" in columns and bool(_status(columns)))
    return by_code or by_label


def has_codes_alone(export: Export) -> bool:
    """Whether nothing in an export tells what its codes mean: codes as headings, and no dictionary."""
    return export.tool == "redcap" and not export.labels and "Complete?" not in export.columns


def told_by(export: Export, answers: Sequence[str]) -> tuple[str, ...]:
    """The status of each form that holds one of the columns `answers`: a form's columns stand before its status."""
    places = [export.columns.index(name) for name in answers if name in export.columns]
    ends = [export.columns.index(name) for name in export.finished]
    closing = {min((end for end in ends if end > place), default=None) for place in places}
    return tuple(export.columns[end] for end in sorted(end for end in closing if end is not None))


def _read_as(column: str) -> ReadColumn:
    match = CHOICE_HEADING.match(column)
    if match:
        return ReadColumn(match["stem"], match["end"])
    stem, _, end = column.partition("___")
    return ReadColumn(stem, end)


def _status(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in columns if STATUS.match(name) and "___" not in name)


def _field(column: str) -> str:
    return column.split("___", 1)[0]


def code_of(column: str, codes: Mapping[str, str]) -> str | None:
    """The code whose tick a checkbox column holds: columns are in lower case and '-' is written as '_'."""
    if "___" not in column:
        return None
    ending = column.split("___", 1)[1]
    return next((code for code in codes if code.lower().replace("-", "_") == ending), ending)


def _rules(columns: tuple[str, ...]) -> Rules:
    status = _status(columns)
    person = first_of(columns, "record_id", "Record ID", columns[0])
    again = ("redcap_event_name", "redcap_repeat_instance", "Event Name", "Repeat Instance")
    return Rules(
        complete=Condition(status[0], COMPLETE) if status else None,
        same_person=(person, *(name for name in again if name in columns)) if person else (),
    )


def dictionary(path: Path) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The label of each field, and the label of each of its codes.

    Raises DataError where the file is missing or is no data dictionary.
    """
    form = delimited.sniff(path)
    names = delimited.header(path, form)
    places = [next((names.index(name) for name in kind if name in names), None) for kind in (FIELD, LABEL, CHOICES)]
    if None in places:
        remedy = "Download it in REDCap under 'Project Setup > Data Dictionary'."
        raise DataError([Problem(path, "this is no REDCap data dictionary.", remedy, 1)])
    field, label, choices = (place for place in places if place is not None)
    rows = [row for row in delimited.records(path, form) if len(row) == len(names)][1:]
    return {row[field]: row[label] for row in rows}, {
        row[field]: _choices(row[choices]) for row in rows if row[choices]
    }


def _choices(text: str) -> dict[str, str]:
    """'1, Yes | 2, No' as codes and labels."""
    matches = [_CHOICE.match(part) for part in text.split("|")]
    return {match[1]: match[2] for match in matches if match}
