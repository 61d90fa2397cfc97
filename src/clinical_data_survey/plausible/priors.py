"""Named priors: how the answers of one respondent may go together.

The claims say nothing of how answers go together. Each prior draws, for each population, a correlation matrix of
latent scores; the counts that the claims fix do not depend on it. How counts are drawn is a prior of its own, shared
by all of these: each table of counts that fits is equally likely (`count_tables`). How far results move from one prior
to another shows how much of them is assumption.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NEAR_INDEPENDENT_SHAPE = 64.0
LOADINGS = (0.7, 0.95)
OPPOSITION = (0.8, 1.0)


@dataclass(frozen=True)
class Prior:
    """A distribution over the correlation matrices of latent scores.

    `mixing(number, latents, headlines, rng)` returns (number, latents, sources) arrays M with unit rows: scores are
    M @ z with `z` independent standard normal, their correlations M @ M'. The first `headlines` latents are of answers
    with shares of their own (horizon, vision, willingness, any barrier, worry), the others of entries of a list.
    """

    name: str
    description: str
    mixing: Callable[[int, int, int, np.random.Generator], Floats]


def lkj_cholesky(shape: float, number: int, latents: int, rng: np.random.Generator) -> Floats:
    """Cholesky factors (number, latents, latents) of correlation matrices: density proportional to det ** (shape - 1).

    Each correlation is Beta(a, a) on [-1, 1] with a = shape - 1 + latents / 2: mean 0, variance
    1 / (2 * shape + latents - 1). Raises ValueError unless `shape` is above 0.

    Lewandowski, Kurowicka and Joe (2009), the onion method, doi:10.1016/j.jmva.2009.04.008
    """
    if shape <= 0:
        raise ValueError(f"the shape of an LKJ distribution is above 0, not {shape}")
    factor = np.zeros((number, latents, latents))
    factor[:, 0, 0] = 1
    for row in range(1, latents):
        squared = rng.beta(row / 2, shape + (latents - 1 - row) / 2, size=number)
        direction = rng.standard_normal((number, row))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        factor[:, row, :row] = np.sqrt(squared)[:, None] * direction
        factor[:, row, row] = np.sqrt(1 - squared)
    return factor


def one_factor(number: int, latents: int, _: int, rng: np.random.Generator) -> Floats:
    """Mixing (number, latents, latents + 1) of one common factor: the last source is shared, the others are own.

    Loadings are uniform on 0.7 to 0.95 in size, of either sign with equal chance: every two answers are strongly
    related (0.49 to 0.90), in a direction that the claims leave open.
    """
    size = rng.uniform(*LOADINGS, size=(number, latents))
    loading = np.where(rng.random((number, latents)) < 0.5, -size, size)
    mixing = np.zeros((number, latents, latents + 1))
    own = np.arange(latents)
    mixing[:, own, own] = np.sqrt(1 - size**2)
    mixing[:, :, -1] = loading
    return mixing


def opposed(number: int, latents: int, headlines: int, rng: np.random.Generator) -> Floats:
    """Mixing (number, latents, latents) in which every two headlines are opposed; the other scores are independent.

    All headlines correlate alike, at -s / (headlines - 1) with s uniform on 0.8 to 1. Lower is not possible for all
    pairs at once: k scores that correlate alike do so at -1 / (k - 1) or more, where their sum no longer varies.
    """
    mixing = np.broadcast_to(np.eye(latents), (number, latents, latents)).copy()
    if headlines > 1:
        alike = -rng.uniform(*OPPOSITION, size=(number, 1, 1)) / (headlines - 1)
        mean = np.full((headlines, headlines), 1 / headlines)
        # The square root of a matrix with one correlation throughout, from its two eigenvalues.
        root = np.sqrt(1 - alike) * (np.eye(headlines) - mean) + np.sqrt(1 + (headlines - 1) * alike) * mean
        mixing[:, :headlines, :headlines] = root
    return mixing


def _near_independent(number: int, latents: int, _: int, rng: np.random.Generator) -> Floats:
    return lkj_cholesky(NEAR_INDEPENDENT_SHAPE, number, latents, rng)


def _lkj_1(number: int, latents: int, _: int, rng: np.random.Generator) -> Floats:
    return lkj_cholesky(1.0, number, latents, rng)


PRIORS = {
    prior.name: prior
    for prior in (
        Prior(
            "opposed",
            "headline answers as opposed as all can be at once: correlations of five latent scores of -0.25 to -0.20",
            opposed,
        ),
        Prior(
            "near_independent",
            "answers hardly related: LKJ with shape 64, correlations of latent scores within about 0.17 of 0",
            _near_independent,
        ),
        Prior("lkj_1", "every correlation matrix of latent scores equally likely: LKJ with shape 1", _lkj_1),
        Prior(
            "common_factor",
            "one strong common factor: any two latent scores correlate 0.49 to 0.90, in either direction",
            one_factor,
        ),
    )
}


def named(name: str) -> Prior:
    """The prior of that name. Raises ValueError that lists the names where there is none."""
    if name not in PRIORS:
        raise ValueError(f"'{name}' is not a prior; choose one of {', '.join(PRIORS)}")
    return PRIORS[name]
