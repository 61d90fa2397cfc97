"""Proportions with their base and interval, and multiple-response tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample
from clinical_data_survey.measured.tally import Tally, correction, tally
from clinical_data_survey.survey.answers import Floats, Integers, Ticks, Truths
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


@dataclass(frozen=True)
class MultipleResponse:
    """A multiple-response table on both of its bases.

    `of_respondents` adds up to more than 1 where people tick several levels; `of_answers` adds up to 1 over the
    levels. `base_respondents` answered the item, `base_answers` ticks were made, `nothing_selected` of the
    respondents ticked nothing.
    """

    base_respondents: int
    base_answers: int
    nothing_selected: int
    of_respondents: tuple[Share, ...]
    of_answers: tuple[Share, ...]


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


def multiple_response(sample: Sample, item_id: str, among: Sequence[Domain] = ()) -> MultipleResponse | NotEstimable:
    """The table of a multiple-response item on both bases: respondents and answers.

    Shares of answers are ratios of two totals, both random; their errors are linearised and their intervals Wilson's
    on the size that such an error amounts to. Raises ValueError where the item is of another type.
    NotEstimable where the item is absent or fewer than two respondents answered it.
    """
    of_respondents = shares(sample, item_id, among)
    if isinstance(of_respondents, NotEstimable):
        return of_respondents
    answers = sample.answers[item_id]
    if not isinstance(answers, Ticks):
        raise ValueError(f"'{item_id}' is a {answers.item.type} item, not a multiple-response one")
    inside = answers.answered & sample.within(among)
    ticked, weights = answers.ticked[inside], sample.each_weight[inside]
    ticks = ticked.sum(axis=1)
    return MultipleResponse(
        base_respondents=len(ticks),
        base_answers=int(ticks.sum()),
        nothing_selected=int((ticks == 0).sum()),
        of_respondents=of_respondents,
        of_answers=_of_answers(answers, ticked, ticks, weights, sample.size),
    )


def _of_answers(answers: Ticks, ticked: Truths, ticks: Integers, weights: Floats, size: int) -> tuple[Share, ...]:
    total, made = float(weights @ ticks), int(ticks.sum())
    if not made:
        return ()
    squares = weights**2
    own, crossed = squares @ ticked, (squares * ticks) @ ticked
    values = (weights @ ticked) / total
    spread = own - 2 * values * crossed + values**2 * float(squares @ ticks**2)
    errors = np.sqrt(correction(size) * np.maximum(spread, 0.0)) / total
    mixed = (values > 0) & (values < 1) & (errors > 0)
    sizes = np.full(len(values), float(made))
    np.divide(values * (1 - values) * correction(size), errors**2, where=mixed, out=sizes)
    low, high = wilson(values, np.clip(sizes, 1.0, made))
    return tuple(
        Share(
            answers.item.id, EVERYONE, level.id, int(ticked[:, i].sum()), made, float(values[i]),
            float(low[i]), float(high[i]), float(errors[i]), float(np.clip(sizes[i], 1.0, made)),
        )
        for i, level in enumerate(answers.item.levels)
    )  # fmt: skip


def frame(found: Iterable[Share]) -> pd.DataFrame:
    """Shares as a tidy frame, one row a share, columns as the fields of `Share`."""
    return pd.DataFrame([asdict(share) for share in found], columns=list(Share.__dataclass_fields__))
