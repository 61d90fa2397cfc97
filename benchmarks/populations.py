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
from rich.console import Console

from clinical_data_survey import results
from clinical_data_survey.plausible import ensemble, priors
from clinical_data_survey.plausible.dials import ARBITRARY_SPLIT, asked_of, designed
from clinical_data_survey.plausible.ensemble import chunk_statistics
from clinical_data_survey.plausible.populations import CHUNK, Recipe, batch_rows, headlines, scored
from clinical_data_survey.published import claims
from clinical_data_survey.results import plausible

N = 300
RUNS = 7
ASKED = asked_of(designed(N))
LATENTS = len(scored(ASKED))


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
    sources = priors.named(prior).mixing(1, LATENTS, headlines(ASKED), rng).shape[2]
    for start in range(0, CHUNK, rows):
        rng.standard_normal((min(rows, CHUNK - start), sources, n))


def rates() -> list[str]:
    """Populations a second, and were they nothing but normals."""
    recipe = Recipe(designed(N), "lkj_1", 1)
    chunk, drawn = taking_turns(
        lambda: chunk_statistics(recipe, 0),
        lambda: normals(N, "lkj_1"),
    )
    ours, limit = CHUNK / chunk, CHUNK / drawn
    return [
        f"Populations of {N} a second, every claim checked, medians of {RUNS} runs in turns:",
        "",
        "| Version | Populations a second |",
        "|---|---|",
        f"| vectorised | {ours:.0f} |",
        f"| numpy's normals for them alone | {limit:.0f} |",
        "",
        f"Vectorised to normals alone: {ours / limit:.2f} (target 0.25).",
        "",
    ]


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
    return ["## Populations", "", *rates(), *curve(), *memory(), *of_the_book()]


if __name__ == "__main__":
    print("\n".join(measure()))
