"""A claim held against a wave: places in an order that the printed shares settle, and no other."""

from __future__ import annotations

import pandas as pd
import pytest

from clinical_data_survey.disclosure.protection import Hidden, Policy
from clinical_data_survey.prose import measured
from clinical_data_survey.protected import against_claims
from clinical_data_survey.protected.estimation import estimates_of
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published import claims
from clinical_data_survey.survey import wave

ABOUT = dict.fromkeys(("organisation", "dates", "n_invited", "licence")) | {"title": "Made up", "kind": "original"}
COUNTS = {"healthcare_institutions": 120, "health_insurers": 31, "government": 16, "medtech_companies": 14,
          "other_party": 3}  # fmt: skip


def investors(folder, counts: dict[str, int]) -> WaveEstimates:
    file = folder / "wave.csv"
    pd.DataFrame({"investor": [level for level, count in counts.items() for _ in range(count)]}).to_csv(
        file, index_label="respondent_id"
    )
    return estimates_of(wave.from_table(file, ABOUT), Policy())


@pytest.fixture
def one_is_small(tmp_path):
    """A wave in which one party was named by three, and the next smallest goes with it."""
    estimates = investors(tmp_path, COUNTS)
    assert isinstance(estimates.share("investor", "medtech_companies"), Hidden)
    return estimates


def test_an_answer_that_outnumbers_all_hidden_ones_keeps_its_place(one_is_small):
    assert against_claims.place_of(one_is_small, "investor", "healthcare_institutions") == (1, 1)
    assert against_claims.place_of(one_is_small, "investor", "health_insurers") == (2, 2)


def test_an_answer_that_hidden_ones_might_outnumber_has_no_place(one_is_small):
    assert isinstance(against_claims.place_of(one_is_small, "investor", "government"), Hidden)
    assert isinstance(against_claims.place_of(one_is_small, "investor", "medtech_companies"), Hidden)


def test_answers_that_tie_share_their_places(tmp_path):
    estimates = investors(tmp_path, dict.fromkeys(COUNTS, 20))
    assert against_claims.place_of(estimates, "investor", "government") == (1, 5)


def test_a_first_place_is_held_against_the_wave_though_another_answer_is_hidden(one_is_small):
    first = next(claim for claim in claims.load() if claim.levels == ("healthcare_institutions",))
    assert against_claims.hold(first, one_is_small).status == against_claims.REPRODUCED


def test_the_chapter_names_the_leader_though_another_answer_is_hidden(one_is_small):
    said = measured._leader(one_is_small, "investor")
    assert "Most often chosen: healthcare institutions, by {measured.investor.healthcare_institutions}." in said
    assert "some other answers are not shown" in said


def test_the_chapter_names_no_leader_where_a_hidden_answer_might_lead(tmp_path):
    estimates = investors(tmp_path, {"government": 8, "healthcare_institutions": 9, "other_party": 3})
    assert "Most often" not in measured._leader(estimates, "investor")
