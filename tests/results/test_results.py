"""Results: each has a kind, a base, an origin and a place in the book; each follows from its claims alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from clinical_data_survey import results
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates

# The ensemble and the synthetic wave are drawn from the claims in data/: for other claims they are made anew.
PARTS = (results.PUBLISHED, "implied", "others", "measured")


def test_every_result_says_what_it_is_and_where_it_comes_from():
    for result in results.load().values():
        assert result.text
        assert result.kind in KINDS
        assert all((result.base, result.origin, result.anchor))


def test_no_result_prints_a_programmers_nothing():
    assert not [r.id for r in results.load().values() if r.text in ("nan", "None", "inf")]


def with_c02_as(printed: str) -> list[claims.Claim]:
    """The published claims, had C02 been printed as another whole percentage."""
    share, half_a_point = Fraction(printed.rstrip("%")) / 100, Fraction("0.005")
    return [
        replace(
            claim,
            as_printed=printed,
            reading=replace(claim.reading, low=share - half_a_point, high=share + half_a_point),
        )
        if claim.id == "C02"
        else claim
        for claim in claims.load()
    ]


def test_a_result_changes_if_and_only_if_a_claim_that_it_names_changes():
    before = {name: r for part in PARTS for name, r in results.load_part(part).items()}
    changed: set[str] = set()
    for printed in ("80%", "70%"):
        after = {name: r for part in PARTS for name, r in results.collect(with_c02_as(printed), part).items()}
        changed |= {name for name in before if before[name].text != after[name].text}
    assert changed >= {"C02", "C02.reading", "C02.n300", "others.C02.rank", "others.C02.below"}
    assert all("C02" in before[name].claims for name in changed)
    assert {name for name in before if before[name].claims == ("C02",)} - changed <= {"C02.label", "C02.horizon"}


def test_a_capital_in_the_last_part_asks_for_the_form_at_a_sentences_start():
    assert results.find("C01.Words").text == "Almost two thirds"
    with pytest.raises(KeyError, match=r"C01\.Nothing"):
        results.find("C01.Nothing")


def test_templates_put_results_into_text_and_into_roles():
    assert templates.fill("Expected by {C02} within {C02.horizon}") == "Expected by 95% within ten years"
    assert templates.as_roles("Expected by {C02}") == "Expected by {n}`C02`"
    assert templates.fill("{ref}`C01 <claim-c01>`") == "C01"
    assert templates.named_in("{cap}`C01` and {n}`C02` and {n}`C01`") == ["C01", "C02"]


def test_an_unknown_result_in_a_template_is_an_error():
    with pytest.raises(KeyError, match="C77"):
        templates.fill("Expected by {C77}")


def test_every_answer_of_another_survey_leads_to_its_row_with_its_study_item_and_base():
    result = results.find("others.R004")
    assert (result.text, result.kind, result.anchor, result.claims) == ("82%", "other", "answer-r004", ())
    assert result.origin == "Huisman et al. 2021, part 2: AI changes radiology within 10 years"
    assert result.base == "radiologists and radiology residents, 1,041 of them"
    assert results.find("others.R004.n").text == "1,041"
    assert results.find("others.R100").text == "85.8%"


def test_shares_of_other_surveys_are_printed_as_their_study_prints_them():
    assert results.find("others.R095").text == "around 80%"
    assert results.find("others.R130").text == "nearly 70%"
    assert results.find("others.R045").text == "about 26%"
    assert "others.R095.interval" in results.load()
    assert "others.R067.n" not in results.load()


def test_the_place_of_the_survey_rests_on_its_claim_and_a_pooled_share_on_none():
    assert results.find("others.C02.rank").claims == ("C02",)
    assert results.find("others.C02.of").claims == ()
    assert results.find("others.willing_to_use.pooled").claims == ()


def test_what_is_not_pooled_has_a_reason_and_no_pooled_share():
    listed = results.load()
    for name in listed:
        if name.endswith(".refused"):
            assert name.replace(".refused", ".pooled") not in listed
    assert "ask different things" in listed["others.favourable_attitude.refused"].text
