"""Results as they are kept below _build between the pages of one build."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict

from clinical_data_survey.files import computed
from clinical_data_survey.results.result import Result
from clinical_data_survey.survey import loaded_wave


def stored(name: str, compute: Callable[[], Iterable[Result]]) -> list[Result]:
    """The results of one part, from their file where data and code are those that it was made with."""
    entries = computed.once(name, lambda: [asdict(result) for result in compute()], loaded_wave.files())
    return [Result(**{**entry, "claims": tuple(entry["claims"])}) for entry in entries]
