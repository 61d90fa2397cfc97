"""How numbers are written: percentages, ranges and words, in British English."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

CARDINALS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
# From where on a chance is told in words, and these words: at the upper and at the lower end.
CERTAIN = (0.995, "more than 99%", "less than 1%")
_SIMPLE = tuple(sorted({Fraction(a, b) for b in (2, 3, 4, 5, 10) for a in range(1, b)}))
_NAMES = {Fraction(1, 2): "half", Fraction(1, 3): "a third", Fraction(2, 3): "two thirds"}


def cardinal(number: int) -> str:
    """A count in words up to twenty, in figures above."""
    return CARDINALS[number] if 0 <= number < len(CARDINALS) else f"{number:,}"


def decimal(value: float | Fraction, places: int = 1) -> str:
    """A number with at most `places` decimals and no trailing zeros."""
    return f"{float(value):.{places}f}".rstrip("0").rstrip(".") if places else f"{float(value):.0f}"


def percent(share: float | Fraction, places: int = 1) -> str:
    """A share as a percentage: 0.945 is '94.5%', 0.95 is '95%'."""
    return f"{decimal(100 * float(share), places)}%"


def share_range(low: float | Fraction, high: float | Fraction, places: int = 1) -> str:
    """Two shares as a range of percentages; one percentage where they are written alike."""
    ends = [percent(low, places), percent(high, places)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def points(share: float | Fraction) -> str:
    """A difference of shares in percentage points: 0.465 is '46.5 points'."""
    text = decimal(100 * float(share))
    return f"{text} point" if text == "1" else f"{text} points"


def chance(probability: float) -> str:
    """A probability as a whole percentage, never as a certainty: 'more than 99%', 'less than 1%' at the ends."""
    near_certain, more, less = CERTAIN
    if probability > near_certain:
        return more
    return less if probability < 1 - near_certain else percent(probability, 0)


def rounded_down(share: Fraction) -> Fraction:
    """A lower bound as it is printed, to a tenth of a percentage point: never above the bound itself."""
    return Fraction(math.floor(1000 * share), 1000)


def rounded_up(share: Fraction) -> Fraction:
    """An upper bound as it is printed, to a tenth of a percentage point: never below the bound itself."""
    return Fraction(math.ceil(1000 * share), 1000)


def bounds(low: Fraction, high: Fraction) -> str:
    """The ends of a bound, rounded outwards, so that what is printed holds wherever the bound does."""
    return share_range(rounded_down(low), rounded_up(high))


def whole_outward(low: float, high: float) -> str:
    """The ends of a region in whole percentages, rounded outwards, so that its confidence is not overstated."""
    return share_range(Fraction(math.floor(100 * low), 100), Fraction(math.ceil(100 * high), 100))


def ordinal(rank: int) -> str:
    """A rank in words up to twentieth, 'number 21' above."""
    return ORDINALS[rank - 1] if rank <= len(ORDINALS) else f"number {rank}"


def rank_range(low: int, high: int) -> str:
    """A rank, or the ranks that are possible: 'second or third', 'second to fourth'."""
    if low == high:
        return ordinal(low)
    return f"{ordinal(low)} {'or' if high == low + 1 else 'to'} {ordinal(high)}"


def share_words(low: Fraction, high: Fraction) -> str:
    """A share in words: a simple fraction inside the range, or the nearest one below it with 'more than'."""
    inside = [fraction for fraction in _SIMPLE if low <= fraction <= high]
    if inside:
        return _fraction_words(min(inside, key=lambda f: (f.denominator, abs(f - (low + high) / 2))))
    below = [fraction for fraction in _SIMPLE if fraction < low]
    return f"more than {_fraction_words(below[-1])}" if below else f"fewer than {_fraction_words(_SIMPLE[0])}"


def _fraction_words(fraction: Fraction) -> str:
    named = _NAMES.get(fraction)
    return named or f"{cardinal(fraction.numerator)} in {cardinal(fraction.denominator)}"


def month(year_and_month: str) -> str:
    """A month as people write it: '2019-07' is 'July 2019'; what is no month stays as it is."""
    try:
        return f"{date.fromisoformat(f'{year_and_month}-01'):%B %Y}"
    except ValueError:
        return year_and_month


def locator_words(locator: str) -> str:
    """A place in a text in words: 'p1 s2' is 'paragraph 1, sentence 2'; any other locator stays as it is."""
    words = re.sub(r"\bs(\d+-\d+)", r"sentences \1", locator)
    words = re.sub(r"\bs(\d+)", r"sentence \1", words)
    return re.sub(r"\bp(\d+)", r"paragraph \1,", words).rstrip(",")


def listed(words: Sequence[str], between: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'; or joined by another word than 'and'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {between} {words[-1]}"


def capitalised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """The text with its first letter in lower case, but for abbreviations."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
