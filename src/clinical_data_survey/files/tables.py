"""Reading tables of data: CSV as text, then a schema, then errors that people can act on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files import characters

HEADER_ROW = 1
FIRST_ROW = 2
LONGEST_CELL = 10_000
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})([eE][+-]?\d{1,2})?(/\d{1,15})?")

NOT_EMPTY = pa.Check(lambda values: values.str.strip() != "", error="is empty")


def one_of(allowed: Sequence[str]) -> pa.Check:
    """A check that a cell holds one of a closed vocabulary."""
    return pa.Check(lambda values: values.isin(allowed), error=f"is not one of {', '.join(allowed)}")


def text_columns(checks: Mapping[str, list[pa.Check]]) -> dict[str, pa.Column]:
    """Columns of text with their checks, as a schema wants them."""
    return {name: pa.Column(str, checks=of_column) for name, of_column in checks.items()}


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises DataError where the file is missing or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise reject(path, "the file does not exist.", "Restore it, or give the path of an existing file.") from None
    except (OSError, ValueError):  # a folder, a name that no system stores, a file that may not be read
        raise reject(path, "the file cannot be opened.", "Give the path of a file that you may read.") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        byte = f"0x{raw[error.start]:02x}"
        raise reject(
            path, f"the byte {byte} is not UTF-8 text.", "Save the file again with the encoding UTF-8.", row
        ) from None


def read_table(path: Path) -> pd.DataFrame:
    """A CSV file as a frame of text, one row a record, index = row in the file (the header is row 1).

    Raises DataError where a row has more or fewer cells than the header, a column's name stands twice, or a cell is
    longer than `LONGEST_CELL` or holds what neither a page nor the PDF could show.
    """
    reader = csv.reader(io.StringIO(read_text(path)))
    try:
        rows = list(reader)
    except csv.Error as error:
        raise reject(path, f"cannot be read: {error}.", "Mend the row, or shorten its cell.", reader.line_num) from None
    if not rows:
        raise reject(path, "the file is empty.", "Restore it: it needs a header and one row a record.")
    header, records = rows[0], [(i, row) for i, row in enumerate(rows[1:], FIRST_ROW) if row]
    problems = [
        Problem(path, f"has {len(row)} cells, the header has {len(header)}.", "Quote cells that hold commas.", i)
        for i, row in records
        if len(row) != len(header)
    ]
    problems += [
        Problem(path, "the column stands twice.", "Keep one of them.", HEADER_ROW, name)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    problems += [
        Problem(path, f"the cell {what}.", "Write it in other characters.", row, name)
        for row, record in [(HEADER_ROW, header), *records]
        for name, cell in zip(header, record, strict=False)
        if (what := _fault(cell))
    ]
    if problems:
        raise DataError(problems)
    index = pd.Index([i for i, _ in records], name="row")
    return pd.DataFrame([row for _, row in records], columns=header, index=index, dtype=str)


def _fault(cell: str) -> str | None:
    if len(cell) > LONGEST_CELL:
        return f"has {len(cell):,} characters, more than {LONGEST_CELL:,}"
    return characters.fault(cell, "\n\t") or characters.fault_of_formula(cell) or characters.fault_in_print(cell)


def rows_of(frame: pd.DataFrame) -> list[tuple[int, pd.Series]]:
    """The rows of a table with their row in the file."""
    return list(zip(frame.index.tolist(), (cells for _, cells in frame.iterrows()), strict=True))


def check_table(frame: pd.DataFrame, schema: pa.DataFrameSchema, path: Path, remedies: Mapping[str, str]) -> None:
    """Hold a frame against a pandera schema; `remedies` tells for each column what to do.

    Raises DataError that names every failing row and column.
    """
    missing = [name for name, column in schema.columns.items() if column.required and name not in frame.columns]
    unknown = [name for name in frame.columns if name not in schema.columns]
    problems = [
        Problem(path, "the column is missing.", f"Add it: {remedies[name]}", HEADER_ROW, name) for name in missing
    ] + [
        Problem(path, "no such column is known.", f"Known columns: {', '.join(schema.columns)}.", HEADER_ROW, name)
        for name in unknown
    ]
    if problems:
        raise DataError(problems)
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        raise DataError(_problems(errors.failure_cases, path, remedies)) from None


def _problems(failures: pd.DataFrame, path: Path, remedies: Mapping[str, str]) -> list[Problem]:
    found: dict[tuple[int | None, str], Problem] = {}
    for failure in failures.sort_values("index").to_dict("records"):
        column, row = str(failure["column"]), _row(failure["index"])
        what = f"{failure['failure_case']!r} {_reason(str(failure['check']))}"
        found.setdefault(
            (row, column), Problem(path, what, f"Write {remedies.get(column, 'another value')}", row, column)
        )
    return list(found.values())


def _row(index: Any) -> int | None:
    return None if pd.isna(index) else int(index)


def _reason(check: str) -> str:
    return "stands in another row as well." if "unique" in check else f"{check}."


def parse_number(text: str) -> Fraction:
    """A decimal or a fraction such as '2/3', exactly. Raises ValueError on anything else, and on over-long numbers."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"'{text[:40]}' is no number")
    return Fraction(text.strip())
