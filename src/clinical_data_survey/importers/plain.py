"""Plain tables: CSV and other separated text with one header row, and Excel workbooks.

The wave's own table is one of them: item ids as column names, level ids as answers, `barriers__no_barrier` for ticks.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files import delimited
from clinical_data_survey.importers.export import Export, as_categories, first_of, require_rows, text_export
from clinical_data_survey.importers.mapping import ReadOptions, Rules

EXCEL = (".xlsx", ".xlsm")


def open_export(path: Path, source: ReadOptions) -> Export:
    """A plain table. Raises DataError as `delimited` does, and where a workbook or its sheet cannot be read."""
    export = _workbook(path, source) if path.suffix.lower() in EXCEL else text_export(path, source, "plain")[0]
    person = first_of(export.columns, "respondent_id", "id", "ID")
    return replace(export, rules=Rules(same_person=(person,) if person else ()))


def _workbook(path: Path, source: ReadOptions) -> Export:
    rows = _rows(path, source)
    names = tuple(_text(cell).strip() for cell in rows[0]) if rows else ()
    while names and not names[-1]:
        names = names[:-1]
    if not any(names):
        raise reject(path, "has no header.", "The first row of the sheet must name the columns.", 1)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        remedy = "Give each column a name of its own."
        raise DataError([Problem(path, "the column stands twice.", remedy, 1, name) for name in repeated])

    def read(columns: Sequence[str]) -> pd.DataFrame:
        require_rows(path, len(rows) - 1)
        places = {name: names.index(name) for name in columns}
        cells = {
            name: [_text(row[place]) if place < len(row) else "" for row in rows[1:]] for name, place in places.items()
        }
        return as_categories(cells, 2)

    return Export(path, "plain", tuple(name for name in names if name), read)


def _rows(path: Path, source: ReadOptions) -> list[tuple[Any, ...]]:
    """The cells of a sheet, the first where none is named."""
    delimited.check_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > delimited.LARGEST:
            raise reject(
                path,
                f"holds {unpacked / 1e9:.1f} GB, more than the {delimited.LARGEST / 1e9:.1f} GB that are read.",
                "Save the sheet as CSV with the questionnaire's own columns only.",
            )
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise reject(path, "cannot be read as an Excel workbook.", "Save it as .xlsx or as CSV in UTF-8.") from None
    if source.sheet and source.sheet not in book.sheetnames:
        raise reject(path, f"has no sheet '{source.sheet}'.", f"It has {', '.join(book.sheetnames)}.")
    sheet = book[source.sheet] if source.sheet else book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    book.close()
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
