"""Who answered, and what the claims ask of whole counts: the dials of the ensemble and the windows they leave.

Neither the number of respondents nor how many of them are clinicians in secondary and tertiary care was published.
Both are dials here, never estimates.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor

from clinical_data_survey.published import claims as published
from clinical_data_survey.published.claims import Claim, Reading
from clinical_data_survey.survey import questionnaire

STRATA = ("secondary", "tertiary", "rest")
ARBITRARY_SPLIT = (Fraction(1, 3), Fraction(1, 3))
STANDARD = "standard"
SUPPORT = "lack_of_medical_staff_support"
EXPERTISE = "lack_of_expertise"
NO_BARRIER = "no_barrier"
GAP_BELOW = "data_scientists"
# What each claim is about; a claim outside this list has no rule in the sampler and must not pass unnoticed.
KNOWN = {
    "C01": "proportion",
    "C02": "proportion",
    "C03": "proportion",
    "C04": "proportion",
    "C05": "rank",
    "C06": "rank",
    "C07": "proportion",
    "C08": "rank",
    "C09": "rank",
    "C10": "rank",
    "C11": "direction",
    "C12": "ratio",
    "C13": "direction",
    "C14": "direction",
    "C15": "rank",
    "C16": "rank",
    "C17": "rank",
    "C18": "rank",
    "C19": "composition",
}
Interval = tuple[int, int]
Places = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Design:
    """How many answered: `n` in all, of whom `secondary` and `tertiary` clinicians; the rest is everyone else.

    Everyone else is clinicians in primary care, researchers, data scientists and others.
    Raises ValueError where the parts do not fit the whole.
    """

    n: int
    secondary: int
    tertiary: int

    def __post_init__(self) -> None:
        if min(self.n, self.secondary, self.tertiary, self.rest) < 0:
            raise ValueError(
                f"{self.secondary} secondary and {self.tertiary} tertiary clinicians do not fit in {self.n} respondents"
            )

    @property
    def rest(self) -> int:
        """Respondents who are not clinicians in secondary or tertiary care."""
        return self.n - self.secondary - self.tertiary

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Respondents in each stratum, in the order of `STRATA`."""
        return self.secondary, self.tertiary, self.rest


def designed(n: int, split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT) -> Design:
    """The design nearest to shares `split` = (secondary clinicians, tertiary clinicians) of `n` respondents.

    Raises ValueError where the shares are negative or add up to more than 1.
    """
    if min(split) < 0 or sum(split) > 1:
        raise ValueError(f"shares of {float(split[0]):.4g} and {float(split[1]):.4g} are not parts of a whole")
    secondary = round(n * split[0])
    return Design(n, secondary, min(round(n * split[1]), n - secondary))


@dataclass(frozen=True)
class Windows:
    """What one reading of all claims asks of counts among `n`: closed intervals of whole numbers, and orders.

    An interval is empty where its lower end is above its upper end. `ratio` is the closed interval of the ratio of
    shares, secondary to tertiary. Orders are groups of levels, highest first; levels of one group may stand in any
    order, or tie.
    """

    within_5: Interval
    within_10: Interval
    lacks_vision: Interval
    willing: Interval
    any_barrier: Interval
    ratio: tuple[Fraction, Fraction]
    opportunity: Places
    barriers: Places
    gap: Places
    investor: Places


def reading_names() -> tuple[str, ...]:
    """The readings that the ensemble can follow: the standard one, and each alternative by its name."""
    names = dict.fromkeys(
        alternative.name
        for claim in published.load()
        for alternative in claim.alternatives
        if not _wider_than_clinicians(claim, alternative)
    )
    return (STANDARD, *names)


