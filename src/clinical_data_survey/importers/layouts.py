"""Every layout in which survey tools hold an item's answers, read into one form.

| layout | one column holds | found in |
|---|---|---|
| one_column | the code of the answer | all tools, single and ordinal items |
| tick_columns | whether a level is ticked | LimeSurvey, REDCap, SPSS dichotomies, Qualtrics split |
| ticks_in_cell | the codes of all ticked levels | Qualtrics, form tools |
| choice_columns | the code of one ticked level, in no order | SPSS multiple-response categories |
| position_columns | the code of the level at a position | LimeSurvey rankings |
| rank_columns | the rank of a level | Qualtrics, REDCap and SPSS rankings |
| order_in_cell | the codes of the ranked levels, best first | form tools |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clinical_data_survey.importers.mapping import (
    CHOICE_COLUMNS,
    MISSING,
    NOTHING_SELECTED,
    ONE_COLUMN,
    ORDER_IN_CELL,
    POSITION_COLUMNS,
    RANK_COLUMNS,
    TICK_COLUMNS,
    TICKS_IN_CELL,
    ItemMapping,
)
from clinical_data_survey.survey.answers import STATES
from clinical_data_survey.survey.questionnaire import Item
from clinical_data_survey.survey.responses import EMPTY, UNKNOWN, Fault, coded, proper_ranks, unknown

_STATE_CODES = {name: -10 - place for place, name in enumerate(MISSING)}
_WHOLE = re.compile(r"^(-?\d+)\.0+$")


@dataclass(frozen=True)
class Decoded:
    """One item's answers as the export gives them, before base and completeness are looked at.

    `values` as in `answers.Answers`; `states` holds positions in `answers.STATES`; `blank`, shape (n,), says which
    rows hold no cell at all.
    """

    item: Item
    values: np.ndarray
    states: np.ndarray
    blank: np.ndarray
    faults: tuple[Fault, ...]


def tidy(word: object) -> str:
    """A cell's text without surrounding space, non-breaking space and the '.0' that makes a code of a number."""
    text = str(word).replace("\xa0", " ").strip()
    whole = _WHOLE.match(text)
    return whole[1] if whole else text


def decode(cells: pd.DataFrame, entry: ItemMapping, item: Item, missing: Mapping[str, Sequence[str]]) -> Decoded:
    """An item's cells, categories of text, as answers; `missing` are the codes of missing answers for all items.

    Raises KeyError where a column is absent from `cells`.
    """
    marks = dict(missing) | dict(entry.missing)
    special = {tidy(word): _STATE_CODES[state] for state, words in marks.items() for word in words}
    special |= {tidy(word): EMPTY for word in ("", *entry.empty)}
    return _with_marks(_DECODERS[entry.layout](cells, entry, item, special), cells, entry)


def codes_of(text: pd.Series, table: Mapping[str, int]) -> np.ndarray:
    """The number that `table` gives each cell's word, UNKNOWN where it gives none; case counts only where it must."""
    folded = {word.casefold(): number for word, number in reversed(list(table.items()))}

    def code(word: str) -> int:
        return table.get(tidy(word), folded.get(tidy(word).casefold(), UNKNOWN))

    return coded(text, code)


def _level_codes(entry: ItemMapping, item: Item) -> dict[str, int]:
    place = {level.id: position for position, level in enumerate(item.levels)}
    return {tidy(code): place[level] for code, level in entry.codes.items()}


def _faults(text: pd.Series, numbers: np.ndarray, column: str, what: str) -> tuple[Fault, ...]:
    """One fault for each word that is unknown in a column."""
    return tuple(Fault(rows, column, word, what) for word, rows in unknown(text, numbers))


def _states(numbers: np.ndarray) -> np.ndarray:
    """What the cells of each row say of a missing answer, shape (n,): a position in STATES, -1 for nothing said."""
    lowest = numbers.min(axis=1)
    said = np.full(len(numbers), -1, dtype=np.int8)
    for name, code in _STATE_CODES.items():
        said[lowest == code] = 0 if name == NOTHING_SELECTED else STATES.index(name)
    return said


