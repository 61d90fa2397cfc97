"""The first mapping: what it finds, what it marks, what it names as not found, what it never writes down."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import exports

from clinical_data_survey.errors import DataError
from clinical_data_survey.importers import guess, mapping_text, pipeline, tools
from clinical_data_survey.importers.mapping import UNCONFIRMED, ExportMapping, ReadOptions
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire

WHOLE = questionnaire.load()
ABOUT = {"title": "T", "kind": "new", "organisation": None, "dates": None, "n_invited": None, "licence": None}


def first(path: Path, source: ReadOptions | None = None) -> ExportMapping:
    source = source or ReadOptions()
    return guess.guess(tools.open_export(path, tools.detect(path, source), source), WHOLE, source)


@pytest.mark.parametrize(
    ("name", "tool"),
    [
        ("limesurvey/results-codes.csv", "limesurvey"),
        ("limesurvey/results-full-nl.csv", "limesurvey"),
        ("qualtrics/export.csv", "qualtrics"),
        ("qualtrics/export-split.tsv", "qualtrics"),
        ("redcap/export.csv", "redcap"),
        ("spss/export.sav", "spss"),
        ("plain/export.csv", "plain"),
        ("plain/export.xlsx", "plain"),
    ],
)
def test_each_tool_is_known_by_its_layout_and_every_item_is_found(name: str, tool: str) -> None:
    source = ReadOptions(dictionary="data_dictionary.csv") if tool == "redcap" else ReadOptions()
    found = first(EXAMPLES / name, source)
    assert found.tool == tool
    assert found.not_matched == ()
    assert all(entry.guessed for entry in found.items)
    assert not [code for entry in found.items for code, level in entry.codes.items() if not level]


def test_numbers_that_nothing_explains_are_marked_and_refused_until_read() -> None:
    path = EXAMPLES / "qualtrics" / "export.csv"
    found = first(path)
    assert UNCONFIRMED in found.items[0].guessed
    assert "refuses these until you have read them" in "\n".join(guess.heading(found, path.name))
    with pytest.raises(DataError, match="guessed from their order alone") as caught:
        pipeline.run(path, found, ABOUT | {"kind": "synthetic"}, WHOLE)
    assert "remove the line 'guessed'" in str(caught.value)


def test_labels_confirm_codes_so_that_nothing_rests_on_order() -> None:
    found = first(EXAMPLES / "redcap" / "export.csv", ReadOptions(dictionary="data_dictionary.csv"))
    assert not [entry.item for entry in found.items if UNCONFIRMED in (entry.guessed or "")]


def test_codes_that_match_nothing_are_left_open_and_named(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("care_level,investor\nprimary,government\nhospice,government\nsecondary,health_insurers\n")
    found = first(path)
    assert dict(found.items[0].codes) == {"primary": "primary", "secondary": "secondary", "hospice": ""}
    heading = "\n".join(guess.heading(found, path.name))
    assert "care_level (hospice)" in heading
    assert "Items without a column: respondent_role" in heading


def test_a_dutch_table_is_matched_by_its_questions_and_answers(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Wat is uw belangrijkste functie?;Welke belemmeringen ziet u voor kunstmatige intelligentie in de zorg? "
        "Kruis alles aan wat van toepassing is.\n"
        "Zorgverlener;Gebrek aan expertise, Toegankelijkheid van data\nOnderzoeker;Ik zie geen belemmering\n",
        encoding="utf-8",
    )
    found = {entry.item: entry for entry in first(path).items}
    assert found["respondent_role"].codes["Zorgverlener"] == "clinician"
    assert found["barriers"].layout == "ticks_in_cell"
    assert found["barriers"].codes["Gebrek aan expertise"] == "lack_of_expertise"
    # What nobody ticked goes by the same language's label.
    assert found["barriers"].codes["Een andere belemmering"] == "other_barrier"


def test_choices_in_columns_are_told_from_ticks(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("barriers_1,barriers_2\nno_barrier,\nit_infrastructure,lack_of_expertise\n")
    [entry] = first(path).items
    assert entry.layout == "choice_columns"


def test_names_and_free_text_are_never_written_into_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    people = "\n".join(f"Person {n},person{n}@example.org,primary" for n in range(5))
    path.write_text(f"name,mail,care_level\n{people}\n")
    text = mapping_text.text_of(first(path), guess.heading(first(path), path.name))
    assert "Person" not in text
    assert "example.org" not in text


def test_an_export_about_something_else_matches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    found = first(path)
    assert found.items == ()
    assert len(found.not_matched) == len(WHOLE.items)


def test_a_guess_needs_no_order_of_levels_where_names_say_it(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(exports.plain(exports.made_up(20)))
    assert not [entry.item for entry in first(path).items if UNCONFIRMED in (entry.guessed or "")]
