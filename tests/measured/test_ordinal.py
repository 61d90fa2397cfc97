"""Ordinal items are compared by ridits, not by means of codes."""

import numpy as np
import pytest
from statsmodels.stats.nonparametric import rank_compare_2indep

from clinical_data_survey.measured import NotEstimable, ordinal

WILLING = "willing_to_work_with_ai"


def answers(sample, group):
    inside = sample.answers["care_level"].gave(group) & sample.answers[WILLING].answered
    return sample.answers[WILLING].codes[inside]


def test_superiority_is_the_mann_whitney_proportion(plain):
    first, second = answers(plain, "secondary"), answers(plain, "tertiary")
    found = ordinal.superiority(plain, WILLING, "care_level", "secondary", "tertiary")
    expected = rank_compare_2indep(first, second)
    assert found.value == pytest.approx(expected.prob1)
    assert found.standard_error == pytest.approx(np.sqrt(expected.var / expected.nobs), rel=0.02)
    assert found.low < found.value < found.high


def test_superiority_turned_round_is_its_complement(weighted):
    one = ordinal.superiority(weighted, WILLING, "care_level", "secondary", "tertiary")
    other = ordinal.superiority(weighted, WILLING, "care_level", "tertiary", "secondary")
    assert one.value + other.value == pytest.approx(1)
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low))


def test_mean_ridits_average_to_a_half(weighted):
    found = ordinal.mean_ridits(weighted, WILLING, "care_level")
    care, willing = weighted.answers["care_level"], weighted.answers[WILLING]
    sums = {group: weighted.weights[care.gave(group) & willing.answered].sum() for group in found}
    mean = sum(found[group].value * weight for group, weight in sums.items()) / sum(sums.values())
    assert mean == pytest.approx(0.5)


def test_a_median_is_a_level_and_its_interval_holds_it(plain):
    found = ordinal.summary(plain, WILLING)
    levels = [share.level for share in found.cumulative]
    places = [levels.index(level) for level in (found.median_low, found.median, found.median_high)]
    assert places == sorted(places)
    assert found.cumulative[-1].share == pytest.approx(1)


def test_answers_all_alike_give_a_sentence(two_groups):
    alike = two_groups(WILLING, {"probably": 5}, {"probably": 7})
    assert "All 12 respondents gave the same answer" in ordinal.mean_ridits(alike, WILLING, "care_level").reason
    assert isinstance(ordinal.superiority(alike, WILLING, "care_level", "secondary", "tertiary"), NotEstimable)


def test_groups_that_do_not_overlap_give_a_sentence_instead_of_an_interval_without_width(two_groups):
    apart = two_groups(WILLING, {"definitely": 5}, {"definitely_not": 7})
    found = ordinal.superiority(apart, WILLING, "care_level", "secondary", "tertiary")
    assert "has no interval" in found.reason
