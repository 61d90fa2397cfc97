"""Waves for tests, generated: every state of an answer that a tool can hold, in every combination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey import wave as waves_on_disk
from clinical_data_survey.survey.answers import STATES, Answers, answers_of, in_base
from clinical_data_survey.survey.questionnaire import Item
from clinical_data_survey.survey.responses import ID
from clinical_data_survey.survey.wave import Wave

ALL = ("answered", "unanswered", "not_asked", "refused")
EVERYTHING = {"one": ALL, "multiple-response": ALL, "ranking": ALL}
FIRST = "respondent_role"


@st.composite
def waves(
    draw: st.DrawFn, carried: Mapping[str, Sequence[str]] = EVERYTHING, fewest_ticks: int = 0, most: int = 5
) -> Wave:
    """Synthetic waves whose answers are in the states that `carried` names for the type of item.

    The first item is always answered: a respondent who says nothing at all is left out of an import.
    """
    n = draw(st.integers(1, most))
    whole = questionnaire.load()
    held: dict[str, Answers] = {}
    for item in whole.items:
        states = [_state(draw, item, carried) for _ in range(n)]
        values = np.array([_value(draw, item, fewest_ticks) for _ in range(n)])
        codes = np.array([STATES.index(state) for state in states], dtype=np.int8)
        asked = in_base(held, item.base.item, item.base.levels)
        if asked is not None:
            codes[~asked] = STATES.index("not_asked")
        held[item.id] = answers_of(item, values, codes)
    ids = pd.Series([f"r{row}" for row in range(n)], dtype=str)
    about = ("Made up", "synthetic", None, None, None, None)
    return Wave(*about, ids=ids, answers=held, synthetic=np.ones(n, dtype=int))


def _state(draw: st.DrawFn, item: Item, carried: Mapping[str, Sequence[str]]) -> str:
    if item.id == FIRST:
        return "answered"
    return draw(st.sampled_from(carried.get(item.type, carried["one"])))


def _value(draw: st.DrawFn, item: Item, fewest_ticks: int) -> object:
    count = len(item.levels)
    if item.type == "multiple-response":
        ticks = draw(st.lists(st.integers(0, 1), min_size=count, max_size=count))
        return [1] * count if sum(ticks) < fewest_ticks else ticks
    if item.type == "ranking":
        ranks = np.array(draw(st.permutations(range(1, count + 1))))
        return np.where(ranks > draw(st.integers(1, count)), 0, ranks)
    return draw(st.integers(0, count - 1))


def with_responses(wave: Wave, responses: pd.DataFrame) -> Wave:
    """The wave with other responses, read from a frame."""
    return waves_on_disk.from_frame(responses, vars(wave.about))


def answers(wave: Wave) -> pd.DataFrame:
    """A wave's answers without ids, which an import gives anew."""
    return wave.responses.drop(columns=ID)
