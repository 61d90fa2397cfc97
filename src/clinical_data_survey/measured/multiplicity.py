"""Many tests in one chapter: p-values adjusted across the family that the chapter shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from statsmodels.stats.multitest import fdrcorrection

from clinical_data_survey.measured.sample import NotEstimable
from clinical_data_survey.survey.answers import Floats


@dataclass(frozen=True)
class AdjustedTest:
    """One test of a family of `family` tests: its own p-value and the adjusted ones.

    `holm` controls the chance of any false finding, `benjamini_hochberg` the expected share of false ones among all.
    """

    p_value: float
    holm: float
    benjamini_hochberg: float
    family: int


def holm(p_values: Floats) -> Floats:
    """Holm's adjusted p-values, same shape as given. Holm (1979), Scandinavian Journal of Statistics 6:65-70.

    Not taken from statsmodels, whose own collects garbage at every call: a thousand times the cost of the arithmetic.
    """
    order = np.argsort(p_values)
    adjusted = np.maximum.accumulate(np.asarray(p_values)[order] * np.arange(len(p_values), 0, -1))
    found = np.empty(len(p_values))
    found[order] = np.minimum(adjusted, 1.0)
    return found


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Adjusted p-values of Benjamini and Hochberg (1995), same shape. doi:10.1111/j.2517-6161.1995.tb02031.x"""
    return np.asarray(fdrcorrection(p_values)[1]) if len(p_values) else np.asarray(p_values)


def adjust(p_values: Mapping[str, float | NotEstimable]) -> dict[str, AdjustedTest | NotEstimable]:
    """The family of a chapter's tests, by name. Tests that could not be made keep their reason and do not count.

    Raises ValueError where a p-value is not between 0 and 1.
    """
    made = {name: value for name, value in p_values.items() if not isinstance(value, NotEstimable)}
    for name, value in made.items():
        if not 0 <= value <= 1:
            raise ValueError(f"the p-value of '{name}' is {value}, which is not between 0 and 1")
    values = np.array(list(made.values()), dtype=float)
    rows = zip(made, values, holm(values), benjamini_hochberg(values), strict=True)
    done = {name: AdjustedTest(float(p), float(h), float(b), len(made)) for name, p, h, b in rows}
    return {name: value if isinstance(value, NotEstimable) else done[name] for name, value in p_values.items()}
