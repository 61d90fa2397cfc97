"""Answers as codes: what each respondent gave to an item, and why an answer is missing.

Four things stay apart: an answer may be not asked, refused, unanswered (seen, left empty), or, where several may be
ticked, given with nothing ticked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clinical_data_survey.survey.questionnaire import Item

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

NO_ANSWER = -1
NOT_ASKED, REFUSED = "not_asked", "refused"
RESERVED = (NOT_ASKED, REFUSED)
ANSWERED, UNANSWERED = "answered", "unanswered"
STATES = (ANSWERED, UNANSWERED, NOT_ASKED, REFUSED)
SEVERAL = ("multiple-response", "ranking")


@dataclass(frozen=True, eq=False)
class Answers(ABC):
    """One item's answers, a row a respondent; made by `answers_of`.

    `values` holds, for single and ordinal items, positions of levels, shape (n,), `NO_ANSWER` for none; for multiple
    responses 0 and 1, for rankings ranks and 0 for not ranked, shape (n, levels). `states` holds positions in
    `STATES`, shape (n,).
    """

    item: Item
    values: NDArray[np.int8]
    states: NDArray[np.int8]

    @property
    def answered(self) -> Truths:
        """Who gave an answer, shape (n,)."""
        return self.states == 0

    @abstractmethod
    def gave(self, *level_ids: str) -> Truths:
        """Who gave one of these levels, or a level of one of these groups, shape (n,)."""

    def part(self, rows: slice | Integers | Truths) -> Answers:
        """The answers of some of the respondents."""
        return replace(self, values=self.values[rows], states=self.states[rows])


class Choices(Answers):
    """Answers to a single or ordinal item."""

    @property
    def codes(self) -> Integers:
        """The level's position, `NO_ANSWER` where there is none; shape (n,)."""
        return self.values.astype(np.int64)

    @property
    def answered(self) -> Truths:
        """Who chose a level, shape (n,)."""
        return self.values != NO_ANSWER

    def gave(self, *level_ids: str) -> Truths:
        """Who chose one of these levels, or a level of one of these groups, shape (n,)."""
        chosen = np.zeros(len(self.item.levels) + 1, dtype=bool)
        chosen[positions(self.item, *level_ids)] = True
        return chosen[self.values]


class Ticks(Answers):
    """Answers to a multiple-response item."""

    @property
    def ticked(self) -> Truths:
        """Who ticked which level, shape (n, levels)."""
        return self.values == 1

    def gave(self, *level_ids: str) -> Truths:
        """Who ticked at least one of these levels, or of the levels of these groups, shape (n,)."""
        return np.asarray((self.values[:, positions(self.item, *level_ids)] == 1).any(axis=1))


class Ranks(Answers):
    """Answers to a ranking item."""

    @property
    def ranks(self) -> NDArray[np.int8]:
        """Ranks from 1, 0 where a level was left unranked, shape (n, levels)."""
        return self.values

    @property
    def answered(self) -> Truths:
        """Who ranked at least one level, shape (n,)."""
        return np.asarray((self.values > 0).any(axis=1))

    def gave(self, *level_ids: str) -> Truths:
        """Who put one of these levels, or a level of one of these groups, first, shape (n,)."""
        return np.asarray((self.values[:, positions(self.item, *level_ids)] == 1).any(axis=1))


def answers_of(item: Item, values: np.ndarray, states: np.ndarray) -> Answers:
    """An item's answers as `Answers` holds them; values of respondents who did not answer are of no account."""
    kind = {"multiple-response": Ticks, "ranking": Ranks}.get(item.type, Choices)
    given = states == 0
    kept = np.where(given, values, NO_ANSWER) if kind is Choices else np.where(given[:, None], values, 0)
    return kind(item, kept.astype(np.int8), states.astype(np.int8))


def positions(item: Item, *level_ids: str) -> list[int]:
    """Where the levels, or the levels of the groups, stand among the item's levels. KeyError where one is none."""
    offered = {level.id: place for place, level in enumerate(item.levels)}
    return [offered[member] for level_id in level_ids for member in item.level(level_id).levels]


def shown_levels(item: Item) -> tuple[str, ...]:
    """The ids of an item's levels and then of its groups: what is counted of it."""
    return tuple(level.id for level in item.levels + item.groups)


def in_base(answers: Mapping[str, Answers], base_item: str | None, levels: Iterable[str]) -> Truths | None:
    """Who gave one of the levels that a base names, shape (n,); None where its item was not asked, or there is none."""
    return answers[base_item].gave(*levels) if base_item in answers and base_item is not None else None
