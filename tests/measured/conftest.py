"""The project's questionnaire, the wave with reference values, and small waves written out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from support.references import REFERENCES

from clinical_data_survey.measured import Sample
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Questionnaire


@pytest.fixture(scope="session")
def form() -> Questionnaire:
    return questionnaire.load()


@pytest.fixture(scope="session")
def responses() -> pd.DataFrame:
    """The wave of the reference values, with weights."""
    return pd.read_csv(REFERENCES / "survey_wave.csv", dtype=str)


@pytest.fixture(scope="session")
def weighted(responses, form) -> Sample:
    return Sample.read(responses, form)


@pytest.fixture(scope="session")
def plain(responses, form) -> Sample:
    return Sample.read(responses.drop(columns="weight"), form)


@pytest.fixture(scope="session")
def two_groups(form):
    """A wave of secondary and tertiary care: `counts` respondents gave each level of an item."""

    def build(item: str, secondary: dict[str, int], tertiary: dict[str, int]) -> Sample:
        rows = [
            ("secondary" if own is secondary else "tertiary", level)
            for own in (secondary, tertiary)
            for level, count in own.items()
            for _ in range(count)
        ]
        return Sample.read(pd.DataFrame(rows, columns=["care_level", item]), form)

    return build
