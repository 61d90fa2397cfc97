"""Linear programs whose optimum is proved in exact arithmetic.

HiGHS (Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5) finds a vertex and its multipliers in floating
point and is kept warm between objectives. Both are then made rational and checked in integers: a feasible
point attains the value, and multipliers of the right signs prove that nothing lies below it (weak duality).
Where rounding to simple fractions fails, the final basis is solved in fractions instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

LARGEST_DENOMINATOR = 10**6
NEAR = 1e-6
# Beyond this the solver's absolute tolerances would be finer than its arithmetic.
LARGEST_UNIT = 10**4
SAFE = 2.0**62
PRIMAL_SIMPLEX = 4
# A new objective leaves the last vertex feasible, so that the primal method goes on from it in a few steps.
OPTIONS = {
    "output_flag": False,
    "presolve": "off",
    "threads": 1,
    "solver": "simplex",
    "simplex_strategy": PRIMAL_SIMPLEX,
    "simplex_scale_strategy": 0,
}

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class Infeasible(ValueError):
    """No point satisfies the rows."""


class Unbounded(ValueError):
    """The objective has no lower limit on the rows."""


@dataclass(frozen=True, eq=False)
class Program:
    """low <= matrix . x <= high and x >= 0; matrix has shape (rows, columns), an open end is None."""

    matrix: IntArray
    low: tuple[Fraction | None, ...]
    high: tuple[Fraction | None, ...]

    @cached_property
    def scale(self) -> int:
        """The smallest number that makes every end whole."""
        return math.lcm(*(end.denominator for end in self.low + self.high if end is not None))

    @cached_property
    def unit(self) -> int:
        """What the solver multiplies ends and points by: makes most vertices whole, unless numbers grow too large."""
        return self.scale if self.scale <= LARGEST_UNIT else 1

    @cached_property
    def whole_low(self) -> tuple[int | None, ...]:
        """The lower ends times `scale`."""
        return tuple(None if end is None else int(end * self.scale) for end in self.low)

    @cached_property
    def whole_high(self) -> tuple[int | None, ...]:
        """The upper ends times `scale`."""
        return tuple(None if end is None else int(end * self.scale) for end in self.high)

    @cached_property
    def likely_denominator(self) -> int:
        """A common multiple of the coefficients: most vertices are whole once multiplied by it."""
        common = math.lcm(*(int(value) for value in np.unique(np.abs(self.matrix)) if value))
        return common if common <= LARGEST_DENOMINATOR else 1

    @cached_property
    def largest_column(self) -> float:
        """The largest sum of absolute coefficients in a column."""
        return float(np.abs(self.matrix).sum(axis=0).max())

    def with_row(self, row: IntArray, low: Fraction | None, high: Fraction | None) -> Program:
        """The same program with one more row; `row` has shape (columns,)."""
        return Program(np.vstack([self.matrix, row]), (*self.low, low), (*self.high, high))


@dataclass(frozen=True)
class Optimum:
    """A proved minimum: the value, the point that attains it and the multipliers that prove it.

    Point and multipliers are whole numbers over `point_parts` and `weight_parts`; `places` are the columns of the
    point's entries, all others are zero.
    """

    value: Fraction
    places: tuple[int, ...]
    amounts: tuple[int, ...]
    point_parts: int
    weights: tuple[int, ...]
    weight_parts: int

    @property
    def point(self) -> tuple[tuple[int, Fraction], ...]:
        """Column and exact value of every entry that is not zero."""
        pairs = zip(self.places, self.amounts, strict=True)
        return tuple((place, Fraction(amount, self.point_parts)) for place, amount in pairs if amount)


class _Quiet(highspy.Highs):
    """HiGHS without the banner that it prints when it starts its callbacks, none of which is used here."""

    def enableCallbacks(self) -> None:
        self.silent()


class Solver:
    """One program, kept warm: only the objective changes from one call to the next."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._columns = np.arange(program.matrix.shape[1], dtype=np.int32)
        self._highs = _Quiet()
        for option, value in OPTIONS.items():
            self._highs.setOptionValue(option, value)
        self._highs.passModel(_model(program))

    def minimise(self, costs: IntArray) -> Optimum:
        """The proved minimum of costs . x; costs has shape (columns,) and whole entries.

        Raises Infeasible, Unbounded, or ArithmeticError where the solver's answer cannot be proved.
        """
        self._highs.changeColsCost(len(self._columns), self._columns, costs.astype(np.float64))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Infeasible("no point satisfies the rows")
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise Unbounded("the objective has no lower limit")
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the solver stopped with {status}")
        solution = self._highs.getSolution()
        optimum = _rounded(self.program, costs, np.array(solution.col_value), np.array(solution.row_dual))
        if optimum is None:
            optimum = _from_basis(self.program, costs, self._highs.getBasis())
        if optimum is None:
            raise ArithmeticError("the solver's vertex is not optimal in exact arithmetic")
        return optimum


