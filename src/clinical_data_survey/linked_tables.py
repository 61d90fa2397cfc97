"""The tables of a publication as one system of sums over unknown respondents: what `suppression` works on.

A *state* is everything that a set of tables tells apart about a respondent: the answer to its item and to the items
that group it. Tables of different items meet in the grouping items alone, so one small block of states an item, joined
at a centre that holds the grouping items, describes every population that a reader could think of: nothing is lost by
not looking at all items crossed with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from clinical_data_survey.measured.sample import NO_ANSWER, Choices, Domain, Ranks, Sample, Ticks, positions, shown_levels
from clinical_data_survey.measured.tally import EVERYONE
from clinical_data_survey.questionnaire import Item
from clinical_data_survey.suppression import Block, Floats, Integers, System, Truths

BASE = "base"
ANSWERS = "answers"
NOTHING = "nothing_selected"
MOST_LEVELS = 12
MOST_STATES = 200_000
COST_OF_EVERYONE, COST_OF_BASE, COST_OF_HEADLINE = 4.0, 20.0, 3.0

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Table:
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
class _States:
    """An item's possible answers: each respondent's state, shape (n,), and the levels ticked, (states, levels).

    The last state is 'no answer'.
    """

    item: Item
    codes: Integers
    gives: Truths

    @property
    def number(self) -> int:
        return len(self.gives)

    def gave(self, level_id: str) -> Truths:
        """The states that hold the level, or one of the group's levels, shape (states,)."""
        return self.gives[:, positions(self.item, level_id)].any(axis=1)

    @property
    def answered(self) -> Truths:
        return np.arange(self.number) < self.number - 1


@dataclass(frozen=True)
class _Cell:
    """A sum over states: `key` where it is printed, None where it only follows from what is printed."""

    key: Key | None
    sums: Integers
    base: int
    cost: float
    uniform_with: int | None = None


@dataclass(frozen=True)
class _Space:
    """The possible states of several items together: `answers` maps an item to its state in each, shape (states,)."""

    answers: dict[str, Integers]
    items: dict[str, _States]
    truth: Integers

    def gave(self, item: str, level: str) -> Truths:
        return self.items[item].gave(level)[self.answers[item]]

    def answered(self, item: str) -> Truths:
        return self.items[item].answered[self.answers[item]]


def linked(sample: Sample, tables: Sequence[Table], threshold: int, uniform: int) -> tuple[System, list[Key | None]]:
    """The system of all tables, and the key of each of its cells (None for cells that are not printed).

    Tables of items that the wave lacks are left out. Raises ValueError where a name is used twice, a grouping item has
    several answers a respondent that are too many to follow, or the grouping items together are too finely divided.
    """
    names = [table.id for table in tables]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two tables are called '{name}': give each a name of its own")
    held = [t for t in tables if all(name in sample.answers for name in (t.item, *t.grouping))]
    grouping = list(dict.fromkeys(name for table in held for name in table.grouping))
    needed = dict.fromkeys(name for table in held for name in (*_chain(sample, table.item), *table.grouping))
    states = {name: _states(sample, name) for name in needed}
    by_block: dict[str, list[Table]] = {}
    for table in held:
        by_block.setdefault("" if table.item in grouping else _chain(sample, table.item, grouping)[-1], []).append(table)
    centre_tables = by_block.pop("", [])
    centre = _space(sample, states, grouping)
    spaces = [_space(sample, states, _items_of(sample, own, grouping)) for own in by_block.values()]
    conditions = [_conditions(sample, own, grouping) for own in by_block.values()]
    centre_cells = _cells(sample, centre, centre_tables)
    marks = [[_holds(centre, condition) for condition in wanted] for wanted in conditions]
    truth, index = _merged(centre, [cell.sums for cell in centre_cells], [mark for own in marks for mark in own])
    blocks, cells = [Block(truth, _matrix(centre_cells, index), csr_array((0, len(truth))), csr_array((0, len(truth))))], [
        centre_cells
    ]
    for space, own, wanted, mark in zip(spaces, by_block.values(), conditions, marks, strict=True):
        found = _cells(sample, space, own)
        here = [_holds(space, condition) for condition in wanted]
        own_truth, own_index = _merged(space, [cell.sums for cell in found], here)
        parts, there = _parts(here, mark, space, centre)
        blocks.append(Block(own_truth, _matrix(found, own_index), _members(parts, own_index), _members(there, index)))
        cells.append(found)
    return _system(blocks, cells, threshold, uniform), [cell.key for own in cells for cell in own]


def _chain(sample: Sample, item: str, stop: Sequence[str] = ()) -> list[str]:
    """The item, the item whose answer decides who is asked it, and so on, up to one that groups tables."""
    chain = [item]
    while True:
        base = sample.answers[chain[-1]].item.base_item
        if base is None or base not in sample.answers or base in stop:
            return chain
        chain.append(base)


