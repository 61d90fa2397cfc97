"""The commands for populations: what a person sees, and exit code 2 with the claim that cannot hold."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path

import pytest
import typer

from clinical_data_survey import cli, paths
from clinical_data_survey.cli import populations
from clinical_data_survey.plausible import certificate, synthetic_wave


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run `cds` with arguments: exit code, what it printed, what it printed as an error."""
    app = typer.Typer(no_args_is_help=True)
    app.command()(cli.check)
    populations.register(app)
    monkeypatch.setattr(cli, "app", app)

    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cds", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return called


def test_a_wave_is_written_with_a_certificate_that_holds(run, tmp_path: Path) -> None:
    code, out, _ = run("synthesise", "--n", 60, "--seed", 7, "--prior", "common_factor", "--to", tmp_path / "w")
    assert code == 0
    assert "60 made-up respondents, every claim holds" in out
    file = tmp_path / "w" / paths.SYNTHETIC_WAVE.name
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 60
    assert {row["synthetic"] for row in rows} == {"1"}
    stored = json.loads((tmp_path / "w" / paths.SYNTHETIC_WAVE_CERTIFICATE.name).read_text(encoding="utf-8"))
    assert stored["holds"]
    assert certificate.certify(file, paths.PUBLISHED_CLAIMS, paths.QUESTIONNAIRE)["sha256"] == stored["sha256"]


def test_a_wave_is_never_written_over_another(run, tmp_path: Path) -> None:
    (tmp_path / paths.SYNTHETIC_WAVE.name).write_text("mine", encoding="utf-8")
    code, _, err = run("synthesise", "--n", 60, "--to", tmp_path)
    assert code == 2
    assert "the file exists" in err
    assert (tmp_path / paths.SYNTHETIC_WAVE.name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", ["synthesise", "bounds", "ensemble"])
def test_an_impossible_request_names_the_claim_and_the_nearest_size(run, tmp_path: Path, command: str) -> None:
    to = () if command == "bounds" else ("--to", tmp_path / "w")
    code, _, err = run(command, "--n", 30, *to)
    assert code == 2
    assert "C02" in err
    assert "The nearest number of respondents that can hold every claim is 39." in err
    assert "Traceback" not in err
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bounds", "--reading", "widest"), "no claim has the reading widest"),
        (("bounds", "--secondary", "0.9", "--tertiary", "0.9"), "is not a split"),
        (("bounds", "--secondary", "some"), "is not a share"),
        (("ensemble", "--prior", "normal"), "'normal' is not a prior"),
    ],
)
def test_a_wrong_request_says_what_is_wrong(run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_bounds_prints_the_catalogue_under_a_reading(run) -> None:
    code, out, _ = run("bounds", "--reading", "narrow", "--secondary", "0.3", "--tertiary", "1/5")
    assert code == 0
    assert "48.5%" in out
    assert "no limit" in out
    assert "readings: narrow" in out


def test_an_ensemble_is_stored_and_named_plausible(run, tmp_path: Path) -> None:
    code, out, _ = run("ensemble", "--n", 40, "--number", 20, "--prior", "lkj_1", "--to", tmp_path)
    assert code == 0
    assert "Plausible under it" in out
    assert len(list(tmp_path.rglob("*.parquet"))) == 1


def test_check_refuses_a_wave_that_its_certificate_does_not_know(run, tmp_path: Path, monkeypatch) -> None:
    wave = Path(shutil.copy(paths.SYNTHETIC_WAVE, tmp_path / paths.SYNTHETIC_WAVE.name))
    monkeypatch.setattr(synthetic_wave, "SYNTHETIC_WAVE", wave)
    lines = wave.read_text(encoding="utf-8").splitlines()
    wave.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    code, _, err = run("check")
    assert code == 2
    assert "differs from the wave in sha256" in err
    wave.write_text("\n".join(lines[:200]) + "\n", encoding="utf-8")
    code, _, err = run("check")
    assert code == 2
    assert "does not satisfy" in err
