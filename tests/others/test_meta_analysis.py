"""Pooling agrees with R's metafor, is refused where it should be, and places claims by their whole reading."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit
from support.references import REFERENCES

from clinical_data_survey.others import surveys
from clinical_data_survey.others.meta_analysis import (
    Placement,
    Pooled,
    Refusal,
    in_prediction,
    place,
    pool,
    pooled,
)
from clinical_data_survey.others.tables import OtherSurveys
from clinical_data_survey.published import claims

INPUT = pd.read_csv(REFERENCES / "metafor_input.csv")
METAFOR = pd.read_csv(REFERENCES / "metafor.csv", index_col="dataset")
FIGURES = ["estimate", "se", "low", "high", "prediction_low", "prediction_high", "tau2", "i2", "q"]


@pytest.fixture(scope="module")
def own() -> OtherSurveys:
    return surveys.load()


def willing(low: str, high: str) -> claims.Claim:
    claim = claims.by_id()["C04"]
    return replace(claim, reading=replace(claim.reading, low=Fraction(low), high=Fraction(high)))


def given(value: Pooled | Refusal) -> Pooled:
    assert isinstance(value, Pooled)
    return value


def placed(value: Placement | Refusal) -> Placement:
    assert isinstance(value, Placement)
    return value


def refused(value: object) -> Refusal:
    assert isinstance(value, Refusal)
    return value


@pytest.mark.parametrize("dataset", METAFOR.index)
def test_pooling_agrees_with_metafor_to_a_millionth(dataset: str) -> None:
    rows = INPUT[INPUT["dataset"] == dataset]
    model = pool(rows["k"], rows["n"])
    assert model.studies == METAFOR.loc[dataset, "studies"]
    for figure in FIGURES:
        assert getattr(model, figure) == pytest.approx(METAFOR.loc[dataset, figure], abs=1e-6, rel=0), figure


def test_the_references_hold_the_studies_that_are_pooled_now(own: OtherSurveys) -> None:
    for construct in own.constructs.index:
        if isinstance(pooled(own, construct), Pooled):
            now = surveys.poolable(own, construct)[["study_id", "k", "n"]].to_numpy().tolist()
            then = INPUT.loc[INPUT["dataset"] == construct, ["study", "k", "n"]].to_numpy().tolist()
            assert now == then, construct


def test_what_is_pooled_now_solves_the_equations_of_its_methods(
    own: OtherSurveys,
) -> None:
    for construct in own.constructs.index:
        value = pooled(own, construct)
        if isinstance(value, Refusal):
            continue
        frame, model = surveys.poolable(own, construct), value.model
        k, n = (frame[name].to_numpy(dtype=float) for name in ("k", "n"))
        effect, weight = logit(k / n), 1 / (1 / k + 1 / (n - k) + model.tau2)
        mean = (weight * effect).sum() / weight.sum()
        scatter = (weight * (effect - mean) ** 2).sum()
        assert scatter == pytest.approx(len(k) - 1, abs=1e-4)
        assert model.estimate == pytest.approx(mean, abs=1e-9)
        assert model.se**2 == pytest.approx(scatter / (len(k) - 1) / weight.sum(), rel=1e-6)


def test_leaving_one_study_out_pools_the_rest(own: OtherSurveys) -> None:
    value = given(pooled(own, "willing_to_use"))
    frame = surveys.poolable(own, "willing_to_use")
    rest = frame.iloc[1:]
    assert value.without_each[0] == pytest.approx(expit(pool(rest["k"], rest["n"]).estimate))
    assert len(value.without_each) == len(frame)
    assert value.leave_one_out[0] < value.share < value.leave_one_out[1]


def test_studies_that_agree_have_no_variance_between_them() -> None:
    model = pool([51, 102, 149], [100, 200, 300])
    assert (model.tau2, model.i2) == (0, 0)


def test_the_between_study_variance_is_never_lost_to_rounding() -> None:
    generator = np.random.default_rng(20190701)
    for _ in range(300):
        n = generator.integers(50, 3000, size=generator.integers(3, 15))
        k = generator.binomial(n, expit(generator.normal(0.8, 1, size=n.size)))
        model = pool(k, n)
        if model.q > 3 * n.size:
            assert model.tau2 > 0


def test_the_order_of_studies_does_not_matter() -> None:
    one, other = pool([20, 150, 700], [60, 300, 1000]), pool([700, 20, 150], [1000, 60, 300])
    assert [getattr(one, f) for f in FIGURES] == pytest.approx([getattr(other, f) for f in FIGURES])


def test_counting_the_opposite_answer_mirrors_the_result() -> None:
    k, n = np.array([20, 150, 700, 5]), np.array([60, 300, 1000, 90])
    yes, no = pool(k, n), pool(n - k, n)
    assert (no.estimate, no.prediction_low) == pytest.approx((-yes.estimate, -yes.prediction_high))


@pytest.mark.parametrize(
    ("k", "n"), [([1, 2], [9, 9]), ([1, 2, 3], [9, 9]), ([1, 2, 10], [9, 9, 9]), ([0, 1, 2], [0, 5, 5])]
)
def test_counts_that_cannot_be_are_refused(k: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match=r"needs at least three|must lie between"):
        pool(k, n)


def test_a_construct_with_five_comparable_studies_is_pooled_with_prediction_interval_and_i2(own: OtherSurveys) -> None:
    value = given(pooled(own, "willing_to_use"))
    assert len(value.study_ids) >= 5
    assert value.prediction[0] < value.interval[0] < value.share < value.interval[1] < value.prediction[1]
    assert 0 <= value.i2 <= 1


def test_a_construct_with_fewer_than_five_comparable_studies_is_refused_with_the_reason(own: OtherSurveys) -> None:
    refusal = refused(pooled(own, "expect_change_10y"))
    assert refusal.studies == 2
    assert refusal.reason == "2 comparable studies with a known base; pooling needs 5"


def test_a_construct_whose_items_ask_different_things_is_refused_however_many_studies_it_has(own: OtherSurveys) -> None:
    refusal = refused(pooled(own, "favourable_attitude"))
    assert refusal.studies >= 5
    assert "ask different things" in refusal.reason


def test_every_construct_is_either_pooled_or_refused_with_a_reason(own: OtherSurveys) -> None:
    for construct in own.constructs.index:
        value = pooled(own, construct)
        assert len(value.study_ids) >= 5 if isinstance(value, Pooled) else value.reason


def test_neither_the_survey_itself_nor_students_nor_context_are_ever_pooled(own: OtherSurveys) -> None:
    for construct in own.constructs.index:
        value = pooled(own, construct)
        if isinstance(value, Pooled):
            assert not set(value.study_ids) & set(claims.load_sources())
            assert set(own.studies.loc[list(value.study_ids), "comparability"]) <= {"close", "partial"}


def test_a_claim_is_ranked_among_comparable_studies_with_a_known_share(own: OtherSurveys) -> None:
    placement = placed(place(own, "expect_change_10y", claims.by_id()["C02"]))
    assert (placement.rank_best, placement.rank_worst, placement.of) == (1, 1, 4)
    assert placement.below == 3


def test_a_survey_whose_interval_meets_the_reading_may_be_above_or_below(own: OtherSurveys) -> None:
    frame = surveys.comparable(own, "willing_to_use")
    placement = placed(place(own, "willing_to_use", claims.by_id()["C04"]))
    wadhwa = frame.loc["R086"]
    assert wadhwa["share"] > 0.855
    assert wadhwa["reach_low"] < 0.845
    assert (placement.rank_best, placement.rank_worst) == (2, 3)
    assert (placement.above, placement.within, placement.below) == (1, 1, len(frame) - 2)


def test_the_rank_holds_for_both_ends_of_the_reading(own: OtherSurveys) -> None:
    frame = surveys.comparable(own, "willing_to_use")
    placement = placed(place(own, "willing_to_use", willing("0.7", "0.9")))
    assert placement.rank_best == 1 + (frame["reach_low"] > 0.9).sum()
    assert placement.rank_worst == 1 + (frame["reach_high"] >= 0.7).sum()
    assert placement.above + placement.within + placement.below == len(frame) == placement.of - 1


def test_the_place_in_the_prediction_interval_holds_for_both_ends_of_the_reading(own: OtherSurveys) -> None:
    value = given(pooled(own, "willing_to_use"))
    bottom, top = value.prediction
    lie = in_prediction(value, 0.845, 0.855)
    assert lie.share_low == pytest.approx((0.845 - bottom) / (top - bottom))
    assert lie.share_high == pytest.approx((0.855 - bottom) / (top - bottom))
    assert lie.quantile_low < lie.quantile_high


def test_the_ends_of_the_prediction_interval_are_its_quantiles(own: OtherSurveys) -> None:
    value = given(pooled(own, "willing_to_use"))
    assert [value.model.quantile(end) for end in value.prediction] == pytest.approx([0.025, 0.975])
    assert value.model.quantile(value.share) == pytest.approx(0.5)
    assert logit(value.share) == pytest.approx(value.model.estimate)


@pytest.mark.parametrize(
    ("low", "high", "where"),
    [
        (0.84, 0.86, "inside"),
        (0.10, 0.20, "below"),
        (0.98, 0.99, "above"),
        (0.10, 0.50, "across the lower end"),
        (0.90, 0.99, "across the upper end"),
        (0.10, 0.99, "around the whole"),
    ],
)
def test_a_reading_lies_inside_outside_or_across_the_prediction_interval(
    own: OtherSurveys, low: float, high: float, where: str
) -> None:
    assert in_prediction(given(pooled(own, "willing_to_use")), low, high).where == where


def test_a_claim_without_a_share_is_not_placed(own: OtherSurveys) -> None:
    assert (
        refused(place(own, "fear_job_loss", claims.by_id()["C14"])).reason
        == "the claim states a direction, not a share"
    )


def test_a_claim_without_a_comparable_study_is_not_placed(own: OtherSurveys) -> None:
    assert refused(place(own, "org_lacks_vision_or_strategy", claims.by_id()["C03"])).reason == "no comparable study"


def test_a_claim_whose_construct_is_not_pooled_has_a_rank_but_no_place_in_a_prediction(own: OtherSurveys) -> None:
    placement = placed(place(own, "expect_change_5y", claims.by_id()["C01"]))
    assert placement.of == 3
    assert "pooling needs 5" in refused(placement.prediction).reason
