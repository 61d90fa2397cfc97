"""SPSS: a .sav file, with labels of variables and values, multiple-response sets and user-missing values.

User-missing values are kept as codes, so that a refusal stays apart from an empty cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from clinical_data_survey.errors import DataError, reject
from clinical_data_survey.files.delimited import check_size
from clinical_data_survey.importers.export import Export, require_rows
from clinical_data_survey.importers.layouts import tidy
from clinical_data_survey.importers.mapping import ReadOptions


def open_export(path: Path, source: ReadOptions) -> Export:
    """An SPSS file; respondents are counted from 1, without a header.

    Raises DataError where the file is empty, too large or not an SPSS file.
    """
    check_size(path)
    _, meta = _read(path, source, metadataonly=True)
    labels = {
        column: {tidy(code): str(label) for code, label in values.items()}
        for column, values in meta.variable_value_labels.items()
    }

    def read(columns: Sequence[str]) -> pd.DataFrame:
        frame, _ = _read(path, source, usecols=list(columns), user_missing=True)
        require_rows(path, len(frame), None)
        if meta.number_rows not in (None, -1, len(frame)):
            raise reject(
                path, f"holds {len(frame):,} of its {meta.number_rows:,} respondents: it was cut off.", "Copy it again."
            )
        frame = frame[list(columns)].apply(_as_text)
        frame.index = pd.RangeIndex(1, len(frame) + 1, name="row")
        return frame

    wording = {name: label for name, label in meta.column_names_to_labels.items() if label}
    return Export(path, "spss", tuple(meta.column_names), read, wording=wording, labels=labels, header_row=None)


def _read(path: Path, source: ReadOptions, **options: Any) -> tuple[pd.DataFrame, Any]:
    try:
        return pyreadstat.read_sav(path, encoding=source.encoding, **options)
    except Exception as error:  # the reader raises all kinds of errors on broken and on hostile files
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> DataError:
    return reject(path, f"cannot be read as an SPSS file: {str(error).rstrip('.')}.", "Save it in SPSS as .sav again.")


def _as_text(column: pd.Series) -> pd.Series:
    """A column as categories of text; empty where SPSS has no value."""
    if pd.api.types.is_numeric_dtype(column):
        values, places = np.unique(column.to_numpy(dtype=float), return_inverse=True)
        words = ["" if np.isnan(value) else tidy(value) for value in values]
        return pd.Series(pd.Categorical.from_codes(places, pd.Index(words)), index=column.index)
    return column.astype(object).where(column.notna(), "").astype(str).astype("category")
