"""Cells that mean nothing under a mapping, told to people: shifted rows, dates that a spreadsheet made, odd codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from clinical_data_survey.errors import Problem
from clinical_data_survey.importers.layouts import tidy
from clinical_data_survey.importers.mapping import ExportMapping, ItemMapping
from clinical_data_survey.importers.vocabulary import state_of
from clinical_data_survey.survey.responses import Fault

NAMED = 20
_MONTH = r"(?:jan|feb|mrt|maa|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec|dez|mai)[a-z]*\.?"
_DATE = re.compile(
    rf"^(?:\d{{1,2}}[-/ .]{_MONTH}(?:[-/ .]\d{{2,4}})?|{_MONTH}[-/ .]\d{{1,4}}|"
    r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/]\d{1,2}[-/]\d{4})$",
    re.IGNORECASE,
)


def told(faults: Sequence[Fault], cells: pd.DataFrame, mapping: ExportMapping, path: Path) -> list[Problem]:
    """The problems behind faults, the gravest first: at most `NAMED`, then how many more there are.

    `cells` are the rows that were read, with the row in the file as index.
    """
    if not faults:
        return []
    shifted = _shifted(faults, cells, mapping)
    problems = []
    if shifted.any():
        row = int(cells.index[int(shifted.argmax())])
        problems.append(
            Problem(
                path,
                f"answers stand in the wrong columns: the cells of {_rows(int(shifted.sum()))} look shifted.",
                "Compare the row with its neighbours, mend the export or leave the row out; a cell with an unquoted "
                "separator often is the cause.",
                row,
            )
        )
    for fault in faults:
        left = fault.rows[~shifted[fault.rows]]
        if len(left):
            problems.append(_told(fault, left, cells, path))
    problems.sort(key=lambda problem: problem.row or 0)
    more = len(problems) - NAMED
    if more > 0:
        remedy = "Mend those above first; one wrong code in the mapping often explains many."
        problems = [*problems[:NAMED], Problem(path, f"{more} more kinds of cells cannot be read.", remedy)]
    return problems


def _told(fault: Fault, rows: np.ndarray, cells: pd.DataFrame, path: Path) -> Problem:
    row, times = int(cells.index[rows[0]]), "" if len(rows) == 1 else f" ({_rows(len(rows))})"
    if not fault.value:
        remedy = "Mend the ranks in the export, or clear them."
        return Problem(path, f"{fault.what}{times}.", remedy, row, fault.column)
    shown = fault.value if len(fault.value) <= 40 else fault.value[:39] + "…"
    if _DATE.match(tidy(fault.value)):
        return Problem(
            path,
            f"'{shown}' is a date that a spreadsheet made of an answer, as it makes 5-okt of 5-10{times}.",
            "Export again and import that file without opening it in a spreadsheet, or load it there with this "
            "column as text.",
            row,
            fault.column,
        )
    remedy = "Add it to the mapping of this item, under the answer or the reason for a missing one that it stands for."
    if state := state_of(fault.value):
        remedy += f" It reads like a reason: 'missing: {{{state}: [{shown}]}}'."
    return Problem(path, f"'{shown}' {fault.what}{times}.", remedy, row, fault.column)


def _rows(count: int) -> str:
    return "one row" if count == 1 else f"{count:,} rows"


def _shifted(faults: Sequence[Fault], cells: pd.DataFrame, mapping: ExportMapping) -> np.ndarray:
    """Which rows hold two or more unknown cells whose text is a code of the item in the column before or after."""
    columns = list(mapping.answer_columns)
    place = {column: position for position, column in enumerate(columns)}
    vocabulary = {column: _codes(entry) for entry in mapping.items for column in entry.all_columns}
    votes = np.zeros(len(cells), dtype=np.int64)
    for fault in faults:
        position = place.get(fault.column)
        if position is None or not fault.value:
            continue
        beside = [columns[p] for p in (position - 1, position + 1) if 0 <= p < len(columns)]
        if any(tidy(fault.value) in vocabulary[column] for column in beside):
            votes[fault.rows] += 1
    return votes >= 2


def _codes(entry: ItemMapping) -> frozenset[str]:
    words = [*entry.codes, *entry.selected, *entry.not_selected]
    return frozenset(tidy(word) for word in words)
