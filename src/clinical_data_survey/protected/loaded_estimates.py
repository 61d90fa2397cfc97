"""The estimates of the loaded wave, made once a build: what is kept below _build is what the book may print, as text.

Respondents' answers are read only where the estimates are made; every page reads estimates.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from clinical_data_survey.disclosure.protection import Hidden, Policy, Protected
from clinical_data_survey.files import computed
from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.groups import Comparison, Effect
from clinical_data_survey.measured.models import AdjustedOdds, Contrast, ScoreTest
from clinical_data_survey.measured.rankings import MeanRank, RankSet
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected import book_tables, estimation
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.survey import loaded_wave, questionnaire

KINDS = (AdjustedOdds, Comparison, Contrast, Effect, Hidden, MeanRank, NotEstimable, Policy, RankSet, ScoreTest, Share)
_KIND = "kind"


@cache
def load() -> WaveEstimates:
    """The estimates of the wave that the book is built on."""
    kept = computed.once(
        "wave-estimates", lambda: as_plain(estimation.estimates_of(loaded_wave.load(), policy())), loaded_wave.files()
    )
    return from_plain(kept)


def policy() -> Policy:
    """The standard policy for every wave that a folder holds; none is needed for the project's own made-up one."""
    return book_tables.NOBODY_IS_DESCRIBED if loaded_wave.folder() is None else Policy()


def as_plain(estimates: WaveEstimates) -> dict[str, Any]:
    """Estimates as dicts, lists, texts and numbers; what the wave is stays with the wave."""
    protected = estimates.protected
    return {
        "weighted": estimates.weighted,
        "asked": sorted(estimates.asked),
        "policy": _plain(protected.policy),
        "size": protected.size,
        "cells": [list(key) for key in protected.cells],
        "counts": [[*key, count] for key, count in protected.counts.items()],
        "found": [[list(name), _plain(estimate)] for name, estimate in estimates.found.items()],
    }


def from_plain(kept: dict[str, Any]) -> WaveEstimates:
    """The estimates of the loaded wave from what `as_plain` gave of them."""
    counts = {(table, group, level): count for table, group, level, count in kept["counts"]}
    cells = tuple((table, group, level) for table, group, level in kept["cells"])
    return WaveEstimates(
        wave=loaded_wave.about(),
        form=questionnaire.load(),
        weighted=kept["weighted"],
        asked=frozenset(kept["asked"]),
        protected=Protected(_estimate(kept["policy"]), kept["size"], cells, counts),
        found={tuple(name): _estimate(estimate) for name, estimate in kept["found"]},
    )


def _plain(estimate: Any) -> Any:
    if is_dataclass(estimate):
        named = {field.name: _plain(getattr(estimate, field.name)) for field in fields(estimate)}
        return {_KIND: type(estimate).__name__, **named}
    return [_plain(part) for part in estimate] if isinstance(estimate, tuple) else estimate


def _estimate(plain: Any) -> Any:
    if isinstance(plain, dict):
        kind = next(one for one in KINDS if one.__name__ == plain[_KIND])
        return kind(**{name: _estimate(part) for name, part in plain.items() if name != _KIND})
    return tuple(_estimate(part) for part in plain) if isinstance(plain, list) else plain
