"""Tables of counts are uniform over all that satisfy the claims: held against full enumeration where n is small."""

from collections import Counter
from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest
from scipy.stats import chi2_contingency, chisquare

from clinical_data_survey.plausible import count_tables, whole_points
from clinical_data_survey.plausible.dials import Design, asked_of

SMALL = Design(20, 7, 7)
CLOSE = 0.1
DRAWS = 20_000
# Tests of chance: a sound sampler fails one of them in ten thousand seeds, and the seed is fixed.
LEVEL = 1e-4


@pytest.fixture(scope="module")
def tables() -> count_tables.Tables:
    return count_tables.draw(asked_of(SMALL), DRAWS, np.random.default_rng(20190701))


@pytest.fixture(scope="module")
def loose() -> count_tables.Tables:
    """Tables in which 'closely' leaves more than one choice among twenty."""
    return count_tables.draw(asked_of(SMALL, "loose"), DRAWS, np.random.default_rng(20190702))


def assert_uniform(drawn: np.ndarray, feasible: Iterable[tuple[int, ...]]) -> None:
    """Every feasible tuple equally often, and no other."""
    expected = {tuple(cell): 0 for cell in feasible}
    seen = Counter(map(tuple, drawn.tolist()))
    assert set(seen) <= set(expected)
    assert chisquare([seen[cell] for cell in expected]).pvalue > LEVEL


def assert_distributed(drawn: np.ndarray, weights: Counter) -> None:
    """Cells as often as the enumeration weighs them; rare cells are taken together."""
    total, n = sum(weights.values()), len(drawn)
    seen = Counter(map(tuple, drawn.tolist()))
    assert set(seen) <= set(weights)
    common = [cell for cell in weights if n * weights[cell] / total >= 5]
    observed = [seen[cell] for cell in common]
    expected = [n * weights[cell] / total for cell in common]
    if n - sum(expected) > 1:
        observed.append(n - sum(observed))
        expected.append(n - sum(expected))
    assert chisquare(observed, np.array(expected) * n / sum(expected)).pvalue > LEVEL


def parts(tables: count_tables.Tables, item: str, *names: str) -> np.ndarray:
    """The counts of some parts of an item, each by stratum or in all, side by side."""
    held = [np.column_stack([n for (i, p, _), n in tables.cells.items() if (i, p) == (item, name)]) for name in names]
    return np.column_stack(held)


def strata() -> list[tuple[int, int, int]]:
    return list(product(range(8), range(8), range(7)))


def test_the_horizon_is_uniform_over_all_feasible_tables(tables: count_tables.Tables) -> None:
    feasible = [
        (*early, *by_10)
        for by_10 in strata()
        if sum(by_10) == 19
        for early in product(*(range(size + 1) for size in by_10))
        if sum(early) in (12, 13)
    ]
    early, later = (parts(tables, "ai_affects_work", name) for name in ("within_5_years", "in_5_to_10_years"))
    assert_uniform(np.column_stack([early, early + later]), feasible)


def test_vision_willingness_and_worry_are_uniform_over_all_feasible_tables(tables: count_tables.Tables) -> None:
    lacking = parts(tables, "organisation_ai_vision", "lacks_clear_vision")
    willing = parts(tables, "willing_to_work_with_ai", "definitely|probably")
    worried = parts(tables, "worried_job_redundant", "very_worried|somewhat_worried")
    assert_uniform(lacking, [cell for cell in strata() if sum(cell) in (9, 10, 11)])
    assert_uniform(willing, [cell for cell in strata() if sum(cell) == 17 and cell[0] < cell[1]])
    assert_uniform(worried, [cell for cell in strata() if cell[0] > cell[1]])


def barrier_weights() -> list[tuple[tuple[int, ...], int]]:
    """All feasible tables of the barrier block without its follow-up, and how many follow-ups each allows."""
    followed_up = Counter(
        users + managers + scientists
        for users, managers, scientists in product(range(19), repeat=3)
        if scientists < min(users, managers)
    )
    supports = [(5, 1, rest) for rest in range(7)]
    nobody = [cell for cell in product(range(3), repeat=3) if sum(cell) == 2]
    cells = []
    for support, none in product(supports, nobody):
        if any(held + empty > size for held, empty, size in zip(support, none, SMALL.sizes, strict=True)):
            continue
        for expertise, infrastructure, access in product(range(sum(support) + 1, 19), repeat=3):
            if expertise <= max(infrastructure, access):
                continue
            for other in range(min(infrastructure, access)):
                if expertise + infrastructure + access + other + sum(support) >= 18:
                    cell = (*support, *none, expertise, infrastructure, access, other)
                    cells.append((cell, followed_up[expertise]))
    return cells


