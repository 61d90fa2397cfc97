"""Sharp bounds: the least and the largest value of a quantity over every set of answers that fits the claims.

Two methods, which differ by the rounding to whole people:

* `Bounds` solves linear programs and proves each end by duality in exact arithmetic. Shares, differences and
  conditional shares on a known base are linear; ratios and conditional shares on an unknown base become linear
  by the change of variables of Charnes and Cooper (1962, doi:10.1002/nav.3800090303).
* `integer_bound` counts whole people, given n, by branch and bound; ratios are reduced to a few linear problems
  by the method of Dinkelbach (1967, doi:10.1287/mnsc.13.7.492).

The identified set of Manski (2003, doi:10.1007/b97478) is the interval between both ends, since a linear or
linear-fractional quantity takes every value between on a connected set.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from scipy.optimize import LinearConstraint, milp

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied.answer_patterns import NO_CLAIM, Constraint, Constraints
from clinical_data_survey.implied.exact_programs import (
    Infeasible,
    IntArray,
    Optimum,
    Program,
    Solver,
    Unbounded,
    homogeneous,
    is_feasible,
)
from clinical_data_survey.implied.quantities import Form, Quantity
from clinical_data_survey.implied.witnesses import Population

DUALITY, BRANCH_AND_BOUND = "duality", "branch and bound"

_Point = tuple[tuple[int, Fraction], ...]
_Low = tuple[Fraction, _Point]
_High = tuple[Fraction | None, _Point]


@dataclass(frozen=True)
class Bound:
    """Both ends of an identified set, each with a set of answers that attains it.

    `high` is None where there is no upper limit: the witness then has an empty denominator and a numerator that
    is not, and answers near it have ratios as large as one likes. `proof` says what proves the ends.
    """

    low: Fraction
    high: Fraction | None
    low_witness: Population
    high_witness: Population
    proof: str

    @property
    def width(self) -> Fraction | None:
        """high - low; None where there is no upper limit."""
        return None if self.high is None else self.high - self.low


class Bounds:
    """Sharp linear bounds under one set of claims; one warm solver serves all linear quantities.

    Raises errors.ClaimsConflict, from the first call on, where no answers fit the claims.
    """

    def __init__(self, frame: Constraints) -> None:
        self.frame = frame

    @cached_property
    def program(self) -> Program:
        """The constraints as rows over the cells."""
        return program_of(self.frame.rows)

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self.program)

    def bound(self, quantity: Quantity) -> Bound:
        """The sharp bounds of a quantity, with a witness at each end.

        Raises ValueError where its denominator is empty in every set of answers that fits.
        """
        form = quantity.form(self.frame)
        low, high = self._ends(form)
        return Bound(low[0], high[0], self._population(low[1]), self._population(high[1]), DUALITY)

    def interval(self, quantity: Quantity) -> tuple[Fraction, Fraction | None]:
        """Both ends alone; high is None where there is no upper limit."""
        return self.intervals([quantity])[0]

    def intervals(self, quantities: Sequence[Quantity]) -> list[tuple[Fraction, Fraction | None]]:
        """Both ends of many quantities; fastest for many at once."""
        forms = [quantity.form(self.frame) for quantity in quantities]
        linear = [i for i, form in enumerate(forms) if form.denominator is None]
        # Neighbouring objectives share most of their basis: first all minima, then all maxima.
        lows = {i: forms[i].factor * self.least(forms[i].numerator) for i in linear}
        highs = {i: -forms[i].factor * self.least(-forms[i].numerator) for i in linear}
        return [(lows[i], highs[i]) if i in lows else self._ratio_interval(form) for i, form in enumerate(forms)]

    def _ratio_interval(self, form: Form) -> tuple[Fraction, Fraction | None]:
        low, high = self._ends(form)
        return low[0], high[0]

    def _ends(self, form: Form) -> tuple[_Low, _High]:
        if form.denominator is None:
            low, high = (self._minimum(sign * form.numerator) for sign in (1, -1))
            return (form.factor * low.value, low.point), (-form.factor * high.value, high.point)
        return self._ratio_ends(form, form.denominator)

    def least(self, costs: IntArray) -> Fraction:
        """The proved minimum of costs . counts; costs has shape (cells,)."""
        return self._minimum(costs).value

    def _minimum(self, costs: IntArray) -> Optimum:
        try:
            return self._solver.minimise(costs)
        except Infeasible:
            raise conflict(self.frame, lambda rows: is_feasible(program_of(rows))) from None

    def _ratio_ends(self, form: Form, denominator: IntArray) -> tuple[_Low, _High]:
        self._minimum(np.zeros_like(denominator))
        solver = Solver(homogeneous(self.program, denominator))
        numerator = np.append(form.numerator, 0)
        try:
            low = solver.minimise(numerator)
        except Infeasible:
            raise ValueError("the base of the quantity is empty in every set of answers that fits") from None
        low_end = (form.factor * low.value, _unscaled(low))
        try:
            high = solver.minimise(-numerator)
        except Unbounded:
            return low_end, (None, self._without_limit(form.numerator, denominator))
        return low_end, (-form.factor * high.value, _unscaled(high))

    def _without_limit(self, numerator: IntArray, denominator: IntArray) -> _Point:
        """Proof that a ratio has no upper limit: somebody in its numerator where nobody is in its denominator."""
        empty = Solver(self.program.with_row(denominator, Fraction(0), Fraction(0)))
        most = empty.minimise(-numerator)
        if most.value == 0:
            raise ArithmeticError("the solver found no upper limit, but no population shows it")
        return most.point

    def _population(self, point: _Point) -> Population:
        table = self.frame.table
        names = tuple(attribute.id for attribute in table.attributes)
        return Population(names, tuple((table.cells[i], count) for i, count in point))


def program_of(constraints: Sequence[Constraint]) -> Program:
    """Constraints as a program's rows; shape (constraints, cells)."""
    return Program(
        np.array([row.coefficients for row in constraints], dtype=np.int64),
        tuple(row.low for row in constraints),
        tuple(row.high for row in constraints),
    )


