"""Rankings: first choices, mean ranks, and which ranks the data leave open.

Levels that a respondent leaves unranked share the mean of the ranks that remain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, norm

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.measured.multiplicity import holm
from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.measured.shares import too_few
from clinical_data_survey.measured.tally import Tally, correction, tally
from clinical_data_survey.survey.answers import Floats, Ranks
from clinical_data_survey.survey.questionnaire import EVERYONE

ALPHA = 1 - CONFIDENCE
DRAWS = 4_000
SEED = 2019


@dataclass(frozen=True)
class RankSet:
    """The ranks, counted from 1, that a level may hold: all sets of a ranking hold together at 95% confidence.

    `rank` is the observed one; levels that tie share the best of their ranks.
    """

    level: str
    rank: int
    low: int
    high: int


@dataclass(frozen=True)
class MeanRank:
    """A level's mean rank (1 is best) with its interval at 95% and the ranks it may hold."""

    level: str
    mean: float
    low: float
    high: float
    standard_error: float
    ranks: RankSet


@dataclass(frozen=True)
class _Orders:
    """Distinct orders: mean-rank rows, shape (orders, levels), and sums of 1, w and w squared, shape (orders,)."""

    levels: tuple[str, ...]
    ranks: Floats
    counts: Floats
    weights: Floats
    squares: Floats


def first_choice_sets(sample: Sample, item_id: str, among: Sequence[Domain] = ()) -> tuple[RankSet, ...] | NotEstimable:
    """The ranks that levels may hold when they are ordered by the share who chose them (first).

    Unweighted the sets hold in samples of any size (`multinomial_sets`); with weights the pair tests are design-based
    and hold in large samples. Raises ValueError for a multiple-response item, whose answers do not exclude each other.
    NotEstimable where the item is absent or fewer than two respondents answered.
    """
    counted = tally(sample, item_id, among=among)
    if isinstance(counted, NotEstimable):
        return counted
    if counted.item.type == "multiple-response":
        raise ValueError(f"'{item_id}' is a multiple-response item: respondents make no first choice")
    base, kept = int(counted.base_counts[0]), len(counted.item.levels)
    if base < 2:
        return too_few(counted.item.short, EVERYONE, base)
    if not counted.weighted:
        return multinomial_sets(dict(zip(counted.levels, counted.counts[0, :kept].tolist(), strict=False)))
    return _sets(counted.levels[:kept], counted.shares()[0, :kept], _weighted_pair_tests(counted, kept))


def multinomial_sets(counts: Mapping[str, int]) -> tuple[RankSet, ...]:
    """Rank confidence sets of multinomial counts that hold at any sample size, all together, at 95% confidence.

    Every ordered pair is tested by an exact binomial test of one count given the sum of both, with Holm's correction;
    a level's best rank is 1 plus those significantly above it, its worst the number of levels less those below.
    Bazylik, Mogstad, Romano, Shaikh and Wilhelm (2021), NBER working paper 29519, doi:10.3386/w29519
    """
    levels, found = tuple(counts), np.array(list(counts.values()), dtype=float)
    sums = found[:, None] + found[None, :]
    return _sets(levels, found, np.asarray(binom.sf(found[:, None] - 1, sums, 0.5)))


def _weighted_pair_tests(counted: Tally, kept: int) -> Floats:
    """One-sided p-values of 'the row's share is no larger than the column's', shape (levels, levels)."""
    shares, squares, base = counted.shares()[0, :kept], counted.squares[0, :kept], counted.base_squares[0]
    gap = shares[:, None] - shares[None, :]
    row, other = squares[:, None], squares[None, :]
    spread = row * (1 - gap) ** 2 + other * (1 + gap) ** 2 + np.maximum(base - row - other, 0.0) * gap**2
    error = np.sqrt(correction(counted.size) * spread) / counted.base_weights[0]
    return np.asarray(norm.sf(np.divide(gap, error, where=error > 0, out=np.zeros_like(gap))))


def _sets(levels: Sequence[str], scores: Floats, p_values: Floats) -> tuple[RankSet, ...]:
    """Rank sets from one-sided p-values of all ordered pairs; a larger score is a better rank."""
    pairs = ~np.eye(len(levels), dtype=bool)
    above = np.zeros_like(pairs)
    above[pairs] = holm(p_values[pairs]) <= ALPHA
    return _from_order(levels, scores, above)


def _from_order(levels: Sequence[str], scores: Floats, above: np.ndarray) -> tuple[RankSet, ...]:
    return tuple(
        RankSet(
            level=level,
            rank=1 + int((scores > scores[i]).sum()),
            low=1 + int(above[:, i].sum()),
            high=len(levels) - int(above[i, :].sum()),
        )
        for i, level in enumerate(levels)
    )


