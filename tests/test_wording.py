"""Numbers in words and figures, as British readers expect them."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical_data_survey import wording
from clinical_data_survey.published.claims import Reading, reading_text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (F("0.945"), F("0.955"), "more than nine in ten"),
        (F("0.895"), F("0.905"), "nine in ten"),
        (F("0.845"), F("0.855"), "more than four in five"),
        (F("0.795"), F("0.805"), "four in five"),
        (F("0.45"), F("0.55"), "half"),
        (F("0.32"), F("0.34"), "a third"),
        (F("0.01"), F("0.02"), "fewer than one in ten"),
    ],
)
def test_a_share_in_words_is_a_simple_fraction_or_more_than_one(low, high, words):
    assert wording.share_words(low, high) == words


def test_percentages_have_no_trailing_zeros():
    assert wording.percent(0.945) == "94.5%"
    assert wording.percent(0.95) == "95%"
    assert wording.percent(F(2, 3)) == "66.7%"


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_bound_as_printed_holds_wherever_the_bound_does_and_gives_away_less_than_a_tenth_of_a_point(one, other):
    low, high = sorted((one, other))
    printed = [F(end.rstrip("%")) / 100 for end in wording.bounds(low, high).split(" to ")]
    assert printed[0] <= low < printed[0] + F(1, 1000)
    assert printed[-1] - F(1, 1000) < high <= printed[-1]


def test_ranges_whose_ends_are_written_alike_are_one_figure():
    assert wording.share_range(0.84, 0.86, places=0) == "84% to 86%"
    assert wording.share_range(0.851, 0.852, places=0) == "85%"


@pytest.mark.parametrize(
    ("low", "high", "text"), [(1, 1, "first"), (2, 3, "second or third"), (2, 4, "second to fourth")]
)
def test_ranks_in_words(low, high, text):
    assert wording.rank_range(low, high) == text


def test_a_reading_without_figures_says_so():
    assert reading_text(Reading("standard", None, None, "clinicians", ""), "direction") == "no figure"


def test_lists_and_capitals():
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.uncapitalised("IT infrastructure") == "IT infrastructure"
    assert wording.uncapitalised("Lack of expertise") == "lack of expertise"
    assert wording.cardinal(19) == "nineteen"
    assert wording.cardinal(1000) == "1,000"


def test_months_and_places_in_a_text_are_written_out():
    assert wording.month("2019-07") == "July 2019"
    assert wording.month("spring 2019") == "spring 2019"
    assert wording.locator_words("p1 s2") == "paragraph 1, sentence 2"
    assert wording.locator_words("p3 s3-4") == "paragraph 3, sentences 3-4"
    assert wording.locator_words("p2") == "paragraph 2"
    assert wording.locator_words("table 4") == "table 4"