def is_feasible(program: Program) -> bool:
    """Whether some point satisfies every row, decided in exact arithmetic: is the least total violation zero?"""
    ends = zip(program.low, program.high, strict=True)
    if any(low is not None and high is not None and low > high for low, high in ends):
        return False
    rows = len(program.low)
    identity = np.eye(rows, dtype=np.int64)
    elastic = Program(np.hstack([program.matrix, identity, -identity]), program.low, program.high)
    costs = np.concatenate([np.zeros(program.matrix.shape[1], dtype=np.int64), np.ones(2 * rows, dtype=np.int64)])
    return Solver(elastic).minimise(costs).value == 0


def homogeneous(program: Program, denominator: IntArray) -> Program:
    """The program of Charnes and Cooper (1962, doi:10.1002/nav.3800090303) for ratios with this denominator.

    Columns are t x and, last, t > 0, scaled so that denominator . (t x) = 1.
    """
    rows: list[IntArray] = []
    for row, low, high in zip(program.matrix, program.low, program.high, strict=True):
        for sign, end in ((1, low), (-1, high)):
            if end is not None:
                rows.append(sign * np.append(row * end.denominator, -end.numerator))
    closed = (Fraction(0),) * len(rows)
    open_ends: tuple[Fraction | None, ...] = (None,) * len(rows)
    ratio = Program(np.array(rows), closed, open_ends)
    return ratio.with_row(np.append(denominator, 0), Fraction(1), Fraction(1))


def _model(program: Program) -> highspy.HighsLp:
    rows, columns = program.matrix.shape
    held = [np.flatnonzero(row) for row in program.matrix]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = np.zeros(columns)
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.full(columns, highspy.kHighsInf)
    model.row_lower_ = _floats(program, program.low, -highspy.kHighsInf)
    model.row_upper_ = _floats(program, program.high, highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(places) for places in held)])
    model.a_matrix_.index_ = np.concatenate(held)
    values = [row[places] for row, places in zip(program.matrix, held, strict=True)]
    model.a_matrix_.value_ = np.concatenate(values).astype(np.float64)
    return model


def _floats(program: Program, ends: Sequence[Fraction | None], missing: float) -> FloatArray:
    return np.array([missing if end is None else float(end * program.unit) for end in ends])


def _whole(values: FloatArray, likely: int) -> tuple[list[int], int]:
    """Whole numbers over one common denominator, near to some floats: 1, then `likely`, then what the first lacks."""
    parts = 1
    while True:
        scaled = values * parts
        near = np.rint(scaled)
        off = np.abs(scaled - near) > NEAR
        if not off.any() or parts > LARGEST_DENOMINATOR**2:
            return [int(value) for value in near.tolist()], parts
        first = Fraction(float(scaled[off.argmax()])).limit_denominator(LARGEST_DENOMINATOR)
        parts = likely if parts == 1 < likely else parts * max(first.denominator, 2)


def _common(values: Sequence[Fraction]) -> tuple[list[int], int]:
    parts = math.lcm(*(value.denominator for value in values))
    return [int(value * parts) for value in values], parts


def _rounded(program: Program, costs: IntArray, point: FloatArray, multipliers: FloatArray) -> Optimum | None:
    """The optimum that simple fractions near the solver's floats prove, or None where they prove none."""
    places = np.flatnonzero(point > NEAR)
    amounts, parts = _whole(point[places], program.likely_denominator)
    weights, weight_parts = _whole(multipliers, program.likely_denominator)
    return _proved(program, costs, (places.tolist(), amounts, parts * program.unit), (weights, weight_parts))


