"""Which cells of linked tables must stay empty, so that nobody can work a small count out from the others.

Everything that is published is a sum over one population of respondents. A reader who looks for a hidden count knows
those sums, that counts are whole numbers, and how items hang together; what the reader cannot exclude is every
population that fits. Cells are hidden until, for each count at risk, one fitting population has nobody there and
another has at least as many as the threshold. Each is found, not inferred, and still fits when more is hidden later; so
the protection is not a heuristic's promise but shown.

Cells give way by rank: one of a rank is hidden only where no population that moves cells of lower ranks alone would do.
What is hidden beside the counts at risk is tried again in the end, and shown where cells of lower ranks can take its
place or none is needed.

The search takes one count at risk after another and hides what a program has to move to make room for it, as do
the linear programs of Zayatz (1992), research report RR-92/02 of the US Bureau of the Census, and the network flows of
Kelly, Golden and Assad (1992), Networks 22; here in whole numbers and on all tables at once. It hides enough, not the
least: for that see Fischetti and Salazar-González (2001), doi:10.1287/mnsc.47.7.1008.9805.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array, hstack, vstack

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

OPTIONS = {"time_limit": 20.0, "mip_rel_gap": 0.1}
WHOLE = 1e-6


@dataclass(frozen=True)
class LinkedBlock:
    """The unknown counts of one set of tables.

    `truth` holds their values, shape (unknowns,); `sums` says what each cell adds up, shape (cells, unknowns); `parts`
    what adds up to each part that the block shares with the centre, shape (parts, unknowns), and `centre` the same
    parts in the centre's unknowns. Each row of `rules`, shape (rules, unknowns), adds up to at least 0.
    """

    truth: Integers
    sums: csr_array
    parts: csr_array
    centre: csr_array
    rules: csr_array


@dataclass(frozen=True)
class _Search:
    """One mixed-integer model: all unknown counts, and what each published cell would have to give way."""

    unknowns: int
    sums: csr_array
    links: csr_array
    linked: Floats
    rules: csr_array
    cells: slice


@dataclass(frozen=True)
class LinkedSystem:
    """All tables of a publication: blocks that share the grouping items, which the first block (the centre) holds.

    Over all cells of all blocks, in their order: `published` are printed unless hidden, `at_risk` are small, `ranks`
    say which give way first (the lower), `base` is the position of the base that a cell belongs to (its own for a
    base).
    """

    blocks: tuple[LinkedBlock, ...]
    published: Truths
    at_risk: Truths
    ranks: Integers
    base: Integers

    @cached_property
    def offsets(self) -> Integers:
        """Where each block's cells begin, and the number of all cells."""
        return np.concatenate([[0], np.cumsum([block.sums.shape[0] for block in self.blocks])]).astype(np.int64)

    @cached_property
    def values(self) -> Integers:
        """The true count of every cell."""
        return np.concatenate([np.rint(block.sums @ block.truth) for block in self.blocks]).astype(np.int64)

    @cached_property
    def costs(self) -> Floats:
        """What hiding a cell counts among those of its rank: one each, and a little more the more people it holds."""
        return 1 + self.values / max(1, int(self.values.max(initial=0)))

    @cached_property
    def alone(self) -> tuple[_Search, ...]:
        """For each block the model in which it moves and the groups of the centre stay as they are."""
        return tuple(_one_block(self, block) for block in range(len(self.blocks)))

    @cached_property
    def together(self) -> _Search:
        """The model in which everything moves."""
        return _everything(self)

    def cells(self, block: int) -> slice:
        """The cells of a block among all."""
        return slice(int(self.offsets[block]), int(self.offsets[block + 1]))

    def block_of(self, cell: int) -> int:
        """The block that holds a cell."""
        return int(np.searchsorted(self.offsets, cell, side="right")) - 1


@dataclass(frozen=True)
class Suppressed:
    """The cells that are hidden, shape (cells,), and the span of each cell over the witnesses, shape (cells,)."""

    hidden: Truths
    lowest: Integers
    highest: Integers


