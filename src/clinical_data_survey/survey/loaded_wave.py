"""The wave that the book is built on: a folder that the environment names, or else the project's synthetic wave."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from clinical_data_survey.errors import reject
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.survey import wave
from clinical_data_survey.survey.wave import About, Wave

VARIABLE = "CDS_WAVE"
_UNKNOWN = dict.fromkeys(("organisation", "dates", "n_invited", "licence"))
_OWN: dict[str, Any] = _UNKNOWN | {"title": "the synthetic wave of this edition", "kind": "synthetic"}


def folder() -> Path | None:
    """The folder that `CDS_WAVE` names, as an absolute path; None where the synthetic wave of the project serves."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named).expanduser().resolve() if named else None


def files() -> list[Path]:
    """The files that the loaded wave is read from."""
    named = folder()
    return [SYNTHETIC_WAVE] if named is None else [named / wave.RESPONSES, named / wave.ABOUT]


def settle() -> Wave:
    """Read the wave once and name its folder in full, as pages are executed from folders of their own.

    Raises DataError where the folder is no wave.
    """
    named = folder()
    if named is None:
        return load()
    if not named.is_dir():
        remedy = "Name the folder that 'cds import' wrote, such as make book WAVE=waves/hospital."
        raise reject(named, "is no folder with a wave.", remedy)
    os.environ[VARIABLE] = str(named)
    return load()


def load() -> Wave:
    """The loaded wave. Raises DataError that names file, row, column and remedy where it cannot be read."""
    return _load(folder())


def about() -> About:
    """What the loaded wave is, without reading its answers. Raises DataError as `load` does."""
    return _about(folder())


@cache
def _about(named: Path | None) -> About:
    return About(**_OWN) if named is None else wave.about(named)


@cache
def _load(named: Path | None) -> Wave:
    return wave.from_table(SYNTHETIC_WAVE, _OWN) if named is None else wave.load(named)
