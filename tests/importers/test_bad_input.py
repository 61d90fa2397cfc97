"""Bad exports: each is refused with file, row, column and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from examples import exports
from support.accepting import all_doubts

from clinical_data_survey.errors import DataError
from clinical_data_survey.files import delimited
from clinical_data_survey.importers import mapping, pipeline, tools
from clinical_data_survey.importers.mapping import ExportMapping, ItemMapping, ReadOptions
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire

WHOLE = questionnaire.load()
ABOUT = {"title": "T", "kind": "synthetic", "organisation": None, "dates": None, "n_invited": None, "licence": None}
CARE = ItemMapping("care_level", "one_column", ("care",), codes={"1": "primary", "2": "secondary"})
HORIZON = ItemMapping(
    "ai_affects_work", "one_column", ("when",), codes={"0-5": "within_5_years", "5-10": "in_5_to_10_years"}
)
PLAIN = mapping.load(EXAMPLES / "plain" / "mapping.yml", WHOLE)


def told(path: Path, named: ExportMapping) -> str:
    with pytest.raises(DataError) as caught:
        pipeline.run(path, named, ABOUT, WHOLE, path.parent)
    return str(caught.value)


def written(tmp_path: Path, content: str | bytes, name: str = "export.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def mapped(*items: ItemMapping, tool: str = "plain", **fields: object) -> ExportMapping:
    return all_doubts(ExportMapping(tool, items, **fields), WHOLE)


def example() -> list[str]:
    return exports.plain(exports.made_up(10)).splitlines()


def test_wrong_encoding_names_byte_row_and_remedy(tmp_path: Path) -> None:
    path = written(tmp_path, "care,name\n1,a\n2,zoë\n".encode("cp1252"))
    said = told(path, mapped(CARE))
    assert "row 3: the byte 0xeb is not utf-8 text" in said
    assert "encoding: cp1252" in said
    assert pipeline.run(path, mapped(CARE, source=ReadOptions(encoding="cp1252")), ABOUT | {"kind": "new"}, WHOLE)


def test_wrong_encoding_far_down_the_file_is_found_as_well(tmp_path: Path) -> None:
    path = written(tmp_path, b"care\n" + b"1\n" * 50_000 + b"\xeb\n")
    assert "row 50002: the byte 0xeb is not utf-8 text" in told(path, mapped(CARE))


def test_an_unknown_encoding_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "care\n1\n")
    for name in ("klingon", "rot13", "zlib", "idna", "unicode_escape", "utf-7", "cp037"):
        assert f"the encoding '{name}' is not known" in told(path, mapped(CARE, source=ReadOptions(encoding=name)))


@pytest.mark.parametrize("separator", [";;", '"', "\n", "é"])
def test_a_separator_that_is_none_is_named(tmp_path: Path, separator: str) -> None:
    path = written(tmp_path, "care\n1\n")
    said = told(path, mapped(CARE, source=ReadOptions(separator=separator)))
    assert "is no single character that can stand between cells. Use one of ','" in said


def test_cells_shifted_by_one_column_are_told_as_such(tmp_path: Path) -> None:
    lines = example()
    cells = lines[4].split(",")
    lines[4] = ",".join([*cells[:3], "", *cells[3:-1]])
    said = told(written(tmp_path, "\n".join(lines)), PLAIN)
    assert "row 5: answers stand in the wrong columns: the cells of one row look shifted" in said
    assert "is no code" not in said


def test_a_row_with_too_many_or_too_few_cells_is_named(tmp_path: Path) -> None:
    lines = example()
    lines[2] += ",more"
    lines[6] = lines[6].rsplit(",", 1)[0]
    said = told(written(tmp_path, "\n".join(lines)), PLAIN)
    assert re.search(r"row 3: has \d+ cells, the header has \d+", said)
    assert "row 7: has" in said


def test_unknown_codes_are_counted_with_the_first_row_and_the_column(tmp_path: Path) -> None:
    said = told(written(tmp_path, "care\n1\n7\n7\n9\n"), mapped(CARE))
    assert "row 3, column 'care': '7' is no code of 'care_level' (2 rows). Add it to the mapping" in said
    assert "row 5, column 'care': '9'" in said


def test_a_flood_of_unknown_codes_is_cut_short(tmp_path: Path) -> None:
    said = told(written(tmp_path, "care\n" + "\n".join(str(n) for n in range(100, 200))), mapped(CARE))
    assert said.count("is no code") == 20
    assert "80 more kinds of cells" in said


@pytest.mark.parametrize(
    "mangled", ["5-okt", "5-Oct", "10-mei", "okt-05", "05-okt-2026", "2026-10-05", "2026-10-05 00:00:00"]
)
def test_an_answer_that_a_spreadsheet_made_into_a_date_is_told_as_such(tmp_path: Path, mangled: str) -> None:
    said = told(written(tmp_path, f"when\n0-5\n{mangled}\n"), mapped(HORIZON))
    assert f"row 3, column 'when': '{mangled}' is a date that a spreadsheet made of an answer" in said
    assert "without opening it in a spreadsheet" in said


def test_a_date_in_a_workbook_is_told_as_such(tmp_path: Path) -> None:
    from datetime import datetime

    book = openpyxl.Workbook()
    for row in (["when"], ["0-5"], [datetime(2026, 10, 5)]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "export.xlsx")
    assert "at 'when': '2026-10-05 00:00:00' is a date" in told(tmp_path / "export.xlsx", mapped(HORIZON))


def test_two_exports_below_each_other_are_told_apart(tmp_path: Path) -> None:
    lines = example()
    said = told(written(tmp_path, "\n".join([*lines, *lines])), PLAIN)
    assert "row 12: the column names stand here again: two exports were put below each other" in said


def test_two_exports_of_different_width_below_each_other_are_told_apart(tmp_path: Path) -> None:
    said = told(written(tmp_path, "\n".join([*example(), "id,care", "1,2"])), PLAIN)
    assert "row 12: has 2 cells" in said
    assert "two exports do not fit below each other" in said


def test_answers_in_full_beside_answers_as_codes_are_unknown_codes(tmp_path: Path) -> None:
    assert "'Primary care' is no code" in told(written(tmp_path, "care\n1\nPrimary care\n"), mapped(CARE))


def test_the_export_of_another_survey_is_told_as_such(tmp_path: Path) -> None:
    said = told(written(tmp_path, "q1,q2\n1,2\n"), mapped(CARE))
    assert "holds none of the 1 columns that the mapping names: it is another export" in said


def test_another_tools_mapping_is_told_in_one_sentence() -> None:
    said = told(EXAMPLES / "limesurvey" / "results-codes.csv", PLAIN)
    assert "holds 4 of the 23 columns that the mapping names: it is another export" in said
    assert "\n" not in said


def test_a_missing_column_names_the_one_that_may_be_meant(tmp_path: Path) -> None:
    said = told(written(tmp_path, "care_,when\n1,0-5\n"), mapped(CARE, HORIZON))
    assert "holds none" not in said
    assert "row 1, column 'care': the column is missing. Did you mean 'care_'?" in said


def test_an_export_of_another_tool_is_told_as_such() -> None:
    said = told(EXAMPLES / "plain" / "export.csv", mapped(CARE, tool="qualtrics"))
    assert "the third row does not hold Qualtrics' import ids" in said
    assert "write the right 'tool' into the mapping" in said


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "care\n1\n")
    with path.open("r+b") as file:
        file.truncate(2_000_000_000)  # sparse: no bytes are written
    said = told(path, mapped(CARE))
    assert "has 2.0 GB, more than the 1.1 GB that are read" in said
    assert "Export the questionnaire's own columns only" in said
    for name in ("export.sav", "export.xlsx"):
        path = path.rename(tmp_path / name)
        with pytest.raises(DataError, match="more than the"):
            tools.open_export(path, tools.detect(path))


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LARGEST", 9_500)
    with pytest.raises(DataError, match="Save the sheet as CSV"):
        tools.open_export(EXAMPLES / "plain" / "export.xlsx", "plain")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("\n\n", "has no header"),
        ("care\n", "has a header but no respondents"),
        ("care,care\n1,2\n", "row 1, column 'care': the column stands twice"),
        ("care\n\0\n", "holds bytes that are no text"),
        (b"PK\x03\x04rest", "is an Excel workbook or a zip file"),
    ],
)
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, content: str | bytes, said: str) -> None:
    assert said in told(written(tmp_path, content), mapped(CARE))


def test_a_file_or_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "the file does not exist" in told(tmp_path / "none.csv", mapped(CARE))
    assert "is a folder" in told(tmp_path, mapped(CARE))


@pytest.mark.parametrize("name", ["export.sav", "export.xlsx"])
def test_a_broken_binary_file_is_refused(tmp_path: Path, name: str) -> None:
    whole = (EXAMPLES / ("spss" if name.endswith("sav") else "plain") / name).read_bytes()
    tool = "spss" if name.endswith("sav") else "plain"
    care = ItemMapping("care_level", "one_column", ("care_level",), codes={"1": "primary"})
    for broken in (b"not at all", whole[:200], whole[: len(whole) - 500]):
        said = told(written(tmp_path, broken, name), mapped(care, tool=tool))
        assert "cannot be read as" in said or "it was cut off" in said


def test_a_sheet_that_is_not_there_is_named() -> None:
    said = told(EXAMPLES / "plain" / "export.xlsx", mapped(CARE, source=ReadOptions(sheet="Sheet9")))
    assert "has no sheet 'Sheet9'. It has Synthetic responses." in said


def test_a_dictionary_that_is_none_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "record_id,care,x_complete\n1,1,2\n")
    written(tmp_path, "a,b\n1,2\n", "dictionary.csv")
    named = mapped(CARE, tool="redcap", source=ReadOptions(dictionary="dictionary.csv"))
    assert "this is no REDCap data dictionary" in told(path, named)


def test_ranks_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    entry = ItemMapping("opportunity", "rank_columns", ("d", "p"), ("diagnostics", "prevention"))
    said = told(written(tmp_path, "d,p\n1,2\n1,1\n"), mapped(entry))
    assert "row 3, column 'd': the ranks of 'opportunity' are not first, second and so on" in said


def test_a_field_longer_than_can_be_read_is_no_crash(tmp_path: Path) -> None:
    path = written(tmp_path, "care,text\n1," + '"' + "x" * 300_000 + "\n")
    assert "export.csv" in told(path, mapped(CARE))
