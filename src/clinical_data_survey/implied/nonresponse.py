"""Worst cases of what nobody saw: people who did not answer, and items that some left empty or were not asked.

No assumption is made about the missing answers: they are first all put on one side, then all on the other. These are
the bounds of Manski (1989, doi:10.2307/145818; 2003, doi:10.1007/b97478), and where several items meet Frechet's over
them.

Shares are shares of 1; Fractions give exact ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Ends = tuple[Fraction, Fraction]


def of_those_asked(among_answers: Ends, rate: Fraction) -> Ends:
    """What a share of those who answered can stand for among all who were asked, at a response rate.

    If all others would have said no it is rate * low, if all would have said yes rate * high + 1 - rate. Both can be.
    Raises ValueError where the rate is not above 0 and at most 1.

    >>> [float(end) for end in of_those_asked((Fraction(85, 100), Fraction(85, 100)), Fraction(1, 10))]
    [0.085, 0.985]
    """
    _check(rate)
    low, high = among_answers
    return rate * low, rate * high + 1 - rate


def all_true(among_answers: Sequence[Ends], answered: Fraction) -> Ends:
    """The share of all respondents for whom all of some statements are true, if each item was answered by enough.

    Parameters
    ----------
    among_answers : (low, high) a statement
        Each share is of those who answered its item; statements are on different items.
    answered : Fraction
        Every item was answered by at least this share of the respondents: by others than another item, perhaps. An item
        that was put to some only counts as unanswered by the rest.

    Returns
    -------
    (low, high)
        The sharp bound. A statement holds for sure for at least answered * low of all. These groups exceed the whole by
        sum(answered * low) - (number of statements - 1), which must be in all of them. At most, everybody without an
        answer is in every group: the smallest of answered * high + 1 - answered.

    Raises
    ------
    ValueError
        Where there is no statement, or `answered` is not above 0 and at most 1.

    Examples
    --------
    >>> soon, willing = (Fraction(3, 5), Fraction(2, 3)), (Fraction(4, 5), Fraction(4, 5))
    >>> [float(end) for end in all_true([soon, willing], Fraction(9, 10))]
    [0.26, 0.7]
    """
    _check(answered)
    if not among_answers:
        raise ValueError("there is no statement to hold")
    least = sum((answered * low for low, _ in among_answers), Fraction(0)) - (len(among_answers) - 1)
    return max(Fraction(0), least), min(of_those_asked(ends, answered)[1] for ends in among_answers)


def _check(rate: Fraction) -> None:
    if not 0 < rate <= 1:
        raise ValueError(f"{rate} is not a share above 0 and at most 1 of those who could have answered")
