"""Requests that no population can meet are refused with the claim and the nearest number that works."""

from dataclasses import replace
from fractions import Fraction

import pytest

from clinical_data_survey.plausible.dials import Claims, Design, asked_of, designed
from clinical_data_survey.plausible.feasibility import Impossible, check, holds, nearest, obstacles, require
from clinical_data_survey.published import claims as published
from clinical_data_survey.published import count_rules

CLAIMS = published.by_id()


def with_reading(claim: str, low: str, high: str) -> Claims:
    """The published claims, one of them read otherwise."""
    reading = replace(CLAIMS[claim].reading, low=Fraction(low), high=Fraction(high))
    return tuple(replace(one, reading=reading) if one.id == claim else one for one in published.load())


def claims_of(design: Design) -> set[str]:
    return {claim for obstacle in obstacles(asked_of(design)) for claim in obstacle.claims}


def test_thirty_respondents_cannot_be_95_percent_and_the_message_says_so() -> None:
    with pytest.raises(Impossible) as caught:
        require(30)
    message = str(caught.value)
    assert "C02 (95%) cannot hold: no whole number of 30 respondents" in message
    assert caught.value.nearest == 39
    assert "nearest number of respondents that can hold every claim is 39" in message
    assert isinstance(caught.value, ValueError)


def test_the_nearest_number_can_hold_every_claim_and_no_nearer_one_can() -> None:
    for n in (1, 25, 30, 50, 72, 95):
        found = nearest(n)
        assert found is not None
        assert holds(asked_of(designed(found)))
        assert not any(
            holds(asked_of(designed(n + gap))) for gap in range(-abs(found - n) + 1, abs(found - n)) if n + gap > 0
        )


def test_shares_are_refused_exactly_where_no_whole_number_fits() -> None:
    assert_shares_are_refused_where_none_fits(range(12, 130, 5))


@pytest.mark.slow
def test_it_is_so_of_every_size() -> None:
    assert_shares_are_refused_where_none_fits(range(12, 130))


def assert_shares_are_refused_where_none_fits(sizes: range) -> None:
    shares = [claim for claim in published.load() if claim.measure == "proportion"]
    for n in sizes:
        none_fits = {
            claim.id
            for claim in shares
            if not any(claim.low <= Fraction(count, n) <= claim.high for count in range(n + 1))
        }
        assert {c for c in claims_of(designed(n)) if c in {claim.id for claim in shares}} == none_fits


def test_whole_percentages_leave_the_sizes_that_were_worked_out_by_hand() -> None:
    below_95 = [n for n in range(15, 95) if can_be_whole(n)]
    assert below_95 == [20, *range(39, 42), *range(59, 63), 73, *range(78, 83), 84, *range(86, 89), *range(91, 95)]
    assert all(can_be_whole(n) for n in range(96, 400, 19))


@pytest.mark.slow
def test_whole_percentages_leave_every_size_above_95() -> None:
    assert all(can_be_whole(n) for n in range(96, 400))


def can_be_whole(n: int) -> bool:
    return not {"C02", "C04", "C07"} & claims_of(designed(n))


def test_a_ratio_that_no_counts_can_have_is_named() -> None:
    assert "C12" in claims_of(Design(300, 2, 3))
    assert claims_of(Design(300, 0, 100)) == {"C12", "C13", "C14"}


def test_roles_need_people_beside_the_clinicians() -> None:
    assert claims_of(Design(300, 149, 149)) == {"C19"}


def test_more_expecting_it_early_than_at_all_is_an_obstacle_of_two_claims() -> None:
    (obstacle,) = obstacles(asked_of(designed(300), claims=with_reading("C02", "0.5", "0.55")))
    assert obstacle.claims == ("C01", "C02")


def test_a_crowded_barrier_block_names_a_smallest_set_of_its_claims() -> None:
    # Six at least report lack of support, and two barriers must stand above it: seven who see any are too few.
    few, enough = (with_reading("C07", f"{k}/20", f"{k}/20") for k in (7, 8))
    (obstacle,) = obstacles(asked_of(Design(20, 7, 7), claims=few))
    assert obstacle.claims == ("C07", "C08", "C09", "C10", "C12")
    assert obstacles(asked_of(Design(20, 7, 7), claims=enough)) == ()


def test_an_impossible_design_is_refused_wherever_it_came_from() -> None:
    with pytest.raises(Impossible, match="C19"):
        check(Design(300, 150, 150))


def test_parts_that_exceed_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit in 10 respondents"):
        Design(10, 6, 6)


def test_shares_that_are_not_parts_of_a_whole_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.7 and 0\.6 are not parts of a whole"):
        designed(300, (Fraction(7, 10), Fraction(6, 10)))


def test_a_reading_that_widens_the_base_is_refused_with_those_that_can_be_followed() -> None:
    with pytest.raises(ValueError, match=r"'wider base' is not a reading .* standard, narrow, barrier base"):
        asked_of(designed(300), "wider base")


def test_a_named_reading_replaces_only_the_claims_that_have_it() -> None:
    literal, standard = (
        {claim: count_rules.chosen(CLAIMS[claim], name) for claim in CLAIMS} for name in ("literal", "")
    )
    assert (literal["C12"].low, literal["C12"].high) == (Fraction(11, 2), Fraction(13, 2))
    assert all(literal[claim] == standard[claim] for claim in standard if claim != "C12")
