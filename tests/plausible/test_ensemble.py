"""Ensembles: the same bytes on any number of workers, resumed after an interruption, never passed off as findings."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import joblib
import pandas as pd
import pytest
from dask.distributed import Client, LocalCluster
from rich.console import Console

from clinical_data_survey.plausible import ensemble as module
from clinical_data_survey.plausible.dials import designed
from clinical_data_survey.plausible.ensemble import chunk_path, ensemble, grid
from clinical_data_survey.plausible.feasibility import Impossible
from clinical_data_survey.plausible.populations import CHUNK, Recipe, regenerate
from clinical_data_survey.plausible.tallies import statistics, tally

RECIPES = [Recipe(designed(40), prior, 7) for prior in ("near_independent", "common_factor")]
NUMBER = CHUNK + 10


def stored(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def quiet() -> Console:
    return Console(file=io.StringIO())


@contextmanager
def cluster() -> Iterator[None]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as workers,
        Client(workers),
        joblib.parallel_config(backend="dask"),
    ):
        yield


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, Path]:
    folder = tmp_path_factory.mktemp("one")
    return ensemble(RECIPES, NUMBER, folder, console=quiet()), folder


def test_one_row_a_population_with_its_seed_and_its_kind(alone: tuple[pd.DataFrame, Path]) -> None:
    frame, _ = alone
    assert len(frame) == 2 * NUMBER
    assert frame["seed"].is_unique
    assert set(frame["kind"]) == {"plausible"}
    assert {
        "n",
        "reading",
        "prior",
        "secondary_clinicians",
        "difference.willing",
        "mean_rank.opportunity.diagnostics",
    } <= set(frame)
    assert frame.notna().all(axis=None)


def test_a_row_is_the_statistics_of_the_population_that_its_seed_makes(alone: tuple[pd.DataFrame, Path]) -> None:
    row = alone[0].iloc[CHUNK + 3]
    again = statistics(tally(regenerate(row["seed"]))).iloc[0]
    assert (row[again.index] == again).all()


def test_two_processes_write_the_same_bytes_as_one(alone: tuple[pd.DataFrame, Path], tmp_path: Path) -> None:
    frame = ensemble(RECIPES, NUMBER, tmp_path, workers=2, console=quiet())
    pd.testing.assert_frame_equal(frame, alone[0])
    assert stored(tmp_path) == stored(alone[1])


def test_a_dask_cluster_writes_the_same_bytes_as_one_worker(alone: tuple[pd.DataFrame, Path], tmp_path: Path) -> None:
    with cluster():
        frame = ensemble(RECIPES, NUMBER, tmp_path, workers=2, console=quiet())
    pd.testing.assert_frame_equal(frame, alone[0])
    assert stored(tmp_path) == stored(alone[1])


def test_an_interrupted_run_takes_up_its_finished_chunks(
    alone: tuple[pd.DataFrame, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[Recipe, int]] = []
    whole = module.chunk_statistics

    def interrupted(recipe: Recipe, chunk: int) -> pd.DataFrame:
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append((recipe, chunk))
        return whole(recipe, chunk)

    monkeypatch.setattr(module, "chunk_statistics", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ensemble(RECIPES, NUMBER, tmp_path, console=quiet())
    finished = set(stored(tmp_path))
    assert 1 <= len(finished) <= 2

    resumed: list[tuple[Recipe, int]] = []
    monkeypatch.setattr(module, "chunk_statistics", lambda *job: resumed.append(job) or whole(*job))
    frame = ensemble(RECIPES, NUMBER, tmp_path, console=quiet())
    assert len(resumed) == 4 - len(finished)
    pd.testing.assert_frame_equal(frame, alone[0])
    assert stored(tmp_path) == stored(alone[1])


def test_a_smaller_request_is_the_beginning_of_a_larger_one(alone: tuple[pd.DataFrame, Path]) -> None:
    few = ensemble(RECIPES[:1], 5, console=quiet())
    pd.testing.assert_frame_equal(few, alone[0].head(5))


def test_a_finished_run_is_read_and_not_drawn_again(
    alone: tuple[pd.DataFrame, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(module, "chunk_statistics")
    pd.testing.assert_frame_equal(ensemble(RECIPES, NUMBER, alone[1], console=quiet()), alone[0])


def test_a_half_written_chunk_never_takes_the_name_of_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", broken)
    with pytest.raises(OSError, match="no space"):
        ensemble(RECIPES[:1], 1, tmp_path, console=quiet())
    assert not list(tmp_path.rglob("*.parquet"))


def test_other_claims_are_stored_apart(tmp_path: Path) -> None:
    narrow = Recipe(designed(300), "lkj_1", 7, "narrow")
    assert chunk_path(tmp_path, narrow, 0).parent != chunk_path(tmp_path, Recipe(designed(300), "lkj_1", 7), 0).parent


def test_progress_and_the_time_left_are_shown() -> None:
    shown = Console(file=io.StringIO(), force_terminal=True, width=120)
    ensemble(RECIPES, 1, console=shown)
    text = shown.file.getvalue()  # type: ignore[attr-defined]
    assert "Chunks of 512 populations" in text
    assert "2/2" in text
    assert "time left" in text


def test_a_grid_has_a_recipe_for_each_setting_of_the_dials() -> None:
    splits = [(Fraction(1, 3), Fraction(1, 3)), (Fraction(1, 2), Fraction(1, 5))]
    recipes = grid([100, 300], splits, ["lkj_1"], 1, ["standard", "narrow"])
    assert len(set(recipes)) == 8
    assert Recipe(designed(300, splits[1]), "lkj_1", 1, "narrow") in recipes


def test_a_grid_with_an_impossible_size_is_refused() -> None:
    with pytest.raises(Impossible, match="C02"):
        grid([300, 30], [(Fraction(1, 3), Fraction(1, 3))], ["lkj_1"], 1)


def test_an_ensemble_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one population, not 0"):
        ensemble(RECIPES, 0)
