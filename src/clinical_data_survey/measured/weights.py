"""Weights: raking a wave to known margins, trimming, and what the weights cost in precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandera.pandas as pa

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files.tables import check_table, parse_number, read_table
from clinical_data_survey.measured.sample import NotEstimable, Sample
from clinical_data_survey.survey.answers import Choices, Floats, Integers
from clinical_data_survey.survey.questionnaire import Questionnaire

TOLERANCE = 1e-10
ROUNDS = 1_000
SUM_TOLERANCE = 0.005
LARGEST_RATIO = 5.0
TRIM_ROUNDS = 200
TRIM_TOLERANCE = 1e-6

SCHEMA = pa.DataFrameSchema(
    {name: pa.Column(str) for name in ("item", "level", "share")},
    unique=["item", "level"],
)
REMEDIES = {
    "item": "the id of an item with one answer, and each of its levels once.",
    "level": "the id of a level of that item, once.",
    "share": "the level's share in the population, such as 0.35 or 1/3.",
}

Margins = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Raked:
    """Weights that give a wave the margins of a population, shape (n,), mean 1, and what they cost.

    `design_effect` is Kish's, 1 plus the weights' squared coefficient of variation, and `effective_size` is n divided
    by it. `trimmed` counts the respondents whose weight was cut; `farthest` is the largest distance that a margin
    keeps from its target, a share of 1 (0 unless weights were cut). `left_out` counts, by item, the respondents
    without an answer, who keep the share that they have in the wave.
    """

    weights: Floats = field(repr=False)
    effective_size: float
    design_effect: float
    trimmed: int
    farthest: float
    rounds: int
    left_out: Mapping[str, int]


def load_margins(path: Path, questionnaire: Questionnaire) -> dict[str, dict[str, float]]:
    """The known margins of a population, from a table with the columns item, level and share.

    Returns shares that add up to 1 by item. Raises DataError that names file, row, column and remedy where an item or
    level is unknown, a level is missing, a share is no number of at least 0 or the shares of an item miss 1 by more
    than half a percentage point.
    """
    frame = read_table(path)
    check_table(frame, SCHEMA, path, REMEDIES)
    if frame.empty:
        raise reject(path, "the table has no row.", "Write one row a level: item, level and share.")
    offered = {i.id: [level.id for level in i.levels] for i in questionnaire.items if i.type in ("single", "ordinal")}
    problems: list[Problem] = []
    margins: dict[str, dict[str, float]] = {}
    for row, cells in frame.iterrows():
        item, level, share = cells["item"], cells["level"], _share(cells["share"])
        if item not in offered:
            what, remedy = f"'{item}' is no item with one answer.", f"Use one of {', '.join(offered)}."
            problems.append(Problem(path, what, remedy, int(str(row)), "item"))
        elif level not in offered[item]:
            what, remedy = f"'{item}' has no level '{level}'.", f"Use one of {', '.join(offered[item])}."
            problems.append(Problem(path, what, remedy, int(str(row)), "level"))
        elif share is None:
            what = f"'{cells['share']}' is no share between 0 and 1."
            problems.append(Problem(path, what, f"Write {REMEDIES['share']}", int(str(row)), "share"))
        else:
            margins.setdefault(item, {})[level] = share
    if not problems:
        problems = [problem for item, shares in margins.items() for problem in _gaps(path, item, shares, offered[item])]
    if problems:
        raise DataError(problems)
    return {item: {k: v / sum(shares.values()) for k, v in shares.items()} for item, shares in margins.items()}


def _share(text: str) -> float | None:
    try:
        value = float(parse_number(text))
    except (ValueError, ZeroDivisionError):
        return None
    return value if 0 <= value <= 1 else None


def _gaps(path: Path, item: str, shares: Mapping[str, float], offered: list[str]) -> list[Problem]:
    missing = [level for level in offered if level not in shares]
    if missing:
        what = f"the item '{item}' lacks the level{'s' if len(missing) > 1 else ''} {', '.join(missing)}."
        return [Problem(path, what, "Add a row for each; write 0 where the population has nobody.", column="level")]
    total = sum(shares.values())
    if abs(total - 1) > SUM_TOLERANCE:
        what = f"the shares of '{item}' add up to {total:.3f}, not to 1."
        return [Problem(path, what, "Correct them, or divide each by that sum.", column="share")]
    return []


def rake(sample: Sample, margins: Margins) -> Raked | NotEstimable:
    """Weights under which the wave has the given margins, by iterative proportional fitting.

    The wave's own weights, where it has any, are the start. `margins` gives shares by item and level, adding up to 1
    by item. Respondents without an answer to an item keep the share that they have in the wave.

    NotEstimable, with the reason, where the wave lacks an item, a margin has people whom no respondent stands for,
    respondents stand for nobody, or the margins contradict each other.

    Deming and Stephan (1940), doi:10.1214/aoms/1177731829
    """
    refused = _refusal(sample, margins)
    if refused is not None:
        return refused
    fits, weights, farthest = _fits(sample, margins), sample.each_weight, 1.0
    for rounds in range(1, ROUNDS + 1):
        weights = _one_round(weights, fits)
        farthest = _farthest(weights, fits)
        if farthest < TOLERANCE:
            left_out = {item: int((~sample.answers[item].answered).sum()) for item in margins}
            return _raked(weights, fits, 0, rounds, left_out)
    return NotEstimable(
        f"No weights give the wave all margins together: after {ROUNDS:,} rounds one of them is still "
        f"{farthest:.2%} away. Together the margins ask for people whom no respondent stands for."
    )


def trim(raked: Raked, sample: Sample, margins: Margins, largest_ratio: float = LARGEST_RATIO) -> Raked:
    """The weights cut to at most `largest_ratio` times their mean, and raked again in turn until both agree.

    Where they cannot agree the cut stands and the margins are met only nearly: `farthest` says how nearly.
    Raises ValueError where the ratio is not above 1.
    On trimming: Potter (1990), Proceedings of the Survey Research Methods Section, American Statistical Association,
    225-230
    """
    if not largest_ratio > 1:
        raise ValueError(f"weights cannot be cut to {largest_ratio} times their mean: the ratio must be above 1")
    fits = _fits(sample, margins)
    weights = _cut(raked.weights, largest_ratio)
    for _ in range(TRIM_ROUNDS):
        if _farthest(weights, fits) < TRIM_TOLERANCE:
            break
        weights = _cut(_one_round(weights, fits), largest_ratio)
    trimmed = int((weights >= largest_ratio * (1 - TOLERANCE)).sum())
    return _raked(weights, fits, trimmed, raked.rounds, raked.left_out)


def _cut(weights: Floats, largest_ratio: float) -> Floats:
    """Weights of mean 1, none above the ratio: what is cut is spread over the others in proportion."""
    weights, cut = weights / weights.mean(), np.zeros(len(weights), dtype=bool)
    while (weights > largest_ratio * (1 + TOLERANCE)).any():
        cut |= weights > largest_ratio
        weights[cut] = largest_ratio
        weights[~cut] *= (len(weights) - largest_ratio * cut.sum()) / weights[~cut].sum()
    return weights


def design_effect(weights: Floats) -> float:
    """Kish's design effect of unequal weights: n times the sum of squares over the squared sum; 1 where all are alike.

    Kish (1992), Journal of Official Statistics 8:183-200. Raises ValueError where there is no weight.
    """
    if not len(weights):
        raise ValueError("there are no weights")
    return float(len(weights) * (weights @ weights) / weights.sum() ** 2)


def effective_size(weights: Floats) -> float:
    """The simple random sample that is as precise as these weights allow: n over the design effect."""
    return len(weights) / design_effect(weights)


def _refusal(sample: Sample, margins: Margins) -> NotEstimable | None:
    if not margins:
        return NotEstimable("No margin is given, so there is nothing to weight to.")
    if not sample.size:
        return NotEstimable("The wave has no respondent to weight.")
    for item, shares in margins.items():
        answers = sample.answers.get(item)
        if not isinstance(answers, Choices):
            return NotEstimable(f"The wave holds no single answers to '{item}', so it cannot be weighted by it.")
        if not answers.answered.any():
            return NotEstimable(f"Nobody answered '{item}', so the wave cannot be weighted by it.")
        counts = np.bincount(answers.codes[answers.answered], minlength=len(answers.item.levels))
        for level, count in zip(answers.item.levels, counts, strict=True):
            share = shares.get(level.id, 0.0)
            if share > 0 and not count:
                return NotEstimable(
                    f"The population has {share:.1%} with '{level.id}' as their '{item}', but no respondent stands for "
                    "them. Merge that level with another one in the margins and the wave, or drop the item."
                )
            if share <= 0 and count:
                return NotEstimable(
                    f"{count:,} respondent{'s' if count > 1 else ''} gave '{level.id}' as their '{item}', but the "
                    "margins have nobody there. Correct the margins, or leave these respondents out."
                )
    return None


def _fits(sample: Sample, margins: Margins) -> list[tuple[Integers, Floats]]:
    """For each margin each respondent's cell, shape (n,), and the cells' target sums; the last cell is 'no answer'."""
    found = []
    for name, shares in margins.items():
        answers = sample.answers[name]
        assert isinstance(answers, Choices)
        levels = [level.id for level in answers.item.levels]
        cells = np.where(answers.answered, answers.codes, len(levels))
        without = float(sample.each_weight[~answers.answered].sum() / sample.each_weight.sum())
        known = np.array([shares.get(level, 0.0) for level in levels])
        found.append((cells, np.append(known / known.sum() * (1 - without), without) * sample.size))
    return found


def _one_round(weights: Floats, fits: list[tuple[Integers, Floats]]) -> Floats:
    for cells, targets in fits:
        sums = np.bincount(cells, weights, len(targets))
        weights = weights * np.divide(targets, sums, where=sums > 0, out=np.ones_like(sums))[cells]
    return weights


def _farthest(weights: Floats, fits: list[tuple[Integers, Floats]]) -> float:
    gaps = [np.abs(np.bincount(cells, weights, len(targets)) - targets).max() for cells, targets in fits]
    return float(max(gaps) / len(weights))


def _raked(
    weights: Floats, fits: list[tuple[Integers, Floats]], trimmed: int, rounds: int, left_out: Mapping[str, int]
) -> Raked:
    scaled = weights / weights.mean()
    return Raked(
        scaled, effective_size(scaled), design_effect(scaled), trimmed, _farthest(scaled, fits), rounds, left_out
    )  # fmt: skip
