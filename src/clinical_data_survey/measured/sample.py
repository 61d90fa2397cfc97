"""One wave's answers as codes, read once: what every statistic of this package is computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clinical_data_survey.survey.answers import Answers, Floats, Truths
from clinical_data_survey.survey.questionnaire import Questionnaire
from clinical_data_survey.survey.responses import WEIGHT, columns_of, read_item
from clinical_data_survey.survey.wave import Wave


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
class Sample:
    """The answers of n respondents, item by item, and their weights where the wave has any.

    `weights` has shape (n,) and mean 1, or is None: then every respondent counts alike.
    An item that the wave does not hold is absent from `answers`.
    """

    size: int
    answers: Mapping[str, Answers]
    weights: Floats | None = None

    @classmethod
    def of(cls, wave: Wave) -> Sample:
        """The sample of a wave: its answers as they were read, its weights scaled to a mean of 1."""
        return cls(len(wave.ids), wave.answers, None if wave.weights is None else _scaled(wave.weights))

    @classmethod
    def read(cls, responses: pd.DataFrame, questionnaire: Questionnaire) -> Sample:
        """The sample of a frame with one row a respondent and the columns that the questionnaire's items ask.

        Single and ordinal items have one column of level ids; multiple-response items one column of 0 and 1 a level
        and rankings one column of ranks a level, named `item__level`; a level without a column was given by nobody.
        Empty, `not_asked` and `refused` are no answer.
        Raises ValueError that names the column and the value where a value is none of these.
        """
        answers = {}
        for item in questionnaire.items:
            columns = columns_of(item)
            if set(columns) & set(responses.columns):
                answers[item.id], faults = read_item(responses.reindex(columns=columns), item)
                for fault in faults:
                    if fault.value:
                        what = f"column '{fault.column}' holds '{fault.value}', which the questionnaire does not offer"
                        raise ValueError(what)
        weights = (
            pd.to_numeric(responses[WEIGHT], errors="coerce").to_numpy(dtype=float) if WEIGHT in responses else None
        )
        return cls(len(responses), answers, None if weights is None else _scaled(weights))

    def part(self, rows: slice) -> Sample:
        """Some of the respondents as a sample of their own, their weights on the scale of the whole."""
        answers = {item: answer.part(rows) for item, answer in self.answers.items()}
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
            inside &= self.answers[domain.item].gave(*domain.levels)
        return inside


def _scaled(weights: Floats) -> Floats:
    """Weights scaled to a mean of 1. Raises ValueError that names the first respondent whose weight is none."""
    wrong = ~(np.isfinite(weights) & (weights > 0))
    if wrong.any():
        raise ValueError(f"the weight of respondent {int(wrong.argmax()) + 1} is not a positive number")
    return weights / weights.mean() if len(weights) else weights
