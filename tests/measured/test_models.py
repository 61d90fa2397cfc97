"""Adjusted comparisons: fitted where they can be, penalised where answers separate, a sentence where they cannot."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel
from support.finite import all_finite

from clinical_data_survey.measured import NotEstimable, Sample, cumulative, models

WILLING = "willing_to_work_with_ai"
CARE = models.Contrast("care_level", "secondary", "tertiary")
FIRTH = {"slope": 2.845727, "low": 0.488564, "high": 7.781345, "p": 0.013858}


@pytest.fixture
def separated(form):
    """Everybody in secondary care expects AI within five years; in tertiary care, and with age, not all do."""
    rows = (
        [("secondary", "under_35", "within_5_years")] * 7 + [("secondary", "from_55", "within_5_years")] * 5
        + [("tertiary", "under_35", "within_5_years")] * 6 + [("tertiary", "under_35", "never")] * 2
        + [("tertiary", "from_55", "within_5_years")] * 3 + [("tertiary", "from_55", "never")] * 4
    )  # fmt: skip
    return Sample.read(pd.DataFrame(rows, columns=["care_level", "age_group", "ai_affects_work"]), form)


def test_separated_answers_get_firths_fit_with_a_profile_interval(separated):
    found = models.binomial(separated, "ai_affects_work", "within_5_years", CARE, adjust=("age_group",))
    # firthmodels 0.8.2 on the same rows: coefficient, profile interval and penalised likelihood-ratio p-value
    assert np.log(found.odds_ratio.value) == pytest.approx(FIRTH["slope"], abs=1e-4)
    assert np.log(found.odds_ratio.low) == pytest.approx(FIRTH["low"], abs=1e-3)
    assert np.log(found.odds_ratio.high) == pytest.approx(FIRTH["high"], abs=1e-3)
    assert found.p_value == pytest.approx(FIRTH["p"], abs=1e-4)
    assert found.method == "Firth's penalised likelihood"
    assert any("no finite answer" in remark for remark in found.remarks)


def test_a_separated_ordinal_model_is_finite_too(separated):
    found = models.proportional_odds(separated, "ai_affects_work", CARE, adjust=("age_group",))
    assert all_finite(found)
    assert found.odds_ratio.low < found.odds_ratio.value < 1


def test_an_ordinal_fit_is_statsmodels(plain):
    found = models.proportional_odds(plain, WILLING, CARE, adjust=())
    care, willing = plain.answers["care_level"], plain.answers[WILLING]
    kept = (care.gave("secondary") | care.gave("tertiary")) & willing.answered
    fit = OrderedModel(willing.codes[kept], care.gave("secondary")[kept, None].astype(float), distr="logit").fit(
        method="bfgs", disp=False, gtol=1e-8
    )
    assert np.log(found.odds_ratio.value) == pytest.approx(fit.params[0], abs=1e-4)
    assert found.odds_ratio.standard_error == pytest.approx(fit.bse[0], rel=1e-3)


def test_proportional_odds_are_rejected_where_one_group_goes_to_both_ends(two_groups):
    levels = ("definitely", "probably", "undecided", "probably_not", "definitely_not")
    both_ends = dict(zip(levels, (60, 10, 10, 10, 60), strict=True))
    middle = dict(zip(levels, (10, 40, 50, 40, 10), strict=True))
    found = models.proportional_odds(two_groups(WILLING, both_ends, middle), WILLING, CARE)
    assert found.proportional.p_value < 1e-6
    assert found.proportional.degrees == 3
    assert any("level by level" in remark for remark in found.remarks)


def test_the_test_of_proportional_odds_keeps_its_level(two_groups):
    random, levels, rejected = np.random.default_rng(2), ("definitely", "probably", "undecided", "probably_not"), 0
    for _ in range(200):
        groups = [dict(zip(levels, random.multinomial(80, [0.3, 0.3, 0.2, 0.2]).tolist(), strict=True)) for _ in "ab"]
        rejected += models.proportional_odds(two_groups(WILLING, *groups), WILLING, CARE).proportional.p_value < 0.05
    assert rejected / 200 < 0.1


def test_items_that_cannot_be_adjusted_for_are_named(separated):
    found = models.binomial(separated, "ai_affects_work", "within_5_years", CARE)
    assert found.adjusted_for == ("age_group",)
    assert sum("Not adjusted for" in remark for remark in found.remarks) == 2


def test_nothing_to_explain_and_nobody_to_compare_are_sentences(two_groups):
    alike = two_groups(WILLING, {"probably": 5}, {"probably": 7})
    alone = two_groups(WILLING, {"probably": 5, "definitely": 3}, {})
    assert "nothing for it to explain" in models.binomial(alike, WILLING, "willing", CARE).reason
    assert "Nobody in 'tertiary'" in models.proportional_odds(alone, WILLING, CARE).reason
    assert isinstance(models.binomial(alone, "barriers", "any", CARE), NotEstimable)


def test_a_covariate_that_is_the_contrast_leaves_nothing_to_tell_apart(form):
    rows = [("secondary", "clinician", "definitely"), ("tertiary", "researcher", "undecided")] * 5
    rows += [("secondary", "clinician", "undecided"), ("tertiary", "researcher", "definitely")] * 4
    sample = Sample.read(pd.DataFrame(rows, columns=["care_level", "respondent_role", WILLING]), form)
    assert "differ exactly" in models.binomial(sample, WILLING, "willing", CARE).reason


def test_separation_is_seen_exactly(two_groups):
    for counts, expected in (((5, 0, 3, 4), True), ((5, 1, 3, 4), False), ((5, 0, 0, 4), True)):
        one, two = ({"definitely": counts[i], "undecided": counts[i + 1]} for i in (0, 2))
        found = models.binomial(two_groups(WILLING, one, two), WILLING, "willing", CARE)
        assert (found.method != "maximum likelihood") is expected


def test_the_likelihoods_derivatives_are_right(plain):
    data = models._complete(plain, plain.answers[WILLING].codes, WILLING, CARE, ("age_group",), ())
    rows = models._design(data, 1.0, models._same)
    point = cumulative.start(rows, data.levels) + 0.1
    here, step = cumulative.evaluate(rows, point), 1e-5
    for i in range(rows.parameters):
        up, down = point.copy(), point.copy()
        up[i] += step
        down[i] -= step
        ends = [cumulative.evaluate(rows, p) for p in (up, down)]
        assert (rows.weights @ here.scores)[i] == pytest.approx(
            (ends[0].likelihood - ends[1].likelihood) / (2 * step), rel=1e-5, abs=1e-5
        )
        slopes = [rows.weights @ end.scores for end in ends]
        assert here.information[i] == pytest.approx(-(slopes[0] - slopes[1]) / (2 * step), rel=1e-5, abs=1e-4)
