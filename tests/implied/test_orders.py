"""Published orders and what they imply for the shares of single levels."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied.orders import (
    admissible_orders,
    choices,
    first_places,
    mean_ranks,
    order_bounds,
    ticks,
)
from clinical_data_survey.published import claims
from clinical_data_survey.survey import questionnaire

PUBLISHED = claims.load()
CLAIMS = claims.by_id()
INVESTOR, OPPORTUNITY, BARRIERS = (questionnaire.load().item(i) for i in ("investor", "opportunity", "barriers"))


def test_the_news_item_leaves_six_orders_of_the_investors_and_one_if_its_list_is_an_order():
    assert len(admissible_orders(PUBLISHED, INVESTOR)) == 6
    as_listed = admissible_orders(PUBLISHED, INVESTOR, ["as listed"])
    assert as_listed == (
        ("healthcare_institutions", "medtech_companies", "government", "health_insurers", "other_party"),
    )


def test_without_claims_every_order_of_four_fields_remains():
    assert len(admissible_orders([], OPPORTUNITY)) == 24


def test_the_first_of_k_choices_has_at_least_one_kth_and_the_second_at_most_half():
    orders = admissible_orders(PUBLISHED, INVESTOR)
    block = choices(INVESTOR)
    assert order_bounds(block, orders, block.score("healthcare_institutions")) == (F(1, 5), 1)
    assert order_bounds(block, orders, block.score("government")) == (0, F(1, 2))
    as_listed = admissible_orders(PUBLISHED, INVESTOR, ["as listed"])
    assert order_bounds(block, as_listed, block.score("health_insurers")) == (0, F(1, 4))


def test_the_most_ticked_of_five_barriers_has_at_least_a_fifth_of_those_who_see_any():
    block = ticks(BARRIERS)
    assert len(block.cells) == 32
    some = (CLAIMS["C07"].low, CLAIMS["C07"].high)
    orders = admissible_orders(PUBLISHED, BARRIERS)
    low, high = order_bounds(block, orders, block.score("lack_of_expertise"), some)
    assert (low, high) == (some[0] / 5, some[1])
    # The order alone leaves lack of support free, so that it may stand apart from the table of patterns.
    assert order_bounds(block, orders, block.score("lack_of_medical_staff_support"), some) == (0, some[1])


def test_an_order_by_mean_rank_says_nothing_about_first_places_and_an_order_by_first_places_does():
    orders = admissible_orders(PUBLISHED, OPPORTUNITY)
    by_first, by_mean = first_places(OPPORTUNITY), mean_ranks(OPPORTUNITY)
    assert order_bounds(by_first, orders, by_first.first("diagnostics")) == (F(1, 4), 1)
    assert order_bounds(by_mean, orders, by_mean.first("diagnostics")) == (0, 1)
    low, high = order_bounds(by_mean, orders, by_mean.score("diagnostics"))
    assert (4 - high, 4 - low) == (1, F(5, 2))


def test_two_levels_at_the_same_rank_are_a_conflict_of_exactly_these_claims():
    second = replace(CLAIMS["C06"], id="C95", levels=("prevention",))
    with pytest.raises(ClaimsConflict, match="prevention read as rank 2 to 2") as caught:
        admissible_orders((*PUBLISHED, second), OPPORTUNITY)
    assert caught.value.claims == ("C06", "C95")
