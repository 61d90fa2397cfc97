"""What takes seconds to compute is computed once a build and read by every page: JSON files below _build."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from clinical_data_survey import loaded_wave, provenance
from clinical_data_survey.paths import COMPUTED, DATA, SOURCE_CODE


def once(name: str, compute: Callable[[], Any]) -> Any:
    """What `compute` gives, as JSON gives it back: from its file where data, wave and code are those it was made with.

    Raises TypeError where it is more than dicts with names, lists, texts, numbers, truths and None.
    """
    path = COMPUTED / f"{name}-{_fingerprint()}.json"
    if not path.exists():
        _write(compute(), path)
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _fingerprint() -> str:
    files = [*provenance.files_in(DATA), *loaded_wave.files(), *provenance.files_in(SOURCE_CODE)]
    return provenance.fingerprint(files)[:16]


def _write(found: Any, path: Path) -> None:
    """Write so that a file of that name is always whole: several pages may compute at once."""
    text = json.dumps(found, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(path)
