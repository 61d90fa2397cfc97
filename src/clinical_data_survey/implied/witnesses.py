"""Checks of a population against the published claims, in exact arithmetic.

This is the second opinion on every bound: it reads a population answer by answer with fractions alone and
shares no code with the constraints, the solver or the search that found the population.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from clinical_data_survey.published.claims import Claim

if TYPE_CHECKING:
    from clinical_data_survey.implied.answer_patterns import Event, Setting

CLINICIANS_AT = {"secondary": "secondary_clinicians", "tertiary": "tertiary_clinicians"}
OTHERS_AT = {"secondary": "secondary_others", "tertiary": "tertiary_others"}
# The levels of claims that patterns can tell apart.
TOLD_APART = {
    "within_5_years", "in_5_to_10_years", "lacks_clear_vision", "willing", "worried", "no_barrier", "any",
    "lack_of_medical_staff_support",
}  # fmt: skip
COUNTED_AS = {"any": {"other_barriers_only", "lack_of_medical_staff_support"}}


@dataclass(frozen=True)
class Population:
    """Counts of answer patterns, only those that occur; counts are shares where n is open, else people."""

    attributes: tuple[str, ...]
    counts: tuple[tuple[tuple[str, ...], Fraction], ...]

    @property
    def size(self) -> Fraction:
        """All counts together."""
        return sum((count for _, count in self.counts), Fraction(0))

    def count(self, event: Event) -> Fraction:
        """The count of those in an event."""
        total = Fraction(0)
        for pattern, count in self.counts:
            person = dict(zip(self.attributes, pattern, strict=True))
            if all(person[attribute] in levels for attribute, levels in event.terms):
                total += count
        return total


@dataclass(frozen=True)
class Check:
    """One claim held against one population; `observed` is None for a ratio with nobody in its denominator."""

    claim: str
    observed: Fraction | None
    low: Fraction | None
    high: Fraction | None
    holds: bool


def certify(population: Population, claims: Iterable[Claim], setting: Setting) -> tuple[Check, ...]:
    """Hold a population against every claim that it can speak to, under the readings of a setting.

    Raises ValueError where it is no population at all: negative counts, parts of people, a size or a group of
    care that is not what the setting says.
    """
    _check_frame(population, setting)
    people = [(dict(zip(population.attributes, pattern, strict=True)), count) for pattern, count in population.counts]
    return tuple(
        _check(claim, people, setting)
        for claim in claims
        if claim.item in population.attributes and set(claim.levels) <= TOLD_APART
        if claim.measure in ("proportion", "ratio") or claim.as_printed.startswith(("less", "more"))
    )


def _check_frame(population: Population, setting: Setting) -> None:
    n = setting.n
    if any(count < 0 for _, count in population.counts):
        raise ValueError("a count is negative")
    if n is not None and any(count.denominator != 1 for _, count in population.counts):
        raise ValueError("a count is not a whole number of people")
    if population.size != (1 if n is None else n):
        raise ValueError(f"the population has size {population.size}, the setting {n or 1}")
    if "care" not in population.attributes:
        return
    place = population.attributes.index("care")
    split = setting.split
    shares = {
        "secondary_clinicians": split.secondary,
        "tertiary_clinicians": split.tertiary,
        "secondary_others": split.secondary_others,
        "tertiary_others": split.tertiary_others,
    }
    for group, share in shares.items():
        held = sum((count for pattern, count in population.counts if pattern[place] == group), Fraction(0))
        # Whole people meet a share only to the nearest person.
        if abs(held - share * population.size) >= 1 or (n is None and held != share):
            raise ValueError(f"{group} has size {held}, the split says {share}")


def _check(claim: Claim, people: list[tuple[dict[str, str], Fraction]], setting: Setting) -> Check:
    reading = claim.reading
    for name in reversed(setting.readings):
        for other in claim.alternatives:
            if other.name == name:
                reading = other
    counted = set().union(*(COUNTED_AS.get(level, {level}) for level in claim.levels))

    def share(groups: set[str] | None) -> Fraction:
        base = yes = Fraction(0)
        for person, count in people:
            if groups is None or person["care"] in groups:
                base += count
                yes += count if person[claim.item] in counted else 0
        return yes / base

    if claim.measure == "proportion":
        clinicians = set(CLINICIANS_AT.values()) if reading.base == "clinicians" else None
        observed = share(clinicians)
        return Check(claim.id, observed, reading.low, reading.high, _within(observed, reading.low, reading.high))
    among = [{CLINICIANS_AT[level]} for level in ("secondary", "tertiary")]
    if reading.base == "respondents":
        among = [{CLINICIANS_AT[level], OTHERS_AT[level]} for level in ("secondary", "tertiary")]
    secondary, tertiary = share(among[0]), share(among[1])
    if claim.measure == "direction":
        holds = secondary <= tertiary if "less" in claim.as_printed else secondary >= tertiary
        return Check(claim.id, secondary - tertiary, None, None, holds)
    if tertiary == 0:
        # Nobody against nobody is the closed edge of an open number of respondents, and no ratio among real people.
        return Check(claim.id, None, reading.low, reading.high, secondary == 0 and setting.n is None)
    observed = secondary / tertiary
    return Check(claim.id, observed, reading.low, reading.high, _within(observed, reading.low, reading.high))


def _within(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)