def _unscaled(optimum: Optimum) -> _Point:
    """The population behind a point of the homogeneous program, whose last column is the scale."""
    entries = dict(optimum.point)
    scale = entries.pop(max(entries))
    return tuple((i, amount / scale) for i, amount in entries.items())


def conflict(frame: Constraints, feasible: Callable[[Sequence[Constraint]], bool]) -> ClaimsConflict:
    """A minimal set of claims that no answers fit, by the deletion filter.

    Every claim in turn is left out for good if the rest still conflict (Chinneck and Dravnieks 1991,
    doi:10.1287/ijoc.3.2.157). What remains is minimal: no claim can be spared. It need not be the only such set.
    """
    sizes = [row for row in frame.rows if row.claim == NO_CLAIM]
    if not feasible(sizes):
        raise ArithmeticError("the sizes of the groups do not fit together")
    kept = list(dict.fromkeys(row.claim for row in frame.rows if row.claim != NO_CLAIM))

    def rows_of(claims: Iterable[str]) -> list[Constraint]:
        return sizes + [row for row in frame.rows if row.claim in set(claims)]

    if feasible(rows_of(kept)):
        raise ArithmeticError("the solver found no population, but exact arithmetic finds one")
    # From the last claim on, so that of several conflicts the one of the earliest claims is named.
    for claim in tuple(reversed(kept)):
        rest = [other for other in kept if other != claim]
        if not feasible(rows_of(rest)):
            kept = rest
    words = {row.claim: row.words for row in frame.rows}
    return ClaimsConflict(kept, [words[claim] for claim in kept], str(frame.setting))


def integer_bound(quantity: Quantity, frame: Constraints) -> Bound:
    """The bounds over whole people, given n.

    Witnesses are exact. That nothing lies beyond them rests on the branch and bound of HiGHS in floating point
    with a gap of zero; `proof` is 'duality' where both ends equal the proved linear bound, rounded inward to the
    nearest value that whole people can take.

    Raises errors.ClaimsConflict where no whole answers fit, ValueError where n is open, a coefficient is not
    whole, or the base of the quantity is empty whatever was answered.
    """
    if frame.setting.n is None:
        raise ValueError("whole people need a number of respondents: give the setting an n")
    form = quantity.form(frame)
    low, high = (_least(frame, form, sign) for sign in (1, -1))
    proof = BRANCH_AND_BOUND
    if form.denominator is None:
        limits = Bounds(frame)
        inward = (
            math.ceil(limits.least(form.numerator)),
            math.floor(-limits.least(-form.numerator)),
        )
        proof = DUALITY if inward == (low[0] / form.factor, high[0] / form.factor) else proof
    return Bound(low[0], high[0], _whole_population(frame, low[1]), _whole_population(frame, high[1]), proof)


def _least(frame: Constraints, form: Form, sign: int) -> tuple[Fraction, IntArray]:
    if form.denominator is None:
        people = _fewest(frame, sign * form.numerator, frame.rows)
        return form.factor * int(form.numerator @ people), people
    _fewest(frame, np.zeros_like(form.numerator), frame.rows)
    somebody = Constraint(NO_CLAIM, "", tuple(form.denominator.tolist()), Fraction(1), None)
    rows = (*frame.rows, somebody)
    some = _solve_whole(np.zeros_like(form.numerator), rows)
    if some is None:
        raise ValueError("the base of the quantity is empty in every set of answers that fits")
    people = some
    while True:
        ratio = Fraction(int(form.numerator @ people), int(form.denominator @ people))
        costs = sign * (form.numerator * ratio.denominator - form.denominator * ratio.numerator)
        better = _fewest(frame, costs, rows)
        if costs @ better >= 0:
            return form.factor * ratio, people
        people = better


def _fewest(frame: Constraints, costs: IntArray, constraints: Sequence[Constraint]) -> IntArray:
    people = _solve_whole(costs, constraints)
    if people is None:
        raise conflict(frame, lambda rows: _solve_whole(np.zeros_like(costs), rows) is not None)
    return people


def _solve_whole(costs: IntArray, constraints: Sequence[Constraint]) -> IntArray | None:
    rows = np.array([row.coefficients for row in constraints], dtype=np.float64)
    low = np.array([-np.inf if row.low is None else float(row.low) for row in constraints])
    high = np.array([np.inf if row.high is None else float(row.high) for row in constraints])
    if (low > high).any():
        return None
    answer = milp(costs, integrality=1, constraints=LinearConstraint(rows, low, high), options={"mip_rel_gap": 0})
    if answer.status == 2:
        return None
    if answer.x is None or answer.status != 0:
        raise ArithmeticError(f"the integer solver stopped: {answer.message}")
    people = np.rint(answer.x).astype(np.int64)
    if not all(_holds(row, people) for row in constraints):
        raise ArithmeticError("the integer solver's population does not satisfy the claims in exact arithmetic")
    return people


def _holds(row: Constraint, people: IntArray) -> bool:
    total = int(np.array(row.coefficients) @ people)
    return (row.low is None or row.low <= total) and (row.high is None or total <= row.high)


def _whole_population(frame: Constraints, people: IntArray) -> Population:
    names = tuple(attribute.id for attribute in frame.table.attributes)
    held = np.flatnonzero(people)
    return Population(names, tuple((frame.table.cells[i], Fraction(int(people[i]))) for i in held))