def _from_basis(program: Program, costs: IntArray, basis: highspy.HighsBasis) -> Optimum | None:
    """The optimum of a final basis, solved in fractions."""
    basic = highspy.HighsBasisStatus.kBasic
    columns = [i for i, status in enumerate(basis.col_status) if status == basic]
    tight = [i for i, status in enumerate(basis.row_status) if status != basic]
    at_high = {i for i in tight if basis.row_status[i] == highspy.HighsBasisStatus.kUpper}
    ends = [program.high[i] if i in at_high else program.low[i] for i in tight]
    if len(columns) != len(tight) or None in ends:
        return None
    square = [[Fraction(int(program.matrix[i, j])) for j in columns] for i in tight]
    point = solve_exactly(square, [Fraction(end) for end in ends if end is not None])
    prices = [Fraction(int(costs[j])) for j in columns]
    weights = solve_exactly([list(row) for row in zip(*square, strict=True)], prices)
    if point is None or weights is None:
        return None
    multipliers = dict(zip(tight, weights, strict=True))
    every = [multipliers.get(i, Fraction(0)) for i in range(len(program.low))]
    return _proved(program, costs, (columns, *_common(point)), _common(every))


def solve_exactly(square: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The solution of a square linear system by Gauss-Jordan elimination in fractions; None where it is singular."""
    rows = [[*row, value] for row, value in zip(square, right, strict=True)]
    for i in range(len(rows)):
        pivot = next((k for k in range(i, len(rows)) if rows[k][i]), None)
        if pivot is None:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        lead = rows[i][i]
        rows[i] = [value / lead for value in rows[i]]
        for k, row in enumerate(rows):
            if k != i and row[i]:
                rows[k] = [value - row[i] * unit for value, unit in zip(row, rows[i], strict=True)]
    return [row[-1] for row in rows]


def _proved(
    program: Program, costs: IntArray, point: tuple[list[int], list[int], int], multipliers: tuple[list[int], int]
) -> Optimum | None:
    """The optimum, if the point is feasible, the multipliers prove a lower limit, and the two meet."""
    places, amounts, parts = point
    weights, weight_parts = multipliers
    total = sum(cost * amount for cost, amount in zip(costs[places].tolist(), amounts, strict=True))
    limit = _limit(program, weights)
    if limit is None or total * weight_parts * program.scale != limit * parts:
        return None
    if not _holds(program, places, amounts, parts) or not _signs_hold(program, costs, weights, weight_parts):
        return None
    return Optimum(Fraction(total, parts), tuple(places), tuple(amounts), parts, tuple(weights), weight_parts)


def _holds(program: Program, places: list[int], amounts: list[int], parts: int) -> bool:
    """Whether a point lies within every end of the rows and has no negative entry."""
    if min(amounts, default=0) < 0:
        return False
    kind = np.int64 if max(amounts, default=0) * program.largest_column * len(program.low) < SAFE else object
    activity = (program.matrix[:, places].astype(kind) @ np.array(amounts, dtype=kind)).tolist()
    scale = program.scale
    return all(
        (low is None or low * parts <= total * scale) and (high is None or total * scale <= high * parts)
        for total, low, high in zip(activity, program.whole_low, program.whole_high, strict=True)
    )


def _limit(program: Program, weights: list[int]) -> int | None:
    """What multipliers add up to at the ends they push against, times `scale`; None where one pushes at no end."""
    total = 0
    for weight, low, high in zip(weights, program.whole_low, program.whole_high, strict=True):
        if weight:
            end = low if weight > 0 else high
            if end is None:
                return None
            total += weight * end
    return total


def _signs_hold(program: Program, costs: IntArray, weights: list[int], parts: int) -> bool:
    """Whether no column's cost falls below what the multipliers take from it."""
    largest = max(map(abs, weights), default=0) * program.largest_column + float(np.abs(costs).max()) * parts
    kind = np.int64 if largest < SAFE else object
    taken = np.array(weights, dtype=kind) @ program.matrix.astype(kind, copy=False)
    return bool((costs.astype(kind, copy=False) * parts >= taken).all())
