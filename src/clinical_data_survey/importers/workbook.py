"""Excel workbooks: which sheet and row hold the table, and its cells as text; bombs and broken files are refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files import delimited
from clinical_data_survey.importers.export import Export, as_categories, require_rows
from clinical_data_survey.importers.mapping import ReadOptions

SUFFIXES = (".xlsx", ".xlsm")
MOST_CELLS = 50_000_000
LONGEST_GAP = 20_000
MOST_PARTS = 2_000
MOST_TIMES = 300
SAFE_SIZE = 50_000_000
LOOKED_AT = 50
NEARLY_ALL = 0.6
_START = 1 << 16
_UNREADABLE = "cannot be read as an Excel workbook."
_SAVE_AGAIN = "Save it as .xlsx or as CSV in UTF-8."

Cells = list[Any]


def open_export(path: Path, source: ReadOptions) -> Export:
    """The table of a sheet: of the one that `source` names, else of the only sheet that is filled.

    Raises DataError where the workbook is broken, unpacks to too much, or has several filled sheets and none is named,
    and where the sheet has no header or a name twice.
    """
    sheets = _sheets(path)
    rows = sheets[_sheet(path, sheets, source)]
    first = source.header_row or _header_row(rows)
    names = tuple(text_of(cell).strip() for cell in rows[first - 1]) if first <= len(rows) else ()
    if not any(names):
        raise reject(path, "has no header.", "Name its row as 'header_row' in the mapping, under 'read'.", first)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        remedy = "Give each column a name of its own."
        raise DataError([Problem(path, "the column stands twice.", remedy, first, name) for name in repeated])

    def read(columns: Sequence[str]) -> pd.DataFrame:
        body = rows[first:]
        require_rows(path, len(body), first)
        places = {name: names.index(name) for name in columns}
        cells = {
            name: [text_of(row[place]) if place < len(row) else "" for row in body] for name, place in places.items()
        }
        return as_categories(cells, first + 1)

    return Export(path, "plain", tuple(name for name in names if name), read, header_row=first)


def looked_at(path: Path, source: ReadOptions) -> ReadOptions:
    """The options with what a look at the workbook tells: the sheet with the largest table, and its header's row.

    Raises DataError as `open_export` does.
    """
    sheets = _sheets(path)
    sheet = source.sheet or max(sheets, key=lambda name: sum(map(len, sheets[name])))
    rows = sheets[_sheet(path, sheets, replace(source, sheet=sheet))]
    first = source.header_row or _header_row(rows)
    filled = sum(bool(rows) for rows in sheets.values())
    return replace(
        source,
        sheet=sheet if filled > 1 or source.sheet else None,
        header_row=first if first > 1 or source.header_row else None,
    )


def _sheet(path: Path, sheets: dict[str, list[Cells]], source: ReadOptions) -> str:
    if source.sheet is not None and source.sheet not in sheets:
        raise reject(path, f"has no sheet '{source.sheet}'.", f"It has {', '.join(sheets)}.")
    filled = [name for name, rows in sheets.items() if rows]
    if source.sheet is None and len(filled) > 1:
        remedy = "Name the one with the answers: 'sheet' under 'read' in the mapping, or cds mapping --sheet."
        raise reject(path, f"has {len(filled)} filled sheets: {', '.join(filled)}.", remedy)
    return source.sheet or next(iter(filled or sheets))


def _header_row(rows: Sequence[Cells]) -> int:
    """The first row in which nearly as many cells are filled as in the fullest of the first ones; titles fill few."""
    filled = [sum(text_of(cell).strip() != "" for cell in row) for row in rows[:LOOKED_AT]]
    return next((place for place, count in enumerate(filled, 1) if count and count >= NEARLY_ALL * max(filled)), 1)


def _sheets(path: Path) -> dict[str, list[Cells]]:
    """The rows of each sheet, without what is empty at their ends."""
    delimited.check_size(path)
    try:
        _check_parts(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {}
        for sheet in book.worksheets:
            # The size that a sheet claims may be a million times what it holds.
            sheet.reset_dimensions()
            sheets[sheet.title] = _without_empty_end(_rows(path, sheet))
        book.close()
    except DataError:
        raise
    except Exception:  # parsers of zip and XML raise all kinds of errors on broken and on hostile files
        raise reject(path, _UNREADABLE, _SAVE_AGAIN) from None
    if not sheets:
        raise reject(path, "has no sheet.", _SAVE_AGAIN)
    return sheets


def _rows(path: Path, sheet: Any) -> Iterator[Cells]:
    cells, empty = 0, 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row) or 1
        if cells > MOST_CELLS:
            remedy = "Save the sheet as CSV with the questionnaire's own columns only."
            raise reject(path, f"has more than {MOST_CELLS:,} cells.", remedy)
        empty = 0 if row else empty + 1
        if empty > LONGEST_GAP:
            raise reject(path, f"has more than {LONGEST_GAP:,} empty rows, one after the other.", _SAVE_AGAIN)
        last = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
        yield list(row[:last])


def _without_empty_end(rows: Iterator[Cells]) -> list[Cells]:
    kept = list(rows)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _check_parts(path: Path) -> None:
    """Raises DataError where the parts unpack to too much, or declare entities, which no program writes."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
        bomb = unpacked > SAFE_SIZE and unpacked > MOST_TIMES * packed
        if unpacked > delimited.LARGEST or bomb or len(parts) > MOST_PARTS:
            raise reject(
                path,
                f"unpacks to {unpacked / 1e9:.1f} GB in {len(parts):,} parts, more than is read.",
                "Save the sheet as CSV with the questionnaire's own columns only.",
            )
        for part in parts:
            with archive.open(part) as file:
                start = file.read(_START).replace(b"\0", b"")
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start:
                raise reject(path, "declares entities, which no spreadsheet program writes.", _SAVE_AGAIN)


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without decimals, dates as ISO 8601 writes them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
