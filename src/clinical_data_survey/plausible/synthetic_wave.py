"""The synthetic wave: one population written out with every item of the questionnaire. Nobody gave these answers.

It exists so that all code can run on respondent-level data. Its number of respondents and its split are arbitrary; of
many populations that satisfy the claims it is the one nearest the distribution of highest entropy. Answers finer than
the claims (age, experience, care level outside the claims, levels within a group) are filled in at random, each level
that is possible with the same chance: nothing about them may be concluded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from clinical_data_survey.errors import reject
from clinical_data_survey.paths import PUBLISHED_CLAIMS, QUESTIONNAIRE, SYNTHETIC_WAVE, SYNTHETIC_WAVE_CERTIFICATE
from clinical_data_survey.plausible import certificate, feasibility, populations, tallies
from clinical_data_survey.plausible.count_tables import rank_in
from clinical_data_survey.plausible.dials import ARBITRARY_SPLIT, Claims
from clinical_data_survey.plausible.maximum_entropy import maximum_entropy
from clinical_data_survey.plausible.populations import CHUNK, Populations, Recipe
from clinical_data_survey.plausible.priors import Floats
from clinical_data_survey.published.count_rules import CLINICIAN, ROLE, STANDARD
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Item

Columns = dict[str, Any]
ARBITRARY_SIZE = 300
ARBITRARY_SEED = 2019
DEFAULT_PRIOR = "lkj_1"
CANDIDATES = 8 * CHUNK
DISTANCE = (
    "root mean square difference, over all facts and pairs of facts (care level, horizon, vision, willingness, worry, "
    "barriers), between the share of respondents in the population and under the distribution of highest entropy"
)
FILLED = "drawn at random, each possible level with the same chance"


@dataclass(frozen=True)
class SyntheticWave:
    """A made-up wave: `answers`, one row a respondent, and `made`, how it was made, as its certificate tells it."""

    answers: pd.DataFrame
    made: dict[str, Any]


def synthesise(
    n: int = ARBITRARY_SIZE,
    seed: int = ARBITRARY_SEED,
    prior: str = DEFAULT_PRIOR,
    split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT,
    candidates: int = CANDIDATES,
    claims: Claims | None = None,
) -> SyntheticWave:
    """A wave of `n` made-up respondents that satisfies every claim in its standard reading.

    `split` is the shares of clinicians in secondary and tertiary care among all respondents, `prior` a name of
    `priors.PRIORS`; the nearest of the first `candidates` populations to the highest entropy is taken.

    Raises feasibility.Impossible, a ValueError that names the claims and the nearest `n` that works, where the claims
    cannot hold; ValueError for an unknown prior, a negative seed or fewer than one candidate.
    """
    recipe = Recipe(feasibility.require(n, split, STANDARD, claims), prior, seed, STANDARD, claims)
    nearest, distance = _nearest(recipe, candidates)
    made = {
        "by": "clinical_data_survey.plausible.synthetic_wave",
        "seed": seed,
        "prior": prior,
        "population": nearest,
        "chosen_because": f"nearest the distribution of highest entropy among {candidates} populations",
        "distance": round(distance, 6),
        "distance_is": DISTANCE,
        "n_and_split": "arbitrary: neither was published",
        "items_beyond_the_claims": FILLED,
    }
    return SyntheticWave(answers(nearest, claims), made)


def write(
    wave: SyntheticWave,
    path: Path = SYNTHETIC_WAVE,
    certificate_path: Path = SYNTHETIC_WAVE_CERTIFICATE,
    claims_path: Path = PUBLISHED_CLAIMS,
) -> None:
    """Write a wave as CSV and its certificate as JSON, recomputed from the file that was written.

    Raises ArithmeticError where the certificate finds a claim that does not hold.
    """
    wave.answers.to_csv(path, index=False, lineterminator="\n")
    found = certificate.certify(path, claims_path, QUESTIONNAIRE)
    if not found["holds"]:
        failed = [claim["claim"] for claim in found["claims"] if not claim["holds"]]
        raise ArithmeticError(f"the wave does not satisfy {', '.join(failed) or '; '.join(found['contradictions'])}")
    text = json.dumps(found | {"made": wave.made}, indent=2, ensure_ascii=False)
    certificate_path.write_text(text + "\n", encoding="utf-8")


def check_stored() -> None:
    """Hold the stored wave against the claims and its stored certificate.

    Raises DataError where a claim fails, a row is not marked synthetic, or the certificate is of other data.
    """
    found = certificate.certify(SYNTHETIC_WAVE, PUBLISHED_CLAIMS, QUESTIONNAIRE)
    stored = json.loads(SYNTHETIC_WAVE_CERTIFICATE.read_text(encoding="utf-8"))
    remedy = "Run 'make wave', which makes the wave and its certificate anew for the claims as they stand."
    failed = [claim["claim"] for claim in found["claims"] if not claim["holds"]]
    if failed or found["contradictions"]:
        missed = ", ".join(failed) or "; ".join(found["contradictions"][:3])
        what = f"the stored wave no longer fits the data files: it does not satisfy {missed}."
        raise reject(SYNTHETIC_WAVE, what, remedy)
    differing = [name for name in found if stored.get(name) != found[name]]
    if differing:
        raise reject(SYNTHETIC_WAVE_CERTIFICATE, f"differs from the wave in {', '.join(differing)}.", remedy)


def _nearest(recipe: Recipe, candidates: int) -> tuple[str, float]:
    """The seed of the candidate nearest the highest entropy, and its distance."""
    if candidates < 1:
        raise ValueError(f"at least one candidate is needed, not {candidates}")
    reference = maximum_entropy(recipe.asked)
    found = [_distances(recipe, chunk, reference) for chunk in range(-(-candidates // CHUNK))]
    distances = np.concatenate(found)[:candidates]
    chunk, position = divmod(int(distances.argmin()), CHUNK)
    return populations.seeds_of(recipe, chunk)[position], float(distances.min())


def _distances(recipe: Recipe, chunk: int, reference: Floats) -> Floats:
    pairs = np.triu_indices(len(reference))
    found = []
    for batch in populations.draw(recipe, chunk):
        counted = tallies.tally(batch)
        tallies.check_claims(counted)
        apart = counted.both[:, *pairs] / recipe.design.n - reference[pairs]
        found.append(np.sqrt((apart**2).mean(axis=1)))
    return np.concatenate(found)


def _filling(seed: str) -> np.random.Generator:
    """Random numbers for what the claims do not reach, apart from those that drew the population."""
    entropy, *rest = seed.split(":")
    return np.random.default_rng(np.random.SeedSequence(int(entropy), spawn_key=(crc32(":".join(rest).encode()),)))


def answers(seed: str, claims: Claims | None = None) -> pd.DataFrame:
    """Every item of the questionnaire for the population of a seed: one row a made-up respondent, in random order.

    Multiple responses are one column of 0 and 1 a level, such as `barriers__no_barrier`; rankings one column of ranks
    a level, such as `opportunity__diagnostics`; the cell of an item that was not asked is empty.
    Raises ValueError where the text is not a seed.
    """
    population, rng = populations.regenerate(seed, claims), _filling(seed)
    n = population.design.n
    columns: Columns = {}
    for item in questionnaire.load().items:
        columns |= _columns(item, population, columns, rng)
    order = rng.permutation(n)
    frame = pd.DataFrame(columns).iloc[order].reset_index(drop=True)
    width = len(str(n))
    frame.insert(0, "respondent_id", [f"synthetic-{number:0{width}d}" for number in range(1, n + 1)])
    frame.insert(1, "synthetic", 1)
    return frame


def _columns(item: Item, population: Populations, before: Columns, rng: np.random.Generator) -> Columns:
    """The columns of one item; `before` are those of earlier items."""
    levels = [level.id for level in item.levels]
    counted = population.asked.counted.get(item.id)
    if counted is None:
        return _FILLED.get(item.id, _anything)(item, population, before, rng)
    if counted.multiple:
        held = dict(zip(counted.competing, population.held[item.id][0], strict=True))
        nothing = ~population.held[item.id][0].any(axis=0)
        return {f"{item.id}__{level}": held.get(level, nothing).astype(int) for level in levels}
    codes = population.codes[item.id][0]
    if item.type == "ranking":
        ranks = rank_in(len(levels))[codes]
        return {f"{item.id}__{level}": ranks[:, place] for place, level in enumerate(levels)}
    # A code of -1, which is nobody asked, picks the empty text at the end.
    within = [_any_of(own, len(codes), rng) for _, own in counted.parts]
    return {item.id: np.stack([*within, np.full(len(codes), "")])[codes, np.arange(len(codes))]}


def _care_level(item: Item, population: Populations, before: Columns, rng: np.random.Generator) -> Columns:
    """The care level that the stratum says; of the rest, clinicians work in primary care, the others anywhere.

    Where a claim compares all respondents by level of care, nobody but clinicians works in secondary or tertiary care.
    """
    design, everywhere = population.design, [level.id for level in item.levels]
    wide = any(claim.compares_care and claim.reading.base != "clinicians" for claim in population.asked.claims)
    left = [level for level in everywhere if not (wide and level in ("secondary", "tertiary"))]
    anywhere = _any_of(left, design.rest, rng)
    clinicians = before[ROLE][design.n - design.rest :] == CLINICIAN
    rest = np.where(clinicians, "primary", anywhere)
    return {item.id: np.concatenate([np.repeat(("secondary", "tertiary"), design.sizes[:2]), rest])}


def _experience(item: Item, _: Populations, before: Columns, rng: np.random.Generator) -> Columns:
    """Experience no longer than the age allows when work begins at about 20."""
    levels = [level.id for level in item.levels]
    ages = [level.id for level in questionnaire.load().item("age_group").levels]
    age = np.array([ages.index(text) for text in before["age_group"]])
    return {item.id: np.array(levels)[rng.integers(np.minimum(age + 2, len(levels)))]}


def _anything(item: Item, population: Populations, _: Columns, rng: np.random.Generator) -> Columns:
    return {item.id: _any_of([level.id for level in item.levels], population.design.n, rng)}


_FILLED = {"care_level": _care_level, "years_of_experience": _experience}


def _any_of(levels: Sequence[str], size: int, rng: np.random.Generator) -> np.ndarray:
    return np.array(levels)[rng.integers(len(levels), size=size)]