def _items_of(sample: Sample, tables: Sequence[Table], grouping: Sequence[str]) -> list[str]:
    """The items whose states a block needs: its own, those that decide who is asked, and its grouping ones."""
    found = dict.fromkeys(name for table in tables for name in (*_chain(sample, table.item), *table.grouping))
    return list(found)


def _states(sample: Sample, name: str) -> _States:
    answers, levels = sample.answers[name], len(sample.answers[name].item.levels)
    if isinstance(answers, Ticks):
        return _tick_states(answers)
    codes = answers.codes if isinstance(answers, Choices) else _first_choices(answers)
    return _States(answers.item, np.where(codes == NO_ANSWER, levels, codes), np.eye(levels + 1, levels, dtype=bool))


def _first_choices(answers: Ranks) -> Integers:
    first = answers.ranks == 1
    return np.where(first.any(axis=1), first.argmax(axis=1), NO_ANSWER)


def _tick_states(answers: Ticks) -> _States:
    """Every combination of ticks that the form allows or that somebody made."""
    levels = len(answers.item.levels)
    if levels > MOST_LEVELS:
        raise ValueError(f"'{answers.item.id}' has {levels} levels: more than {MOST_LEVELS} cannot be protected together")
    patterns = np.arange(2**levels)
    ticked = (patterns[:, None] >> np.arange(levels)) & 1 == 1
    alone = np.array([level.exclusive for level in answers.item.levels])
    allowed = ~(ticked[:, alone].any(axis=1) & (ticked.sum(axis=1) > 1))
    made = answers.ticked @ (1 << np.arange(levels))
    allowed[made[answers.answered]] = True
    number = np.cumsum(allowed) - 1
    codes = np.where(answers.answered, number[made], int(allowed.sum()))
    return _States(answers.item, codes, np.vstack([ticked[allowed], np.zeros((1, levels), dtype=bool)]))


def _space(sample: Sample, states: dict[str, _States], names: Sequence[str]) -> _Space:
    """The states of several items together, without those that the questionnaire rules out and nobody has."""
    shape = [states[name].number for name in names]
    size = int(np.prod(shape, dtype=np.int64)) if names else 1
    if size > MOST_STATES:
        raise ValueError(f"the items {', '.join(names)} are too finely divided together: show fewer groups or tables")
    flat = np.zeros(sample.size, dtype=np.int64)
    for name, number in zip(names, shape, strict=True):
        flat = flat * number + states[name].codes
    counts = np.bincount(flat, minlength=size)
    answers = dict(zip(names, np.unravel_index(np.arange(size), shape), strict=True)) if names else {}
    possible = np.ones(size, dtype=bool)
    for name in names:
        item = states[name].item
        if item.base_item in answers:
            asked = np.logical_or.reduce([states[item.base_item].gave(level) for level in item.base_levels])
            possible &= asked[answers[item.base_item]] | ~states[name].answered[answers[name]]
    kept = possible | (counts > 0)
    return _Space({name: codes[kept] for name, codes in answers.items()}, states, counts[kept])


def _conditions(sample: Sample, tables: Sequence[Table], grouping: Sequence[str]) -> list[tuple[str, str]]:
    """What a block asks of the grouping items: pairs of an item and one of its levels or groups, or `BASE`."""
    found: dict[tuple[str, str], None] = {}
    for table in tables:
        if table.by:
            found.update({(table.by, level.id): None for level in sample.answers[table.by].item.levels})
            found[(table.by, BASE)] = None
        for domain in table.among:
            found.update({(domain.item, level): None for level in (*domain.levels, BASE)})
        for name in _chain(sample, table.item):
            item = sample.answers[name].item
            if item.base_item in grouping:
                found.update({(item.base_item, level): None for level in item.base_levels})
    return list(found)


def _holds(space: _Space, condition: tuple[str, str]) -> Truths:
    item, level = condition
    if item not in space.answers:
        return np.zeros(len(space.truth), dtype=bool)
    return space.answered(item) if level == BASE else space.gave(item, level)


def _cells(sample: Sample, space: _Space, tables: Sequence[Table]) -> list[_Cell]:
    cells: list[_Cell] = []
    for table in tables:
        item = sample.answers[table.item].item
        for group, members in _groups(sample, space, table):
            _add_row(cells, space, table, item, group, members)
    return cells


def _groups(sample: Sample, space: _Space, table: Table) -> list[tuple[str | None, Truths]]:
    """The table's rows, and the rows that follow by subtraction (named None): other groups, and those not `among`.

    Who left the grouping item empty is known to nobody, so those respondents are no group of their own.
    """
    inside, outside = np.ones(len(space.truth), dtype=bool), []
    for domain in table.among:
        gave = np.logical_or.reduce([space.gave(domain.item, level) for level in domain.levels])
        outside.append((None, inside & space.answered(domain.item) & ~gave))
        inside = inside & gave
    if table.by is None:
        return [(EVERYONE, inside), *outside]
    offered = [level.id for level in sample.answers[table.by].item.levels]
    shown = table.groups or tuple(offered)
    rows = [(group, inside & space.gave(table.by, group)) for group in shown]
    others = [(None, inside & space.gave(table.by, level)) for level in offered if level not in shown]
    return [*rows, *others, *outside]


