"""What the book may print of a wave from a folder: looked up, never computed from answers."""

from __future__ import annotations

from clinical_data_survey import intervals
from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.disclosure.unknown_counts import BASE
from clinical_data_survey.front_door.finding import Refused
from clinical_data_survey.measured import Domain, NotEstimable
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.models import AdjustedOdds, Contrast
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected import loaded_estimates
from clinical_data_survey.protected.book_tables import (
    ADJUSTED_FOR,
    BY_CHAPTER,
    CARE,
    CLINICIANS,
    COMPARED,
    ROLES,
    SECONDARY,
    TERTIARY,
    by_care,
)
from clinical_data_survey.survey import questionnaire

Gap = Hidden | NotEstimable
SHOWN = (ROLES, *(item for items in BY_CHAPTER.values() for item in items))
CONTRAST = Contrast(CARE, SECONDARY, TERTIARY)
WHY = (
    "Not given: in a wave of your own, small counts are hidden in all tables of the book together, and another table "
    "could give away what they hide."
)
HOW = "To print another table, add it to TABLES in protected/book_tables.py: then all are protected together."


def bases() -> dict[str, int | Gap]:
    """How many answered each item that has a table."""
    estimates = loaded_estimates.load()
    untold = NotEstimable("The book has no table of it.")
    return {item.id: estimates.base(item.id) if item.id in SHOWN else untold for item in questionnaire.load().items}


def shares(item: str, among: tuple[Domain, ...]) -> dict[str, Share | Gap]:
    """The share of each level. Raises Refused where the book has no such table."""
    if item not in SHOWN or among:
        raise _refused(f"Shares of all who answered are given of {', '.join(SHOWN)}, without 'among'.")
    return {level: loaded_estimates.load().share(item, level) for level in _levels(item)}


def crosstab(item: str, by: str, among: tuple[Domain, ...]) -> dict[tuple[str, str], Share | Gap]:
    """The share of each level in each group, of shown counts. Raises Refused where the book has no such table."""
    items = [one for one, _ in COMPARED]
    if item not in items or by != CARE or among != CLINICIANS:
        raise _refused(f"Cross-tables are given of {', '.join(items)} by {CARE}, among clinicians.")
    return {(group, level): _cell(item, group, level) for group in (SECONDARY, TERTIARY) for level in _levels(item)}


def compare(item: str, level: str, by: Contrast, among: tuple[Domain, ...]) -> Comparison | Gap:
    """Secondary against tertiary care. Raises Refused where the book has no such comparison."""
    if (item, level) not in COMPARED or by != CONTRAST or among != CLINICIANS:
        raise _refused(f"Comparisons are given of {_compared()}, {SECONDARY} against {TERTIARY}, among clinicians.")
    return loaded_estimates.load().comparison(item, level)


def model(
    item: str, level: str | None, by: Contrast, adjust: tuple[str, ...], among: tuple[Domain, ...]
) -> AdjustedOdds | Gap:
    """Secondary against tertiary care after adjustment. Raises Refused where the book has no such model."""
    ordinal = [one for one, _ in COMPARED if questionnaire.load().item(one).type == "ordinal"]
    known = item in ordinal if level is None else (item, level) in COMPARED
    if not known or by != CONTRAST or adjust != ADJUSTED_FOR or among != CLINICIANS:
        given = f"{_compared()}, and without a level of {', '.join(ordinal)}; {SECONDARY} against {TERTIARY}"
        raise _refused(f"Models are given of {given}, adjusted for {', '.join(ADJUSTED_FOR)}, among clinicians.")
    estimates = loaded_estimates.load()
    return estimates.further_down(item) if level is None else estimates.adjusted(item, level)


def _cell(item: str, group: str, level: str) -> Share | Gap:
    """A cell from its shown count alone: another share of a weighted wave would say more than the counts do."""
    estimates = loaded_estimates.load()
    for needed in (item, CARE, ROLES):
        if not estimates.holds(needed):
            return estimates.absent(needed)
    if estimates.weighted:
        return NotEstimable("This wave is weighted, and the book has no weighted cross-table.")
    protected, table = estimates.protected, by_care(item)
    if not (protected.shows(table, BASE, group) and protected.shows(table, level, group)):
        return Hidden()
    count, base = protected.counts[table, group, level], protected.counts[table, group, BASE]
    if not base:
        return NotEstimable(f"Nobody in '{group}' answered.")
    low, high = intervals.wilson(count / base, base)
    error = (count / base * (1 - count / base) / base) ** 0.5
    return Share(item, group, level, count, base, count / base, low, high, error, base)


def _levels(item: str) -> list[str]:
    asked = questionnaire.load().item(item)
    return [level.id for level in asked.levels + asked.groups]


def _compared() -> str:
    return ", ".join(f"'{item}': '{level}'" for item, level in COMPARED)


def _refused(given: str) -> Refused:
    return Refused(f"{WHY} {given} {HOW}")
