"""Confidence regions of implied shares: coverage at least nominal, against simulation, tails and joint margins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied import inference
from clinical_data_survey.implied.answer_patterns import Setting, Split, constraints_of
from clinical_data_survey.implied.bounds import integer_bound
from clinical_data_survey.implied.inference import Counts, at_least, limits, region
from clinical_data_survey.implied.quantities import (
    BARRIER,
    NO_VISION,
    WILLING,
    WITHIN_5_YEARS,
    Conditional,
    ShareOf,
    by_id,
)
from clinical_data_survey.intervals import clopper_pearson
from clinical_data_survey.published import claims

PUBLISHED = claims.load()
CLAIMS = claims.by_id()
SOON_AND_WILLING = ShareOf(WITHIN_5_YEARS & WILLING)
SIZES = (50, 100, 300)
NOMINAL = 0.95
DRAWS = 20_000
# Shares of the people drawn from: both, the first alone, the second alone, neither. The first three leave no room
# between what the sample must and what it does hold; there a region has least to spare.
PEOPLE = {
    "nobody is neither": (0.445, 0.155, 0.40, 0.0),
    "one group inside the other": (0.60, 0.0, 0.25, 0.15),
    "the same people": (0.85, 0.0, 0.0, 0.15),
    "unrelated answers": (0.51, 0.09, 0.34, 0.06),
    "hardly anybody both": (0.02, 0.58, 0.37, 0.03),
    "nearly everybody both": (0.97, 0.02, 0.01, 0.0),
}
each_size = pytest.mark.parametrize("n", SIZES)
each_people = pytest.mark.parametrize("people", PEOPLE.values(), ids=PEOPLE)


def samples(people: tuple[float, ...], n: int, draws: int = DRAWS) -> np.ndarray:
    """How many of n are both, the first alone, the second alone, neither; shape (draws, 4)."""
    return np.random.default_rng(20190701).multinomial(n, people, size=draws)


def coverage(held: Callable[[int, int], bool], margins: np.ndarray) -> float:
    """The share of samples, given by both margins, in which a region that is made from the margins alone holds."""
    found, times = np.unique(margins, axis=0, return_counts=True)
    return float(sum(count for (a, b), count in zip(found.tolist(), times, strict=True) if held(a, b)) / times.sum())


def margins_of(drawn: np.ndarray) -> np.ndarray:
    return np.column_stack([drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2]])


@each_size
@each_people
def test_the_region_of_an_overlap_covers_at_least_as_often_as_it_says(people, n):
    def held(a: int, b: int) -> bool:
        low, high = limits(Counts(n, max(0, a + b - n), min(a, b)), NOMINAL)
        return low <= people[0] <= high

    assert coverage(held, margins_of(samples(people, n))) >= NOMINAL


@each_size
@each_people
def test_so_does_the_region_of_a_share_among_those_who_gave_another_answer(people, n):
    truth = people[0] / (people[0] + people[2])

    def held(a: int, b: int) -> bool:
        if b == 0:
            return True
        low, high = limits(Counts(b, max(0, a + b - n), min(a, b)), NOMINAL)
        return low <= truth <= high

    assert coverage(held, margins_of(samples(people, n))) >= NOMINAL


@each_size
@each_people
def test_a_one_sided_limit_lies_below_the_truth_at_least_as_often_as_it_says(people, n):
    def held(a: int, b: int) -> bool:
        return limits(Counts(n, max(0, a + b - n), n), 2 * NOMINAL - 1)[0] <= people[0]

    assert coverage(held, margins_of(samples(people, n))) >= NOMINAL


@each_size
def test_the_bound_on_those_who_answered_does_not_hold_among_the_people_drawn_from(n):
    """Where nobody is neither, the sample's own bound misses in about half of all samples: so that test can fail."""
    people = PEOPLE["nobody is neither"]
    missed = 1 - coverage(lambda a, b: (a + b - n) / n <= people[0], margins_of(samples(people, n)))
    assert missed == pytest.approx(0.5, abs=0.1)


def printed(a: int, b: int, n: int) -> tuple[claims.Claim, ...]:
    """The published claims with the counts of a sample as exact figures for horizon and willingness; no others."""
    exact = {"C01": F(a, n), "C04": F(b, n)}
    return tuple(
        replace(CLAIMS[name], reading=replace(CLAIMS[name].reading, low=share, high=share))
        for name, share in exact.items()
    )


