"""Speed and sharpness of the bounds: `python benchmarks/bounds.py`.

Three questions. How long does the grid of linear bounds take (target: ten seconds on two cores)? How does a
proved bound from the warm solver compare with a plain call of `scipy.optimize.milp`? How far do exact bounds
over whole people lie from the linear ones, for what the book prints?
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

import numpy as np
from scipy.optimize import LinearConstraint, milp

from clinical_data_survey.implied.answer_patterns import Constraints, Setting, Split, constraints_of
from clinical_data_survey.implied.bounds import Bounds, integer_bound
from clinical_data_survey.implied.multiverse import Multiverse, values_of_knowing
from clinical_data_survey.implied.quantities import CATALOGUE, HEADLINES, MISSING_FIGURES, WORRIED, Named, ShareOf
from clinical_data_survey.published import claims

PUBLISHED = claims.load()
NS = (100, 150, 200, 300, 500, 1000)
TENTHS = range(1, 6)
SPLITS = tuple(Split(Fraction(s, 10), Fraction(t, 10)) for s, t in product(TENTHS, TENTHS))
READINGS = ((), ("narrow", "literal"))
QUANTITIES = 40
TARGET = 10.0
SAMPLE = 60


def is_linear(named: Named) -> bool:
    return named.quantity.form(constraints_of(PUBLISHED, Setting())).denominator is None


def forty_linear_quantities() -> tuple[Named, ...]:
    """The catalogue's linear quantities, filled up with overlaps of three statements."""
    events = [*((name, event) for name, _, event in HEADLINES), ("worried", WORRIED)]
    triples = [
        Named("_and_".join(name for name, _ in three), "", ShareOf(three[0][1] & three[1][1] & three[2][1]))
        for three in combinations(events, 3)
    ]
    return (*filter(is_linear, CATALOGUE), *triples)[:QUANTITIES]


@dataclass(frozen=True)
class Run:
    """Seconds on the clock, and of processors with those of worker processes."""

    clock: float
    processors: float


def timed(work: Callable[..., object], *arguments: object) -> Run:
    start, used = time.perf_counter(), os.times()
    work(*arguments)
    clock, now = time.perf_counter() - start, os.times()
    return Run(clock, sum(now[:4]) - sum(used[:4]))


def grid(universe: Multiverse) -> list[str]:
    """How long the grid of linear bounds takes, with one worker and with two."""
    settings = len(list(universe.settings()))
    count = settings * len(universe.quantities)
    lines = [
        f"Grid of {len(universe.quantities)} quantities and {settings} settings, {count} intervals; "
        f"the target is {TARGET:.0f} s on two cores.",
        "",
        "| Workers | Median of three | Fastest to slowest | Processor time | A proved end |",
        "|---|---|---|---|---|",
    ]
    for workers in (1, 2):
        runs = [timed(universe.bounds, workers) for _ in range(3)]
        clock = statistics.median(run.clock for run in runs)
        processors = statistics.median(run.processors for run in runs)
        fastest, slowest = min(run.clock for run in runs), max(run.clock for run in runs)
        lines.append(
            f"| {workers} | {clock:.1f} s | {fastest:.1f} to {slowest:.1f} s | {processors:.1f} s "
            f"| {processors / count / 2 * 1e3:.2f} ms |"
        )
    return [*lines, ""]


def plain_milp(costs: np.ndarray, rows: np.ndarray, low: list[float], high: list[float]) -> None:
    milp(costs, integrality=1, constraints=LinearConstraint(rows, low, high))


def time_plain_milp(costs: np.ndarray, frame: Constraints) -> float:
    rows = np.array([row.coefficients for row in frame.rows], dtype=float)
    low = [-np.inf if row.low is None else float(row.low) for row in frame.rows]
    high = [np.inf if row.high is None else float(row.high) for row in frame.rows]
    return timed(plain_milp, costs, rows, low, high).clock


def sample(universe: Multiverse) -> list[str]:
    """Warm and plain in turn on the same problems, so that both meet the same load."""
    draw = random.Random(2019)
    settings = draw.sample(list(universe.settings()), 6)
    times: dict[str, list[float]] = {"warm and proved": [], "plain `milp`": [], "whole people, checked": []}
    for setting in settings:
        frame = constraints_of(PUBLISHED, setting)
        bounds = Bounds(frame)
        bounds.interval(universe.quantities[0].quantity)
        for named in draw.sample(universe.quantities, SAMPLE // len(settings)):
            costs = named.quantity.form(frame).numerator
            times["warm and proved"].append(timed(bounds.interval, named.quantity).clock / 2)
            times["plain `milp`"].append(time_plain_milp(costs, frame))
            times["whole people, checked"].append(timed(integer_bound, named.quantity, frame).clock / 2)
    base = statistics.median(times["warm and proved"])
    lines = [f"| One end, medians of {SAMPLE} | Time | Ratio |", "|---|---|---|"]
    for name, taken in times.items():
        lines.append(f"| {name} | {statistics.median(taken) * 1e3:.2f} ms | {statistics.median(taken) / base:.1f} |")
    return [*lines, ""]


def whole_people() -> list[str]:
    """How far exact bounds over whole people lie inside the linear ones."""
    universe = Multiverse(PUBLISHED, tuple(named for named in CATALOGUE if not named.id.endswith("_ratio")), NS)
    both = universe.bounds().rename(columns={"low": "low_linear", "high": "high_linear"})
    whole = [
        integer_bound(named.quantity, constraints_of(PUBLISHED, setting))
        for setting in universe.settings()
        for named in universe.quantities
    ]
    both["low_whole"], both["high_whole"] = ([float(getattr(one, end)) for one in whole] for end in ("low", "high"))
    open_n = Multiverse(PUBLISHED, CATALOGUE).bounds().set_index("quantity")
    both["n"] = both["n"].astype(int)
    both["rounded"] = np.maximum(both["low_whole"] - both["low_linear"], both["high_linear"] - both["high_whole"])
    both["open"] = np.maximum(
        both["low_whole"] - both["quantity"].map(open_n["low"]),
        both["quantity"].map(open_n["high"]) - both["high_whole"],
    )
    table = both.groupby("n")[["rounded", "open"]].agg(["median", "max"]).mul(100)
    lines = [
        "How far bounds over whole people lie inside the linear ones, in percentage points:",
        "",
        "| n | Same n, median | Same n, largest | n open, median | n open, largest |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {n} | " + " | ".join(f"{value:.2f}" for value in row) + " |" for n, row in table.iterrows()]
    return [*lines, ""]


def missing_figures() -> str:
    """How long the value of every missing figure takes."""
    frame = constraints_of(PUBLISHED, Setting())
    asked = [named for named in CATALOGUE if is_linear(named)]
    took = timed(values_of_knowing, asked, MISSING_FIGURES, frame).clock
    return f"The value of {len(MISSING_FIGURES)} missing figures for {len(asked)} quantities takes {took:.2f} s."


def measure() -> list[str]:
    """The report as lines of Markdown."""
    universe = Multiverse(PUBLISHED, forty_linear_quantities(), NS, SPLITS, READINGS)
    return ["## Bounds", "", *sample(universe), *grid(universe), *whole_people(), missing_figures()]


if __name__ == "__main__":
    print("\n".join(measure()))
