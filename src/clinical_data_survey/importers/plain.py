"""Plain tables: CSV and other separated text with one header row, and Excel workbooks.

The wave's own table is one of them: item ids as column names, level ids as answers, `barriers__no_barrier` for ticks.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clinical_data_survey.importers import workbook
from clinical_data_survey.importers.export import Export, first_of, text_export
from clinical_data_survey.importers.mapping import ReadOptions, Rules


def open_export(path: Path, source: ReadOptions) -> Export:
    """A plain table. Raises DataError as `delimited` does, and where a workbook or its sheet cannot be read."""
    is_workbook = path.suffix.lower() in workbook.SUFFIXES
    export = workbook.open_export(path, source) if is_workbook else text_export(path, source, "plain")[0]
    person = first_of(export.columns, "respondent_id", "id", "ID")
    return replace(export, rules=Rules(same_person=(person,) if person else ()))
