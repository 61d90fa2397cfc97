"""Sharp bounds: closed forms, a published example, enumeration, witnesses, conflicts, and the headline facts."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction as F
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied import exact_programs
from clinical_data_survey.implied.answer_patterns import (
    ALL_RESPONDENTS,
    CARE,
    PATTERNS,
    Attribute,
    Constraint,
    Constraints,
    Event,
    PatternTable,
    Setting,
    Split,
    answers,
    constraints_of,
    share_between,
)
from clinical_data_survey.implied.bounds import BRANCH_AND_BOUND, DUALITY, Bounds, integer_bound
from clinical_data_survey.implied.quantities import (
    BARRIER,
    CATALOGUE,
    HEADLINES,
    NO_SUPPORT,
    PAIRS,
    SECONDARY,
    TERTIARY,
    WILLING,
    WORRIED,
    Conditional,
    Difference,
    Ratio,
    ShareOf,
    by_id,
)
from clinical_data_survey.implied.witnesses import Population, certify
from clinical_data_survey.published import claims

PUBLISHED = claims.load()
CLAIMS = claims.by_id()
NAMED = by_id()
SHARES = st.fractions(0, 1, max_denominator=40)
SPLITS = (Split(F(1, 3), F(1, 3)), Split(F(1, 10), F(2, 5)), Split(F(13, 25), F(3, 10)), Split(F(1, 2), F(1, 2)))


def yes_no(*names: str) -> PatternTable:
    return PatternTable(tuple(Attribute(name, ("yes", "no")) for name in names))


def yes(name: str) -> Event:
    return answers(name, "yes")


def population_of(table: PatternTable, *margins: tuple[Event, F, F]) -> Constraints:
    everyone = share_between(table, ALL_RESPONDENTS, F(1), F(1), "", "everyone")
    held = [share_between(table, event, low, high, f"M{i}", "a margin") for i, (event, low, high) in enumerate(margins)]
    return Constraints(table, F(1), {}, (everyone, *held))


def ordered(pair: tuple[F, F]) -> tuple[F, F]:
    return min(pair), max(pair)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SHARES, SHARES).map(ordered), min_size=2, max_size=3))
def test_overlaps_of_two_and_three_margins_have_the_bounds_of_frechet(margins):
    names = ["a", "b", "c"][: len(margins)]
    frame = population_of(yes_no(*names), *((yes(name), *ends) for name, ends in zip(names, margins, strict=True)))
    together = Event(tuple((name, ("yes",)) for name in names))
    bound = Bounds(frame).bound(ShareOf(together))
    assert bound.low == max(F(0), sum(low for low, _ in margins) - (len(margins) - 1))
    assert bound.high == min(high for _, high in margins)


@settings(max_examples=40, deadline=None)
@given(SHARES, st.fractions(F(1, 40), 1, max_denominator=40))
def test_a_conditional_share_has_the_bounds_of_frechet_divided_by_its_base(share, base):
    frame = population_of(yes_no("a", "b"), (yes("a"), share, share), (yes("b"), base, base))
    bound = Bounds(frame).bound(Conditional(yes("a"), yes("b")))
    assert (bound.low, bound.high) == (max(F(0), (share + base - 1) / base), min(F(1), share / base))


@settings(max_examples=40, deadline=None)
@given(SHARES, SHARES)
def test_a_share_with_missing_answers_has_the_worst_case_bounds_of_manski(answered, yes_among_answered):
    table = yes_no("outcome", "answered")
    seen = yes("outcome") & yes("answered")
    both = answered * yes_among_answered
    frame = population_of(table, (yes("answered"), answered, answered), (seen, both, both))
    bound = Bounds(frame).bound(ShareOf(yes("outcome")))
    assert (bound.low, bound.high) == (both, both + 1 - answered)


def test_the_pensioners_of_lewis_carroll_have_his_answer_of_ten_per_cent():
    """Carroll L. A Tangled Tale. London: Macmillan; 1885. Knot X, Chelsea buns, first problem."""
    lost = {"eye": F(70, 100), "ear": F(75, 100), "arm": F(80, 100), "leg": F(85, 100)}
    frame = population_of(yes_no(*lost), *((yes(part), share, share) for part, share in lost.items()))
    bound = Bounds(frame).bound(ShareOf(Event(tuple((part, ("yes",)) for part in lost))))
    assert bound.low == F(10, 100)


def test_the_headline_facts_follow_exactly_from_the_readings():
    bounds = Bounds(constraints_of(PUBLISHED, Setting()))
    facts = {name: bounds.interval(NAMED[name].quantity) for name in NAMED}
    low, high = ({name: getattr(claim.reading, end) for name, claim in CLAIMS.items()} for end in ("low", "high"))
    assert facts["within_5_years_and_willing"][0] == low["C01"] + low["C04"] - 1 == F(89, 200)
    assert (
        facts["in_5_to_10_years"] == (low["C02"] - high["C01"], high["C02"] - low["C01"]) == (F(167, 600), F(71, 200))
    )
    assert facts["tertiary_lack_of_support"] == (0, 1 / low["C12"]) == (0, F(2, 9))
    assert facts["no_vision_and_willing"][0] == low["C03"] + low["C04"] - 1 == F(59, 200)
    assert facts["willing_and_barrier"][0] == low["C04"] + low["C07"] - 1 == F(37, 50)


def test_every_pair_of_headlines_has_the_bounds_that_its_argument_in_words_gives():
    bounds = Bounds(constraints_of(PUBLISHED, Setting()))
    ends = {name: bounds.interval(ShareOf(event)) for name, _, event in HEADLINES}
    for named in PAIRS:
        left, right = named.id.split("_and_")
        low, high = bounds.interval(named.quantity)
        nested = named.id == "within_5_years_and_within_10_years"
        assert low == (ends[left][0] if nested else max(F(0), ends[left][0] + ends[right][0] - 1))
        assert high == min(ends[left][1], ends[right][1])


@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_the_widest_gap_in_willingness_puts_all_who_are_not_willing_in_secondary_care(split):
    not_willing = 1 - CLAIMS["C04"].low
    low, high = Bounds(constraints_of(PUBLISHED, Setting(split))).interval(NAMED["willingness_gap"].quantity)
    assert (low, high) == (-min(F(1), not_willing / split.secondary), 0)


def as_shares(population: Population) -> Population:
    """A linear bound at n may take parts of people: its witness is checked as a table of shares."""
    counts = tuple((pattern, count / population.size) for pattern, count in population.counts)
    return Population(population.attributes, counts)


def as_open(setting: Setting) -> Setting:
    if setting.n is None:
        return setting
    sizes = setting.split.sizes(setting.n)
    shares = [sizes[group] / setting.n for group in ("secondary_clinicians", "tertiary_clinicians")]
    return Setting(Split(*shares), None, setting.readings)


@pytest.mark.parametrize("readings", [(), ("narrow", "literal")], ids=["standard", "narrow and literal"])
@pytest.mark.parametrize("n", [None, 100, 997])
@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_every_witness_fits_every_claim_and_attains_its_end(split, n, readings):
    setting = Setting(split, n, readings)
    bounds = Bounds(constraints_of(PUBLISHED, setting))
    for named in CATALOGUE:
        bound = bounds.bound(named.quantity)
        assert bound.proof == DUALITY
        for end, witness in ((bound.low, bound.low_witness), (bound.high, bound.high_witness)):
            assert all(check.holds for check in certify(as_shares(witness), PUBLISHED, as_open(setting)))
            assert named.quantity.value(witness) == end


def test_bounds_stay_in_place_when_others_are_told_apart_and_the_base_stays_clinicians():
    plain = Bounds(constraints_of(PUBLISHED, Setting(Split(F(1, 4), F(1, 4)))))
    by_role = Bounds(constraints_of(PUBLISHED, Setting(Split(F(1, 4), F(1, 4), F(1, 8), F(1, 8)))))
    for named in CATALOGUE:
        assert plain.interval(named.quantity) == by_role.interval(named.quantity)


def test_on_the_wider_base_clinicians_in_secondary_care_may_be_the_more_willing():
    split = Split(F(1, 4), F(1, 4), F(1, 8), F(1, 8))
    setting = Setting(split, readings=("wider base",))
    bound = Bounds(constraints_of(PUBLISHED, setting)).bound(NAMED["willingness_gap"].quantity)
    assert bound.high > 0
    assert all(check.holds for check in certify(bound.high_witness, PUBLISHED, setting))


def test_a_ratio_without_an_upper_limit_says_so_and_shows_an_empty_denominator():
    quantity = NAMED["worry_ratio"].quantity
    setting = Setting()
    bound = Bounds(constraints_of(PUBLISHED, setting)).bound(quantity)
    assert (bound.low, bound.high, bound.width) == (1, None, None)
    assert quantity.value(bound.high_witness) is None
    assert all(check.holds for check in certify(bound.high_witness, PUBLISHED, setting))


def test_a_conditional_share_whose_base_is_always_empty_is_refused():
    frame = population_of(yes_no("a", "b"), (yes("b"), F(0), F(0)))
    with pytest.raises(ValueError, match="empty in every set of answers"):
        Bounds(frame).bound(Conditional(yes("a"), yes("b")))


def test_comparing_groups_other_than_levels_of_care_is_refused():
    with pytest.raises(ValueError, match="only groups of care"):
        Bounds(constraints_of(PUBLISHED, Setting())).bound(Difference(WILLING, BARRIER, TERTIARY))


def test_the_final_basis_in_fractions_gives_the_same_bounds_as_rounding(monkeypatch):
    frame = constraints_of(PUBLISHED, Setting(Split(F(13, 97), F(31, 101))))
    rounded = Bounds(frame).intervals([named.quantity for named in CATALOGUE])
    monkeypatch.setattr(exact_programs, "_rounded", lambda *_: None)
    assert Bounds(frame).intervals([named.quantity for named in CATALOGUE]) == rounded


def test_a_point_that_is_not_optimal_is_never_proved():
    frame = population_of(yes_no("a", "b"), (yes("a"), F(1, 2), F(1, 2)), (yes("b"), F(3, 4), F(3, 4)))
    program = Bounds(frame).program
    costs = frame.table.indicator(yes("a") & yes("b"))
    best = exact_programs.Solver(program).minimise(costs)
    weights = (list(best.weights), best.weight_parts)
    held = (list(best.places), list(best.amounts), best.point_parts)
    assert exact_programs._proved(program, costs, held, weights) == best
    assert exact_programs._proved(program, -costs, held, weights) is None
    assert exact_programs._proved(program, costs, ([0, 1], [1, 0], 1), weights) is None
    assert exact_programs._proved(program, costs, held, ([0] * len(weights[0]), 1)) is None


# Enumeration of all populations of whole people on a small table.

CARE_GROUPS = ("secondary_clinicians", "tertiary_clinicians", "others")
WILLING_LEVELS = Attribute("willing_to_work_with_ai", ("willing", "not_willing"))
BARRIER_LEVELS = Attribute("barriers", ("no_barrier", "other_barriers_only", "lack_of_medical_staff_support"))
# Readings loose enough for a handful of people.
LOOSE = {"C04": ("0.5", "0.9"), "C07": ("0.6", "0.95"), "C12": ("1.5", "3"), "C13": None}
ASKED = {
    "willing": [ShareOf(WILLING), Conditional(WILLING, SECONDARY), Difference(WILLING, SECONDARY, TERTIARY)],
    "barriers": [
        ShareOf(NO_SUPPORT),
        Conditional(NO_SUPPORT, TERTIARY),
        Difference(NO_SUPPORT, SECONDARY, TERTIARY),
        Ratio(NO_SUPPORT, SECONDARY, TERTIARY),
        Conditional(NO_SUPPORT, BARRIER),
        Ratio(BARRIER, TERTIARY, SECONDARY),
    ],
    "both": [
        ShareOf(WILLING & BARRIER),
        Conditional(WILLING, BARRIER),
        Conditional(NO_SUPPORT, WILLING),
        Ratio(WILLING, SECONDARY, TERTIARY),
        Difference(WILLING & NO_SUPPORT, SECONDARY, TERTIARY),
    ],
}
TABLES = {"willing": (WILLING_LEVELS,), "barriers": (BARRIER_LEVELS,), "both": (WILLING_LEVELS, BARRIER_LEVELS)}


def loosely_read() -> list[claims.Claim]:
    return [
        replace(CLAIMS[name], reading=replace(CLAIMS[name].reading, low=F(ends[0]), high=F(ends[1])))
        if ends
        else CLAIMS[name]
        for name, ends in LOOSE.items()
    ]


def all_counts(cells: int, people: int) -> list[tuple[int, ...]]:
    return [
        tuple(chosen.count(i) for i in range(cells)) for chosen in combinations_with_replacement(range(cells), people)
    ]


def all_populations(sizes: tuple[int, ...], cells: int) -> np.ndarray:
    """Every table of counts with these group sizes; shape (populations, groups, cells of a group)."""
    return np.array(list(product(*(all_counts(cells, size) for size in sizes))))


def fits(table: PatternTable, counts: np.ndarray) -> np.ndarray:
    """Which populations satisfy the loose readings, worked out from counts in whole numbers."""
    cells = list(product(*(attribute.levels for attribute in table.attributes[1:])))
    n = counts[0].sum()
    keep = np.ones(len(counts), dtype=bool)

    def by_group(level: str) -> np.ndarray:
        return counts[:, :, [level in cell for cell in cells]].sum(axis=2)

    size = counts[0].sum(axis=1)
    if table.has("willing_to_work_with_ai"):
        willing = by_group("willing")
        keep &= (2 * willing.sum(axis=1) >= n) & (10 * willing.sum(axis=1) <= 9 * n)
        keep &= willing[:, 0] * size[1] <= willing[:, 1] * size[0]
    if table.has("barriers"):
        barrier = (size - by_group("no_barrier")).sum(axis=1)
        support = by_group("lack_of_medical_staff_support")
        keep &= (10 * barrier >= 6 * n) & (100 * barrier <= 95 * n)
        keep &= support[:, 1] >= 1
        keep &= 2 * support[:, 0] * size[1] >= 3 * support[:, 1] * size[0]
        keep &= support[:, 0] * size[1] <= 3 * support[:, 1] * size[0]
    return keep


def fractions_of(quantity, frame: Constraints, counts: np.ndarray) -> list[F]:
    form = quantity.form(frame)
    flat = counts.reshape(len(counts), -1)
    top = flat @ form.numerator
    base = np.ones_like(top) if form.denominator is None else flat @ form.denominator
    pairs = {(int(a), int(b)) for a, b in zip(top, base, strict=True) if b}
    return [form.factor * F(a, b) for a, b in pairs]


@pytest.mark.parametrize(
    ("asked", "sizes"),
    [
        ("willing", (4, 4, 4)),
        ("willing", (5, 3, 2)),
        ("barriers", (4, 4, 4)),
        ("barriers", (3, 5, 4)),
        ("both", (2, 2, 2)),
        ("both", (2, 3, 2)),
        ("both", (3, 3, 3)),
    ],
)
def test_integer_bounds_are_the_extremes_over_all_populations_of_at_most_twelve_people(asked, sizes):
    table = PatternTable((Attribute(CARE, CARE_GROUPS), *TABLES[asked]))
    n = sum(sizes)
    setting = Setting(Split(F(sizes[0], n), F(sizes[1], n)), n)
    read = [claim for claim in loosely_read() if table.has(claim.item)]
    frame = constraints_of(read, setting, table)
    counts = all_populations(sizes, len(table.cells) // 3)
    counts = counts[fits(table, counts)]
    assert len(counts) > 1
    linear_bounds = Bounds(frame)
    for quantity in ASKED[asked]:
        values = fractions_of(quantity, frame, counts)
        bound = integer_bound(quantity, frame)
        assert (bound.low, bound.high) == (min(values), max(values))
        low, high = linear_bounds.interval(quantity)
        assert low <= bound.low
        assert high is None or high >= bound.high
        for end, witness in ((bound.low, bound.low_witness), (bound.high, bound.high_witness)):
            assert all(check.holds for check in certify(witness, read, setting))
            assert quantity.value(witness) == end


def test_whole_people_never_pass_the_linear_bounds_and_their_witnesses_fit_the_published_claims():
    setting = Setting(SPLITS[1], 200)
    frame = constraints_of(PUBLISHED, setting)
    linear_bounds = Bounds(frame)
    for name in (
        "within_5_years_and_willing",
        "tertiary_lack_of_support",
        "willingness_gap",
        "willing_given_no_vision",
    ):
        quantity = NAMED[name].quantity
        bound, (low, high) = integer_bound(quantity, frame), linear_bounds.interval(quantity)
        assert low <= bound.low <= bound.high <= high
        assert bound.proof in (DUALITY, BRANCH_AND_BOUND)
        for end, witness in ((bound.low, bound.low_witness), (bound.high, bound.high_witness)):
            assert all(check.holds for check in certify(witness, PUBLISHED, setting))
            assert quantity.value(witness) == end


def test_a_base_that_is_always_empty_is_refused_for_whole_people_as_well():
    frame = constraints_of(PUBLISHED, Setting(n=100))
    nobody = share_between(PATTERNS, WORRIED, F(0), F(0), "", "nobody is worried")
    with pytest.raises(ValueError, match="empty in every set of answers"):
        integer_bound(Conditional(WILLING, WORRIED), replace(frame, rows=(*frame.rows, nobody)))


def test_whole_people_need_an_n():
    with pytest.raises(ValueError, match="give the setting an n"):
        integer_bound(ShareOf(WILLING), constraints_of(PUBLISHED, Setting()))


# Conflicts.


def with_reading(claim_id: str, new_id: str, low: str, high: str) -> claims.Claim:
    claim = CLAIMS[claim_id]
    return replace(claim, id=new_id, as_printed="planted", reading=replace(claim.reading, low=F(low), high=F(high)))


def test_a_planted_contradiction_is_named_exactly_and_nothing_else():
    planted = with_reading("C07", "C90", "0.2", "0.3")
    with pytest.raises(ClaimsConflict) as caught:
        Bounds(constraints_of((*PUBLISHED, planted), Setting())).bound(ShareOf(WILLING))
    assert caught.value.claims == ("C07", "C90")
    assert "C90 ('planted' read as 1/5 to 3/10 of respondents)" in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_contradiction_of_three_claims_is_named_with_all_three():
    planted = replace(with_reading("C01", "C91", "0.4", "0.5"), levels=("in_5_to_10_years",))
    with pytest.raises(ClaimsConflict) as caught:
        Bounds(constraints_of((*PUBLISHED, planted), Setting())).bound(ShareOf(WILLING))
    assert caught.value.claims == ("C01", "C02", "C91")


def test_a_conflict_is_minimal_each_of_its_claims_can_be_spared_to_mend_it():
    planted = [
        Constraint("A", "a", tuple(PATTERNS.indicator(WILLING).tolist()), F(6, 10), None),
        Constraint("B", "b", tuple(PATTERNS.indicator(BARRIER).tolist()), F(6, 10), None),
        Constraint("C", "c", tuple(PATTERNS.indicator(WILLING & BARRIER).tolist()), None, F(1, 10)),
    ]
    base = constraints_of([], Setting())
    every = replace(base, rows=(*base.rows, *planted))
    with pytest.raises(ClaimsConflict) as caught:
        Bounds(every).bound(ShareOf(NO_SUPPORT))
    assert caught.value.claims == ("A", "B", "C")
    for spared in planted:
        rest = tuple(row for row in every.rows if row is not spared)
        assert Bounds(replace(every, rows=rest)).bound(ShareOf(NO_SUPPORT)).low == 0


def test_claims_that_touch_at_one_point_are_no_conflict():
    touching = with_reading("C07", "C93", "0.905", "0.95")
    bound = Bounds(constraints_of((*PUBLISHED, touching), Setting())).bound(ShareOf(BARRIER))
    assert bound.low == bound.high == F("0.905")


def test_thirty_respondents_cannot_print_95_per_cent():
    with pytest.raises(ClaimsConflict) as caught:
        Bounds(constraints_of(PUBLISHED, Setting(n=30))).bound(ShareOf(WILLING))
    assert caught.value.claims == ("C02",)
    assert "C02 ('95%' read as 189/200 to 191/200 of respondents)" in str(caught.value)
    with pytest.raises(ClaimsConflict):
        integer_bound(ShareOf(WILLING), constraints_of(PUBLISHED, Setting(n=30)))


def test_a_conflict_of_whole_people_is_found_where_shares_alone_would_fit():
    table = PatternTable((Attribute(CARE, CARE_GROUPS), BARRIER_LEVELS))
    claim = with_reading("C12", "C94", "1.4", "1.45")
    frame = constraints_of([claim], Setting(n=9), table)
    assert Bounds(frame).bound(ShareOf(NO_SUPPORT)).low > 0
    with pytest.raises(ClaimsConflict) as caught:
        integer_bound(ShareOf(NO_SUPPORT), frame)
    assert caught.value.claims == ("C94",)


def test_a_conflict_survives_the_way_back_from_a_worker_process():
    conflict = ClaimsConflict(["C01"], ["words"], "a setting")
    copy = pickle.loads(pickle.dumps(conflict))
    assert (copy.claims, copy.words, str(copy)) == (conflict.claims, conflict.words, str(conflict))
