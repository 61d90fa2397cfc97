"""Samples and protected tables as tests turn and question them."""

from __future__ import annotations

from dataclasses import replace

from clinical_data_survey.disclosure.protection import Protected
from clinical_data_survey.measured import Sample
from clinical_data_survey.survey.answers import Floats


def weighted_by(sample: Sample, weights: Floats) -> Sample:
    """The same answers under other weights, shape (n,), scaled to a mean of 1."""
    return replace(sample, weights=weights / weights.mean())


def complete(protected: Protected, table: str) -> bool:
    """Whether every cell of a table is printed."""
    cells = [key for key in protected.cells if key[0] == table]
    return bool(cells) and all(key in protected.counts for key in cells)
