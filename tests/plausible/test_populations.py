"""Populations: respondents who satisfy every claim, related as the prior says and not otherwise."""

import csv
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, hypergeom

from clinical_data_survey.paths import PUBLISHED_CLAIMS, QUESTIONNAIRE
from clinical_data_survey.plausible import certificate, count_tables, feasibility, populations, synthetic_wave, tallies
from clinical_data_survey.plausible.dials import Design, asked_of, designed
from clinical_data_survey.plausible.populations import CHUNK, Recipe, draw, regenerate, seeds_of
from clinical_data_survey.plausible.priors import PRIORS
from clinical_data_survey.published.count_rules import STRATA

LEVEL = 1e-4
WILLING = "willing_to_work_with_ai"
GROUPS = certificate.read_groups(QUESTIONNAIRE)


def rows_of(seed: str) -> list[dict[str, str]]:
    """A population as the rows of a CSV file: all that the independent check is given."""
    text = synthetic_wave.answers(seed).to_csv(index=False)
    return list(csv.DictReader(text.splitlines()))


def failed(seed: str) -> list[str]:
    """The claims that the certificate's own code, in exact fractions, finds violated."""
    rows = rows_of(seed)
    with PUBLISHED_CLAIMS.open(encoding="utf-8", newline="") as file:
        found = [claim["claim_id"] for claim in csv.DictReader(file) if not certificate.judge(claim, rows, GROUPS)[2]]
    return found + certificate.contradictions(rows)


@pytest.mark.parametrize("prior", list(PRIORS))
@pytest.mark.parametrize("n", [20, 100, pytest.param(300, marks=pytest.mark.slow)])
def test_every_population_satisfies_every_claim_by_an_independent_check(prior: str, n: int) -> None:
    recipe = Recipe(designed(n), prior, entropy=11)
    for position in range(0, CHUNK, 64):
        assert failed(seeds_of(recipe, 0)[position]) == []


any_population = given(
    n=st.integers(96, 400),
    secondary=st.fractions(Fraction(1, 10), Fraction(1, 2)),
    tertiary=st.fractions(Fraction(1, 10), Fraction(2, 5)),
    prior=st.sampled_from(sorted(PRIORS)),
    entropy=st.integers(0, 2**32),
)


@settings(max_examples=8)
@any_population
def test_any_size_split_prior_and_seed_gives_populations_that_satisfy_every_claim(
    n: int, secondary: Fraction, tertiary: Fraction, prior: str, entropy: int
) -> None:
    assert_it_satisfies_every_claim(n, secondary, tertiary, prior, entropy)


@pytest.mark.slow
@settings(max_examples=25)
@any_population
def test_it_is_so_of_many_more(n: int, secondary: Fraction, tertiary: Fraction, prior: str, entropy: int) -> None:
    assert_it_satisfies_every_claim(n, secondary, tertiary, prior, entropy)


def assert_it_satisfies_every_claim(n: int, secondary: Fraction, tertiary: Fraction, prior: str, entropy: int) -> None:
    recipe = Recipe(feasibility.require(n, (secondary, tertiary)), prior, entropy)
    for batch in draw(recipe, 0):
        assert tallies.satisfied(tallies.tally(batch)).to_numpy().all()
    assert failed(seeds_of(recipe, 0)[entropy % CHUNK]) == []


@pytest.mark.parametrize("reading", ["narrow", "literal", "loose", "as listed", "barrier base"])
def test_other_readings_hold_as_they_are_read(reading: str) -> None:
    recipe = Recipe(designed(300), "lkj_1", 1, reading)
    standard = Recipe(designed(300), "lkj_1", 1).asked
    for batch in draw(recipe, 0):
        counted = tallies.tally(batch)
        assert tallies.satisfied(counted).to_numpy().all()
        if reading == "literal":
            # Only a ratio of 5.5 exactly belongs to both readings.
            assert tallies.satisfied(replace(counted, asked=standard))["C12"].mean() < 0.2


def test_a_population_that_misses_a_claim_is_a_defect_with_the_claims_name() -> None:
    batch = next(iter(draw(Recipe(designed(300), "lkj_1", 1), 0)))
    with pytest.raises(ArithmeticError, match="do not satisfy C04"):
        tallies.check_claims(tallies.tally(replace(batch, codes=batch.codes | {WILLING: 1 - batch.codes[WILLING]})))


def test_counts_are_those_of_the_table_whatever_the_scores() -> None:
    asked = asked_of(designed(100))
    rng = np.random.default_rng(4)
    tables = count_tables.draw(asked, 200, rng)
    # Tied scores everywhere: the quota must still be met exactly.
    scores = rng.integers(0, 3, size=(200, len(populations.scored(asked)), 100)).astype(float)
    counted = tallies.tally(populations.respondents(tables, asked, scores, rng)).counts
    for (item, part, stratum), expected in tables.cells.items():
        found = counted[item][:, :, asked.counted[item].names.index(part)]
        found = found.sum(axis=1) if stratum == "all" else found[:, STRATA.index(stratum)]
        assert (found == expected).all(), (item, part, stratum)
    assert (counted["opportunity"].sum(axis=1) == tables.orders["opportunity"] @ count_tables.first_choice(4)).all()


