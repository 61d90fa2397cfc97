"""Bounds over everything that the source leaves open: n, the split of care, and how its words are read.

Named after the multiverse analysis of Steegen et al. (2016, doi:10.1177/1745691616658637): every defensible
setting is worked out, and the spread between settings is itself a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied.answer_patterns import (
    EQUAL_THIRDS,
    Constraints,
    Setting,
    Split,
    constraints_of,
)
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.exact_programs import Program, Solver
from clinical_data_survey.implied.quantities import Form, Named
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.published.count_rules import STANDARD

DIMENSIONS = ("n", "split", "readings")
OPEN = "open"
CHUNK = 8


@dataclass(frozen=True)
class Multiverse:
    """Quantities under every combination of n (None: open), split and readings (names, first match wins).

    A reading on a wider base needs splits that place the others; without, `bounds` raises ValueError.
    """

    claims: tuple[Claim, ...]
    quantities: tuple[Named, ...]
    ns: tuple[int | None, ...] = (None,)
    splits: tuple[Split, ...] = (EQUAL_THIRDS,)
    readings: tuple[tuple[str, ...], ...] = ((),)

    def settings(self) -> Iterator[Setting]:
        """Every combination, the readings running fastest."""
        return (Setting(split, n, names) for n, split, names in product(self.ns, self.splits, self.readings))

    def bounds(self, workers: int = 1) -> pd.DataFrame:
        """Sharp linear bounds: one row a setting and quantity, in the order of the settings.

        Columns: quantity; n (text, 'open' for none), split, readings (text); secondary, tertiary (shares of 1);
        low, high (floats, high infinite where there is no upper limit); low_exact, high_exact (Fraction or None);
        conflict (ids of claims that no answers fit; empty where there is one). With n the ends of published
        shares are moved inward to whole people, counts are not.
        """
        if workers == 1:
            return _frame(map(self._rows, self.settings()))
        # Proving is pure Python, so that threads would wait for each other; a fork would copy HiGHS' own threads.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return _frame(pool.map(self._rows, self.settings(), chunksize=CHUNK))

    def _rows(self, setting: Setting) -> list[dict[str, Any]]:
        solver = Bounds(constraints_of(self.claims, setting))
        try:
            ends = solver.intervals([named.quantity for named in self.quantities])
        except ClaimsConflict as conflict:
            return [_row(setting, named, None, None, conflict) for named in self.quantities]
        return [_row(setting, named, *pair) for named, pair in zip(self.quantities, ends, strict=True)]


def _row(
    setting: Setting, named: Named, low: Fraction | None, high: Fraction | None, conflict: ClaimsConflict | None = None
) -> dict[str, Any]:
    no_limit = float("nan") if conflict else float("inf")
    return {
        "quantity": named.id,
        "n": OPEN if setting.n is None else str(setting.n),
        "split": str(setting.split),
        "readings": ", ".join(setting.readings) or STANDARD,
        "secondary": float(setting.split.secondary),
        "tertiary": float(setting.split.tertiary),
        "low": float("nan") if low is None else float(low),
        "high": no_limit if high is None else float(high),
        "low_exact": low,
        "high_exact": high,
        "conflict": " ".join(conflict.claims) if conflict else "",
    }


def _frame(rows: Iterable[list[dict[str, Any]]]) -> pd.DataFrame:
    return pd.DataFrame([row for some in rows for row in some])


def swings(bounds: pd.DataFrame) -> pd.DataFrame:
    """How far each ambiguity alone moves each end of a quantity's bounds, the largest mover first.

    For every fixed choice of the other dimensions, the range of an end as one dimension runs over its values;
    `largest` and `average` are taken over those choices, in points of 1. One row a quantity, dimension and end.
    Settings in conflict are left out; an end without a limit gives an infinite or undefined swing, left out too.
    """
    usable = bounds[bounds["conflict"] == ""].replace([np.inf], np.nan)
    parts = []
    for dimension in DIMENSIONS:
        others = [name for name in DIMENSIONS if name != dimension]
        grouped = usable.groupby(["quantity", *others], sort=False)[["low", "high"]]
        reach = (grouped.max() - grouped.min()).groupby("quantity", sort=False)
        for end in ("low", "high"):
            table = reach[end].agg(largest="max", average="mean").reset_index()
            parts.append(table.assign(dimension=dimension, end=end))
    columns = ["quantity", "dimension", "end", "largest", "average"]
    table = pd.concat(parts, ignore_index=True)[columns]
    return table.sort_values(["quantity", "largest"], ascending=[True, False], kind="stable", ignore_index=True)


@dataclass(frozen=True)
class ValueOfKnowing:
    """By how much bounds shrink, at worst, once a missing figure is known.

    `before` is the width now, `after` the largest width that remains whatever the figure turns out to be, and
    `figure` a value of the missing figure at which that much remains.
    """

    quantity: str
    missing: str
    before: Fraction
    after: Fraction
    figure: Fraction

    @property
    def shrinkage(self) -> Fraction:
        """before - after: at least this much is gained."""
        return self.before - self.after


def values_of_knowing(
    quantities: Sequence[Named], missing: Sequence[Named], frame: Constraints
) -> tuple[ValueOfKnowing, ...]:
    """The value of every missing figure for every quantity, missing figure by missing figure.

    Two sets of answers that both fit the claims and agree on the missing figure: how far apart can they lie on the
    quantity? That is one linear program over pairs of them, so that no grid over the figure is needed.

    Raises ValueError where a quantity or figure is a ratio with an unknown base.
    """
    now = Bounds(frame)
    found = []
    for figure in missing:
        known = _linear_form(figure, frame)
        pairs = Solver(
            _pairs(now.program).with_row(np.append(known.numerator, -known.numerator), Fraction(0), Fraction(0))
        )
        for asked in quantities:
            form = _linear_form(asked, frame)
            apart = pairs.minimise(np.append(-form.numerator, form.numerator))
            share = sum(
                (int(known.numerator[i]) * amount for i, amount in apart.point if i < len(known.numerator)), Fraction(0)
            )
            before = form.factor * (-now.least(-form.numerator) - now.least(form.numerator))
            found.append(ValueOfKnowing(asked.id, figure.id, before, -form.factor * apart.value, known.factor * share))
    return tuple(found)


def _linear_form(named: Named, frame: Constraints) -> Form:
    form = named.quantity.form(frame)
    if form.denominator is not None:
        raise ValueError(f"'{named.id}' is a ratio with an unknown base; the value of knowing needs linear figures")
    return form


def _pairs(program: Program) -> Program:
    """Two points of one program side by side."""
    empty = np.zeros_like(program.matrix)
    matrix = np.vstack([np.hstack([program.matrix, empty]), np.hstack([empty, program.matrix])])
    return Program(matrix, program.low * 2, program.high * 2)
