"""Order by chance: the exact chance equals enumeration, the normal limit's direction, and simulation."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest

from clinical_data_survey.published.order_certainty import any_number_each, chance_of_order, one_answer_each


def enumerated(first: float, following: float, n: int) -> float:
    """Over every way in which n respondents can name the first alone, the next alone, or neither or both."""
    shares = {1: first, -1: following, 0: 1 - first - following}
    ways = product(shares, repeat=n)
    return sum(prod(shares[step] for step in way) * (1 + np.sign(sum(way))) / 2 for way in ways)


@pytest.mark.parametrize("n", [1, 2, 3, 6, 7])
@pytest.mark.parametrize("shares", [(0.3, 0.28), (0.5, 0.1), (0.6, 0.4), (0.2, 0.2), (1.0, 0.0)])
def test_it_equals_enumeration(shares, n):
    assert chance_of_order(*shares, n) == pytest.approx(enumerated(*shares, n), abs=1e-12)


@pytest.mark.parametrize(("lead", "n"), [(0.01, 300), (0.02, 50), (0.05, 100), (0.1, 1000)])
def test_with_one_answer_each_it_equals_a_simulation(lead, n):
    random = np.random.default_rng(20190701)
    counts = random.multinomial(n, [0.3, 0.3 - lead, 0.4 + lead], size=200_000)
    ahead = (1 + np.sign(counts[:, 0] - counts[:, 1])).mean() / 2
    assert chance_of_order(*one_answer_each(0.3, 0.3 - lead), n) == pytest.approx(ahead, abs=0.004)


@pytest.mark.parametrize(("lead", "n"), [(0.01, 300), (0.02, 50), (0.05, 100), (0.1, 1000)])
def test_with_any_number_each_it_equals_a_simulation(lead, n):
    random = np.random.default_rng(20190701)
    first, following = random.binomial(n, 0.6, 200_000), random.binomial(n, 0.6 - lead, 200_000)
    ahead = (1 + np.sign(first - following)).mean() / 2
    assert chance_of_order(*any_number_each(0.6, 0.6 - lead), n) == pytest.approx(ahead, abs=0.004)


def test_equal_answers_are_a_coin_and_a_lead_never_less():
    assert chance_of_order(0.3, 0.3, 200) == pytest.approx(0.5)
    assert chance_of_order(0.0, 0.0, 200) == 0.5
    chances = [chance_of_order(0.3, 0.3 - lead / 100, 200) for lead in range(11)]
    assert chances == sorted(chances)


def test_more_respondents_make_the_order_more_certain():
    chances = [chance_of_order(0.3, 0.28, n) for n in (31, 101, 301, 1001, 5001)]
    assert chances == sorted(chances)
    assert chance_of_order(0.3, 0.28, 102) > chance_of_order(0.3, 0.28, 101)


def test_more_than_everyone_is_refused():
    with pytest.raises(ValueError, match="more than everyone"):
        one_answer_each(0.6, 0.55)
