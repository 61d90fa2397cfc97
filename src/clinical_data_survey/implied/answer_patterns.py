"""Sets of answers as tables of answer patterns, on which every published claim is a linear constraint.

A set of answers is a table of non-negative counts over answer patterns: of those who answered, never of the people they
were drawn from. Its size is 1 where the number of respondents stays open (counts are then shares), or n (counts are
then people). Given the shares of clinicians in secondary and tertiary care, every share, ratio and direction that was
published is linear in the counts, so what holds in *every* set of answers that fits is a linear program (Manski 2003,
doi:10.1007/b97478; Moon 2024, arXiv:2403.07236).

Readings are closed intervals and directions are weak: a bound is the value at the edge of what was read, even
where only answers arbitrarily near to it satisfy a strict wording. Published orders stand in `orders`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from clinical_data_survey.published.claims import Claim, Reading
from clinical_data_survey.published.count_rules import STANDARD

IntVector = NDArray[np.int64]
Pattern = tuple[str, ...]

NO_CLAIM = ""


@dataclass(frozen=True)
class Attribute:
    """One thing that is known of each respondent: an item of the questionnaire or the group of care."""

    id: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """Everyone whose levels lie, attribute by attribute, among the named ones; without terms, everyone."""

    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __and__(self, other: Event) -> Event:
        """Everyone in both."""
        joined: dict[str, tuple[str, ...]] = dict(self.terms)
        for attribute, levels in other.terms:
            joined[attribute] = tuple(level for level in joined.get(attribute, levels) if level in levels)
        return Event(tuple(sorted(joined.items())))

    @property
    def attributes(self) -> frozenset[str]:
        """The attributes that it restricts."""
        return frozenset(attribute for attribute, _ in self.terms)


ALL_RESPONDENTS = Event()


def answers(attribute: str, *levels: str) -> Event:
    """Everyone with one of these levels of an attribute."""
    return Event(((attribute, levels),))


@dataclass(frozen=True)
class PatternTable:
    """All answer patterns over some attributes, in the order of their product."""

    attributes: tuple[Attribute, ...]

    @cached_property
    def cells(self) -> tuple[Pattern, ...]:
        """Every pattern: one level of each attribute, in their order."""
        return tuple(product(*(attribute.levels for attribute in self.attributes)))

    def has(self, attribute_id: str) -> bool:
        """Whether an attribute is one of the table's."""
        return any(attribute.id == attribute_id for attribute in self.attributes)

    def levels(self, attribute_id: str) -> tuple[str, ...]:
        """The levels of an attribute. Raises ValueError where the table has no such attribute."""
        for attribute in self.attributes:
            if attribute.id == attribute_id:
                return attribute.levels
        raise ValueError(f"the patterns have no '{attribute_id}'; they have {_listed(a.id for a in self.attributes)}")

    def indicator(self, event: Event) -> IntVector:
        """1 for each cell in an event, 0 elsewhere; shape (cells,), not to be written to.

        Raises ValueError where the event names an attribute or level that the table lacks.
        """
        return _indicator(self, event)


@lru_cache(maxsize=4096)
def _indicator(table: PatternTable, event: Event) -> IntVector:
    for attribute, levels in event.terms:
        unknown = set(levels) - set(table.levels(attribute))
        if unknown:
            raise ValueError(f"'{attribute}' has no {_listed(unknown)}; it has {_listed(table.levels(attribute))}")
    place = {attribute.id: i for i, attribute in enumerate(table.attributes)}
    terms = [(place[attribute], levels) for attribute, levels in event.terms]
    inside = np.array([all(cell[i] in levels for i, levels in terms) for cell in table.cells], dtype=np.int64)
    inside.setflags(write=False)
    return inside


