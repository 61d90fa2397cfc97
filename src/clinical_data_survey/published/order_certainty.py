"""How likely a sample shows two answers in their true order, given how close they are and how many answered.

Each respondent answers independently of the others, drawn from a population in which the first answer has a larger
share than the next. Only these two are compared; a third that is as close makes the whole order less certain.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import binom


def one_answer_each(first: float, following: float) -> tuple[float, float]:
    """Shares that name the first but not the next, and the reverse, where each respondent names a single answer.

    Raises ValueError where both shares together exceed everyone.
    """
    if first + following > 1 + 1e-12:
        raise ValueError(f"with one answer each, {first} and {following} are more than everyone")
    return first, following


def any_number_each(first: float, following: float) -> tuple[float, float]:
    """The same shares where each may name any number of answers, and naming one says nothing about the other."""
    return first * (1 - following), following * (1 - first)


def chance_of_order(first_alone: float, next_alone: float, n: int) -> float:
    """The chance that more of `n` respondents name the first answer than the next; a tie is settled by a coin.

    Parameters: population shares that name the first but not the next, and the reverse. Whoever names both or neither
    changes nothing. Exact: binomial sums over how many are left, and over how these divide.

    Bechhofer, Elmaghraby and Morse (1959), Annals of Mathematical Statistics 30, 102-119; the division of those who
    name exactly one of the two is that of McNemar (1947), Psychometrika 12, 153-157.
    """
    together = min(first_alone + next_alone, 1.0)
    if together == 0:
        return 0.5
    left = np.arange(n + 1)
    part = first_alone / (first_alone + next_alone)
    ties = np.where(left % 2 == 0, binom.pmf(left // 2, left, part), 0.0)
    ahead = binom.sf(left // 2, left, part) + ties / 2
    return float(binom.pmf(left, n, together) @ ahead)
