"""The second opinion: a population held against the published claims."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import pytest

from clinical_data_survey.implied import witnesses
from clinical_data_survey.implied.answer_patterns import PATTERNS, Setting, Split, constraints_of
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.quantities import WILLING, ShareOf
from clinical_data_survey.implied.witnesses import Population, certify
from clinical_data_survey.published import claims

PUBLISHED = claims.load()
NAMES = tuple(attribute.id for attribute in PATTERNS.attributes)
SUPPORT = ("within_5_years", "another_answer", "willing", "worried", "lack_of_medical_staff_support")
NONE = ("within_5_years", "another_answer", "willing", "worried", "no_barrier")


def held(counts: dict[tuple[str, ...], F]) -> Population:
    return Population(NAMES, tuple(counts.items()))


def small(secondary: int, tertiary: int) -> Population:
    """Ten clinicians a level of care and ten others; so many report lack of support."""
    return held(
        {
            ("secondary_clinicians", *SUPPORT): F(secondary),
            ("secondary_clinicians", *NONE): F(10 - secondary),
            ("tertiary_clinicians", *SUPPORT): F(tertiary),
            ("tertiary_clinicians", *NONE): F(10 - tertiary),
            ("others", *NONE): F(10),
        }
    )


def verdict(claim: str, population: Population, setting: Setting) -> witnesses.Check:
    return next(check for check in certify(population, PUBLISHED, setting) if check.claim == claim)


def test_each_claim_is_reported_with_what_was_observed():
    setting = Setting(n=30)
    ratio = verdict("C12", small(5, 1), setting)
    assert (ratio.observed, ratio.low, ratio.high, ratio.holds) == (5, F("4.5"), F("5.5"), True)
    assert not verdict("C12", small(4, 1), setting).holds
    assert verdict("C04", small(5, 1), setting).observed == 1
    assert not verdict("C04", small(5, 1), setting).holds


def test_the_first_named_reading_that_a_claim_has_is_held_against():
    assert verdict("C12", small(6, 1), Setting(n=30, readings=("narrow", "literal"))).holds
    assert not verdict("C12", small(6, 1), Setting(n=30)).holds


def test_nobody_against_nobody_is_no_ratio_among_real_people():
    check = verdict("C12", small(0, 0), Setting(n=30))
    assert check.observed is None
    assert not check.holds


def test_a_direction_is_weak_and_has_a_side():
    assert verdict("C13", small(5, 1), Setting(n=30)).holds
    tilted = small(5, 1)
    less = tuple(
        ((p[0], p[1], p[2], "not_willing", *p[4:]), k) if p[0].startswith("tertiary") else (p, k)
        for p, k in tilted.counts
    )
    assert not verdict("C13", replace(tilted, counts=less), Setting(n=30)).holds


@pytest.mark.parametrize(
    ("population", "setting", "words"),
    [
        (held({("others", *NONE): F(-1), ("secondary_clinicians", *NONE): F(2)}), Setting(), "negative"),
        (small(5, 1), Setting(n=31), "has size 30, the setting 31"),
        (small(5, 1), Setting(Split(F(1, 2), F(1, 4)), n=30), "secondary_clinicians has size 10"),
        (held({("secondary_clinicians", *NONE): F(1, 2), ("others", *NONE): F(1, 2)}), Setting(n=1), "whole number"),
        (held({("secondary_clinicians", *NONE): F(1)}), Setting(), "secondary_clinicians has size 1"),
    ],
)
def test_what_is_no_population_of_the_setting_is_refused(population, setting, words):
    with pytest.raises(ValueError, match=words):
        certify(population, PUBLISHED, setting)


def test_a_witness_that_was_tampered_with_fails_the_claim_that_it_breaks():
    setting = Setting()
    witness = Bounds(constraints_of(PUBLISHED, setting)).bound(ShareOf(WILLING)).low_witness
    assert all(check.holds for check in certify(witness, PUBLISHED, setting))
    turned = tuple(((p[0], p[1], p[2], "not_willing", *p[4:]), k) for p, k in witness.counts)
    broken = {check.claim for check in certify(replace(witness, counts=turned), PUBLISHED, setting) if not check.holds}
    assert broken == {"C04"}


def test_the_checking_code_imports_nothing_of_the_solver_or_the_constraints():
    tree = ast.parse(Path(witnesses.__file__).read_text(encoding="utf-8"))
    at_run_time = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in at_run_time}
    assert modules == {
        "__future__",
        "collections.abc",
        "dataclasses",
        "fractions",
        "typing",
        "clinical_data_survey.published.claims",
    }
