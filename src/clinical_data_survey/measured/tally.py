"""Counts, weights and squared weights by answer and group: all that shares and their errors need of a sample.

One pass a table, whatever the number of respondents; the rest of the arithmetic is on a handful of cells. Tallies add
up, so a wave that no machine holds as a whole can be tallied block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.survey.answers import (
    NO_ANSWER,
    Answers,
    Choices,
    Floats,
    Integers,
    positions,
    shown_levels,
)
from clinical_data_survey.survey.questionnaire import EVERYONE, Item

_SUMS = ("counts", "weights", "squares", "base_counts", "base_weights", "base_squares", "size")


@dataclass(frozen=True)
class Tally:
    """Sums over respondents by group (rows) and answer (columns), and over the base of each group.

    `counts`, `weights` and `squares` are sums of 1, w and w squared, shape (groups, levels); the `base_` arrays have
    shape (groups,) and sum over all who answered. `levels` are the item's levels and then its groups of levels.
    `size` is the number of respondents of the whole wave.
    """

    item: Item
    levels: tuple[str, ...]
    groups: tuple[str, ...]
    counts: Integers
    weights: Floats
    squares: Floats
    base_counts: Integers
    base_weights: Floats
    base_squares: Floats
    size: int
    weighted: bool

    def at(self, group: str, level: str) -> tuple[int, int]:
        """Row and column of a cell. Raises ValueError where there is none."""
        return self.groups.index(group), self.levels.index(level)

    def __add__(self, other: Tally) -> Tally:
        """The tally of two blocks of a wave together, weights of both on one scale.

        Raises ValueError where they are tallies of different tables.
        """
        if any(getattr(self, name) != getattr(other, name) for name in ("item", "levels", "groups", "weighted")):
            raise ValueError(f"tallies of '{self.item.id}' and '{other.item.id}' are not of one table")
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in _SUMS})

    def shares(self) -> Floats:
        """Shares of the base, shape (groups, levels); 0 where a base is empty."""
        return self.weights / np.where(self.base_weights > 0, self.base_weights, 1.0)[:, None]

    def variances(self) -> Floats:
        """Design-based variances of the shares by linearisation, shape (groups, levels); 0 where a base is empty.

        Each respondent is a sampling unit and a group is a domain of the wave, so the factor is n / (n - 1) of the
        whole wave. Woodruff (1971), doi:10.1080/01621459.1971.10482279
        """
        shares = self.shares()
        spread = (1 - shares) ** 2 * self.squares + shares**2 * (self.base_squares[:, None] - self.squares)
        base = np.where(self.base_weights > 0, self.base_weights, 1.0)[:, None]
        return correction(self.size) * np.maximum(spread, 0.0) / base**2

    def effective(self) -> Floats:
        """Effective base of each share, shape (groups, levels): the simple random sample with the same error.

        Korn and Graubard (1998), Survey Methodology 24:193-201. Here it never exceeds the base, and is Kish's where
        everybody or nobody gave the answer. With weights all alike it is the base itself.
        """
        base = self.base_counts[:, None].astype(float)
        if not self.weighted:
            return np.broadcast_to(base, self.counts.shape).copy()
        shares, variances = self.shares(), self.variances() / correction(self.size)
        kish = np.divide(self.base_weights**2, self.base_squares, where=self.base_squares > 0, out=base[:, 0].copy())
        mixed = (self.counts > 0) & (self.counts < base) & (variances > 0)
        effective = np.broadcast_to(kish[:, None], shares.shape).copy()
        np.divide(shares * (1 - shares), variances, where=mixed, out=effective)
        return np.minimum(effective, base)


def correction(size: int) -> float:
    """n / (n - 1), and 1 for a single respondent."""
    return size / (size - 1) if size > 1 else 1.0


def tally(sample: Sample, item_id: str, by: str | None = None, among: Sequence[Domain] = ()) -> Tally | NotEstimable:
    """Sums by answer to `item_id` and by the levels of `by` (one group, `EVERYONE`, where it is None).

    Only respondents within every domain of `among` count. Rankings are tallied by their first choices.
    NotEstimable where the wave lacks an item.
    """
    for needed in (item_id, by, *(domain.item for domain in among)):
        if needed is not None and needed not in sample.answers:
            return NotEstimable(f"The wave holds no answers to the item '{needed}'.")
    answers = sample.answers[item_id]
    inside = answers.answered & sample.within(among)
    groups: tuple[str, ...]
    if by is None:
        groups, group_codes = (EVERYONE,), np.zeros(sample.size, dtype=np.int64)
    else:
        grouping = sample.answers[by]
        if not isinstance(grouping, Choices):
            raise ValueError(f"groups need an item with one answer, and '{by}' is a {grouping.item.type} item")
        groups, group_codes = tuple(level.id for level in grouping.item.levels), grouping.codes
    rows = np.where(inside & (group_codes != NO_ANSWER), group_codes, len(groups))
    moments = [None] if sample.weights is None else [None, sample.weights, sample.weights**2]
    if isinstance(answers, Choices):
        cells = [_choices(answers, rows, len(groups), moment) for moment in moments]
    else:
        cells = [_each_level(answers, rows, len(groups), moment) for moment in moments]
    bases = [_sums(rows, len(groups) + 1, moment)[:-1] for moment in moments]
    if sample.weights is None:
        cells, bases = cells * 3, bases * 3
    return Tally(
        item=answers.item,
        levels=shown_levels(answers.item),
        groups=groups,
        counts=np.rint(cells[0]).astype(np.int64),
        weights=cells[1],
        squares=cells[2],
        base_counts=np.rint(bases[0]).astype(np.int64),
        base_weights=bases[1],
        base_squares=bases[2],
        size=sample.size,
        weighted=sample.weights is not None,
    )


def tally_of_blocks(
    blocks: Iterable[Sample], item_id: str, by: str | None = None, among: Sequence[Domain] = ()
) -> Tally | NotEstimable:
    """As `tally`, of a wave that comes in blocks of respondents: one is held at a time, and only its sums are kept.

    Blocks have the same items, and weights on one scale, as those of `Sample.part` are. Raises ValueError without any.
    """
    whole: Tally | None = None
    for block in blocks:
        own = tally(block, item_id, by, among)
        if isinstance(own, NotEstimable):
            return own
        whole = own if whole is None else whole + own
    if whole is None:
        raise ValueError("a wave has at least one block")
    return whole


def _sums(cells: Integers, size: int, moment: Floats | None) -> Floats:
    return np.bincount(cells, weights=moment, minlength=size).astype(float)


def _choices(answers: Choices, rows: Integers, groups: int, moment: Floats | None) -> Floats:
    item, offered = answers.item, len(answers.item.levels)
    table = _sums(rows * (offered + 1) + answers.codes + 1, (groups + 1) * (offered + 1), moment)
    levels = table.reshape(groups + 1, offered + 1)[:-1, 1:]
    together = [levels[:, positions(item, group.id)].sum(axis=1) for group in item.groups]
    return np.column_stack([levels, *together])


def _each_level(answers: Answers, rows: Integers, groups: int, moment: Floats | None) -> Floats:
    columns = []
    for level in shown_levels(answers.item):
        gave = answers.gave(level)
        columns.append(_sums(rows[gave], groups + 1, None if moment is None else moment[gave])[:-1])
    return np.column_stack(columns)
