"""What claims ask of counts of answers, as linear rules: they follow from a claim's item and measure, never its number.

An item's answers are counted in parts: levels that the questionnaire or a claim takes together. A part is counted by
stratum (clinicians in secondary care, in tertiary care, everyone else) or, where nothing compares strata and the item
is about the order of its levels, in all. Items that share no count stand in blocks of their own, and claims in
different blocks cannot contradict each other.

Counts are of people where the sizes of the strata are, and shares where they are shares of 1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations

from clinical_data_survey.published.claims import DIALS, Claim, Reading
from clinical_data_survey.survey.questionnaire import Item, Questionnaire

SECONDARY, TERTIARY, REST = STRATA = ("secondary", "tertiary", "rest")
CLINICIANS = (SECONDARY, TERTIARY)
ALL = "all"
ROLE, CLINICIAN = "respondent_role", "clinician"
STANDARD = "standard"

Sizes = Mapping[str, Fraction | int]
Cell = tuple[str, str, str]
Terms = dict[Cell, Fraction]
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Rule:
    """low <= terms . counts <= high, an open end None; a strict rule stays above its lower end."""

    terms: tuple[tuple[Cell, int], ...]
    low: Fraction | None
    high: Fraction | None
    strict: bool = False

    def whole(self) -> tuple[int | None, int | None]:
        """Both ends for whole counts."""
        low = None if self.low is None else math.floor(self.low) + 1 if self.strict else math.ceil(self.low)
        return low, None if self.high is None else math.floor(self.high)


@dataclass(frozen=True)
class Ranked:
    """A claim that a level stands at a place from `low` to `high`, ties settled either way."""

    level: str
    low: int
    high: int


@dataclass(frozen=True)
class Counted:
    """How the answers to one item are counted: its parts by name, each with its levels, and which go by stratum."""

    item: Item
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    by_stratum: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(name for name, _ in self.parts)

    @property
    def competing(self) -> tuple[str, ...]:
        """The levels that an order is of: all but those that rule out the others."""
        return tuple(level.id for level in self.item.levels if not level.exclusive)

    @property
    def none(self) -> str:
        """The part of those who tick nothing in a multiple response."""
        return self.parts[-1][0]

    @property
    def wholly_by_stratum(self) -> bool:
        """Whether every part goes by stratum."""
        return len(self.by_stratum) == len(self.parts)

    @property
    def multiple(self) -> bool:
        """Whether one respondent can be in several parts."""
        return self.item.type == "multiple-response"

    def cells(self) -> Iterator[Cell]:
        """What is counted, part by part."""
        for part in self.names:
            strata = STRATA if part in self.by_stratum else (ALL,)
            yield from ((self.item.id, part, stratum) for stratum in strata)

    def count(self, part: str, strata: Sequence[str] = STRATA) -> Terms:
        """Everyone in a part, in some strata: 1 for each cell."""
        if part not in self.by_stratum:
            return {(self.item.id, part, ALL): Fraction(1)}
        return {(self.item.id, part, stratum): Fraction(1) for stratum in strata}


@dataclass(frozen=True)
class Block:
    """Items that share counts, with all that is asked of these.

    `ranks` holds the places that are claimed of an item's levels, by item; the rules have what follows from them for
    pairs of levels. `claims` are those on the block's items.
    """

    items: tuple[Counted, ...]
    rules: tuple[Rule, ...]
    ranks: tuple[tuple[str, tuple[Ranked, ...]], ...]
    claims: tuple[str, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every count of the block."""
        return tuple(cell for counted in self.items for cell in counted.cells())


def chosen(claim: Claim, name: str) -> Reading:
    """The reading of that name where a claim has it, else its standard one."""
    return next((reading for reading in claim.alternatives if reading.name == name), claim.reading)


def layout(claims: Sequence[Claim], form: Questionnaire) -> dict[str, Counted]:
    """How each item is counted; items that neither the news item nor a claim names are left out."""
    found = {}
    for item in form.items:
        own = [claim for claim in claims if claim.item == item.id]
        if item.id not in DIALS and (item.published or own):
            found[item.id] = _counted(item, own)
    return found


