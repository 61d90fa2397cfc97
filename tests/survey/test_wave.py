"""Waves: what a folder must hold, what is refused, and that nothing is ever half written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from examples import exports
from hypothesis import HealthCheck, given, settings
from support.made_waves import waves

from clinical_data_survey.errors import DataError
from clinical_data_survey.files import delimited
from clinical_data_survey.survey import questionnaire, responses, wave
from clinical_data_survey.survey.answers import STATES
from clinical_data_survey.survey.wave import Wave

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def made() -> Wave:
    return exports.made_up(12)


def written(folder: Path, table: str, about: str = "title: T\nkind: new\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "responses.csv").write_text(table, encoding="utf-8")
    (folder / "wave.yml").write_text(about, encoding="utf-8")
    return folder


def states(loaded: Wave, item: str) -> list[str]:
    return [STATES[state] for state in loaded.answers[item].states]


def told(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        wave.load(folder)
    return str(caught.value)


@QUICK
@given(made=waves())
def test_a_saved_wave_is_loaded_as_it_was(made: Wave, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("wave") / "w"
    wave.save(made, folder)
    pd.testing.assert_frame_equal(wave.load(folder).responses, made.responses, check_dtype=False)


def test_what_a_wave_is_survives_saving(made: Wave, tmp_path: Path) -> None:
    full = replace(
        made, title="2019: yes", organisation="A hospital", n_invited=99, dates=(date(2026, 3, 1), date(2026, 4, 2))
    )
    wave.save(full, tmp_path / "w", {"import_report.md": "# Report\n"})
    loaded = wave.load(tmp_path / "w")
    assert (loaded.title, loaded.organisation, loaded.n_invited, loaded.dates, loaded.licence) == (
        "2019: yes", "A hospital", 99, (date(2026, 3, 1), date(2026, 4, 2)), "CC0-1.0",
    )  # fmt: skip
    assert (tmp_path / "w" / "import_report.md").read_text() == "# Report\n"


def test_four_kinds_of_missing_stay_four_things(tmp_path: Path) -> None:
    item = questionnaire.load().item("barriers")
    names = responses.columns_of(item)
    rows = [["0"] * 6, [""] * 6, ["not_asked"] + [""] * 5, ["refused"] + [""] * 5, ["1"] + ["0"] * 5]
    table = "\n".join([",".join(["respondent_id", *names]), *(f"r{i}," + ",".join(r) for i, r in enumerate(rows))])
    loaded = wave.load(written(tmp_path / "w", table + "\n"))
    assert states(loaded, item.id) == [
        "answered", "unanswered", "not_asked", "refused", "answered",
    ]  # fmt: skip
    ticks = loaded.responses["barriers__lack_of_expertise"]
    assert ticks.iloc[[0, 4]].tolist() == [0.0, 1.0]
    assert ticks.iloc[[1, 2, 3]].tolist()[1:] == ["not_asked", "refused"]
    assert loaded.answers["barriers"].gave("lack_of_expertise").tolist() == [False, False, False, False, True]
    wave.save(loaded, tmp_path / "again")
    pd.testing.assert_frame_equal(wave.load(tmp_path / "again").responses, loaded.responses)


def test_an_empty_cell_outside_the_base_of_a_synthetic_wave_means_not_asked(tmp_path: Path) -> None:
    item = questionnaire.load().item("barriers")
    header = ",".join(["respondent_id", "synthetic", *responses.columns_of(item), "expertise_gap"])
    table = f"{header}\na,1,1,0,0,0,0,0,\nb,1,0,1,0,0,0,0,\n"
    loaded = wave.load(written(tmp_path / "w", table, "title: T\nkind: synthetic\n"))
    assert states(loaded, "expertise_gap") == ["unanswered", "not_asked"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("respondent_id,care_level\na,hospital\n", "row 2, column 'care_level': 'hospital' is no answer"),
        ("respondent_id,care_level,name\na,primary,x\n", "row 1, column 'name': no such column is known"),
        ("respondent_id,barriers__no_barrier\na,1\n", "column 'barriers__lack_of_expertise': the column is missing"),
        ("care_level\nprimary\n", "column 'respondent_id': the column is missing"),
        ("respondent_id,care_level\na,primary\na,primary\n", "row 3, column 'respondent_id': the id stands twice"),
        ("respondent_id,care_level\n,primary\n", "row 2, column 'respondent_id': the id is empty"),
        ("respondent_id,care_level\n", "has a header but no respondents"),
        ("respondent_id,care_level\na\n", "row 2: has 1 cells, the header has 2"),
        (
            "respondent_id,weight,care_level\na,-1,primary\n",
            "row 2, column 'weight': the weight is not a number above 0",
        ),
        ("respondent_id,synthetic,care_level\na,1,primary\n", "made-up rows stand in a wave of kind 'new'"),
        ("respondent_id\na\n", "holds no item of the questionnaire"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_by_row_and_column(tmp_path: Path, table: str, said: str) -> None:
    assert said in told(written(tmp_path / "w", table))


def test_a_word_for_a_missing_answer_stands_alone(tmp_path: Path) -> None:
    names = ",".join(responses.columns_of(questionnaire.load().item("opportunity")))
    told_of = told(written(tmp_path / "w", f"respondent_id,{names}\na,refused,1,2,\n"))
    assert "marked as not asked or refused, yet other columns of it hold answers (once)" in told_of


def test_ranks_must_be_first_second_and_so_on(tmp_path: Path) -> None:
    names = ",".join(responses.columns_of(questionnaire.load().item("opportunity")))
    for ranks in ("1,1,2,3", "2,3,,", "1,3,,"):
        assert "the ranks are not 1, 2, 3" in told(written(tmp_path / "w", f"respondent_id,{names}\na,{ranks}\n"))


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("title: T\n", "'kind' is a required property"),
        ("title: T\nkind: old\n", "'old' is not one of"),
        ("title: T\nkind: new\nn_invited: many\n", "n_invited"),
        ("title: T\nkind: new\ndates: {from: 2026-02-01, to: 2026-01-01}\n", "ends before it begins"),
        ("title: T\nkind: new\ndates: {from: 2026-13-01, to: 2026-01-01}\n", "is not a 'date'"),
        ("title: [", "not valid YAML"),
        ("", "does not say what the wave is"),
    ],
)
def test_a_wave_that_does_not_say_what_it_is_is_refused(tmp_path: Path, about: str, said: str) -> None:
    assert said in told(written(tmp_path / "w", "respondent_id,care_level\na,primary\n", about))


def test_a_synthetic_wave_without_the_mark_in_each_row_is_refused(made: Wave) -> None:
    for marks in (None, np.zeros(12, dtype=int)):
        with pytest.raises(DataError, match="synthetic"):
            wave.validate(replace(made, synthetic=marks))


def test_an_older_wave_is_replaced_and_nothing_else_ever_is(made: Wave, tmp_path: Path) -> None:
    wave.save(made, tmp_path / "w", {"mapping.yml": "tool: plain\n"})
    wave.save(replace(made, title="Second"), tmp_path / "w")
    assert wave.load(tmp_path / "w").title == "Second"
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == ["responses.csv", "wave.yml"]
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.docx").write_text("work of years")
    with pytest.raises(DataError, match="something other than a wave"):
        wave.save(made, tmp_path / "home")
    assert (tmp_path / "home" / "thesis.docx").exists()


def test_a_disk_that_fails_leaves_the_older_wave_whole(
    made: Wave, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave.save(made, tmp_path / "w")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(delimited, "write", full)
    with pytest.raises(OSError, match="no space"):
        wave.save(replace(made, title="Second"), tmp_path / "w")
    assert wave.load(tmp_path / "w").title == "Made-up example"
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_an_invalid_wave_is_not_written(made: Wave, tmp_path: Path) -> None:
    with pytest.raises(DataError):
        wave.save(replace(made, kind="new"), tmp_path / "w")
    assert not list(tmp_path.iterdir())


def test_weights_are_kept_as_numbers(made: Wave, tmp_path: Path) -> None:
    weighted = replace(made, weights=np.linspace(0.5, 1.5, 12))
    wave.save(weighted, tmp_path / "w")
    np.testing.assert_allclose(wave.load(tmp_path / "w").weights, np.linspace(0.5, 1.5, 12), rtol=1e-12)