def mean_ranks(sample: Sample, item_id: str, among: Sequence[Domain] = ()) -> tuple[MeanRank, ...] | NotEstimable:
    """Mean ranks, Borda points and rank sets of a ranking item within `among`.

    The sets come from a bootstrap of respondents: all pairs of mean ranks are compared with the largest studentised
    difference. With weights the draws come from the normal limit with the design-based covariance. Where two levels
    never change places the error is that of one respondent more who sees it the other way round.
    Mogstad, Romano, Shaikh and Wilhelm (2024), doi:10.1093/restud/rdad006

    Raises ValueError where the item is no ranking. NotEstimable where it is absent or fewer than two ranked a level.
    """
    orders = _orders(sample, item_id, among)
    if isinstance(orders, NotEstimable):
        return orders
    total, base = orders.weights.sum(), orders.counts.sum()
    means = orders.weights @ orders.ranks / total
    scores = orders.ranks - means
    covariance = correction(sample.size) * (scores.T * orders.squares) @ scores / total**2
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    size = total**2 / orders.squares.sum()
    above = _significantly_better(
        means, _draws(orders, means, covariance, sample.weights is not None), covariance, size
    )
    sets = _from_order(orders.levels, -means, above)
    worst, half_widths = len(orders.levels), norm.ppf(1 - ALPHA / 2) * np.maximum(errors, 1 / base)
    return tuple(
        MeanRank(
            level=level,
            mean=float(means[i]),
            low=float(max(means[i] - half_widths[i], 1)),
            high=float(min(means[i] + half_widths[i], worst)),
            standard_error=float(errors[i]),
            ranks=sets[i],
        )
        for i, level in enumerate(orders.levels)
    )


def _orders(sample: Sample, item_id: str, among: Sequence[Domain]) -> _Orders | NotEstimable:
    if item_id not in sample.answers:
        return NotEstimable(f"The wave holds no answers to the item '{item_id}'.")
    answers = sample.answers[item_id]
    if not isinstance(answers, Ranks):
        raise ValueError(f"'{item_id}' is a {answers.item.type} item, not a ranking")
    inside = answers.answered & sample.within(among)
    if inside.sum() < 2:
        return too_few(answers.item.short, EVERYONE, int(inside.sum()))
    levels = tuple(level.id for level in answers.item.levels)
    places = (len(levels) + 1) ** np.arange(len(levels), dtype=np.int64)
    keys, index, counts = np.unique(answers.ranks[inside] @ places, return_inverse=True, return_counts=True)
    ranks = (keys[:, None] // places % (len(levels) + 1)).astype(float)
    ranked = (ranks > 0).sum(axis=1, keepdims=True)
    filled = np.where(ranks > 0, ranks, (ranked + 1 + len(levels)) / 2)
    weights = sample.each_weight[inside]
    return _Orders(
        levels, filled, counts.astype(float), np.asarray(np.bincount(index, weights), dtype=float),
        np.asarray(np.bincount(index, weights**2), dtype=float)
    )  # fmt: skip


def _draws(orders: _Orders, means: Floats, covariance: Floats, weighted: bool) -> Floats:
    """Deviations of bootstrapped mean ranks from the observed ones, shape (draws, levels)."""
    random = np.random.default_rng(SEED)
    if weighted:
        return random.multivariate_normal(
            np.zeros(len(means)), covariance, size=DRAWS, method="svd", check_valid="ignore"
        )
    base = int(orders.counts.sum())
    resampled = random.multinomial(base, orders.counts / base, size=DRAWS)
    return resampled @ orders.ranks / base - means


def _significantly_better(means: Floats, draws: Floats, covariance: Floats, size: float) -> np.ndarray:
    """Whether the row's mean rank is significantly smaller than the column's, shape (levels, levels)."""
    variances = np.diag(covariance)
    gap = means[None, :] - means[:, None]
    error = np.sqrt(np.maximum(variances[:, None] + variances[None, :] - 2 * covariance, 0.0))
    error = np.maximum(error, 2 * np.abs(gap) / size)
    usable = error > 0
    scale = np.where(usable, error, 1.0)
    studentised = np.abs(draws[:, :, None] - draws[:, None, :]) / scale
    critical = max(float(np.quantile(studentised.max(axis=(1, 2)), CONFIDENCE)), float(norm.ppf(1 - ALPHA / 2)))
    return (gap / scale > critical) & usable
