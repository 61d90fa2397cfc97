"""Small counts stay hidden from somebody who reads everything that is published and can do linear programming."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.attack import Attacker, gave, respondents
from support.generated import wave
from support.linear_attack import attack
from support.samples import complete, weighted_by

from clinical_data_survey.disclosure.linked_tables import PublishedTable
from clinical_data_survey.disclosure.protection import Policy, protect
from clinical_data_survey.disclosure.unknown_counts import ANSWERS, BASE, NOTHING
from clinical_data_survey.measured import Domain, Sample, shares
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import EVERYONE

FORM = """
title: {en: Small, nl: Klein}
status: reconstruction
version: "1"
items:
  - {id: job, type: single, short: Job, base: {who: everyone}, published: true, wording: {en: "Job?", nl: "Baan?"},
     levels: [{id: nurse, published: true, en: N, nl: N}, {id: clerk, published: true, en: C, nl: C}]}
  - {id: ward, type: single, short: Ward, base: {who: everyone}, published: true, wording: {en: "Ward?", nl: "Zaal?"},
     levels: [{id: east, published: true, en: E, nl: E}, {id: west, published: true, en: W, nl: W},
              {id: north, published: true, en: N, nl: N}]}
  - {id: mood, type: ordinal, short: Mood, base: {who: everyone}, published: true,
     wording: {en: "Mood?", nl: "Stemming?"},
     levels: [{id: good, published: true, en: G, nl: G}, {id: fair, published: true, en: F, nl: F},
              {id: poor, published: true, en: P, nl: P}],
     groups: [{id: fine, levels: [good, fair], published: true, en: Fine, nl: Goed}]}
  - {id: lacks, type: multiple-response, short: Lacks, base: {who: everyone}, published: true,
     wording: {en: "Lacks?", nl: "Gebrek?"},
     levels: [{id: staff, published: true, en: S, nl: S}, {id: money, published: true, en: M, nl: M},
              {id: none_at_all, exclusive: true, published: true, en: None, nl: Geen}],
     groups: [{id: any, levels: [staff, money], published: true, en: Any, nl: Iets}]}
  - {id: whose, type: single, short: Whose, base: {who: those_who_answered, item: lacks, levels: [staff]},
     published: true, wording: {en: "Whose?", nl: "Wie?"},
     levels: [{id: ours, published: true, en: O, nl: O}, {id: theirs, published: true, en: T, nl: T}]}
