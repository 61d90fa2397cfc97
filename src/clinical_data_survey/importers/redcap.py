"""REDCap: a raw CSV of records, and beside it the data dictionary, which holds the codes and their labels.

A checkbox has one column an answer, `field___code`, 0 or 1 and never empty: whether it was seen, only the form's status
(`form_complete`, 2 where complete) tells. Missing-data codes of the project stand among the codes of a field and, for
checkboxes, as columns of their own, such as `field___ref`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.files import delimited
from clinical_data_survey.importers.export import Export, first_of, text_export
from clinical_data_survey.importers.mapping import Condition, ReadOptions, Rules

COMPLETE = ("2", "Complete")
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
        wording={column: wording[_field(column)] for column in export.columns if _field(column) in wording},
        labels={column: labels[_field(column)] for column in export.columns if _field(column) in labels},
    )


def _field(column: str) -> str:
    return column.split("___", 1)[0]


def code_of(column: str, codes: Mapping[str, str]) -> str | None:
    """The code whose tick a checkbox column holds: columns are in lower case and '-' is written as '_'."""
    if "___" not in column:
        return None
    ending = column.split("___", 1)[1]
    return next((code for code in codes if code.lower().replace("-", "_") == ending), ending)


def _rules(columns: tuple[str, ...]) -> Rules:
    status = [name for name in columns if name.endswith("_complete") and "___" not in name]
    person = first_of(columns, "record_id", columns[0])
    repeated = [name for name in ("redcap_event_name", "redcap_repeat_instance") if name in columns]
    return Rules(
        complete=Condition(status[0], COMPLETE) if status else None,
        same_person=(person, *repeated) if person else (),
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
