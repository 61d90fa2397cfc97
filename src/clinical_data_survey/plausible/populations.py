"""Plausible populations: respondents one by one, in numbers that satisfy every published claim exactly.

A population is drawn in two steps. First its table of counts, each that fits equally likely (`count_tables`). Then its
respondents: each has a latent score for each answer, normal and correlated as the prior says (`priors`), and the k who
rank highest give the answer. Counts are exact by this rank quota; how answers go together is the prior's. A
population is one of many that fit, never an estimate of those who were asked in 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from clinical_data_survey.plausible import count_tables, feasibility, priors
from clinical_data_survey.plausible.count_tables import Bools, Tables, by_stratum, in_all
from clinical_data_survey.plausible.dials import Asked, Claims, Design, asked_of
from clinical_data_survey.plausible.priors import Floats
from clinical_data_survey.plausible.whole_points import Ints
from clinical_data_survey.published.count_rules import ROLE, STANDARD, Counted

Codes = npt.NDArray[np.int8]
CHUNK = 512
# Scores that are drawn at once: 16 MB, which bounds memory and stays near the processor at any n.
SCORES_AT_ONCE = 2**21
# Few enough that their normals are still near the processor when they are mixed.
MIXED_AT_ONCE = 32
NOT_ASKED = -1


@dataclass(frozen=True)
class Populations:
    """`B` populations of `n` respondents; the strata of the design stand one after the other along `n`.

    By item: `codes` (B, n) of items with one answer, the position of its part in `Counted.parts`, -1 where not asked;
    of rankings the position of the order in `count_tables.orders_of`. `held` (B, levels, n) of multiple responses,
    their levels as in `Counted.competing`.
    """

    asked: Asked
    codes: dict[str, Codes]
    held: dict[str, Bools]

    def __len__(self) -> int:
        return len(next(iter((self.codes | self.held).values())))

    @property
    def design(self) -> Design:
        """Who answered."""
        return self.asked.design

    def only(self, position: int) -> Populations:
        """The population at one position, by itself."""
        codes = {item: array[[position]] for item, array in self.codes.items()}
        return Populations(self.asked, codes, {item: array[[position]] for item, array in self.held.items()})


@dataclass(frozen=True)
class Recipe:
    """What a run of populations is drawn from; the same recipe gives the same populations on any number of workers.

    `entropy` is the run's seed (a whole number from 0), `prior` a name of `priors.PRIORS`, `reading` one of
    `dials.reading_names`, `claims` those of the project's file unless given. Raises ValueError for names that do not
    exist, and feasibility.Impossible where the claims cannot hold in the design.
    """

    design: Design
    prior: str
    entropy: int
    reading: str = STANDARD
    claims: Claims | None = None

    def __post_init__(self) -> None:
        if self.entropy < 0:
            raise ValueError(f"a seed is a whole number from 0, not {self.entropy}")
        priors.named(self.prior)
        feasibility.check(self.design, self.reading, self.claims)

    @cached_property
    def asked(self) -> Asked:
        """What the reading asks of counts in this design."""
        return asked_of(self.design, self.reading, self.claims)

    @property
    def label(self) -> str:
        """The recipe in one word, from which `regenerate` makes it again."""
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


def regenerate(seed: str, claims: Claims | None = None) -> Populations:
    """The one population of a seed such as '2019:standard:lkj_1:300:100:100:0:17'. Raises ValueError for other text."""
    try:
        entropy, reading, prior, n, secondary, tertiary, chunk, position = seed.split(":")
        design = Design(int(n), int(secondary), int(tertiary))
        recipe = Recipe(design, prior, int(entropy), reading.replace("_", " "), claims)
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
    tables = count_tables.draw(recipe.asked, CHUNK, rng)
    names = scored(recipe.asked)
    rows = batch_rows(design.n, len(names))
    for start in range(0, CHUNK, rows):
        batch = tables.rows(slice(start, start + rows))
        mixing = prior.mixing(len(batch), len(names), headlines(recipe.asked), rng)
        yield respondents(batch, recipe.asked, correlated(mixing, design.n, rng), rng)


def headlines(asked: Asked) -> int:
    """How many of the first scores are of answers with shares of their own: the yes-or-no facts of the survey."""
    return sum(_is_headline(counted) for counted in asked.counted.values())


def _is_headline(counted: Counted) -> bool:
    return counted.multiple or (counted.wholly_by_stratum and counted.item.id != ROLE)


def scored(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What respondents have a latent score for: items, and levels of multiple responses; the headlines come first."""
    counted = [one for one in asked.counted.values() if one.item.id != ROLE]
    first = [(one.item.id, "") for one in counted if _is_headline(one)]
    later = [(one.item.id, "") for one in counted if not _is_headline(one)]
    return (*first, *later, *((one.item.id, level) for one in counted if one.multiple for level in one.competing))


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


