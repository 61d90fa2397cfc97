"""Published claims held against a wave: does the original reproduce them, and how far is a new wave from them?

Whatever a wave's estimates hide, or cannot estimate, makes a claim not testable; the sentence says which of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from clinical_data_survey import wording
from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published.claims import Claim, Reading, reading_text

REPRODUCED, NOT_REPRODUCED, NOT_TESTABLE = "reproduced", "not reproduced", "not testable"
LEAST = "data_scientists"
TINY = 1e-9
NOT_SHOWN = "the numbers that it rests on are not shown"


@dataclass(frozen=True)
class Outcome:
    """What became of one claim: a status, and the numbers it rests on as a sentence."""

    claim: str
    status: str
    numbers: str


@dataclass(frozen=True)
class Distance:
    """A wave's share less a published one: `value` from the middle of the reading, shares of 1.

    `low` and `high` join the wave's interval with both ends of the reading. The published figure's own sampling error
    is not in them: its number of respondents is unknown.
    """

    value: float
    low: float
    high: float


def hold(claim: Claim, estimates: WaveEstimates) -> Outcome:
    """Hold one claim against a wave in the claim's standard reading, on its own base."""
    return _JUDGES[claim.measure](claim, estimates)


def distance(claim: Claim, estimates: WaveEstimates) -> Distance | Hidden | NotEstimable:
    """How far a wave's share is from a published one. Raises ValueError where the claim is no proportion."""
    if claim.measure != "proportion":
        raise ValueError(f"{claim.id} is a {claim.measure}, not a proportion")
    share = estimates.share(claim.item, *claim.levels)
    if isinstance(share, Hidden | NotEstimable):
        return share
    low, high = float(claim.low), float(claim.high)
    return Distance(share.share - (low + high) / 2, share.low - high, share.high - low)


def years_between(claim: Claim, estimates: WaveEstimates) -> int | None:
    """Years from the publication of a claim to a wave's first day of fieldwork; None where that day is not known."""
    dates = estimates.wave.dates
    return None if dates is None else dates[0].year - int(claim.source.published[:4])


def place_of(estimates: WaveEstimates, item_id: str, level: str) -> tuple[int, int] | Hidden | NotEstimable:
    """The best and the worst place of an answer in the observed order: they differ where answers tie.

    It is read off the shares that are printed. Where some are not, their answers come after one that more chose than
    all of those could have. Answers that rule out the others have no place.
    """
    item = estimates.form.item(item_id)
    competing = [one.id for one in item.levels if not one.exclusive]
    found = {one: estimates.share(item_id, one) for one in competing}
    own, shown = found[level], [share.share for share in found.values() if isinstance(share, Share)]
    if isinstance(own, Hidden | NotEstimable):
        return own
    left = 1.0 if item.type == "multiple-response" else 1 - sum(shown)
    if len(shown) < len(found) and own.share <= left + TINY:
        return Hidden()
    return 1 + sum(share > own.share for share in shown), sum(share >= own.share for share in shown)


def _untestable(claim: Claim, why: Hidden | NotEstimable) -> Outcome:
    return Outcome(claim.id, NOT_TESTABLE, NOT_SHOWN if isinstance(why, Hidden) else str(why).rstrip("."))


def _judged(claim: Claim, value: float, numbers: str) -> Outcome:
    """Reproduced in the standard reading; where only another reading fits, that is said."""
    if _within(value, claim.reading):
        return Outcome(claim.id, REPRODUCED, numbers)
    fitting = [r.name for r in claim.alternatives if r.base == claim.base and r.low is not None and _within(value, r)]
    other = f"; it fits the reading '{fitting[0]}'" if fitting else ""
    return Outcome(claim.id, NOT_REPRODUCED, numbers + other)


def _within(value: float, reading: Reading) -> bool:
    """Whether a value lies in a reading, but for what floats cannot hold."""
    tiny = Fraction(1, 10**9)
    return reading.low is not None and reading.high is not None and reading.low - tiny <= value <= reading.high + tiny


def _proportion(claim: Claim, estimates: WaveEstimates) -> Outcome:
    share = estimates.share(claim.item, *claim.levels)
    if isinstance(share, Hidden | NotEstimable):
        return _untestable(claim, share)
    read = reading_text(claim.reading, claim.measure)
    return _judged(claim, share.share, f"{wording.percent(share.share)} of {share.base:,}, read as {read}")


