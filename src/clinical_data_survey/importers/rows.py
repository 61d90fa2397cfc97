"""Which rows of an export count: real, complete, each person once; and how many did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.importers.layouts import tidy
from clinical_data_survey.importers.mapping import Condition, ExportMapping

FEW = 4
TEST, PARTIAL, DUPLICATE, NOTHING = "tests or spam", "not completed", "repeated responses", "answered nothing"


@dataclass(frozen=True)
class ChosenRows:
    """`kept` and `complete`, shape (n,) of bools; `dropped` and `kept_though` count rows by reason, each row once."""

    kept: np.ndarray
    complete: np.ndarray
    dropped: dict[str, int]
    kept_though: dict[str, int]


def meets(cells: pd.DataFrame, condition: Condition) -> np.ndarray:
    """Which rows meet a condition, shape (n,) of bools."""
    text = cells[condition.column]
    words = [tidy(word) for word in text.cat.categories]
    if condition.values is None:
        holds = [word != "" for word in words]
    else:
        wanted = {tidy(value).casefold() for value in condition.values}
        holds = [word.casefold() in wanted for word in words]
    return np.array([*holds, False])[text.cat.codes.to_numpy()]


def check_filled(cells: pd.DataFrame, mapping: ExportMapping, path: Path) -> None:
    """Raises DataError where a rule asks for a filled cell of a column that says yes or no in words instead."""
    for name, condition in (("complete", mapping.rules.complete), ("test", mapping.rules.test)):
        if condition is None or condition.values is not None:
            continue
        words = [word for cell in cells[condition.column].cat.categories if (word := tidy(cell))]
        if any(sum(map(str.isdigit, word)) > FEW for word in words):
            continue  # days and times
        if len(words) <= FEW and meets(cells, condition).all() and len(cells) > len(words):
            said = ", ".join(f"'{word}'" for word in words)
            what = f"the rule '{name}' asks whether it is filled, yet every row is, with {said}."
            raise reject(
                path, what, f"Name the words that mean it: '{name}: {{... is: [...]}}'.", None, condition.column
            )


def choose(cells: pd.DataFrame, mapping: ExportMapping) -> ChosenRows:
    """Apply the mapping's rules: tests first, then unfinished responses, then repeated ones."""
    rules, n = mapping.rules, len(cells)
    test = meets(cells, rules.test) if rules.test else np.zeros(n, dtype=bool)
    complete = meets(cells, rules.complete) if rules.complete else np.ones(n, dtype=bool)
    kept = ~test if rules.tests == "drop" else np.ones(n, dtype=bool)
    dropped: dict[str, int] = {}
    though: dict[str, int] = {}
    _count(dropped, though, TEST, test, rules.tests == "drop")
    partial = kept & ~complete
    _count(dropped, though, PARTIAL, partial, rules.partial == "drop")
    if rules.partial == "drop":
        kept &= complete
    again = _repeated(cells, rules.same_person, rules.duplicates, kept)
    _count(dropped, though, DUPLICATE, again, rules.duplicates != "keep_all")
    if rules.duplicates != "keep_all":
        kept &= ~again
    return ChosenRows(kept, complete, dropped, though)


def _count(dropped: dict[str, int], though: dict[str, int], reason: str, rows: np.ndarray, drop: bool) -> None:
    if rows.any():
        (dropped if drop else though)[reason] = int(rows.sum())


def _repeated(cells: pd.DataFrame, columns: Sequence[str], keep: str, among: np.ndarray) -> np.ndarray:
    """Which rows among `among` repeat a person; a row without any mark of a person repeats nobody."""
    again = np.zeros(len(cells), dtype=bool)
    if not columns:
        return again
    keys = cells.loc[among, list(columns)]
    marked = np.logical_or.reduce([(keys[column].astype(str) != "").to_numpy() for column in columns])
    repeated = keys.duplicated(keep="last" if keep == "keep_last" else "first").to_numpy() & marked
    again[np.flatnonzero(among)] = repeated
    return again


def check_one_export(cells: pd.DataFrame, path: Path) -> None:
    """Raises DataError where the header stands again further down: two exports were put below each other."""
    columns = list(cells.columns)[:5]
    again = np.ones(len(cells), dtype=bool)
    for column in columns:
        again &= (cells[column] == column).to_numpy(dtype=bool)
    if again.any():
        raise DataError(
            [
                Problem(
                    path,
                    "the column names stand here again: two exports were put below each other.",
                    "Import each export by itself, with a mapping of its own.",
                    int(cells.index[int(again.argmax())]),
                )
            ]
        )
