"""Tables of counts that satisfy every claim, each feasible table equally likely.

Once the number of respondents and the split are fixed, the claims fall into blocks that share no count: horizon,
vision, willingness, worry, barriers with their follow-up question, opportunities, investors and roles. The feasible
tables are the product of the blocks' feasible sets, so that drawing each block uniformly draws the table uniformly.
A block is proposed uniformly from a box around its feasible set and rejected *whole* on any failure: to redraw a
part of it would favour tables whose other part is easily completed.

Orders cost no rejection but ties: the counts of levels that are exchangeable in the proposal are given to the levels
in the claimed order, which conditions on that order exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from itertools import pairwise, permutations
from math import ceil

import numpy as np
import numpy.typing as npt

from clinical_data_survey.plausible.count_windows import Design, Interval, Places, Windows, ratio_pairs

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Block = dict[str, Ints]
Proposal = Callable[[int], tuple[Block, Bools]]

STRATUM_COUNT = 3
FIELD_COUNT = 4
ORDERS = tuple(permutations(range(FIELD_COUNT)))
REST_ROLES = ("clinician", "researcher", "data_scientist", "other")
# Researchers, data scientists and others took part (C19); clinicians did so in the other two strata.
LEAST_ROLES = (0, 1, 1, 1)
# Proposals a round: enough to be worth a round, few enough to bound memory.
LEAST_TRIED, MOST_TRIED = 64, 20_000
PATIENCE = 300


@dataclass(frozen=True)
class Tables:
    """Counts of `B` populations; integer arrays, populations along the first axis.

    By stratum (B, 3): `within_5`, `within_10`, `lacks_vision`, `willing`, `worried`, `no_barrier`, `support`.
    In all: `barriers` (B, 4), `gap` (B, 3) and `investor` (B, 5), their levels in the order of the windows;
    `opportunity` (B, 24), the orders of four fields as in `ORDERS`; `roles` (B, 4) of the rest, as in `REST_ROLES`.
    """

    within_5: Ints
    within_10: Ints
    lacks_vision: Ints
    willing: Ints
    worried: Ints
    no_barrier: Ints
    support: Ints
    barriers: Ints
    gap: Ints
    investor: Ints
    opportunity: Ints
    roles: Ints

    def __len__(self) -> int:
        return len(self.within_5)

    def rows(self, chosen: slice) -> Tables:
        """The tables of some of the populations."""
        return Tables(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def draw(design: Design, asked: Windows, number: int, rng: np.random.Generator) -> Tables:
    """`number` tables, independent and uniform over all tables that satisfy the claims in a design.

    The design must be feasible (`feasibility.check`). Raises RuntimeError where fewer than `number` of the millions of
    tables that are proposed for a block satisfy it, as when nearly everyone is a clinician in secondary care.
    """
    sizes = design.sizes

    def horizon(tried: int) -> tuple[Block, Bools]:
        early, early_fits = _spread(asked.within_5, sizes, tried, rng)
        later = (design.n - asked.within_10[1], design.n - asked.within_10[0])
        late, late_fits = _spread(later, sizes, tried, rng)
        by_10 = np.array(sizes) - late
        return {"within_5": early, "within_10": by_10}, early_fits & late_fits & (early <= by_10).all(axis=1)

    def vision(tried: int) -> tuple[Block, Bools]:
        lacking, fits = _spread(asked.lacks_vision, sizes, tried, rng)
        return {"lacks_vision": lacking}, fits

    def willingness(tried: int) -> tuple[Block, Bools]:
        willing, fits = _spread(asked.willing, sizes, tried, rng)
        return {"willing": willing}, fits & (_secondary_minus_tertiary(willing, design) < 0)

    def worry(tried: int) -> tuple[Block, Bools]:
        worried = rng.integers(0, sizes, size=(tried, STRATUM_COUNT), endpoint=True)
        return {"worried": worried}, _secondary_minus_tertiary(worried, design) > 0

    def opportunity(tried: int) -> tuple[Block, Bools]:
        counts, fits = _fields_in_order(_compositions(design.n, len(ORDERS), tried, rng), asked.opportunity, rng)
        return {"opportunity": counts}, fits

    def investor(tried: int) -> tuple[Block, Bools]:
        levels = sum(map(len, asked.investor))
        counts, fits = _in_order(_compositions(design.n, levels, tried, rng), asked.investor, rng)
        return {"investor": counts}, fits

    blocks: Block = {}
    for proposal in (horizon, vision, willingness, worry, _barriers(design, asked, rng), opportunity, investor):
        blocks |= _accepted(proposal, number)
    extra = _compositions(design.rest - sum(LEAST_ROLES), len(REST_ROLES), number, rng)
    return Tables(**blocks, roles=extra + np.array(LEAST_ROLES))


def _accepted(propose: Proposal, number: int) -> Block:
    """The first `number` proposals that fit, in the order in which they were made."""
    kept: list[Block] = []
    found = tried = 0
    for _ in range(PATIENCE):
        rate = max(found, 1) / tried if tried else 1.0
        wanted = max(LEAST_TRIED, min(ceil((number - found) / rate), MOST_TRIED))
        block, fits = propose(wanted)
        kept.append({name: counts[fits] for name, counts in block.items()})
        found, tried = found + int(fits.sum()), tried + wanted
        if found >= number:
            return {name: np.concatenate([part[name] for part in kept])[:number] for name in kept[0]}
    raise RuntimeError(
        f"fewer than {number} of {tried} proposed tables satisfy the claims: the split is too lopsided to be sampled"
    )


def _spread(total: Interval, sizes: tuple[int, ...], tried: int, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Counts by stratum (tried, 3) with their sum in `total`, uniform over all that fit, and whether each fits.

    The box does not depend on the sum that was drawn: were it made to, sums with few splits would be favoured.
    """
    low, high = total
    secondary, tertiary, rest = sizes
    sums = rng.integers(low, high, size=tried, endpoint=True)
    of_secondary, of_tertiary = (
        rng.integers(max(0, low - others), min(own, high), size=tried, endpoint=True)
        for own, others in ((secondary, tertiary + rest), (tertiary, secondary + rest))
    )
    left = sums - of_secondary - of_tertiary
    return np.stack([of_secondary, of_tertiary, left], axis=1), (left >= 0) & (left <= rest)


