"""Estimates agree with R's package survey to 1e-6; how the values were made: references/survey_reference.R."""

import numpy as np
import pandas as pd
import pytest
from support.references import REFERENCES

from clinical_data_survey.measured import groups, models, shares, weights

CLOSE = 1e-6
WILLING = "willing_to_work_with_ai"
CARE = models.Contrast("care_level", "secondary", "tertiary")


@pytest.fixture(scope="module")
def reference():
    table = pd.read_csv(REFERENCES / "survey_estimates.csv")
    keys = zip(table.statistic, table.item, table.group, table.level, strict=True)
    return dict(zip(keys, zip(table.value, table.error, strict=True), strict=True))


@pytest.fixture(params=["weighted", "unweighted"])
def wave(request, weighted, plain):
    return (weighted, "") if request.param == "weighted" else (plain, "_unweighted")


def check(reference, statistic, share):
    value, error = reference[(statistic, share.item, share.group, share.level)]
    assert share.share == pytest.approx(value, abs=CLOSE)
    assert share.standard_error == pytest.approx(error, abs=CLOSE)


def test_shares_and_their_errors_are_svymeans(reference, wave):
    sample, kind = wave
    found = [share for item in (WILLING, "barriers") for share in shares.shares(sample, item)]
    levels = [share for share in found if share.level not in ("willing", "any")]
    assert len(levels) == 11
    for share in levels:
        check(reference, f"svymean{kind}", share)


def test_shares_by_group_are_svybys_domains(reference, wave):
    sample, kind = wave
    by_care = shares.shares_by(sample, WILLING, "care_level")
    assert len(by_care) == 4
    for found in by_care.values():
        for share in found[:5]:
            check(reference, f"svyby{kind}", share)


def test_differences_and_ratios_are_svyglms(reference, wave):
    sample, kind = wave
    found = groups.compare(sample, WILLING, "care_level", "secondary", "tertiary")[-1]
    for link, effect, scale in (
        ("identity", found.difference, float),
        ("log", found.ratio, np.log),
        ("logit", found.odds_ratio, np.log),
    ):
        value, error = reference[(f"svyglm_{link}{kind}", WILLING, "secondary-tertiary", "willing")]
        assert scale(effect.value) == pytest.approx(value, abs=CLOSE)
        assert effect.standard_error == pytest.approx(error, abs=CLOSE)


def test_adjusted_models_are_svyglm_and_svyolr_or_glm_and_polr(reference, wave):
    sample, kind = wave
    binomial, ordinal = ("glm", "polr") if kind else ("svyglm", "svyolr")
    for statistic, fitted in (
        (binomial, models.binomial(sample, WILLING, "willing", CARE)),
        (ordinal, models.proportional_odds(sample, WILLING, CARE)),
    ):
        value, error = reference[(f"{statistic}_adjusted", WILLING, "secondary-tertiary", fitted.answer)]
        assert np.log(fitted.odds_ratio.value) == pytest.approx(value, abs=CLOSE)
        assert fitted.odds_ratio.standard_error == pytest.approx(error, abs=CLOSE)
        assert fitted.method == "maximum likelihood"


def test_raked_weights_are_rakes(weighted, form):
    raked = weights.rake(weighted, weights.load_margins(REFERENCES / "margins.csv", form))
    expected = pd.read_csv(REFERENCES / "survey_raked.csv").weight.to_numpy()
    assert raked.weights == pytest.approx(expected / expected.mean(), abs=CLOSE)