def _counted(item: Item, own: Sequence[Claim]) -> Counted:
    compared = [claim for claim in own if claim.compares_care or claim.reading.base == "clinicians"]
    levels = [level.id for level in item.levels]
    if item.type == "multiple-response":
        alone = tuple(level.id for level in item.levels if level.exclusive)
        parts = [(level, (level,)) for level in levels if level not in alone] + [("|".join(alone), alone)]
        named = {answer for claim in compared for level in claim.levels for answer in item.level(level).levels}
        single = {name for name, held in parts if set(held) <= named and len(named) < len(parts) - 1}
        return Counted(item, tuple(parts), (*sorted(single), parts[-1][0]))
    if item.type == "ranking":
        return Counted(item, tuple((level, (level,)) for level in levels), ())
    together = [set(level.levels) for level in item.levels + item.groups if level.published]
    together += [set(expanded(claim, item)) for claim in own]
    ordered = [claim for claim in own if claim.measure in ("rank", "gap") or _among_levels(claim)]
    if ordered or item.base.item:
        together += [{level} for level in levels]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for level in levels:
        alike.setdefault(tuple(level in group for group in together), []).append(level)
    # What nothing names comes last, so that a higher score always means more of what is named.
    parts = [("|".join(held), tuple(held)) for _, held in sorted(alike.items(), key=lambda pair: not any(pair[0]))]
    by_stratum = tuple(name for name, _ in parts)
    if ordered or item.base.item:
        named = {level for claim in compared for level in expanded(claim, item)}
        by_stratum = tuple(name for name, held in parts if set(held) <= named)
    return Counted(item, tuple(parts), by_stratum)


def expanded(claim: Claim, item: Item) -> tuple[str, ...]:
    """The answers that a claim counts, groups spelt out."""
    return tuple(dict.fromkeys(answer for level in claim.levels for answer in item.level(level).levels))


def _among_levels(claim: Claim) -> bool:
    return claim.measure == "direction" and not claim.compares_care


def blocks(claims: Sequence[Claim], form: Questionnaire, sizes: Sizes, reading: str = STANDARD) -> tuple[Block, ...]:
    """Everything that is asked of counts in a survey with strata of these sizes, block by block.

    The readings called `reading` are followed where a claim has one. The sizes are whole numbers, or shares of 1.
    """
    return blocks_of(claims, layout(claims, form), sizes, reading)


def blocks_of(
    claims: Sequence[Claim], counted: Mapping[str, Counted], sizes: Sizes, reading: str = STANDARD
) -> tuple[Block, ...]:
    """The blocks of items that are counted as given."""
    heads = {name: one.item.base.item if one.item.base.item in counted else name for name, one in counted.items()}
    found = []
    for head in dict.fromkeys(heads.values()):
        items = tuple(one for name, one in counted.items() if heads[name] == head)
        names = {one.item.id for one in items}
        own = [claim for claim in claims if claim.item in names]
        rules = [rule for one in items for rule in _frame(one, counted, sizes)]
        rules += [rule for claim in own for rule in of_claim(claim, counted, sizes, reading)]
        ranks = []
        for one in items:
            held = ranks_of(own, one, reading)
            if held:
                ranks.append((one.item.id, held))
                rules += [_above(one, upper, lower) for upper, lower in sorted(always_above(one.competing, held))]
        found.append(Block(items, tuple(rules), tuple(ranks), tuple(claim.id for claim in own)))
    return tuple(found)


def ranks_of(claims: Iterable[Claim], counted: Counted, reading: str) -> tuple[Ranked, ...]:
    """The places that are claimed of an item's levels."""
    own = [claim for claim in claims if claim.item == counted.item.id and claim.measure == "rank"]
    read = [(claim, _ends(chosen(claim, reading))) for claim in own]
    return tuple(Ranked(claim.levels[0], int(low), int(high)) for claim, (low, high) in read)


@cache
def orders(levels: tuple[str, ...], ranks: tuple[Ranked, ...]) -> tuple[tuple[str, ...], ...]:
    """Every order of some levels, highest first, in which each stands where it is claimed to; none where they clash."""
    return tuple(
        order
        for order in permutations(levels)
        if all(rank.low <= order.index(rank.level) + 1 <= rank.high for rank in ranks)
    )


