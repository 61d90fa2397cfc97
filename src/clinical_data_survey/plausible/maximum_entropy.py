"""The least committal population that fits the claims: the distribution over answer patterns of highest entropy.

It is a distribution, not a set of respondents, and one point, not a range: the reference from which the synthetic
wave is chosen. Jaynes (1957), doi:10.1103/PhysRev.106.620
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import minimize

from clinical_data_survey.plausible.dials import Asked
from clinical_data_survey.plausible.priors import Floats
from clinical_data_survey.plausible.tallies import facts
from clinical_data_survey.published import count_rules
from clinical_data_survey.published.count_rules import ALL, CLINICIANS, STRATA, Cell, Counted

TOLERANCE = 1e-4


@dataclass(frozen=True)
class PatternSpace:
    """All answer patterns over strata and the items whose facts are counted pairwise.

    `has` (patterns,) of a stratum or of a part of an item in it: 1 for each pattern with it, else 0.
    """

    items: tuple[Counted, ...]
    held: dict[Cell, Floats]

    def has(self, item: str, part: str, stratum: str = ALL) -> Floats:
        """1 for each pattern with a part of an item in a stratum; with an empty item, just in the stratum."""
        inside = self.held["", "", stratum] if stratum != ALL else np.ones_like(self.held["", "", STRATA[0]])
        return inside * self.held[item, part, ALL] if item else inside


def patterns(asked: Asked) -> PatternSpace:
    """Every combination of stratum, parts of each item with facts, and ticks of each multiple response."""
    wanted = {fact.item for fact in facts(asked)}
    items = tuple(counted for name, counted in asked.counted.items() if name in wanted)
    answers = [
        list(product((0, 1), repeat=len(one.competing))) if one.multiple else np.eye(len(one.parts), dtype=int).tolist()
        for one in items
    ]
    cells = list(product(np.eye(len(STRATA), dtype=int).tolist(), *answers))
    columns = [np.array(column, dtype=np.float64) for column in zip(*cells, strict=True)]
    held = {("", "", stratum): columns[0][:, i] for i, stratum in enumerate(STRATA)}
    for one, column in zip(items, columns[1:], strict=True):
        held |= {(one.item.id, part, ALL): column[:, i] for i, part in enumerate(one.names[: column.shape[1]])}
        if one.multiple:
            held[one.item.id, one.none, ALL] = 1 - column.max(axis=1)
    return PatternSpace(items, held)


def maximum_entropy(asked: Asked) -> Floats:
    """Shares (F, F) of respondents with each two of the flags of `tallies`, where entropy is highest.

    Shares of strata are the design's, every claim about these facts holds as the reading has it, strict orders and
    directions in their closed form. Raises ArithmeticError where the optimiser does not meet the claims.
    """
    cells = patterns(asked)
    rows, most = _constraints(cells, asked)

    def dual(multipliers: Floats) -> tuple[float, Floats]:
        exponent = -multipliers @ rows
        largest = exponent.max()
        weights = np.exp(exponent - largest)
        total = weights.sum()
        return largest + np.log(total) + multipliers @ most, most - rows @ (weights / total)

    found = minimize(
        dual,
        np.zeros(len(most)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, None)] * len(most),
        options={"maxiter": 20_000, "maxfun": 40_000, "ftol": 1e-15, "gtol": 1e-9},
    )
    exponent = -found.x @ rows
    shares = np.exp(exponent - exponent.max())
    shares /= shares.sum()
    worst = float((rows @ shares - most).max())
    if worst > TOLERANCE:
        raise ArithmeticError(f"the distribution of highest entropy misses a claim by {worst:.2g}")
    flags = [cells.has("", "", stratum) for stratum in CLINICIANS]
    for fact in facts(asked):
        flags.append(np.max([cells.has(fact.item, part) for part in fact.parts], axis=0))
    have = np.array(flags)
    return (have * shares) @ have.T


def _constraints(cells: PatternSpace, asked: Asked) -> tuple[Floats, Floats]:
    """Rows and ends of `rows @ shares <= most`; each row's largest entry is 1."""
    n = asked.design.n
    rows: list[Floats] = []
    most: list[float] = []

    def between(values: Floats, low: float | None, high: float | None) -> None:
        scale = np.abs(values).max() or 1.0
        for end, sign in ((high, 1), (low, -1)):
            if end is not None:
                rows.append(sign * values / scale)
                most.append(sign * end / scale)

    for stratum, size in asked.sizes.items():
        between(cells.has("", "", stratum), size / n, size / n)
    shares = {stratum: Fraction(size, n) for stratum, size in asked.sizes.items()}
    names = {one.item.id for one in cells.items}
    counted = {name: one for name, one in asked.counted.items() if name in names}
    claims = [claim for claim in asked.claims if claim.item in names]
    for block in count_rules.blocks_of(claims, counted, shares, asked.reading):
        for rule in block.rules:
            if rule.terms:
                values = np.sum([weight * cells.has(*cell) for cell, weight in rule.terms], axis=0)
                between(values, *(None if end is None else float(end) for end in (rule.low, rule.high)))
    return np.stack(rows), np.array(most)