@dataclass(frozen=True)
class _State:
    """What is hidden so far, and the populations that show what a reader cannot exclude, each by all cells' sums."""

    hidden: Truths
    witnesses: tuple[Integers, ...]

    @cached_property
    def span(self) -> tuple[Integers, Integers]:
        """The least and the largest count of each cell over the witnesses."""
        return np.min(self.witnesses, axis=0), np.max(self.witnesses, axis=0)


def suppress(system: LinkedSystem, width: int) -> Suppressed:
    """Hide the cells at risk, and others with them, until no count at risk can be narrowed to less than 0 to `width`.

    Every hidden cell ends with a span of at least `width`, from nobody to at least `width` where it is at risk. Should
    the search fail within its time for one cell, every cell is hidden. None that is hidden beside those at risk could
    be shown at the price of cells of lower ranks alone, as far as the search can tell in its time; that the cells are
    the fewest is not claimed.

    Raises ValueError where fewer than `width` respondents answered: then nothing can be published.
    """
    if system.blocks[0].truth.sum() < width:
        raise ValueError(f"fewer than {width} respondents: no table of them can be protected")
    start = _State(_with_rows(system, system.published & system.at_risk), (system.values,))
    found = _protected(system, start, width, int(system.ranks.max()))
    if found is None:
        return Suppressed(system.published.copy(), *start.span)
    for cell in _worth_showing(system, found.hidden):
        found = _shown_again(system, found, width, cell) or found
    return Suppressed(found.hidden, *found.span)


def _protected(system: LinkedSystem, state: _State, width: int, rank: int) -> _State | None:
    """The state in which every cell is safe, with more hidden of up to that rank; None where none was found."""
    while True:
        open_cells = np.flatnonzero((state.hidden | system.at_risk) & ~_safe(system, *state.span, width))
        if not len(open_cells):
            return state
        cell = int(open_cells[np.argmax(system.ranks[open_cells])])
        population = _witness(system, state, cell, width, rank)
        if population is None:
            return None
        hidden = _with_rows(system, state.hidden | (system.published & (population != system.values)))
        state = _State(hidden, (*state.witnesses, population))


def _worth_showing(system: LinkedSystem, hidden: Truths) -> Integers:
    """The hidden cells that might not have to be, those first that should give way last."""
    cells = np.flatnonzero(hidden & ~system.at_risk)
    return cells[np.lexsort((-system.values[cells], -system.ranks[cells]))]


def _shown_again(system: LinkedSystem, state: _State, width: int, cell: int) -> _State | None:
    """The state with a cell shown, at most at the price of cells of lower ranks; None where that cannot be.

    The populations that gave the cell another count no longer count as witnesses, so others must take their place.
    """
    base = system.base[cell]
    if not state.hidden[cell] or (base != cell and state.hidden[base]):
        return None
    hidden = state.hidden.copy()
    hidden[cell] = False
    kept = tuple(witness for witness in state.witnesses if witness[cell] == system.values[cell])
    return _protected(system, _State(hidden, kept), width, int(system.ranks[cell]) - 1)


def _safe(system: LinkedSystem, lowest: Integers, highest: Integers, width: int) -> Truths:
    wide = highest - lowest >= width
    return np.where(system.at_risk, (lowest <= 0) & (highest >= width), wide)


def _with_rows(system: LinkedSystem, hidden: Truths) -> Truths:
    """A row whose base is hidden is hidden as a whole."""
    return hidden | (system.published & hidden[system.base])


def _witness(system: LinkedSystem, state: _State, cell: int, width: int, rank: int) -> Integers | None:
    """A population that widens what is possible in `cell`, moving printed cells of as low a rank as can be; its sums.

    At each rank first only the cell's own block moves, with the groups as they are; where that cannot do, everything
    may. None where the search finds none up to `rank` in its time.
    """
    block = system.block_of(cell)
    models = [system.together] if block == 0 else [system.alone[block], system.together]
    aims = _aims(system, *state.span, cell, width)
    for highest in np.unique(np.minimum(system.ranks[system.published], rank)):
        movable = system.published & ~state.hidden & (system.ranks <= highest)
        for search, (low, high) in product(models, aims):
            found = _solve(system, search, state.hidden, movable, cell, low, high)
            if found is not None:
                return found
    return None