"""
CLOSE = 1e-6
NURSES = (Domain("job", ("nurse",)),)
TABLES = [
    *(PublishedTable(item, item) for item in ("job", "ward", "mood", "lacks", "whose")),
    *(PublishedTable(f"{item} by ward", item, "ward") for item in ("mood", "lacks", "whose")),
    PublishedTable("mood of nurses", "mood", "ward", ("east", "west"), NURSES),
    PublishedTable("lacks of nurses", "lacks", among=NURSES),
]


@pytest.fixture(scope="module")
def small_form(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "questionnaire.yml"
    path.write_text(FORM, encoding="utf-8")
    return questionnaire.load(path)


@pytest.fixture(scope="module")
def form():
    return questionnaire.load()


def sample_of(form, size, seed, missing=0.05):
    return Sample.read(wave(form, size, seed, missing), form)


def derived(form):
    """Groups that nobody prints but that follow from prints: opposites, and rows that a total leaves over."""

    def is_in(person, item, level):
        return gave(form.item(item), person, level)

    for ward in (None, "east", "west", "north"):
        for item, level in (("mood", "fine"), ("lacks", "any"), ("lacks", "staff"), ("lacks", "none_at_all")):
            yield (
                lambda p, w=ward, i=item, one=level: (
                    p[i] is not None and not is_in(p, i, one) and (w is None or is_in(p, "ward", w))
                )
            )
    for level in ("good", "fair", "poor"):
        yield lambda p, one=level: is_in(p, "mood", one) and is_in(p, "job", "nurse") and is_in(p, "ward", "north")
        yield lambda p, one=level: is_in(p, "mood", one) and is_in(p, "job", "clerk")
    # Asked whose lack it is, and left empty: those who ticked it less those who answered.
    yield lambda p: is_in(p, "lacks", "staff") and p["whose"] is None
    for level in ("staff", "money", "none_at_all"):
        yield lambda p, one=level: is_in(p, "lacks", one) and is_in(p, "job", "clerk")


any_wave = given(size=st.integers(8, 150), seed=st.integers(0, 10_000), missing=st.sampled_from([0.0, 0.05, 0.3]))
any_answers = given(size=st.integers(10, 150), seed=st.integers(0, 10_000))


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@any_wave
def test_no_hidden_count_can_be_recovered_from_all_that_is_published(small_form, size, seed, missing):
    assert_no_hidden_count_is_recovered(small_form, size, seed, missing)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@any_wave
def test_nor_from_many_more_waves(small_form, size, seed, missing):
    assert_no_hidden_count_is_recovered(small_form, size, seed, missing)


def assert_no_hidden_count_is_recovered(small_form, size, seed, missing):
    policy, responses = Policy(), wave(small_form, size, seed, missing)
    protected = protect(Sample.read(responses, small_form), TABLES, policy)
    attacker, people = Attacker(small_form, TABLES, protected), respondents(small_form, responses)
    for key in protected.cells:
        true = sum(attacker.entry(key, person) for person in people)
        if key in protected.counts:
            assert protected.counts[key] == true
            assert not 0 < true < policy.threshold
            continue
        low, high = attacker.bounds(attacker.row(key))
        assert high - low >= policy.threshold - CLOSE, key
        if 0 < true < policy.threshold:
            assert low <= CLOSE, key
            assert high >= policy.threshold - CLOSE, key


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@any_answers
def test_small_counts_that_nobody_prints_cannot_be_worked_out_either(small_form, size, seed):
    assert_no_small_count_is_worked_out(small_form, size, seed)


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@any_answers
def test_nor_those_of_many_more_waves(small_form, size, seed):
    assert_no_small_count_is_worked_out(small_form, size, seed)


def assert_no_small_count_is_worked_out(small_form, size, seed):
    responses = wave(small_form, size, seed)
    protected = protect(Sample.read(responses, small_form), TABLES, Policy())
    attacker, people = Attacker(small_form, TABLES, protected), respondents(small_form, responses)
    for keep in derived(small_form):
        if 0 < sum(keep(person) for person in people) < 5:
            low, high = attacker.bounds(np.array([float(keep(person)) for person in attacker.everyone]))
            assert low <= CLOSE
            assert high >= 5 - CLOSE


@pytest.mark.parametrize("seed", [1, 2])
def test_an_attacker_who_knows_that_people_are_whole_fares_no_better(small_form, seed):
    protected = protect(sample_of(small_form, 60, seed), TABLES, Policy())
    attacker = Attacker(small_form, TABLES, protected)
    hidden = [key for key in protected.cells if key not in protected.counts]
    assert hidden
    for key in hidden[::4]:
        low, high = attacker.whole_bounds(attacker.row(key))
        assert high - low >= 5


def test_without_complements_the_same_attacker_succeeds(small_form):
    sample = sample_of(small_form, 60, 1)
    protected = protect(sample, TABLES, Policy())
    unprotected = protect(sample, TABLES, Policy("nothing hidden, for this test", threshold=1, uniform=1))
    small = {key: count for key, count in unprotected.counts.items() if 0 < count < 5}
    naive = type(protected)(
        protected.policy,
        protected.size,
        protected.cells,
        {k: c for k, c in unprotected.counts.items() if k not in small},
    )
    attacker = Attacker(small_form, TABLES, naive)
    ends = [attacker.bounds(attacker.row(key)) for key in small]
    assert any(high - low < 1e-6 for low, high in ends)


def test_the_projects_own_attack_agrees_with_the_independent_one(small_form):
    protected = protect(sample_of(small_form, 50, 4), TABLES, Policy())
    attacker = Attacker(small_form, TABLES, protected)
    hidden = np.flatnonzero(protected.suppressed.hidden)
    low, high = attack(protected.system, protected.suppressed.hidden, hidden)
    keys = list(protected.cells)
    printed = np.flatnonzero(protected.system.published)
    for cell, ends in zip(hidden, zip(low, high, strict=True), strict=True):
        key = keys[int(np.searchsorted(printed, cell))]
        assert attacker.bounds(attacker.row(key)) == pytest.approx(ends, abs=1e-6), key


def test_patterns_and_levels_of_ticks_protect_alike(small_form, monkeypatch):
    from clinical_data_survey.disclosure import unknown_counts

    sample = sample_of(small_form, 80, 6)
    by_level = protect(sample, TABLES, Policy())
    monkeypatch.setattr(unknown_counts, "_is_simple", lambda *_: False)
    by_pattern = protect(sample, TABLES, Policy())
    cells = np.flatnonzero(by_level.suppressed.hidden)
    ends = [attack(p.system, by_level.suppressed.hidden, cells) for p in (by_level, by_pattern)]
    assert np.allclose(ends[0], ends[1], atol=1e-6)


def test_the_projects_tables_are_protected_on_a_wave_of_a_few_hundred(form):
    tables = [PublishedTable(item.id, item.id) for item in form.items]
    tables += [PublishedTable(f"{item.id} by care", item.id, "care_level") for item in form.items[4:]]
    protected = protect(sample_of(form, 300, 1), tables, Policy())
    cells = np.flatnonzero(protected.suppressed.hidden | protected.system.at_risk)
    low, high = attack(protected.system, protected.suppressed.hidden, cells)
    assert (high - low >= 5 - 1e-6).all()
    assert len(protected.counts) > 150


def test_a_small_number_who_left_an_item_empty_is_not_told_by_the_number_of_respondents(form):
    rows = [("secondary", "government")] * 59 + [("tertiary", "")]
    sample = Sample.read(pd.DataFrame(rows, columns=["care_level", "investor"]), form)
    protected = protect(sample, [PublishedTable("i", "investor")], Policy())
    assert protected.counts[("i", EVERYONE, BASE)] == 59
    assert (protected.size, protected.shown_size) == (60, None)
    rows = [("secondary", "government")] * 60
    sample = Sample.read(pd.DataFrame(rows, columns=["care_level", "investor"]), form)
    assert protect(sample, [PublishedTable("i", "investor")], Policy()).shown_size == 60


def test_a_large_wave_hides_nothing(form):
    tables = [PublishedTable(item.id, item.id, "care_level") for item in form.items[4:]]
    protected = protect(sample_of(form, 30_000, 8), tables, Policy())
    assert set(protected.counts) == set(protected.cells)


def test_a_wave_below_the_threshold_shows_nothing_not_even_its_size(form):
    protected = protect(sample_of(form, 4, 1), [PublishedTable("investor", "investor")], Policy())
    assert protected.size is None
    assert not protected.counts
    assert protected.cells


def test_a_small_group_that_all_answered_alike_does_not_give_itself_away(form):
    rows = [("secondary", "government")] * 8 + [("tertiary", "government")] * 40 + [("tertiary", "other_party")] * 40
    sample = Sample.read(pd.DataFrame(rows, columns=["care_level", "investor"]), form)
    protected = protect(sample, [PublishedTable("t", "investor", "care_level")], Policy())
    assert not protected.shows("t", "government", "secondary")
    assert protect(sample, [PublishedTable("t", "investor", "care_level")], Policy(uniform=8)).shows(
        "t", "government", "secondary"
    )


def test_a_table_that_is_not_among_the_protected_ones_is_not_shown(form):
    sample = sample_of(form, 300, 2)
    protected = protect(sample, [PublishedTable("investor", "investor")], Policy())
    assert not any(protected.shows("opportunity", share.level) for share in shares.shares(sample, "opportunity"))
    assert not complete(protected, "opportunity")


def test_ticks_and_nothing_selected_are_part_of_the_tables(form):
    sample = sample_of(form, 5_000, 2)
    protected = protect(sample, [PublishedTable("b", "barriers")], Policy())
    barriers = sample.answers["barriers"]
    ticks = barriers.ticked[barriers.answered].sum(axis=1)
    assert protected.counts[("b", EVERYONE, ANSWERS)] == ticks.sum()
    assert protected.counts[("b", EVERYONE, NOTHING)] == (ticks == 0).sum()
    assert protected.counts[("b", EVERYONE, BASE)] == len(ticks)


def test_a_download_has_no_count_where_a_cell_is_hidden(form):
    protected = protect(sample_of(form, 100, 2), [PublishedTable("i", "investor", "care_level")], Policy())
    frame = protected.frame("i")
    assert frame["count"].isna().equals(~frame["shown"])
    assert not frame["count"].dropna().between(1, 4).any()


def test_weights_that_follow_the_groups_do_not_give_hidden_cells_away(form):
    sample, item = sample_of(form, 120, 2), "worried_job_redundant"
    tables = [PublishedTable("all", item), PublishedTable("by care", item, "care_level")]
    follow = weighted_by(sample, 1.0 + sample.answers["care_level"].codes + 1)
    free = weighted_by(sample, np.random.default_rng(1).uniform(0.5, 2, sample.size))
    assert not complete(protect(sample, tables, Policy()), "by care")
    assert [key for key in protect(follow, tables, Policy()).counts if key[0] == "all"] == [("all", EVERYONE, BASE)]
    assert len([key for key in protect(free, tables, Policy()).counts if key[0] == "all"]) > 1


def test_tables_of_items_that_the_wave_lacks_have_no_cells(form):
    sample = Sample.read(pd.DataFrame({"investor": ["government"] * 9}), form)
    protected = protect(sample, [PublishedTable("a", "investor"), PublishedTable("b", "barriers")], Policy())
    assert {key[0] for key in protected.cells} == {"a"}


def test_two_tables_of_one_name_are_refused(form):
    with pytest.raises(ValueError, match="two tables are called 'a'"):
        protect(sample_of(form, 9, 1), [PublishedTable("a", "investor"), PublishedTable("a", "barriers")], Policy())


@pytest.mark.parametrize("field", ["threshold", "uniform", "organisation", "anonymity"])
def test_protection_is_never_off_by_accident(field):
    with pytest.raises(ValueError, match="give such a policy a name"):
        Policy(**{field: 1})
    assert getattr(Policy("synthetic: nobody is described", **{field: 1}), field) == 1
    with pytest.raises(ValueError, match="at least 1"):
        Policy("none", **{field: 0})
    with pytest.raises(ValueError, match="needs a name"):
        Policy(" ")
