"""Intervals of shares and of ratios of shares: the one home of what several kinds of number need."""

from __future__ import annotations

from math import exp, log

from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint, score_test_proportions_2indep

CONFIDENCE = 0.95


def wilson(share: float, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a share.

    Parameters: `share` between 0 and 1, `n` respondents (at least 1; the count `share * n` need not be whole),
    `confidence` between 0 and 1. Returns the lower and upper end as shares. Raises ValueError outside those ranges.

    Wilson (1927), doi:10.1080/01621459.1927.10502953
    """
    return _interval(share, n, "wilson", confidence)


def clopper_pearson(share: float, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact interval of a share: never below its confidence, so mostly wider than Wilson's.

    Parameters, returns and errors as `wilson`.

    Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404
    """
    return _interval(share, n, "beta", confidence)


def _interval(share: float, n: int, method: str, confidence: float) -> tuple[float, float]:
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share between 0 and 1")
    if n < 1:
        raise ValueError(f"{n} respondents allow no interval: at least 1 is needed")
    low, high = proportion_confint(share * n, n, alpha=1 - confidence, method=method)
    return float(low), float(high)


def ratio_interval(tertiary: float, ratio: float, tertiary_group: int, secondary_group: int) -> tuple[float, float]:
    """Score interval of a risk ratio of two groups, at 95% confidence.

    Parameters: `tertiary` share, `ratio` secondary : tertiary (their product at most 1), clinicians in each level.
    Counts are expected ones and need not be whole. Returns the lower and upper end of the ratio.
    Raises ValueError where the two do not make a share.

    Koopman (1984), doi:10.2307/2531405, with the small-sample factor of Miettinen and Nurminen (1985),
    doi:10.1002/sim.4780040211
    """
    if not 0 < tertiary * ratio <= 1:
        raise ValueError(f"{ratio} times {tertiary} is not a share between 0 and 1")
    counts = tertiary * ratio * secondary_group, secondary_group, tertiary * tertiary_group, tertiary_group
    return _where_the_score_meets(counts, ratio, -1), _where_the_score_meets(counts, ratio, 1)


def _where_the_score_meets(counts: tuple[float, int, float, int], ratio: float, direction: int) -> float:
    """The end of the interval below (-1) or above (1) the observed ratio, by inverting the score test.

    The statistic falls as the ratio grows. The closed form in statsmodels picks a wrong root where a share is 1.
    """

    def beyond(log_ratio: float) -> float:
        statistic, _ = score_test_proportions_2indep(*counts, exp(log_ratio), "ratio", return_results=False)
        return float(abs(statistic) - norm.ppf((1 + CONFIDENCE) / 2))

    step = 1.0
    while beyond(log(ratio) + direction * step) < 0:
        step *= 2
    return exp(brentq(beyond, log(ratio), log(ratio) + direction * step, xtol=1e-12))
