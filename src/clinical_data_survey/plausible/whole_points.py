"""The whole points of a polytope: is there one, and a sampler that gives each with the same chance.

Points are proposed uniformly from a box around the polytope and rejected *whole* on any failure: to redraw a part of
a point would favour points whose other part is easily completed. The box is taken in coordinates in which it is
small: wherever a row allows few values, the row itself becomes a coordinate in place of one of its unknowns. The
change is unimodular, so that whole points match one to one and uniform stays uniform.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt
from scipy.optimize import LinearConstraint, linprog, milp

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Proposals a round: enough to be worth a round, few enough to bound memory.
LEAST_TRIED, MOST_TRIED = 64, 20_000
PATIENCE = 1000
NEARLY_WHOLE = 1e-6


class Rare(ValueError):
    """A polytope whose points are too rare in its box to be found by proposing."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """Whole x >= 0 with low <= matrix @ x <= high; `matrix` (rows, unknowns), open ends -inf and inf."""

    matrix: Floats
    low: Floats
    high: Floats

    def point(self) -> Floats | None:
        """One whole point (unknowns,), None where there is none. Raises ArithmeticError where the solver stops."""
        if (self.low > self.high).any():
            return None
        unknowns = self.matrix.shape[1]
        answer = milp(
            np.zeros(unknowns),
            integrality=np.ones(unknowns),
            constraints=LinearConstraint(self.matrix, self.low, self.high),
        )
        if answer.status not in (0, 2) or (answer.status == 0 and answer.x is None):
            raise ArithmeticError(f"the integer solver stopped: {answer.message}")
        return None if answer.x is None else np.rint(answer.x)


class Sampler:
    """Draws whole points of a polytope, independent and each with the same chance.

    Raises ValueError where a coordinate has no limit. The polytope must have a whole point.
    """

    def __init__(self, polytope: Polytope) -> None:
        unknowns = polytope.matrix.shape[1]
        rows = np.vstack([np.eye(unknowns), polytope.matrix])
        asked_low = np.concatenate([np.zeros(unknowns), polytope.low])
        asked_high = np.concatenate([np.full(unknowns, np.inf), polytope.high])
        low, high = _ranges(rows, polytope)
        chosen = _coordinates(rows, high - low)
        self._low, self._high = low[chosen].astype(np.int64), high[chosen].astype(np.int64)
        self._points = np.rint(np.linalg.inv(rows[chosen]))
        # A row that no corner of the box breaks need not be looked at.
        asked = rows @ self._points
        rising, falling = np.maximum(asked, 0), np.minimum(asked, 0)
        least = rising @ self._low + falling @ self._high
        most = rising @ self._high + falling @ self._low
        breakable = (least < asked_low) | (most > asked_high)
        self._asked = list(zip(asked[breakable], asked_low[breakable], asked_high[breakable], strict=True))

    def draw(self, number: int, rng: np.random.Generator) -> Ints:
        """So many points (number, unknowns). Raises Rare where too few of millions of proposals are points."""
        return accepted(lambda tried: self.propose(tried, rng), number)

    def propose(self, tried: int, rng: np.random.Generator) -> Ints:
        """Those of so many proposals that are points of the polytope (points, unknowns), in the order of drawing."""
        drawn = rng.integers(self._low, self._high, size=(tried, len(self._low)), endpoint=True).astype(np.float64)
        for row, low, high in self._asked:
            value = drawn @ row
            drawn = drawn[(value >= low) & (value <= high)]
        return np.rint(drawn @ self._points.T).astype(np.int64)


def accepted(propose: Callable[[int], Ints], number: int) -> Ints:
    """The first `number` rows that `propose` lets pass of as many rows as it is told to try.

    Raises Rare where too few of millions pass.
    """
    kept: list[Ints] = []
    found = tried = 0
    for _ in range(PATIENCE):
        rate = max(found, 1) / tried if tried else 1.0
        wanted = max(LEAST_TRIED, min(ceil((number - found) / rate), MOST_TRIED))
        kept.append(propose(wanted))
        found, tried = found + len(kept[-1]), tried + wanted
        if found >= number:
            return np.concatenate(kept)[:number]
    raise Rare(f"fewer than {number} of {tried:,} proposed tables satisfy the claims: they are too rare to be sampled")


def _ranges(rows: Floats, polytope: Polytope) -> tuple[Floats, Floats]:
    """The least and the largest whole value of each row on the polytope; none wider than a linear program says."""
    found = np.empty((2, len(rows)))
    upper, lower = np.isfinite(polytope.high), np.isfinite(polytope.low)
    within = np.vstack([polytope.matrix[upper], -polytope.matrix[lower]])
    most = np.concatenate([polytope.high[upper], -polytope.low[lower]])
    for i, row in enumerate(rows):
        for end, sign in enumerate((1, -1)):
            answer = linprog(sign * row, A_ub=within, b_ub=most, method="highs")
            found[end, i] = sign * answer.fun if answer.status == 0 else -sign * np.inf
    return np.ceil(found[0] - NEARLY_WHOLE), np.floor(found[1] + NEARLY_WHOLE)


def _coordinates(rows: Floats, widths: Floats) -> list[int]:
    """Rows, narrowest first, whose values fix every unknown by whole numbers: a matrix of determinant 1 or -1."""
    reduced, left = rows.copy(), np.ones(rows.shape[1], dtype=bool)
    chosen: list[int] = []
    for i in np.argsort(widths, kind="stable").tolist():
        pivots = np.flatnonzero((np.abs(reduced[i]) == 1) & left)
        if not pivots.size or not np.isfinite(widths[i]):
            continue
        pivot = pivots[-1]
        chosen.append(i)
        left[pivot] = False
        reduced -= np.outer(reduced[:, pivot] / reduced[i, pivot], reduced[i])
    if left.any():
        raise ValueError("a count has no upper limit")
    return chosen
