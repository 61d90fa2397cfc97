"""Published orders: which full orders of an item's levels fit, and what they imply for shares.

An order stands apart from `patterns`. It compares the levels of one item with each other, and every population
of patterns can be completed by answers in any admissible order; so nothing is lost by treating it on its own.

The source does not say what was counted, so an item of ranks has two scorings: first places, or mean ranks.
Ties are allowed (closed readings).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, permutations

import numpy as np

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied.answer_patterns import chosen
from clinical_data_survey.implied.exact_programs import IntArray, Program, Solver
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.survey.questionnaire import Item

Order = tuple[str, ...]


@dataclass(frozen=True)
class Scoring:
    """Answers that one respondent can give to an item, and what each adds to a level's count.

    `scores` has one row a level and one entry a cell; a level stands above another if its total is not smaller.
    """

    item: str
    levels: tuple[str, ...]
    cells: tuple[Order, ...]
    scores: tuple[tuple[int, ...], ...]

    def score(self, level: str) -> IntArray:
        """What each cell adds to a level's count; shape (cells,)."""
        return np.array(self.scores[self.levels.index(level)], dtype=np.int64)

    def first(self, level: str) -> IntArray:
        """1 where a level is the only or the first answer; shape (cells,)."""
        return np.array([int(cell[:1] == (level,)) for cell in self.cells], dtype=np.int64)


def choices(item: Item) -> Scoring:
    """One answer each: counted is who chose a level."""
    return _counted(item, tuple((level,) for level in _levels(item)))


def ticks(item: Item) -> Scoring:
    """Any number of answers each, or none: counted is who ticked a level."""
    levels = _levels(item)
    return _counted(item, tuple(cell for k in range(len(levels) + 1) for cell in combinations(levels, k)))


def first_places(item: Item) -> Scoring:
    """A full order each: counted is who put a level first."""
    levels = _levels(item)
    cells = tuple(permutations(levels))
    return Scoring(item.id, levels, cells, tuple(tuple(int(cell[0] == level) for cell in cells) for level in levels))


def mean_ranks(item: Item) -> Scoring:
    """A full order each: counted is how many levels stand below one, so that a smaller mean rank scores more."""
    levels = _levels(item)
    cells = tuple(permutations(levels))
    below = tuple(tuple(len(levels) - 1 - cell.index(level) for cell in cells) for level in levels)
    return Scoring(item.id, levels, cells, below)


def admissible_orders(claims: Iterable[Claim], item: Item, readings: Iterable[str] = ()) -> tuple[Order, ...]:
    """Every full order of an item's levels in which each claimed rank lies within its reading.

    Raises errors.ClaimsConflict that names a smallest set of claims which no order fits.
    """
    names = tuple(readings)
    ranks = {claim.id: claim for claim in claims if claim.item == item.id and claim.measure == "rank"}
    orders = tuple(permutations(_levels(item)))

    def fitting(ids: Iterable[str]) -> tuple[Order, ...]:
        held = [ranks[claim_id] for claim_id in ids]
        return tuple(order for order in orders if all(_fits(claim, order, names) for claim in held))

    found = fitting(ranks)
    if found:
        return found
    kept = list(ranks)
    for claim_id in reversed(ranks):
        rest = [other for other in kept if other != claim_id]
        if not fitting(rest):
            kept = rest
    words = [f"'{ranks[claim_id].as_printed}', {_window(ranks[claim_id], names)}" for claim_id in kept]
    raise ClaimsConflict(kept, words, f"order of {item.id}, readings: {', '.join(names) or 'standard'}")


def closeness(claims: Iterable[Claim], item: Item, readings: Iterable[str] = ()) -> dict[str, Fraction]:
    """How far below the first each level of an item lies at most, in shares of 1, where a claim says so."""
    names, most = tuple(readings), dict[str, Fraction]()
    for claim in claims:
        high = chosen(claim, names).high
        if claim.item == item.id and claim.measure == "gap" and high is not None:
            most |= {level: min(high, most.get(level, high)) for level in claim.levels}
    return most


def order_bounds(
    scoring: Scoring,
    orders: Iterable[Order],
    counted: IntArray,
    any_answer: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1)),
    close: Mapping[str, Fraction] | None = None,
) -> tuple[Fraction, Fraction]:
    """Sharp bounds, over every admissible order, of the mean of `counted` over all respondents.

    Parameters
    ----------
    counted : array of shape (cells,)
        Such as `scoring.score(level)` or `scoring.first(level)`.
    any_answer : two shares
        Between which the share lies of those who give any answer at all.
    close : shares by level, optional
        How far the share of a level lies at most below that of the first, as `closeness` has it.
    """
    ends = []
    for order in orders:
        solver = Solver(_program(scoring, order, any_answer, close or {}))
        ends.append((solver.minimise(counted).value, -solver.minimise(-counted).value))
    return min(low for low, _ in ends), max(high for _, high in ends)


def _program(
    scoring: Scoring, order: Order, any_answer: tuple[Fraction, Fraction], close: Mapping[str, Fraction]
) -> Program:
    steps = [scoring.score(above) - scoring.score(below) for above, below in pairwise(order)]
    answered = np.array([int(bool(cell)) for cell in scoring.cells], dtype=np.int64)
    gaps = [scoring.score(order[0]) - scoring.score(level) for level in close]
    rows = np.array([np.ones_like(answered), answered, *steps, *gaps])
    zeros = (Fraction(0),) * (len(steps) + len(gaps))
    open_ends: tuple[Fraction | None, ...] = (None,) * len(steps)
    return Program(
        rows, (Fraction(1), any_answer[0], *zeros), (Fraction(1), any_answer[1], *open_ends, *close.values())
    )


def _levels(item: Item) -> tuple[str, ...]:
    return tuple(level.id for level in item.levels if not level.exclusive)


def _counted(item: Item, cells: tuple[Order, ...]) -> Scoring:
    levels = _levels(item)
    return Scoring(item.id, levels, cells, tuple(tuple(int(level in cell) for cell in cells) for level in levels))


def _window(claim: Claim, names: Iterable[str]) -> str:
    reading = chosen(claim, names)
    return f"{claim.levels[0]} read as rank {reading.low} to {reading.high}"


def _fits(claim: Claim, order: Order, names: Iterable[str]) -> bool:
    reading = chosen(claim, names)
    low, high = reading.low, reading.high
    ranks = [order.index(level) + 1 for level in claim.levels]
    return all((low is None or low <= rank) and (high is None or rank <= high) for rank in ranks)
