"""Two groups compared after adjustment for who their members are: binomial and proportional-odds models.

Only the comparison itself is reported. The adjusting items' own coefficients answer other questions, which these
models are not built for: Westreich and Greenland (2013), doi:10.1093/aje/kws412
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, norm

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.measured import cumulative
from clinical_data_survey.measured.cumulative import Patterns
from clinical_data_survey.measured.groups import Effect
from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.measured.tally import correction
from clinical_data_survey.measured.weights import effective_size
from clinical_data_survey.survey.answers import NO_ANSWER, Choices, Floats, Integers

ADJUSTED_FOR = ("respondent_role", "age_group", "years_of_experience")
Z = float(norm.ppf((1 + CONFIDENCE) / 2))
FARTHEST = 30.0
DOUBTFUL = 0.05


@dataclass(frozen=True)
class Contrast:
    """Group `first` of the item `by` against its group `second`."""

    by: str
    first: str
    second: str


@dataclass(frozen=True)
class ScoreTest:
    """A score test: its chi-squared statistic, degrees of freedom and p-value."""

    statistic: float
    degrees: int
    p_value: float


@dataclass(frozen=True)
class AdjustedOdds:
    """An adjusted odds ratio of the first group against the second.

    For a binomial model these are the odds of giving the answer, for an ordinal one those of an answer further down
    the list. `standard_error` in `odds_ratio` is of its logarithm. `method` is 'maximum likelihood' or
    'Firth's penalised likelihood', `adjusted_for` the items that could be adjusted for, `remarks` sentences to print
    with the estimate. `proportional` tests whether one odds ratio serves all levels; None for binomial models.
    """

    item: str
    answer: str
    contrast: Contrast
    odds_ratio: Effect
    p_value: float
    base: int
    method: str
    adjusted_for: tuple[str, ...]
    remarks: tuple[str, ...]
    proportional: ScoreTest | NotEstimable | None


@dataclass(frozen=True)
class _Data:
    """Complete cases: outcome codes, distinct covariate patterns, shape (patterns, covariates), and who has which."""

    outcome: Integers
    levels: int
    covariates: Floats
    pattern: Integers
    weights: Floats
    adjusted_for: tuple[str, ...]
    remarks: tuple[str, ...]


def binomial(
    sample: Sample,
    item_id: str,
    answer: str,
    contrast: Contrast,
    adjust: Sequence[str] = ADJUSTED_FOR,
    among: Sequence[Domain] = (),
) -> AdjustedOdds | NotEstimable:
    """The adjusted odds ratio of giving one answer (a level or a group of levels) to an item.

    Complete cases count. Weighted fits have design-based errors; separated data get Firth's penalty with a profile
    interval (weights then scaled to Kish's effective size). NotEstimable where an item is absent, a group is empty
    or the outcome is all alike.
    """
    if item_id not in sample.answers:
        return NotEstimable(f"The wave holds no answers to the item '{item_id}'.")
    answers = sample.answers[item_id]
    outcome = np.where(answers.answered, answers.gave(answer).astype(np.int64), NO_ANSWER)
    data = _complete(sample, outcome, item_id, contrast, adjust, among)
    return data if isinstance(data, NotEstimable) else _fit(sample, data, item_id, answer, contrast)


def proportional_odds(
    sample: Sample,
    item_id: str,
    contrast: Contrast,
    adjust: Sequence[str] = ADJUSTED_FOR,
    among: Sequence[Domain] = (),
) -> AdjustedOdds | NotEstimable:
    """The adjusted odds ratio of an answer further down the list of an ordinal item, the same at every level.

    McCullagh (1980), doi:10.1111/j.2517-6161.1980.tb01109.x. That it is the same is tested by the score test in
    Peterson and Harrell (1990), doi:10.2307/2347760, who note that it rejects too readily in small samples.
    Errors, separation and refusals as `binomial`; levels that nobody chose drop out. Raises ValueError
    where the item is not ordinal.
    """
    if item_id not in sample.answers:
        return NotEstimable(f"The wave holds no answers to the item '{item_id}'.")
    answers = sample.answers[item_id]
    if not isinstance(answers, Choices) or answers.item.type != "ordinal":
        raise ValueError(f"'{item_id}' is a {answers.item.type} item, not an ordinal one")
    data = _complete(sample, answers.codes, item_id, contrast, adjust, among)
    if isinstance(data, NotEstimable):
        return data
    found = _fit(sample, data, item_id, "further down", contrast)
    if isinstance(found, NotEstimable):
        return found
    return _with_test(found, _test_proportionality(sample, data, found))


def _complete(
    sample: Sample, outcome: Integers, item_id: str, contrast: Contrast, adjust: Sequence[str], among: Sequence[Domain]
) -> _Data | NotEstimable:
    if contrast.by not in sample.answers:
        return NotEstimable(f"The wave holds no answers to the item '{contrast.by}'.")
    first, second = (sample.answers[contrast.by].gave(group) for group in (contrast.first, contrast.second))
    kept = (outcome != NO_ANSWER) & (first | second) & sample.within(among)
    present, remarks = [], []
    for name in adjust:
        answers = sample.answers.get(name)
        if not isinstance(answers, Choices) or not (kept & answers.answered).any():
            remarks.append(f"Not adjusted for '{name}': the wave holds no answers to it.")
        else:
            present.append((name, answers.codes))
            kept = kept & answers.answered
    for group, members in ((contrast.first, first), (contrast.second, second)):
        if not (kept & members).any():
            return NotEstimable(f"Nobody in '{group}' answered all the items that the model needs.")
    if len(np.unique(outcome[kept])) < 2:
        return NotEstimable(
            f"All {int(kept.sum()):,} respondents in the model gave the same answer to '{item_id}': "
            "there is nothing for it to explain."
        )
    blocks, names = [first[kept].astype(float)[:, None]], []
    for name, codes in present:
        seen, counts = np.unique(codes[kept], return_counts=True)
        others = seen[seen != seen[counts.argmax()]]
        if not len(others):
            remarks.append(f"Not adjusted for '{name}': everybody in the model gave the same answer.")
            continue
        names.append(name)
        blocks.append((codes[kept][:, None] == others[None, :]).astype(float))
    patterns, index = _distinct(np.column_stack(blocks))
    levels, positions = np.unique(outcome[kept], return_inverse=True)
    usable = _independent(patterns)
    if not usable[0]:
        both = f"'{contrast.first}' and '{contrast.second}'"
        return NotEstimable(f"The groups {both} differ exactly as the adjusting items do.")
    return _Data(
        positions, len(levels), patterns[:, usable], index, sample.each_weight[kept], tuple(names), tuple(remarks)
    )  # fmt: skip


def _distinct(columns: Floats) -> tuple[Floats, Integers]:
    """The distinct rows of a table of zeros and ones, and which of them each row is."""
    keys = columns @ 2.0 ** np.arange(columns.shape[1])
    _, first, index = np.unique(keys, return_index=True, return_inverse=True)
    return columns[first], index


def _independent(patterns: Floats) -> list[bool]:
    """Which covariates are no combination of a constant and the others; the contrast comes first and is tested last."""
    kept, basis = [False] * patterns.shape[1], np.ones((len(patterns), 1))
    for i in [*range(1, patterns.shape[1]), 0]:
        wider = np.column_stack([basis, patterns[:, i]])
        if np.linalg.matrix_rank(wider) > basis.shape[1]:
            kept[i], basis = True, wider
    return kept


def _design(data: _Data, scale: float, blocks: Callable[[Floats, int], Floats]) -> Patterns:
    """A row for every pattern and level; `blocks` gives the covariates' columns at a threshold."""
    patterns, levels = len(data.covariates), data.levels
    cells = data.pattern * levels + data.outcome
    scaled = data.weights * scale
    weights, squares, counts = (
        np.asarray(np.bincount(cells, moment, patterns * levels), dtype=float)
        for moment in (scaled, scaled**2, np.ones(len(cells)))
    )
    thresholds = np.eye(levels - 1)
    at = [
        np.column_stack([np.tile(thresholds[j], (patterns, 1)), -blocks(data.covariates, j)]) for j in range(levels - 1)
    ]
    nothing = np.zeros_like(at[0])
    above = np.stack([*at, nothing], axis=1).reshape(patterns * levels, -1)
    below = np.stack([nothing, *at], axis=1).reshape(patterns * levels, -1)
    level = np.tile(np.arange(levels), patterns)
    return Patterns(
        above, below, level == 0, level == levels - 1, weights, squares, counts, np.repeat(np.arange(patterns), levels)
    )


def _same(covariates: Floats, threshold: int) -> Floats:
    return covariates


def _fit(sample: Sample, data: _Data, item_id: str, answer: str, contrast: Contrast) -> AdjustedOdds | NotEstimable:
    weighted = sample.weights is not None
    rows = _design(data, 1.0, _same)
    where = data.levels - 1
    point = (
        None if cumulative.separated(rows) else cumulative.maximum_likelihood(rows, cumulative.start(rows, data.levels))
    )
    if point is None:
        return _firth(data, item_id, answer, contrast)
    if weighted:
        covariance = cumulative.sandwich(rows, point, correction(sample.size))
    else:
        covariance = np.asarray(np.linalg.inv(cumulative.evaluate(rows, point).information), dtype=float)
    slope, error = float(point[where]), sqrt(float(covariance[where, where]))
    effect = Effect(exp(slope), exp(slope - Z * error), exp(slope + Z * error), error)
    p_value = float(2 * norm.sf(abs(slope) / error))
    return AdjustedOdds(
        item_id, answer, contrast, effect, p_value, len(data.outcome), "maximum likelihood",
        data.adjusted_for, data.remarks, None,
    )  # fmt: skip


def _effective_scale(data: _Data) -> float:
    return effective_size(data.weights) / float(data.weights.sum())


def _firth(data: _Data, item_id: str, answer: str, contrast: Contrast) -> AdjustedOdds | NotEstimable:
    rows = _design(data, _effective_scale(data), _same)
    where = data.levels - 1
    best, top = cumulative.firth(rows, cumulative.start(rows, data.levels))
    slope = float(best[where])

    def fall(value: float) -> float:
        held = best.copy()
        held[where] = value
        return 2 * (top - cumulative.firth(rows, held, where)[1])

    low, high = (_profile_end(fall, slope, direction) for direction in (-1, 1))
    error = sqrt(float(np.linalg.inv(cumulative.expected_information(rows, best))[where, where]))
    p_value = float(chi2.sf(max(fall(0.0), 0.0), 1))
    remark = (
        "The answers separate the groups so sharply that maximum likelihood has no finite answer; "
        "Firth's penalised likelihood was used instead."
    )
    return AdjustedOdds(
        item_id, answer, contrast, Effect(exp(slope), exp(low), exp(high), error), p_value,
        len(data.outcome), "Firth's penalised likelihood", data.adjusted_for, (*data.remarks, remark), None,
    )  # fmt: skip


def _profile_end(fall: Callable[[float], float], best: float, direction: int) -> float:
    """Where the penalised likelihood has fallen by half the chi-squared quantile; `FARTHEST` from 0 at most."""
    limit, step = float(chi2.ppf(CONFIDENCE, 1)), 1.0
    end = best + direction * step
    while fall(end) < limit:
        if abs(end) >= FARTHEST:
            return end
        step *= 2
        end = best + direction * step
    return float(brentq(lambda value: fall(value) - limit, *sorted((best, end)), xtol=1e-5))


def _test_proportionality(sample: Sample, data: _Data, fitted: AdjustedOdds) -> ScoreTest | NotEstimable:
    if data.levels < 3:
        return NotEstimable("Only two levels were chosen, so one odds ratio serves all of them.")
    if fitted.method != "maximum likelihood":
        return NotEstimable("Whether the odds are proportional cannot be tested where the answers separate the groups.")
    scale = _effective_scale(data)
    rows, covariates = _design(data, scale, _same), data.covariates.shape[1]
    point = cumulative.maximum_likelihood(rows, cumulative.start(rows, data.levels))
    extra = data.levels - 2

    def own_slopes(patterns: Floats, threshold: int) -> Floats:
        own = [patterns if threshold == j + 1 else np.zeros_like(patterns) for j in range(extra)]
        return np.column_stack([patterns, *own])

    wider = _design(data, scale, own_slopes)
    degrees = extra * covariates
    if point is None:
        return NotEstimable("Whether the odds are proportional cannot be tested: the fit did not settle.")
    held = np.concatenate([point, np.zeros(degrees)])
    slope = wider.weights @ cumulative.evaluate(wider, held).scores
    information = cumulative.expected_information(wider, held)
    if np.linalg.matrix_rank(information) < len(information):
        return NotEstimable("Whether the odds are proportional cannot be tested: too few respondents a level.")
    statistic = float(slope @ np.linalg.solve(information, slope))
    return ScoreTest(statistic, degrees, float(chi2.sf(statistic, degrees)))


def _with_test(fitted: AdjustedOdds, test: ScoreTest | NotEstimable) -> AdjustedOdds:
    if isinstance(test, NotEstimable) or test.p_value >= DOUBTFUL:
        return replace(fitted, proportional=test)
    remark = "One odds ratio may not serve all levels here: read the shares level by level."
    return replace(fitted, proportional=test, remarks=(*fitted.remarks, remark))
