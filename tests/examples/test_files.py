"""data/examples: up to date, marked as synthetic row by row, and in the layouts that the tools really have."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyreadstat
import pytest
from examples import files
from pydantic import TypeAdapter

from clinical_data_survey.importers import mapping
from clinical_data_survey.importers.mapping import ExportMapping, ItemMapping
from clinical_data_survey.paths import EXAMPLES

BINARY = (".sav", ".xlsx")


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    files.write_all(folder)
    return folder


def test_the_files_are_what_the_code_writes(anew: Path) -> None:
    names = sorted(path.relative_to(anew) for path in anew.rglob("*") if path.is_file())
    kept = sorted(path.relative_to(EXAMPLES) for path in EXAMPLES.rglob("*") if path.is_file())
    assert [name for name in kept if name.name != "README.md"] == names
    for name in names:
        if name.suffix not in BINARY:
            assert (anew / name).read_bytes() == (EXAMPLES / name).read_bytes(), name
    old, new = (pyreadstat.read_sav(folder / "spss" / "export.sav")[0] for folder in (EXAMPLES, anew))
    assert old.equals(new)


def rows(name: str, encoding: str = "utf-8", separator: str = ",") -> list[list[str]]:
    with (EXAMPLES / name).open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=separator))


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("limesurvey/results-codes.csv", 1),
        ("limesurvey/results-full-en.csv", 1),
        ("limesurvey/results-full-nl.csv", 1),
        ("qualtrics/export.csv", 3),
        ("redcap/export.csv", 1),
        ("plain/export.csv", 1),
    ],
)
def test_every_row_says_that_it_is_made_up(name: str, headers: int) -> None:
    table = rows(name)
    place = table[0].index("synthetic")
    assert {row[place] for row in table[headers:]} == {"1"}


def test_every_row_of_the_binary_files_says_so_too() -> None:
    frame, meta = pyreadstat.read_sav(EXAMPLES / "spss" / "export.sav")
    assert set(frame["synthetic"]) == {1}
    assert meta.file_label == "Synthetic: nobody gave these answers"
    sheet = openpyxl.load_workbook(EXAMPLES / "plain" / "export.xlsx").worksheets[0]
    table = list(sheet.iter_rows(values_only=True))
    assert {row[table[0].index("synthetic")] for row in table[1:]} == {1}


def test_limesurvey_has_positions_for_rankings_and_a_column_an_answer_for_ticks() -> None:
    header, first, *_ = rows("limesurvey/results-codes.csv")
    assert "opportunity[1]" in header
    assert first[header.index("opportunity[1]")] in {"", "A1", "A2", "A3", "A4"}
    assert {row[header.index("barriers[nobarrier]")] for row in rows("limesurvey/results-codes.csv")[1:]} == {"", "Y"}
    dutch = rows("limesurvey/results-full-nl.csv")
    assert {row[dutch[0].index("barriers[nobarrier]")] for row in dutch[1:41]} == {"Ja", "Nee"}


def test_qualtrics_has_three_header_rows_and_its_tsv_is_utf_16() -> None:
    names, wording, ids = rows("qualtrics/export-split.tsv", "utf-16", "\t")[:3]
    assert json.loads(ids[names.index("Q9_1")]) == {"ImportId": "Q9_1"}
    assert wording[names.index("Q9_1")].endswith(" - Lack of expertise")
    assert (EXAMPLES / "qualtrics" / "export-split.tsv").read_bytes().startswith((b"\xff\xfe", b"\xfe\xff"))


def test_redcap_never_leaves_a_box_blank_and_its_dictionary_names_the_codes() -> None:
    table = rows("redcap/export.csv")
    boxes = [place for place, name in enumerate(table[0]) if name.startswith("barriers___")]
    assert {row[place] for row in table[1:] for place in boxes} == {"0", "1"}
    dictionary = rows("redcap/data_dictionary.csv")
    [barriers] = [row for row in dictionary if row[0] == "barriers"]
    assert barriers[5].startswith("1, Lack of expertise | 2, ")


def test_spss_keeps_refusals_as_user_missing_values() -> None:
    _, meta = pyreadstat.read_sav(EXAMPLES / "spss" / "export.sav", user_missing=True)
    assert meta.missing_ranges["care_level"] == [{"lo": 98.0, "hi": 99.0}]
    assert meta.variable_value_labels["care_level"][99.0] == "Refused"


def test_the_readme_says_that_nobody_gave_these_answers_and_explains_every_field_of_a_mapping() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert "**Synthetic: nobody gave these answers.**" in text
    fields = {name for kind in (ExportMapping, ItemMapping) for name in TypeAdapter(kind).json_schema()["properties"]}
    assert {name for name in fields if name not in text} == set()
    assert mapping.UNCONFIRMED in text
