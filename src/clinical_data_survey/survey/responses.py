"""Answers as a table: one row a respondent, the columns that each type of item takes, and why an answer is missing.

Four things stay apart. An answer may be `not_asked`, `refused`, unanswered (seen, left empty), or, where several may
be ticked, given with nothing ticked. The first two are words in the item's first column; the third is an empty cell
in all its columns; the last is 0 in all its columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from clinical_data_survey.errors import Problem
from clinical_data_survey.survey.questionnaire import Item

NOT_ASKED, REFUSED = "not_asked", "refused"
RESERVED = (NOT_ASKED, REFUSED)
ANSWERED, UNANSWERED = "answered", "unanswered"
STATES = (ANSWERED, UNANSWERED, NOT_ASKED, REFUSED)
SEVERAL = ("multiple-response", "ranking")
ID, WEIGHT, SYNTHETIC = "respondent_id", "weight", "synthetic"
OF_THE_RESPONDENT = (ID, SYNTHETIC, WEIGHT)
_STATE = pd.CategoricalDtype(list(STATES))


def columns_of(item: Item) -> tuple[str, ...]:
    """The columns that an item takes: its id, or one a level as in `barriers__no_barrier`."""
    return tuple(f"{item.id}__{level.id}" for level in item.levels) if item.type in SEVERAL else (item.id,)


def has(responses: pd.DataFrame, item: Item) -> bool:
    """Whether the table holds the item."""
    return set(columns_of(item)) <= set(responses.columns)


def state(responses: pd.DataFrame, item: Item) -> pd.Series:
    """Why an answer is there or not: one of `STATES` a respondent, shape (n,).

    Raises KeyError where the item is absent.
    """
    columns = list(columns_of(item))
    first = responses[columns[0]]
    missing = responses[columns].isna().all(axis=1).to_numpy()
    codes = np.where(missing, 1, 0)
    for word in RESERVED:
        codes[(first == word).to_numpy(dtype=bool, na_value=False)] = STATES.index(word)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=_STATE), index=responses.index, name=item.id)


def numbers(responses: pd.DataFrame, item: Item) -> pd.DataFrame:
    """Ticks (0, 1) or ranks (1 = first) of an item with several answers: shape (n, levels), columns = level ids.

    Cells are floats; NaN where not ranked, not asked, refused or unanswered. Raises KeyError where the item is absent.
    """
    columns = columns_of(item)
    as_numbers = {
        level.id: pd.to_numeric(responses[column], errors="coerce").astype(float)
        for level, column in zip(item.levels, columns, strict=True)
    }
    return pd.DataFrame(as_numbers, index=responses.index)


@dataclass(frozen=True)
class Answers:
    """One item's answers before they are laid out as columns.

    `values` holds, for single and ordinal items, positions of levels, shape (n,), -1 for none; for multiple responses
    0 and 1, for rankings ranks and 0 for not ranked, shape (n, levels). `states` holds positions in `STATES`,
    shape (n,).
    """

    item: Item
    values: np.ndarray
    states: np.ndarray


def laid_out(answers: Answers) -> dict[str, pd.Series | pd.Categorical | np.ndarray]:
    """The columns of an item's answers, by name."""
    item, values, states = answers.item, answers.values, answers.states
    if item.type not in SEVERAL:
        return {item.id: _one_column(item, values, states)}
    spread = values.astype(float)
    spread[states != 0] = np.nan
    if item.type == "ranking":
        spread[spread == 0] = np.nan
    columns: dict[str, pd.Series | pd.Categorical | np.ndarray] = dict(zip(columns_of(item), spread.T, strict=True))
    words = states > 1
    if words.any():
        first = columns_of(item)[0]
        worded = spread[:, 0].astype(object)
        worded[words] = np.array(STATES, dtype=object)[states[words]]
        columns[first] = pd.Series(worded, dtype=object)
    return columns


def dtype_of(item: Item) -> pd.CategoricalDtype:
    """Levels in the questionnaire's order, then the reserved words."""
    return pd.CategoricalDtype([level.id for level in item.levels] + list(RESERVED))


def _one_column(item: Item, values: np.ndarray, states: np.ndarray) -> pd.Categorical:
    count = len(item.levels)
    codes = np.where(states == 0, values, -1)
    codes = np.where(states > 1, count + states - 2, codes)
    return pd.Categorical.from_codes(codes, dtype=dtype_of(item))


