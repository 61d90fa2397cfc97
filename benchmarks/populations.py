"""How fast populations are drawn, against a plain version and against numpy's own normals, all in one run.

    OMP_NUM_THREADS=1 python benchmarks/populations.py

Times are medians of several runs that take turns, so that a busy machine slows both sides of a ratio alike.
"""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import one_at_a_time
import pandas as pd
from rich.console import Console

from clinical_data_survey import results
from clinical_data_survey.plausible import ensemble, priors
from clinical_data_survey.plausible.count_windows import ARBITRARY_SPLIT, designed, windows
from clinical_data_survey.plausible.ensemble import chunk_statistics
from clinical_data_survey.plausible.populations import CHUNK, SCORED, Recipe, batch_rows
from clinical_data_survey.published import claims
from clinical_data_survey.results import plausible

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


def rates() -> list[str]:
    """Populations a second: vectorised, plain, and were they nothing but normals."""
    design, asked = designed(N), windows(N)
    recipe = Recipe(design, "lkj_1", 1)
    rng = np.random.default_rng(1)
    chunk, plain, drawn = taking_turns(
        lambda: chunk_statistics(recipe, 0),
        lambda: one_at_a_time.ensemble(design, asked, PLAIN, rng),
        lambda: normals(N, "lkj_1"),
    )
    ours, theirs, limit = CHUNK / chunk, PLAIN / plain, CHUNK / drawn
    return [
        f"Populations of {N} a second, every claim checked, medians of {RUNS} runs in turns:",
        "",
        "| Version | Populations a second |",
        "|---|---|",
        f"| vectorised | {ours:.0f} |",
        f"| one at a time | {theirs:.0f} |",
        f"| numpy's normals for them alone | {limit:.0f} |",
        "",
        f"Vectorised to one at a time: {ours / theirs:.1f} (target 10). "
        f"Vectorised to normals alone: {ours / limit:.2f} (target 0.25).",
        "",
    ]


def agreement() -> str:
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
    return (
        f"Means of {len(share)} statistics differ between both versions by at most {steps.max():.1f} standard errors."
    )


def curve() -> list[str]:
    """The cost of a population by its size, and of a run by its number of populations."""
    works = {n: Recipe(designed(n), "lkj_1", 1) for n in (100, 200, 400, 800, 1600)}
    times = taking_turns(*[lambda recipe=recipe: chunk_statistics(recipe, 0) for recipe in works.values()])
    slope, start = np.polyfit(list(works), times, 1)
    lines = ["", "| n | Time a population | Time a respondent |", "|---|---|---|"]
    for n, taken in zip(works, times, strict=True):
        lines.append(f"| {n} | {taken / CHUNK * 1e6:.0f} µs | {taken / CHUNK / n * 1e9:.0f} ns |")
    line = f"Straight line through these: {start / CHUNK * 1e6:.0f} µs and {slope / CHUNK * 1e9:.0f} ns a respondent."
    lines += ["", line, "", f"| Populations, n = {N} | Time | Time each |", "|---|---|---|"]
    recipe = Recipe(designed(N), "lkj_1", 1)
    for chunks in (1, 2, 4, 8):
        taken = median(seconds(lambda: [chunk_statistics(recipe, c) for c in range(chunks)]) for _ in range(3))  # noqa: B023
        lines.append(f"| {chunks * CHUNK} | {taken * 1000:.0f} ms | {taken / chunks / CHUNK * 1e6:.0f} µs |")
    return lines


def memory() -> list[str]:
    """The largest memory held at once, by the number of populations and by their size."""
    lines = ["", "| n | Populations | Memory held at once |", "|---|---|---|"]
    for n, chunks in ((300, 1), (300, 4), (1000, 1), (4000, 1)):
        recipe = Recipe(designed(n), "lkj_1", 1)
        tracemalloc.start()
        for chunk in range(chunks):
            chunk_statistics(recipe, chunk)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        lines.append(f"| {n} | {chunks * CHUNK} | {peak / 2**20:.1f} MB |")
    return lines


def of_the_book() -> list[str]:
    """What the book itself computes at build time, from nothing."""
    started = perf_counter()
    implied = results.collect(claims.load(), "implied")
    bounds = perf_counter()
    recipes = ensemble.grid(plausible.SIZES, [ARBITRARY_SPLIT], priors.PRIORS, plausible.SEED)
    drawn = ensemble.ensemble(recipes, plausible.NUMBER, console=Console(file=io.StringIO()))
    done = perf_counter()
    return [
        "",
        f"What the book computes at build time: {len(implied)} implied results in {bounds - started:.1f} s, "
        f"{len(drawn)} populations in {done - bounds:.1f} s (target 20 s in all).",
    ]


def measure() -> list[str]:
    """The report as lines of Markdown."""
    return ["## Populations", "", *rates(), agreement(), *curve(), *memory(), *of_the_book()]


if __name__ == "__main__":
    print("\n".join(measure()))
