"""Plausible populations: respondents one by one, in numbers that satisfy every published claim exactly.

A population is drawn in two steps. First its table of counts, uniform over all tables that satisfy the claims
(`counts`). Then its respondents: each has a latent score for each answer, normal and correlated as the prior says
(`priors`), and the k who rank highest give the answer. Counts are exact by this rank quota; how answers hang together
is the prior's. A population is one of many that fit, never an estimate of those who were asked in 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain, pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from clinical_data_survey.plausible import count_tables, feasibility, priors
from clinical_data_survey.plausible.count_tables import Bools, Ints, Tables
from clinical_data_survey.plausible.count_windows import STANDARD, SUPPORT, Design, Places, Windows, windows
from clinical_data_survey.plausible.priors import Floats

Codes = npt.NDArray[np.int8]
CHUNK = 512
# Scores that are drawn at once: 16 MB, which bounds memory and stays near the processor at any n.
SCORES_AT_ONCE = 2**21
# Few enough that their normals are still near the processor when they are mixed.
MIXED_AT_ONCE = 32
NOT_ASKED = -1
SCORED = (
    "ai_affects_work",
    "organisation_ai_vision",
    "willing_to_work_with_ai",
    "worried_job_redundant",
    "sees_barrier",
    "expertise_gap",
    "opportunity",
    "investor",
    SUPPORT,
)
BARRIERS_SCORED = slice(len(SCORED), None)


@dataclass(frozen=True)
class Populations:
    """`B` populations of `n` respondents; the strata of the design stand one after the other along `n`.

    Bools (B, n): `lacks_vision`, `willing`, `worried`; (B, 5, n): `barriers`, as in `barrier_levels`.
    Codes (B, n): `horizon` 0 within 5 years, 1 in 5 to 10, 2 later or never; `gap` and `investor`, positions in their
    levels, the gap -1 where not asked; `opportunity`, positions in `counts.ORDERS` of the fields.
    `roles` (B, 4): how many of the rest are what, as in `counts.REST_ROLES`; they stand in that order.
    """

    design: Design
    asked: Windows
    horizon: Codes
    lacks_vision: Bools
    willing: Bools
    worried: Bools
    barriers: Bools
    gap: Codes
    investor: Codes
    opportunity: Codes
    roles: Ints

    def __len__(self) -> int:
        return len(self.horizon)

    @property
    def barrier_levels(self) -> tuple[str, ...]:
        """The level of each column of `barriers`."""
        return (*flat(self.asked.barriers), SUPPORT)

    def only(self, position: int) -> Populations:
        """The population at one position, by itself."""
        held: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays = {name: value[[position]] for name, value in held.items() if isinstance(value, np.ndarray)}
        return Populations(**(held | arrays))


def flat(groups: Places) -> tuple[str, ...]:
    """The levels of an order, group after group."""
    return tuple(chain.from_iterable(groups))


@dataclass(frozen=True)
class Recipe:
    """What a run of populations is drawn from; the same recipe gives the same populations on any number of workers.

    `entropy` is the run's seed (a whole number from 0), `prior` a name of `priors.PRIORS`, `reading` one of
    `design.reading_names()`. Raises ValueError for names that do not exist, and feasibility.Impossible where the
    claims cannot hold in the design.
    """

    design: Design
    prior: str
    entropy: int
    reading: str = STANDARD

    def __post_init__(self) -> None:
        if self.entropy < 0:
            raise ValueError(f"a seed is a whole number from 0, not {self.entropy}")
        priors.named(self.prior)
        feasibility.check(self.design, self.reading)

    @cached_property
    def asked(self) -> Windows:
        """What the reading asks of counts in this design."""
        return windows(self.design.n, self.reading)

    @property
    def label(self) -> str:
        """The recipe in one word, from which `parsed` makes it again."""
        design = self.design
        reading = self.reading.replace(" ", "_")
        return f"{self.entropy}:{reading}:{self.prior}:{design.n}:{design.secondary}:{design.tertiary}"

    def sequence(self, chunk: int) -> np.random.SeedSequence:
        """The seed of one chunk: independent of every other chunk of this and of every other recipe."""
        design = self.design
        names = (crc32(self.reading.encode()), crc32(self.prior.encode()))
        key = (*names, design.n, design.secondary, design.tertiary, chunk)
        return np.random.SeedSequence(self.entropy, spawn_key=key)


def seeds_of(recipe: Recipe, chunk: int) -> list[str]:
    """The seed of each population of a chunk, from which `regenerate` makes it again."""
    start = f"{recipe.label}:{chunk}"
    return [f"{start}:{position}" for position in range(CHUNK)]


def regenerate(seed: str) -> Populations:
    """The one population of a seed such as '2019:standard:lkj_1:300:100:100:0:17'. Raises ValueError for other text."""
    try:
        entropy, reading, prior, n, secondary, tertiary, chunk, position = seed.split(":")
        design = Design(int(n), int(secondary), int(tertiary))
        recipe = Recipe(design, prior, int(entropy), reading.replace("_", " "))
        left = int(position)
        for batch in draw(recipe, int(chunk)):
            if left < len(batch):
                return batch.only(left)
            left -= len(batch)
    except (ValueError, IndexError) as error:
        raise ValueError(f"'{seed}' is not the seed of a population: {error}") from error
    raise ValueError(f"'{seed}' is not the seed of a population: a chunk holds {CHUNK}")


def draw(recipe: Recipe, chunk: int) -> Iterator[Populations]:
    """The populations of one chunk, 512 in all, in batches whose scores take at most 16 MB."""
    rng = np.random.default_rng(recipe.sequence(chunk))
    design, prior = recipe.design, priors.named(recipe.prior)
    tables = count_tables.draw(design, recipe.asked, CHUNK, rng)
    latents = len(SCORED) + len(flat(recipe.asked.barriers))
    rows = batch_rows(design.n, latents)
    for start in range(0, CHUNK, rows):
        batch = tables.rows(slice(start, start + rows))
        mixing = prior.mixing(len(batch), latents, rng)
        yield respondents(batch, design, recipe.asked, correlated(mixing, design.n, rng), rng)


def correlated(mixing: Floats, n: int, rng: np.random.Generator) -> Floats:
    """Normal scores (B, latents, n) of unit variance, correlated as `mixing` (B, latents, sources) says."""
    scores = np.empty((*mixing.shape[:2], n))
    normals = np.empty((MIXED_AT_ONCE, mixing.shape[2], n))
    for start in range(0, len(mixing), MIXED_AT_ONCE):
        part = mixing[start : start + MIXED_AT_ONCE]
        rng.standard_normal(out=normals[: len(part)])
        np.matmul(part, normals[: len(part)], out=scores[start : start + len(part)])
    return scores


def batch_rows(n: int, latents: int) -> int:
    """How many populations of `n` are drawn at once."""
    return max(1, min(CHUNK, SCORES_AT_ONCE // (n * latents)))


def respondents(
    tables: Tables, design: Design, asked: Windows, scores: Floats, rng: np.random.Generator
) -> Populations:
    """Respondents who rank by their scores and answer in the numbers of the tables.

    `scores` is (B, latents, n): first those of `SCORED`, then one for each movable barrier. Levels without an order,
    such as investors, are laid along their score in an order that `rng` draws for each population.
    """
    score = dict(zip(SCORED, np.moveaxis(scores, 1, 0), strict=False))
    sees = ~_top_by_stratum(-score["sees_barrier"], tables.no_barrier, design)
    support = _top_by_stratum(_among(sees, score[SUPPORT]), tables.support, design)
    barriers = _barriers(tables.barriers, sees, support, scores[:, BARRIERS_SCORED])
    lacks_expertise = barriers[:, 0]
    horizon = np.stack([tables.within_5, tables.within_10], axis=2)
    return Populations(
        design=design,
        asked=asked,
        horizon=_groups_by_stratum(score["ai_affects_work"], horizon, design),
        lacks_vision=_top_by_stratum(score["organisation_ai_vision"], tables.lacks_vision, design),
        willing=_top_by_stratum(score["willing_to_work_with_ai"], tables.willing, design),
        worried=_top_by_stratum(score["worried_job_redundant"], tables.worried, design),
        barriers=np.concatenate([barriers, support[:, None]], axis=1),
        gap=_unordered(_among(lacks_expertise, score["expertise_gap"]), tables.gap, rng),
        investor=_unordered(score["investor"], tables.investor, rng),
        opportunity=_unordered(score["opportunity"], tables.opportunity, rng),
        roles=tables.roles,
    )


def top(scores: Floats, sizes: Ints) -> Bools:
    """Who ranks among the `sizes` (B,) highest of each row of `scores` (B, m): exactly that many."""
    return ranked_groups(scores, sizes[:, None]) == 0


def ranked_groups(scores: Floats, upto: Ints) -> Codes:
    """Which group each score ranks in (B, m): 0 for the `upto[:, 0]` highest of its row, 1 for the next, and so on.

    `upto` (B, groups) adds up the groups' sizes; scores that rank below them all are in one group more.
    """
    # Single precision sorts three times as fast; rows in which it cannot tell two scores apart are ranked in full.
    rough = scores.astype(np.float32)
    width = scores.shape[1]
    low_to_high = np.sort(rough, axis=1)
    edges = np.take_along_axis(low_to_high, np.minimum(width - upto, width - 1), axis=1)
    below = np.take_along_axis(low_to_high, np.maximum(width - upto - 1, 0), axis=1)
    unclear = (edges == below) & (upto > 0) & (upto < width)
    edges[upto == 0] = np.inf
    groups = np.zeros(scores.shape, dtype=np.int8)
    for edge in edges.T:
        groups += rough < edge[:, None]
    for row in np.flatnonzero(unclear.any(axis=1)):
        order = np.argsort(-scores[row], kind="stable")
        groups[row, order] = np.searchsorted(upto[row], np.arange(width), side="right")
    return groups


def _among(eligible: Bools, scores: Floats) -> Floats:
    return np.where(eligible, scores, -np.inf)


def _strata(design: Design) -> list[slice]:
    edges = np.cumsum([0, *design.sizes])
    return [slice(start, end) for start, end in pairwise(edges.tolist())]


def _top_by_stratum(scores: Floats, sizes: Ints, design: Design) -> Bools:
    """The highest of each stratum; `sizes` (B, 3)."""
    return _groups_by_stratum(scores, sizes[:, :, None], design) == 0


def _groups_by_stratum(scores: Floats, upto: Ints, design: Design) -> Codes:
    """Ranked groups within each stratum; `upto` (B, 3, groups)."""
    parts = [ranked_groups(scores[:, part], upto[:, stratum]) for stratum, part in enumerate(_strata(design))]
    return np.concatenate(parts, axis=1)


def _unordered(scores: Floats, sizes: Ints, rng: np.random.Generator) -> Codes:
    """Positions (B, m) of levels that are given out in the numbers `sizes` (B, levels), along the scores.

    Where the sizes add up to less than m, the lowest scores are not asked.
    """
    along = np.argsort(rng.random(sizes.shape), axis=1)
    upto = np.cumsum(np.take_along_axis(sizes, along, axis=1), axis=1)
    nobody = np.full((len(sizes), 1), NOT_ASKED)
    levels = np.concatenate([along, nobody], axis=1).astype(np.int8)
    return np.take_along_axis(levels, ranked_groups(scores, upto), axis=1)


def _barriers(sizes: Ints, sees: Bools, support: Bools, scores: Floats) -> Bools:
    """Who holds each movable barrier (B, 4, n): exactly `sizes` (B, 4), and everyone who sees a barrier holds one.

    The highest scores hold each; then those left with none take one from the lowest-scoring holders of two or more,
    from the first barrier (the most common) on.
    """
    held = np.stack([top(_among(sees, scores[:, j]), sizes[:, j]) for j in range(sizes.shape[1])], axis=1)
    for barrier in range(sizes.shape[1]):
        many = held.sum(axis=1, dtype=np.int8) + support
        bare = sees & (many == 0)
        rows = np.flatnonzero(bare.any(axis=1))
        if not rows.size:
            break
        own, bare = scores[rows, barrier], bare[rows]
        donors = held[rows, barrier] & (many[rows] >= 2)
        moved = np.minimum(bare.sum(axis=1), donors.sum(axis=1))
        exchanged = top(_among(donors, -own), moved) | top(_among(bare, own), moved)
        held[rows, barrier] ^= exchanged
    return held