def _secondary_minus_tertiary(counts: Ints, design: Design) -> Ints:
    """The sign of the difference between shares, in whole numbers."""
    return np.sign(counts[:, 0] * design.tertiary - counts[:, 1] * design.secondary)


def _compositions(total: int, parts: int, tried: int, rng: np.random.Generator) -> Ints:
    """Ways to share `total` among `parts` (tried, parts), all equally likely: a multinomial with a flat Dirichlet."""
    weights = rng.standard_exponential((tried, parts))
    return rng.multinomial(total, weights / weights.sum(axis=1, keepdims=True))


def _in_order(counts: Ints, groups: Places, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Exchangeable counts given to levels so that each group stands strictly above the next, and whether it does."""
    ranked = -np.sort(-counts, axis=1)
    starts = _starts(groups)
    fits = np.all([ranked[:, start - 1] > ranked[:, start] for start in starts[1:-1]], axis=0)
    return _shuffled(ranked, starts, rng), fits


def _starts(groups: Places) -> list[int]:
    """Where each group begins, and where the last ends."""
    return [0, *np.cumsum([len(group) for group in groups]).tolist()]


def _shuffled(columns: Ints, starts: list[int], rng: np.random.Generator) -> Ints:
    """Columns in random order within each group, afresh in each row."""
    shuffled = columns.copy()
    for start, end in pairwise(starts):
        if end - start > 1:
            shuffled[:, start:end] = rng.permuted(columns[:, start:end], axis=1)
    return shuffled


FIRST_CHOICE = np.array([[order[0] == field for field in range(FIELD_COUNT)] for order in ORDERS], dtype=np.int64)
RANKS = np.array([[order.index(field) + 1 for field in range(FIELD_COUNT)] for order in ORDERS], dtype=np.int64)
_POSITION = {order: position for position, order in enumerate(ORDERS)}
# _RENAMED[p, o]: the order that becomes order `o` when the field ORDERS[p][i] takes the name `i`.
_RENAMED = np.array([[_POSITION[tuple(named[i] for i in order)] for order in ORDERS] for named in ORDERS])
_CODE = FIELD_COUNT ** np.arange(FIELD_COUNT - 1, -1, -1)
_ORDER_OF_CODE = np.full(FIELD_COUNT**FIELD_COUNT, -1)
_ORDER_OF_CODE[np.array(ORDERS) @ _CODE] = np.arange(len(ORDERS))


def _fields_in_order(counts: Ints, groups: Places, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Counts of orders with the fields renamed to stand as claimed by mean rank, and whether first choices agree."""
    # The source does not say which of the two made the order; a population must satisfy both readings.
    rank_sums, firsts = counts @ RANKS, counts @ FIRST_CHOICE
    by_mean = np.argsort(rank_sums, axis=1, kind="stable")
    ordered_sums = np.take_along_axis(rank_sums, by_mean, axis=1)
    ordered_firsts = np.take_along_axis(firsts, by_mean, axis=1)
    starts = _starts(groups)
    fits = np.ones(len(counts), dtype=bool)
    for first, start, end in zip(starts, starts[1:], starts[2:], strict=False):
        fits &= ordered_sums[:, start - 1] < ordered_sums[:, start]
        fits &= ordered_firsts[:, first:start].min(axis=1) > ordered_firsts[:, start:end].max(axis=1)
    named = _shuffled(by_mean, starts, rng)
    return np.take_along_axis(counts, _RENAMED[_ORDER_OF_CODE[named @ _CODE]], axis=1), fits


def _barriers(design: Design, asked: Windows, rng: np.random.Generator) -> Proposal:
    """The proposal of the block of barriers: who sees none, lack of support, the other barriers, the follow-up."""
    pairs = np.array(ratio_pairs(design, asked.ratio))
    nobody = (design.n - asked.any_barrier[1], design.n - asked.any_barrier[0])
    most = asked.any_barrier[1]
    levels = sum(map(len, asked.barriers))
    claimed_levels = levels - len(asked.barriers[-1])

    def propose(tried: int) -> tuple[Block, Bools]:
        none, fits = _spread(nobody, design.sizes, tried, rng)
        of_rest = rng.integers(0, design.rest, size=tried, endpoint=True)
        support = np.column_stack([pairs[rng.integers(len(pairs), size=tried)], of_rest])
        fits &= (support <= np.array(design.sizes) - none).all(axis=1)
        # What is left to draw is drawn for those alone that can still fit: the others are rejected whatever follows.
        none, support = none[fits], support[fits]
        seeing, held = design.n - none.sum(axis=1), support.sum(axis=1)
        proposed = rng.integers(0, most, size=(len(none), levels), endpoint=True)
        barriers, fits = _in_order(proposed, asked.barriers, rng)
        fits &= held < barriers[:, :claimed_levels].min(axis=1)
        # Everyone who sees a barrier must be able to hold one.
        fits &= (barriers[:, 0] <= seeing) & (barriers.sum(axis=1) + held >= seeing)
        none, support, barriers = none[fits], support[fits], barriers[fits]
        # Lack of expertise, which those asked the follow-up must hold, is the first.
        gap, fits = _gap(asked.gap, barriers[:, 0], most, rng)
        return {"no_barrier": none, "support": support, "barriers": barriers, "gap": gap}, fits

    return propose


def _gap(groups: Places, base: Ints, most: int, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Whose lack of expertise matters most: counts that add up to the base, in the claimed order."""
    parts = sum(map(len, groups))
    free = rng.integers(0, most, size=(len(base), parts - 1), endpoint=True)
    last = base - free.sum(axis=1)
    counts, separate = _in_order(np.column_stack([free, last]), groups, rng)
    return counts, separate & (last >= 0)
