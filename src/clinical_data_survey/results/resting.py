"""What an implied result rests on: the claims without which a bound would be another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from clinical_data_survey.implied.answer_patterns import Setting, constraints_of, speaks
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.quantities import Named
from clinical_data_survey.published.claims import Claim

SIZES = (100, 300, 1000)
Interval = tuple[Fraction, Fraction | None]


def intervals(claims: Iterable[Claim], named: Sequence[Named], setting: Setting) -> dict[str, Interval]:
    """The sharp linear bounds of some quantities in one setting, by name."""
    ends = Bounds(constraints_of(claims, setting)).intervals([entry.quantity for entry in named])
    return {entry.id: pair for entry, pair in zip(named, ends, strict=True)}


Rests = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def resting_on(claims: tuple[Claim, ...], named: Sequence[Named], setting: Setting | None = None) -> Rests:
    """The claims without which the lower, and without which the upper bound of each quantity would be another."""
    setting = setting or Setting()
    whole = intervals(claims, named, setting)
    low: dict[str, list[str]] = {entry.id: [] for entry in named}
    high: dict[str, list[str]] = {entry.id: [] for entry in named}
    for claim in claims:
        if not speaks(claim, setting.split.table):
            continue
        without = intervals([other for other in claims if other.id != claim.id], named, setting)
        for name, ends in without.items():
            low[name] += [claim.id] * (ends[0] != whole[name][0])
            high[name] += [claim.id] * (ends[1] != whole[name][1])
    return {entry.id: (tuple(low[entry.id]), tuple(high[entry.id])) for entry in named}


def both(rests: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """The claims that either end rests on."""
    return tuple(sorted({*rests[0], *rests[1]}))