def _add_row(cells: list[_Cell], space: _Space, table: Table, item: Item, group: str | None, members: Truths) -> None:
    """A base, and under it each level and group of levels with its opposite, which base and level give away."""
    base = len(cells)
    scale = COST_OF_EVERYONE if group == EVERYONE else 1.0
    answered = members & space.answered(item.id)
    several = item.type == "multiple-response"

    def add(level: str, sums: Truths | Integers, cost: float, uniform: bool = True) -> None:
        key = None if group is None else (table.id, group, level)
        cells.append(_Cell(key, sums.astype(np.int64), base, cost * scale, base if uniform else None))

    add(BASE, answered, COST_OF_BASE, uniform=False)
    for level in shown_levels(item):
        together = level not in {own.id for own in item.levels}
        gave = answered & space.gave(item.id, level)
        add(level, gave, COST_OF_HEADLINE if together else 1.0, uniform=not several)
        if several or together:
            cells.append(_Cell(None, (answered & ~gave).astype(np.int64), base, scale, base))
    if several and group == EVERYONE:
        ticks = space.items[item.id].gives.sum(axis=1)[space.answers[item.id]]
        add(ANSWERS, answered * ticks, COST_OF_HEADLINE, uniform=False)
        add(NOTHING, answered & (ticks == 0), 1.0, uniform=False)


def _merged(space: _Space, sums: Sequence[Integers], marks: Sequence[Truths]) -> tuple[Integers, Integers]:
    """Counts of the states that sums and marks tell apart, and which of those each state of the space is."""
    if not sums and not marks:
        return np.array([space.truth.sum()]), np.zeros(len(space.truth), dtype=np.int64)
    signature = np.ascontiguousarray(np.vstack([*sums, *marks]).T.astype(np.int8))
    _, index = np.unique(signature, axis=0, return_inverse=True)
    return np.bincount(index, space.truth).astype(np.int64), index.ravel()


def _matrix(cells: Sequence[_Cell], index: Integers) -> csr_array:
    """The cells' sums on merged states, shape (cells, states)."""
    return _members([cell.sums for cell in cells], index)


def _members(rows: Sequence[Integers] | Sequence[Truths], index: Integers) -> csr_array:
    _, first = np.unique(index, return_index=True)
    if not len(rows):
        return csr_array((0, len(first)))
    return csr_array(np.vstack(rows)[:, first].astype(float))


def _parts(
    here: Sequence[Truths], there: Sequence[Truths], space: _Space, centre: _Space
) -> tuple[list[Truths], list[Truths]]:
    """The parts into which the grouping items divide a block and, in the same order, the centre."""
    if not here:
        return [np.ones(len(space.truth), dtype=bool)], [np.ones(len(centre.truth), dtype=bool)]
    own, other = np.vstack(here).T, np.vstack(there).T
    kinds = np.unique(np.vstack([own, other]), axis=0)
    return [(own == kind).all(axis=1) for kind in kinds], [(other == kind).all(axis=1) for kind in kinds]


def _system(blocks: Sequence[Block], cells: Sequence[Sequence[_Cell]], threshold: int, uniform: int) -> System:
    flat = [cell for own in cells for cell in own]
    offsets = np.repeat(np.cumsum([0, *(len(own) for own in cells)])[:-1], [len(own) for own in cells])
    values = np.concatenate([np.rint(b.sums @ b.truth) for b in blocks]) if flat else np.zeros(0)
    base = np.array([cell.base for cell in flat], dtype=np.int64) + offsets.astype(np.int64)
    small = (values >= 1) & (values < threshold)
    return System(
        blocks=tuple(blocks),
        published=np.array([cell.key is not None for cell in flat], dtype=bool),
        at_risk=small | _uniform(flat, values, base, uniform if threshold > 1 else 0),
        costs=np.array([cell.cost for cell in flat]),
        base=base,
    )


def _uniform(cells: Sequence[_Cell], values: Floats, base: Integers, uniform: int) -> Truths:
    """The empty cells of small groups in which all gave the same answer: showing them would tell everybody's."""
    found = np.zeros(len(cells), dtype=bool)
    for position in np.unique(base):
        row = np.flatnonzero((base == position) & np.array([cell.uniform_with is not None for cell in cells]))
        if 0 < values[position] < uniform and (values[row] == values[position]).any():
            found[row[values[row] == 0]] = True
    return found