def _rank(claim: Claim, estimates: WaveEstimates) -> Outcome:
    place = place_of(estimates, claim.item, claim.levels[0])
    if isinstance(place, Hidden | NotEstimable):
        return _untestable(claim, place)
    share = estimates.share(claim.item, claim.levels[0])
    if isinstance(share, Hidden | NotEstimable):
        return _untestable(claim, share)
    best, worst = place
    numbers = f"{wording.rank_range(best, worst)}, with {wording.percent(share.share)} of {share.base:,}"
    inside = claim.low <= best and worst <= claim.high
    return Outcome(claim.id, REPRODUCED if inside else NOT_REPRODUCED, numbers)


def _gap(claim: Claim, estimates: WaveEstimates) -> Outcome:
    """How far the claimed answers lie below the largest share of the item."""
    competing = [level.id for level in estimates.form.item(claim.item).levels if not level.exclusive]
    found = {level: estimates.share(claim.item, level) for level in competing}
    shares = {level: share.share for level, share in found.items() if isinstance(share, Share)}
    for share in found.values():
        if isinstance(share, Hidden | NotEstimable):
            return _untestable(claim, share)
    furthest = max(shares.values()) - min(shares[level] for level in claim.levels)
    return _judged(claim, furthest, f"{wording.points(furthest)} below the first at most")


def _ratio(claim: Claim, estimates: WaveEstimates) -> Outcome:
    found = estimates.comparison(claim.item, claim.levels[0])
    if isinstance(found, Hidden | NotEstimable):
        return _untestable(claim, found)
    if isinstance(found.ratio, NotEstimable):
        return _untestable(claim, found.ratio)
    numbers = f"{wording.decimal(found.ratio.value)} times: {_side_by_side(found)}"
    return _judged(claim, found.ratio.value, numbers)


def _direction(claim: Claim, estimates: WaveEstimates) -> Outcome:
    if estimates.form.item(claim.item).id != "expertise_gap":
        return _direction_of_care(claim, estimates)
    shares = [estimates.share(claim.item, level) for level in (*claim.levels, LEAST)]
    shown = [share for share in shares if not isinstance(share, Hidden | NotEstimable)]
    if len(shown) < len(shares):
        return _untestable(claim, next(share for share in shares if isinstance(share, Hidden | NotEstimable)))
    named, least = shown[:-1], shown[-1]
    holds = all(share.share > least.share for share in named)
    listed = wording.listed([wording.percent(share.share) for share in named])
    numbers = f"{listed} against {wording.percent(least.share)} of {least.base:,}"
    return Outcome(claim.id, REPRODUCED if holds else NOT_REPRODUCED, numbers)


def _direction_of_care(claim: Claim, estimates: WaveEstimates) -> Outcome:
    found = estimates.comparison(claim.item, claim.levels[0])
    if isinstance(found, Hidden | NotEstimable):
        return _untestable(claim, found)
    holds = found.difference.value * claim.sign > 0
    return Outcome(claim.id, REPRODUCED if holds else NOT_REPRODUCED, _side_by_side(found))


def _composition(claim: Claim, estimates: WaveEstimates) -> Outcome:
    counts = [estimates.count(claim.item, level) for level in claim.levels]
    hidden = [count for count in counts if isinstance(count, Hidden | NotEstimable)]
    if hidden:
        return _untestable(claim, hidden[0])
    item = estimates.form.item(claim.item)
    named = [wording.uncapitalised(item.level(level).en) for level in claim.levels]
    numbers = wording.listed([f"{name} {count:,}" for name, count in zip(named, counts, strict=True)])
    return Outcome(claim.id, REPRODUCED if all(counts) else NOT_REPRODUCED, numbers)


def _side_by_side(found: Comparison) -> str:
    first, second = (wording.percent(share.share) for share in (found.first, found.second))
    return f"{first} of {found.first.base:,} in secondary, {second} of {found.second.base:,} in tertiary care"


_JUDGES = {
    "proportion": _proportion,
    "rank": _rank,
    "ratio": _ratio,
    "gap": _gap,
    "direction": _direction,
    "composition": _composition,
}