CARE = "care"
SECONDARY_CLINICIANS, TERTIARY_CLINICIANS, OTHERS = "secondary_clinicians", "tertiary_clinicians", "others"
SECONDARY_OTHERS, TERTIARY_OTHERS, OTHERS_ELSEWHERE = "secondary_others", "tertiary_others", "others_elsewhere"
ATTRIBUTES = (
    Attribute("ai_affects_work", ("within_5_years", "in_5_to_10_years", "later_or_never")),
    Attribute("organisation_ai_vision", ("lacks_clear_vision", "another_answer")),
    Attribute("willing_to_work_with_ai", ("willing", "not_willing")),
    Attribute("worried_job_redundant", ("worried", "not_worried")),
    Attribute("barriers", ("no_barrier", "other_barriers_only", "lack_of_medical_staff_support")),
)
PATTERNS = PatternTable((Attribute(CARE, (SECONDARY_CLINICIANS, TERTIARY_CLINICIANS, OTHERS)), *ATTRIBUTES))
PATTERNS_BY_ROLE = PatternTable(
    (
        Attribute(
            CARE,
            (SECONDARY_CLINICIANS, TERTIARY_CLINICIANS, SECONDARY_OTHERS, TERTIARY_OTHERS, OTHERS_ELSEWHERE),
        ),
        *ATTRIBUTES,
    )
)
# Groups of the questionnaire that the table splits further.
SPELT_OUT = {("barriers", "any"): ("other_barriers_only", "lack_of_medical_staff_support")}
IN_SECONDARY = {
    "clinicians": (SECONDARY_CLINICIANS,),
    "respondents": (SECONDARY_CLINICIANS, SECONDARY_OTHERS),
}
IN_TERTIARY = {
    "clinicians": (TERTIARY_CLINICIANS,),
    "respondents": (TERTIARY_CLINICIANS, TERTIARY_OTHERS),
}


@dataclass(frozen=True)
class Split:
    """Shares of all respondents: clinicians in secondary and in tertiary care, then others at either level.

    The shares of the others matter only to a reading whose base is all respondents of a level of care.
    Raises ValueError where a share is negative, no clinician works at a level, or they exceed the whole.
    """

    secondary: Fraction
    tertiary: Fraction
    secondary_others: Fraction = Fraction(0)
    tertiary_others: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        parts = (self.secondary, self.tertiary, self.secondary_others, self.tertiary_others)
        if min(parts) < 0 or min(parts[:2]) == 0 or sum(parts) > 1:
            raise ValueError(f"{self} is not a split: clinicians at both levels, no share below 0, at most 1 in all")

    def __str__(self) -> str:
        text = f"{self.secondary} clinicians in secondary and {self.tertiary} in tertiary care"
        return text if self.table is PATTERNS else f"{text}, others {self.secondary_others} and {self.tertiary_others}"

    @property
    def table(self) -> PatternTable:
        """The smallest table of patterns that tells these groups apart."""
        return PATTERNS_BY_ROLE if self.secondary_others + self.tertiary_others else PATTERNS

    @property
    def shares(self) -> dict[str, Fraction]:
        """The share of every group of care in the table."""
        clinicians = (self.secondary, self.tertiary)
        others = (self.secondary_others, self.tertiary_others) if self.table is PATTERNS_BY_ROLE else ()
        named = (*clinicians, *others)
        return dict(zip(self.table.levels(CARE), (*named, 1 - sum(named, Fraction(0))), strict=True))

    def sizes(self, n: int) -> dict[str, Fraction]:
        """Whole numbers of people that add up to n, by largest remainder."""
        exact = {group: share * n for group, share in self.shares.items()}
        people = {group: math.floor(size) for group, size in exact.items()}
        by_remainder = sorted(exact, key=lambda group: people[group] - exact[group])
        for group in by_remainder[: n - sum(people.values())]:
            people[group] += 1
        return {group: Fraction(size) for group, size in people.items()}


EQUAL_THIRDS = Split(Fraction(1, 3), Fraction(1, 3))


