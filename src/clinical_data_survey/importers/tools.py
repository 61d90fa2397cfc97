"""Which tool an export is from, and how to open it."""

from __future__ import annotations

from pathlib import Path

from clinical_data_survey.files import delimited
from clinical_data_survey.importers import (
    limesurvey,
    limesurvey_headings,
    plain,
    qualtrics,
    redcap,
    spss,
    workbook,
)
from clinical_data_survey.importers.export import Export
from clinical_data_survey.importers.mapping import ReadOptions

AS_IT_IS = ReadOptions()
_OPEN = {
    "limesurvey": limesurvey.open_export,
    "qualtrics": qualtrics.open_export,
    "spss": spss.open_export,
    "plain": plain.open_export,
}


def detect(path: Path, source: ReadOptions = AS_IT_IS) -> str:
    """The tool whose layout the file has, one of `mapping.TOOLS`.

    Raises DataError where the file is missing, empty, too large or not text.
    """
    suffix = path.suffix.lower()
    if suffix == ".sav":
        return "spss"
    if suffix in workbook.SUFFIXES:
        return "plain"
    form = delimited.sniff(path, source.encoding, source.separator)
    first = delimited.head(path, form, qualtrics.HEADER_ROWS)
    if qualtrics.is_qualtrics(first):
        return "qualtrics"
    names = delimited.header(path, form)
    if limesurvey_headings.are_limesurvey(names):
        return "limesurvey"
    if redcap.are_redcap(names):
        return "redcap"
    return "plain"


def open_export(path: Path, tool: str, source: ReadOptions = AS_IT_IS, beside: Path | None = None) -> Export:
    """An export of a tool; files that `source` names are looked for in the folder `beside`.

    Raises DataError where the file cannot be used as an export of that tool.
    """
    if tool == "redcap":
        return redcap.open_export(path, source, beside)
    return _OPEN[tool](path, source)


def looked_at(path: Path, source: ReadOptions) -> ReadOptions:
    """The options with what a look at the file tells: of a workbook the sheet with the answers and its header's row.

    Raises DataError where the file cannot be read.
    """
    return workbook.looked_at(path, source) if path.suffix.lower() in workbook.SUFFIXES else source
