"""Ensembles of plausible populations: drawn in chunks, on any number of workers, stored and resumed.

A chunk's seed depends on the recipe and the chunk's number alone, so that the same request gives the same bytes with
one worker, with several processes and on a Dask cluster. What is stored of a population is its seed and its
statistics; `populations.regenerate` makes its respondents again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from hashlib import sha256
from itertools import groupby, product
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd
from joblib import Parallel, delayed
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from clinical_data_survey.plausible import feasibility, populations, tallies
from clinical_data_survey.plausible.dials import Claims
from clinical_data_survey.plausible.populations import CHUNK, Recipe
from clinical_data_survey.published.count_rules import STANDARD

# To be raised whenever the same seed would give another population: chunks of an older method are not taken up.
METHOD = 2
Job = tuple[Recipe, int]


def grid(
    sizes: Iterable[int],
    splits: Iterable[tuple[Fraction, Fraction]],
    prior_names: Iterable[str],
    entropy: int,
    reading_names: Iterable[str] = (STANDARD,),
    claims: Claims | None = None,
) -> tuple[Recipe, ...]:
    """A recipe for each combination of size, split, prior and reading: the dials of an ensemble.

    A split is the shares of clinicians in secondary and tertiary care among all respondents.
    Raises feasibility.Impossible for a combination in which the claims cannot hold, ValueError for unknown names.
    """
    return tuple(
        Recipe(feasibility.require(n, split, reading, claims), prior, entropy, reading, claims)
        for n, split, prior, reading in product(sizes, splits, prior_names, reading_names)
    )


def ensemble(
    recipes: Sequence[Recipe],
    number: int,
    folder: Path | None = None,
    workers: int = 1,
    console: Console | None = None,
) -> pd.DataFrame:
    """The first `number` populations of each recipe: one row a population, its seed and its statistics.

    Columns: `kind` ('plausible' in every row), `seed`, `reading`, `prior`, `n`, `secondary_clinicians`,
    `tertiary_clinicians`, then those of `tallies.statistics`. Every claim is checked in every population.

    With a `folder`, each finished chunk of 512 is written there as Parquet and is not drawn again by a later call.
    `workers` counts processes, as `n_jobs` of joblib; inside `joblib.parallel_config(backend="dask")` the tasks go to
    the cluster. Progress and the time left appear on `console`, standard error unless given.

    Raises ValueError where `number` is below 1, ArithmeticError where a population fails a claim.
    """
    if number < 1:
        raise ValueError(f"an ensemble has at least one population, not {number}")
    jobs = [(recipe, chunk) for recipe in recipes for chunk in range(-(-number // CHUNK))]
    ready = {job: pd.read_parquet(path) for job in jobs if folder and (path := chunk_path(folder, *job)).exists()}
    for job, frame in _drawn([job for job in jobs if job not in ready], len(ready), workers, console):
        if folder:
            write_chunk(frame, chunk_path(folder, *job))
        ready[job] = frame
    return pd.concat([_first(number, list(group), ready) for _, group in groupby(jobs, _recipe)], ignore_index=True)


def _recipe(job: Job) -> Recipe:
    return job[0]


def _first(number: int, jobs: list[Job], ready: dict[Job, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([ready[job] for job in jobs]).head(number)


def _drawn(jobs: list[Job], finished: int, workers: int, console: Console | None) -> Iterator[tuple[Job, pd.DataFrame]]:
    """Chunks as they are finished, in whatever order that is, with a progress bar in chunks."""
    if not jobs:
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("time left"),
        TimeRemainingColumn(),
    )
    tasks = (delayed(_numbered)(position, *job) for position, job in enumerate(jobs))
    with Progress(*columns, console=console or Console(stderr=True)) as progress:
        bar = progress.add_task(f"Chunks of {CHUNK} populations", total=finished + len(jobs), completed=finished)
        for position, frame in Parallel(n_jobs=workers, return_as="generator_unordered")(tasks):
            progress.advance(bar)
            yield jobs[position], frame


def _numbered(position: int, recipe: Recipe, chunk: int) -> tuple[int, pd.DataFrame]:
    return position, chunk_statistics(recipe, chunk)


def chunk_statistics(recipe: Recipe, chunk: int) -> pd.DataFrame:
    """Seeds and statistics of one chunk: 512 rows, the columns of `ensemble`.

    Raises ArithmeticError where a population fails a claim.
    """
    # Matrices of a dozen rows gain nothing from threads, and several workers with threads hinder each other.
    with _threads().limit(limits=1):
        frames = [_batch_statistics(batch) for batch in populations.draw(recipe, chunk)]
    statistics = pd.concat(frames, ignore_index=True)
    design = recipe.design
    identity = pd.DataFrame(
        {
            "kind": "plausible",
            "seed": populations.seeds_of(recipe, chunk),
            "reading": recipe.reading,
            "prior": recipe.prior,
            "n": design.n,
            "secondary_clinicians": design.secondary,
            "tertiary_clinicians": design.tertiary,
        }
    )
    return pd.concat([identity, statistics], axis=1)


@cache
def _threads() -> ThreadpoolController:
    """The linear algebra of this process; to look for it anew for each chunk takes longer than to limit it."""
    return ThreadpoolController()


def _batch_statistics(batch: populations.Populations) -> pd.DataFrame:
    counted = tallies.tally(batch)
    tallies.check_claims(counted)
    return tallies.statistics(counted)


def chunk_path(folder: Path, recipe: Recipe, chunk: int) -> Path:
    """Where a chunk is stored. What the claims ask of counts is part of the name: new claims make new chunks."""
    asked = sha256(f"{METHOD} {CHUNK} {recipe.asked.blocks}".encode()).hexdigest()[:12]
    return folder / f"{recipe.label.replace(':', '-')}-{asked}" / f"chunk-{chunk:06d}.parquet"


def write_chunk(frame: pd.DataFrame, path: Path) -> None:
    """Write a chunk so that a file of that name is always whole, whenever the process is interrupted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        frame.to_parquet(part, engine="pyarrow", index=False)
    Path(part.name).replace(path)