@cache
def always_above(levels: tuple[str, ...], ranks: tuple[Ranked, ...]) -> Pairs:
    """The pairs of levels of which the first stands above the second in every order that fits: they cannot tie."""
    fitting = orders(levels, ranks)
    pairs = permutations(levels, 2)
    return frozenset((a, b) for a, b in pairs if all(order.index(a) < order.index(b) for order in fitting))


def in_each_order(block: Block) -> Iterator[Block]:
    """The block in each combination of full orders that its claimed ranks allow."""
    if not block.ranks:
        yield block
        return
    (item, held), *others = block.ranks
    counted = next(one for one in block.items if one.item.id == item)
    apart = always_above(counted.competing, held)
    for order in orders(counted.competing, held):
        steps = tuple(at_least(counted, *pair) for pair in pairwise(order) if pair not in apart)
        yield from in_each_order(replace(block, rules=block.rules + steps, ranks=tuple(others)))


def _frame(one: Counted, counted: Mapping[str, Counted], sizes: Sizes) -> Iterator[Rule]:
    """What holds of an item's counts whatever is claimed."""
    everyone = sum((Fraction(size) for size in sizes.values()), Fraction(0))
    if one.multiple:
        for part in one.names[:-1]:
            for stratum in STRATA if part in one.by_stratum else ():
                yield _rule([one.count(part, [stratum]), one.count(one.none, [stratum])], high=Fraction(sizes[stratum]))
            yield _rule([one.count(part), one.count(one.none)], high=everyone)
        for stratum in STRATA:
            yield _rule([one.count(one.none, [stratum])], high=Fraction(sizes[stratum]))
        # Everyone who sees a barrier must be able to hold one.
        yield _rule([one.count(part) for part in one.names], low=everyone)
        return
    if one.item.base.item:
        asked = _base(one, counted)
        yield _rule([*(one.count(part) for part in one.names), _times(-1, asked)], low=Fraction(0), high=Fraction(0))
        return
    if not one.wholly_by_stratum:
        yield _rule([one.count(part) for part in one.names], low=everyone, high=everyone)
    for stratum in STRATA if one.by_stratum else ():
        size = Fraction(sizes[stratum])
        low = size if one.wholly_by_stratum else None
        yield _rule([one.count(part, [stratum]) for part in one.names if part in one.by_stratum], low=low, high=size)
    if one.item.id == ROLE:
        # Those in the strata of clinicians are clinicians.
        for stratum in CLINICIANS:
            yield _rule([one.count(CLINICIAN, [stratum])], low=Fraction(sizes[stratum]))


def _base(one: Counted, counted: Mapping[str, Counted]) -> Terms:
    """Those who are asked a follow-up question."""
    base = counted[one.item.base.item or ""]
    return _sum(base.count(part) for part, held in base.parts if set(held) <= set(one.item.base.levels))


def of_claim(claim: Claim, counted: Mapping[str, Counted], sizes: Sizes, reading: str = STANDARD) -> Iterator[Rule]:
    """The rules of one claim; those of a rank, which need the item's other ranks, stand in `always_above`."""
    one, read = counted[claim.item], chosen(claim, reading)
    people: Sequence[str] = CLINICIANS if claim.reading.base == "clinicians" else STRATA
    if claim.measure == "composition":
        yield from (_rule([one.count(part)], low=Fraction(0), strict=True) for part in claim.levels)
    elif _among_levels(claim):
        others = [level for level in one.competing if level not in claim.levels]
        yield from (_above(one, upper, lower) for upper in claim.levels for lower in others)
    elif claim.measure == "gap":
        base, size = _asked(one, counted, sizes, STRATA)
        most = _ends(read)[1]
        for level in claim.levels:
            for other in one.competing:
                gap = [one.count(other), _times(-1, one.count(level)), _times(-most, base)]
                if other != level:
                    yield _rule(gap, high=most * size)
    elif claim.measure == "proportion":
        (low, high), (base, size) = _ends(read), _asked(one, counted, sizes, people)
        inside, whole = _named(claim, one, sizes, people)
        if base:
            yield _rule([inside, _times(-low, base)], low=Fraction(0))
            yield _rule([inside, _times(-high, base)], high=Fraction(0))
        else:
            yield _rule([inside], low=low * size - whole, high=high * size - whole)
    elif claim.compares_care:
        yield from _of_care(claim, one, sizes, read)


