"""What published figures alone allow: intervals at an assumed number of respondents, and what that number can be.

The survey's number of respondents is not public. Every function here takes it as an assumption; none estimates it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from clinical_data_survey.intervals import CONFIDENCE, ratio_interval, wilson
from clinical_data_survey.published.claims import Claim

GROUP_STEP = 5


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
