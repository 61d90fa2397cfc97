"""`cds weight` and `cds release`: what a person sees, exit code 2 for what they can mend, nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.command_line import runner
from support.made_waves import with_responses

from clinical_data_survey.cli import publishing
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.survey import wave
from clinical_data_survey.survey.responses import SYNTHETIC

HEADER = "item,level,share\n"
CARE = "care_level,primary,0.1\ncare_level,secondary,0.5\ncare_level,tertiary,0.3\ncare_level,outside_care,0.1\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run `cds` with arguments: exit code, what it printed, what it printed as an error."""
    return runner(publishing, monkeypatch, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A wave on disk that looks like a real one."""
    about = dict.fromkeys(("organisation", "dates", "n_invited", "licence"))
    made = wave.from_table(SYNTHETIC_WAVE, about | {"title": "Made up", "kind": "synthetic"})
    responses = made.responses.drop(columns=SYNTHETIC)
    loaded = wave.from_frame(responses, about | {"title": "A hospital", "kind": "new"})
    wave.save(loaded, tmp_path / "wave", {wave.REPORT: "# Import report\n"})
    return tmp_path / "wave"


@pytest.fixture
def margins(tmp_path: Path) -> Path:
    path = tmp_path / "margins.csv"
    path.write_text(HEADER + CARE, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_weights_are_written_into_the_wave_and_their_cost_is_told(run, folder, margins):
    code, printed, _ = run("weight", folder, "--margins", margins)
    assert code == 0
    assert "Effective number of respondents" in printed
    assert "Design effect" in printed
    loaded = wave.load(folder)
    secondary = loaded.answers["care_level"].gave("secondary")
    assert loaded.weights[secondary].sum() / loaded.weights.sum() == pytest.approx(0.5, abs=1e-6)
    assert (folder / wave.REPORT).read_text() == "# Import report\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + CARE.replace("0.5", "0.2"), "add up to 0.700"),
        (HEADER + "barriers,no_barrier,1\n", "is no item with one answer"),
        (HEADER, "no row"),
    ],
)
def test_margins_that_do_not_fit_are_refused_and_the_wave_stays_as_it_was(run, folder, margins, text, said):
    margins.write_text(text, encoding="utf-8")
    before = contents(folder)
    code, _, error = run("weight", folder, "--margins", margins)
    assert code == 2
    assert said in error
    assert contents(folder) == before


def test_a_margin_that_no_respondent_stands_for_is_refused_with_the_reason(run, folder, margins):
    path = folder / wave.RESPONSES
    path.write_text(path.read_text().replace(",primary,", ",secondary,"), encoding="utf-8")
    code, _, error = run("weight", folder, "--margins", margins)
    assert code == 2
    assert "no respondent stands for them" in error


def test_a_release_holds_no_small_count(run, folder, tmp_path):
    code, printed, _ = run("release", folder, "--to", tmp_path / "out")
    assert code == 0
    assert "of them hidden" in printed
    counts = pd.read_csv(tmp_path / "out/counts.csv")
    assert not counts["count"].dropna().between(1, 4).any()
    assert (~counts["shown"]).any()
    assert counts.loc[~counts["shown"], "count"].isna().all()
    assert "are hidden" in (tmp_path / "out/README.md").read_text()


def test_rows_are_refused_while_somebody_stands_out_and_nothing_is_written(run, folder, tmp_path):
    code, _, error = run("release", folder, "--to", tmp_path / "out", "--microdata")
    assert code == 2
    assert "respondents are in a group of fewer than 5" in error
    assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["wave"]


def test_rows_pass_once_nobody_stands_out_and_their_order_is_new(run, folder, tmp_path):
    loaded = wave.load(folder)
    kept = ["respondent_id", "care_level", "investor"]
    few = loaded.responses[kept][loaded.responses["care_level"].isin(["secondary", "tertiary"])]
    wave.save(with_responses(loaded, few), folder)
    code, _, error = run("release", folder, "--to", tmp_path / "out", "--microdata")
    assert code == 0, error
    rows = pd.read_csv(tmp_path / "out/microdata.csv")
    assert rows["respondent_id"].tolist() == list(range(1, len(few) + 1))
    assert rows["care_level"].value_counts().to_dict() == few["care_level"].astype(str).value_counts().to_dict()


def test_a_release_compared_with_an_earlier_one_says_what_both_together_tell(run, folder, tmp_path):
    loaded = wave.load(folder)
    assert run("release", folder, "--to", tmp_path / "first")[0] == 0
    code, printed, _ = run("release", folder, "--to", tmp_path / "same", "--earlier", tmp_path / "first")
    assert code == 0
    assert "Less the earlier release, it tells of nobody." in printed
    wave.save(with_responses(loaded, loaded.responses.iloc[:-2]), folder)
    printed = run("release", folder, "--to", tmp_path / "second", "--earlier", tmp_path / "first")[1]
    assert "Give away one of the two" in printed
    code, _, error = run("release", folder, "--to", tmp_path / "third", "--earlier", tmp_path / "none")
    assert code == 2
    assert "the file does not exist" in error
    assert not (tmp_path / "third").exists()


def test_a_release_never_overwrites(run, folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    code, _, error = run("release", folder, "--to", tmp_path / "out")
    assert code == 2
    assert "holds something already" in error
    assert contents(tmp_path / "out") == {"mine.txt": b"mine"}
