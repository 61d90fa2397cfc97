"""A claim added, changed or removed as CONTRIBUTING.md says gives a wave with certificate, an ensemble and bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinical_data_survey.errors import ClaimsConflict, DataError
from clinical_data_survey.implied import consistency
from clinical_data_survey.implied.answer_patterns import Setting, constraints_of
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.quantities import CATALOGUE
from clinical_data_survey.plausible import ensemble, synthetic_wave
from clinical_data_survey.plausible.dials import Claims, designed
from clinical_data_survey.plausible.populations import Recipe
from clinical_data_survey.published import claims as published

ADDED = {
    "a share of an item without one": "worried_job_redundant,worried,proportion,30%,0.295,0.305,why,respondents",
    "a share of a second barrier": "barriers,it_infrastructure,proportion,40%,0.395,0.405,why,respondents",
    "a share of clinicians": "willing_to_work_with_ai,willing,proportion,80%,0.795,0.805,why,clinicians",
    "a share of one party": "investor,government,proportion,21%,0.205,0.215,why,respondents",
    "a share of those asked a follow-up": "expertise_gap,end_users,proportion,half,0.45,0.55,why,respondents",
    "a share of an item that nothing was said of": "age_group,under_35,proportion,20%,0.195,0.205,why,respondents",
    "a rank in a ranking": "opportunity,prevention,rank,third,3,3,why,respondents",
    "a rank of a barrier": "barriers,lack_of_medical_staff_support,rank,fourth,4,4,why,respondents",
    "a second ratio": "barriers,other_barrier,ratio,twice as often,1.5,2.5,why,clinicians",
    "a ratio of respondents": "worried_job_redundant,worried,ratio,twice as often,1.5,2.5,why,respondents",
    "a direction": "organisation_ai_vision,lacks_clear_vision,direction,more often,,,why,clinicians",
    "a direction of respondents": "ai_affects_work,within_5_years,direction,less often,,,why,respondents",
    "a direction of one party": "investor,government,direction,more often,,,why,clinicians",
}


def with_row(file: Path, claim: str) -> Claims:
    item, level, measure, printed, low, high, why, base = claim.split(",")
    row = f"C21,barriers,{item},{level},{measure},{printed},{low},{high},{why},{base},{base},p3 s1,utwente2019\n"
    file.write_text(file.read_text(encoding="utf-8") + row, encoding="utf-8")
    return published.load(file)


def assert_works(claims: Claims, file: Path, folder: Path) -> None:
    """Claims agree, bounds and an ensemble can be had, and the independent check certifies a wave."""
    consistency.check(claims)
    assert Bounds(constraints_of(claims, Setting())).intervals([named.quantity for named in CATALOGUE])
    recipe = Recipe(designed(300), "lkj_1", 1, claims=claims)
    assert len(ensemble.chunk_statistics(recipe, 0)) == 512
    made = synthetic_wave.synthesise(candidates=8, claims=claims)
    synthetic_wave.write(made, folder / "wave.csv", folder / "certificate.json", file)


def one_of_each_measure(rows: dict[str, str]) -> list[object]:
    """All rows, those slow whose measure an earlier one has: each makes a wave and draws an ensemble."""
    seen: set[str] = set()
    found: list[object] = []
    for kind, row in rows.items():
        measure = row.split(",")[2]
        found.append(pytest.param(kind, marks=pytest.mark.slow) if measure in seen else kind)
        seen.add(measure)
    return found


@pytest.mark.parametrize("kind", one_of_each_measure(ADDED))
def test_a_claim_is_added(kind: str, claims_file: Path, tmp_path: Path) -> None:
    assert_works(with_row(claims_file, ADDED[kind]), claims_file, tmp_path)


@pytest.mark.parametrize(
    "claim", ["C03", *(pytest.param(f"C{number:02d}", marks=pytest.mark.slow) for number in (7, 12, 14, 16, 19, 20))]
)
def test_a_claim_is_removed(claim: str, claims_file: Path, tmp_path: Path) -> None:
    lines = claims_file.read_text(encoding="utf-8").splitlines(keepends=True)
    claims_file.write_text("".join(line for line in lines if not line.startswith(claim)), encoding="utf-8")
    readings = tmp_path / "readings.csv"
    text = published.ALTERNATIVE_READINGS.read_text(encoding="utf-8").splitlines(keepends=True)
    readings.write_text("".join(line for line in text if not line.startswith(claim)), encoding="utf-8")
    assert_works(published.load(claims_file, readings), claims_file, tmp_path)


@pytest.mark.parametrize(
    ("row", "claims"),
    [
        ("willing_to_work_with_ai,willing,proportion,60%,0.595,0.605,why,respondents", ("C04", "C21")),
        ("barriers,it_infrastructure,proportion,95%,0.945,0.955,why,respondents", ("C07", "C21")),
        ("opportunity,prevention,rank,second,2,2,why,respondents", ("C06", "C21")),
        ("investor,healthcare_institutions,proportion,10%,0.095,0.105,why,respondents", ("C15", "C21")),
        ("investor,healthcare_institutions,proportion,40%,0.395,0.405,why,respondents", ("C20", "C21")),
    ],
)
def test_claims_that_contradict_each_other_are_named_and_no_others(
    row: str, claims: tuple[str, ...], claims_file: Path
) -> None:
    with pytest.raises(ClaimsConflict, match="No answers fit these claims together") as caught:
        consistency.check(with_row(claims_file, row))
    assert caught.value.claims == claims


def test_the_published_claims_agree() -> None:
    consistency.check()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("care_level,secondary,proportion,60%,0.595,0.605,why,respondents", "care_level is a dial"),
        ("opportunity,prevention,proportion,60%,0.595,0.605,why,respondents", "a proportion cannot be made"),
        ("expertise_gap,end_users,ratio,twice,1.5,2.5,why,clinicians", "not asked of everyone"),
        ("barriers,it_infrastructure|other_barrier,proportion,60%,0.595,0.605,why,respondents", "several answers"),
        ("willing_to_work_with_ai,willing,rank,first,1,1,why,respondents", "a rank is of single answers"),
        ("investor,government,gap,close,0.1,0.2,why,respondents", "begins at 0"),
    ],
)
def test_what_no_population_could_be_drawn_for_is_refused_with_file_row_and_column(
    row: str, what: str, claims_file: Path
) -> None:
    with pytest.raises(DataError, match=rf"published_claims.csv, row 22, column 'measure': .*{what}.* Write one of"):
        with_row(claims_file, row)