@dataclass(frozen=True)
class Setting:
    """What the source leaves open: the split, n (None where it stays open) and names of readings, first match wins."""

    split: Split = EQUAL_THIRDS
    n: int | None = None
    readings: tuple[str, ...] = ()

    def __str__(self) -> str:
        people = "any number of respondents" if self.n is None else f"n = {self.n}"
        return f"{people}, {self.split}, readings: {', '.join(self.readings) or STANDARD}"


@dataclass(frozen=True)
class Constraint:
    """low <= coefficients . counts <= high, from one claim; an open end is None. `claim` is empty for the frame."""

    claim: str
    words: str
    coefficients: tuple[int, ...]
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True)
class Constraints:
    """All that a set of answers must satisfy: its size, the sizes of its groups of care, and the claims."""

    table: PatternTable
    size: Fraction
    groups: Mapping[str, Fraction]
    rows: tuple[Constraint, ...]
    setting: Setting = field(default_factory=Setting)

    def group_size(self, event: Event) -> Fraction | None:
        """The known size of a group of care (or of everyone); None where the event restricts answers."""
        if not event.terms:
            return self.size
        if event.attributes != {CARE} or not self.groups:
            return None
        return sum((self.groups[level] for level in dict(event.terms)[CARE]), Fraction(0))


def chosen(claim: Claim, names: Iterable[str]) -> Reading:
    """The first of these readings that a claim has, else its standard one."""
    own = {reading.name: reading for reading in claim.alternatives}
    return next((own[name] for name in names if name in own), claim.reading)


def speaks(claim: Claim, table: PatternTable) -> bool:
    """Whether a claim says something linear about a table; orders, compositions and finer answers do not."""
    linear = claim.measure == "proportion" or claim.compares_care
    counted = dict(claimed_event(claim).terms)[claim.item]
    return linear and table.has(claim.item) and set(counted) <= set(table.levels(claim.item))


def claimed_event(claim: Claim) -> Event:
    """Those who gave the answers that a claim counts, in the table's levels."""
    levels = [level for named in claim.levels for level in SPELT_OUT.get((claim.item, named), (named,))]
    return answers(claim.item, *levels)


def constraints_of(claims: Iterable[Claim], setting: Setting, table: PatternTable | None = None) -> Constraints:
    """The claims that speak about a table, under a setting, as exact constraints with integer coefficients.

    Parameters
    ----------
    claims : claims.Claim
        Orders, compositions and claims on items that the table lacks are passed over.
    setting : Setting
        With n, the ends of a share move inward to whole people, and a ratio needs somebody in its denominator.
    table : PatternTable, optional
        A smaller table; by default the one that the split needs. Without a group of care it has no groups.

    Raises
    ------
    ValueError
        Where a reading is unknown, nobody is in a level of care, or the base needs shares that the split lacks.
    """
    held = tuple(claims)
    _check_names(held, setting.readings)
    table = table or setting.split.table
    size = Fraction(1 if setting.n is None else setting.n)
    groups = {}
    if table.has(CARE):
        groups = setting.split.shares if setting.n is None else setting.split.sizes(setting.n)
    frame = [share_between(table, ALL_RESPONDENTS, size, size, NO_CLAIM, "everyone is counted once")]
    frame += [
        share_between(table, answers(CARE, group), people, people, NO_CLAIM, f"size of {group}")
        for group, people in groups.items()
    ]
    empty = Constraints(table, size, groups, tuple(frame), setting)
    rows = [row for claim in held if speaks(claim, table) for row in translate(claim, empty)]
    return Constraints(table, size, groups, (*frame, *rows), setting)


def share_between(
    table: PatternTable, event: Event, low: Fraction | None, high: Fraction | None, claim: str, words: str
) -> Constraint:
    """The constraint that the count of an event lies between two ends."""
    return Constraint(claim, words, tuple(table.indicator(event).tolist()), low, high)


