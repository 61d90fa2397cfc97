"""Mappings of tests that look at something else: what they leave out is accepted."""

from __future__ import annotations

from dataclasses import replace

from clinical_data_survey.importers import mapping
from clinical_data_survey.importers.mapping import ExportMapping
from clinical_data_survey.survey.questionnaire import Questionnaire

WHY = "the test looks at something else"


def all_doubts(named: ExportMapping, form: Questionnaire) -> ExportMapping:
    """The mapping with every doubt accepted that there can be."""
    ends = (mapping.COLUMNS, mapping.POSITIONS)
    keys = [f"{item.id}.{end}" for item in form.items for end in (*ends, *(level.id for level in item.levels))]
    return replace(named, accept=dict.fromkeys([mapping.TOOL, mapping.UNFINISHED, mapping.TESTS, *keys], WHY))
