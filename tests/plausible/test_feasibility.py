"""Requests that no population can meet are refused with the claim and the nearest number that works."""

from dataclasses import replace
from fractions import Fraction

import pytest

from clinical_data_survey.plausible.count_windows import Design, designed, ratio_pairs, readings, windows
from clinical_data_survey.plausible.feasibility import (
    Impossible,
    _barriers,
    _horizon,
    check,
    conflicts,
    nearest,
    require,
)
from clinical_data_survey.published import claims as published


def claims_of(design: Design) -> set[str]:
    return {claim for conflict in conflicts(design) for claim in conflict.claims}


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
        assert not conflicts(designed(found))
        assert all(conflicts(designed(n + gap)) for gap in range(-abs(found - n) + 1, abs(found - n)) if n + gap > 0)


def test_shares_are_refused_exactly_where_no_whole_number_fits() -> None:
    shares = [claim for claim in published.load() if claim.measure == "proportion"]
    for n in range(12, 130):
        none_fits = {
            claim.id
            for claim in shares
            if not any(claim.low <= Fraction(count, n) <= claim.high for count in range(n + 1))
        }
        assert {c for c in claims_of(designed(n)) if c in {claim.id for claim in shares}} == none_fits


def test_whole_percentages_leave_the_sizes_that_were_worked_out_by_hand() -> None:
    def possible(n: int) -> bool:
        return not {"C02", "C04", "C07"} & claims_of(designed(n))

    below_95 = [n for n in range(15, 95) if possible(n)]
    assert below_95 == [20, *range(39, 42), *range(59, 63), 73, *range(78, 83), 84, *range(86, 89), *range(91, 95)]
    assert all(possible(n) for n in range(96, 400))


def test_a_ratio_that_no_counts_can_have_is_named() -> None:
    assert ratio_pairs(Design(300, 2, 3), windows(300).ratio) == []
    assert "C12" in claims_of(Design(300, 2, 3))
    assert claims_of(Design(300, 0, 100)) == {"C12", "C13", "C14"}


def test_pairs_of_a_ratio_are_all_that_fit_and_no_others() -> None:
    for design in (Design(20, 7, 7), Design(100, 31, 40), Design(60, 5, 33)):
        fitting = [
            (secondary, tertiary)
            for tertiary in range(1, design.tertiary + 1)
            for secondary in range(design.secondary + 1)
            if Fraction(9, 2) <= Fraction(secondary * design.tertiary, tertiary * design.secondary) <= Fraction(11, 2)
        ]
        assert ratio_pairs(design, (Fraction(9, 2), Fraction(11, 2))) == fitting


def test_roles_need_people_beside_the_clinicians() -> None:
    assert claims_of(Design(300, 149, 149)) == {"C19"}


def test_more_expecting_it_early_than_at_all_is_a_conflict_of_two_claims() -> None:
    asked = windows(20)
    assert (asked.within_5, asked.within_10) == ((12, 13), (19, 19))
    (conflict,) = _horizon(replace(asked, within_10=(10, 11)))
    assert conflict.claims == ("C01", "C02")


def test_a_crowded_barrier_block_names_all_claims_in_it() -> None:
    # Six at least report lack of support, and two barriers must stand above it: seven who see any are too few.
    few = replace(windows(20), any_barrier=(7, 7))
    (conflict,) = _barriers(Design(20, 7, 7), few)
    assert conflict.claims == ("C07", "C08", "C09", "C10", "C12")
    assert _barriers(Design(20, 7, 7), replace(few, any_barrier=(7, 8))) == []


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
        readings("wider base")


def test_a_named_reading_replaces_only_the_claims_that_have_it() -> None:
    literal, standard = readings("literal"), readings()
    assert (literal["C12"].low, literal["C12"].high) == (Fraction(11, 2), Fraction(13, 2))
    assert all(literal[claim] == standard[claim] for claim in standard if claim != "C12")
