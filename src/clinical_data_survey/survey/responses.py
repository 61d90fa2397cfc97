"""Answers as a table: one row a respondent, and the columns that each type of item takes.

An answer that was not asked or refused is a word in the item's first column; one left empty is an empty cell in all
its columns; one with nothing ticked is 0 in all its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clinical_data_survey.survey.answers import RESERVED, SEVERAL, STATES, Answers, Truths, answers_of
from clinical_data_survey.survey.questionnaire import Item

ID, WEIGHT, SYNTHETIC = "respondent_id", "weight", "synthetic"
OF_THE_RESPONDENT = (ID, SYNTHETIC, WEIGHT)
EMPTY, UNKNOWN = -1, -2
_MARKS = {word: -10 - STATES.index(word) for word in RESERVED}


@dataclass(frozen=True)
class Fault:
    """Cells that mean nothing: `rows` are positions among the rows that were read, shape (m,)."""

    rows: np.ndarray
    column: str
    value: str
    what: str
    remedy: str = ""


def columns_of(item: Item) -> tuple[str, ...]:
    """The columns that an item takes: its id, or one a level as in `barriers__no_barrier`."""
    return tuple(f"{item.id}__{level.id}" for level in item.levels) if item.type in SEVERAL else (item.id,)


def coded(column: pd.Series, code: Callable[[Any], int]) -> np.ndarray:
    """A number a cell, shape (n,), EMPTY where there is none: each distinct cell is read once."""
    places, words = pd.factorize(column)
    return np.array([*map(code, words), EMPTY], dtype=np.int16)[places]


def unknown(column: pd.Series, numbers: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """Each distinct cell whose number is UNKNOWN, and the positions of its rows."""
    wrong = np.flatnonzero(numbers == UNKNOWN)
    places, words = pd.factorize(column.iloc[wrong])
    return [(str(word), wrong[places == place]) for place, word in enumerate(words)]


def read_item(cells: pd.DataFrame, item: Item) -> tuple[Answers, list[Fault]]:
    """An item's cells, as text or numbers, as answers; and what is wrong with them. KeyError where a column is absent.

    Single and ordinal items hold level ids, multiple responses 0 and 1, rankings ranks.
    """
    known, columns = _words(item) | _MARKS, columns_of(item)
    code, remedy = _lookup(known | {"": EMPTY}), f"Write one of {', '.join(known)}, or leave the cell empty."
    values = np.column_stack([coded(cells[column], code) for column in columns])
    faults = [
        Fault(rows, column, word.strip(), f"{word.strip()!r} is no answer", remedy)
        for column, numbers in zip(columns, values.T, strict=True)
        for word, rows in unknown(cells[column], numbers)
    ]
    said, given = values.min(axis=1), (values >= 0).any(axis=1)
    states = np.where(said <= max(_MARKS.values()), -10 - said, np.where(given, 0, 1))
    faults += _inconsistent(item, values, states)
    return answers_of(item, np.maximum(values, 0) if item.type in SEVERAL else values[:, 0], states), faults


def _words(item: Item) -> dict[str, int]:
    if item.type not in SEVERAL:
        return {level.id: position for position, level in enumerate(item.levels)}
    numbers = range(2) if item.type == "multiple-response" else range(1, len(item.levels) + 1)
    return {str(number): number for number in numbers}


def _lookup(known: Mapping[str, int]) -> Callable[[Any], int]:
    """The number of a cell; whole numbers and truths count as their digits."""

    def code(cell: Any) -> int:
        whole = isinstance(cell, bool | np.bool_) or (
            isinstance(cell, float | np.floating) and float(cell).is_integer()
        )
        return known.get(str(int(cell)) if whole else str(cell).strip(), UNKNOWN)

    return code


def _inconsistent(item: Item, values: np.ndarray, states: np.ndarray) -> list[Fault]:
    """Rows whose columns contradict each other."""
    if item.type not in SEVERAL:
        return []
    given, filled = states == 0, values >= 0
    broken, what, remedy = (
        (
            given & ~filled.all(axis=1),
            "some of the item's columns are empty and others are not",
            "Write 0 where an answer was not ticked, or leave all of them empty.",
        )
        if item.type == "multiple-response"
        else (
            given & ~proper_ranks(np.maximum(values, 0)),
            "the ranks are not 1, 2, 3 and so on, each once",
            "Write 1 for the first, 2 for the second, and leave the others empty.",
        )
    )
    marked = "the item is marked as not asked or refused, yet other columns of it hold answers"
    found = [
        ((states > 1) & filled.any(axis=1), marked, "Clear the word, or the other columns."),
        (broken, what, remedy),
    ]
    column = columns_of(item)[0]
    return [Fault(np.flatnonzero(rows), column, "", what, remedy) for rows, what, remedy in found if rows.any()]


def proper_ranks(ranks: np.ndarray) -> Truths:
    """Whether each row of ranks, shape (n, levels) with 0 for not ranked, is 1 to m each once; shape (n,) of bools."""
    ordered = np.sort(ranks, axis=1)
    depth = (ranks > 0).sum(axis=1)
    count = ranks.shape[1]
    expected = np.maximum(np.arange(1, count + 1)[None, :] - (count - depth)[:, None], 0)
    return np.asarray((ordered == expected).all(axis=1))


def laid_out(answers: Answers) -> dict[str, Any]:
    """The columns of an item's answers, by name; `read_item` reads them back."""
    item, values, states = answers.item, answers.values, answers.states
    if item.type not in SEVERAL:
        # Levels in the questionnaire's order, then the reserved words.
        words = pd.CategoricalDtype([level.id for level in item.levels] + list(RESERVED))
        codes = np.where(states > 1, len(item.levels) + states - 2, values)
        return {item.id: pd.Categorical.from_codes(codes, dtype=words)}
    spread = values.astype(float)
    spread[states != 0] = np.nan
    if item.type == "ranking":
        spread[spread == 0] = np.nan
    columns: dict[str, Any] = dict(zip(columns_of(item), spread.T, strict=True))
    marked = states > 1
    if marked.any():
        worded = spread[:, 0].astype(object)
        worded[marked] = np.array(STATES, dtype=object)[states[marked]]
        columns[columns_of(item)[0]] = pd.Series(worded, dtype=object)
    return columns
