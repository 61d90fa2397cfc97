"""Large tables of text: only the columns that are asked for, as categories, whatever the encoding and the separator.

`tables` reads the project's own small tables; this module reads what respondents gave, up to a million rows and more.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from clinical_data_survey.errors import DataError, Problem, reject

LARGEST = 1 << 30
BLOCK = 1 << 23
FAULTS_NAMED = 5
LONGEST_NAME = 2_000
SEPARATORS = (",", ";", "\t", "|")
_START = 1 << 16
_ENCODINGS = re.compile(
    r"utf-(8|8-sig|16|16-le|16-be)|ascii|cp(437|85\d|125\d)|iso8859-\d+|mac-roman|gb18030|big5|shift_jis"
)
_ZIP, _SPSS = b"PK\x03\x04", (b"$FL2", b"$FL3")


@dataclass(frozen=True)
class Dialect:
    """How a table is written: the codec of its text and the character between cells."""

    encoding: str
    separator: str


def check_size(path: Path, largest: int | None = None) -> int:
    """The size of a file in bytes.

    Raises DataError where the file is missing, is empty or is larger than `largest` (by default `LARGEST`) bytes.
    """
    limit = LARGEST if largest is None else largest
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise reject(path, "the file does not exist.", "Give the path of an existing file.") from None
    except (OSError, ValueError):  # a name that no system stores, a folder that may not be entered
        raise reject(path, "the file cannot be opened.", "Give the path of a file that you may read.") from None
    if path.is_dir():
        raise reject(path, "is a folder.", "Give the path of the file inside it.")
    if size == 0:
        raise reject(path, "the file is empty.", "Export it again: it needs a header and one row a respondent.")
    if size > limit:
        raise reject(
            path,
            f"has {size / 1e9:.1f} GB, more than the {limit / 1e9:.1f} GB that are read.",
            "Export the questionnaire's own columns only, or split the file by rows and import the parts as waves.",
        )
    return size


def sniff(path: Path, encoding: str | None = None, separator: str | None = None) -> Dialect:
    """How a table is written, by its first bytes; what is given is taken as given.

    Raises DataError where the file is missing, empty, too large, not text, or not in the encoding.
    """
    check_size(path)
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith(_ZIP):
        raise reject(path, "is an Excel workbook or a zip file, not text.", "Unpack it, or name it .xlsx.")
    if start.startswith(_SPSS):
        raise reject(path, "is an SPSS file, not text.", "Name it .sav.")
    if separator is not None and (len(separator) != 1 or separator in '"\r\n\0' or not separator.isascii()):
        remedy = f"Use one of {', '.join(map(repr, SEPARATORS))}."
        raise reject(path, f"{separator!r} is no single character that can stand between cells.", remedy)
    codec = _codec(path, encoding) if encoding else _encoding(start)
    try:
        text = codecs.getincrementaldecoder(codec)().decode(start)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path, codec, start, error.start) from None
    if "\0" in text:
        raise reject(
            path,
            "holds bytes that are no text.",
            "Export it as CSV, in UTF-8.",
            text[: text.index("\0")].count("\n") + 1,
        )
    return Dialect(codec, separator or _separator(text))


def _codec(path: Path, encoding: str) -> str:
    """The codec of an encoding that was named: one in which programs write text, not another of Python's codecs."""
    try:
        found = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        found = ""
    if not _ENCODINGS.fullmatch(found):
        raise reject(path, f"the encoding '{encoding}' is not known.", "Use utf-8, utf-16 or cp1252.")
    return found


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _separator(text: str) -> str:
    """The separator under which the first records have one width, the widest of them; a heading may hold others."""

    def fit(separator: str) -> tuple[bool, int]:
        try:
            first = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 3))
        except csv.Error:
            return False, 0
        widths = [len(record) for record in first if record]
        return len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0

    return max(SEPARATORS, key=fit)


def _wrong_encoding(path: Path, codec: str, before: bytes, position: int) -> DataError:
    row = before[:position].count(b"\n") + 1
    return reject(
        path,
        f"the byte 0x{before[position]:02x} is not {codec} text.",
        "Export it again in UTF-8, or name its encoding in the mapping, such as 'encoding: cp1252'.",
        row,
    )


def records(path: Path, form: Dialect) -> Iterator[list[str]]:
    """The records of a table one after the other, blank lines left out.

    Raises DataError where a cell cannot be read.
    """
    with path.open(encoding=form.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=form.separator)
        try:
            yield from (record for record in reader if record)
        except csv.Error as error:
            raise reject(path, f"cannot be read: {error}.", "Export it again.", reader.line_num) from None
        except UnicodeDecodeError:
            raise _locate_byte(path, form) from None


