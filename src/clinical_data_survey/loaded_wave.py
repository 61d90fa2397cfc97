"""The wave that the book is built on: a folder that the environment names, or else the project's synthetic wave."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from clinical_data_survey import wave
from clinical_data_survey.errors import reject
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.wave import Wave

VARIABLE = "CDS_WAVE"
OWN_TITLE = "the synthetic wave of this edition"


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


@cache
def _load(named: Path | None) -> Wave:
    if named is not None:
        return wave.load(named)
    about = dict.fromkeys(("organisation", "dates", "n_invited", "licence"))
    return wave.from_table(SYNTHETIC_WAVE, about | {"title": OWN_TITLE, "kind": "synthetic"})
