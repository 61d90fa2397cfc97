"""From those who answered to the people they were drawn from: confidence regions of implied shares at an assumed n.

A sharp bound speaks of the n people who answered: whatever they answered, at least `least` and at most `most` of
`base` of them count. If they were drawn at random, the number who count is a binomial draw from the people they were
drawn from. The exact limits of Clopper and Pearson (1934, doi:10.1093/biomet/26.4.404) grow with that number, so the
lower limit at `least` is never above, and the upper limit at `most` never below, the limits at the number that nobody
published. The region from the one to the other therefore holds the share of the people drawn from with at least the
stated confidence: for every n, for every set of answers behind the figures, and however narrow the bound is.

It is a region for the parameter, as that of Imbens and Manski (2004, doi:10.1111/j.1468-0262.2004.00555.x), and needs
none of the assumption about its width that Stoye (2009, doi:10.3982/ECTA7347) found in theirs. Holding the intervals of
the published shares jointly (Bonferroni) and taking the sharp bound over them is valid too, but wider: it forgets that
the same people answered all.

Assumed: n people drawn independently of each other from the same people, one base for all figures, no item left empty;
where levels of care are told apart, group sizes that were fixed by the split.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from clinical_data_survey.implied.answer_patterns import (
    NO_CLAIM,
    Constraint,
    Constraints,
    IntVector,
    Setting,
    constraints_of,
)
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.quantities import Conditional, Quantity, ShareOf
from clinical_data_survey.intervals import CONFIDENCE, clopper_pearson
from clinical_data_survey.published.claims import Claim


@dataclass(frozen=True)
class Counts:
    """Among `base` respondents, between `least` and `most` count; whole people."""

    base: int
    least: int
    most: int


@dataclass(frozen=True)
class Region:
    """What holds of a share, had `n` answered; ends are shares of 1.

    `answered` is the sharp bound among those who answered, `drawn_from` the region among the people they were drawn
    from, at `confidence`.
    """

    n: int
    confidence: float
    answered: tuple[Fraction, Fraction]
    drawn_from: tuple[float, float]


def region(
    claims: Iterable[Claim],
    quantity: Quantity,
    n: int,
    confidence: float = CONFIDENCE,
    setting: Setting | None = None,
) -> Region:
    """The sharp bound of a share among n who answered, and its confidence region among those they were drawn from.

    Parameters
    ----------
    claims : claims.Claim
        The published figures, read as `setting` says.
    quantity : ShareOf or Conditional
        A share of everyone, of a group of care, or of those who gave some answer.
    n : int
        The assumed number of respondents.
    confidence : float
        Between 0 and 1. Each end is exceeded with a probability of at most (1 - confidence) / 2.
    setting : Setting, optional
        Split and readings; its own n is not used.

    Raises
    ------
    TypeError
        Where the quantity compares two groups: its region is not that of one share.
    ValueError
        Where the confidence is not between 0 and 1, or nobody can be in the base.
    errors.ClaimsConflict
        Where no n people can give the published figures.

    Examples
    --------
    Of 100 who answered, at least 45 expect an effect of AI soon and are willing, as 60 and 85 are 45 more than 100.

    >>> from clinical_data_survey.implied.quantities import WILLING, WITHIN_5_YEARS
    >>> from clinical_data_survey.published import claims
    >>> found = region(claims.load(), ShareOf(WITHIN_5_YEARS & WILLING), n=100)
    >>> [float(end) for end in found.answered], [round(end, 3) for end in found.drawn_from]
    ([0.45, 0.66], [0.35, 0.752])
    """
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not at {confidence}")
    frame = constraints_of(claims, replace(setting or Setting(), n=n))
    counted = list(counts(quantity, frame))
    if not counted:
        raise ValueError("nobody can be in the base of the quantity")
    lows, highs = zip(*(limits(found, confidence) for found in counted), strict=True)
    answered = (
        min(Fraction(found.least, found.base) for found in counted),
        max(Fraction(found.most, found.base) for found in counted),
    )
    return Region(n, confidence, answered, (min(lows), max(highs)))


def at_least(
    claims: Iterable[Claim],
    quantity: Quantity,
    n: int,
    confidence: float = CONFIDENCE,
    setting: Setting | None = None,
) -> float:
    """The one-sided lower limit of a share among the people drawn from: "at least", at this confidence.

    Parameters and errors as `region`, with a confidence above 1/2; higher than the lower end of the region, which
    guards both sides at once.
    """
    return region(claims, quantity, n, 2 * confidence - 1, setting).drawn_from[0]


def limits(found: Counts, confidence: float) -> tuple[float, float]:
    """The exact lower limit at the least and upper limit at the most that count; shares of 1."""
    low, _ = clopper_pearson(found.least / found.base, found.base, confidence)
    _, high = clopper_pearson(found.most / found.base, found.base, confidence)
    return low, high


def counts(quantity: Quantity, frame: Constraints) -> Iterator[Counts]:
    """How many of whom can count, given n: one entry for each size that an unknown base can have.

    Ends are those of linear programs, moved inward to whole people, so that none that is possible is left out.
    Raises TypeError where the quantity is not a share, errors.ClaimsConflict where nobody's answers fit.
    """
    if not isinstance(quantity, ShareOf | Conditional):
        raise TypeError(f"a region is that of a share of one base, not of {type(quantity).__name__.lower()}s of two")
    form = quantity.form(frame)
    bounds = Bounds(frame)
    if form.denominator is None:
        yield Counts(int(1 / form.factor), *_whole(bounds, form.numerator))
        return
    smallest, largest = _whole(bounds, form.denominator)
    for base in range(max(smallest, 1), largest + 1):
        known = Constraint(NO_CLAIM, "base", tuple(form.denominator.tolist()), Fraction(base), Fraction(base))
        yield Counts(base, *_whole(Bounds(replace(frame, rows=(*frame.rows, known))), form.numerator))


def _whole(bounds: Bounds, costs: IntVector) -> tuple[int, int]:
    return math.ceil(bounds.least(costs)), math.floor(-bounds.least(-costs))
