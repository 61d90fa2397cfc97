"""Generated waves for tests and benchmarks: nobody's answers, in the form in which a wave is kept."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clinical_data_survey.survey.questionnaire import Item, Questionnaire

MISSING = ("", "refused")


def wave(
    questionnaire: Questionnaire, size: int, seed: int, missing: float = 0.05, weighted: bool = False
) -> pd.DataFrame:
    """A wave of `size` respondents who answer at random, each item with unequal shares of its levels.

    `missing` is the share who leave an item unanswered; items with a base of their own are `not_asked` of the others.
    """
    random = np.random.default_rng(seed)
    columns: dict[str, np.ndarray] = {"respondent_id": np.arange(1, size + 1)}
    for item in questionnaire.items:
        silent = random.random(size) < missing
        excuse = random.choice(MISSING, size)
        asked = _asked(item, columns, size)
        for name, cells in _cells(item, size, random).items():
            columns[name] = np.where(asked, np.where(silent, excuse, cells), "not_asked")
    if weighted:
        columns["weight"] = random.lognormal(0.0, 0.4, size).round(4)
    return pd.DataFrame(columns)


def _asked(item: Item, columns: dict[str, np.ndarray], size: int) -> np.ndarray:
    if item.base.item is None:
        return np.ones(size, dtype=bool)
    if item.base.item in columns:
        return np.isin(columns[item.base.item], item.base.levels)
    return np.any([columns[f"{item.base.item}__{level}"] == "1" for level in item.base.levels], axis=0)


def _cells(item: Item, size: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    levels = [level.id for level in item.levels]
    if item.type in ("single", "ordinal"):
        shares = random.dirichlet(np.full(len(levels), 2.0))
        return {item.id: np.array(levels)[random.choice(len(levels), size, p=shares)]}
    names = [f"{item.id}__{level}" for level in levels]
    if item.type == "ranking":
        scores = random.normal(size=(size, len(levels))) + random.normal(size=len(levels))
        ranks = (scores.argsort(axis=1).argsort(axis=1) + 1).astype(str)
        ranked = random.integers(1, len(levels) + 1, size)
        kept = np.where(ranks.astype(int) <= ranked[:, None], ranks, "")
        return dict(zip(names, kept.T, strict=True))
    ticked = random.random((size, len(levels))) < random.uniform(0.1, 0.6, len(levels))
    for i, level in enumerate(item.levels):
        if level.exclusive:
            ticked[:, i] = ~np.delete(ticked, i, axis=1).any(axis=1)
    return dict(zip(names, ticked.astype(int).astype(str).T, strict=True))