def _aims(
    system: LinkedSystem, lowest: Integers, highest: Integers, cell: int, width: int
) -> list[tuple[float, float]]:
    """The ranges in which a witness's count may lie, most wanted first."""
    up, down = (lowest[cell] + width, np.inf), (0, highest[cell] - width)
    if not system.at_risk[cell]:
        return [up, down] if down[1] >= 0 else [up]
    return [(width, np.inf)] if highest[cell] < width else [(0, 0)]


def _one_block(system: LinkedSystem, index: int) -> _Search:
    block = system.blocks[index]
    return _Search(
        unknowns=len(block.truth),
        sums=block.sums,
        links=block.parts,
        linked=np.asarray(block.parts @ block.truth, dtype=float),
        rules=block.rules,
        cells=system.cells(index),
    )


def _everything(system: LinkedSystem) -> _Search:
    centre, others = system.blocks[0], system.blocks[1:]
    size = csr_array(np.ones((1, len(centre.truth))))
    rows = [hstack([size, *(csr_array((1, len(block.truth))) for block in others)])]
    for i, block in enumerate(others):
        here = [csr_array((block.parts.shape[0], len(other.truth))) for other in others]
        here[i] = block.parts
        rows.append(hstack([-block.centre, *here]))
    links = csr_array(vstack(rows))
    linked = np.zeros(links.shape[0])
    linked[0] = centre.truth.sum()
    sums = csr_array(block_diag([block.sums for block in system.blocks], format="csr"))
    rules = csr_array(block_diag([block.rules for block in system.blocks], format="csr"))
    unknowns = sum(len(block.truth) for block in system.blocks)
    return _Search(unknowns, sums, links, linked, rules, slice(0, len(system.published)))


def _solve(
    system: LinkedSystem, search: _Search, hidden: Truths, movable: Truths, cell: int, low: float, high: float
) -> Integers | None:
    """The fitting population that moves the fewest and cheapest movable cells; all cells' sums, or None."""
    here, start = search.cells, search.cells.start
    fixed = np.flatnonzero((system.published & ~hidden & ~movable)[here])
    free = np.flatnonzero(movable[here])
    moves = csr_array((np.ones(len(free)), (np.arange(len(free)), np.arange(len(free)))), shape=(len(free),) * 2)
    rest = vstack([search.sums[fixed], search.links, search.rules, search.sums[[cell - start]]])
    empty = csr_array((rest.shape[0], 2 * len(free)))
    matrix = vstack([hstack([search.sums[free], -moves, moves]), hstack([rest, empty])]).tocsr()
    values = system.values[here]
    known = np.concatenate([values[free], values[fixed], search.linked])
    costs = system.costs[here][free]
    objective = np.concatenate([np.zeros(search.unknowns), costs, costs])
    unlimited = np.full(search.rules.shape[0], np.inf)
    limits = LinearConstraint(
        matrix, np.concatenate([known, np.zeros(len(unlimited)), [low]]), np.concatenate([known, unlimited, [high]])
    )
    for integrality in (0, 1):
        whole = np.concatenate([np.full(search.unknowns, integrality), np.zeros(2 * len(free))])
        answer = milp(objective, constraints=limits, integrality=whole, bounds=Bounds(0, np.inf), options=OPTIONS)
        if answer.x is None:
            return None
        counts = np.rint(answer.x[: search.unknowns])
        if np.abs(counts - answer.x[: search.unknowns]).max() < WHOLE:
            break
    population = system.values.copy()
    population[here] = np.rint(search.sums @ counts).astype(np.int64)
    return population
