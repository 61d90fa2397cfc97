"""How fast populations are drawn, against a plain version and against numpy's own normals, all in one run.

    OMP_NUM_THREADS=1 python benchmarks/populations.py

Times are medians of several runs that take turns, so that a busy machine slows both sides of a ratio alike.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import one_at_a_time
import pandas as pd

from clinical_data_survey import priors
from clinical_data_survey.design import designed, windows
from clinical_data_survey.ensemble import chunk_statistics
from clinical_data_survey.populations import CHUNK, SCORED, Recipe, batch_rows

N = 300
RUNS = 7
PLAIN = 128
LATENTS = len(SCORED) + 4
AGREEMENT = 4096


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def taking_turns(*works: Callable[[], object]) -> list[float]:
    """The median time of each, run in turns after one run that does not count."""
    for work in works:
        work()
    runs = [[seconds(work) for work in works] for _ in range(RUNS)]
    return [median(times) for times in zip(*runs, strict=True)]


def normals(n: int, prior: str) -> None:
    """The normals that a chunk needs, in the batches in which it draws them."""
    rng = np.random.default_rng(1)
    rows = batch_rows(n, LATENTS)
    for start in range(0, CHUNK, rows):
        rng.standard_normal((min(rows, CHUNK - start), priors.named(prior).sources(LATENTS), n))


def rates() -> None:
    """Populations a second: vectorised, plain, and were they nothing but normals."""
    design, asked = designed(N), windows(N)
    recipe = Recipe(design, "lkj_1", 1)
    rng = np.random.default_rng(1)
    chunk, plain, drawn = taking_turns(
        lambda: chunk_statistics(recipe, 0),
        lambda: one_at_a_time.ensemble(design, asked, PLAIN, rng),
        lambda: normals(N, "lkj_1"),
    )
    tables = median(
        seconds(
            lambda: one_at_a_time.table(design, asked, np.array(one_at_a_time.ratio_pairs(design, asked.ratio)), rng)
        )
        for _ in range(PLAIN)
    )
    ours, theirs, limit = CHUNK / chunk, PLAIN / plain, CHUNK / drawn
    print(f"Populations of {N} a second, every claim checked, {len(chunk_statistics(recipe, 0).columns)} columns kept")
    print(f"  vectorised                      {ours:9.0f}")
    print(f"  one at a time                   {theirs:9.0f}   (counts alone take {tables / (plain / PLAIN):.0%} of it)")
    print(f"  numpy's normals for them alone  {limit:9.0f}")
    print(f"  vectorised to one at a time     {ours / theirs:9.1f}   target 10")
    print(f"  vectorised to normals           {ours / limit:9.2f}   target 0.25")


def agreement() -> None:
    """How far the means of the two versions lie apart, in standard errors."""
    design, asked = designed(N), windows(N)
    recipe = Recipe(design, "lkj_1", 1)
    ours = pd.concat([chunk_statistics(recipe, chunk) for chunk in range(AGREEMENT // CHUNK)])
    ours = ours.drop(columns=["kind", "seed", "reading", "prior", "n", "secondary_clinicians", "tertiary_clinicians"])
    theirs = pd.DataFrame(one_at_a_time.ensemble(design, asked, AGREEMENT // 4, np.random.default_rng(2)))
    share = [name for name in ours if name.startswith(("share", "both", "secondary", "tertiary", "difference"))]
    other = [name for name in theirs if name.startswith(("share", "both", "secondary", "tertiary", "difference"))]
    error = np.sqrt(ours[share].var().to_numpy() / len(ours) + theirs[other].var().to_numpy() / len(theirs))
    apart = np.abs(ours[share].mean().to_numpy() - theirs[other].mean().to_numpy())
    steps = apart[error > 0] / error[error > 0]
    print(
        f"Means of {len(share)} statistics, vectorised against one at a time: at most {steps.max():.1f} standard errors"
    )


def curve() -> None:
    """The cost of a population by its size, and of a run by its number of populations."""
    print("Cost by n, one chunk")
    works = {n: Recipe(designed(n), "lkj_1", 1) for n in (100, 200, 400, 800, 1600)}
    times = taking_turns(*[lambda recipe=recipe: chunk_statistics(recipe, 0) for recipe in works.values()])
    slope, start = np.polyfit(list(works), times, 1)
    for n, taken in zip(works, times, strict=True):
        print(
            f"  n = {n:5d} {taken / CHUNK * 1e6:8.0f} us a population  {taken / CHUNK / n * 1e9:6.0f} ns a respondent"
        )
    print(f"  straight line: {start / CHUNK * 1e6:.0f} us + {slope / CHUNK * 1e9:.0f} ns a respondent")
    print(f"Cost by the number of populations, n = {N}")
    recipe = Recipe(designed(N), "lkj_1", 1)
    for chunks in (1, 2, 4, 8):
        taken = median(seconds(lambda: [chunk_statistics(recipe, c) for c in range(chunks)]) for _ in range(3))  # noqa: B023
        print(f"  {chunks * CHUNK:5d} populations {taken * 1000:8.0f} ms  {taken / chunks / CHUNK * 1e6:6.0f} us each")


def memory() -> None:
    """The largest memory held at once, by the number of populations and by their size."""
    print("Memory held at once")
    for n, chunks in ((300, 1), (300, 4), (1000, 1), (4000, 1)):
        recipe = Recipe(designed(n), "lkj_1", 1)
        tracemalloc.start()
        for chunk in range(chunks):
            chunk_statistics(recipe, chunk)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  n = {n:5d}, {chunks * CHUNK:5d} populations {peak / 2**20:8.1f} MB")


if __name__ == "__main__":
    rates()
    agreement()
    curve()
    memory()