@cache
def readings(name: str = STANDARD) -> dict[str, Reading]:
    """Every claim's reading, by claim number: the one called `name` where a claim has it, else the standard one.

    Raises ValueError for a name no claim knows, for a reading that the ensemble cannot follow and for a claim that
    it has no rule for.
    """
    claims = published.by_id()
    unruled = [claim.id for claim in claims.values() if KNOWN.get(claim.id) != claim.measure]
    if unruled:
        raise ValueError(f"the ensemble has no rule for {', '.join(unruled)}: add it to design.py and counts.py")
    if name not in reading_names():
        raise ValueError(
            f"'{name}' is not a reading that the ensemble can follow; it can follow {', '.join(reading_names())}"
        )
    return {
        claim.id: {alternative.name: alternative for alternative in claim.alternatives}.get(name, claim.reading)
        for claim in claims.values()
    }


def _wider_than_clinicians(claim: Claim, reading: Reading) -> bool:
    """Comparing all respondents by care level needs the care level of people whose stratum the design leaves open."""
    return claim.measure == "direction" and claim.base == "clinicians" and reading.base != "clinicians"


@cache
def windows(n: int, name: str = STANDARD) -> Windows:
    """What the reading called `name` asks of counts among `n` respondents. Raises ValueError as `readings`."""
    read = readings(name)
    return Windows(
        within_5=whole_numbers(read["C01"], n),
        within_10=whole_numbers(read["C02"], n),
        lacks_vision=whole_numbers(read["C03"], n),
        willing=whole_numbers(read["C04"], n),
        any_barrier=whole_numbers(read["C07"], n),
        ratio=ends(read["C12"]),
        opportunity=places("opportunity", read),
        barriers=_movable(places("barriers", read)),
        gap=(published.by_id()["C11"].levels, (GAP_BELOW,)),
        investor=places("investor", read),
    )


def ends(reading: Reading) -> tuple[Fraction, Fraction]:
    """Both ends of a reading. Raises ValueError where it has none."""
    if reading.low is None or reading.high is None:
        raise ValueError(f"the reading '{reading.name}' has no figures")
    return reading.low, reading.high


def whole_numbers(reading: Reading, base: int) -> Interval:
    """The counts among `base` whose share lies within a reading, both ends included."""
    low, high = ends(reading)
    return ceil(low * base), floor(high * base)


def places(item_id: str, read: dict[str, Reading]) -> Places:
    """An item's levels by the places that its rank claims give them, highest first; unclaimed levels come last.

    Raises ValueError where the claimed places overlap or leave gaps.
    """
    claimed: dict[Interval, list[str]] = {}
    for claim in published.load():
        if claim.item == item_id and claim.measure == "rank":
            low, high = ends(read[claim.id])
            claimed.setdefault((int(low), int(high)), []).extend(claim.levels)
    groups, filled = [], 0
    for (first, last), levels in sorted(claimed.items()):
        if first != filled + 1 or last != filled + len(levels):
            raise ValueError(f"the ranks claimed for {item_id} overlap or leave a place free")
        groups.append(tuple(levels))
        filled = last
    taken = {level for group in groups for level in group} | {NO_BARRIER}
    left = tuple(level.id for level in questionnaire.load().item(item_id).levels if level.id not in taken)
    return (*groups, left)


def _movable(groups: Places) -> Places:
    """The order of barriers without lack of support, whose count is tied to the ratio and cannot be relabelled."""
    if SUPPORT not in groups[-1] or groups[0] != (EXPERTISE,):
        raise ValueError(f"the sampler needs {EXPERTISE} as the first barrier and {SUPPORT} below the ranked ones")
    return (*groups[:-1], tuple(level for level in groups[-1] if level != SUPPORT))


def ratio_pairs(design: Design, ratio: tuple[Fraction, Fraction]) -> list[tuple[int, int]]:
    """All counts (secondary, tertiary) whose ratio of shares lies within `ratio`, ends included, tertiary above 0."""
    low, high = ratio
    pairs = []
    for tertiary in range(1, design.tertiary + 1):
        # In whole numbers, not fractions: the search for the nearest n asks this a thousand times.
        even = tertiary * design.secondary
        first = -(-low.numerator * even // (low.denominator * design.tertiary))
        last = min(high.numerator * even // (high.denominator * design.tertiary), design.secondary)
        if first > design.secondary:
            break
        pairs += [(secondary, tertiary) for secondary in range(first, last + 1)]
    return pairs
