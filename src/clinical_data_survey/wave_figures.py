"""The figures of a wave as they may be printed: each an estimate, or the sentence that stands in its place.

All tables pass disclosure control together and once. A figure whose cells are hidden is hidden before anything is said
of it: even the reason why a number cannot be estimated may tell a count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from clinical_data_survey import book_tables, loaded_wave, questionnaire
from clinical_data_survey.book_tables import (
    ADJUSTED_FOR,
    CARE,
    CLINICIANS,
    COMPARED,
    SECONDARY,
    TABLES,
    TERTIARY,
    by_care,
)
from clinical_data_survey.disclosure import Hidden, Policy, Protected, protect
from clinical_data_survey.measured import NotEstimable, Sample, groups, models, multiplicity, ordinal, rankings, shares
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.models import Adjusted, Contrast
from clinical_data_survey.measured.multiplicity import Adjusted as AdjustedTest
from clinical_data_survey.measured.rankings import MeanRank, RankSet
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.measured.tally import EVERYONE
from clinical_data_survey.questionnaire import Item, Questionnaire
from clinical_data_survey.unknowns import ANSWERS, BASE, NOTHING
from clinical_data_survey.wave import Wave

Figure = TypeVar("Figure")
CONTRAST = Contrast(CARE, SECONDARY, TERTIARY)


@dataclass(frozen=True, eq=False)
class WaveFigures:
    """A wave, its answers and what disclosure control lets the book print of them."""

    wave: Wave
    form: Questionnaire
    sample: Sample
    protected: Protected

    @property
    def size(self) -> int | Hidden:
        """The number of respondents, hidden in a wave too small for any table."""
        return Hidden() if self.protected.size is None else self.protected.size

    def holds(self, item: str) -> bool:
        """Whether the wave asked an item."""
        return item in self.sample.answers

    def absent(self, item: str) -> NotEstimable:
        """The sentence in place of the figures of an item that was not asked."""
        return NotEstimable(f"This wave did not ask about '{self.form.item(item).short}'.")

    def base(self, item: str) -> int | Hidden | NotEstimable:
        """How many answered an item."""
        return self._count(item, BASE)

    def count(self, item: str, level: str) -> int | Hidden | NotEstimable:
        """How many gave an answer."""
        return self._count(item, level)

    def ticks(self, item: str) -> int | Hidden | NotEstimable:
        """How many answers a multiple-response item received in all."""
        return self._count(item, ANSWERS)

    def nothing_ticked(self, item: str) -> int | Hidden | NotEstimable:
        """How many answered a multiple-response item and ticked nothing."""
        return self._count(item, NOTHING)

    def share(self, item: str, *levels: str) -> Share | Hidden | NotEstimable:
        """The share who gave an answer; of several levels, which must lead an ordinal item's list, all together."""

        def found() -> Share | NotEstimable:
            if len(levels) == 1:
                return _of_level(shares.shares(self.sample, item), levels[0])
            if [level.id for level in self.form.item(item).levels][: len(levels)] != list(levels):
                raise ValueError(f"{', '.join(levels)} are not the first levels of '{item}'")
            summary = ordinal.summary(self.sample, item)
            return summary if isinstance(summary, NotEstimable) else _of_level(summary.cumulative, levels[-1])

        return self._guarded(item, item, [(EVERYONE, level) for level in levels], found)

    def comparison(self, item: str, level: str) -> Comparison | Hidden | NotEstimable:
        """Clinicians of secondary against those of tertiary care."""
        table = by_care(item)

        def found() -> Comparison | NotEstimable:
            compared = groups.compare(self.sample, item, CARE, SECONDARY, TERTIARY, CLINICIANS)
            if isinstance(compared, NotEstimable):
                return compared
            return next(one for one in compared if one.first.level == level)

        return self._guarded(table, item, [(SECONDARY, level), (TERTIARY, level)], found)

    def adjusted(self, item: str, level: str) -> Adjusted | Hidden | NotEstimable:
        """The odds ratio of the comparison, adjusted for age and experience."""
        return self._of_care(
            item, lambda: models.binomial(self.sample, item, level, CONTRAST, ADJUSTED_FOR, CLINICIANS)
        )

    def further_down(self, item: str) -> Adjusted | Hidden | NotEstimable:
        """The adjusted odds ratio of an answer further down an ordinal item's list."""
        return self._of_care(
            item, lambda: models.proportional_odds(self.sample, item, CONTRAST, ADJUSTED_FOR, CLINICIANS)
        )

    def tests(self) -> dict[str, AdjustedTest | Hidden | NotEstimable]:
        """The comparisons' tests by item, adjusted across the family of those that are shown."""
        compared = {item: self.comparison(item, level) for item, level in COMPARED}
        values = {item: one.p_value for item, one in compared.items() if isinstance(one, Comparison)}
        adjusted = multiplicity.adjust(values)
        return {item: one if isinstance(one, Hidden | NotEstimable) else adjusted[item]
                for item, one in compared.items()}  # fmt: skip

    def rank_sets(self, item: str) -> dict[str, RankSet] | Hidden | NotEstimable:
        """The ranks that each level may hold by the share who chose it (first)."""
        return self._whole(item, lambda: _by_level(rankings.first_choice_sets(self.sample, item)))

    def mean_ranks(self, item: str) -> dict[str, MeanRank] | Hidden | NotEstimable:
        """Mean ranks of a ranking item by level."""
        return self._whole(item, lambda: _by_level(rankings.mean_ranks(self.sample, item)))

    def place(self, item: str, level: str) -> tuple[int, int] | Hidden | NotEstimable:
        """The best and the worst place of an answer in the observed order: they differ where answers tie.

        Answers that rule out the others have no place.
        """

        def found() -> tuple[int, int] | NotEstimable:
            counted = shares.shares(self.sample, item)
            if isinstance(counted, NotEstimable):
                return counted
            ranked = {one.id for one in self.form.item(item).levels if not one.exclusive}
            own = {share.level: share.share for share in counted}
            others = [own[one] for one in ranked]
            return 1 + sum(share > own[level] for share in others), sum(share >= own[level] for share in others)

        return self._whole(item, found)

    def _count(self, item: str, level: str) -> int | Hidden | NotEstimable:
        return self._guarded(item, item, [(EVERYONE, level)], lambda: self.protected.counts[(item, EVERYONE, level)])

    def _whole(self, item: str, found: Callable[[], Figure | NotEstimable]) -> Figure | Hidden | NotEstimable:
        """A figure that rests on all answers to an item."""
        return self._guarded(item, item, [key[1:] for key in self.protected.cells if key[0] == item], found)

    def _of_care(self, item: str, found: Callable[[], Figure | NotEstimable]) -> Figure | Hidden | NotEstimable:
        """A figure that rests on all answers of clinicians in both levels of care."""
        table = by_care(item)
        return self._guarded(table, item, [key[1:] for key in self.protected.cells if key[0] == table], found)

    def _guarded(
        self,
        table: str,
        item: str,
        cells: Sequence[tuple[str, str]],
        found: Callable[[], Figure | NotEstimable],
    ) -> Figure | Hidden | NotEstimable:
        """What `found` gives where the table and all cells that it rests on are printed, bases included."""
        lacking = [name for name in _needed(table, item) if not self.holds(name)]
        if lacking:
            return self.absent(lacking[0])
        bases = [(group, BASE) for group, _ in cells]
        if not all(self.protected.shows(table, level, group) for group, level in [*bases, *cells]):
            return Hidden()
        return found()


