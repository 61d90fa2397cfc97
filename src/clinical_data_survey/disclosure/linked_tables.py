"""The tables of a publication as one system of sums over unknown respondents: what `suppression` works on.

Tables of different items meet in the grouping items alone. So one block of unknown counts an item, divided into the
parts that the grouping items make of it and joined to the others at a centre that holds those items, describes every
population that a reader could think of: nothing is lost by not crossing all items with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from clinical_data_survey.disclosure.suppression import LinkedBlock, LinkedSystem
from clinical_data_survey.disclosure.unknown_counts import ANSWERS, BASE, NOTHING, Condition, Space, divided, product
from clinical_data_survey.measured.sample import Domain, Sample
from clinical_data_survey.survey.answers import Floats, Integers, Truths, shown_levels
from clinical_data_survey.survey.questionnaire import EVERYONE, Item

LEVEL, OPPOSITE = "level", "opposite"

Key = tuple[str, str, str]


@dataclass(frozen=True)
class PublishedTable:
    """A table that is published: the answers to `item`, by the levels `groups` of the item `by`, within `among`.

    Without `groups` all levels of `by` are shown. `id` is its name. Rankings are shown by their first choices.
    """

    id: str
    item: str
    by: str | None = None
    groups: tuple[str, ...] = ()
    among: tuple[Domain, ...] = ()

    @property
    def grouping(self) -> tuple[str, ...]:
        """The items that say whose answers are shown."""
        return tuple(dict.fromkeys([*([self.by] if self.by else []), *(domain.item for domain in self.among)]))


@dataclass(frozen=True)
class _Ranks:
    """Which cells of a row give way first: the number of ticks, answers, those that matter most, or the base."""

    ticks: int
    answer: int
    headline: int
    base: int


# To protect a small count, answers within a group give way first, then who answered, whole rows of groups, what was
# asked of some, and last what all respondents say. A headline is an answer that the news item names, or several
# answers together.
WITHIN_A_GROUP, WHO_ANSWERED, OF_ALL = _Ranks(0, 0, 1, 3), _Ranks(2, 2, 2, 7), _Ranks(4, 5, 6, 7)
OF_SOME = _Ranks(2, 2, 3, 3)


@dataclass(frozen=True)
class _Cell:
    """A sum over unknowns: `key` where it is printed, None where it only follows from what is printed."""

    key: Key | None
    sums: Integers
    base: int
    rank: int
    rule: str


def linked(
    sample: Sample, tables: Sequence[PublishedTable], threshold: int, uniform: int
) -> tuple[LinkedSystem, list[Key | None]]:
    """The system of all tables, and the key of each of its cells (None for cells that are not printed).

    Tables of items that the wave lacks are left out. Raises ValueError where a name is used twice or the items of a
    table are too finely divided.
    """
    names = [table.id for table in tables]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two tables are called '{name}': give each a name of its own")
    held = [t for t in tables if all(name in sample.answers for name in (t.item, *t.grouping))]
    grouping = list(dict.fromkeys(name for table in held for name in table.grouping))
    centre = product(sample, grouping)
    by_root: dict[str, list[PublishedTable]] = {}
    for table in held:
        root = "" if table.item in grouping else _chain(sample, table.item, grouping)[-1]
        by_root.setdefault(root, []).append(table)
    cells = [_cells(sample, centre, by_root.pop("", []), WHO_ANSWERED)]
    nothing = csr_array((0, centre.size))
    blocks = [LinkedBlock(centre.truth, _matrix(cells[0], centre), nothing, nothing, nothing)]
    for own in by_root.values():
        conditions = _conditions(sample, own, grouping)
        kinds, part = np.unique(_stacked(centre, conditions), axis=0, return_inverse=True)
        chains = dict.fromkeys(name for table in own for name in reversed(_chain(sample, table.item, grouping)))
        space = divided(sample, list(chains), conditions, kinds, part.ravel()[centre.codes])
        cells.append(_cells(sample, space, own, OF_ALL))
        identity = np.eye(len(kinds))
        parts, there = csr_array(identity[:, space.part] * space.people), csr_array(identity[:, part.ravel()])
        blocks.append(LinkedBlock(space.truth, _matrix(cells[-1], space), parts, there, csr_array(space.rules)))
    return _system(blocks, cells, threshold, uniform), [cell.key for own in cells for cell in own]


def _chain(sample: Sample, item: str, stop: Sequence[str] = ()) -> list[str]:
    """The item, the item whose answer decides who is asked it, and so on, up to one that groups tables."""
    chain = [item]
    while True:
        base = sample.answers[chain[-1]].item.base.item
        if base is None or base not in sample.answers or base in stop:
            return chain
        chain.append(base)


def _conditions(sample: Sample, tables: Sequence[PublishedTable], grouping: Sequence[str]) -> list[Condition]:
    """What a block asks of the grouping items: pairs of an item and one of its levels or groups, or `BASE`."""
    found: dict[Condition, None] = {}
    for table in tables:
        if table.by:
            found.update({(table.by, level.id): None for level in sample.answers[table.by].item.levels})
            found[(table.by, BASE)] = None
        for domain in table.among:
            found.update({(domain.item, level): None for level in (*domain.levels, BASE)})
        for name in _chain(sample, table.item):
            item = sample.answers[name].item
            if item.base.item is not None and item.base.item in grouping:
                found.update({(item.base.item, level): None for level in item.base.levels})
    return list(found)


def _stacked(space: Space, conditions: Sequence[Condition]) -> Truths:
    """Whether each unknown of the centre meets each condition, shape (unknowns, conditions)."""
    if not conditions:
        return np.zeros((space.size, 0), dtype=bool)
    return np.column_stack([space.sums[condition] > 0 for condition in conditions])


def _matrix(cells: Sequence[_Cell], space: Space) -> csr_array:
    """The cells' sums, shape (cells, unknowns)."""
    return csr_array(np.vstack([cell.sums for cell in cells]).astype(float)) if cells else csr_array((0, space.size))