def test_the_barrier_block_is_uniform_over_all_feasible_tables(tables: count_tables.Tables) -> None:
    barriers = ("lack_of_expertise", "it_infrastructure", "data_accessibility", "other_barrier")
    drawn = parts(tables, "barriers", "lack_of_medical_staff_support", "no_barrier", *barriers)
    cells = barrier_weights()
    for columns in ([0, 1, 2, 3, 4, 5], [2, 6], [6, 7], [7, 8], [8, 9]):
        weights: Counter = Counter()
        for cell, weight in cells:
            weights[tuple(cell[column] for column in columns)] += weight
        assert_distributed(drawn[:, columns], weights)


def test_the_follow_up_is_uniform_given_its_base(tables: count_tables.Tables) -> None:
    base = parts(tables, "barriers", "lack_of_expertise")[:, 0]
    gap = parts(tables, "expertise_gap", "end_users", "managers_and_directors", "data_scientists")
    assert (gap.sum(axis=1) == base).all()
    most_common = int(np.bincount(base).argmax())
    feasible = [
        (users, managers, most_common - users - managers)
        for users, managers in product(range(most_common + 1), repeat=2)
        if 0 <= most_common - users - managers < min(users, managers)
    ]
    assert_uniform(gap[base == most_common], feasible)


def test_investors_are_uniform_over_all_feasible_tables(loose: count_tables.Tables) -> None:
    feasible = [
        (*cell, other)
        for cell in product(range(21), repeat=4)
        if 0 <= (other := 20 - sum(cell)) < min(cell[1:]) and max(cell[1:]) < cell[0] <= min(cell[1:]) + 20 * CLOSE
    ]
    names = ("healthcare_institutions", "medtech_companies", "government", "health_insurers", "other_party")
    assert_uniform(parts(loose, "investor", *names), feasible)


def test_roles_are_uniform_over_all_tables_in_which_every_role_took_part(tables: count_tables.Tables) -> None:
    feasible = [cell for cell in product(range(7), repeat=4) if sum(cell) == 6 and min(cell[1:]) > 0]
    rest = [
        tables.cells["respondent_role", role, "rest"] for role in ("clinician", "researcher", "data_scientist", "other")
    ]
    assert_uniform(np.column_stack(rest), feasible)


def test_blocks_that_share_no_count_are_independent(tables: count_tables.Tables) -> None:
    cells = np.zeros((8, 8), dtype=int)
    worried = parts(tables, "worried_job_redundant", "very_worried|somewhat_worried")
    np.add.at(cells, (worried[:, 0], parts(tables, "organisation_ai_vision", "lacks_clear_vision")[:, 0]), 1)
    cells = cells[cells.sum(axis=1) > 0]
    assert chi2_contingency(cells).pvalue > LEVEL


def test_orders_of_fields_are_those_of_all_compositions_that_stand_as_claimed(tables: count_tables.Tables) -> None:
    rng = np.random.default_rng(7)
    first, rank = count_tables.first_choice(4), count_tables.rank_in(4)
    fresh = rng.multinomial(20, rng.dirichlet(np.ones(24), size=400_000))
    firsts, ranks = fresh @ first, fresh @ rank
    in_order = (firsts[:, 0] > firsts[:, 1]) & (firsts[:, 1] > firsts[:, 2:].max(axis=1))
    in_order &= (ranks[:, 0] < ranks[:, 1]) & (ranks[:, 1] < ranks[:, 2:].min(axis=1))
    for measure in (first, rank):
        for field in range(4):
            one, other = (part @ measure[:, field] for part in (tables.orders["opportunity"], fresh[in_order]))
            values = np.union1d(one, other)
            table = np.array([[(part == value).sum() for value in values] for part in (one, other)])
            assert chi2_contingency(table[:, table.sum(axis=0) >= 10]).pvalue > LEVEL


def test_a_split_whose_tables_are_too_rare_to_find_is_refused_in_good_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_points, "PATIENCE", 1)
    monkeypatch.setattr(whole_points, "MOST_TRIED", 20)
    with pytest.raises(whole_points.Rare, match="too rare to be sampled"):
        count_tables.draw(asked_of(Design(300, 100, 100)), 10, np.random.default_rng(1))


def test_the_same_random_numbers_give_the_same_tables() -> None:
    one, other = (count_tables.draw(asked_of(SMALL), 50, np.random.default_rng(3)) for _ in range(2))
    assert all((one.cells[cell] == other.cells[cell]).all() for cell in one.cells)
    assert (one.orders["opportunity"] == other.orders["opportunity"]).all()
