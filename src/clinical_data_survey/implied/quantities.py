"""What is asked of a set of answers: shares, conditional shares, and comparisons of levels of care."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from clinical_data_survey.implied.answer_patterns import (
    CARE,
    SECONDARY_CLINICIANS,
    TERTIARY_CLINICIANS,
    Constraints,
    Event,
    IntVector,
    answers,
)
from clinical_data_survey.implied.witnesses import Population


@dataclass(frozen=True, eq=False)
class Form:
    """factor * numerator . counts / denominator . counts; vectors have shape (cells,), no denominator means 1."""

    factor: Fraction
    numerator: IntVector
    denominator: IntVector | None = None


class Quantity(Protocol):
    """Anything with a value on every set of answers that is linear, or a ratio of linear terms, in its counts."""

    def form(self, frame: Constraints) -> Form:
        """The quantity in the counts of a set of constraints."""

    def value(self, population: Population) -> Fraction | None:
        """Its exact value on one set of answers; None where its base is empty."""


@dataclass(frozen=True)
class ShareOf:
    """The share of all respondents that lies in an event."""

    event: Event

    def form(self, frame: Constraints) -> Form:
        """Linear: the size is known."""
        return Form(1 / frame.size, frame.table.indicator(self.event))

    def value(self, population: Population) -> Fraction | None:
        """Those in the event over all."""
        return _ratio(population.count(self.event), population.size)


@dataclass(frozen=True)
class Conditional:
    """The share of those in `given` that lies in `event` as well."""

    event: Event
    given: Event

    def form(self, frame: Constraints) -> Form:
        """Linear where the base is a group of care, whose size is known; else a ratio."""
        both = frame.table.indicator(self.event & self.given)
        size = frame.group_size(self.given)
        if size:
            return Form(1 / size, both)
        return Form(Fraction(1), both, frame.table.indicator(self.given))

    def value(self, population: Population) -> Fraction | None:
        """Those in both over those in the base."""
        return _ratio(population.count(self.event & self.given), population.count(self.given))


@dataclass(frozen=True)
class Difference:
    """The share of an event in one group of care minus its share in another, in points of 1."""

    event: Event
    left: Event
    right: Event

    def form(self, frame: Constraints) -> Form:
        """Linear: the sizes of both groups are known."""
        weights = [1 / _group(frame, self.left), -1 / _group(frame, self.right)]
        common = math.lcm(*(weight.denominator for weight in weights))
        whole = [int(weight * common) for weight in weights]
        left, right = (frame.table.indicator(self.event & group) for group in (self.left, self.right))
        return Form(Fraction(1, common), whole[0] * left + whole[1] * right)

    def value(self, population: Population) -> Fraction | None:
        """The difference of both shares."""
        left, right = (Conditional(self.event, group).value(population) for group in (self.left, self.right))
        return None if left is None or right is None else left - right


@dataclass(frozen=True)
class Ratio:
    """The share of an event in one group of care over its share in another."""

    event: Event
    left: Event
    right: Event

    def form(self, frame: Constraints) -> Form:
        """A ratio of two counts, times the known sizes of both groups."""
        left, right = (frame.table.indicator(self.event & group) for group in (self.left, self.right))
        return Form(_group(frame, self.right) / _group(frame, self.left), left, right)

    def value(self, population: Population) -> Fraction | None:
        """The ratio of both shares."""
        left, right = (Conditional(self.event, group).value(population) for group in (self.left, self.right))
        return None if left is None or right is None else _ratio(left, right)


def _ratio(part: Fraction, base: Fraction) -> Fraction | None:
    return part / base if base else None


def _group(frame: Constraints, group: Event) -> Fraction:
    size = frame.group_size(group)
    if not size:
        raise ValueError("only groups of care, with somebody in them, can be compared: their sizes are known")
    return size


@dataclass(frozen=True)
class Named:
    """A quantity that the book prints.

    `argument` says in words why its bounds hold, with {low} and {high} in the places of the figures; it is
    empty where no short argument is known.
    """

    id: str
    wording: str
    quantity: Quantity
    argument: str = ""


WITHIN_5_YEARS = answers("ai_affects_work", "within_5_years")
WITHIN_10_YEARS = answers("ai_affects_work", "within_5_years", "in_5_to_10_years")
IN_5_TO_10_YEARS = answers("ai_affects_work", "in_5_to_10_years")
LATER_OR_NEVER = answers("ai_affects_work", "later_or_never")
NO_VISION = answers("organisation_ai_vision", "lacks_clear_vision")
WILLING = answers("willing_to_work_with_ai", "willing")
NOT_WILLING = answers("willing_to_work_with_ai", "not_willing")
WORRIED = answers("worried_job_redundant", "worried")
BARRIER = answers("barriers", "other_barriers_only", "lack_of_medical_staff_support")
NO_BARRIER = answers("barriers", "no_barrier")
NO_SUPPORT = answers("barriers", "lack_of_medical_staff_support")
SECONDARY, TERTIARY = answers(CARE, SECONDARY_CLINICIANS), answers(CARE, TERTIARY_CLINICIANS)

HEADLINES = (
    ("within_5_years", "expect AI to affect their work within five years", WITHIN_5_YEARS),
    ("within_10_years", "expect AI to affect their work within ten years", WITHIN_10_YEARS),
    ("no_vision", "say that their organisation lacks a clear vision on AI", NO_VISION),
    ("willing", "are willing to work with AI", WILLING),
    ("barrier", "see at least one barrier", BARRIER),
)
OVERLAP = (
    "Two groups overlap by at least what their shares exceed the whole together: {low}. "
    "They overlap by at most the smaller of the two: {high}."
)
INSIDE = "Everyone in the first group is in the second, so both together are the first: {low} to {high}."
ALL_OVERLAP = (
    "What each share lacks of the whole can at worst fall on different people; the rest are in all groups: {low}. "
    "No more can be in all than in the smallest: {high}."
)
PART_OF_A_BASE = (
    "Even if everyone outside the group belonged to the base, {low} of the base would be in it. "
    "The group is large enough to fill at most {high} of it."
)


def _pairs() -> Iterable[Named]:
    for (left, says_left, first), (right, says_right, second) in combinations(HEADLINES, 2):
        nested = first.attributes == second.attributes
        wording = f"share who {says_left} and {says_right}"
        yield Named(f"{left}_and_{right}", wording, ShareOf(first & second), INSIDE if nested else OVERLAP)


PAIRS = tuple(_pairs())
CATALOGUE = (
    *PAIRS,
    Named(
        "in_5_to_10_years",
        "share who expect AI to affect their work in five to ten years",
        ShareOf(IN_5_TO_10_YEARS),
        "Take the share for five years from the share for ten: the largest of the first from the smallest of the "
        "second leaves {low}, the smallest from the largest {high}.",
    ),
    Named(
        "later_or_never",
        "share who expect AI to affect their work after more than ten years, or never",
        ShareOf(LATER_OR_NEVER),
        "They are those whom the share for ten years leaves out: {low} to {high}.",
    ),
    Named(
        "willing_and_barrier_and_no_vision",
        "share who are willing to work with AI, see a barrier and say that their organisation lacks a clear vision",
        ShareOf(WILLING & BARRIER & NO_VISION),
        ALL_OVERLAP,
    ),
    Named(
        "within_5_years_and_willing_and_barrier",
        "share who expect AI to affect their work within five years, are willing to work with it and see a barrier",
        ShareOf(WITHIN_5_YEARS & WILLING & BARRIER),
        ALL_OVERLAP,
    ),
    Named(
        "within_10_years_and_willing_and_barrier",
        "share who expect AI to affect their work within ten years, are willing to work with it and see a barrier",
        ShareOf(WITHIN_10_YEARS & WILLING & BARRIER),
        ALL_OVERLAP,
    ),
    Named(
        "within_5_years_and_all_else",
        "share who expect AI to affect their work within five years, are willing to work with it, see a barrier "
        "and lack a clear vision",
        ShareOf(WITHIN_5_YEARS & WILLING & BARRIER & NO_VISION),
        ALL_OVERLAP,
    ),
    Named(
        "within_10_years_and_all_else",
        "share who expect AI to affect their work within ten years, are willing to work with it, see a barrier "
        "and lack a clear vision",
        ShareOf(WITHIN_10_YEARS & WILLING & BARRIER & NO_VISION),
        ALL_OVERLAP,
    ),
    Named(
        "willing_and_no_barrier",
        "share who are willing to work with AI and see no barrier",
        ShareOf(WILLING & NO_BARRIER),
        "At most everyone who sees no barrier is willing: {high}. They could as well all be unwilling: {low}.",
    ),
    Named("worried", "share who are worried about their job", ShareOf(WORRIED)),
    Named("lack_of_support", "share who report lack of support within the medical staff", ShareOf(NO_SUPPORT)),
    Named(
        "tertiary_lack_of_support",
        "share of clinicians in tertiary care who report lack of support",
        Conditional(NO_SUPPORT, TERTIARY),
        "Secondary care cannot pass the whole, and tertiary care is that share divided by at least the lowest ratio "
        "that the words allow: at most {high}. Nothing keeps it above {low}.",
    ),
    Named(
        "secondary_lack_of_support",
        "share of clinicians in secondary care who report lack of support",
        Conditional(NO_SUPPORT, SECONDARY),
    ),
    Named(
        "secondary_willing", "share of clinicians in secondary care who are willing", Conditional(WILLING, SECONDARY)
    ),
    Named("tertiary_willing", "share of clinicians in tertiary care who are willing", Conditional(WILLING, TERTIARY)),
    Named(
        "willingness_gap",
        "willingness of clinicians in secondary care minus that in tertiary care",
        Difference(WILLING, SECONDARY, TERTIARY),
        "The direction was published, so it cannot pass {high}. It is widest when as many as can of those "
        "who are not willing are clinicians in secondary care, and all in tertiary care are willing: {low}.",
    ),
    Named(
        "worry_gap",
        "worry of clinicians in secondary care minus that in tertiary care",
        Difference(WORRIED, SECONDARY, TERTIARY),
        "Only the direction was published: anything from {low} to {high} fits.",
    ),
    Named(
        "support_gap",
        "lack of support in secondary care minus that in tertiary care, among clinicians",
        Difference(NO_SUPPORT, SECONDARY, TERTIARY),
    ),
    Named(
        "willingness_ratio",
        "willingness of clinicians in secondary care over that in tertiary care",
        Ratio(WILLING, SECONDARY, TERTIARY),
    ),
    Named(
        "worry_ratio",
        "worry of clinicians in secondary care over that in tertiary care",
        Ratio(WORRIED, SECONDARY, TERTIARY),
    ),
    Named(
        "willing_given_no_vision",
        "share who are willing among those whose organisation lacks a clear vision",
        Conditional(WILLING, NO_VISION),
        PART_OF_A_BASE,
    ),
    Named(
        "barrier_given_willing",
        "share who see a barrier among the willing",
        Conditional(BARRIER, WILLING),
        PART_OF_A_BASE,
    ),
    Named(
        "within_5_years_given_willing",
        "share who expect AI to affect their work within five years among the willing",
        Conditional(WITHIN_5_YEARS, WILLING),
        PART_OF_A_BASE,
    ),
    Named("worried_and_not_willing", "share who are worried and not willing", ShareOf(WORRIED & NOT_WILLING)),
)
MISSING_FIGURES = (
    Named("tertiary_lack_of_support", "lack of support in tertiary care", Conditional(NO_SUPPORT, TERTIARY)),
    Named("lack_of_support", "lack of support among all", ShareOf(NO_SUPPORT)),
    Named("tertiary_willing", "willingness in tertiary care", Conditional(WILLING, TERTIARY)),
    Named("secondary_willing", "willingness in secondary care", Conditional(WILLING, SECONDARY)),
    Named("worried", "worry among all", ShareOf(WORRIED)),
    Named("secondary_worried", "worry in secondary care", Conditional(WORRIED, SECONDARY)),
    *(Named(name, f"the exact share who {says}", ShareOf(event)) for name, says, event in HEADLINES),
    Named("no_vision_and_willing", "willingness by vision", ShareOf(WILLING & NO_VISION)),
    Named("willing_and_barrier", "willingness by barriers", ShareOf(WILLING & BARRIER)),
    Named("within_5_years_and_willing", "horizon by willingness", ShareOf(WITHIN_5_YEARS & WILLING)),
)


def by_id(named: Iterable[Named] = CATALOGUE) -> dict[str, Named]:
    """Named quantities by their id; the catalogue's where none are given."""
    return {entry.id: entry for entry in named}
