"""The synthetic wave: marked in every row, complete, reproducible, refused where it cannot exist."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinical_data_survey.paths import SYNTHETIC_WAVE, SYNTHETIC_WAVE_CERTIFICATE
from clinical_data_survey.plausible import feasibility, synthetic_wave
from clinical_data_survey.plausible.dials import asked_of, designed
from clinical_data_survey.plausible.maximum_entropy import maximum_entropy
from clinical_data_survey.plausible.tallies import facts
from clinical_data_survey.survey import questionnaire

FEW = 64


@pytest.fixture(scope="module")
def wave() -> pd.DataFrame:
    return pd.read_csv(SYNTHETIC_WAVE, dtype=str, keep_default_na=False)


def test_every_row_says_that_it_is_synthetic(wave: pd.DataFrame) -> None:
    assert set(wave["synthetic"]) == {"1"}
    assert wave["respondent_id"].str.startswith("synthetic-").all()
    assert wave["respondent_id"].is_unique


def test_the_stored_wave_is_what_the_function_makes(tmp_path: Path) -> None:
    path, certificate_path = tmp_path / SYNTHETIC_WAVE.name, tmp_path / "certificate.json"
    synthetic_wave.write(synthetic_wave.synthesise(), path, certificate_path)
    assert path.read_bytes() == SYNTHETIC_WAVE.read_bytes()
    assert certificate_path.read_bytes() == SYNTHETIC_WAVE_CERTIFICATE.read_bytes()


def test_every_item_is_there_with_known_levels_only(wave: pd.DataFrame) -> None:
    expected = ["respondent_id", "synthetic"]
    for item in questionnaire.load().items:
        levels = [level.id for level in item.levels]
        if item.type == "multiple-response":
            columns, allowed = [f"{item.id}__{level}" for level in levels], {"0", "1"}
        elif item.type == "ranking":
            columns = [f"{item.id}__{level}" for level in levels]
            allowed = {str(rank) for rank in range(1, len(levels) + 1)}
        else:
            columns, allowed = [item.id], set(levels) | ({""} if item.base.item else set())
        expected += columns
        assert set(wave[columns].to_numpy().ravel()) <= allowed
    assert list(wave.columns) == expected


def test_nobody_has_worked_longer_than_their_age_allows(wave: pd.DataFrame) -> None:
    young = wave[wave["age_group"] == "under_35"]
    assert set(young["years_of_experience"]) <= {"under_5", "from_5_to_14"}
    assert not wave.query("age_group == 'from_35_to_44' and years_of_experience == 'from_25'").size


def test_the_certificate_says_what_is_arbitrary_and_how_the_wave_was_made() -> None:
    stored = json.loads(SYNTHETIC_WAVE_CERTIFICATE.read_text(encoding="utf-8"))
    assert stored["synthetic"] is True
    assert stored["made"]["n_and_split"].startswith("arbitrary")
    assert {"seed", "prior", "population", "distance_is", "items_beyond_the_claims"} <= set(stored["made"])
    assert (stored["n"], stored["split"]) == (300, {"secondary_clinicians": 100, "tertiary_clinicians": 100})


def test_an_impossible_size_is_refused_with_the_claim_and_the_nearest_size() -> None:
    with pytest.raises(feasibility.Impossible, match=r"(?s)C02 \(95%\) cannot hold.*nearest number .* is 39"):
        synthetic_wave.synthesise(n=30)


@pytest.mark.parametrize(("n", "prior"), [(20, "near_independent"), (120, "common_factor"), (1000, "lkj_1")])
def test_other_sizes_and_priors_are_certified_too(n: int, prior: str, tmp_path: Path) -> None:
    made = synthetic_wave.synthesise(n, seed=1, prior=prior, candidates=FEW)
    synthetic_wave.write(made, tmp_path / "wave.csv", tmp_path / "certificate.json")
    assert len(made.answers) == n


def test_another_seed_makes_another_wave() -> None:
    one, other = (synthetic_wave.synthesise(seed=seed, candidates=1).answers for seed in (1, 2))
    assert not one.equals(other)


def test_more_candidates_never_lie_further_from_the_highest_entropy() -> None:
    distances = [synthetic_wave.synthesise(candidates=number).made["distance"] for number in (1, 64, 1024)]
    assert distances == sorted(distances, reverse=True)


def test_a_wave_that_fails_its_certificate_is_not_given_one(tmp_path: Path) -> None:
    made = synthetic_wave.synthesise(candidates=1)
    made.answers["willing_to_work_with_ai"] = "undecided"
    with pytest.raises(ArithmeticError, match="does not satisfy C04, C13"):
        synthetic_wave.write(made, tmp_path / "wave.csv", tmp_path / "certificate.json")
    assert not (tmp_path / "certificate.json").exists()


def test_no_candidates_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one candidate"):
        synthetic_wave.synthesise(candidates=0)


def test_highest_entropy_meets_the_claims_and_leaves_the_rest_even() -> None:
    asked = asked_of(designed(300))
    shares = maximum_entropy(asked)
    names = ["secondary", "tertiary", *(fact.name for fact in facts(asked))]

    def share(one: str, other: str) -> float:
        return float(shares[names.index(one), names.index(other)])

    assert share("within_5_years", "within_5_years") == pytest.approx(0.6, abs=1e-4)
    assert share("willing", "willing") == pytest.approx(0.845, abs=1e-4)
    assert share("worried", "worried") == pytest.approx(0.5, abs=1e-4)
    # Facts that no claim ties together are independent where entropy is highest.
    assert share("willing", "worried") == pytest.approx(0.845 * 0.5, abs=1e-4)
    support = "lack_of_medical_staff_support"
    assert share("secondary", support) / share("tertiary", support) == pytest.approx(4.5, abs=1e-3)
    assert np.allclose(shares, shares.T)
