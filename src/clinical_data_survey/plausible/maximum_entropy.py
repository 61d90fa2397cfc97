"""The least committal population that fits the claims: the distribution over answer patterns of highest entropy.

It is a distribution, not a set of respondents, and one point, not a range: the reference from which the synthetic
wave is chosen. Jaynes (1957), doi:10.1103/PhysRev.106.620
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from scipy.optimize import minimize

from clinical_data_survey.plausible.count_windows import SUPPORT, Design, Windows, ends, readings, windows
from clinical_data_survey.plausible.priors import Floats
from clinical_data_survey.plausible.tallies import ANY, CARE, flag_names

TOLERANCE = 1e-5


@dataclass(frozen=True)
class Patterns:
    """All answer patterns over the pairwise-counted facts.

    `flags` (F, cells) says which pattern has which fact; the barriers, care levels and answers vary freely.
    """

    names: tuple[str, ...]
    flags: Floats

    def has(self, name: str) -> Floats:
        """1 for each pattern (cells,) with the fact, else 0."""
        return self.flags[self.names.index(name)]


def patterns(asked: Windows) -> Patterns:
    """Every combination of care level, horizon, vision, willingness, worry and barriers."""
    names = flag_names(asked)
    barriers = len(names) - len(CARE) - 6
    care = ((1, 0), (0, 1), (0, 0))
    horizon = ((1, 1), (0, 1), (0, 0))
    yes_or_no = tuple(product((0, 1), repeat=3 + barriers))
    cells = [(*level, *when, *rest, int(any(rest[3:]))) for level, when, rest in product(care, horizon, yes_or_no)]
    return Patterns(names, np.array(cells, dtype=np.float64).T)


def maximum_entropy(design: Design, reading: str) -> Floats:
    """Shares (F, F) of respondents with each two facts of `tallies.flag_names`, where entropy is highest.

    Shares of care levels are the design's, every claim about these facts holds as the reading has it, strict orders
    and directions in their closed form. Raises ArithmeticError where the optimiser does not meet the claims.
    """
    asked = windows(design.n, reading)
    cells = patterns(asked)
    rows, most = _constraints(cells, design, asked, reading)

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
    return (cells.flags * shares) @ cells.flags.T


def _constraints(cells: Patterns, design: Design, asked: Windows, reading: str) -> tuple[Floats, Floats]:
    """Rows and ends of `rows @ shares <= most`."""
    read = readings(reading)
    rows: list[tuple[Floats, float]] = []

    def between(values: Floats, low: float, high: float) -> None:
        rows.extend([(values, high), (-values, -low)])

    def share_of(care: str, size: int) -> Callable[[str], Floats]:
        return lambda fact: cells.has(care) * cells.has(fact) * (design.n / size)

    for care, size in zip(CARE, (design.secondary, design.tertiary), strict=True):
        between(cells.has(care), size / design.n, size / design.n)
    facts = ("within_5_years", "within_10_years", "lacks_clear_vision", "willing", ANY)
    for fact, claim in zip(facts, ("C01", "C02", "C03", "C04", "C07"), strict=True):
        low, high = ends(read[claim])
        between(cells.has(fact), float(low), float(high))
    secondary, tertiary = share_of("secondary", design.secondary), share_of("tertiary", design.tertiary)
    least, largest = (float(end) for end in asked.ratio)
    rows += [
        (secondary(SUPPORT) - largest * tertiary(SUPPORT), 0.0),
        (least * tertiary(SUPPORT) - secondary(SUPPORT), 0.0),
        (secondary("willing") - tertiary("willing"), 0.0),
        (tertiary("worried") - secondary("worried"), 0.0),
    ]
    groups = (*asked.barriers[:-1], (*asked.barriers[-1], SUPPORT))
    for upper, lower in pairwise(groups):
        rows += [(cells.has(below) - cells.has(above), 0.0) for above in upper for below in lower]
    return np.stack([row for row, _ in rows]), np.array([end for _, end in rows])