def test_with_independent_scores_every_arrangement_of_answers_is_equally_likely() -> None:
    asked = asked_of(Design(20, 7, 7))
    rng = np.random.default_rng(8)
    one = count_tables.draw(asked, 1, rng)
    cells, orders = (
        {name: np.repeat(n, 20_000, axis=0) for name, n in part.items()} for part in (one.cells, one.orders)
    )
    scores = rng.standard_normal((20_000, len(populations.scored(asked)), 20))
    people = populations.respondents(count_tables.Tables(cells, orders), asked, scores, rng)
    both = ((people.codes[WILLING] == 0) & (people.codes["worried_job_redundant"] == 0))[:, :7].sum(axis=1)
    willing = int(one.cells[WILLING, "definitely|probably", "secondary"][0])
    worried = int(one.cells["worried_job_redundant", "very_worried|somewhat_worried", "secondary"][0])
    share = hypergeom(7, willing, worried).pmf(range(8))
    possible = share * 20_000 >= 5
    expected = share[possible] / share[possible].sum() * np.isin(both, np.flatnonzero(possible)).sum()
    assert chisquare(np.bincount(both, minlength=8)[possible], expected).pvalue > LEVEL


def test_everyone_who_sees_a_barrier_holds_one_and_only_those_are_asked_whose_expertise() -> None:
    for batch in draw(Recipe(designed(300), "common_factor", 5), 0):
        levels = batch.asked.counted["barriers"].competing
        lacks = batch.held["barriers"][:, levels.index("lack_of_expertise")]
        assert ((batch.codes["expertise_gap"] >= 0) == lacks).all()


@pytest.mark.parametrize("prior", list(PRIORS))
def test_every_population_holds_closely_to_the_first_as_it_is_read(prior: str) -> None:
    for reading, most in (("standard", 0.05), ("narrow", 0.025), ("loose", 0.1)):
        for batch in draw(Recipe(designed(300), prior, 5, reading), 0):
            gap = tallies.statistics(tallies.tally(batch))["gap.investor"]
            assert gap.between(0, most + 1e-12).all()


def test_the_prior_moves_how_answers_hang_together_and_not_the_shares() -> None:
    spread, lean = {}, {}
    for prior in PRIORS:
        counted = [tallies.tally(batch) for batch in draw(Recipe(designed(300), prior, 3), 0)]
        both = np.concatenate([part.joint("worried", "lacks_clear_vision") for part in counted])
        expected = np.concatenate([part.count("worried") * part.count("lacks_clear_vision") / 300 for part in counted])
        spread[prior] = float(np.std(both - expected))
        lean[prior] = float(np.mean(both - expected))
    assert spread["near_independent"] < spread["lkj_1"] < spread["common_factor"]
    assert lean["opposed"] < min(lean[prior] for prior in PRIORS if prior != "opposed")


def test_joint_shares_never_leave_the_bounds_that_the_margins_set() -> None:
    for prior in PRIORS:
        for batch in draw(Recipe(designed(300), prior, 9), 0):
            counted = tallies.statistics(tallies.tally(batch))
            both = counted["both.within_5_years.willing"]
            assert (both >= 0.6 + 0.845 - 1 - 1e-12).all()
            assert (both <= np.minimum(counted["share.within_5_years"], counted["share.willing"]) + 1e-12).all()
            assert (counted["tertiary.lack_of_medical_staff_support"] <= 1 / 4.5).all()


def test_a_population_is_made_again_from_its_seed() -> None:
    recipe = Recipe(designed(1000), "lkj_1", 2019)
    batches = list(draw(recipe, 2))
    rows = len(batches[0])
    again = regenerate(seeds_of(recipe, 2)[rows + 3])
    assert (again.held["barriers"][0] == batches[1].held["barriers"][3]).all()
    assert (again.codes["opportunity"][0] == batches[1].codes["opportunity"][3]).all()


def test_seeds_differ_between_chunks_priors_readings_sizes_and_splits() -> None:
    base = Recipe(designed(300), "lkj_1", 1)
    others = [
        replace(base, prior="common_factor"),
        replace(base, reading="narrow"),
        replace(base, entropy=2),
        replace(base, design=designed(301)),
        replace(base, design=Design(300, 101, 100)),
    ]
    states = {tuple(recipe.sequence(0).generate_state(4)) for recipe in [base, *others]}
    assert len(states | {tuple(base.sequence(1).generate_state(4))}) == 7


@pytest.mark.parametrize(
    "seed", ["", "2019", "2019:standard:lkj_1:300:100:100:0:512", "1:standard:flat:300:100:100:0:0"]
)
def test_what_is_not_a_seed_is_refused(seed: str) -> None:
    with pytest.raises(ValueError, match="is not the seed of a population"):
        regenerate(seed)


def test_a_recipe_for_an_impossible_design_is_refused() -> None:
    with pytest.raises(feasibility.Impossible, match="C02"):
        Recipe(designed(30), "lkj_1", 1)


def test_scores_that_are_drawn_at_once_are_bounded_at_any_size() -> None:
    for n in (20, 300, 1000, 20_000):
        rows = populations.batch_rows(n, 13)
        assert rows == 1 or rows * n * 13 * 8 <= 16 * 2**20
