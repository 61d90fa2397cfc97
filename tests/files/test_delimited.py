"""Large tables: which cells are read, which rows are named, what is written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from clinical_data_survey.errors import DataError
from clinical_data_survey.files import delimited


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(separator.join(["naïve", "b", "c"]).encode(encoding) + f"\n1{separator}é{separator}\n".encode(
        "utf-16-le" if encoding == "utf-16" else "utf-8"
    ))  # fmt: skip
    form = delimited.sniff(path)
    assert form == delimited.Dialect(encoding, separator)
    names = delimited.header(path, form)
    frame = delimited.read(path, form, names, ["b"])
    assert names == ("naïve", "b", "c")
    assert frame["b"].tolist() == ["é"]


def test_quoted_cells_may_hold_separators_and_line_breaks_and_rows_are_counted_as_records(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n"x\ny","1,2"\n3,4\n')
    form = delimited.sniff(path)
    frame = delimited.read(path, form, ("a", "b"), ["a", "b"])
    assert frame.to_dict("index") == {2: {"a": "x\ny", "b": "1,2"}, 3: {"a": "3", "b": "4"}}


def test_header_rows_with_line_breaks_are_skipped_as_records(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n"What\nnow?",w\n{i},{i}\n3,4\n')
    frame = delimited.read(path, delimited.sniff(path), ("a", "b"), ["a"], header_rows=3)
    assert frame.to_dict("index") == {4: {"a": "3"}}


def test_other_columns_may_hold_what_cannot_be_decoded(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 40_000 + b"1,\xff\n")
    form = delimited.sniff(path)
    assert len(delimited.read(path, form, ("a", "b"), ["a"])) == 40_001
    with pytest.raises(DataError, match="row 40002"):
        delimited.read(path, form, ("a", "b"), ["b"])


def test_cells_are_quoted_only_where_they_must_be(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    delimited.write(pd.DataFrame({"a": ["x", None], "b": [1.0, None], "c": [0.5, 2.0]}), path)
    assert path.read_text() == "a,b,c\nx,1,0.5\n,,2\n"
    delimited.write(pd.DataFrame({"a": ["x,y", 'say "so"']}), path)
    assert path.read_text() == 'a\n"x,y"\n"say ""so"""\n'


def test_a_heading_that_holds_commas_does_not_hide_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"Which, of these, do you see?";b\n1;2\n')
    assert delimited.sniff(path).separator == ";"