def head(path: Path, form: Dialect, count: int) -> list[list[str]]:
    """The first `count` records of a table, fewer where it has fewer. Raises DataError as `records` does."""
    return list(islice(records(path, form), count))


def header(path: Path, form: Dialect) -> tuple[str, ...]:
    """The column names of a table.

    Raises DataError where there are none or one stands twice.
    """
    first = head(path, form, 1)
    names = tuple(name.strip() for name in first[0]) if first else ()
    if not any(names):
        raise reject(path, "has no header.", "Export it again: the first row names the columns.", 1)
    long = next((name for name in names if len(name) > LONGEST_NAME), None)
    if long is not None:
        what = f"a column's name has {len(long):,} characters, more than the {LONGEST_NAME:,} that are read."
        raise reject(path, what, "Export it again: the first row names the columns.", 1)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise DataError(
            [
                Problem(path, "the column stands twice.", "Give each question a code of its own.", 1, name)
                for name in repeated
            ]
        )
    return names


def read(
    path: Path,
    form: Dialect,
    names: Sequence[str],
    columns: Sequence[str],
    header_rows: int = 1,
    distinct: Sequence[str] = (),
) -> pd.DataFrame:
    """The cells of `columns` as categories of text, index = row in the file (blank lines are not counted).

    `names` are all columns of the file in order; no other column's cells are kept. Cells of the columns `distinct`,
    such as ids, hardly repeat and come as plain text.
    Raises DataError that names the row where one has more or fewer cells than the header, or cannot be decoded.
    """
    types = {name: pa.string() if name in distinct else pa.dictionary(pa.int32(), pa.string()) for name in columns}
    try:
        table = arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                column_names=list(names),
                skip_rows_after_names=header_rows,
                encoding=form.encoding.removesuffix("-sig"),
                block_size=BLOCK,
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=form.separator, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(columns), column_types=types, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, LookupError, UnicodeError) as error:
        raise DataError(_faults(path, form, len(names), header_rows, error)) from None
    if not table.num_rows:
        raise reject(path, "has a header but no respondents.", "Export the responses, not the form.", header_rows)
    frame = table.unify_dictionaries().to_pandas()
    frame.index = pd.RangeIndex(header_rows + 1, header_rows + 1 + len(frame), name="row")
    return frame


def _faults(path: Path, form: Dialect, width: int, header_rows: int, error: Exception) -> list[Problem]:
    ragged = (
        Problem(
            path,
            f"has {len(record)} cells, the header has {width}.",
            "Export it again; if the file was put together by hand, two exports do not fit below each other."
            if width > 1
            else "If a title stands above the names of the columns, delete it: they must be the first row.",
            row,
        )
        for row, record in enumerate(records(path, form), 1)
        if row > header_rows and len(record) != width
    )
    found = list(islice(ragged, FAULTS_NAMED))
    return found or [Problem(path, f"cannot be read: {str(error).rstrip('.')}.", "Export it again as CSV, in UTF-8.")]


def _locate_byte(path: Path, form: Dialect) -> DataError:
    raw = path.read_bytes()
    try:
        raw.decode(form.encoding)
    except UnicodeDecodeError as error:
        return _wrong_encoding(path, form.encoding, raw, error.start)
    return reject(path, "cannot be decoded.", "Export it again as CSV, in UTF-8.")


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV in UTF-8: missing cells empty, whole numbers without decimals, cells quoted where needed."""
    table = pa.Table.from_pandas(frame.apply(_as_written), preserve_index=False)
    quoted_header = io.StringIO()
    csv.writer(quoted_header, lineterminator="\n").writerow(frame.columns)
    with path.open("wb") as file:
        file.write(quoted_header.getvalue().encode())
        start = file.tell()
        try:
            arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(include_header=False, quoting_style="none"))
        except pa.ArrowInvalid:
            # Some cell holds a separator or a quotation mark: all text is quoted then.
            file.truncate(start)
            file.seek(start)
            arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(include_header=False, quoting_style="needed"))


def _as_written(column: pd.Series) -> Any:
    if column.dtype == object:
        return column.map(lambda cell: None if pd.isna(cell) else cell if isinstance(cell, str) else str(int(cell)))
    if pd.api.types.is_float_dtype(column) and (column.isna() | (column % 1 == 0)).all():
        return column.astype("Int64")
    return column
