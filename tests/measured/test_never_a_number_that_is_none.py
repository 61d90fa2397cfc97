"""Whatever a wave holds, every estimate is a finite number or a sentence: no crash, no NaN, no infinity, no warning."""

import warnings

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.finite import all_finite
from support.generated import wave

from clinical_data_survey.measured import Domain, Sample, groups, models, rankings, shares, weights

CLINICIANS = (Domain("respondent_role", ("clinician",)),)
CARE = models.Contrast("care_level", "secondary", "tertiary")


def everything(sample, form, among=()):
    """All estimates that chapters could ask for."""
    for item in form.items:
        yield shares.shares(sample, item.id, among)
        yield shares.shares_by(sample, item.id, "care_level", among)
        yield groups.compare(sample, item.id, "care_level", "secondary", "tertiary", among)
        if item.type == "ordinal":
            yield shares.cumulative(sample, item.id, among)
        if item.type == "ranking":
            yield rankings.mean_ranks(sample, item.id, among)
        if item.type != "multiple-response":
            yield rankings.first_choice_sets(sample, item.id, among)
    yield models.binomial(sample, "willing_to_work_with_ai", "willing", CARE, among=among)
    yield models.proportional_odds(sample, "worried_job_redundant", CARE, adjust=("age_group",), among=among)
    yield weights.rake(sample, {"care_level": {"primary": 0.1, "secondary": 0.5, "tertiary": 0.3, "outside_care": 0.1}})


@settings(max_examples=25, deadline=None)
@given(
    size=st.sampled_from([1, 2, 3, 4, 6, 9, 15, 30, 200]),
    seed=st.integers(0, 10_000),
    missing=st.sampled_from([0.0, 0.1, 0.6, 0.95, 1.0]),
    weighted=st.booleans(),
    among=st.sampled_from([(), CLINICIANS]),
)
@example(size=200, seed=384, missing=0.0, weighted=True, among=CLINICIANS)  # no information far from the maximum
def test_any_wave(form, size, seed, missing, weighted, among):
    sample = Sample.read(wave(form, size, seed, missing, weighted), form)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert all(all_finite(found) for found in everything(sample, form, among))


@pytest.mark.parametrize("columns", [[], ["care_level"], ["care_level", "willing_to_work_with_ai"]])
def test_a_wave_without_most_items(form, columns):
    sample = Sample.read(wave(form, 20, 1)[["respondent_id", *columns]], form)
    assert all(all_finite(found) for found in everything(sample, form))


def test_a_wave_without_respondents(form):
    sample = Sample.read(wave(form, 1, 1).iloc[:0], form)
    assert all(all_finite(found) for found in everything(sample, form))


def test_a_wave_that_is_all_alike(form):
    sample = Sample.read(pd.concat([wave(form, 1, 3, missing=0.0)] * 12, ignore_index=True), form)
    assert all(all_finite(found) for found in everything(sample, form))
