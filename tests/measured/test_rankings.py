"""Rankings say which ranks the data leave open, not only which order they show."""

import numpy as np
import pandas as pd
from support.samples import weighted_by

from clinical_data_survey.measured import Sample, rankings

FIELDS = ("diagnostics", "personalised_treatment", "prevention", "administration")


def ranked(form, orders):
    """A wave of respondents who each rank the fields in the given order; fields left out stay unranked."""
    rows = [{f"opportunity__{field}": str(order.index(field) + 1) if field in order else "" for field in FIELDS}
            for order in orders]  # fmt: skip
    return Sample.read(pd.DataFrame(rows), form)


def test_multinomial_sets_meet_a_worked_example():
    found = rankings.multinomial_sets({"a": 120, "b": 80, "c": 60, "d": 40})
    assert [(s.rank, s.low, s.high) for s in found] == [(1, 1, 1), (2, 2, 3), (3, 2, 4), (4, 3, 4)]


def test_multinomial_sets_hold_all_together_in_small_samples():
    random, shares = np.random.default_rng(3), np.array([0.4, 0.3, 0.3, 0.0])
    truth_low = [1, 2, 2, 4]
    truth_high = [1, 3, 3, 4]
    held = 0
    for counts in random.multinomial(40, shares, size=400):
        found = rankings.multinomial_sets(dict(zip("abcd", counts.tolist(), strict=True)))
        held += all(s.low <= lo and s.high >= hi for s, lo, hi in zip(found, truth_low, truth_high, strict=True))
    assert held / 400 >= 0.95


def test_no_answers_leave_every_rank_open():
    found = rankings.multinomial_sets({"a": 0, "b": 0, "c": 0})
    assert {(s.rank, s.low, s.high) for s in found} == {(1, 1, 3)}


def test_a_mean_rank_lies_in_its_interval_and_a_rank_in_its_set(plain):
    for level in rankings.mean_ranks(plain, "opportunity"):
        assert level.low <= level.mean <= level.high
        assert level.ranks.low <= level.ranks.rank <= level.ranks.high


def test_levels_left_unranked_share_the_ranks_that_remain(form):
    found = {
        level.level: level.mean for level in rankings.mean_ranks(ranked(form, [("diagnostics",)] * 3), "opportunity")
    }
    assert found["diagnostics"] == 1
    assert [found[field] for field in FIELDS[1:]] == [3, 3, 3]


def test_a_unanimous_order_of_many_is_certain_and_of_three_is_not(form):
    many, few = (rankings.mean_ranks(ranked(form, [FIELDS] * n), "opportunity") for n in (60, 3))
    assert [(level.ranks.low, level.ranks.high) for level in many] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert {(level.ranks.low, level.ranks.high) for level in few} == {(1, 4)}


def test_rank_sets_of_mean_ranks_cover_ties(form):
    random, held = np.random.default_rng(5), 0
    for _ in range(60):
        orders = [tuple(random.permutation(FIELDS)) for _ in range(50)]
        held += all(
            (r.ranks.low, r.ranks.high) == (1, 4) for r in rankings.mean_ranks(ranked(form, orders), "opportunity")
        )
    assert held / 60 > 0.85


def test_a_single_item_is_ranked_by_its_shares(plain, weighted):
    for sample in (plain, weighted):
        found = rankings.first_choice_sets(sample, "investor")
        assert sorted(s.rank for s in found)[0] == 1
        assert all(s.low <= s.rank <= s.high for s in found)


def test_weighted_sets_agree_with_exact_ones_in_large_samples(plain):
    alike = weighted_by(plain, np.ones(plain.size))
    exact, normal = (rankings.first_choice_sets(sample, "investor") for sample in (plain, alike))
    assert sum(abs(a.low - b.low) + abs(a.high - b.high) for a, b in zip(exact, normal, strict=True)) <= 2


def test_one_ranking_is_a_sentence(form):
    assert "Only one respondent" in rankings.mean_ranks(ranked(form, [FIELDS]), "opportunity").reason
    assert "Nobody" in rankings.mean_ranks(ranked(form, [()]), "opportunity").reason
