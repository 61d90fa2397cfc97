"""Four exports with known answers: who follows the guess and then the error texts gets the right numbers, or none."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
import yaml
from examples import exports
from support import hospitals
from support.command_line import runner

from clinical_data_survey.cli import importing
from clinical_data_survey.importers import doubts, guess, mapping, pipeline, tools
from clinical_data_survey.survey import questionnaire, wave
from clinical_data_survey.survey.wave import Wave

WHOLE = questionnaire.load()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run `cds` with arguments: exit code, what it printed, what it printed as an error."""
    return runner(importing, monkeypatch, capsys)


def follow(run, export: Path) -> tuple[Wave, str, list[str]]:
    """Import as a careful person does who changes only what an error names; the wave, the report and the errors."""
    named, to = export.with_name("mapping.yml"), export.with_name("wave")
    code, _, error = run("mapping", export, "--to", named)
    assert code == 0, error
    errors = []
    for _ in range(5):
        code, printed, error = run("import", export, "--mapping", named, "--to", to)
        if code == 0:
            return wave.load(to), printed, errors
        assert code == 2
        assert not to.exists()
        errors.append(error)
        content = yaml.safe_load(named.read_text(encoding="utf-8"))
        before = str(content)
        for entry in content["items"].values():
            if "remove the line 'guessed'" in error and mapping.UNCONFIRMED in entry.get("guessed", ""):
                del entry["guessed"]
            for word in [word for word, level in entry.get("codes", {}).items() if not level]:
                assert f"missing: {{refused: [{word}]}}" in error
                del entry["codes"][word]
                entry["missing"] = {"refused": [word]}
        assert str(content) != before, error
        named.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    raise AssertionError(errors)


def the_same(found: Wave, true: Wave) -> None:
    assert len(found.ids) == len(true.ids)
    for name, answers in true.answers.items():
        # An answer left empty and nothing ticked look the same in some tools: only what was answered must agree.
        given = answers.states == 0
        np.testing.assert_array_equal(found.answers[name].states == 0, given, name)
        np.testing.assert_array_equal(found.answers[name].values[given], answers.values[given], name)


@pytest.mark.parametrize("name", hospitals.HOSPITALS)
def test_who_follows_the_guess_and_the_errors_to_the_letter_gets_the_right_numbers(run, tmp_path: Path, name: str):
    true = hospitals.HOSPITALS[name](tmp_path / name)
    found, printed, _ = follow(run, tmp_path / name)
    the_same(found, true)
    for item in true.items():
        answers = true.answers[item.id]
        line = next(row for row in reversed(printed.splitlines()) if row.startswith(f"{item.id} "))
        assert line.split()[1] == f"{int((answers.states == 0).sum()):,}"
    assert (found.answers["care_level"].states == hospitals.REFUSED).sum() == (
        true.answers["care_level"].states == hospitals.REFUSED
    ).sum()


@pytest.mark.parametrize(("rows", "kept"), [("limesurvey.csv", 287), ("qualtrics.csv", 357), ("redcap.csv", 172)])
def test_unfinished_responses_are_left_out_without_being_told_to(run, tmp_path: Path, rows: str, kept: int) -> None:
    hospitals.HOSPITALS[rows](tmp_path / rows)
    found, printed, _ = follow(run, tmp_path / rows)
    assert len(found.ids) == kept
    assert "if unfinished responses counted" in printed


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("form", hospitals.FORMS)
def test_every_form_of_limesurveys_headings_is_read_with_its_rule_of_completeness(
    run, tmp_path: Path, form: str, language: str
) -> None:
    true = hospitals.limesurvey(tmp_path / "results.csv", form, language, 40, 33)
    assert tools.detect(tmp_path / "results.csv") == "limesurvey"
    if form in ("code", "expression_code"):
        # Codes of somebody's own form name no answer: what cannot be told is left to a person.
        opened = tools.open_export(tmp_path / "results.csv", "limesurvey")
        found = guess.guess(opened, WHOLE, mapping.ReadOptions())
        assert found.rules.complete == mapping.Condition("submitdate", None)
        assert {"barriers", "opportunity"} <= set(found.not_matched)
        return
    found, printed, errors = follow(run, tmp_path / "results.csv")
    assert errors == []
    the_same(found, true)
    assert "33 of 40 rows kept" in printed