def _settled(
    item: Item, values: np.ndarray, given: np.ndarray, numbers: np.ndarray, faults: Sequence[Fault]
) -> Decoded:
    """Answers where any are given; else the reason that a cell gives; else unanswered."""
    said = _states(numbers)
    states = np.where(given, 0, np.where(said >= 0, said, 1)).astype(np.int8)
    return Decoded(item, values, states, (numbers == EMPTY).all(axis=1), tuple(faults))


def _one_column(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    column = entry.columns[0]
    numbers = codes_of(cells[column], dict(special) | _level_codes(entry, item))
    faults = _faults(cells[column], numbers, column, f"is no code of '{item.id}'")
    return _settled(item, np.where(numbers >= 0, numbers, -1), numbers >= 0, numbers[:, None], faults)


def _tick_columns(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    table = dict(special) | {tidy(w): 0 for w in entry.not_selected} | {tidy(w): 1 for w in entry.selected}
    numbers, faults = _by_column(cells, entry, table, f"is no word for a tick of '{item.id}'")
    values = np.zeros((len(cells), len(item.levels)), dtype=np.int8)
    place = {level.id: position for position, level in enumerate(item.levels)}
    for source, level in enumerate(entry.levels):
        values[:, place[level]] |= (numbers[:, source] == 1).astype(np.int8)
    return _settled(item, values, np.any(numbers >= 0, axis=1), numbers, faults)


def _by_column(
    cells: pd.DataFrame, entry: ItemMapping, table: Mapping[str, int], what: str
) -> tuple[np.ndarray, list[Fault]]:
    """The numbers of each of the item's columns, shape (n, columns), and their faults."""
    numbers = [codes_of(cells[column], table) for column in entry.columns]
    faults = [
        fault
        for column, found in zip(entry.columns, numbers, strict=True)
        for fault in _faults(cells[column], found, column, what)
    ]
    return np.column_stack(numbers), faults


def _choice_columns(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    numbers, faults = _by_column(cells, entry, dict(special) | _level_codes(entry, item), f"is no code of '{item.id}'")
    values = np.zeros((len(cells), len(item.levels)), dtype=np.int8)
    for level in range(len(item.levels)):
        values[:, level] = (numbers == level).any(axis=1)
    return _settled(item, values, np.any(numbers >= 0, axis=1), numbers, faults)


def _position_columns(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    numbers, faults = _by_column(cells, entry, dict(special) | _level_codes(entry, item), f"is no code of '{item.id}'")
    ranks = np.zeros((len(cells), len(item.levels)), dtype=np.int8)
    chosen = np.zeros_like(ranks)
    for position in range(numbers.shape[1]):
        for level in range(len(item.levels)):
            here = numbers[:, position] == level
            ranks[here, level] = position + 1
            chosen[here, level] += 1
    twice = np.any(chosen > 1, axis=1)
    decoded = _settled(item, ranks, np.any(numbers >= 0, axis=1), numbers, faults)
    return _checked_ranks(decoded, entry.columns[0], twice)


def _rank_columns(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    table = dict(special) | {str(rank): rank for rank in range(1, len(item.levels) + 1)}
    numbers, faults = _by_column(cells, entry, table, f"is no rank of '{item.id}' from 1 to {len(item.levels)}")
    ranks = np.zeros((len(cells), len(item.levels)), dtype=np.int8)
    place = {level.id: position for position, level in enumerate(item.levels)}
    for source, level in enumerate(entry.levels):
        ranks[:, place[level]] = np.maximum(numbers[:, source], 0)
    decoded = _settled(item, ranks, np.any(numbers >= 0, axis=1), numbers, faults)
    return _checked_ranks(decoded, entry.columns[0], np.zeros(len(cells), dtype=bool))


def _checked_ranks(decoded: Decoded, column: str, twice: np.ndarray) -> Decoded:
    """The same answers with a fault where ranks are tied, skipped or given twice."""
    known = np.ones(len(twice), dtype=bool)
    for fault in decoded.faults:
        known[fault.rows] = False
    wrong = np.flatnonzero(known & (twice | ~proper_ranks(decoded.values)))
    if not len(wrong):
        return decoded
    what = f"the ranks of '{decoded.item.id}' are not first, second and so on, each once"
    fault = Fault(wrong, column, "", what)
    return Decoded(decoded.item, decoded.values, decoded.states, decoded.blank, (*decoded.faults, fault))


def listed(word: str, separator: str, table: Mapping[str, int]) -> list[int] | None:
    """The numbers of the codes in a cell, in order; None where one is unknown. A code may hold the separator itself."""
    parts = word.split(separator)
    found: list[int] = []
    start = 0
    while start < len(parts):
        if not parts[start].strip():
            start += 1
            continue
        ends = range(len(parts), start, -1)
        match = next((end for end in ends if tidy(separator.join(parts[start:end])) in table), None)
        if match is None:
            return None
        found.append(table[tidy(separator.join(parts[start:match]))])
        start = match
    return found


def _in_cell(
    cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]
) -> tuple[np.ndarray, np.ndarray, list[list[int]], list[Fault]]:
    """For each row the number of its cell (0 for a list of codes) and of its word; for each word its list of codes."""
    column, table = entry.columns[0], _level_codes(entry, item)
    text = cells[column]
    words = [tidy(word) for word in text.cat.categories]
    lists = [None if word in special else listed(word, entry.separator, table) for word in words]
    number = [special.get(word, UNKNOWN if found is None else 0) for word, found in zip(words, lists, strict=True)]
    codes = text.cat.codes.to_numpy()
    numbers = np.array([*number, EMPTY])[codes]
    faults = list(_faults(text, numbers, column, f"is no list of codes of '{item.id}'"))
    return numbers, codes, [found or [] for found in lists] + [[]], faults


def _ticks_in_cell(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    numbers, codes, lists, faults = _in_cell(cells, entry, item, special)
    by_word = np.zeros((len(lists), len(item.levels)), dtype=np.int8)
    for place, found in enumerate(lists):
        by_word[place, found] = 1
    return _settled(item, by_word[codes], numbers == 0, numbers[:, None], faults)


def _order_in_cell(cells: pd.DataFrame, entry: ItemMapping, item: Item, special: Mapping[str, int]) -> Decoded:
    numbers, codes, lists, faults = _in_cell(cells, entry, item, special)
    by_word = np.zeros((len(lists), len(item.levels)), dtype=np.int8)
    for place, found in enumerate(lists):
        by_word[place, found] = np.arange(1, len(found) + 1)
    twice = np.array([len(set(found)) < len(found) for found in lists])[codes]
    decoded = _settled(item, by_word[codes], numbers == 0, numbers[:, None], faults)
    return _checked_ranks(decoded, entry.columns[0], twice)


def _with_marks(decoded: Decoded, cells: pd.DataFrame, entry: ItemMapping) -> Decoded:
    """The same answers, marked as missing where a column for that reason is ticked."""
    states, blank = decoded.states.copy(), decoded.blank.copy()
    table = {"": EMPTY, "0": 0, "1": 1, "Checked": 1, "Unchecked": 0}
    faults = list(decoded.faults)
    for state, column in entry.missing_columns.items():
        numbers = codes_of(cells[column], table)
        faults += _faults(cells[column], numbers, column, "is no word for a tick")
        ticked = numbers == 1
        states[ticked] = 0 if state == NOTHING_SELECTED else STATES.index(state)
        blank &= ~ticked
    return Decoded(decoded.item, decoded.values, states, blank, tuple(faults))


_DECODERS = {
    ONE_COLUMN: _one_column,
    TICK_COLUMNS: _tick_columns,
    TICKS_IN_CELL: _ticks_in_cell,
    CHOICE_COLUMNS: _choice_columns,
    POSITION_COLUMNS: _position_columns,
    RANK_COLUMNS: _rank_columns,
    ORDER_IN_CELL: _order_in_cell,
}
