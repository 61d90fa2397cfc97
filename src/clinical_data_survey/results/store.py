"""Results that take seconds to compute are computed once a build and read by every page: files below _build."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from clinical_data_survey import loaded_wave, provenance
from clinical_data_survey.paths import COMPUTED, DATA, SOURCE_CODE
from clinical_data_survey.results.result import Result


def stored(name: str, compute: Callable[[], Iterable[Result]]) -> list[Result]:
    """The results of one part, from their file where data and code are those that it was made with."""
    path = COMPUTED / f"{name}-{_fingerprint()}.json"
    if path.exists():
        return [_result(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    found = list(compute())
    _write([asdict(result) for result in found], path)
    return found


@cache
def _fingerprint() -> str:
    files = [*provenance.files_in(DATA), *loaded_wave.files(), *provenance.files_in(SOURCE_CODE)]
    return provenance.fingerprint(files)[:16]


def _result(entry: dict) -> Result:
    return Result(**{**entry, "claims": tuple(entry["claims"])})


def _write(entries: list[dict], path: Path) -> None:
    """Write so that a file of that name is always whole: several pages may compute at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as part:
        json.dump(entries, part, ensure_ascii=False)
    Path(part.name).replace(path)