def translate(claim: Claim, frame: Constraints) -> tuple[Constraint, ...]:
    """The constraints of one claim under the readings of the frame's setting."""
    reading = chosen(claim, frame.setting.readings)
    if claim.measure == "proportion":
        return (_proportion(claim, reading, frame),)
    left, right = (_level_of_care(levels, claim, reading, frame) for levels in (IN_SECONDARY, IN_TERTIARY))
    if claim.measure == "ratio":
        return _ratio(claim, reading, frame, left, right)
    sign = claim.sign
    words = f"'{claim.as_printed}', secondary against tertiary care, among {reading.base}"
    return (_weighted(claim, words, frame, [(Fraction(sign), left), (Fraction(-sign), right)]),)


def _proportion(claim: Claim, reading: Reading, frame: Constraints) -> Constraint:
    event, base = claimed_event(claim), frame.size
    if reading.base == "clinicians":
        clinicians = answers(CARE, SECONDARY_CLINICIANS, TERTIARY_CLINICIANS)
        event, base = event & clinicians, _known(frame.group_size(clinicians), claim)
    low, high = _known(reading.low, claim) * base, _known(reading.high, claim) * base
    if frame.setting.n is not None:
        low, high = Fraction(math.ceil(low)), Fraction(math.floor(high))
    words = f"'{claim.as_printed}' read as {reading.low} to {reading.high} of {reading.base}"
    return share_between(frame.table, event, low, high, claim.id, words)


def _ratio(claim: Claim, reading: Reading, frame: Constraints, left: Event, right: Event) -> tuple[Constraint, ...]:
    words = f"'{claim.as_printed}' read as {reading.low} to {reading.high} times, among {reading.base}"
    one = Fraction(1)
    rows = [
        _weighted(claim, words, frame, [(one, left), (-_known(reading.low, claim), right)]),
        _weighted(claim, words, frame, [(-one, left), (_known(reading.high, claim), right)]),
    ]
    if frame.setting.n is not None:
        # Among whole people 0 against 0 would pass for any ratio.
        rows.append(share_between(frame.table, claimed_event(claim) & right, one, None, claim.id, words))
    return tuple(rows)


def _weighted(claim: Claim, words: str, frame: Constraints, parts: list[tuple[Fraction, Event]]) -> Constraint:
    """0 <= sum of weight times the share, within each group of care, of those whom the claim counts."""
    event = claimed_event(claim)
    weights = [weight / _known(frame.group_size(group), claim) for weight, group in parts]
    factor = Fraction(math.lcm(*(w.denominator for w in weights)), math.gcd(*(w.numerator for w in weights)))
    row = sum(
        int(weight * factor) * frame.table.indicator(event & group)
        for weight, (_, group) in zip(weights, parts, strict=True)
    )
    return Constraint(claim.id, words, tuple(np.asarray(row).tolist()), Fraction(0), None)


def _level_of_care(levels: Mapping[str, tuple[str, ...]], claim: Claim, reading: Reading, frame: Constraints) -> Event:
    groups = levels[reading.base]
    if reading is claim.reading:
        # A split that says nothing of others has none: those at a level of care are then its clinicians.
        groups = tuple(group for group in groups if group in frame.table.levels(CARE))
    if not set(groups) <= set(frame.table.levels(CARE)):
        raise ValueError(
            f"{claim.id} read on the base '{reading.base}' needs to know how many others work in secondary and "
            "tertiary care: give the split its shares of others"
        )
    event = answers(CARE, *groups)
    if not frame.group_size(event):
        raise ValueError(f"{claim.id} compares levels of care, but nobody is in {_listed(groups)}: {frame.setting}")
    return event


def _known(value: Fraction | None, claim: Claim) -> Fraction:
    if value is None:
        raise ValueError(f"{claim.id} has no figure or base for its measure '{claim.measure}'")
    return value


def _check_names(claims: tuple[Claim, ...], names: Iterable[str]) -> None:
    known = {reading.name for claim in claims for reading in claim.alternatives} | {STANDARD}
    unknown = set(names) - known
    if unknown:
        raise ValueError(f"no claim has the reading {_listed(unknown)}; there are {_listed(known)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
