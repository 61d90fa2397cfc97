"""Looking through results of any shape for numbers that no page can print."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from clinical_data_survey.measured import NotEstimable


def all_finite(found: Any) -> bool:
    """Whether no number anywhere in a result is NaN or infinite, and every reason is a sentence."""
    if isinstance(found, NotEstimable):
        return found.reason[:1].isupper() and found.reason.endswith(".") and "nan" not in found.reason.split()
    if isinstance(found, np.ndarray):
        return bool(np.isfinite(found).all())
    if is_dataclass(found):
        return all(all_finite(getattr(found, each.name)) for each in fields(found))
    if isinstance(found, Mapping):
        return all(all_finite(value) for value in found.values())
    if isinstance(found, (tuple, list)):
        return all(all_finite(value) for value in found)
    return not isinstance(found, float) or math.isfinite(found)
