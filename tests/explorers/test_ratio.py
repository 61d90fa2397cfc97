"""The ratio between levels of care: the book's interval, the named test, and a refusal above the cap."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.proportion import test_proportions_2indep as two_proportions

from clinical_data_survey import results, wording
from clinical_data_survey.explorers import ratio
from clinical_data_survey.published import what_if
from clinical_data_survey.results.published import RATIO_GROUPS


def answer(tertiary: float, n: int, m: int):
    return ratio.answer({"tertiary": tertiary, "n": n, "m": m})


@pytest.mark.parametrize("tertiary", [1, 2, 5, 10])
@pytest.mark.parametrize("group", RATIO_GROUPS)
def test_with_groups_alike_it_gives_the_results_of_the_book(tertiary, group):
    said = answer(tertiary, group, group).sentence
    low, high = results.find(f"ratio.interval{tertiary}.n{group}").text.split(" to ")
    assert f"anything from {low} to {high} at 95% confidence, had they been drawn at random." in said
    assert results.find(f"ratio.secondary{tertiary}").text in said


@pytest.mark.parametrize(("n", "m"), [(50, 50), (30, 200), (2000, 10), (10, 10)])
def test_the_interval_is_that_of_statsmodels_for_groups_of_any_size_and_the_verdict_that_of_its_test(n, m):
    said = answer(10, n, m)
    counts = (0.5 * m, m, 0.1 * n, n)
    low, high = confint_proportions_2indep(*counts, compare="ratio", method="score")
    p_value = two_proportions(*counts, compare="ratio", method="score").pvalue
    mark = said.plots[1][0].marks[0]
    assert (mark.low, mark.high) == pytest.approx((low, high))
    assert ("leaves out equal shares" in said.sentence) == (p_value < 0.05) == (low > 1)


def test_the_interval_leaves_out_equal_shares_from_the_group_that_the_chapter_prints_on_and_not_below_it():
    group = int(results.find("ratio.group10").text)
    assert "leaves out equal shares" in answer(10, group, group).sentence
    smaller = group - what_if.GROUP_STEP
    assert "includes equal shares" in answer(10, smaller, smaller).sentence


@pytest.mark.parametrize("tertiary", [1, 2, 5, 10])
def test_it_gives_the_chance_of_the_book_to_show_the_ratio_and_more_for_larger_groups(tertiary):
    group, powered = (int(results.find(f"ratio.{name}{tertiary}").text) for name in ("group", "powered"))
    chance = results.find(f"ratio.group{tertiary}.chance").text
    assert f"with a chance of {chance}; 80% is usually asked for." in answer(tertiary, group, group).sentence
    shown = answer(tertiary, powered, powered).sentence.partition("with a chance of ")[2]
    assert int(shown.partition("%")[0]) >= 80


def test_between_the_published_middle_and_the_cap_everyone_in_secondary_care_reports_it():
    said = answer(22, 100, 100)
    assert "100% of 100 in secondary care" in said.sentence
    assert f"{wording.decimal(1 / 0.22)} times as often" in said.sentence


def test_above_the_cap_it_refuses_with_the_reason_and_draws_no_ratio():
    said = answer(22.5, 100, 100)
    assert "is impossible" in said.sentence
    assert results.find("ratio.cap").text in said.sentence
    assert said.plots[0][1].marks == ()
    assert [mark.kind for mark in said.plots[1][0].marks] == ["published"]
