"""The cumulative logit model on counted rows: likelihood, fit, separation, Jeffreys' penalty.

With two levels it is logistic regression, so that one engine serves binomial and proportional-odds models. The
parameters are the thresholds and then the slopes: logit P(level <= j) = threshold_j - slopes . x. `statsmodels` has
neither weights for its ordinal model nor design-based errors, and needs a row a respondent; here a row is a distinct
pattern of covariates and answer, so a million respondents cost what a few hundred rows cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog, minimize
from scipy.special import expit

from clinical_data_survey.survey.answers import Floats, Integers

STEPS = 100
LEAST_SPREAD = 1e-8
GRADIENT = 1e-9
SMALLEST = 1e-300
DIRECTION = 1e-7
UNREACHABLE = -1e9


@dataclass(frozen=True)
class Patterns:
    """Distinct patterns: for each row the design at the threshold above and below its answer, and its weight.

    `above` and `below` have shape (rows, parameters); `last` and `first` mark rows whose answer has no threshold
    above or below. `weights` and `squares` are sums of w and w squared, `counts` of respondents, shape (rows,).
    `pattern` numbers the covariate pattern of each row.
    """

    above: Floats
    below: Floats
    first: np.ndarray
    last: np.ndarray
    weights: Floats
    squares: Floats
    counts: Floats
    pattern: Integers

    @property
    def parameters(self) -> int:
        return self.above.shape[1]


@dataclass(frozen=True)
class Evaluated:
    """Log-likelihood, score a unit weight, shape (rows, parameters), and observed information at one point."""

    likelihood: float
    scores: Floats
    information: Floats


def probabilities(rows: Patterns, point: Floats) -> tuple[Floats, Floats, Floats]:
    """Chance of each row's answer, and the cumulative chances at its threshold above and below, shape (rows,)."""
    upper = np.where(rows.last, 1.0, expit(rows.above @ point))
    lower = np.where(rows.first, 0.0, expit(rows.below @ point))
    difference = np.where(rows.last, expit(-(rows.below @ point)), upper - lower)
    return np.maximum(difference, SMALLEST), upper, lower


def evaluate(rows: Patterns, point: Floats) -> Evaluated:
    """The likelihood and its first two derivatives."""
    chance, upper, lower = probabilities(rows, point)
    up, low = upper * (1 - upper), lower * (1 - lower)
    scores = (up[:, None] * rows.above - low[:, None] * rows.below) / chance[:, None]
    bend_up, bend_low = up * (1 - 2 * upper) / chance, low * (1 - 2 * lower) / chance
    second = (rows.above.T * (rows.weights * bend_up)) @ rows.above
    second -= (rows.below.T * (rows.weights * bend_low)) @ rows.below
    second -= (scores.T * rows.weights) @ scores
    return Evaluated(float(rows.weights @ np.log(chance)), scores, -second)


def expected_information(rows: Patterns, point: Floats) -> Floats:
    """Fisher's information, shape (parameters, parameters): needs a row for every pattern and level."""
    chance, upper, lower = probabilities(rows, point)
    slopes = (upper * (1 - upper))[:, None] * rows.above - (lower * (1 - lower))[:, None] * rows.below
    totals = np.bincount(rows.pattern, rows.weights)[rows.pattern]
    return (slopes.T * (totals / chance)) @ slopes


def start(rows: Patterns, levels: int) -> Floats:
    """Thresholds of the answers as they are spread overall, and slopes of 0."""
    shares = np.bincount(np.arange(len(rows.weights)) % levels, rows.weights, levels)
    below = shares.cumsum()[:-1] / shares.sum()
    return np.concatenate([np.log(below / (1 - below)), np.zeros(rows.parameters - levels + 1)])


def separated(rows: Patterns) -> bool:
    """Whether the likelihood has no maximum at finite parameters.

    It has none when some direction never lowers any answer's chance and raises one: a linear program finds it.
    Konis (2007), DPhil thesis, University of Oxford, has it for two levels, after Albert and Anderson (1984),
    doi:10.1093/biomet/71.1.1; here all thresholds share one program.
    """
    seen = rows.counts > 0
    gains = np.vstack([rows.above[seen & ~rows.last], -rows.below[seen & ~rows.first]])
    answer = linprog(-gains.sum(axis=0), A_ub=-gains, b_ub=np.zeros(len(gains)), bounds=(-1, 1), method="highs")
    return bool(-answer.fun > DIRECTION)


def maximum_likelihood(rows: Patterns, point: Floats) -> Floats | None:
    """The parameters of largest likelihood by Newton's method with halved steps; None where it does not arrive."""
    here = evaluate(rows, point)
    for _ in range(STEPS):
        slope = rows.weights @ here.scores
        if np.abs(slope).max() < GRADIENT * max(1.0, rows.weights.sum()):
            return point
        try:
            step = np.linalg.solve(here.information, slope)
        except np.linalg.LinAlgError:
            return None
        size = 1.0
        while size > 1e-6:
            there = evaluate(rows, point + size * step)
            if np.isfinite(there.likelihood) and there.likelihood >= here.likelihood - 1e-12 * abs(here.likelihood):
                break
            size /= 2
        point, here = point + size * step, there
    return None


def penalised(rows: Patterns, point: Floats) -> float:
    """Log-likelihood plus half the log determinant of the information: Jeffreys' prior, Firth's penalty.

    Firth (1993), doi:10.1093/biomet/80.1.27, shows that it removes the first-order bias of canonical parameters,
    such as the log odds of two levels; Kosmidis and Firth (2021), doi:10.1093/biomet/asaa052, that their estimates
    are then finite, and they warn that even profile intervals miss effects that are large enough. For more levels
    the penalty is taken over without these proofs.
    """
    sign, size = np.linalg.slogdet(expected_information(rows, point))
    chance = probabilities(rows, point)[0]
    seen = rows.weights > 0
    return float(rows.weights[seen] @ np.log(chance[seen]) + 0.5 * size) if sign > 0 else UNREACHABLE


def _scale(covariance: Floats) -> Floats:
    """A square root of a covariance, to measure steps in; directions that it all but lacks keep a small one.

    Far from the maximum hardly any information is left, and a Cholesky root need not exist.
    """
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    floor = max(float(values.max()), 1.0) * LEAST_SPREAD
    return np.asarray(vectors * np.sqrt(np.maximum(values, floor)), dtype=float)


def firth(rows: Patterns, point: Floats, held: int | None = None) -> tuple[Floats, float]:
    """The parameters of largest penalised likelihood and that likelihood; parameter `held` stays where it is."""
    free = np.arange(rows.parameters) != (rows.parameters if held is None else held)
    covariance = np.asarray(np.linalg.pinv(expected_information(rows, point)), dtype=float)
    spread = _scale(covariance[np.ix_(free, free)])

    def at(shift: Floats) -> Floats:
        moved = point.copy()
        moved[free] += spread @ shift
        return moved

    found = minimize(
        lambda shift: -penalised(rows, at(shift)), np.zeros(int(free.sum())), method="BFGS", options={"gtol": 1e-6}
    )
    return at(found.x), -float(found.fun)


def sandwich(rows: Patterns, point: Floats, factor: float) -> Floats:
    """Design-based covariance of the parameters: `factor` is n / (n - 1) of the wave. Binder (1983),
    doi:10.2307/1402588
    """
    here = evaluate(rows, point)
    bread = np.linalg.inv(here.information)
    return factor * bread @ ((here.scores.T * rows.squares) @ here.scores) @ bread