def gathered(responses: pd.DataFrame, item: Item) -> Answers:
    """An item's answers as `Answers`, the inverse of `laid_out`. Raises KeyError where the item is absent."""
    states = state(responses, item).cat.codes.to_numpy().astype(np.int8)
    if item.type in SEVERAL:
        return Answers(item, numbers(responses, item).fillna(0).to_numpy(), states)
    column = responses[item.id].astype(dtype_of(item))
    values = column.cat.codes.to_numpy().astype(np.int64)
    return Answers(item, np.where(states == 0, values, -1), states)


def typed(cells: pd.DataFrame, item: Item, path: Path) -> tuple[Answers, list[Problem]]:
    """An item's cells of text as answers, and what is wrong with them; the index of `cells` is the row in the file."""
    columns = columns_of(item)
    texts = [cells[column].astype("category") for column in columns]
    if item.type not in SEVERAL:
        known = {level.id: position for position, level in enumerate(item.levels)}
    else:
        allowed = ("0", "1") if item.type == "multiple-response" else map(str, range(1, len(item.levels) + 1))
        known = {word: int(word) for word in allowed}
    states = np.ones(len(cells), dtype=np.int8)
    values = np.full((len(cells), len(columns)), -1)
    problems = []
    for place, (column, text) in enumerate(zip(columns, texts, strict=True)):
        codes = text.cat.codes.to_numpy()
        words = [str(word).strip() for word in text.cat.categories]
        reserved = RESERVED if place == 0 else ()
        allowed_here = set(known) | set(reserved) | {""}
        number = np.array([known.get(word, -1) for word in words] + [-1])
        special = np.array([STATES.index(word) if word in reserved else 0 for word in words] + [0], dtype=np.int8)
        values[:, place] = number[codes]
        states = np.where(values[:, place] >= 0, 0, states)
        states = np.where(special[codes] > 0, special[codes], states).astype(np.int8)
        problems += _unknown(text, words, allowed_here, path, column, tuple(known) + reserved)
    problems += _inconsistent(item, values, states, cells.index, path)
    filled = np.maximum(values, 0) if item.type in SEVERAL else values[:, 0]
    return Answers(item, filled, states), problems


def _unknown(
    text: pd.Series, words: list[str], allowed: set[str], path: Path, column: str, named: Iterable[str]
) -> list[Problem]:
    codes = text.cat.codes.to_numpy()
    problems = []
    for place, word in enumerate(words):
        rows = np.flatnonzero(codes == place) if word not in allowed else np.array([], dtype=int)
        if len(rows):
            remedy = f"Write one of {', '.join(named)}, or leave the cell empty."
            problems.append(
                Problem(path, f"{word!r} is no answer ({_times(len(rows))}).", remedy, int(text.index[rows[0]]), column)
            )
    return problems


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _inconsistent(item: Item, values: np.ndarray, states: np.ndarray, rows: pd.Index, path: Path) -> list[Problem]:
    """Rows whose columns contradict each other: a first row of each kind is named."""
    if item.type not in SEVERAL:
        return []
    filled = values >= 0
    column = columns_of(item)[0]
    faults = [
        (
            (states > 1) & filled.any(axis=1),
            "the item is marked as not asked or refused, yet other columns of it hold answers",
            "Clear the word, or the other columns.",
        )
    ]
    if item.type == "multiple-response":
        faults.append(
            (
                (states == 0) & ~filled.all(axis=1),
                "some of the item's columns are empty and others are not",
                "Write 0 where an answer was not ticked, or leave all of them empty.",
            )
        )
    else:
        faults.append(
            (
                (states == 0) & ~proper_ranks(np.maximum(values, 0)),
                "the ranks are not 1, 2, 3 and so on, each once",
                "Write 1 for the first, 2 for the second, and leave the others empty.",
            )
        )
    return [
        Problem(path, f"{what} ({_times(int(fault.sum()))}).", remedy, int(rows[int(fault.argmax())]), column)
        for fault, what, remedy in faults
        if fault.any()
    ]


def proper_ranks(ranks: np.ndarray) -> np.ndarray:
    """Whether each row of ranks, shape (n, levels) with 0 for not ranked, is 1 to m each once; shape (n,) of bools."""
    ordered = np.sort(ranks, axis=1)
    depth = (ranks > 0).sum(axis=1)
    count = ranks.shape[1]
    expected = np.maximum(np.arange(1, count + 1)[None, :] - (count - depth)[:, None], 0)
    return (ordered == expected).all(axis=1)