def _cells(sample: Sample, space: Space, tables: Sequence[PublishedTable], of_all: _Ranks) -> list[_Cell]:
    """The rows of tables; after each row of a follow-up how many were asked it and left it empty, which follows from
    the row and from the answers that it follows up.
    """
    cells: list[_Cell] = []
    for table in tables:
        item = sample.answers[table.item].item
        of_these = OF_SOME if of_all is OF_ALL and item.base.item in sample.answers else of_all
        ranks = WITHIN_A_GROUP if table.grouping else of_these
        for group, members in _groups(sample, space, table):
            _add_row(cells, space, table, item, group, members, ranks)
            asked = [(item.base.item or "", level) for level in item.base.levels]
            if asked and all(condition in space.sums for condition in asked):
                were = np.minimum(np.sum([space.sums[condition] for condition in asked], axis=0), 1)
                left_empty = (were - space.sums[(item.id, BASE)]) * members
                cells.append(_Cell(None, left_empty, cells[-1].base, ranks.answer, ""))
    return cells


def _groups(sample: Sample, space: Space, table: PublishedTable) -> list[tuple[str | None, Truths]]:
    """The table's rows, and the rows that follow by subtraction (named None): other groups, and those not `among`.

    Who left the grouping item empty is known to nobody, so those respondents are no group of their own.
    """
    inside, outside = np.ones(space.size, dtype=bool), []
    for domain in table.among:
        gave = np.logical_or.reduce([space.sums[(domain.item, level)] > 0 for level in domain.levels])
        outside.append((None, inside & (space.sums[(domain.item, BASE)] > 0) & ~gave))
        inside = inside & gave
    if table.by is None:
        return [(EVERYONE, inside), *outside]
    offered = [level.id for level in sample.answers[table.by].item.levels]
    shown = table.groups or tuple(offered)
    rows = [(group, inside & (space.sums[(table.by, group)] > 0)) for group in shown]
    others = [(None, inside & (space.sums[(table.by, level)] > 0)) for level in offered if level not in shown]
    return [*rows, *others, *outside]


def _add_row(
    cells: list[_Cell],
    space: Space,
    table: PublishedTable,
    item: Item,
    group: str | None,
    members: Truths,
    ranks: _Ranks,
) -> None:
    """A base, and under it each level and group of levels with its opposite, which base and level give away."""
    base = len(cells)
    several = item.type == "multiple-response"
    groups = {own.id for own in item.groups}

    def sums(level: str) -> Integers:
        return space.sums[(item.id, level)] * members

    def add(level: str, rank: int, rule: str = "") -> None:
        cells.append(_Cell(None if group is None else (table.id, group, level), sums(level), base, rank, rule))

    add(BASE, ranks.base)
    for level in shown_levels(item):
        rank = ranks.headline if item.level(level).published else ranks.answer
        add(level, rank, "" if several or level in groups else LEVEL)
        if several or level in groups:
            cells.append(_Cell(None, sums(BASE) - sums(level), base, ranks.answer, OPPOSITE))
    if several and group == EVERYONE:
        add(ANSWERS, ranks.ticks)
        add(NOTHING, ranks.answer)


def _system(
    blocks: Sequence[LinkedBlock], cells: Sequence[Sequence[_Cell]], threshold: int, uniform: int
) -> LinkedSystem:
    flat = [cell for own in cells for cell in own]
    offsets = np.repeat(np.cumsum([0, *(len(own) for own in cells)])[:-1], [len(own) for own in cells])
    values = np.concatenate([np.rint(b.sums @ b.truth) for b in blocks]) if flat else np.zeros(0)
    base = np.array([cell.base for cell in flat], dtype=np.int64) + offsets.astype(np.int64)
    small = (values >= 1) & (values < threshold)
    return LinkedSystem(
        blocks=tuple(blocks),
        published=np.array([cell.key is not None for cell in flat], dtype=bool),
        at_risk=small | _uniform(flat, values, base, uniform if threshold > 1 else 0),
        ranks=np.array([cell.rank for cell in flat], dtype=np.int64),
        base=base,
    )


def _uniform(cells: Sequence[_Cell], values: Floats, base: Integers, uniform: int) -> Truths:
    """The empty cells of small groups in which all gave the same answer: showing them would tell everybody's."""
    rules = np.array([cell.rule for cell in cells], dtype=str)
    small = (values[base] > 0) & (values[base] < uniform)
    whole = base[(rules == LEVEL) & (values == values[base])]
    alike = (rules == OPPOSITE) | ((rules == LEVEL) & np.isin(base, whole))
    return small & alike & (values == 0)