def _needed(table: str, item: str) -> list[str]:
    own = next(one for one in TABLES if one.id == table)
    return [item, *own.grouping]


def _of_level(found: Sequence[Share] | NotEstimable, level: str) -> Share | NotEstimable:
    return found if isinstance(found, NotEstimable) else next(share for share in found if share.level == level)


def _by_level(found: Sequence[Figure] | NotEstimable) -> dict[str, Figure] | NotEstimable:
    return found if isinstance(found, NotEstimable) else {one.level: one for one in found}  # type: ignore[attr-defined]


def shown_levels(item: Item) -> list[str]:
    """The ids of the rows that a table of an item has: groups first, then levels."""
    return [level.id for level in item.groups + item.levels]


def figures_of(wave: Wave, policy: Policy) -> WaveFigures:
    """The figures of a wave under a disclosure policy."""
    form = questionnaire.load()
    sample = Sample.read(wave.responses, form)
    return WaveFigures(wave, form, sample, protect(sample, TABLES, policy))


def policy_of_the_loaded_wave() -> Policy:
    """The standard policy for every wave that a folder holds; none is needed for the project's own made-up one."""
    return book_tables.NOBODY_IS_DESCRIBED if loaded_wave.folder() is None else Policy()


@cache
def of_the_loaded_wave() -> WaveFigures:
    """The figures of the wave that the book is built on."""
    return figures_of(loaded_wave.load(), policy_of_the_loaded_wave())
