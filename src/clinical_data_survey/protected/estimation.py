"""Every estimate of a wave that the book may print, made at once.

All tables pass disclosure control together and once. An estimate whose cells are hidden is hidden before anything is
said of it: even the reason why a number cannot be estimated may tell a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clinical_data_survey.disclosure.protection import Hidden, Policy, Protected, protect
from clinical_data_survey.disclosure.unknown_counts import BASE
from clinical_data_survey.measured import NotEstimable, Sample, groups, models, rankings, shares
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.models import Contrast
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected.book_tables import (
    ADJUSTED_FOR,
    BY_CHAPTER,
    CARE,
    CLINICIANS,
    COMPARED,
    RANKED,
    ROLES,
    SECONDARY,
    TABLES,
    TERTIARY,
    by_care,
)
from clinical_data_survey.protected.wave_estimates import Name, WaveEstimates, table_rows
from clinical_data_survey.published import claims
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import EVERYONE, Item
from clinical_data_survey.survey.wave import Wave

CONTRAST = Contrast(CARE, SECONDARY, TERTIARY)
Estimates = dict[Name, Any]


@dataclass(frozen=True, eq=False)
class _Guarded:
    """A wave's answers, and the estimates of it without any estimate."""

    sample: Sample
    estimates: WaveEstimates

    def item(self, item_id: str) -> Item:
        return self.estimates.form.item(item_id)

    def hide(self, table: str, cells: Iterable[tuple[str, str]]) -> Hidden | NotEstimable | None:
        """What stands in place of an estimate that rests on cells (group, level) of a table; None where all show."""
        own = next(one for one in TABLES if one.id == table)
        lacking = [name for name in (own.item, *own.grouping) if not self.estimates.holds(name)]
        if lacking:
            return self.estimates.absent(lacking[0])
        shows = self.estimates.protected.shows
        shown = all(shows(table, BASE, group) and shows(table, level, group) for group, level in cells)
        return None if shown else Hidden()

    def hide_of_everyone(self, item: str, *levels: str) -> Hidden | NotEstimable | None:
        """As `hide`, for answers of all who were asked."""
        return self.hide(item, [(EVERYONE, level) for level in levels])

    def hide_any(self, table: str) -> Hidden | NotEstimable | None:
        """As `hide`, for an estimate that rests on all cells of a table."""
        return self.hide(table, [key[1:] for key in self.estimates.protected.cells if key[0] == table])


def estimates_of(wave: Wave, policy: Policy) -> WaveEstimates:
    """The estimates of a wave under a disclosure policy."""
    form = questionnaire.load()
    sample = Sample.of(wave)
    protected = protect(sample, TABLES, policy)
    shown = Protected(policy, protected.shown_size, protected.cells, protected.counts)
    estimates = WaveEstimates(wave.about, form, sample.weights is not None, frozenset(sample.answers), shown, {})
    return replace(estimates, found=_estimates(_Guarded(sample, estimates)))


def _estimates(answers: _Guarded) -> Estimates:
    """All estimates by name, in the order of the chapters."""
    found: Estimates = {}
    for item in (ROLES, *(item for items in BY_CHAPTER.values() for item in items)):
        counted = shares.shares(answers.sample, item)
        for level in table_rows(answers.item(item)):
            found["share", item, level] = answers.hide_of_everyone(item, level) or _of_level(counted, level)
        if item in RANKED:
            found["rank sets", item] = answers.hide_any(item) or rankings.first_choice_sets(answers.sample, item)
        if answers.item(item).type == "ranking":
            found["mean ranks", item] = answers.hide_any(item) or rankings.mean_ranks(answers.sample, item)
    for claim in claims.load():
        if claim.measure == "proportion" and len(claim.levels) > 1:
            found["share", claim.item, *claim.levels] = _together(answers, claim.item, claim.levels)
    for item, level in COMPARED:
        found |= _of_care(answers, item, level)
    return found


def _together(answers: _Guarded, item: str, levels: Sequence[str]) -> Share | Hidden | NotEstimable:
    """The share of the first levels of an ordinal item's list together."""
    if [level.id for level in answers.item(item).levels][: len(levels)] != list(levels):
        raise ValueError(f"{', '.join(levels)} are not the first levels of '{item}'")
    hidden = answers.hide_of_everyone(item, *levels)
    if hidden is not None:
        return hidden
    return _of_level(shares.cumulative(answers.sample, item), levels[-1])


def _of_care(answers: _Guarded, item: str, level: str) -> Estimates:
    """Secondary against tertiary care: side by side, and adjusted for age and experience."""
    table, sample = by_care(item), answers.sample
    hidden = answers.hide(table, [(SECONDARY, level), (TERTIARY, level)])
    compared = hidden or _of_answer(groups.compare(sample, item, CARE, SECONDARY, TERTIARY, CLINICIANS), level)
    hidden = answers.hide_any(table)
    adjusted = hidden or models.binomial(sample, item, level, CONTRAST, ADJUSTED_FOR, CLINICIANS)
    found: Estimates = {("comparison", item, level): compared, ("adjusted", item, level): adjusted}
    if answers.item(item).type == "ordinal":
        down = hidden or models.proportional_odds(sample, item, CONTRAST, ADJUSTED_FOR, CLINICIANS)
        found["further down", item] = down
    return found


def _of_level(found: Sequence[Share] | NotEstimable, level: str) -> Share | NotEstimable:
    return found if isinstance(found, NotEstimable) else next(share for share in found if share.level == level)


def _of_answer(found: Sequence[Comparison] | NotEstimable, level: str) -> Comparison | NotEstimable:
    return found if isinstance(found, NotEstimable) else next(one for one in found if one.first.level == level)
