"""What takes seconds to compute is computed once a build and read by every page: JSON files below _build."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from clinical_data_survey import edition
from clinical_data_survey.paths import COMPUTED, DATA, SOURCE_CODE


def once(name: str, compute: Callable[[], Any], inputs: Iterable[Path]) -> Any:
    """What `compute` gives, as JSON gives it back: from its file where what it was made with is the same.

    It is made with data/, the code and the files `inputs`.

    Raises TypeError where it is more than dicts with names, lists, texts, numbers, truths and None.
    """
    path = COMPUTED / f"{name}-{_fingerprint(tuple(inputs))}.json"
    if not path.exists():
        _write(compute(), path)
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _fingerprint(inputs: tuple[Path, ...]) -> str:
    files = [*edition.files_in(DATA), *inputs, *edition.files_in(SOURCE_CODE)]
    return edition.fingerprint(files)[:16]


def _write(found: Any, path: Path) -> None:
    """Write so that a file of that name is always whole: several pages may compute at once."""
    text = json.dumps(found, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(path)
