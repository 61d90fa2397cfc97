"""Requests that no population can meet: which claims cannot hold, why, and the nearest number that can hold them.

Claims that share counts are judged together, by integer programming; claims that share none cannot conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from clinical_data_survey.plausible.count_tables import polytope
from clinical_data_survey.plausible.dials import ARBITRARY_SPLIT, Asked, Claims, Design, asked_of, designed
from clinical_data_survey.published import claims as published
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.published.count_rules import (
    STANDARD,
    Block,
    blocks_of,
    chosen,
    in_each_order,
)

FURTHEST = 1000


@dataclass(frozen=True)
class Obstacle:
    """Claims that cannot hold together in a design, and why."""

    claims: tuple[str, ...]
    why: str


class Impossible(ValueError):
    """A design in which the claims cannot all hold.

    `obstacles` says which and why; `nearest` is the nearest number of respondents at the same split that can hold
    every claim, None where there is none near.
    """

    def __init__(self, asked: Asked, obstacles: tuple[Obstacle, ...], nearest: int | None) -> None:
        self.design, self.obstacles, self.nearest = asked.design, obstacles, nearest
        remedy = (
            f"The nearest number of respondents that can hold every claim is {nearest}."
            if nearest is not None
            else "No near number of respondents helps: change the split."
        )
        printed = published.by_id(asked.claims)
        lines = [
            f"{' and '.join(f'{i} ({printed[i].as_printed})' for i in obstacle.claims)} cannot hold: {obstacle.why}."
            for obstacle in obstacles
        ]
        super().__init__("\n".join([*lines, remedy]))


def require(
    n: int, split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT, reading: str = STANDARD, claims: Claims | None = None
) -> Design:
    """The design of `n` respondents at a split, where every claim can hold in it.

    Raises Impossible otherwise: it names the claims and the nearest `n` that works.
    """
    design = designed(n, split)
    _refuse(asked_of(design, reading, claims), split)
    return design


def check(design: Design, reading: str = STANDARD, claims: Claims | None = None) -> None:
    """Raises Impossible where the claims cannot all hold in a design; the split is read off the design."""
    whole = max(design.n, 1)
    _refuse(asked_of(design, reading, claims), (Fraction(design.secondary, whole), Fraction(design.tertiary, whole)))


def _refuse(asked: Asked, split: tuple[Fraction, Fraction]) -> None:
    found = obstacles(asked)
    if found:
        raise Impossible(asked, found, nearest(asked.design.n, split, asked.reading, asked.claims))


def nearest(
    n: int, split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT, reading: str = STANDARD, claims: Claims | None = None
) -> int | None:
    """The number of respondents nearest to `n` at which all claims can hold; of two equally near the larger.

    None where none lies within 1000 of `n`.
    """
    for distance in range(FURTHEST + 1):
        for candidate in dict.fromkeys((n + distance, n - distance)):
            if candidate > 0 and holds(asked_of(designed(candidate, split), reading, claims)):
                return candidate
    return None


def holds(asked: Asked) -> bool:
    """Whether some population meets every claim in a design."""
    # Most sizes fail at a single rule, which costs nothing to see.
    return all(map(_one_by_one, asked.blocks)) and all(map(_fits, asked.blocks))


def obstacles(asked: Asked) -> tuple[Obstacle, ...]:
    """Claims that cannot hold in a design; empty where a population meets them all.

    Of each block all claims that fail alone; where none does, a smallest set of claims that fail together.
    """
    return tuple(obstacle for block in asked.blocks if not _fits(block) for obstacle in _of_block(asked, block))


def _of_block(asked: Asked, block: Block) -> Iterator[Obstacle]:
    own = [claim for claim in asked.claims if claim.id in block.claims]
    for number in range(1, len(own) + 1):
        failing = [subset for subset in combinations(own, number) if not _together(asked, subset)]
        if failing:
            for subset in failing if number == 1 else failing[:1]:
                yield Obstacle(tuple(claim.id for claim in subset), _why(asked, subset))
            return
    raise ArithmeticError("counts do not fit together, whatever is claimed")


def _together(asked: Asked, claims: tuple[Claim, ...]) -> bool:
    counted = asked.counted
    return all(map(_fits, blocks_of(claims, counted, asked.sizes, asked.reading)))


def _why(asked: Asked, claims: tuple[Claim, ...]) -> str:
    design, claim = asked.design, claims[0]
    parts = f"{design.secondary} secondary and {design.tertiary} tertiary clinicians"
    if len(claims) > 1:
        return f"no whole numbers of {design.n} respondents, with {parts}, satisfy them together"
    if claim.compares_care and min(design.secondary, design.tertiary) < 1:
        return f"it compares {design.secondary} secondary with {design.tertiary} tertiary clinicians"
    read = chosen(claim, asked.reading)
    if claim.measure == "proportion" and read.low is not None and read.high is not None:
        low, high = float(read.low), float(read.high)
        return (
            f"no whole number of {design.n} respondents is a share from {low:.4g} to {high:.4g} "
            f"({low * design.n:.4g} to {high * design.n:.4g} people)"
        )
    return f"no whole numbers of {design.n} respondents, with {parts} and {design.rest} others, satisfy it"


def _one_by_one(block: Block) -> bool:
    return all(low is None or high is None or low <= high for low, high in (rule.whole() for rule in block.rules))


def _fits(block: Block) -> bool:
    """Whether whole counts satisfy a block, with every claimed level at its place in some order."""
    if not _one_by_one(block):
        return False
    return any(polytope(candidate).point() is not None for candidate in in_each_order(block))