def respondents(tables: Tables, asked: Asked, scores: Floats, rng: np.random.Generator) -> Populations:
    """Respondents who rank by their scores and answer in the numbers of the tables.

    `scores` is (B, latents, n), in the order of `scored`. Levels without an order, such as investors, are laid along
    their score in an order that `rng` draws for each population.
    """
    score = dict(zip(scored(asked), np.moveaxis(scores, 1, 0), strict=True))
    codes: dict[str, Codes] = {}
    held: dict[str, Bools] = {}
    for item, counted in asked.counted.items():
        if counted.multiple:
            held[item] = _ticks(tables, counted, score, asked.design)
        elif item in tables.orders:
            codes[item] = _unordered(score[item, ""], tables.orders[item], rng)
        elif item == ROLE:
            # Roles stand one after the other.
            places = np.broadcast_to(-np.arange(asked.design.n, dtype=float), (len(tables), asked.design.n))
            codes[item] = _answers(tables, counted, places, asked.design, rng)
        else:
            among = score[item, ""]
            if counted.item.base.item:
                among = _among(_in_base(counted, asked.counted[counted.item.base.item], codes, held), among)
            codes[item] = _answers(tables, counted, among, asked.design, rng)
    return Populations(asked, codes, held)


def _in_base(counted: Counted, base: Counted, codes: dict[str, Codes], held: dict[str, Bools]) -> Bools:
    """Who is asked a follow-up question (B, n)."""
    if base.multiple:
        asked = [base.competing.index(level) for level in counted.item.base.levels]
        ticked: Bools = np.asarray(held[base.item.id][:, asked].any(axis=1))
        return ticked
    parts = [place for place, (_, levels) in enumerate(base.parts) if set(levels) <= set(counted.item.base.levels)]
    return np.isin(codes[base.item.id], parts)


def _answers(tables: Tables, counted: Counted, score: Floats, design: Design, rng: np.random.Generator) -> Codes:
    """One answer each (B, n): parts by stratum first, from the highest score on, then the others among who is left."""
    own = counted.by_stratum
    codes = np.full(score.shape, len(own), dtype=np.int8)
    if own:
        codes = _groups_by_stratum(score, np.cumsum(by_stratum(tables, counted, own), axis=2), design)
    others = [name for name in counted.names if name not in own]
    if others:
        left = _unordered(_among(codes == len(own), score), in_all(tables, counted, tuple(others)), rng)
        codes = np.where(codes == len(own), np.where(left == NOT_ASKED, NOT_ASKED, left + len(own)), codes)
    places = np.array([*(counted.names.index(name) for name in (*own, *others)), NOT_ASKED], dtype=np.int8)
    return places[codes]


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


def _ticks(tables: Tables, counted: Counted, score: dict[tuple[str, str], Floats], design: Design) -> Bools:
    """Who ticks each level (B, levels, n): exactly the numbers of the tables, and everyone ticks one or sees none.

    The highest scores tick each; then those left with none take one from the lowest-scoring holders of two or more,
    from the first level on, those that go by stratum last and within it.
    """
    item, levels = counted.item.id, counted.competing
    sees = ~_top_by_stratum(-score[item, ""], by_stratum(tables, counted, (counted.none,))[:, :, 0], design)
    own = {level: score[item, level] for level in levels}
    wholes: dict[str, list[slice]] = {
        level: _strata(design) if level in counted.by_stratum else [slice(None)] for level in levels
    }
    held = np.zeros((len(sees), len(levels), design.n), dtype=bool)
    for place, level in enumerate(levels):
        for part, cell in zip(wholes[level], counted.count(level), strict=True):
            held[:, place, part] = top(_among(sees, own[level])[:, part], tables.cells[cell])
    for level in sorted(levels, key=lambda level: len(wholes[level])):
        for part in wholes[level]:
            _hand_over(held, sees, levels.index(level), part, own[level])
    return held


def _hand_over(held: Bools, sees: Bools, level: int, part: slice, score: Floats) -> None:
    """Give a level to those in a part who hold none, from holders of two or more there."""
    many = held.sum(axis=1, dtype=np.int8)[:, part]
    bare = sees[:, part] & (many == 0)
    rows = np.flatnonzero(bare.any(axis=1))
    if rows.size:
        own, bare = score[rows, part], bare[rows]
        donors = held[rows, level, part] & (many[rows] >= 2)
        moved = np.minimum(bare.sum(axis=1), donors.sum(axis=1))
        held[rows, level, part] ^= top(_among(donors, -own), moved) | top(_among(bare, own), moved)