def _of_care(claim: Claim, one: Counted, sizes: Sizes, read: Reading) -> Iterator[Rule]:
    """Secondary against tertiary care, each share times both sizes."""
    (left, left_whole), (right, right_whole) = (_named(claim, one, sizes, [stratum]) for stratum in CLINICIANS)
    left_size, right_size = (Fraction(sizes[stratum]) for stratum in CLINICIANS)

    def apart(times: Fraction, sign: int) -> Rule:
        """0 <= sign * (the left share less so many times the right one), strictly where they are only compared."""
        terms = [_times(sign * right_size, left), _times(-sign * times * left_size, right)]
        whole = sign * (right_size * left_whole - times * left_size * right_whole)
        return _rule(terms, low=-whole, strict=claim.measure == "direction")

    # Of nobody there is no share.
    yield from (_rule([], low=-Fraction(size), strict=True) for size in (left_size, right_size))
    if claim.measure == "direction":
        yield apart(Fraction(1), claim.sign)
        return
    low, high = _ends(read)
    yield from (apart(low, 1), apart(high, -1), _rule([right], low=-right_whole, strict=True))


def _named(claim: Claim, one: Counted, sizes: Sizes, strata: Sequence[str]) -> tuple[Terms, Fraction]:
    """Those in some strata whom a claim counts: the terms, and a whole that they are added to."""
    named = set(expanded(claim, one.item))
    if one.multiple and len(named) > 1:
        return _times(-1, one.count(one.none, strata)), sum((Fraction(sizes[s]) for s in strata), Fraction(0))
    return _sum(one.count(part, strata) for part, held in one.parts if set(held) <= named), Fraction(0)


def _asked(one: Counted, counted: Mapping[str, Counted], sizes: Sizes, strata: Sequence[str]) -> tuple[Terms, Fraction]:
    """The base of a share: the terms of a follow-up's base, or the number of everyone asked."""
    if one.item.base.item:
        return _base(one, counted), Fraction(0)
    return {}, sum((Fraction(sizes[stratum]) for stratum in strata), Fraction(0))


def at_least(one: Counted, upper: str, lower: str) -> Rule:
    """The rule that no fewer give one answer than another."""
    return _rule([one.count(upper), _times(-1, one.count(lower))], low=Fraction(0))


def _above(one: Counted, upper: str, lower: str) -> Rule:
    return _rule([one.count(upper), _times(-1, one.count(lower))], low=Fraction(0), strict=True)


def _rule(
    parts: Iterable[Terms], low: Fraction | None = None, high: Fraction | None = None, strict: bool = False
) -> Rule:
    """A rule with the smallest whole coefficients."""
    terms = {cell: weight for cell, weight in _sum(parts).items() if weight}
    factor = Fraction(1)
    if terms:
        denominator = math.lcm(*(weight.denominator for weight in terms.values()))
        factor = Fraction(denominator, math.gcd(*(int(weight * denominator) for weight in terms.values())))
    whole = tuple(sorted((cell, int(weight * factor)) for cell, weight in terms.items()))
    low, high = (None if end is None else end * factor for end in (low, high))
    return Rule(whole, low, high, strict)


def _sum(parts: Iterable[Terms]) -> Terms:
    total: Terms = defaultdict(Fraction)
    for terms in parts:
        for cell, weight in terms.items():
            total[cell] += weight
    return dict(total)


def _times(factor: Fraction | int, terms: Terms) -> Terms:
    return {cell: factor * weight for cell, weight in terms.items()}


def _ends(reading: Reading) -> tuple[Fraction, Fraction]:
    if reading.low is None or reading.high is None:
        raise ValueError(f"the reading '{reading.name}' has no figures")
    return reading.low, reading.high