def test_codes_that_expressions_use_are_read_as_the_form_wrote_them(run, tmp_path: Path) -> None:
    made = exports.made_up(30)
    rows = list(csv.reader(io.StringIO(exports.limesurvey(made, "en"))))
    header = [name.replace("[", "_").replace("]", "") for name in rows[0]]
    with (tmp_path / "results.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header[:-1], *(row[:-1] for row in rows[1:])])
    found, _, errors = follow(run, tmp_path / "results.csv")
    assert errors == []
    the_same(found, made)


def asked(export: Path, named: mapping.ExportMapping) -> set[str]:
    return {doubt.key for doubt in doubts.raised(named, tools.open_export(export, named.tool, named.source), WHOLE)}


def test_a_mapping_that_reads_a_ranking_from_its_first_position_alone_is_refused(tmp_path: Path) -> None:
    export = tmp_path / "results.csv"
    hospitals.limesurvey(export, "code_and_text", "nl", 40, 33)
    columns = tools.open_export(export, "plain").columns
    first = next(name for name in columns if name.startswith("Q8[1]"))
    codes = {level.nl: level.id for level in WHOLE.item("opportunity").levels}
    ranked = mapping.ItemMapping("opportunity", "order_in_cell", (first,), codes=codes)
    tick = next(name for name in columns if name.startswith("Q9[SQ001]"))
    ticked = mapping.ItemMapping("barriers", "ticks_in_cell", (tick,), codes={"Ja": "lack_of_expertise"})
    keys = asked(export, mapping.ExportMapping("limesurvey", (ranked, ticked)))
    assert {"unfinished", "opportunity.columns", "barriers.columns", "barriers.no_barrier"} <= keys
    keys = asked(export, mapping.ExportMapping("plain", (ranked, ticked)))
    assert {"tool", "unfinished", "barriers.no_barrier"} <= keys
    with pytest.raises(Exception, match="tells finished responses from unfinished ones"):
        pipeline.run(export, mapping.ExportMapping("plain", (ranked,)), {"title": "T", "kind": "new"}, WHOLE)


def test_a_top_three_of_four_answers_has_to_be_accepted_and_then_stands_in_the_report(run, tmp_path: Path) -> None:
    export, named = tmp_path / "export.csv", tmp_path / "mapping.yml"
    export.write_text("best,second\nD,P\nP,D\n", encoding="utf-8")
    text = (
        "tool: plain\nitems:\n  opportunity:\n    layout: position_columns\n    columns: [best, second]\n    codes: "
        "{D: diagnostics, P: prevention, T: personalised_treatment, A: administration}\n"
    )
    named.write_text(text)
    code, _, error = run("import", export, "--mapping", named, "--to", tmp_path / "wave")
    assert code == 2
    assert "2 positions are read, of 4 answers that are ranked" in error
    assert "'accept: {opportunity.positions: why}'" in error
    named.write_text(text + "accept: {opportunity.positions: only the best two were asked}\n")
    code, printed, error = run("import", export, "--mapping", named, "--to", tmp_path / "wave")
    assert (code, error) == (0, "")
    assert "Your reason: only the best two were asked" in " ".join(printed.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [("accept: {shoes: they were too small}", "nothing is called 'shoes'"), ("accept: {tests: x}", "accept > tests")],
)
def test_what_is_accepted_has_a_name_and_a_reason(run, tmp_path: Path, text: str, said: str) -> None:
    export, named = tmp_path / "export.csv", tmp_path / "mapping.yml"
    export.write_text("care\n1\n", encoding="utf-8")
    named.write_text(
        f"tool: plain\nitems: {{care_level: {{layout: one_column, columns: [care], codes: {{1: primary}}}}}}\n{text}\n"
    )
    code, _, error = run("import", export, "--mapping", named, "--to", tmp_path / "wave")
    assert code == 2
    assert said in error


def test_limesurveys_texts_in_a_language_that_is_not_known_are_no_plain_table(tmp_path: Path) -> None:
    export = tmp_path / "results.csv"
    hospitals.limesurvey(export, "full", "nl", 40, 33)
    text = export.read_text(encoding="utf-8-sig")
    for known in hospitals.OWN_COLUMNS["nl"].values():
        text = text.replace(f'"{known}"', f'"x{known[::-1]}"', 1)
    export.write_text(text, encoding="utf-8")
    assert tools.detect(export) == "plain"
    opened = tools.open_export(export, "plain")
    found = guess.guess(opened, WHOLE, mapping.ReadOptions())
    assert "unfinished" in {doubt.key for doubt in doubts.raised(found, opened, WHOLE)}
