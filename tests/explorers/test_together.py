"""Statements together: the book's own bounds for every pick, in words that fit any pick."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from clinical_data_survey import results
from clinical_data_survey.explorers import together
from clinical_data_survey.implied import statements
from clinical_data_survey.published import claims
from clinical_data_survey.results.resting import SIZES


def answer(first: str, second: str, third: str = together.NOTHING_MORE, n: str = together.NO_NUMBER):
    return together.answer({"first": first, "second": second, "third": third, "n": n})


@pytest.mark.parametrize(
    ("pick", "name"),
    [
        (("C01", "C04"), "within_5_years_and_willing"),
        (("C03", "C04"), "no_vision_and_willing"),
        (("C07", "C04"), "willing_and_barrier"),
        (("C03", "C07"), "no_vision_and_barrier"),
        (("C01", "C04", "C07"), "within_5_years_and_willing_and_barrier"),
        (("C07", "C03", "C04"), "willing_and_barrier_and_no_vision"),
    ],
)
def test_a_pick_that_the_book_prints_gives_the_results_of_the_book(pick, name):
    found = answer(*pick)
    low, high = results.find(f"implied.{name}").text.split(" to ")
    assert found.sentence.startswith(f"At least {low} of respondents ")
    assert f"; at most {high}." in found.sentence
    assert f"All of these: {low} to {high}" in [row.label for row in found.plots[0]]


@pytest.mark.parametrize("n", SIZES)
def test_with_a_number_it_adds_the_region_of_the_book_among_the_people_drawn_from(n):
    found = answer("C01", "C04", n=str(n))
    region = results.find(f"implied.within_5_years_and_willing.n{n}.drawn_from")
    assert found.sentence.endswith(
        f"Had {n:,} people answered, drawn at random, it would be {region.text} of the people they were drawn from, "
        "at 95% confidence."
    )
    mark = found.plots[0][-1].marks[0]
    assert (mark.kind, mark.low, mark.high) == ("sampling", region.low, region.high)
    assert found.plots[0][:-1] == answer("C01", "C04").plots[0]


def test_published_readings_stand_above_what_they_imply_each_in_its_mark():
    rows = answer("C01", "C04", "C07").plots[0]
    assert [row.marks[0].kind for row in rows] == ["published"] * 3 + ["implied"] * 3
    assert rows[0].label.endswith(results.find("C01.reading").text)


def test_the_same_statement_twice_is_a_single_one():
    assert answer("C04", "C04") == answer("C04", "C04", "C04")
    assert "single statement" in answer("C04", "C04").sentence
    assert answer("C04", "C07", "C04") == answer("C07", "C04")


def test_where_nobody_need_say_all_of_it_the_sentence_says_so():
    assert answer("C01", "C03", "C04").sentence.startswith("Anything from nobody to 55% of respondents ")


def test_of_nested_statements_it_says_that_one_includes_the_other():
    found = answer("C02", "C01").sentence
    assert found.endswith(
        " Those who expected AI to affect their daily work within five years are among those who expected AI to "
        "affect their daily work within ten years."
    )
    assert "are among" not in answer("C01", "C04").sentence


def test_ends_that_are_no_whole_tenths_are_rounded_outwards():
    label = answer("C01", "C01").plots[0][1].label
    assert label == "Everybody else: 33.3% to 40%"
    assert answer("C01", "C04").sentence.endswith("at most 66.7%.")


def test_the_page_is_given_every_pick():
    block = BeautifulSoup(together.together().panel(), "html.parser").find("script")
    assert set(json.loads(block.string)["answers"]) == {" ".join(pick) for pick in statements.picks(claims.load())}


def test_the_table_holds_every_pick_of_two_or_three():
    rows = together.together().values.rows
    assert len(rows) == 20
    assert ("Are willing and see barriers", results.find("implied.willing_and_barrier").text) in [r[:2] for r in rows]
