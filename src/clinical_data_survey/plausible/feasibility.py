"""Requests that no population can meet: which claim cannot hold, why, and the nearest number of respondents that can.

Claims that share counts are judged together; claims that share none cannot conflict, so that each function here
looks at one such block and its answer is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from clinical_data_survey.plausible.count_windows import (
    ARBITRARY_SPLIT,
    STANDARD,
    Design,
    Interval,
    Places,
    Windows,
    designed,
    ends,
    ratio_pairs,
    readings,
    windows,
)
from clinical_data_survey.published import claims as published

SHARES = {"C01": "within_5", "C02": "within_10", "C03": "lacks_vision", "C04": "willing", "C07": "any_barrier"}
OTHER_ROLES = 3
FURTHEST = 1000


@dataclass(frozen=True)
class Conflict:
    """Claims that cannot hold together in a design, and why."""

    claims: tuple[str, ...]
    why: str


class Impossible(ValueError):
    """A design in which the claims cannot all hold.

    `conflicts` says which and why; `nearest` is the nearest number of respondents at the same split that can hold
    every claim, None where there is none near.
    """

    def __init__(self, design: Design, conflicts: tuple[Conflict, ...], nearest: int | None) -> None:
        self.design, self.conflicts, self.nearest = design, conflicts, nearest
        remedy = (
            f"The nearest number of respondents that can hold every claim is {nearest}."
            if nearest is not None
            else "No near number of respondents helps: change the split."
        )
        printed = published.by_id()
        lines = [
            f"{' and '.join(f'{i} ({printed[i].as_printed})' for i in conflict.claims)} cannot hold: {conflict.why}."
            for conflict in conflicts
        ]
        super().__init__("\n".join([*lines, remedy]))


def require(n: int, split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT, reading: str = STANDARD) -> Design:
    """The design of `n` respondents at a split, where every claim can hold in it.

    Raises Impossible otherwise: it names the claims and the nearest `n` that works.
    """
    design = designed(n, split)
    found = conflicts(design, reading)
    if found:
        raise Impossible(design, found, nearest(n, split, reading))
    return design


def check(design: Design, reading: str = STANDARD) -> None:
    """Raises Impossible where the claims cannot all hold in a design; the split is read off the design."""
    found = conflicts(design, reading)
    if found:
        whole = max(design.n, 1)
        split = Fraction(design.secondary, whole), Fraction(design.tertiary, whole)
        raise Impossible(design, found, nearest(design.n, split, reading))


def nearest(n: int, split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT, reading: str = STANDARD) -> int | None:
    """The number of respondents nearest to `n` at which all claims can hold; of two equally near the larger.

    None where none lies within 1000 of `n`.
    """
    for distance in range(FURTHEST + 1):
        for candidate in (n + distance, n - distance):
            if candidate > 0 and not conflicts(designed(candidate, split), reading):
                return candidate
    return None


def conflicts(design: Design, reading: str = STANDARD) -> tuple[Conflict, ...]:
    """Every block of claims that cannot hold in a design; empty where a population exists that meets them all."""
    asked = windows(design.n, reading)
    found = [*_composition(design), *_shares(design, asked, reading)]
    if not found:
        found = [*_horizon(asked), *_willing(design, asked), *_barriers(design, asked), *_orders(design, asked)]
    return tuple(found)


def _composition(design: Design) -> list[Conflict]:
    found = []
    if design.rest < OTHER_ROLES:
        why = f"{design.rest} respondents beside the clinicians cannot be a researcher, a data scientist and another"
        found.append(Conflict(("C19",), why))
    if min(design.secondary, design.tertiary) < 1:
        why = f"it compares {design.secondary} secondary with {design.tertiary} tertiary clinicians"
        found += [Conflict((claim,), why) for claim in ("C12", "C13", "C14")]
    return found


def _shares(design: Design, asked: Windows, reading: str) -> list[Conflict]:
    found = []
    for claim, name in SHARES.items():
        window: Interval = getattr(asked, name)
        if window[0] > window[1]:
            low, high = ends(readings(reading)[claim])
            why = (
                f"no whole number of {design.n} respondents is a share from {float(low):.4g} to {float(high):.4g} "
                f"({float(low * design.n):.4g} to {float(high * design.n):.4g} people)"
            )
            found.append(Conflict((claim,), why))
    if min(design.secondary, design.tertiary) >= 1 and not ratio_pairs(design, asked.ratio):
        low, high = asked.ratio
        why = (
            f"no whole numbers of {design.secondary} secondary and {design.tertiary} tertiary clinicians "
            f"have shares in a ratio from {float(low):.4g} to {float(high):.4g}"
        )
        found.append(Conflict(("C12",), why))
    return found


def _horizon(asked: Windows) -> list[Conflict]:
    if asked.within_5[0] <= asked.within_10[1]:
        return []
    return [Conflict(("C01", "C02"), "more would expect AI within 5 years than within 10")]


def _willing(design: Design, asked: Windows) -> list[Conflict]:
    # With all or none willing both shares are equal; any other total can be given to tertiary clinicians first.
    if max(asked.willing[0], 1) <= min(asked.willing[1], design.n - 1):
        return []
    return [Conflict(("C04", "C13"), "all or none would be willing, so that care levels cannot differ")]


def _barriers(design: Design, asked: Windows) -> list[Conflict]:
    fewest = min(secondary + tertiary for secondary, tertiary in ratio_pairs(design, asked.ratio))
    # Above lack of support stand as many strict steps as there are claimed groups of places.
    steps = len(asked.barriers) - 1
    if fewest + steps <= asked.any_barrier[1]:
        return []
    why = (
        f"lack of support needs at least {fewest} respondents, the barriers ranked above it up to {fewest + steps}, "
        f"and at most {asked.any_barrier[1]} see a barrier"
    )
    return [Conflict(("C07", "C08", "C09", "C10", "C12"), why)]


def _orders(design: Design, asked: Windows) -> list[Conflict]:
    found = []
    for claims, order in ((("C05", "C06"), asked.opportunity), (("C15", "C16", "C17", "C18"), asked.investor)):
        needed = _smallest_total(order)
        if design.n < needed:
            found.append(Conflict(claims, f"{design.n} answers cannot be in that order: {needed} are needed"))
    gap = _smallest_total(asked.gap)
    if asked.any_barrier[1] < gap:
        found.append(Conflict(("C11",), f"at most {asked.any_barrier[1]} can be asked, {gap} are needed"))
    return found


def _smallest_total(order: Places) -> int:
    """The fewest answers that strictly separate the groups of an order."""
    return sum(step * len(group) for step, group in enumerate(reversed(order)))
