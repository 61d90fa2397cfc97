"""The population model: patterns, splits, readings, and claims as exact constraints."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical_data_survey.implied.answer_patterns import (
    ALL_RESPONDENTS,
    CARE,
    PATTERNS,
    PATTERNS_BY_ROLE,
    Constraints,
    Setting,
    Split,
    answers,
    constraints_of,
    speaks,
)
from clinical_data_survey.implied.quantities import CATALOGUE, MISSING_FIGURES, NO_SUPPORT, SECONDARY, WILLING
from clinical_data_survey.published import claims

PUBLISHED = claims.load()
SPOKEN = ["C01", "C02", "C03", "C04", "C07", "C12", "C13", "C14"]


def rows(setting: Setting) -> dict[str, list[tuple[F | None, F | None]]]:
    found: dict[str, list[tuple[F | None, F | None]]] = {}
    for row in constraints_of(PUBLISHED, setting).rows:
        found.setdefault(row.claim, []).append((row.low, row.high))
    return found


def counts_of(frame: Constraints, people: dict[tuple[str, ...], int]) -> np.ndarray:
    return np.array([people.get(cell, 0) for cell in frame.table.cells])


def test_there_are_216_patterns_and_360_once_others_are_told_apart_by_level_of_care():
    assert len(PATTERNS.cells) == len(set(PATTERNS.cells)) == 216
    assert len(PATTERNS_BY_ROLE.cells) == len(set(PATTERNS_BY_ROLE.cells)) == 360


def test_the_conjunction_of_events_is_the_product_of_their_indicators():
    both = PATTERNS.indicator(WILLING & NO_SUPPORT)
    assert (both == PATTERNS.indicator(WILLING) * PATTERNS.indicator(NO_SUPPORT)).all()
    assert PATTERNS.indicator(WILLING & answers("willing_to_work_with_ai", "not_willing")).sum() == 0
    assert PATTERNS.indicator(ALL_RESPONDENTS).sum() == 216


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (answers("age_group", "under_35"), "the patterns have no 'age_group'"),
        (answers("barriers", "cost"), "'barriers' has no cost; it has lack_of_medical_staff_support"),
    ],
)
def test_an_event_that_the_table_does_not_know_is_refused_by_name(event, words):
    with pytest.raises(ValueError, match=words):
        PATTERNS.indicator(event)


@pytest.mark.parametrize("parts", [(F(0), F(1, 2)), (F(1, 2), F(0)), (F(2, 3), F(2, 3)), (F(1, 2), F(1, 2), F(-1, 9))])
def test_a_split_without_clinicians_at_a_level_or_beyond_the_whole_is_refused(parts):
    with pytest.raises(ValueError, match="is not a split"):
        Split(*parts)


@given(st.integers(1, 2000), st.lists(st.integers(1, 40), min_size=5, max_size=5))
def test_the_sizes_of_groups_are_whole_add_up_to_n_and_lie_within_one_person_of_their_shares(n, weights):
    split = Split(*(F(weight, sum(weights)) for weight in weights[:4]))
    sizes = split.sizes(n)
    assert sum(sizes.values()) == n
    assert all(size.denominator == 1 and abs(size - n * split.shares[group]) < 1 for group, size in sizes.items())


def test_claims_about_orders_compositions_and_other_items_say_nothing_about_the_table():
    assert [claim.id for claim in PUBLISHED if speaks(claim, PATTERNS)] == SPOKEN


def test_the_standard_reading_gives_each_share_its_closed_interval():
    found = rows(Setting())
    published = claims.by_id()
    assert set(found) == {"", *SPOKEN}
    for claim_id in ("C01", "C02", "C03", "C04", "C07"):
        assert found[claim_id] == [(published[claim_id].low, published[claim_id].high)]


def test_a_named_reading_replaces_the_standard_one_only_where_a_claim_has_it():
    found = rows(Setting(readings=("narrow",)))
    assert found["C01"] == [(F("0.64"), F(2, 3))]
    assert found["C03"] == [(F("0.475"), F("0.525"))]
    assert found["C04"] == rows(Setting())["C04"]


def test_an_unknown_reading_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no claim has the reading wide; there are .*literal, loose, narrow"):
        constraints_of(PUBLISHED, Setting(readings=("wide",)))


def test_with_n_the_ends_move_inward_to_whole_people():
    found = rows(Setting(n=300))
    assert found["C02"] == [(284, 286)]
    assert found["C01"] == [(180, 200)]


def test_with_n_somebody_in_tertiary_care_must_report_lack_of_support():
    assert (F(1), None) in rows(Setting(n=300))["C12"]
    assert (F(1), None) not in rows(Setting())["C12"]


def test_the_ratio_compares_shares_within_each_level_of_care_not_counts():
    frame = constraints_of(PUBLISHED, Setting(Split(F(1, 2), F(1, 4)), n=80))
    tail = ("within_5_years", "another_answer", "willing", "worried", "lack_of_medical_staff_support")
    five_times = counts_of(frame, {("secondary_clinicians", *tail): 20, ("tertiary_clinicians", *tail): 2})
    four_times = counts_of(frame, {("secondary_clinicians", *tail): 16, ("tertiary_clinicians", *tail): 2})
    ratio = [row for row in frame.rows if row.claim == "C12" and row.low == 0]
    assert [np.array(row.coefficients) @ five_times >= 0 for row in ratio] == [True, True]
    assert [np.array(row.coefficients) @ four_times >= 0 for row in ratio] == [False, True]


def test_the_wider_base_needs_the_shares_of_others_and_then_compares_all_respondents():
    with pytest.raises(ValueError, match=r"C13 read on the base 'respondents' needs .*shares of others"):
        constraints_of(PUBLISHED, Setting(readings=("wider base",)))
    split = Split(F(1, 4), F(1, 4), F(1, 8), F(1, 8))
    frame = constraints_of(PUBLISHED, Setting(split, readings=("wider base",)))
    row = next(row for row in frame.rows if row.claim == "C13")
    touched = {cell[0] for cell, weight in zip(frame.table.cells, row.coefficients, strict=True) if weight}
    assert touched == {"secondary_clinicians", "secondary_others", "tertiary_clinicians", "tertiary_others"}


def test_a_direction_that_compares_answers_instead_of_care_levels_says_nothing_of_patterns():
    keen = replace(claims.by_id()["C13"], as_printed="keener")
    assert [row.claim for row in constraints_of([keen], Setting()).rows if row.claim] == []


def test_a_level_of_care_with_nobody_in_it_is_refused():
    with pytest.raises(ValueError, match="nobody is in tertiary_clinicians"):
        constraints_of(PUBLISHED, Setting(Split(F(9, 10), F(1, 100)), n=10))


def test_only_groups_of_care_have_a_known_size():
    frame = constraints_of(PUBLISHED, Setting())
    assert frame.group_size(SECONDARY) == F(1, 3)
    assert frame.group_size(answers(CARE, "secondary_clinicians", "tertiary_clinicians")) == F(2, 3)
    assert frame.group_size(WILLING) is None


def test_every_quantity_has_an_id_of_its_own_and_an_argument_without_typed_figures():
    for named in (CATALOGUE, MISSING_FIGURES):
        assert len({entry.id for entry in named}) == len(named)
    for entry in CATALOGUE:
        assert not any(character.isdigit() for character in entry.argument + entry.wording)
        entry.argument.format(low="", high="")
