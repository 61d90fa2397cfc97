"""Secondary against tertiary care: score intervals that hold with empty cells, sentences where there is no ratio."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep
from support.finite import all_finite
from support.samples import weighted_by

from clinical_data_survey.measured import NotEstimable, groups
from clinical_data_survey.measured.shares import wilson


def share(count, base, group="secondary"):
    value = count / base
    low, high = wilson(np.array([value]), np.array([float(base)]))
    error = float(np.sqrt(value * (1 - value) / base))
    return groups.Share("barriers", group, "other_barrier", count, base, value, low[0], high[0], error, base)


def compared(one, n_one, two, n_two):
    return groups.compare_shares(share(one, n_one), share(two, n_two, "tertiary"))


@pytest.mark.parametrize("counts", [(5, 20, 2, 30), (40, 80, 12, 90), (3, 15, 14, 15), (150, 200, 149, 210)])
def test_intervals_are_statsmodels_where_it_has_them(counts):
    found = compared(*counts)
    for effect, kind, method in (
        (found.difference, "diff", "newcomb"),
        (found.ratio, "ratio", "score"),
        (found.odds_ratio, "odds-ratio", "score"),
    ):
        expected = confint_proportions_2indep(*counts, compare=kind, method=method, correction=False)
        assert (effect.low, effect.high) == pytest.approx(expected, rel=1e-5)


def test_newcombes_published_example_is_met():
    found = compared(56, 70, 48, 80).difference  # Newcombe (1998), table II, method 10, example a
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@settings(max_examples=300, deadline=None)
@given(n_one=st.integers(2, 3000), n_two=st.integers(2, 3000), data=st.data())
def test_no_count_gives_a_number_that_cannot_be_printed(n_one, n_two, data):
    one, two = data.draw(st.integers(0, n_one)), data.draw(st.integers(0, n_two))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compared(one, n_one, two, n_two)
    assert all_finite(found)
    assert found.difference.low <= found.difference.value <= found.difference.high
    for effect in (found.ratio, found.odds_ratio):
        if not isinstance(effect, NotEstimable):
            assert effect.low <= effect.value * (1 + 1e-9)
            assert effect.value <= effect.high * (1 + 1e-9)


def test_a_ratio_to_nobody_says_what_it_is_at_least():
    found = compared(9, 20, 0, 30)
    assert "no upper limit" in found.ratio.reason
    assert "at least 3.9" in found.ratio.reason
    assert "there is no odds ratio" in found.odds_ratio.reason


def test_both_groups_all_alike_leave_nothing_to_test():
    assert isinstance(compared(20, 20, 30, 30).p_value, NotEstimable)
    assert isinstance(compared(0, 20, 0, 30).ratio, NotEstimable)


def test_one_group_only_is_a_sentence(two_groups):
    alone = two_groups("investor", {"government": 8, "other_party": 4}, {})
    found = groups.compare(alone, "investor", "care_level", "secondary", "tertiary")
    assert "Nobody in the group 'tertiary'" in found.reason


def test_weights_all_alike_change_no_interval(plain):
    alike = weighted_by(plain, np.full(plain.size, 3.0))
    one, other = (groups.compare(s, "barriers", "care_level", "secondary", "tertiary") for s in (plain, alike))
    for a, b in zip(one, other, strict=True):
        assert (a.ratio.low, a.ratio.high, a.p_value) == pytest.approx((b.ratio.low, b.ratio.high, b.p_value))
