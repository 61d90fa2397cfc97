"""Shares state their base and interval; where there is none they say why."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from support.samples import weighted_by

from clinical_data_survey.measured import Domain, NotEstimable, Sample, shares

WILLING = "willing_to_work_with_ai"


def test_an_unweighted_interval_is_wilsons(plain):
    for share in shares.shares(plain, WILLING):
        assert share.share == share.count / share.base
        assert (share.low, share.high) == pytest.approx(proportion_confint(share.count, share.base, method="wilson"))


@settings(max_examples=25, deadline=None)
@given(weight=st.floats(0.01, 100))
def test_weights_all_alike_change_nothing(plain, weight):
    alike = weighted_by(plain, np.full(plain.size, weight))
    for one, other in zip(shares.shares(plain, WILLING), shares.shares(alike, WILLING), strict=True):
        assert (one.share, one.low, one.high) == pytest.approx((other.share, other.low, other.high))
        assert one.standard_error == pytest.approx(other.standard_error)


def test_an_effective_base_never_exceeds_the_base(weighted):
    for found in shares.shares_by(weighted, WILLING, "care_level").values():
        assert all(0 < share.effective_base <= share.base for share in found)


def test_a_group_of_levels_is_the_sum_of_its_levels(weighted):
    found = {share.level: share for share in shares.shares(weighted, WILLING)}
    assert found["willing"].count == found["definitely"].count + found["probably"].count
    assert found["willing"].share == pytest.approx(found["definitely"].share + found["probably"].share)


def test_cumulative_shares_grow_to_all_who_answered(weighted):
    found = shares.cumulative(weighted, WILLING)
    plain_shares = {share.level: share for share in shares.shares(weighted, WILLING)}
    assert [share.level for share in found] == [level.id for level in weighted.answers[WILLING].item.levels]
    assert [share.count for share in found] == sorted(share.count for share in found)
    assert found[1].count == sum(plain_shares[share.level].count for share in found[:2])
    assert found[1].standard_error == pytest.approx(plain_shares["willing"].standard_error)
    assert found[-1].share == pytest.approx(1)


def test_shares_stand_on_those_who_were_asked_and_answered(plain):
    asked = plain.answers["barriers"].gave("lack_of_expertise") & plain.answers["expertise_gap"].answered
    assert shares.shares(plain, "expertise_gap")[0].base == asked.sum()


def test_first_choices_of_a_ranking_add_up_to_those_who_ranked(plain):
    found = shares.shares(plain, "opportunity")
    assert sum(share.count for share in found) == found[0].base


def test_what_cannot_be_estimated_is_a_sentence(form):
    nobody = Sample.read(pd.DataFrame({"investor": ["", ""], "care_level": ["secondary", "tertiary"]}), form)
    single = Sample.read(pd.DataFrame({"investor": ["government", ""]}), form)
    assert "Nobody answered" in shares.shares(nobody, "investor").reason
    assert "one respondent" in shares.shares(single, "investor").reason
    assert "no answers to the item 'barriers'" in shares.shares(single, "barriers").reason
    assert isinstance(shares.shares(nobody, "care_level", [Domain("investor", ("government",))]), NotEstimable)


def test_a_frame_has_a_row_a_share(plain):
    assert len(shares.frame(shares.shares(plain, WILLING))) == 6
    assert list(shares.frame([]).columns)[:3] == ["item", "group", "level"]


def test_intervals_hold_what_they_promise_under_weights():
    random, covered = np.random.default_rng(1), 0
    for _ in range(600):
        yes, weight = random.random(150) < 0.3, random.lognormal(0, 0.5, 150)
        weight /= weight.mean()
        share, squares = weight[yes].sum() / 150, weight**2
        variance = ((1 - share) ** 2 * squares[yes].sum() + share**2 * squares[~yes].sum()) / 150**2
        low, high = shares.wilson(np.array([share]), np.array([share * (1 - share) / variance]))
        covered += low[0] <= 0.3 <= high[0]
    assert 0.92 < covered / 600 < 0.98
