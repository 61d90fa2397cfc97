"""Worst cases of missing answers: against Manski's bound, linear programs, and every way that few people can answer."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical_data_survey.implied.answer_patterns import (
    ALL_RESPONDENTS,
    Attribute,
    Constraint,
    Constraints,
    Event,
    PatternTable,
    answers,
    share_between,
)
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.nonresponse import all_true, of_those_asked
from clinical_data_survey.implied.quantities import ShareOf
from clinical_data_survey.published import claims

SHARES = st.fractions(0, 1, max_denominator=20)
RATES = st.fractions(F(1, 20), 1, max_denominator=20)
READINGS = st.tuples(SHARES, SHARES).map(lambda pair: (min(pair), max(pair)))


def test_at_ten_percent_response_85_percent_can_stand_for_8_5_to_98_5():
    assert of_those_asked((F(85, 100), F(85, 100)), F(1, 10)) == (F(85, 1000), F(985, 1000))


def test_where_everyone_answered_the_readings_and_their_overlap_are_left():
    soon, willing = ((claims.by_id()[name].low, claims.by_id()[name].high) for name in ("C01", "C04"))
    assert of_those_asked(soon, F(1)) == soon
    assert all_true([soon, willing], F(1)) == (F(89, 200), F(2, 3))


def with_missing(readings: list[tuple[F, F]], answered: F) -> Constraints:
    """Items with 'yes', 'no' and two kinds of no answer: of those who would say yes, and of those who would say no."""
    table = PatternTable(
        tuple(Attribute(f"q{i}", ("yes", "no", "unseen_yes", "unseen_no")) for i in range(len(readings)))
    )
    rows = [share_between(table, ALL_RESPONDENTS, F(1), F(1), "", "everyone")]
    for i, (low, high) in enumerate(readings):
        seen, said_yes = answers(f"q{i}", "yes", "no"), answers(f"q{i}", "yes")
        rows.append(share_between(table, seen, answered, F(1), "", "answered"))
        for sign, end in ((1, low), (-1, high)):
            row = sign * (end.denominator * table.indicator(said_yes) - end.numerator * table.indicator(seen))
            rows.append(Constraint("", "share of answers", tuple(row.tolist()), F(0), None))
    return Constraints(table, F(1), {}, tuple(rows))


@settings(max_examples=30, deadline=None)
@given(st.lists(READINGS, min_size=1, max_size=3), RATES)
def test_the_closed_form_is_the_sharp_bound_of_the_linear_program(readings, answered):
    frame = with_missing(readings, answered)
    true = Event(tuple((f"q{i}", ("unseen_yes", "yes")) for i in range(len(readings))))
    assert Bounds(frame).interval(ShareOf(true)) == all_true(readings, answered)


def enumerated(counts: list[tuple[int, int]], n: int) -> tuple[F, F]:
    """The least and largest overlap over every way to give n people (yes of answers) counts on two items."""
    (yes_a, of_a), (yes_b, of_b) = counts
    overlaps = []
    # Of whom each item knows a yes, a no or nothing; those who are both for sure, and those who could be.
    for yes_yes, yes_no, no_yes, no_no in product(range(n + 1), repeat=4):
        yes_none, none_yes = yes_a - yes_yes - yes_no, yes_b - yes_yes - no_yes
        no_none, none_no = of_a - yes_a - no_yes - no_no, of_b - yes_b - yes_no - no_no
        none = n - yes_yes - yes_no - no_yes - no_no - yes_none - none_yes - no_none - none_no
        if min(yes_none, none_yes, no_none, none_no, none) >= 0:
            overlaps += [F(yes_yes, n), F(yes_yes + yes_none + none_yes + none, n)]
    return min(overlaps), max(overlaps)


@pytest.mark.parametrize("n", [4, 6, 8])
@pytest.mark.parametrize("answered", [F(1), F(3, 4), F(1, 2)])
def test_no_way_that_few_people_can_answer_leaves_it_and_the_worst_attain_it(n, answered):
    fewest = ceil(answered * n)
    for share_a, share_b in product((F(1, 2), F(1), F(0)), repeat=2):
        low, high = all_true([(share_a, share_a), (share_b, share_b)], answered)
        ways = [
            enumerated([(int(share_a * a), a), (int(share_b * b), b)], n)
            for a, b in product(range(fewest, n + 1), repeat=2)
            if (share_a * a).denominator == (share_b * b).denominator == 1
        ]
        assert all(low <= least and most <= high for least, most in ways)
        if (share_a * fewest).denominator == (share_b * fewest).denominator == 1 and fewest == answered * n:
            assert (low, high) == (min(least for least, _ in ways), max(most for _, most in ways))


def test_the_fewer_answered_the_less_is_known():
    readings = [(F(3, 5), F(2, 3)), (F(845, 1000), F(855, 1000))]
    ends = [all_true(readings, F(percent, 100)) for percent in (100, 95, 90, 80, 50)]
    assert [low for low, _ in ends] == sorted((low for low, _ in ends), reverse=True)
    assert [high for _, high in ends] == sorted(high for _, high in ends)
    assert ends[2][0] == F(9, 10) * F(1445, 1000) - 1


@pytest.mark.parametrize("rate", [F(0), F(-1, 2), F(11, 10)])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="share above 0"):
        of_those_asked((F(1, 2), F(1, 2)), rate)


def test_no_statement_at_all_is_refused():
    with pytest.raises(ValueError, match="no statement"):
        all_true([], F(1))
