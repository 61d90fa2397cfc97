"""From export to wave: which rows count, what a missing answer means, what never enters, and what is reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from examples import exports
from rich.console import Console
from support.accepting import all_doubts

from clinical_data_survey.errors import DataError
from clinical_data_survey.importers import mapping, pipeline, report
from clinical_data_survey.importers.mapping import Condition, ExportMapping, ItemMapping, Rules
from clinical_data_survey.importers.pipeline import Imported
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.answers import STATES

WHOLE = questionnaire.load()
ABOUT = {"title": "T", "kind": "new", "organisation": None, "dates": None, "n_invited": None, "licence": None}
SYNTHETIC = ABOUT | {"kind": "synthetic"}
CARE = ItemMapping("care_level", "one_column", ("care",), codes={"1": "primary", "2": "secondary"})
ROLE = ItemMapping("respondent_role", "one_column", ("role",), codes={"1": "clinician"})
BARRIERS = ItemMapping(
    "barriers", "ticks_in_cell", ("barriers",), codes={"e": "lack_of_expertise", "n": "no_barrier"}, separator=" "
)
GAP = ItemMapping("expertise_gap", "one_column", ("gap",), codes={"1": "end_users"})


def run(tmp_path: Path, table: str, *items: ItemMapping, **fields: object) -> Imported:
    path = tmp_path / "export.csv"
    path.write_text(table, encoding="utf-8")
    return pipeline.run(path, all_doubts(ExportMapping("plain", items, **fields), WHOLE), ABOUT, WHOLE)


def states(imported: Imported, item: str) -> list[str]:
    return [STATES[state] for state in imported.wave.answers[item].states]


@pytest.mark.parametrize(
    ("name", "export", "rows_in", "dropped"),
    [
        ("limesurvey/mapping.yml", "results-codes.csv", 42, {"not completed": 1, "repeated responses": 1}),
        ("limesurvey/mapping.yml", "results-full-en.csv", 42, {"not completed": 1, "repeated responses": 1}),
        ("limesurvey/mapping.yml", "results-full-nl.csv", 42, {"not completed": 1, "repeated responses": 1}),
        ("qualtrics/mapping.yml", "export.csv", 42, {"tests or spam": 1, "not completed": 1}),
        ("qualtrics/mapping-split.yml", "export-split.tsv", 42, {"tests or spam": 1, "not completed": 1}),
        ("redcap/mapping.yml", "export.csv", 41, {"not completed": 1}),
        ("spss/mapping.yml", "export.sav", 40, {}),
        ("plain/mapping.yml", "export.csv", 41, {"repeated responses": 1}),
        ("plain/mapping-workbook.yml", "export.xlsx", 40, {}),
    ],
)
def test_every_example_gives_the_same_forty_respondents(
    name: str, export: str, rows_in: int, dropped: dict[str, int]
) -> None:
    folder = (EXAMPLES / name).parent
    imported = pipeline.run(folder / export, mapping.load(EXAMPLES / name, WHOLE), SYNTHETIC, WHOLE, folder)
    assert (imported.report.rows_in, imported.report.rows_kept, imported.report.dropped) == (rows_in, 40, dropped)
    made = exports.made_up().responses
    for column in ("care_level", "investor", "expertise_gap", "opportunity__prevention"):
        assert imported.wave.responses[column].astype(str).tolist() == made[column].astype(str).tolist()


def test_no_name_address_token_or_text_enters_a_wave() -> None:
    for name, export in (("limesurvey", "results-codes.csv"), ("qualtrics", "export.csv"), ("plain", "export.csv")):
        folder = EXAMPLES / name
        imported = pipeline.run(folder / export, mapping.load(folder / "mapping.yml", WHOLE), SYNTHETIC, WHOLE, folder)
        table = imported.wave.responses.to_csv() + report.as_markdown(imported.report)
        for private in ("example.org", "192.0.2.1", "token0", "R_0", "Made-up Name", exports.REMARK):
            assert private not in table
        assert imported.report.texts == {"remarks": 40}


def test_only_columns_of_the_mapping_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinical_data_survey.files import delimited

    asked: list[str] = []
    read = delimited.read

    def spy(path: Path, form: object, names: object, columns: list[str], header_rows: int = 1) -> object:
        asked.extend(columns)
        return read(path, form, names, columns, header_rows)  # type: ignore[arg-type]

    monkeypatch.setattr(delimited, "read", spy)
    run(tmp_path, "care,diary\n1,secret\n", CARE)
    assert asked == ["care"]


def test_people_outside_the_base_were_not_asked_and_an_answer_of_theirs_is_counted(tmp_path: Path) -> None:
    imported = run(tmp_path, "barriers,gap\ne,1\ne,\nn,\nn,1\n,\n", BARRIERS, GAP)
    assert states(imported, "expertise_gap") == ["answered", "unanswered", "not_asked", "not_asked"]
    gap = imported.report.items[1]
    assert gap.outside_base == 1
    assert imported.report.dropped == {"answered nothing": 1}


def test_a_mapping_may_say_that_everyone_was_asked(tmp_path: Path) -> None:
    imported = run(tmp_path, "barriers,gap\nn,1\nn,\n", BARRIERS, replace(GAP, base="everyone"))
    assert states(imported, "expertise_gap") == ["answered", "unanswered"]


def test_a_mapping_may_name_a_base_of_its_own(tmp_path: Path) -> None:
    own = replace(GAP, base=("care_level", ("secondary",)))
    assert states(run(tmp_path, "care,gap\n2,1\n1,\n", CARE, own), "expertise_gap") == ["answered", "not_asked"]


@pytest.mark.parametrize(
    ("when_empty", "state"),
    [("unanswered", "unanswered"), ("nothing_selected", "answered"), ("not_asked", "not_asked")],
)
def test_what_an_empty_cell_means_is_said_by_the_mapping(tmp_path: Path, when_empty: str, state: str) -> None:
    entry = replace(BARRIERS, when_empty=when_empty)
    assert states(run(tmp_path, "care,barriers\n1,\n1,e\n", CARE, entry), "barriers") == [state, "answered"]


def test_an_unfinished_response_that_is_kept_was_not_asked_what_came_after_its_last_answer(tmp_path: Path) -> None:
    rules = Rules(complete=Condition("done", ("1",)), partial="keep")
    entry = replace(BARRIERS, when_empty="nothing_selected")
    imported = run(tmp_path, "role,care,barriers,done\n1,,,0\n,1,,0\n1,,,1\n", ROLE, CARE, entry, rules=rules)
    assert states(imported, "care_level") == ["not_asked", "answered", "unanswered"]
    assert states(imported, "respondent_role") == ["answered", "unanswered", "answered"]
    assert states(imported, "barriers") == ["not_asked", "not_asked", "answered"]
    assert imported.report.kept_though == {"not completed": 2}


@pytest.mark.parametrize(("keep", "cares"), [("keep_first", ["primary"]), ("keep_last", ["secondary"])])
def test_of_repeated_responses_one_is_kept_by_rule(tmp_path: Path, keep: str, cares: list[str]) -> None:
    rules = Rules(same_person=("who",), duplicates=keep)
    imported = run(tmp_path, "who,care\na,1\na,2\n", CARE, rules=rules)
    assert imported.wave.responses["care_level"].tolist() == cares
    assert imported.report.dropped == {"repeated responses": 1}


def test_rows_without_any_mark_of_a_person_repeat_nobody(tmp_path: Path) -> None:
    imported = run(tmp_path, "who,care\n,1\n,1\n", CARE, rules=Rules(same_person=("who",)))
    assert imported.report.rows_kept == 2


def test_repeated_responses_and_tests_may_be_kept_and_are_still_counted(tmp_path: Path) -> None:
    rules = Rules(test=Condition("t", ("1",)), tests="keep", same_person=("who",), duplicates="keep_all")
    imported = run(tmp_path, "who,t,care\na,1,1\na,,2\n", CARE, rules=rules)
    assert imported.report.rows_kept == 2
    assert imported.report.kept_though == {"tests or spam": 1, "repeated responses": 1}


def test_a_row_is_left_out_for_one_reason_only(tmp_path: Path) -> None:
    rules = Rules(test=Condition("t", ("1",)), complete=Condition("done", None), same_person=("who",))
    table = "who,t,done,care\na,1,,1\na,,,1\na,,x,1\na,,x,2\nb,,x,\n"
    imported = run(tmp_path, table, CARE, rules=rules)
    assert imported.report.dropped == {
        "tests or spam": 1, "not completed": 1, "repeated responses": 1, "answered nothing": 1,
    }  # fmt: skip
    assert imported.report.rows_in == imported.report.rows_kept + sum(imported.report.dropped.values())


def test_nobody_left_is_an_error_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no respondent remains \(not completed: 2\)"):
        run(tmp_path, "done,care\n,1\n,2\n", CARE, rules=Rules(complete=Condition("done", None)))


def test_weights_are_read_with_a_point_or_a_comma_and_must_be_positive(tmp_path: Path) -> None:
    assert run(tmp_path, 'w,care\n0.5,1\n"1,5",2\n', CARE, weight="w").wave.responses["weight"].tolist() == [0.5, 1.5]
    with pytest.raises(DataError, match="row 3, column 'w': 'x' is no weight above 0"):
        run(tmp_path, "w,care\n1,1\nx,2\n", CARE, weight="w")


def test_made_up_rows_cannot_pass_for_a_new_wave(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="made-up rows stand in a wave of kind 'new'"):
        run(tmp_path, "care,synthetic\n1,1\n2,1\n", CARE, synthetic="synthetic")


def test_an_item_nobody_answered_and_levels_nobody_gave_are_reported(tmp_path: Path) -> None:
    imported = run(tmp_path, "care,role\n1,\n", CARE, ROLE)
    text = report.as_markdown(imported.report)
    assert "care_level: nobody gave secondary, tertiary, outside_care." in text
    assert "respondent_role: nobody gave clinician" in text
    assert "Items that the export lacks: age_group" in text


def test_a_tick_that_excludes_all_others_beside_another_is_counted(tmp_path: Path) -> None:
    imported = run(tmp_path, "barriers\ne n\nn\n", BARRIERS)
    assert imported.report.items[0].contradicted == 1
    assert "1 respondent ticked an answer that excludes all others" in report.as_markdown(imported.report)


def test_the_report_says_the_same_in_the_terminal_and_on_the_page(tmp_path: Path) -> None:
    imported = run(tmp_path, "care,other\n1,x\n", CARE)
    console = Console(width=400, record=True, file=(tmp_path / "log").open("w"))
    report.show(imported.report, console)
    terminal = console.export_text()
    for line in report.sentences(imported.report):
        assert line in terminal
        assert line in report.as_markdown(imported.report)
    assert "1 of 1 row kept from export.csv (plain)." in terminal
    assert "1 column of the export never read: not in the mapping." in terminal
