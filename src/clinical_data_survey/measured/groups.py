"""Two groups side by side, such as secondary and tertiary care: differences, ratios and odds ratios of shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.measured.shares import Share, of_tally
from clinical_data_survey.measured.tally import tally

Z = float(norm.ppf((1 + CONFIDENCE) / 2))
FARTHEST_LOG_RATIO = 40.0
NEAREST = 1e-15


@dataclass(frozen=True)
class Effect:
    """An estimate with its interval at 95% confidence.

    `standard_error` is the design-based error: of the difference itself, of the logarithm for ratios and odds ratios;
    None where a share of 0 leaves a ratio of 0 without one.
    """

    value: float
    low: float
    high: float
    standard_error: float | None


@dataclass(frozen=True)
class Comparison:
    """One answer in two groups: each group's share and what `first` has over `second`.

    `difference` is in shares of 1, `ratio` and `odds_ratio` are multiples; `p_value` is of the hypothesis that both
    groups have the same share.
    """

    first: Share
    second: Share
    difference: Effect
    ratio: Effect | NotEstimable
    odds_ratio: Effect | NotEstimable
    p_value: float | NotEstimable


@dataclass(frozen=True)
class _Arm:
    """One group's (effective) count and base."""

    count: float
    base: float

    @property
    def share(self) -> float:
        return self.count / self.base


def compare(
    sample: Sample, item_id: str, by: str, first: str, second: str, among: Sequence[Domain] = ()
) -> tuple[Comparison, ...] | NotEstimable:
    """Group `first` of the item `by` against group `second`, for each level and group of levels of an item.

    Differences have Newcombe's hybrid score interval (method 10), ratios Koopman's score interval, odds ratios the
    score interval of Miettinen and Nurminen without its small-sample factor. With weights the same intervals stand on
    effective counts, so that weights all alike change nothing. NotEstimable where an item is absent or a group has
    fewer than two answers.

    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I;
    Koopman (1984), doi:10.2307/2531405; Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211
    """
    counted = tally(sample, item_id, by=by, among=among)
    if isinstance(counted, NotEstimable):
        return counted
    found = of_tally(counted)
    firsts, seconds = found[first], found[second]
    if isinstance(firsts, NotEstimable):
        return firsts
    if isinstance(seconds, NotEstimable):
        return seconds
    return tuple(compare_shares(a, b) for a, b in zip(firsts, seconds, strict=True))


def compare_shares(first: Share, second: Share) -> Comparison:
    """Two shares of the same answer in groups that have no respondent in common."""
    one, two = (_Arm(share.share * share.effective_base, share.effective_base) for share in (first, second))
    return Comparison(
        first=first,
        second=second,
        difference=_difference(first, second),
        ratio=_ratio(first, second, one, two),
        odds_ratio=_odds_ratio(first, second, one, two),
        p_value=_p_value(first, one, two),
    )


def _difference(first: Share, second: Share) -> Effect:
    value = first.share - second.share
    low = value - sqrt((first.share - first.low) ** 2 + (second.high - second.share) ** 2)
    high = value + sqrt((first.high - first.share) ** 2 + (second.share - second.low) ** 2)
    error = sqrt(first.standard_error**2 + second.standard_error**2)
    return Effect(value, max(low, -1.0), min(high, 1.0), error)


def _ratio(first: Share, second: Share, one: _Arm, two: _Arm) -> Effect | NotEstimable:
    if not second.count:
        if not first.count:
            return NotEstimable(
                f"Nobody in either group gave the answer '{first.level}' to '{first.item}', so there is no ratio."
            )
        least = exp(_end(lambda r: _ratio_score(exp(r), one, two) - Z, -FARTHEST_LOG_RATIO, 1))
        return NotEstimable(
            f"Nobody of the {second.base:,} in '{second.group}' gave the answer '{second.level}', so the ratio has no "
            f"upper limit; at 95% confidence it is at least {least:.2g}."
        )
    start = log(one.share / two.share) if first.count else -FARTHEST_LOG_RATIO
    low = _end(lambda r: _ratio_score(exp(r), one, two) - Z, start, -1) if first.count else None
    high = _end(lambda r: _ratio_score(exp(r), one, two) + Z, start, 1)
    return Effect(
        value=first.share / second.share,
        low=0.0 if low is None else exp(low),
        high=exp(high),
        standard_error=_log_error(first, second, lambda share: share.share),
    )


