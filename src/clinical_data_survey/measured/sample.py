"""One wave's answers as codes, read once: what every statistic of this package is computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinical_data_survey.survey.questionnaire import Item, Questionnaire
from clinical_data_survey.survey.responses import RESERVED

NO_ANSWER = -1
ITEM_AND_LEVEL = "__"

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class NotEstimable:
    """What cannot be estimated and why: a sentence to print in the estimate's place."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Domain:
    """The respondents who gave one of `levels` (levels or groups of them) as their answer to an item."""

    item: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """Answers to a single or ordinal item: the level's position, `NO_ANSWER` where there is none; shape (n,)."""

    item: Item
    codes: Integers

    @property
    def answered(self) -> Truths:
        """Who gave an answer, shape (n,)."""
        return self.codes != NO_ANSWER

    def gave(self, level_id: str) -> Truths:
        """Who gave that level, or a level of that group, shape (n,)."""
        chosen = np.zeros(len(self.item.levels) + 1, dtype=bool)
        chosen[positions(self.item, level_id)] = True
        return chosen[self.codes]


@dataclass(frozen=True)
class Ticks:
    """Answers to a multiple-response item: who ticked which level, shape (n, levels), and who answered at all."""

    item: Item
    ticked: Truths
    answered: Truths

    def gave(self, level_id: str) -> Truths:
        """Who ticked that level, or at least one level of that group, shape (n,)."""
        members = positions(self.item, level_id)
        return np.asarray(self.ticked[:, members].any(axis=1))


@dataclass(frozen=True)
class Ranks:
    """Answers to a ranking item: ranks from 1, 0 where a level was left unranked, shape (n, levels)."""

    item: Item
    ranks: Integers

    @property
    def answered(self) -> Truths:
        """Who ranked at least one level, shape (n,)."""
        return np.asarray((self.ranks > 0).any(axis=1))

    def gave(self, level_id: str) -> Truths:
        """Who put that level, or a level of that group, first, shape (n,)."""
        return np.asarray((self.ranks[:, positions(self.item, level_id)] == 1).any(axis=1))


Answers = Choices | Ticks | Ranks


@dataclass(frozen=True)
class Sample:
    """The answers of n respondents, item by item, and their weights where the wave has any.

    `weights` has shape (n,) and mean 1, or is None: then every respondent counts alike.
    An item that the wave does not hold is absent from `answers`.
    """

    size: int
    answers: Mapping[str, Answers]
    weights: Floats | None = None

    @classmethod
    def read(cls, responses: pd.DataFrame, questionnaire: Questionnaire) -> Sample:
        """The sample of a wave's responses: one row a respondent, columns as the questionnaire's items ask.

        Single and ordinal items have one column of level ids; multiple-response items one column of 0 and 1 a level
        and rankings one column of ranks a level, named `item__level`. Empty, `not_asked` and `refused` are no answer.
        Raises ValueError that names the column and the value where a value is none of these.
        """
        found = {item.id: _read(responses, item) for item in questionnaire.items}
        answers = {item_id: answer for item_id, answer in found.items() if answer is not None}
        weights = _weights(responses["weight"]) if "weight" in responses.columns else None
        return cls(len(responses), answers, weights)

    def weighted_by(self, weights: Floats) -> Sample:
        """The same answers under other weights, shape (n,), scaled to a mean of 1.

        Raises ValueError where a weight is not a positive number.
        """
        return replace(self, weights=_weights(pd.Series(weights)))

    def part(self, rows: slice) -> Sample:
        """Some of the respondents as a sample of their own, their weights on the scale of the whole."""
        answers = {item: _part(answer, rows) for item, answer in self.answers.items()}
        return Sample(len(range(self.size)[rows]), answers, None if self.weights is None else self.weights[rows])

    @property
    def each_weight(self) -> Floats:
        """A weight a respondent, shape (n,): 1 where the wave has none."""
        return np.ones(self.size) if self.weights is None else self.weights

    def within(self, domains: Sequence[Domain]) -> Truths:
        """Who belongs to every one of the domains, shape (n,). Nobody does where an item is absent."""
        inside = np.ones(self.size, dtype=bool)
        for domain in domains:
            if domain.item not in self.answers:
                return np.zeros(self.size, dtype=bool)
            inside &= np.logical_or.reduce([self.answers[domain.item].gave(level) for level in domain.levels])
        return inside


def _part(answers: Answers, rows: slice) -> Answers:
    arrays = {field.name: getattr(answers, field.name)[rows] for field in fields(answers) if field.name != "item"}
    return replace(answers, **arrays)


def positions(item: Item, level_id: str) -> list[int]:
    """Where the level, or the levels of the group, stand among the item's levels. KeyError where there is none."""
    offered = [level.id for level in item.levels]
    return [offered.index(member) for member in item.level(level_id).levels]


def column(item: Item, level_id: str) -> str:
    """The responses' column of one level of a multiple-response or ranking item."""
    return f"{item.id}{ITEM_AND_LEVEL}{level_id}"


def shown_levels(item: Item) -> tuple[str, ...]:
    """The ids of an item's levels and then of its groups: the rows of its table."""
    return tuple(level.id for level in item.levels + item.groups)


def _read(responses: pd.DataFrame, item: Item) -> Answers | None:
    if item.type in ("single", "ordinal"):
        if item.id not in responses.columns:
            return None
        offered = {level.id: i for i, level in enumerate(item.levels)}
        return Choices(item, _codes(responses[item.id], lambda text: offered.get(text)))
    names = [column(item, level.id) for level in item.levels]
    present = [name for name in names if name in responses.columns]
    if not present:
        return None
    read_cell = {"0": 0, "1": 1}.get if item.type == "multiple-response" else _rank(len(names)).get
    absent = np.full(len(responses), NO_ANSWER)
    cells = np.column_stack([_codes(responses[n], read_cell) if n in present else absent for n in names])
    if item.type == "multiple-response":
        return Ticks(item, cells == 1, (cells != NO_ANSWER).any(axis=1))
    return Ranks(item, np.maximum(cells, 0))


def _rank(levels: int) -> dict[str, int]:
    return {str(rank): rank for rank in range(1, levels + 1)}


def _codes(values: pd.Series, code: Callable[[str], int | None]) -> Integers:
    """One code a respondent; raises ValueError that names the column and the first value that has none."""
    which, found = pd.factorize(values)
    known = [NO_ANSWER if _is_empty(value) else code(_text(value)) for value in found]
    for value, known_code in zip(found, known, strict=True):
        if known_code is None:
            raise ValueError(f"column '{values.name}' holds '{value}', which the questionnaire does not offer")
    return np.array([*known, NO_ANSWER], dtype=np.int64)[which]


def _is_empty(value: Any) -> bool:
    return pd.isna(value) or _text(value) in ("", *RESERVED)


def _text(value: Any) -> str:
    whole = isinstance(value, (float, np.floating)) and float(value).is_integer()
    return str(int(value)) if whole or isinstance(value, (bool, np.bool_)) else str(value).strip()


def _weights(values: pd.Series) -> Floats:
    weights = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    if not len(weights):
        return weights
    if not (np.isfinite(weights) & (weights > 0)).all():
        row = int(np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))[0]) + 1
        raise ValueError(f"the weight of respondent {row} is not a positive number")
    return weights / weights.mean()
