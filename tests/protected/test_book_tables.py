"""What disclosure control leaves of the book's tables: the headline shares, on waves like those that may come."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from examples import exports
from support.generated import wave as at_random
from support.linear_attack import attack

from clinical_data_survey.disclosure.protection import Policy, Protected, protect
from clinical_data_survey.disclosure.unknown_counts import BASE
from clinical_data_survey.measured import Sample
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.protected.book_tables import (
    BY_CHAPTER,
    CARE,
    COMPARED,
    ROLES,
    SECONDARY,
    TABLES,
    TERTIARY,
    by_care,
)
from clinical_data_survey.survey import questionnaire, wave
from clinical_data_survey.survey.answers import shown_levels
from clinical_data_survey.survey.questionnaire import EVERYONE

FORM = questionnaire.load()
ITEMS = [FORM.item(item) for items in BY_CHAPTER.values() for item in items]
ABOUT = dict.fromkeys(("organisation", "dates", "n_invited", "licence")) | {"title": "Made up", "kind": "synthetic"}
THRESHOLD = Policy().threshold
CLOSE = 1e-6


def synthetic() -> pd.DataFrame:
    return wave.from_table(SYNTHETIC_WAVE, ABOUT).responses


def like_the_synthetic(size: int, seed: int) -> pd.DataFrame:
    return synthetic().sample(size, replace=True, random_state=seed).reset_index(drop=True)


def with_gaps(size: int, seed: int) -> pd.DataFrame:
    """As `like_the_synthetic`, with one in twenty leaving an item unanswered."""
    responses, random = like_the_synthetic(size, seed).astype(object), np.random.default_rng(seed)
    for item in FORM.items:
        if item.id not in ("barriers", "expertise_gap"):
            columns = [name for name in responses if name == item.id or name.startswith(f"{item.id}__")]
            responses.loc[random.random(size) < 0.05, columns] = ""
    return responses


WAVES: dict[str, Callable[[int, int], pd.DataFrame]] = {
    "like the synthetic wave": like_the_synthetic,
    "with gaps": with_gaps,
    "at random": lambda size, seed: at_random(FORM, size, seed),
    "even": lambda size, seed: exports.made_up(size, seed).responses,
}


def protected(responses: pd.DataFrame) -> Protected:
    return protect(Sample.read(responses, FORM), TABLES, Policy())


def counted(responses: pd.DataFrame) -> dict[tuple[str, str, str], int]:
    nothing_hidden = Policy("nothing hidden, for this test", threshold=1, uniform=1)
    return protect(Sample.read(responses, FORM), TABLES, nothing_hidden).counts


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("kind", WAVES)
def test_a_wave_of_three_hundred_shows_its_headline_shares(kind, seed):
    """All that is not small itself, but for one answer beside small ones that would follow from the rest.

    A follow-up that few left empty gives way: their number would follow from the answer that it follows up.
    """
    responses = WAVES[kind](300, seed)
    shown, counts = protected(responses), counted(responses)
    for item in ITEMS:
        asked = sum(counts[(item.base.item, EVERYONE, level)] for level in item.base.levels)
        if 0 < asked - counts[(item.id, EVERYONE, BASE)] < THRESHOLD:
            assert not shown.shows(item.id, BASE)
            continue
        small = sum(
            counts[(item.id, EVERYONE, level.id)]
            for level in item.levels
            if counts[(item.id, EVERYONE, level.id)] < THRESHOLD
        )
        alone = item.type != "multiple-response" and 0 < small < THRESHOLD
        lost = [
            level
            for level in (BASE, *shown_levels(item))
            if not shown.shows(item.id, level) and not 0 < counts[(item.id, EVERYONE, level)] < THRESHOLD
        ]
        assert len(lost) == int(alone), (item.id, lost)


def test_of_the_synthetic_wave_every_item_is_shown_whole_whose_answers_are_many():
    shown, counts = protected(synthetic()), counted(synthetic())
    many = [
        item
        for item in ITEMS
        if not any(0 < counts[(item.id, EVERYONE, level.id)] < THRESHOLD for level in item.levels)
    ]
    assert len(many) > len(ITEMS) / 2
    assert all(shown.shows(item.id, level) for item in many for level in (BASE, *shown_levels(item)))


def test_who_took_part_gives_way_before_a_level_of_care_does():
    """Four clinicians work outside the two levels of care: they are who is left of all clinicians."""
    responses = synthetic()
    outside = (responses["respondent_role"] == "clinician") & ~responses[CARE].isin([SECONDARY, TERTIARY])
    responses.loc[responses.index[outside][THRESHOLD - 1 :], "respondent_role"] = "researcher"
    shown = protected(responses)
    assert not shown.shows(ROLES, "clinician")
    assert shown.shows(ROLES, BASE)
    for item, _ in COMPARED:
        assert all(shown.shows(by_care(item), BASE, group) for group in (SECONDARY, TERTIARY))


@pytest.mark.parametrize("kind", WAVES)
@pytest.mark.parametrize("size", [40, 300])
def test_the_books_tables_withstand_the_attack(kind, size):
    found = protected(WAVES[kind](size, 5))
    system, hidden = found.system, found.suppressed.hidden
    cells = np.flatnonzero(hidden | system.at_risk)
    low, high = attack(system, hidden, cells)
    assert (high - low >= THRESHOLD - CLOSE).all()
    risky = system.at_risk[cells]
    assert (low[risky] <= CLOSE).all()
    assert (high[risky] >= THRESHOLD - CLOSE).all()
    assert not any(0 < count < THRESHOLD for count in found.counts.values())
