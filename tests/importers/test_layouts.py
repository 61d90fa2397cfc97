"""Layouts: what one row of cells means in each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clinical_data_survey.importers.layouts import Decoded, decode, listed, tidy
from clinical_data_survey.importers.mapping import ItemMapping
from clinical_data_survey.survey import questionnaire

BARRIERS = questionnaire.load().item("barriers")
OPPORTUNITY = questionnaire.load().item("opportunity")
CARE = questionnaire.load().item("care_level")
FIELDS = {"D": "diagnostics", "T": "personalised_treatment", "P": "prevention", "A": "administration"}
THINGS = {"1": "lack_of_expertise", "2": "it_infrastructure", "6": "no_barrier"}


def cells(*columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({f"c{place}": pd.Categorical(words) for place, words in enumerate(columns)})


def ticked(found: Decoded) -> list[list[str]]:
    return [[BARRIERS.levels[place].id for place in np.flatnonzero(row)] for row in found.values]


def test_a_tick_is_a_word_and_an_empty_cell_beside_it_is_none() -> None:
    entry = ItemMapping("barriers", "tick_columns", ("c0", "c1"), ("lack_of_expertise", "no_barrier"), selected=("Y",))
    found = decode(cells(["Y", "", "y"], ["", "", "Y"]), entry, BARRIERS, {})
    assert ticked(found) == [["lack_of_expertise"], [], ["lack_of_expertise", "no_barrier"]]
    assert found.blank.tolist() == [False, True, False]


def test_several_codes_in_a_cell() -> None:
    entry = ItemMapping("barriers", "ticks_in_cell", ("c0",), codes=THINGS)
    found = decode(cells(["1,2", "6", "", "2, 1"]), entry, BARRIERS, {})
    assert ticked(found) == [
        ["lack_of_expertise", "it_infrastructure"], ["no_barrier"], [], ["lack_of_expertise", "it_infrastructure"],
    ]  # fmt: skip
    assert found.states.tolist() == [0, 0, 1, 0]


def test_a_label_may_hold_the_separator() -> None:
    table = {"Yes, at once": 0, "Yes": 1, "later": 2}
    assert listed("Yes, at once,later", ",", table) == [0, 2]
    assert listed("Yes,later", ",", table) == [1, 2]
    assert listed("never,later", ",", table) is None


def test_choices_stand_in_columns_in_no_order() -> None:
    entry = ItemMapping("barriers", "choice_columns", ("c0", "c1"), codes=THINGS)
    found = decode(cells(["2", "6", ""], ["1", "", ""]), entry, BARRIERS, {})
    assert ticked(found) == [["lack_of_expertise", "it_infrastructure"], ["no_barrier"], []]


def test_columns_that_are_positions_and_columns_that_are_levels_give_the_same_ranks() -> None:
    positions = ItemMapping("opportunity", "position_columns", ("c0", "c1", "c2", "c3"), codes=FIELDS)
    by_position = decode(cells(["P", "D"], ["D", "A"], ["A", ""], ["T", ""]), positions, OPPORTUNITY, {})
    ranks = ItemMapping("opportunity", "rank_columns", ("c0", "c1", "c2", "c3"), tuple(FIELDS.values()))
    by_level = decode(cells(["2", "1"], ["4", ""], ["1", ""], ["3", "2"]), ranks, OPPORTUNITY, {})
    in_cell = ItemMapping("opportunity", "order_in_cell", ("c0",), codes=FIELDS, separator=";")
    listed_best_first = decode(cells(["P;D;A;T;", "D;A"]), in_cell, OPPORTUNITY, {})
    expected = [[2, 4, 1, 3], [1, 0, 0, 2]]
    assert by_position.values.tolist() == by_level.values.tolist() == listed_best_first.values.tolist() == expected


@pytest.mark.parametrize("words", [("D", "D", "", ""), ("D", "", "A", "")])
def test_a_level_ranked_twice_or_a_position_left_out_is_a_fault(words: tuple[str, ...]) -> None:
    entry = ItemMapping("opportunity", "position_columns", ("c0", "c1", "c2", "c3"), codes=FIELDS)
    found = decode(cells(*([word] for word in words)), entry, OPPORTUNITY, {})
    assert "each once" in found.faults[0].what


def test_reasons_for_missing_answers_stay_apart() -> None:
    entry = ItemMapping(
        "barriers", "ticks_in_cell", ("c0",), codes=THINGS,
        missing={"nothing_selected": ("-99",), "refused": ("-98",)},
    )  # fmt: skip
    found = decode(cells(["1", "-99", "-98", "-97", ""]), entry, BARRIERS, {"not_asked": ("-97",)})
    assert found.states.tolist() == [0, 0, 3, 2, 1]
    assert ticked(found)[1] == []
    assert found.blank.tolist() == [False, False, False, False, True]


def test_a_ticked_column_for_missing_answers_counts() -> None:
    entry = ItemMapping(
        "barriers", "tick_columns", ("c0",), ("no_barrier",), selected=("1",), empty=("0",),
        missing_columns={"refused": "c1"},
    )  # fmt: skip
    found = decode(cells(["1", "0", "0"], ["0", "1", "0"]), entry, BARRIERS, {})
    assert found.states.tolist() == [0, 3, 1]
    assert found.blank.tolist() == [False, False, True]


def test_unknown_codes_are_faults_with_their_rows() -> None:
    entry = ItemMapping("care_level", "one_column", ("c0",), codes={"1": "primary"})
    found = decode(cells(["1", "7", "8", "7"]), entry, CARE, {})
    assert [(fault.value, fault.rows.tolist()) for fault in found.faults] == [("7", [1, 3]), ("8", [2])]


def test_codes_are_read_as_people_and_spreadsheets_write_them() -> None:
    assert [tidy(word) for word in (" 1.0 ", "1.50", "\xa0A1", "-99.00", "007")] == ["1", "1.50", "A1", "-99", "007"]
    entry = ItemMapping(
        "care_level", "one_column", ("c0",), codes={"A1": "primary", "a1": "tertiary", "B": "secondary"}
    )
    found = decode(cells(["A1", "a1", "b"]), entry, CARE, {})
    assert [CARE.levels[place].id for place in found.values] == ["primary", "tertiary", "secondary"]
