"""What published figures alone allow: intervals at an assumed number of respondents, and what that number can be.

The survey's number of respondents is not public. Every function here takes it as an assumption; none estimates it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, norm

from clinical_data_survey.intervals import CONFIDENCE, ratio_interval, wilson
from clinical_data_survey.published.claims import Claim

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

GROUP_STEP = 5
POWER = 0.8
# A group that shows the difference as surely as this is past all dips of the curve below `POWER`.
PAST_DIPS = 0.95


def whole_counts(claim: Claim, n: int) -> tuple[int, int]:
    """The fewest and the most of `n` respondents whose share lies within the claim's reading.

    Both ends count as inside, so no rule for rounding halves is assumed. Raises ValueError where there is no such
    number: `n` cannot have answered then.
    """
    fewest, most = ceil(claim.low * n), floor(claim.high * n)
    if fewest > most:
        raise ValueError(f"no whole number of {n} respondents gives the {claim.as_printed} of {claim.id}")
    return fewest, most


def can_print(claim: Claim, n: int) -> bool:
    """Whether a whole number of `n` respondents gives a share within the claim's reading.

    This is the granularity test of Brown and Heathers (2017), doi:10.1177/1948550616673876, for a percentage in place
    of another mean of whole numbers, and with the number of respondents as the unknown.
    """
    return ceil(claim.low * n) <= floor(claim.high * n)


def reading_and_noise(claim: Claim, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval over all whole counts of `n` that a published share can stand for: reading and noise.

    Raises ValueError where no whole number of `n` gives the share.
    """
    fewest, most = whole_counts(claim, n)
    return wilson(fewest / n, n, confidence)[0], wilson(most / n, n, confidence)[1]


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


def group_beyond_noise(tertiary: float, ratio: float, up_to: int = 2000) -> int:
    """The smallest group, in steps of `GROUP_STEP`, at which the interval of exactly this ratio lies above 1.

    A survey of that size shows a true ratio like it about as often as not: see `group_for_power`.

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


def chance_to_show(tertiary: float, secondary: float, tertiary_group: int, secondary_group: int) -> float:
    """The power of the two-sided score test at 5%: the chance that it finds more in secondary care.

    Parameters: true shares, clinicians in each level of care (drawn at random, independently). The score test is
    that of Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211. Exact: it sums all pairs of counts.
    """
    tertiary_counts = np.arange(tertiary_group + 1)
    # The statistic grows with the count in secondary care, so the smallest count that is enough is found by halving.
    none, enough = np.full_like(tertiary_counts, -1), np.full_like(tertiary_counts, secondary_group + 1)
    while (enough - none).max() > 1:
        middle = (none + enough) // 2
        shown = _shows_more(tertiary_counts, middle, tertiary_group, secondary_group)
        none, enough = np.where(shown, none, middle), np.where(shown, middle, enough)
    chances = binom.pmf(tertiary_counts, tertiary_group, tertiary)
    return float(chances @ binom.sf(enough - 1, secondary_group, secondary))


def _shows_more(tertiary: IntArray, secondary: IntArray, tertiary_group: int, secondary_group: int) -> BoolArray:
    """Whether the score test finds more in secondary care, for pairs of counts."""
    everyone = tertiary_group + secondary_group
    pooled = (tertiary + secondary) / everyone
    variance = pooled * (1 - pooled) * everyone / (everyone - 1) * (1 / tertiary_group + 1 / secondary_group)
    difference = secondary / secondary_group - tertiary / tertiary_group
    return difference > norm.ppf((1 + CONFIDENCE) / 2) * np.sqrt(variance)


def group_for_power(tertiary: float, secondary: float, power: float = POWER, up_to: int = 2000) -> int:
    """The smallest group in each level of care, in steps of `GROUP_STEP`, from which on the power is at least `power`.

    The exact power dips a little as a group grows, so that the step after the last one below `power` is meant.
    Raises ValueError where no group up to `up_to` is large enough.
    """
    last = 0
    for group in range(GROUP_STEP, up_to + 1, GROUP_STEP):
        chance = chance_to_show(tertiary, secondary, group, group)
        if chance >= max(power, PAST_DIPS):
            return last + GROUP_STEP
        last = group if chance < power else last
    raise ValueError(f"no group up to {up_to} shows {secondary} against {tertiary} with a chance of {power}")
