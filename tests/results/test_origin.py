"""What a reader is told of a number: kind, base, interval, origin, and the place that its link leads to."""

from __future__ import annotations

import pytest

from clinical_data_survey import results
from clinical_data_survey.results.origin import INTERVALS, Card, origin_card, place_of, short_mark
from clinical_data_survey.survey import loaded_wave


def card(name: str) -> Card:
    return origin_card(results.find(name), loaded_wave.load().kind)


def test_a_published_number_gives_its_reading_its_sentence_and_its_row():
    assert card("C02").lines == (
        "Published",
        "Base: respondents",
        "Read as: 94.5% to 95.5%",
        "From: claim C02, paragraph 1, sentence 2 of the news item of July 2019",
        "Row C02 of the claims ledger",
    )


def test_a_lower_bound_gives_the_whole_range():
    assert ("Bounds", "74% to 85.5%") in card("implied.willing_and_barrier.low").facts


def test_a_number_measured_on_made_up_answers_says_so_first():
    result = results.find("measured.C04")
    assert origin_card(result, "synthetic").kind == "Measured (synthetic)"
    assert origin_card(result, "new").kind == "Measured"


def test_an_answer_of_another_survey_gives_its_people_interval_and_study():
    facts = dict(card("others.R004").facts)
    assert facts["Base"] == "radiologists and radiology residents, 1,041 of them"
    assert facts["Interval"] == results.find("others.R004.interval").text
    assert facts["From"].startswith("Huisman et al. 2021")
    assert card("others.R004").place == "Row R004 of the evidence table"


def test_a_pooled_share_is_never_told_without_where_a_new_survey_would_fall():
    assert "of a new survey" in dict(card("others.willing_to_use.pooled").facts)["Interval"]


def test_a_number_that_is_its_own_interval_does_not_repeat_it():
    for result in results.load().values():
        assert result.interval != result.text, result.id


def test_an_interval_in_words_is_told_of_every_published_share():
    for result in results.load().values():
        if result.kind == "published" and result.low is not None and not result.id.endswith(".reading"):
            assert result.interval, result.id


def test_every_number_of_the_book_has_a_card_whose_lines_are_whole():
    for result in results.load().values():
        told = origin_card(result, "synthetic")
        assert told.place != "Where it comes from", result.anchor
        assert all(line.strip() and "\n" not in line for line in told.lines)
        assert {label for label, _ in told.facts} <= {"Base", "From", *INTERVALS.values()}
        assert ("From", result.origin) in told.facts


def test_an_interval_at_an_assumed_size_names_its_method():
    assert dict(card("C02.n300").facts)["From"] == (
        "Wilson interval over the whole counts that give claim C02, had 300 answered, at random"
    )


@pytest.mark.parametrize(
    ("name", "mark"), [("C02", "P02"), ("C12.words", "P12"), ("others.R004", "O"), ("C02.rest", "I")]
)
def test_the_mark_in_print_is_the_kinds_letter_with_the_ledgers_digits_for_claims(name, mark):
    assert short_mark(results.find(name)) == mark


def test_a_place_that_is_not_known_is_still_called_something():
    assert place_of("somewhere") == "Where it comes from"
