"""What published figures alone allow: intervals at an assumed number of respondents, and what that number can be.

The survey's number of respondents is not public. Every function here takes it as an assumption; none estimates it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, exp, floor, log

from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint, score_test_proportions_2indep

from clinical_data_survey.claims import Claim

CONFIDENCE = 0.95
GROUP_STEP = 5


def wilson(share: float, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a share.

    Parameters: `share` between 0 and 1, `n` respondents (at least 1; the count `share * n` need not be whole),
    `confidence` between 0 and 1. Returns the lower and upper end as shares. Raises ValueError outside those ranges.

    Wilson (1927), doi:10.1080/01621459.1927.10502953
    """
    return _interval(share, n, "wilson", confidence)


def clopper_pearson(share: float, n: int) -> tuple[float, float]:
    """The exact interval of a share, at 95% confidence: never below its confidence, so mostly wider than Wilson's.

    Parameters, returns and errors as `wilson`, but for the confidence.

    Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404
    """
    return _interval(share, n, "beta", CONFIDENCE)


def _interval(share: float, n: int, method: str, confidence: float) -> tuple[float, float]:
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share between 0 and 1")
    if n < 1:
        raise ValueError(f"{n} respondents allow no interval: at least 1 is needed")
    low, high = proportion_confint(share * n, n, alpha=1 - confidence, method=method)
    return float(low), float(high)


def reading_and_noise(claim: Claim, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval over the whole reading of a published share, had `n` people answered.

    From the lower end at the reading's low to the upper end at its high: rounding and sampling together.
    """
    return wilson(float(claim.low), n, confidence)[0], wilson(float(claim.high), n, confidence)[1]


def can_print(claim: Claim, n: int) -> bool:
    """Whether a whole number of `n` respondents gives a share within the claim's reading.

    Both ends count as inside, so no rule for rounding halves is assumed. This is the granularity test of
    Brown and Heathers (2017), doi:10.1177/1948550616673876, for a percentage in place of another mean of whole
    numbers, and with the number of respondents as the unknown.
    """
    return ceil(claim.low * n) <= floor(claim.high * n)


def possible_sizes(claims: Iterable[Claim], up_to: int) -> list[int]:
    """The numbers of respondents from 1 to `up_to` that could print every one of the shares, on one base."""
    shares = list(claims)
    return [n for n in range(1, up_to + 1) if all(can_print(claim, n) for claim in shares)]


def largest_impossible_size(claims: Iterable[Claim]) -> int:
    """The largest number of respondents that could not print the shares: every larger number could.

    A reading of width w holds a whole count for every n >= 1/w, so the search ends there.
    """
    shares = list(claims)
    widest_gap = max(ceil(1 / (claim.high - claim.low)) for claim in shares)
    possible = set(possible_sizes(shares, widest_gap))
    return max(n for n in range(widest_gap + 1) if n not in possible)


def tertiary_cap(ratio: Fraction) -> Fraction:
    """The largest share in tertiary care that a ratio secondary : tertiary leaves room for, as no share exceeds 1."""
    return min(Fraction(1), 1 / ratio)


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


def p_of_equal_shares(tertiary: float, secondary: float, tertiary_group: int, secondary_group: int) -> float:
    """P-value of the score test that two groups have one share; below 0.05 where `ratio_interval` leaves out 1.

    Parameters: both shares (not both 0 or both 1), clinicians in each level; counts need not be whole.

    Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211
    """
    counts = secondary * secondary_group, secondary_group, tertiary * tertiary_group, tertiary_group
    _, p_value = score_test_proportions_2indep(*counts, compare="ratio", return_results=False)
    return float(p_value)


def group_beyond_noise(tertiary: float, ratio: float, up_to: int = 2000) -> int:
    """The smallest group, in steps of `GROUP_STEP`, at which the interval of the ratio lies above 1.

    Raises ValueError where no group up to `up_to` is large enough.
    """
    low, high = 1, ceil(up_to / GROUP_STEP)
    if ratio_interval(tertiary, ratio, high * GROUP_STEP, high * GROUP_STEP)[0] <= 1:
        raise ValueError(f"no group up to {up_to} tells a ratio of {ratio} from 1")
    while low < high:
        middle = (low + high) // 2
        if ratio_interval(tertiary, ratio, middle * GROUP_STEP, middle * GROUP_STEP)[0] > 1:
            high = middle
        else:
            low = middle + 1
    return high * GROUP_STEP
