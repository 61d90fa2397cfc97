"""Ordinal items: cumulative shares, the median answer and ridits; codes of answers are never averaged.

An answer is 'further down' when it stands later in the questionnaire's list of levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.special import expit, logit
from scipy.stats import norm

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.measured.shares import Share, of_tally, too_few
from clinical_data_survey.measured.tally import Tally, correction, tally
from clinical_data_survey.survey.answers import Floats
from clinical_data_survey.survey.questionnaire import EVERYONE

Z = float(norm.ppf((1 + CONFIDENCE) / 2))


@dataclass(frozen=True)
class OrdinalSummary:
    """An ordinal item's distribution.

    `cumulative` holds for each level the share who answered it or an earlier one. `median` is the level at which that
    share first reaches half; `median_low` and `median_high` are the levels that its 95% interval reaches.
    """

    shares: tuple[Share, ...]
    cumulative: tuple[Share, ...]
    median: str
    median_low: str
    median_high: str


@dataclass(frozen=True)
class Ridit:
    """The chance that a random answer of `group` is further down than a random one of `reference`, ties counting half.

    0.5 means alike; `low` and `high` are an interval at 95% confidence, all between 0 and 1. `base` is the number of
    the group's answers.
    """

    item: str
    group: str
    reference: str
    value: float
    low: float
    high: float
    standard_error: float
    base: int


def summary(sample: Sample, item_id: str, among: Sequence[Domain] = ()) -> OrdinalSummary | NotEstimable:
    """The distribution of an ordinal item within `among`.

    The median's interval holds the levels at which the interval of the cumulative share meets half: Woodruff (1952),
    doi:10.1080/01621459.1952.10483443. NotEstimable where the item is absent or fewer than two answered it.
    """
    counted = tally(sample, item_id, among=among)
    if isinstance(counted, NotEstimable):
        return counted
    found, cumulative = of_tally(counted)[EVERYONE], of_tally(_cumulated(counted))[EVERYONE]
    if isinstance(found, NotEstimable) or isinstance(cumulative, NotEstimable):
        return found if isinstance(found, NotEstimable) else too_few(counted.item.short, EVERYONE, 0)
    return OrdinalSummary(
        shares=found,
        cumulative=cumulative,
        median=_first_reaching_half([share.share for share in cumulative], cumulative),
        median_low=_first_reaching_half([share.high for share in cumulative], cumulative),
        median_high=_first_reaching_half([share.low for share in cumulative], cumulative),
    )


def mean_ridits(
    sample: Sample, item_id: str, by: str, among: Sequence[Domain] = ()
) -> dict[str, Ridit | NotEstimable] | NotEstimable:
    """Each group's mean ridit against all who answered within `among` and belong to a group, keyed by group.

    The reference distribution is taken as fixed, as is usual for ridits: Bross (1958), doi:10.2307/2527727.
    NotEstimable, for a group or as a whole, where there are too few answers or all answers are alike.
    """
    counted = tally(sample, item_id, by=by, among=among)
    if isinstance(counted, NotEstimable):
        return counted
    levels = _level_sums(counted)
    reference = levels.weights.sum(axis=0)
    if (reference > 0).sum() < 2:
        return _all_alike(counted, int(counted.base_counts.sum()))
    scores = _below_and_half(reference / reference.sum())
    found: dict[str, Ridit | NotEstimable] = {}
    for row, group in enumerate(counted.groups):
        base = int(counted.base_counts[row])
        if base < 2:
            found[group] = too_few(counted.item.short, group, base)
            continue
        value, variance = _mean_score(levels, row, scores)
        found[group] = _ridit(counted, row, EVERYONE, value, correction(counted.size) * variance)
    return found


def superiority(
    sample: Sample, item_id: str, by: str, first: str, second: str, among: Sequence[Domain] = ()
) -> Ridit | NotEstimable:
    """The chance that an answer of group `first` is further down than one of group `second`, ties counting half.

    This is the Mann-Whitney statistic as a proportion, with a linearised error that allows unequal spread and weights
    and an interval on the logit scale. Brunner and Munzel (2000),
    doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U
    """
    counted = tally(sample, item_id, by=by, among=among)
    if isinstance(counted, NotEstimable):
        return counted
    rows = [counted.groups.index(group) for group in (first, second)]
    for row in rows:
        if counted.base_counts[row] < 2:
            return too_few(counted.item.short, counted.groups[row], int(counted.base_counts[row]))
    levels = _level_sums(counted)
    if (levels.counts[rows].sum(axis=0) > 0).sum() < 2:
        return _all_alike(counted, int(counted.base_counts[rows].sum()))
    shares = [levels.weights[row] / counted.base_weights[row] for row in rows]
    value, variance = _mean_score(levels, rows[0], _below_and_half(shares[1]))
    _, other_variance = _mean_score(levels, rows[1], _below_and_half(shares[0]))
    return _ridit(counted, rows[0], second, value, correction(counted.size) * (variance + other_variance))


def _level_sums(counted: Tally) -> Tally:
    """The tally of the levels alone, without groups of levels."""
    kept = len(counted.item.levels)
    return replace(
        counted,
        levels=counted.levels[:kept],
        counts=counted.counts[:, :kept],
        weights=counted.weights[:, :kept],
        squares=counted.squares[:, :kept],
    )


def _cumulated(counted: Tally) -> Tally:
    levels = _level_sums(counted)
    return replace(
        levels,
        counts=levels.counts.cumsum(axis=1),
        weights=levels.weights.cumsum(axis=1),
        squares=levels.squares.cumsum(axis=1),
    )


def _first_reaching_half(values: list[float], cumulative: tuple[Share, ...]) -> str:
    reached = [share.level for value, share in zip(values, cumulative, strict=True) if value >= 0.5]
    return reached[0] if reached else cumulative[-1].level


def _below_and_half(shares: Floats) -> Floats:
    """For each level the share of answers before it plus half of those at it."""
    return shares.cumsum() - shares / 2


def _mean_score(levels: Tally, row: int, scores: Floats) -> tuple[float, float]:
    """Weighted mean of the scores in one group, and its variance before the factor n / (n - 1)."""
    base = levels.base_weights[row]
    value = float(levels.weights[row] @ scores / base)
    return value, float(levels.squares[row] @ (scores - value) ** 2 / base**2)


def _ridit(counted: Tally, row: int, reference: str, value: float, variance: float) -> Ridit | NotEstimable:
    group = counted.groups[row]
    if variance <= 0 or not 0 < value < 1:
        return NotEstimable(
            f"Within the groups that are compared everybody answered '{counted.item.short}' alike, "
            f"so the position of '{group}' has no interval."
        )
    error = variance**0.5
    half_width = Z * error / (value * (1 - value))
    low, high = expit(logit(value) - half_width), expit(logit(value) + half_width)
    base = int(counted.base_counts[row])
    return Ridit(counted.item.id, group, reference, value, float(low), float(high), error, base)


def _all_alike(counted: Tally, base: int) -> NotEstimable:
    if base < 2:
        return too_few(counted.item.short, EVERYONE, base)
    return NotEstimable(
        f"All {base:,} respondents gave the same answer to '{counted.item.short}', "
        "so the groups cannot be put in an order."
    )
