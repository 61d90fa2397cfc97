"""What published figures allow without data, against values from the literature and by enumeration."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    power_proportions_2indep,
    score_test_proportions_2indep,
)

from clinical_data_survey import intervals, results
from clinical_data_survey.published import claims, what_if
from clinical_data_survey.results import published, resting

SHARES = st.floats(0, 1)
SIZES = st.integers(1, 5000)


def p_of_equal_shares(tertiary: float, secondary: float, tertiary_group: int, secondary_group: int) -> float:
    """P-value of the score test of statsmodels that two groups have one share; counts need not be whole."""
    counts = secondary * secondary_group, secondary_group, tertiary * tertiary_group, tertiary_group
    return float(score_test_proportions_2indep(*counts, compare="ratio", return_results=False)[1])


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, Table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_newcombes_worked_examples(count, n, low, high):
    assert intervals.wilson(count / n, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # the same table, method 5
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_agrees_with_newcombes_worked_examples(count, n, low, high):
    assert intervals.clopper_pearson(count / n, n) == pytest.approx((low, high), abs=5e-5)


@given(SHARES, SIZES)
def test_wilson_holds_the_share_and_stays_within_the_unit_interval(share, n):
    low, high = intervals.wilson(share, n)
    assert -1e-12 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1 + 1e-12


@given(st.floats(0.02, 0.98), st.integers(20, 2000))
def test_more_respondents_give_a_narrower_interval(share, n):
    wide, narrow = intervals.wilson(share, n), intervals.wilson(share, 2 * n)
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


@pytest.mark.parametrize(("share", "n"), [(1.2, 100), (-0.1, 100), (0.5, 0)])
def test_an_interval_of_nothing_is_refused(share, n):
    with pytest.raises(ValueError, match=r"share|respondents"):
        intervals.wilson(share, n)


def test_the_interval_of_a_claim_covers_its_whole_reading():
    half = claims.by_id()["C03"]
    low, high = what_if.reading_and_noise(half, 10**7)
    assert (low, high) == pytest.approx((0.45, 0.55), abs=1e-3)


def test_at_a_hundred_only_85_people_are_85_percent_and_the_interval_is_theirs():
    willing = claims.by_id()["C04"]
    assert what_if.whole_counts(willing, 100) == (85, 85)
    assert what_if.reading_and_noise(willing, 100) == intervals.wilson(0.85, 100)
    assert results.find("C04.n100").text == "77% to 91%"


def test_a_number_of_which_no_whole_part_is_the_share_is_refused():
    willing = claims.by_id()["C04"]
    assert not what_if.can_print(willing, 50)
    with pytest.raises(ValueError, match="no whole number of 50 respondents gives the 85%"):
        what_if.reading_and_noise(willing, 50)


def test_no_number_of_the_book_is_one_that_cannot_print_a_figure():
    shares = [claim for claim in claims.load() if claim.measure == "proportion"]
    for n in {*published.SIZES, *resting.SIZES}:
        assert all(what_if.can_print(claim, n) for claim in shares)
    finer = replace(claims.by_id()["C04"], reading=replace(claims.by_id()["C04"].reading, high=Fraction("0.8455")))
    assert results.collect((finer, claims.by_id()["C12"]))["C04.n100"].text == published.IMPOSSIBLE


def by_counting(shares, n):
    """Whether each share is k/n for some whole k, by trying every k."""
    return all(any(c.low <= Fraction(k, n) <= c.high for k in range(n + 1)) for c in shares)


def test_possible_sizes_are_those_that_counting_finds():
    shares = published.whole_percentages(claims.load())
    found = set(what_if.possible_sizes(shares, 150))
    assert found == {n for n in range(1, 151) if by_counting(shares, n)}


def test_beyond_the_largest_impossible_size_every_size_is_possible():
    shares = published.whole_percentages(claims.load())
    last = what_if.largest_impossible_size(shares)
    assert not by_counting(shares, last)
    assert all(by_counting(shares, n) for n in range(last + 1, last + 300))


def test_the_tertiary_share_is_capped_by_the_ratio():
    assert what_if.tertiary_cap(Fraction(9, 2)) == Fraction(2, 9)
    assert what_if.tertiary_cap(Fraction(1, 2)) == 1


def test_the_score_interval_of_a_ratio_has_its_ends_where_the_score_statistic_meets_the_quantile():
    """The defining equation, with the constrained estimate of Miettinen and Nurminen and their factor N / (N - 1)."""
    n, secondary, tertiary = 100, 0.25, 0.05
    for ratio in intervals.ratio_interval(tertiary, secondary / tertiary, n, n):
        a, b = n * ratio * 2, -(n * ratio + secondary * n + n + tertiary * n * ratio)
        root = (-b - (b * b - 4 * a * (secondary * n + tertiary * n)) ** 0.5) / (2 * a)
        variance = (ratio * root * (1 - ratio * root) + ratio**2 * root * (1 - root)) / n
        variance *= 2 * n / (2 * n - 1)
        z = (secondary - ratio * tertiary) / variance**0.5
        assert abs(z) == pytest.approx(1.959964, abs=1e-5)


def test_the_group_found_is_the_smallest_step_beyond_noise():
    group = what_if.group_beyond_noise(0.05, 5)
    assert intervals.ratio_interval(0.05, 5, group, group)[0] > 1
    smaller = group - what_if.GROUP_STEP
    assert intervals.ratio_interval(0.05, 5, smaller, smaller)[0] <= 1


def test_the_interval_of_a_ratio_is_that_of_statsmodels_and_has_no_jump_where_everyone_reports_it():
    assert intervals.ratio_interval(0.05, 5, 80, 120) == pytest.approx(
        confint_proportions_2indep(30, 120, 4, 80, compare="ratio", method="score"), rel=1e-9
    )
    assert intervals.ratio_interval(0.2, 5, 100, 10) == pytest.approx(
        intervals.ratio_interval(0.2, 4.99999, 100, 10), rel=1e-3
    )


@pytest.mark.parametrize("groups", [(50, 50), (30, 200), (200, 30), (2000, 10)])
@pytest.mark.parametrize("tertiary", [0.01, 0.05, 0.1, 0.2])
def test_the_test_of_equal_shares_rejects_where_the_interval_of_the_ratio_leaves_out_one(tertiary, groups):
    low, high = intervals.ratio_interval(tertiary, 5, *groups)
    assert (p_of_equal_shares(tertiary, 5 * tertiary, *groups) < 0.05) == (low > 1 or high < 1)


@pytest.mark.parametrize("groups", [(9, 9), (7, 12), (14, 5)])
def test_the_power_is_that_of_trying_every_pair_of_counts_with_the_test_of_statsmodels(groups):
    tertiary_group, secondary_group = groups
    shown = 0.0
    for tertiary, secondary in product(range(tertiary_group + 1), range(secondary_group + 1)):
        if secondary * tertiary_group > tertiary * secondary_group:
            p = p_of_equal_shares(tertiary / tertiary_group, secondary / secondary_group, *groups)
            chance = binom.pmf(tertiary, tertiary_group, 0.1) * binom.pmf(secondary, secondary_group, 0.5)
            shown += chance * (p < 0.05)
    assert what_if.chance_to_show(0.1, 0.5, *groups) == pytest.approx(shown, abs=1e-12)


def test_the_power_is_near_a_simulation_and_the_usual_approximation():
    random = np.random.default_rng(20190701)
    counts = np.column_stack([random.binomial(100, 0.05, 4000), random.binomial(100, 0.25, 4000)])
    pairs, times = np.unique(counts, axis=0, return_counts=True)
    lows = [p_of_equal_shares(a / 100, b / 100, 100, 100) < 0.05 and b > a if a + b else False for a, b in pairs]
    power = what_if.chance_to_show(0.05, 0.25, 100, 100)
    assert power == pytest.approx(times[lows].sum() / 4000, abs=0.01)
    assert power == pytest.approx(power_proportions_2indep(0.2, 0.05, 100).power, abs=0.01)


def test_at_the_size_where_the_expected_interval_leaves_out_one_the_chance_is_about_a_half():
    for tertiary in (0.01, 0.02, 0.05):
        group = what_if.group_beyond_noise(tertiary, 5)
        assert what_if.chance_to_show(tertiary, 5 * tertiary, group, group) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("tertiary", [0.02, 0.05, 0.1])
def test_from_the_size_for_80_percent_power_on_the_power_is_never_below(tertiary):
    group = what_if.group_for_power(tertiary, 5 * tertiary)
    later = range(group, 4 * group, what_if.GROUP_STEP)
    assert all(what_if.chance_to_show(tertiary, 5 * tertiary, n, n) >= what_if.POWER for n in later)
    before = group - what_if.GROUP_STEP
    assert what_if.chance_to_show(tertiary, 5 * tertiary, before, before) < what_if.POWER


def test_equal_shares_have_no_size_for_power():
    assert what_if.chance_to_show(0.2, 0.2, 100, 100) == pytest.approx(0.025, abs=0.01)
    with pytest.raises(ValueError, match="no group up to 100"):
        what_if.group_for_power(0.2, 0.2, up_to=100)


def test_a_ratio_that_no_group_can_tell_from_one_is_refused():
    with pytest.raises(ValueError, match="no group up to"):
        what_if.group_beyond_noise(0.01, 1.01)


def test_a_ratio_that_exceeds_the_whole_group_is_refused():
    with pytest.raises(ValueError, match="not a share"):
        intervals.ratio_interval(0.3, 5, 100, 100)
