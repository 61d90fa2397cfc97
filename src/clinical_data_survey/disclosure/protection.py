"""What of a wave may be shown: small counts are hidden in all tables of a publication together.

`protect` takes the wave and every table that the publication prints, in whatever form: a table on a page, a chart, an
alternative text, a hover, a download. What it returns decides for all of them, as a count that one of them hides
follows from two others. A percentage with a known base is a count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from clinical_data_survey.disclosure.linked_tables import Key, PublishedTable, linked
from clinical_data_survey.disclosure.suppression import LinkedSystem, Suppressed, suppress
from clinical_data_survey.disclosure.unknown_counts import ANSWERS, BASE, NOTHING
from clinical_data_survey.measured.sample import Sample
from clinical_data_survey.survey.answers import Answers, Choices, Floats, shown_levels
from clinical_data_survey.survey.questionnaire import EVERYONE

STANDARD_POLICY = "standard"
SAME_WEIGHT = 1e-6
HIDDEN_TEXT = "not shown: too few respondents here, or in a number that would follow from this one"


@dataclass(frozen=True)
class Policy:
    """Which counts are small.

    Counts from 1 up to but not including `threshold` are hidden, and so is what they would follow from. In a group of
    fewer than `uniform` respondents it is hidden, too, that all gave the same answer. Organisations are named from
    `organisation` respondents on. Microdata need at least `anonymity` respondents of each description.

    A policy that hides nothing (threshold 1) must be given a name of its own, so that nobody has it by accident.
    Raises ValueError where a number is below 1, or below 2 under the standard name.
    """

    name: str = STANDARD_POLICY
    threshold: int = 5
    uniform: int = 10
    organisation: int = 10
    anonymity: int = 5

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a disclosure policy needs a name")
        for what in ("threshold", "uniform", "organisation", "anonymity"):
            value = getattr(self, what)
            if value < 1:
                raise ValueError(f"the {what} of a disclosure policy is at least 1, not {value}")
            if value < 2 and self.name == STANDARD_POLICY:
                raise ValueError(f"a {what} of 1 protects nobody: give such a policy a name that says why it may")


@dataclass(frozen=True)
class Hidden:
    """A number that is not shown; the text says so without telling which of its neighbours is the small one."""

    reason: str = HIDDEN_TEXT

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Protected:
    """What may be printed of a set of tables; anything that is not known here is not.

    `counts` holds each shown count by (table, group, level); the level `BASE` is the number who answered, `ANSWERS`
    and `NOTHING` are a multiple-response table's ticks and the respondents who ticked nothing. `cells` are all cells.
    `size` is the number of respondents, None where nothing of them is shown; `shown_size` is what may be printed of it.
    """

    policy: Policy
    size: int | None
    cells: tuple[Key, ...]
    counts: dict[Key, int]
    system: LinkedSystem | None = field(repr=False, default=None)
    suppressed: Suppressed | None = field(repr=False, default=None)

    @property
    def shown_size(self) -> int | None:
        """The number of respondents, None where an item was left empty by so few that it would give their number away.

        Who left an item empty are all respondents less those who answered it.
        """
        if self.size is None:
            return None
        bases = [count for (_, group, level), count in self.counts.items() if level == BASE and group == EVERYONE]
        told = any(0 < self.size - base < self.policy.threshold for base in bases)
        return None if told else self.size

    def shows(self, table: str, level: str, group: str = EVERYONE) -> bool:
        """Whether a cell is printed."""
        return (table, group, level) in self.counts

    def frame(self, table: str) -> pd.DataFrame:
        """A table for downloads, one row a cell: group, level, count (empty where hidden), base and shown."""
        rows = [
            (group, level, self.counts.get((name, group, level)), self.counts.get((name, group, BASE)))
            for name, group, level in self.cells
            if name == table and level != BASE
        ]
        found = pd.DataFrame(rows, columns=["group", "level", "count", "base"])
        return found.astype({"count": "Int64", "base": "Int64"}).assign(shown=[row[2] is not None for row in rows])


def protect(sample: Sample, tables: Sequence[PublishedTable], policy: Policy) -> Protected:
    """What of the tables may be printed, all of them together.

    Small counts are hidden, and with them as few others as it takes that nothing which is printed, nor all of it
    together, narrows a small count to less than the range from 0 to the threshold, or another hidden one to a range
    narrower than the threshold. Answers within a group give way first, then who took part, whole groups, and last what
    all respondents say (`linked_tables` ranks them). Tables of items that the wave lacks have no cells. In a wave of
    fewer respondents than the threshold nothing is shown.

    With weights, never print the weights. Where they follow from a grouping item alone, total rows of items with hidden
    cells are hidden too; other weights are taken to be unknown to readers.

    Raises ValueError where two tables have one name or the grouping items are too finely divided.
    """
    system, keys = linked(sample, tables, policy.threshold, policy.uniform)
    printed = [(cell, key) for cell, key in enumerate(keys) if key is not None]
    cells = tuple(key for _, key in printed)
    if sample.size < policy.threshold:
        return Protected(policy, None, cells, {})
    found = suppress(system, policy.threshold)
    told = _told_by_weights(sample, tables, [key for cell, key in printed if found.hidden[cell]])
    hidden = found.hidden | np.array([key in told for key in keys], dtype=bool)
    counts = {key: int(system.values[cell]) for cell, key in printed if not hidden[cell]}
    return Protected(policy, sample.size, cells, counts, system, replace(found, hidden=hidden))


def _told_by_weights(sample: Sample, tables: Sequence[PublishedTable], hidden: Sequence[Key]) -> set[Key]:
    """Total rows that would give hidden cells away: those of a wave whose weights follow from a group alone.

    Such weights can be worked out, so a weighted total is a second equation beside the plain one.
    """
    grouping = {name for table in tables for name in table.grouping if name in sample.answers}
    if sample.weights is None or not any(_constant(sample.weights, sample.answers[name]) for name in grouping):
        return set()
    items = {table.id: table.item for table in tables}
    torn = {items[table] for table, _, _ in hidden}
    levels = {table.id: [*shown_levels(sample.answers[table.item].item), ANSWERS, NOTHING]
              for table in tables if table.item in torn}  # fmt: skip
    return {(name, EVERYONE, level) for name, own in levels.items() for level in own}


def _constant(weights: Floats, answers: Answers) -> bool:
    """Whether all who gave the same answer have the same weight."""
    if not isinstance(answers, Choices):
        return False
    groups = answers.codes + 1
    low = np.full(int(groups.max(initial=0)) + 1, np.inf)
    high = np.zeros_like(low)
    np.minimum.at(low, groups, weights)
    np.maximum.at(high, groups, weights)
    return bool((high - np.where(np.isfinite(low), low, high) < SAME_WEIGHT).all())