def _ratio_score(ratio: float, one: _Arm, two: _Arm) -> float:
    """Score statistic of a ratio: falls as the ratio grows, 0 at the observed one."""
    a = (one.base + two.base) * ratio
    b = one.base * ratio + one.count + two.base + two.count * ratio
    c = one.count + two.count
    fitted_two = 2 * c / (b + sqrt(max(b * b - 4 * a * c, 0.0)))
    fitted_one = min(ratio * fitted_two, 1.0)
    variance = fitted_one * (1 - fitted_one) / one.base + ratio**2 * fitted_two * (1 - fitted_two) / two.base
    distance = one.share - ratio * two.share
    return distance / sqrt(variance) if variance > 0 else float(np.sign(distance)) * FARTHEST_LOG_RATIO


def _odds_ratio(first: Share, second: Share, one: _Arm, two: _Arm) -> Effect | NotEstimable:
    for share in (first, second):
        if share.count in (0, share.base):
            who = "Nobody" if not share.count else "Everybody"
            return NotEstimable(
                f"{who} of the {share.base:,} in '{share.group}' gave the answer '{share.level}', "
                "so there is no odds ratio."
            )
    value = one.share / (1 - one.share) / (two.share / (1 - two.share))
    low = _end(lambda r: _odds_score(exp(r), one, two) - Z, log(value), -1)
    high = _end(lambda r: _odds_score(exp(r), one, two) + Z, log(value), 1)
    return Effect(value, exp(low), exp(high), _log_error(first, second, lambda s: s.share * (1 - s.share)))


def _odds_score(odds: float, one: _Arm, two: _Arm) -> float:
    """Score statistic of an odds ratio: falls as the odds ratio grows, 0 at the observed one."""
    total = one.count + two.count
    a = two.base * (odds - 1)
    b = one.base * odds + two.base - total * (odds - 1)
    root = sqrt(max(b * b + 4 * a * total, 0.0))
    fitted_two = 2 * total / (b + root) if b > 0 else (root - b) / (2 * a)
    fitted_one = fitted_two * odds / (1 + fitted_two * (odds - 1))
    fitted_one, fitted_two = (min(max(fitted, NEAREST), 1 - NEAREST) for fitted in (fitted_one, fitted_two))
    information = 1 / (one.base * fitted_one * (1 - fitted_one)) + 1 / (two.base * fitted_two * (1 - fitted_two))
    return (one.count - one.base * fitted_one) * sqrt(information)


def _log_error(first: Share, second: Share, slope: Callable[[Share], float]) -> float | None:
    """Error of a log ratio or log odds ratio by the delta method; None where a share is 0 or the odds are."""
    if slope(first) <= 0 or slope(second) <= 0:
        return None
    return sqrt(sum((share.standard_error / slope(share)) ** 2 for share in (first, second)))


def _p_value(first: Share, one: _Arm, two: _Arm) -> float | NotEstimable:
    pooled = (one.count + two.count) / (one.base + two.base)
    variance = pooled * (1 - pooled) * (1 / one.base + 1 / two.base)
    if variance <= 1e-15:
        return NotEstimable(
            f"Both groups are all alike on '{first.level}' of '{first.item}': there is nothing to test."
        )
    return float(2 * norm.sf(abs(one.share - two.share) / sqrt(variance)))


def _end(score: Callable[[float], float], start: float, direction: int) -> float:
    """Where a falling score crosses 0 on the log scale, from `start` on; the end of the search where it never does."""
    step = 1.0
    while step <= 2 * FARTHEST_LOG_RATIO:
        end = start + direction * step
        if score(end) * direction <= 0:
            return float(brentq(score, *sorted((start, end)), xtol=1e-12))
        step *= 2
    return start + direction * step
