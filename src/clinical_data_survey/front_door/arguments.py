"""What a caller types, checked: each error says what is wrong and what to type in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from clinical_data_survey.implied.answer_patterns import Setting, Split
from clinical_data_survey.published import claims
from clinical_data_survey.published.claims import Claim, Reading
from clinical_data_survey.published.count_rules import STANDARD
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Item

Number = int | float | str | Fraction
Names = str | Sequence[str]
Among = Mapping[str, Names]


def names(given: Names, what: str) -> tuple[str, ...]:
    """One name or several as a tuple. Raises ValueError where one is no text."""
    listed: tuple[object, ...] = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    found = tuple(name for name in listed if isinstance(name, str))
    if len(found) < len(listed):
        raise ValueError(f"{given!r} names no {what}: give a text or a list of texts")
    return found


def number(value: Number, what: str) -> Fraction:
    """A number exactly as it was typed: 0.3 is three tenths. Raises ValueError where it is none."""
    try:
        return Fraction(value) if isinstance(value, Fraction | int) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{value!r} is no {what}: give a number such as 0.3 or '1/3'") from None


def whole(value: int, what: str, least: int = 1) -> int:
    """A whole number from `least` on. Raises ValueError where it is none."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or value.__index__() < least:
        raise ValueError(f"{what} is a whole number from {least} on, not {value!r}")
    return value.__index__()


def confidence_level(value: float) -> float:
    """A confidence strictly between 0 and 1. Raises ValueError where it is none."""
    if not 0 < number(value, "confidence") < 1:
        raise ValueError(f"a confidence lies between 0 and 1, such as 0.95, and is not {value!r}")
    return float(value)


def listed_claims(read: Mapping[str, Sequence[Number]] | None = None) -> tuple[Claim, ...]:
    """All claims; those that `read` names are read as its (low, high) in place of their standard reading.

    Raises ValueError where a claim is unknown or has no reading, or the ends are not two numbers in order.
    """
    own = {claim_id: _reading(claim_id, ends) for claim_id, ends in (read or {}).items()}
    return tuple(
        replace(claim, reading=own[claim.id], alternatives=()) if claim.id in own else claim for claim in claims.load()
    )


def claim(claim_id: str) -> Claim:
    """A claim by its number. Raises ValueError that lists the numbers where there is none."""
    known = claims.by_id()
    if claim_id not in known:
        raise ValueError(f"there is no claim {claim_id!r}: choose one of {', '.join(known)}")
    return known[claim_id]


def share_claim(claim_id: str) -> Claim:
    """A claim that states a share. Raises ValueError that lists those that do where it does not."""
    found = claim(claim_id)
    if found.measure != "proportion":
        shares = [one.id for one in claims.load() if one.measure == "proportion"]
        raise ValueError(f"{claim_id} states a {found.measure}, not a share: choose one of {', '.join(shares)}")
    return found


def setting(n: int | None, reading: Names, split: Split | Sequence[Number]) -> Setting:
    """The assumptions of a bound. Raises ValueError where one of them cannot be."""
    chosen = names(reading, "reading")
    known = list(dict.fromkeys([STANDARD, *(r.name for one in claims.load() for r in one.alternatives)]))
    for name in chosen:
        if name not in known:
            raise ValueError(f"no claim has the reading {name!r}: choose of {', '.join(known)}")
    return Setting(split_of(split), None if n is None else whole(n, "n"), chosen)


def split_of(split: Split | Sequence[Number]) -> Split:
    """Shares of clinicians in secondary and tertiary care, then perhaps of others there.

    Raises ValueError where these are not two or four shares, at most 1 together.
    """
    if isinstance(split, Split):
        return split
    parts = [] if isinstance(split, str) or not isinstance(split, Iterable) else list(split)
    if len(parts) not in (2, 4):
        remedy = "shares of all respondents who are clinicians in secondary and in tertiary care, such as (0.4, 0.2)"
        raise ValueError(f"{split!r} is no split: give two {remedy}; two more for others at either level")
    return Split(*(number(part, "share") for part in parts))


def item(item_id: str) -> Item:
    """An item of the questionnaire. Raises ValueError that lists the items where there is none."""
    known = {one.id: one for one in questionnaire.load().items}
    if item_id not in known:
        raise ValueError(f"the questionnaire has no item {item_id!r}: choose one of {', '.join(known)}")
    return known[item_id]


def level(of: Item, level_id: str) -> str:
    """The id of a level or group of an item. Raises ValueError that lists them where there is none."""
    known = [one.id for one in of.levels + of.groups]
    if level_id not in known:
        raise ValueError(f"'{of.id}' has no level {level_id!r}: choose one of {', '.join(known)}")
    return level_id


def grouping(item_id: str, *groups: str) -> Item:
    """An item with one answer, whose levels are groups. Raises ValueError where it is not, or lacks one of `groups`."""
    found = item(item_id)
    if found.type not in ("single", "ordinal"):
        fitting = [one.id for one in questionnaire.load().items if one.type in ("single", "ordinal")]
        raise ValueError(f"'{item_id}' is a {found.type} item and makes no groups: choose one of {', '.join(fitting)}")
    for group in groups:
        if group not in (known := [one.id for one in found.levels]):
            raise ValueError(f"'{item_id}' has no level {group!r}: choose one of {', '.join(known)}")
    return found


def _reading(claim_id: str, ends: Sequence[Number]) -> Reading:
    found = claim(claim_id)
    if found.reading.low is None:
        raise ValueError(f"{claim_id} states a {found.measure}, which has no reading to change")
    if isinstance(ends, str) or not isinstance(ends, Iterable) or len(list(ends)) != 2:
        raise ValueError(f"{claim_id} is read as {ends!r}: give its two ends, such as (0.6, 0.65)")
    low, high = (number(end, "end of a reading") for end in ends)
    if low > high or (found.measure == "proportion" and not 0 <= low <= high <= 1):
        raise ValueError(f"{claim_id} is read as {low} to {high}: the lower end comes first, and a share is 0 to 1")
    return Reading(STANDARD, low, high, found.reading.base, "as the caller reads it")
