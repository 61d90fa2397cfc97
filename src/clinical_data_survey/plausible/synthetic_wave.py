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
from clinical_data_survey.paths import PUBLISHED_CLAIMS, SYNTHETIC_WAVE, SYNTHETIC_WAVE_CERTIFICATE
from clinical_data_survey.plausible import certificate, feasibility, populations, tallies
from clinical_data_survey.plausible.count_tables import ORDERS, REST_ROLES, Bools
from clinical_data_survey.plausible.count_windows import ARBITRARY_SPLIT, NO_BARRIER, STANDARD
from clinical_data_survey.plausible.maximum_entropy import maximum_entropy
from clinical_data_survey.plausible.populations import CHUNK, Populations, Recipe, flat
from clinical_data_survey.plausible.priors import Floats
from clinical_data_survey.survey import questionnaire

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
) -> SyntheticWave:
    """A wave of `n` made-up respondents that satisfies every claim in its standard reading.

    `split` is the shares of clinicians in secondary and tertiary care among all respondents, `prior` a name of
    `priors.PRIORS`; the nearest of the first `candidates` populations to the highest entropy is taken.

    Raises feasibility.Impossible, a ValueError that names the claims and the nearest `n` that works, where the claims
    cannot hold; ValueError for an unknown prior, a negative seed or fewer than one candidate.
    """
    design = feasibility.require(n, split)
    recipe = Recipe(design, prior, seed)
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
    return SyntheticWave(answers(nearest), made)


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
    found = certificate.certify(path, claims_path)
    if not found["holds"]:
        failed = [claim["claim"] for claim in found["claims"] if not claim["holds"]]
        raise ArithmeticError(f"the wave does not satisfy {', '.join(failed) or '; '.join(found['contradictions'])}")
    text = json.dumps(found | {"made": wave.made}, indent=2, ensure_ascii=False)
    certificate_path.write_text(text + "\n", encoding="utf-8")


def check_stored() -> None:
    """Hold the stored wave against the claims and its stored certificate.

    Raises DataError where a claim fails, a row is not marked synthetic, or the certificate is of other data.
    """
    found = certificate.certify(SYNTHETIC_WAVE, PUBLISHED_CLAIMS)
    stored = json.loads(SYNTHETIC_WAVE_CERTIFICATE.read_text(encoding="utf-8"))
    remedy = "Make both anew: see chapters/appendix/synthetic_wave.md."
    failed = [claim["claim"] for claim in found["claims"] if not claim["holds"]]
    if failed or found["contradictions"]:
        what = f"the wave does not satisfy {', '.join(failed) or '; '.join(found['contradictions'][:3])}."
        raise reject(SYNTHETIC_WAVE, what, remedy)
    differing = [name for name in found if stored.get(name) != found[name]]
    if differing:
        raise reject(SYNTHETIC_WAVE_CERTIFICATE, f"differs from the wave in {', '.join(differing)}.", remedy)


