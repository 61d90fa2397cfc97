"""Sharp bounds of any combination of published statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

import pandas as pd

from clinical_data_survey.front_door import arguments
from clinical_data_survey.front_door.arguments import Names, Number
from clinical_data_survey.front_door.finding import Finding
from clinical_data_survey.implied import statements as stated
from clinical_data_survey.implied.answer_patterns import (
    ALL_RESPONDENTS,
    EQUAL_THIRDS,
    Event,
    Setting,
    Split,
    constraints_of,
)
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.inference import region
from clinical_data_survey.implied.quantities import Conditional
from clinical_data_survey.published.claims import Claim

NOT = "not "
SHOWN_PARTS = 1000  # of a share: three decimals
WHO = ("all of them", "at least one", "none of them")


def bounds(
    *statements: str,
    given: Names = (),
    n: int | None = None,
    confidence: float | None = None,
    reading: Names = (),
    split: Split | Sequence[Number] = EQUAL_THIRDS,
    read: Mapping[str, Sequence[Number]] | None = None,
) -> Finding:
    """What must hold of published statements together, whatever the respondents answered that fits all claims.

    Parameters
    ----------
    *statements : str
        Claims that state a share, such as 'C01'; 'not C04' is everybody else.
    given : str or sequence of str
        Statements that make the base: shares are then of those for whom all of them are true.
    n : int, optional
        An assumed number of respondents, at least 1: the ends of published shares then move inward to whole people.
        By default it stays open.
    confidence : float, optional
        Between 0 and 1; needs an n. Adds what holds, at this confidence, among the people that n respondents were
        drawn from at random.
    reading : str or sequence of str
        Names of readings, such as 'narrow'; a claim takes the first that it has, else its standard one.
    split : Split or sequence of number
        Shares of all respondents who are clinicians in secondary and in tertiary care; two more for others there.
    read : mapping of str to (low, high), optional
        Readings of your own by claim, such as {'C01': (0.62, 0.66)}.

    Returns
    -------
    Finding
        Three rows: all of the statements are true, at least one is, none is. Columns: who, low, high (shares of 1),
        low_exact, high_exact (fractions.Fraction); with a confidence also drawn_low, drawn_high, the confidence region.
        Both ends of a bound are attained and proved by duality. What is shown is rounded outward: low ends down, high
        ends up.

    Raises
    ------
    ValueError
        For an unknown statement or reading, an n below 1, a confidence without an n, a split that is none, a base that
        nobody can be in.
    errors.ClaimsConflict
        Where no answers fit the claims; it names a smallest set of them.

    References
    ----------
    Manski (2003), doi:10.1007/b97478; Charnes and Cooper (1962), doi:10.1002/nav.3800090303; for the region Clopper
    and Pearson (1934), doi:10.1093/biomet/26.4.404, and Imbens and Manski (2004),
    doi:10.1111/j.1468-0262.2004.00555.x

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> cds.bounds("C01", "C04").frame[["who", "low_exact", "high_exact"]]
                who low_exact high_exact
    0   all of them    89/200        2/3
    1  at least one   169/200          1
    2  none of them         0     31/200
    """
    if not statements:
        raise ValueError("name at least one statement, such as cds.bounds('C01', 'C04')")
    asked = [_event(name) for name in statements]
    base = stated.in_all([_event(name) for name in arguments.names(given, "statement")])
    assumed = arguments.setting(n, reading, split)
    every, none = stated.in_all(asked), stated.in_all([stated.outside(event) for event in asked])
    claims = arguments.listed_claims(read)
    solver = Bounds(constraints_of(claims, assumed))
    (low, high), (none_low, none_high) = (
        (least, Fraction(1) if most is None else most)
        for least, most in solver.intervals([Conditional(every, base), Conditional(none, base)])
    )
    ends = [(low, high), (1 - none_high, 1 - none_low), (none_low, none_high)]
    frame = pd.DataFrame(
        [(who, float(least), float(most), least, most) for who, (least, most) in zip(WHO, ends, strict=True)],
        columns=["who", "low", "high", "low_exact", "high_exact"],
    )
    of = (
        "all respondents"
        if base == ALL_RESPONDENTS
        else f"those who make {' and '.join(arguments.names(given, ''))} true"
    )
    own = "".join(f"; {name} read as {ends[0]} to {ends[1]}" for name, ends in (read or {}).items())
    about = f"{', '.join(statements)}: shares of {of}. Setting: {assumed}{own}."
    if confidence is not None:
        regions = _regions(claims, [Conditional(every, base), Conditional(none, base)], assumed, confidence)
        frame = frame.assign(drawn_low=[low for low, _ in regions], drawn_high=[high for _, high in regions])
        about += f" drawn_low and drawn_high: the people drawn from, at {confidence:.0%} confidence."
    shown = frame.drop(columns=["low_exact", "high_exact"])
    shown = shown.assign(low=[_down(end) for end in frame["low_exact"]], high=[_up(end) for end in frame["high_exact"]])
    if confidence is not None:
        shown = shown.assign(drawn_low=frame["drawn_low"].map(_down), drawn_high=frame["drawn_high"].map(_up))
    return Finding(frame, shown, "implied", about)


def _down(end: Fraction | float) -> float:
    """The next thousandth below, so that a bound that is shown is never narrower than the one that was proved."""
    return max(0, floor(end * SHOWN_PARTS)) / SHOWN_PARTS


def _up(end: Fraction | float) -> float:
    """The next thousandth above."""
    return min(SHOWN_PARTS, ceil(end * SHOWN_PARTS)) / SHOWN_PARTS


def _regions(
    claims: tuple[Claim, ...], asked: list[Conditional], assumed: Setting, confidence: float
) -> list[tuple[float, float]]:
    """The confidence regions of all, at least one and none, from those of all and none."""
    if assumed.n is None:
        raise ValueError("a confidence needs an assumed number of respondents: give n, such as n=300")
    level = arguments.confidence_level(confidence)
    every, none = (region(claims, share, assumed.n, level, assumed).drawn_from for share in asked)
    return [every, (1 - none[1], 1 - none[0]), none]


def _event(statement: str) -> Event:
    name = statement.removeprefix(NOT) if isinstance(statement, str) else statement
    event = stated.claimed_event(arguments.share_claim(name))
    return stated.outside(event) if name != statement else event
