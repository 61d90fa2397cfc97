"""The commands: what a person sees, exit code 2 for what they can mend, and nothing written when it fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from support.command_line import runner

from clinical_data_survey.cli import importing
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import wave


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run `cds` with arguments: exit code, what it printed, what it printed as an error."""
    return runner(importing, monkeypatch, capsys)


PLAIN = EXAMPLES / "plain"


def test_an_import_writes_a_wave_its_mapping_and_its_report(run, tmp_path: Path) -> None:
    to = tmp_path / "wave"
    code, printed, _ = run(
        "import", PLAIN / "export.csv", "--mapping", PLAIN / "mapping.yml", "--to", to, "--title", "Example",
        "--kind", "synthetic", "--organisation", "Nobody", "--from", "2026-01-05", "--until", "2026-01-09",
        "--invited", 80,
    )  # fmt: skip
    assert code == 0
    assert "40 of 41 rows kept from export.csv (plain)." in printed
    assert "Left out: 1 row (repeated responses)." in printed
    loaded = wave.load(to)
    assert (loaded.title, loaded.organisation, loaded.n_invited) == ("Example", "Nobody", 80)
    assert sorted(path.name for path in to.iterdir()) == [
        "import_report.md",
        "mapping.yml",
        "responses.csv",
        "wave.yml",
    ]
    assert (to / "mapping.yml").read_text() == (PLAIN / "mapping.yml").read_text()
    assert (to / "import_report.md").read_text().startswith("# Import report")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "new"], "made-up rows stand in a wave of kind 'new'"),
        (["--kind", "old"], "'old' is no kind of wave"),
        (["--kind", "synthetic", "--from", "2026-01-05"], "Give both --from and --until"),
        (["--kind", "synthetic", "--from", "2026-02-05", "--until", "2026-01-05"], "ends before it begins"),
    ],
)
def test_an_import_that_fails_exits_with_2_says_why_and_writes_nothing(
    run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    to = tmp_path / "waves" / "wave"
    code, printed, error = run(
        "import", PLAIN / "export.csv", "--mapping", PLAIN / "mapping.yml", "--to", to, *arguments
    )
    assert code == 2
    assert said in error
    assert printed == ""
    assert "Traceback" not in error
    assert not list(tmp_path.iterdir())


def test_a_second_import_that_fails_leaves_the_first_wave(run, tmp_path: Path) -> None:
    to, export = tmp_path / "wave", tmp_path / "export.csv"
    shutil.copy(PLAIN / "export.csv", export)
    arguments = ("import", export, "--mapping", PLAIN / "mapping.yml", "--to", to, "--kind", "synthetic")
    assert run(*arguments)[0] == 0
    before = (to / "responses.csv").read_bytes()
    export.write_text("")
    code, _, error = run(*arguments)
    assert code == 2
    assert "the file is empty" in error
    assert (to / "responses.csv").read_bytes() == before


def test_a_first_mapping_is_written_names_what_is_missing_and_never_replaces_one(run, tmp_path: Path) -> None:
    export, to = tmp_path / "export.csv", tmp_path / "mapping.yml"
    export.write_text("care_level\nprimary\nsecondary\n")
    code, printed, _ = run("mapping", export, "--to", to)
    assert code == 0
    assert "Items without a column: respondent_role" in printed
    assert to.read_text().splitlines()[1].startswith("# First mapping of export.csv, guessed.")
    assert (tmp_path / "mapping.schema.json").is_file()
    code, _, error = run("mapping", export, "--to", to)
    assert code == 2
    assert "the file exists" in error


def test_a_first_mapping_is_read_and_imported_for_redcap_with_its_dictionary(run, tmp_path: Path) -> None:
    folder, to = EXAMPLES / "redcap", tmp_path / "mapping.yml"
    found = run("mapping", folder / "export.csv", "--to", to, "--dictionary", folder / "data_dictionary.csv")
    assert found[0] == 0
    code, printed, error = run(
        "import", folder / "export.csv", "--mapping", to, "--to", tmp_path / "wave", "--kind", "synthetic"
    )
    assert (code, error) == (0, "")
    assert "40 of 41 rows kept" in printed


def test_a_guess_by_order_alone_is_refused_until_it_is_read(run, tmp_path: Path) -> None:
    export, to = EXAMPLES / "qualtrics" / "export.csv", tmp_path / "mapping.yml"
    assert run("mapping", export, "--to", to)[0] == 0
    arguments = ("import", export, "--mapping", to, "--to", tmp_path / "wave", "--kind", "synthetic")
    code, _, error = run(*arguments)
    assert code == 2
    assert "guessed from their order alone" in error
    lines = to.read_text().splitlines()
    to.write_text("\n".join(line for line in lines if not line.strip().startswith("guessed:")))
    assert run(*arguments)[0] == 0


def test_an_unknown_tool_is_named(run, tmp_path: Path) -> None:
    code, _, error = run("mapping", PLAIN / "export.csv", "--to", tmp_path / "m.yml", "--tool", "forms")
    assert code == 2
    assert "the tool 'forms' is not known. Use one of limesurvey" in error


def test_the_questionnaire_is_written_with_the_mapping_of_its_own_export(run, tmp_path: Path) -> None:
    to = tmp_path / "questionnaire"
    assert run("questionnaire", "--to", to)[0] == 0
    assert sorted(path.name for path in to.iterdir()) == [
        "limesurvey.txt", "mapping.schema.json", "mapping.yml", "questionnaire.en.md", "questionnaire.nl.md",
    ]  # fmt: skip
    code, _, error = run("questionnaire", "--to", to)
    assert code == 2
    assert "the file exists" in error
    export = EXAMPLES / "limesurvey" / "results-full-nl.csv"
    mapping = (to / "mapping.yml").read_text() + "synthetic: synthetic\n"
    (to / "mapping.yml").write_text(mapping)
    code, printed, _ = run(
        "import", export, "--mapping", to / "mapping.yml", "--to", tmp_path / "w", "--kind", "synthetic"
    )
    assert code == 0
    assert "41 of 42 rows kept" in printed


def test_a_sheet_may_be_named_and_is_guessed_with_its_header_where_it_is_not(run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Notes"
    book.worksheets[0].append(["Read me"])
    sheet = book.create_sheet("Answers")
    for row in (["A title"], [], ["care_level", "investor"], ["primary", "government"], ["tertiary", "government"]):
        sheet.append(row)
    export = tmp_path / "export.xlsx"
    book.save(export)
    assert run("mapping", export, "--to", tmp_path / "guessed.yml")[0] == 0
    assert "sheet: Answers\n  header_row: 3\n" in (tmp_path / "guessed.yml").read_text()
    named = run("mapping", export, "--to", tmp_path / "named.yml", "--sheet", "Answers")
    assert named[0] == 0
    assert (tmp_path / "named.yml").read_text() == (tmp_path / "guessed.yml").read_text()
    without = tmp_path / "without.yml"
    without.write_text((tmp_path / "guessed.yml").read_text().replace("  sheet: Answers\n", ""))
    code, _, error = run("import", export, "--mapping", without, "--to", tmp_path / "wave")
    assert code == 2
    assert "has 2 filled sheets: Notes, Answers. Name the one with the answers: 'sheet' under 'read'" in error
    code, printed, error = run("import", export, "--mapping", tmp_path / "guessed.yml", "--to", tmp_path / "wave")
    assert (code, error) == (0, "")
    assert "2 of 2 rows kept" in printed


def test_a_wave_that_takes_the_place_of_a_smaller_one_is_warned_of(run, tmp_path: Path) -> None:
    export, named, to = tmp_path / "export.csv", tmp_path / "mapping.yml", tmp_path / "wave"
    export.write_text("care_level\nprimary\nsecondary\n")
    assert run("mapping", export, "--to", named)[0] == 0
    assert "Warning" not in run("import", export, "--mapping", named, "--to", to)[1]
    assert "Warning" not in run("import", export, "--mapping", named, "--to", to)[1]
    export.write_text("care_level\nprimary\nsecondary\ntertiary\n")
    printed = run("import", export, "--mapping", named, "--to", to)[1]
    assert "Warning: the wave that stood here had 2 respondents, this one has 3" in printed


def test_redcap_with_codes_alone_is_told_of_its_dictionary(run, tmp_path: Path) -> None:
    printed = run("mapping", EXAMPLES / "redcap" / "export.csv", "--to", tmp_path / "mapping.yml")[1]
    assert "make the mapping anew with --dictionary" in printed


@pytest.mark.parametrize("title", ["", "  ", "\x1b[31mred", "a\u202eb", "\u75c5\u9662"])
def test_a_title_that_cannot_be_printed_is_refused_before_anything_is_written(run, tmp_path: Path, title: str) -> None:
    arguments = ("import", PLAIN / "export.csv", "--mapping", PLAIN / "mapping.yml", "--to", tmp_path / "wave")
    code, _, error = run(*arguments, "--kind", "synthetic", "--title", title)
    assert code == 2
    assert "at 'title'" in error
    assert "\x1b" not in error
    assert not (tmp_path / "wave").exists()


@pytest.mark.parametrize("command", ["mapping", "import", "questionnaire"])
def test_a_place_that_cannot_be_written_is_named(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("a file is no folder")
    to = tmp_path / "file" / "inside"
    arguments = {
        "mapping": [PLAIN / "export.csv"],
        "import": [PLAIN / "export.csv", "--mapping", PLAIN / "mapping.yml", "--kind", "synthetic"],
        "questionnaire": [],
    }[command]
    code, _, error = run(command, *arguments, "--to", to)
    assert code == 2
    assert "Traceback" not in error
    assert "Name a place where you may write" in error