def _nearest(recipe: Recipe, candidates: int) -> tuple[str, float]:
    """The seed of the candidate nearest the highest entropy, and its distance."""
    if candidates < 1:
        raise ValueError(f"at least one candidate is needed, not {candidates}")
    reference = maximum_entropy(recipe.design, recipe.reading)
    found = [_distances(recipe, chunk, reference) for chunk in range(-(-candidates // CHUNK))]
    distances = np.concatenate(found)[:candidates]
    chunk, position = divmod(int(distances.argmin()), CHUNK)
    return populations.seeds_of(recipe, chunk)[position], float(distances.min())


def _distances(recipe: Recipe, chunk: int, reference: Floats) -> Floats:
    pairs = np.triu_indices(len(reference))
    found = []
    for batch in populations.draw(recipe, chunk):
        counted = tallies.tally(batch)
        tallies.check_claims(counted, STANDARD)
        apart = counted.both[:, *pairs] / recipe.design.n - reference[pairs]
        found.append(np.sqrt((apart**2).mean(axis=1)))
    return np.concatenate(found)


def _filling(seed: str) -> np.random.Generator:
    """Random numbers for what the claims do not reach, apart from those that drew the population."""
    entropy, *rest = seed.split(":")
    return np.random.default_rng(np.random.SeedSequence(int(entropy), spawn_key=(crc32(":".join(rest).encode()),)))


def answers(seed: str) -> pd.DataFrame:
    """Every item of the questionnaire for the population of a seed: one row a made-up respondent, in random order.

    Multiple responses are one column of 0 and 1 a level, such as `barriers__no_barrier`; rankings one column of ranks
    a level, such as `opportunity__diagnostics`; the cell of an item that was not asked is empty.
    Raises ValueError where the text is not a seed.
    """
    population, rng = populations.regenerate(seed), _filling(seed)
    n = population.design.n
    columns: dict[str, Any] = {}
    for item in questionnaire.load().items:
        columns |= _COLUMNS[item.id](population, rng)
    order = rng.permutation(n)
    frame = pd.DataFrame(columns).iloc[order].reset_index(drop=True)
    width = len(str(n))
    frame.insert(0, "respondent_id", [f"synthetic-{number:0{width}d}" for number in range(1, n + 1)])
    frame.insert(1, "synthetic", 1)
    return frame


def _roles(population: Populations, _: np.random.Generator) -> dict[str, Any]:
    design = population.design
    rest = np.repeat(REST_ROLES, population.roles[0])
    return {"respondent_role": np.concatenate([np.repeat("clinician", design.secondary + design.tertiary), rest])}


def _care_levels(population: Populations, rng: np.random.Generator) -> dict[str, Any]:
    design = population.design
    clinicians = int(population.roles[0, 0])
    anywhere = _any_of(_levels("care_level"), design.rest - clinicians, rng)
    sizes = (design.secondary, design.tertiary, clinicians)
    return {"care_level": np.concatenate([np.repeat(("secondary", "tertiary", "primary"), sizes), anywhere])}


def _age_and_experience(population: Populations, rng: np.random.Generator) -> dict[str, Any]:
    """Age, and experience no longer than that age allows when work begins at about 20."""
    ages, years = _levels("age_group"), _levels("years_of_experience")
    age = rng.integers(len(ages), size=population.design.n)
    possible = np.minimum(age + 2, len(years))
    return {
        "age_group": np.array(ages)[age],
        "years_of_experience": np.array(years)[rng.integers(possible)],
    }


def _horizon(population: Populations, rng: np.random.Generator) -> dict[str, Any]:
    within_5, in_5_to_10, *later = _levels("ai_affects_work")
    code = population.horizon[0]
    late = _any_of(later, len(code), rng)
    return {"ai_affects_work": np.select([code == 0, code == 1], [within_5, in_5_to_10], late)}


def _vision(population: Populations, rng: np.random.Generator) -> dict[str, Any]:
    return {
        "organisation_ai_vision": _grouped(
            "organisation_ai_vision", "lacks_clear_vision", population.lacks_vision[0], rng
        )
    }


def _willing(population: Populations, rng: np.random.Generator) -> dict[str, Any]:
    return {"willing_to_work_with_ai": _grouped("willing_to_work_with_ai", "willing", population.willing[0], rng)}


def _worried(population: Populations, rng: np.random.Generator) -> dict[str, Any]:
    return {"worried_job_redundant": _grouped("worried_job_redundant", "worried", population.worried[0], rng)}


def _barriers(population: Populations, _: np.random.Generator) -> dict[str, Any]:
    held = dict(zip(population.barrier_levels, population.barriers[0], strict=True))
    held[NO_BARRIER] = ~population.barriers[0].any(axis=0)
    return {f"barriers__{level}": held[level].astype(int) for level in _levels("barriers")}


def _opportunity(population: Populations, _: np.random.Generator) -> dict[str, Any]:
    fields = flat(population.asked.opportunity)
    order = np.array(ORDERS)[population.opportunity[0]]
    ranks = np.argsort(order, axis=1) + 1
    return {f"opportunity__{level}": ranks[:, fields.index(level)] for level in _levels("opportunity")}


def _gap(population: Populations, _: np.random.Generator) -> dict[str, Any]:
    return {"expertise_gap": np.array([*flat(population.asked.gap), ""])[population.gap[0]]}


def _investor(population: Populations, _: np.random.Generator) -> dict[str, Any]:
    return {"investor": np.array(flat(population.asked.investor))[population.investor[0]]}


_COLUMNS = {
    "respondent_role": _roles,
    "care_level": _care_levels,
    "age_group": _age_and_experience,
    "years_of_experience": lambda population, rng: {},
    "ai_affects_work": _horizon,
    "organisation_ai_vision": _vision,
    "willing_to_work_with_ai": _willing,
    "opportunity": _opportunity,
    "barriers": _barriers,
    "expertise_gap": _gap,
    "worried_job_redundant": _worried,
    "investor": _investor,
}


def _levels(item_id: str) -> list[str]:
    return [level.id for level in questionnaire.load().item(item_id).levels]


def _any_of(levels: Sequence[str], size: int, rng: np.random.Generator) -> np.ndarray:
    return np.array(levels)[rng.integers(len(levels), size=size)]


def _grouped(item_id: str, group: str, inside: Bools, rng: np.random.Generator) -> np.ndarray:
    """A level of the group for those inside it, one of the other levels for everyone else."""
    members = questionnaire.load().item(item_id).level(group).levels
    others = [level for level in _levels(item_id) if level not in members]
    within, without = _any_of(members, len(inside), rng), _any_of(others, len(inside), rng)
    return np.where(inside, within, without)