@each_size
def test_from_a_sample_to_its_figures_to_the_programs_the_region_covers(n):
    people = PEOPLE["nobody is neither"]

    @cache
    def held(a: int, b: int) -> bool:
        low, high = region(printed(a, b, n), SOON_AND_WILLING, n).drawn_from
        return low <= people[0] <= high

    assert coverage(held, margins_of(samples(people, n, 300))) >= NOMINAL


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("name", ["within_5_years_and_willing", "willing_and_barrier", "tertiary_lack_of_support"])
def test_the_part_on_those_who_answered_is_the_bound_over_whole_people(name, n):
    quantity = by_id()[name].quantity
    bound = integer_bound(quantity, constraints_of(PUBLISHED, Setting(n=n)))
    assert region(PUBLISHED, quantity, n).answered == (bound.low, bound.high)


def test_on_an_unknown_base_it_is_the_bound_over_whole_people_too():
    quantity = Conditional(WILLING, NO_VISION)
    bound = integer_bound(quantity, constraints_of(PUBLISHED, Setting(n=100)))
    found = region(PUBLISHED, quantity, 100)
    assert found.answered == (bound.low, bound.high)
    assert found.drawn_from[0] < bound.low
    every = [clopper_pearson((85 + base - 100) / base, base)[0] for base in range(45, 56)]
    assert found.drawn_from[0] == pytest.approx(min(every))


def test_at_a_hundred_the_overlap_of_at_least_44_5_percent_supports_about_36():
    assert at_least(PUBLISHED, SOON_AND_WILLING, 100) == pytest.approx(0.3652, abs=5e-5)
    # The defining equation: with that share, 45 of 100 or more are as rare as one in twenty.
    assert binom.sf(44, 100, at_least(PUBLISHED, SOON_AND_WILLING, 100)) == pytest.approx(0.05)
    low, high = region(PUBLISHED, SOON_AND_WILLING, 100).drawn_from
    assert (binom.sf(44, 100, low), binom.cdf(66, 100, high)) == pytest.approx((0.025, 0.025))


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize(
    ("quantity", "shares"),
    [(SOON_AND_WILLING, ("C01", "C04")), (ShareOf(WILLING & BARRIER), ("C04", "C07"))],
    ids=["soon and willing", "willing and barrier"],
)
def test_it_lies_within_what_margins_held_jointly_give(quantity, shares, n):
    """Bonferroni over the exact intervals of both shares, then the bound of Frechet: valid too, and wider."""
    each = 1 - (1 - NOMINAL) / len(shares)
    counted = [inference.limits(next(inference.counts(event, frame_of(n))), each) for event in events_of(shares)]
    lows, highs = zip(*counted, strict=True)
    low, high = region(PUBLISHED, quantity, n).drawn_from
    assert max(0, sum(lows) - len(lows) + 1) < low < high < min(highs)


def frame_of(n: int):
    return constraints_of(PUBLISHED, Setting(n=n))


def events_of(shares: tuple[str, ...]) -> list[ShareOf]:
    return [ShareOf({"C01": WITHIN_5_YEARS, "C04": WILLING, "C07": BARRIER}[name]) for name in shares]


def test_the_more_answered_the_nearer_it_comes_to_the_bound():
    ends = [region(PUBLISHED, SOON_AND_WILLING, n).drawn_from for n in (100, 300, 1000, 10_000)]
    assert [low for low, _ in ends] == sorted(low for low, _ in ends)
    assert ends[-1] == pytest.approx((0.445, 2 / 3), abs=0.01)


def test_a_higher_confidence_takes_more_room():
    assert region(PUBLISHED, SOON_AND_WILLING, 100, 0.99).drawn_from[0] < 0.35


def test_the_split_matters_to_levels_of_care():
    quantity = by_id()["tertiary_lack_of_support"].quantity
    few = region(PUBLISHED, quantity, 100, setting=Setting(Split(F(8, 10), F(1, 10)))).drawn_from
    assert few[1] > region(PUBLISHED, quantity, 100).drawn_from[1]


def test_a_number_that_cannot_print_the_figures_is_refused_with_the_claim():
    with pytest.raises(ClaimsConflict, match="C02"):
        region(PUBLISHED, SOON_AND_WILLING, 50)


def test_a_comparison_of_two_groups_is_refused():
    with pytest.raises(TypeError, match="one base"):
        region(PUBLISHED, by_id()["support_gap"].quantity, 100)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_that_is_none_is_refused(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        region(PUBLISHED, SOON_AND_WILLING, 100, confidence)
