"""The estimates of a wave as they may be printed: each a number, or the sentence that stands in its place.

They are looked up, never computed here: `estimation` makes all of them at once, after disclosure control, and what
it did not make cannot be printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinical_data_survey.disclosure.protection import Hidden, Protected
from clinical_data_survey.disclosure.unknown_counts import BASE
from clinical_data_survey.measured import NotEstimable, multiplicity
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.models import AdjustedOdds
from clinical_data_survey.measured.multiplicity import AdjustedTest
from clinical_data_survey.measured.rankings import MeanRank, RankSet
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected.book_tables import COMPARED
from clinical_data_survey.survey.questionnaire import EVERYONE, Item, Questionnaire
from clinical_data_survey.survey.wave import About

# What an estimate is and what it is of, such as ("share", "investor", "government").
Name = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class WaveEstimates:
    """What a wave is and what disclosure control lets the book print of it.

    `asked` are the items that the wave holds, `found` its estimates by name. `protected` holds the counts shown.
    """

    wave: About
    form: Questionnaire
    weighted: bool
    asked: frozenset[str]
    protected: Protected
    found: Mapping[Name, Any]

    @property
    def size(self) -> int | Hidden:
        """The number of respondents; hidden in a wave too small for any table, or where it would tell a small count."""
        return Hidden() if self.protected.size is None else self.protected.size

    @property
    def least_size(self) -> int:
        """How many respondents there are at least: the most who answered any item that is shown, 0 where none is."""
        return max((count for (_, _, level), count in self.protected.counts.items() if level == BASE), default=0)

    def holds(self, item: str) -> bool:
        """Whether the wave asked an item."""
        return item in self.asked

    def absent(self, item: str) -> NotEstimable:
        """The sentence in place of the estimates of an item that was not asked."""
        return NotEstimable(f"This wave did not ask about '{self.form.item(item).short}'.")

    def base(self, item: str) -> int | Hidden | NotEstimable:
        """How many answered an item."""
        return self.count(item, BASE)

    def count(self, item: str, level: str) -> int | Hidden | NotEstimable:
        """How many gave an answer."""
        if not self.holds(item):
            return self.absent(item)
        shown = self.protected.shows(item, BASE) and self.protected.shows(item, level)
        return self.protected.counts[(item, EVERYONE, level)] if shown else Hidden()

    def share(self, item: str, *levels: str) -> Share | Hidden | NotEstimable:
        """The share who gave an answer; of several levels, which must lead an ordinal item's list, all together."""
        return self.found["share", item, *levels]

    def comparison(self, item: str, level: str) -> Comparison | Hidden | NotEstimable:
        """Clinicians of secondary against those of tertiary care."""
        return self.found["comparison", item, level]

    def adjusted(self, item: str, level: str) -> AdjustedOdds | Hidden | NotEstimable:
        """The odds ratio of the comparison, adjusted for age and experience."""
        return self.found["adjusted", item, level]

    def further_down(self, item: str) -> AdjustedOdds | Hidden | NotEstimable:
        """The adjusted odds ratio of an answer further down an ordinal item's list."""
        return self.found["further down", item]

    def tests(self) -> dict[str, AdjustedTest | Hidden | NotEstimable]:
        """The comparisons' tests by item, adjusted across the family of those that are shown."""
        compared = {item: self.comparison(item, level) for item, level in COMPARED}
        values = {item: one.p_value for item, one in compared.items() if isinstance(one, Comparison)}
        adjusted = multiplicity.adjust(values)
        return {item: one if isinstance(one, Hidden | NotEstimable) else adjusted[item]
                for item, one in compared.items()}  # fmt: skip

    def rank_sets(self, item: str) -> dict[str, RankSet] | Hidden | NotEstimable:
        """The ranks that each level may hold by the share who chose it (first)."""
        return _by_level(self.found["rank sets", item])

    def mean_ranks(self, item: str) -> dict[str, MeanRank] | Hidden | NotEstimable:
        """Mean ranks of a ranking item by level."""
        return _by_level(self.found["mean ranks", item])


def _by_level(found: Any) -> Any:
    return found if isinstance(found, Hidden | NotEstimable) else {one.level: one for one in found}


def table_rows(item: Item) -> list[str]:
    """The ids of the rows that a printed table of an item has: groups first, then levels."""
    return [level.id for level in item.groups + item.levels]
