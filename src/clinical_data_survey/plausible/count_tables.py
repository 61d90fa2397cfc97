"""Tables of counts that satisfy every claim, each table that fits equally likely.

That is a prior too, and named as one: "each table of counts that fits is equally likely". Nothing that was published
says so, and another weighting of the tables would move whatever the claims leave open, such as worry among all.

Once the number of respondents and the split are fixed, the claims fall into blocks that share no count
(`count_rules`). The feasible tables are the product of the blocks' feasible sets, so that drawing each block uniformly
draws the table uniformly. Of an item in which every respondent puts the levels in order, the orders are counted, and
each way to share the respondents among all orders is equally likely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import permutations

import numpy as np
import numpy.typing as npt

from clinical_data_survey.plausible.dials import Asked
from clinical_data_survey.plausible.whole_points import Ints, Polytope, Sampler, accepted
from clinical_data_survey.published.count_rules import ALL, Block, Cell, Counted, Ranked

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tables:
    """Counts of `B` populations.

    `cells` holds (B,) of each cell of the blocks; `orders` (B, orders) of each ranking item, as in `orders_of`.
    """

    cells: dict[Cell, Ints]
    orders: dict[str, Ints]

    def __len__(self) -> int:
        return len(next(iter((self.cells | {("", "", o): v for o, v in self.orders.items()}).values())))

    def rows(self, chosen: slice) -> Tables:
        """The tables of some of the populations."""
        cells = {cell: counts[chosen] for cell, counts in self.cells.items()}
        return Tables(cells, {item: counts[chosen] for item, counts in self.orders.items()})


def orders_of(levels: int) -> Ints:
    """Every order of so many levels (orders, levels): positions of the levels, first to last."""
    return np.array(list(permutations(range(levels))))


def first_choice(levels: int) -> Ints:
    """Which level each order puts first (orders, levels): 1 there, else 0."""
    return (orders_of(levels)[:, :1] == np.arange(levels)).astype(np.int64)


def rank_in(levels: int) -> Ints:
    """The rank that each order gives each level (orders, levels), from 1."""
    return np.argsort(orders_of(levels), axis=1) + 1


def polytope(block: Block) -> Polytope:
    """A block's counts as the whole points of a polytope, in the order of its cells."""
    place = {cell: position for position, cell in enumerate(block.cells)}
    matrix = np.zeros((len(block.rules), len(place)))
    ends = np.empty((2, len(block.rules)))
    for row, rule in enumerate(block.rules):
        for cell, weight in rule.terms:
            matrix[row, place[cell]] = weight
        low, high = rule.whole()
        ends[:, row] = -np.inf if low is None else low, np.inf if high is None else high
    return Polytope(matrix, *ends)


@cache
def _sampler(block: Block) -> Sampler:
    return Sampler(polytope(block))


def draw(asked: Asked, number: int, rng: np.random.Generator) -> Tables:
    """`number` tables, independent and uniform over all tables that satisfy the claims in a design.

    The design must be feasible (`feasibility.check`). Raises whole_points.Rare where fewer than `number` of the
    millions of tables that are proposed for a block satisfy it, as when nearly everyone is a clinician in secondary
    care.
    """
    cells: dict[Cell, Ints] = {}
    orders: dict[str, Ints] = {}
    for block in asked.blocks:
        (first, *_) = block.items
        if first.item.type == "ranking":
            orders[first.item.id] = _orders(block, first, asked.design.n, number, rng)
        else:
            cells |= dict(zip(block.cells, _counts(block, number, rng).T, strict=True))
    return Tables(cells, orders)


def _counts(block: Block, number: int, rng: np.random.Generator) -> Ints:
    """Counts of a block's cells (number, cells), every table that fits equally likely."""
    sampler = _sampler(block)
    return accepted(lambda tried: _placed(block, sampler.propose(tried, rng)), number)


def _placed(block: Block, counts: Ints) -> Ints:
    """The proposals in which every claimed rank holds."""
    fits = np.ones(len(counts), dtype=bool)
    where = {cell: position for position, cell in enumerate(block.cells)}
    for counted in block.items:
        ranks = dict(block.ranks).get(counted.item.id, ())
        if ranks:
            columns = [[where[cell] for cell in counted.count(level)] for level in counted.competing]
            fits &= placed(np.stack([counts[:, own].sum(axis=1) for own in columns], axis=1), counted.competing, ranks)
    return counts[fits]


def placed(scores: Ints, levels: tuple[str, ...], ranks: tuple[Ranked, ...]) -> Bools:
    """Where each level stands at its claimed place (B,), whichever way ties are settled; `scores` (B, levels)."""
    fits = np.ones(len(scores), dtype=bool)
    for rank in ranks:
        own = scores[:, [levels.index(rank.level)]]
        fits &= 1 + (scores > own).sum(axis=1) >= rank.low
        fits &= (scores >= own).sum(axis=1) <= rank.high
    return fits


def _orders(block: Block, counted: Counted, n: int, number: int, rng: np.random.Generator) -> Ints:
    """How many respondents give each order (number, orders), every way that fits the claims equally likely.

    The source does not say whether first choices or mean ranks made the published order: both must be in it.
    """
    asked, levels = polytope(block), len(counted.competing)
    first, rank, ranks = first_choice(levels), rank_in(levels), dict(block.ranks).get(counted.item.id, ())

    def propose(tried: int) -> Ints:
        # A multinomial with a flat Dirichlet: all compositions are equally likely.
        weights = rng.standard_exponential((tried, len(first)))
        counts = rng.multinomial(n, weights / weights.sum(axis=1, keepdims=True))
        firsts = counts @ first
        values = firsts @ asked.matrix.T
        meets = ((values >= asked.low) & (values <= asked.high)).all(axis=1)
        fits = meets & placed(firsts, counted.competing, ranks) & placed(-(counts @ rank), counted.competing, ranks)
        return counts[fits]

    return accepted(propose, number)


def by_stratum(tables: Tables, counted: Counted, parts: tuple[str, ...]) -> Ints:
    """The counts of parts that go by stratum (B, 3, parts)."""
    return np.stack([np.stack([tables.cells[cell] for cell in counted.count(part)], axis=1) for part in parts], axis=2)


def in_all(tables: Tables, counted: Counted, parts: tuple[str, ...]) -> Ints:
    """The counts of parts that are counted in all (B, parts)."""
    return np.stack([tables.cells[counted.item.id, part, ALL] for part in parts], axis=1)
