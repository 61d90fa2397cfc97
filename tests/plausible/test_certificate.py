"""The certificate fails on a wave that was tampered with, and shares nothing with what made the wave."""

import ast
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinical_data_survey.paths import PUBLISHED_CLAIMS, QUESTIONNAIRE, SYNTHETIC_WAVE, SYNTHETIC_WAVE_CERTIFICATE
from clinical_data_survey.plausible import certificate

Rows = list[dict[str, str]]


@pytest.fixture
def rows() -> Rows:
    with SYNTHETIC_WAVE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def certified(rows: Rows, folder: Path) -> dict:
    path = folder / "wave.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return certificate.certify(path, PUBLISHED_CLAIMS, QUESTIONNAIRE)


def failed(found: dict) -> set[str]:
    return {claim["claim"] for claim in found["claims"] if not claim["holds"]}


def test_the_stored_wave_satisfies_all_twenty_claims() -> None:
    found = certificate.certify(SYNTHETIC_WAVE, PUBLISHED_CLAIMS, QUESTIONNAIRE)
    assert found["holds"]
    assert [claim["claim"] for claim in found["claims"]] == [f"C{number:02d}" for number in range(1, 21)]
    stored = json.loads(SYNTHETIC_WAVE_CERTIFICATE.read_text(encoding="utf-8"))
    assert {name: stored[name] for name in found} == found


def test_an_untouched_copy_is_certified(rows: Rows, tmp_path: Path) -> None:
    assert certified(rows, tmp_path)["holds"]


def put(column: str, old: str | None, new: str, care: str | None = None, times: int = 300) -> Callable[[Rows], None]:
    """Write another answer where `old` stands (anything where None), in a care level, so many times."""

    def tamper(rows: Rows) -> None:
        left = times
        for row in rows:
            if left and old in (None, row[column]) and row[column] != new and care in (None, row["care_level"]):
                row[column] = new
                left -= 1

    return tamper


def swap(one: str, other: str) -> Callable[[Rows], None]:
    """Exchange two columns."""

    def tamper(rows: Rows) -> None:
        for row in rows:
            row[one], row[other] = row[other], row[one]

    return tamper


TAMPERED = {
    "C01": put("ai_affects_work", "within_5_years", "in_5_to_10_years", times=40),
    "C02": put("ai_affects_work", "in_5_to_10_years", "never", times=5),
    "C03": put("organisation_ai_vision", "lacks_clear_vision", "does_not_know", times=40),
    "C04": put("willing_to_work_with_ai", "definitely", "undecided", times=4),
    "C05": swap("opportunity__diagnostics", "opportunity__prevention"),
    "C06": swap("opportunity__personalised_treatment", "opportunity__administration"),
    "C08": swap("barriers__lack_of_expertise", "barriers__it_infrastructure"),
    "C09": swap("barriers__it_infrastructure", "barriers__other_barrier"),
    "C10": swap("barriers__data_accessibility", "barriers__other_barrier"),
    "C11": put("expertise_gap", "end_users", "data_scientists"),
    "C12": put("barriers__lack_of_medical_staff_support", "1", "0", care="secondary", times=20),
    "C13": put("willing_to_work_with_ai", None, "definitely", care="secondary"),
    "C14": put("worried_job_redundant", None, "not_worried", care="secondary"),
    "C15": put("investor", "healthcare_institutions", "other_party"),
    "C16": put("investor", "medtech_companies", "other_party"),
    "C17": put("investor", "government", "other_party"),
    "C18": put("investor", "health_insurers", "other_party"),
    "C20": put("investor", "medtech_companies", "healthcare_institutions", times=15),
    "C19": put("respondent_role", "data_scientist", "researcher"),
}


@pytest.mark.parametrize("claim", list(TAMPERED))
def test_a_claim_fails_when_its_answers_are_changed(claim: str, rows: Rows, tmp_path: Path) -> None:
    TAMPERED[claim](rows)
    found = certified(rows, tmp_path)
    assert claim in failed(found)
    assert not found["holds"]


def test_seeing_any_barrier_fails_when_those_who_see_none_are_given_one(rows: Rows, tmp_path: Path) -> None:
    for row in rows:
        if row["barriers__no_barrier"] == "1":
            row["barriers__no_barrier"], row["barriers__other_barrier"] = "0", "1"
    assert "C07" in failed(certified(rows, tmp_path))


def test_a_row_without_its_mark_is_named(rows: Rows, tmp_path: Path) -> None:
    rows[4]["synthetic"] = "0"
    found = certified(rows, tmp_path)
    assert found["contradictions"] == [f"{rows[4]['respondent_id']} is not marked synthetic"]
    assert not found["holds"]


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [
        ("opportunity__diagnostics", "9", "does not rank every field once"),
        ("barriers__no_barrier", "1", "sees no barrier and some, or neither"),
        ("age_group", "", "has an empty answer"),
    ],
)
def test_answers_that_contradict_each_other_are_named(
    column: str, text: str, what: str, rows: Rows, tmp_path: Path
) -> None:
    row = next(row for row in rows if row["barriers__no_barrier"] == "0")
    row[column] = text
    assert f"{row['respondent_id']} {what}" in certified(rows, tmp_path)["contradictions"]


def test_an_answer_from_those_not_asked_is_named(rows: Rows, tmp_path: Path) -> None:
    row = next(row for row in rows if row["expertise_gap"] == "")
    row["expertise_gap"] = "end_users"
    assert certified(rows, tmp_path)["contradictions"] == [
        f"{row['respondent_id']} was asked wrongly about expertise_gap"
    ]


def test_an_edge_of_a_reading_is_inside_and_one_respondent_beyond_is_outside() -> None:
    claim = {
        "item": "organisation_ai_vision", "level": "lacks_clear_vision", "measure": "proportion", "base": "respondents",
        "as_printed": "half",
    }  # fmt: skip
    for count, holds in ((45, True), (44, False), (55, True), (56, False)):
        rows = [{"organisation_ai_vision": "lacks_clear_vision" if i < count else "other"} for i in range(100)]
        assert certificate.judge(claim | {"low": "0.45", "high": "0.55"}, rows, {})[2] is holds


def test_it_is_short_and_uses_the_standard_library_alone() -> None:
    text = Path(certificate.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 175
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[0] for name in imported if name} <= sys.stdlib_module_names


def run(*arguments: Path) -> subprocess.CompletedProcess[str]:
    # -I keeps the project out of reach: the file must work on its own.
    command = [sys.executable, "-I", certificate.__file__, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_runs_alone_and_agrees_with_the_stored_certificate() -> None:
    done = run(SYNTHETIC_WAVE, PUBLISHED_CLAIMS, QUESTIONNAIRE, SYNTHETIC_WAVE_CERTIFICATE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["holds"]


def test_a_single_changed_byte_is_found_even_where_every_claim_still_holds(tmp_path: Path) -> None:
    wave = shutil.copy(SYNTHETIC_WAVE, tmp_path / SYNTHETIC_WAVE.name)
    text = wave.read_text(encoding="utf-8")
    wave.write_text(text.replace("under_35", "from_55", 1), encoding="utf-8")
    done = run(wave, PUBLISHED_CLAIMS, QUESTIONNAIRE, SYNTHETIC_WAVE_CERTIFICATE)
    assert done.returncode == 1
    assert "differs in sha256" in done.stderr
