"""What several tests share: copies of the project's data that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clinical_data_survey import paths


@pytest.fixture
def claims_file(tmp_path: Path) -> Path:
    """A copy of the published claims that a test may change."""
    return Path(shutil.copy(paths.PUBLISHED_CLAIMS, tmp_path / "published_claims.csv"))


@pytest.fixture
def questionnaire_file(tmp_path: Path) -> Path:
    """A copy of the questionnaire that a test may change."""
    return Path(shutil.copy(paths.QUESTIONNAIRE, tmp_path / "questionnaire.yml"))
