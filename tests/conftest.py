"""What several tests share: copies of the project's data that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from clinical_data_survey import paths

# How fast a machine makes and checks an example says nothing of the code. The examples are the same each time, so that
# a change and nothing else turns a test red; `make drill` tries new ones.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("drill", settings.get_profile("house"), derandomize=False, print_blob=True)
settings.load_profile("house")


@pytest.fixture
def claims_file(tmp_path: Path) -> Path:
    """A copy of the published claims that a test may change."""
    return Path(shutil.copy(paths.PUBLISHED_CLAIMS, tmp_path / "published_claims.csv"))


@pytest.fixture
def questionnaire_file(tmp_path: Path) -> Path:
    """A copy of the questionnaire that a test may change."""
    return Path(shutil.copy(paths.QUESTIONNAIRE, tmp_path / "questionnaire.yml"))
