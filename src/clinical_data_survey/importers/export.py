"""An export before any answer is read: its columns, what they are called and labelled, and how to read some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from clinical_data_survey.errors import reject
from clinical_data_survey.files import delimited
from clinical_data_survey.importers.mapping import ReadOptions, Rules

Reader = Callable[[Sequence[str]], pd.DataFrame]


@dataclass(frozen=True)
class ReadColumn:
    """A column's name taken apart: what it shares with the other columns of its question, and what tells it apart."""

    stem: str
    end: str = ""


@dataclass(frozen=True)
class Export:
    """One file from a survey tool.

    `wording` is the text above a column where the tool exports it, `labels` the label of each code of a column; `rules`
    are the columns by which this tool marks unfinished, test and repeated responses, as far as the export has them;
    `finished` are all by which it tells finished ones. `read_as` takes the name of a column apart where the tool's
    layout says how.
    `read` gives the cells of the columns named to it, as categories of text with the row in the file as index.
    """

    path: Path
    tool: str
    columns: tuple[str, ...]
    read: Reader
    rules: Rules = field(default_factory=Rules)
    wording: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    read_as: Mapping[str, ReadColumn] = field(default_factory=dict)
    finished: tuple[str, ...] = ()
    header_row: int | None = 1


def text_export(path: Path, source: ReadOptions, tool: str, header_rows: int = 1) -> tuple[Export, delimited.Dialect]:
    """An export that is a table of text, without wording and rules; and how it is written.

    Raises DataError where the file is empty, too large, no text, or has no usable header.
    """
    form = delimited.sniff(path, source.encoding, source.separator)
    names = delimited.header(path, form)

    def read(columns: Sequence[str]) -> pd.DataFrame:
        return delimited.read(path, form, names, columns, header_rows)

    return Export(path, tool, tuple(name for name in names if name), read), form


def first_of(columns: Sequence[str], *candidates: str) -> str | None:
    """The first candidate that is a column of the export."""
    return next((name for name in candidates if name in columns), None)


def as_categories(columns: Mapping[str, Sequence[str]], first_row: int) -> pd.DataFrame:
    """Columns of text as categories, index = row in the file."""
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype="category") for name, cells in columns.items()})
    frame.index = pd.RangeIndex(first_row, first_row + len(frame), name="row")
    return frame


def require_rows(path: Path, count: int, header_row: int | None = 1) -> None:
    """Raises DataError where an export has no respondents."""
    if not count:
        raise reject(path, "has a header but no respondents.", "Export the responses, not the form.", header_row)
