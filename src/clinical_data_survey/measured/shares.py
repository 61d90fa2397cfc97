"""Proportions with their base and interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.measured.tally import Tally, tally
from clinical_data_survey.survey.answers import Floats
from clinical_data_survey.survey.questionnaire import EVERYONE


@dataclass(frozen=True)
class Share:
    """One share: `count` of `base` respondents gave the answer, which weighs `share` of the base.

    `low` and `high` are Wilson's interval at 95% confidence on `effective_base` respondents, `standard_error` the
    design-based one; shares and errors are fractions of 1. Unweighted, `share` is count / base and the effective
    base is the base.
    """

    item: str
    group: str
    level: str
    count: int
    base: int
    share: float
    low: float
    high: float
    standard_error: float
    effective_base: float


def wilson(shares: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Wilson's interval of shares on (effective) numbers of respondents, at 95% confidence; arrays of one shape.

    Wilson (1927), doi:10.1080/01621459.1927.10502953; with effective sizes Dean and Pagano (2015),
    doi:10.1093/jssam/smv024
    """
    low, high = proportion_confint(shares * sizes, sizes, alpha=1 - CONFIDENCE, method="wilson")
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def shares(sample: Sample, item_id: str, among: Sequence[Domain] = ()) -> tuple[Share, ...] | NotEstimable:
    """The share of each level and group of an item, on all who answered it within `among`; first choices in rankings.

    NotEstimable where the item is absent, or fewer than two respondents answered it.
    """
    counted = tally(sample, item_id, among=among)
    return counted if isinstance(counted, NotEstimable) else of_tally(counted)[EVERYONE]


def shares_by(
    sample: Sample, item_id: str, by: str, among: Sequence[Domain] = ()
) -> dict[str, tuple[Share, ...] | NotEstimable] | NotEstimable:
    """As `shares`, for the respondents of each level of the item `by`, keyed by that level."""
    counted = tally(sample, item_id, by=by, among=among)
    return counted if isinstance(counted, NotEstimable) else of_tally(counted)


def cumulative(sample: Sample, item_id: str, among: Sequence[Domain] = ()) -> tuple[Share, ...] | NotEstimable:
    """For each level of an ordinal item the share who answered it or an earlier one, within `among`.

    NotEstimable where the item is absent or fewer than two answered it.
    """
    counted = tally(sample, item_id, among=among)
    if isinstance(counted, NotEstimable):
        return counted
    kept = len(counted.item.levels)
    sums = {name: getattr(counted, name)[:, :kept].cumsum(axis=1) for name in ("counts", "weights", "squares")}
    return of_tally(replace(counted, levels=counted.levels[:kept], **sums))[EVERYONE]


def of_tally(counted: Tally) -> dict[str, tuple[Share, ...] | NotEstimable]:
    """The shares of a tally, keyed by group."""
    values, errors, effective = counted.shares(), np.sqrt(counted.variances()), counted.effective()
    low, high = wilson(values, np.maximum(effective, 1.0))
    found: dict[str, tuple[Share, ...] | NotEstimable] = {}
    for row, group in enumerate(counted.groups):
        base = int(counted.base_counts[row])
        if base < 2:
            found[group] = too_few(counted.item.short, group, base)
            continue
        found[group] = tuple(
            Share(
                item=counted.item.id,
                group=group,
                level=level,
                count=int(counted.counts[row, i]),
                base=base,
                share=float(values[row, i]),
                low=float(low[row, i]),
                high=float(high[row, i]),
                standard_error=float(errors[row, i]),
                effective_base=float(effective[row, i]),
            )
            for i, level in enumerate(counted.levels)
        )
    return found


def too_few(asked: str, group: str, base: int) -> NotEstimable:
    """Why one answer or none gives no estimate."""
    where = "" if group == EVERYONE else f" in the group '{group}'"
    if base == 0:
        return NotEstimable(f"Nobody{where} answered '{asked}', so there is nothing to estimate.")
    return NotEstimable(f"Only one respondent{where} answered '{asked}': one answer gives no share and no interval.")


def frame(found: Iterable[Share]) -> pd.DataFrame:
    """Shares as a tidy frame, one row a share, columns as the fields of `Share`."""
    return pd.DataFrame([asdict(share) for share in found], columns=list(Share.__dataclass_fields__))
