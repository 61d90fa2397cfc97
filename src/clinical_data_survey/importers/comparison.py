"""What to hold against the survey tool's own summary, and what would look different there if the mapping were wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clinical_data_survey.importers.mapping import NOTHING_SELECTED, ItemMapping
from clinical_data_survey.survey.answers import SEVERAL, Answers
from clinical_data_survey.wording import percent

_ANSWERED = 0


@dataclass(frozen=True)
class MostFrequent:
    """An item's most frequent answer, in a ranking the one most often put first: its label, how many of how many.

    `level` is empty where nobody answered.
    """

    item: str
    level: str
    count: int
    base: int

    @property
    def share(self) -> str:
        """The share as a percentage, a dash where nobody answered."""
        return percent(self.count / self.base) if self.base else "–"


def most_frequent(answers: Answers) -> MostFrequent:
    """The most frequent answer among those who answered; of equals the first in the questionnaire's order."""
    given = answers.values[answers.states == _ANSWERED]
    if not len(given):
        return MostFrequent(answers.item.id, "", 0, 0)
    return _first_of(answers, _counts(answers, given), len(given))


def if_wrong(answers: Answers, entry: ItemMapping) -> str | None:
    """What the tool's summary would show if this entry were wrong in the way that is easiest to overlook."""
    given = answers.values[answers.states == _ANSWERED]
    found = most_frequent(answers)
    if not found.base:
        return None
    if answers.item.type == "ranking":
        lasts = (given == given.max(axis=1, keepdims=True)) & (given > 0)
        other = _first_of(answers, lasts.sum(axis=0), found.base)
        return (
            f"{found.item}: if 1 marked the worst answer, '{other.level}' would be most often first ({other.share}), "
            f"not '{found.level}' ({found.share})."
        )
    if entry.when_empty == NOTHING_SELECTED:
        ticked = int((given > 0).any(axis=1).sum())
        return (
            f"{found.item}: if a row without a tick meant that nobody was asked, the base would be {ticked:,}, "
            f"not {found.base:,}."
        )
    if _in_order(entry, answers):
        other = _first_of(answers, _counts(answers, given)[::-1], found.base)
        return (
            f"{found.item}: if its codes ran the other way, '{other.level}' would lead ({other.share}), "
            f"not '{found.level}' ({found.share})."
        )
    return None


def if_unfinished_counted(kept: int, dropped: Mapping[str, int], reason: str) -> str | None:
    """How many rows would be kept if unfinished responses counted."""
    lost = dropped.get(reason, 0)
    return f"Rows: if unfinished responses counted, {kept + lost:,} would be kept, not {kept:,}." if lost else None


def _first_of(answers: Answers, counts: np.ndarray, base: int) -> MostFrequent:
    place = int(np.argmax(counts))
    return MostFrequent(answers.item.id, answers.item.levels[place].en, int(counts[place]), base)


def _counts(answers: Answers, given: np.ndarray) -> np.ndarray:
    """How many gave each level, shape (levels,); in a ranking how many put it first."""
    if answers.item.type == "ranking":
        return np.asarray((given == 1).sum(axis=0))
    if answers.item.type in SEVERAL:
        return np.asarray((given > 0).sum(axis=0))
    return np.bincount(given[given >= 0], minlength=len(answers.item.levels))


def _in_order(entry: ItemMapping, answers: Answers) -> bool:
    """Whether the codes are the numbers of the answers, so that nothing but their order says what they mean."""
    numbers = {str(place): level.id for place, level in enumerate(answers.item.levels, 1)}
    return dict(entry.codes) == numbers
