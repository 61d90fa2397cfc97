"""Raking gives a wave known margins, and refuses with the reason where it cannot."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.references import REFERENCES

from clinical_data_survey.errors import DataError
from clinical_data_survey.measured import NotEstimable, Sample, weights


@pytest.fixture(scope="module")
def margins(form):
    return weights.load_margins(REFERENCES / "margins.csv", form)


def test_raked_shares_are_the_margins_among_those_who_answered(plain, margins):
    raked = weights.rake(plain, margins)
    for item, shares in margins.items():
        answered = raked.weights[plain.answers[item].answered].sum()
        for level, share in shares.items():
            assert raked.weights[plain.answers[item].gave(level)].sum() / answered == pytest.approx(share)
    assert raked.left_out == {item: int((~plain.answers[item].answered).sum()) for item in margins}


def test_what_the_weights_cost_is_kishs(plain, margins):
    raked = weights.rake(plain, margins)
    assert raked.design_effect == pytest.approx(1 + np.var(raked.weights) / np.mean(raked.weights) ** 2)
    assert raked.effective_size == pytest.approx(plain.size / raked.design_effect)
    assert raked.weights.mean() == pytest.approx(1)


@settings(max_examples=20, deadline=None)
@given(ratio=st.floats(1.01, 8))
def test_trimmed_weights_never_exceed_the_ratio(plain, margins, ratio):
    raked = weights.rake(plain, margins)
    cut = weights.trim(raked, plain, margins, ratio)
    assert cut.weights.max() <= ratio * (1 + 1e-9)
    assert cut.weights.mean() == pytest.approx(1)
    assert np.isfinite(cut.farthest)
    assert cut.farthest < 1e-6 or cut.trimmed > 0


def test_a_margin_cell_without_a_respondent_is_refused_with_the_reason(form):
    sample = Sample.read(pd.DataFrame({"care_level": ["secondary"] * 5 + ["tertiary"] * 3}), form)
    shares = {"primary": 0.2, "secondary": 0.4, "tertiary": 0.3, "outside_care": 0.1}
    reason = weights.rake(sample, {"care_level": shares}).reason
    assert "'primary'" in reason
    assert "no respondent stands for them" in reason


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"secondary": 1.0}, "the margins have nobody there"),
        ({}, "the margins have nobody there"),
    ],
)
def test_respondents_outside_the_population_are_refused(form, shares, words):
    sample = Sample.read(pd.DataFrame({"care_level": ["secondary", "tertiary"]}), form)
    assert words in weights.rake(sample, {"care_level": shares}).reason


def test_margins_that_contradict_each_other_are_refused(form):
    rows = [("clinician", "secondary"), ("researcher", "tertiary")] * 4
    sample = Sample.read(pd.DataFrame(rows, columns=["respondent_role", "care_level"]), form)
    margins = {
        "respondent_role": {"clinician": 0.8, "researcher": 0.2},
        "care_level": {"secondary": 0.3, "tertiary": 0.7},
    }
    assert "No weights give the wave all margins together" in weights.rake(sample, margins).reason


def test_nothing_to_weight_by_is_a_sentence(form, plain):
    empty = Sample.read(pd.DataFrame({"care_level": pd.Series([], dtype=str)}), form)
    assert isinstance(weights.rake(plain, {}), NotEstimable)
    assert isinstance(weights.rake(empty, {"care_level": {"secondary": 1.0}}), NotEstimable)
    assert isinstance(weights.rake(plain, {"barriers": {"any": 1.0}}), NotEstimable)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("item,level,share\n", "has no row"),
        ("item,level,share\nage,old,0.5\n", "row 2, column 'item': 'age' is no item"),
        ("item,level,share\ncare_level,quaternary,1\n", "row 2, column 'level': 'care_level' has no level"),
        ("item,level,share\ncare_level,primary,many\n", "row 2, column 'share': 'many' is no share"),
        ("item,level,share\ncare_level,primary,1\n", "lacks the levels secondary, tertiary, outside_care"),
        ("item,level\ncare_level,primary\n", "column 'share': the column is missing"),
        (
            "item,level,share\ncare_level,primary,0.5\ncare_level,secondary,0.5\n"
            "care_level,tertiary,0.5\ncare_level,outside_care,0\n",
            "add up to 1.500",
        ),
    ],
)
def test_margins_that_cannot_be_used_name_file_row_and_column(tmp_path, form, text, words):
    path = tmp_path / "margins.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        weights.load_margins(path, form)
    assert "margins.csv" in str(error.value)
    assert words in str(error.value)
