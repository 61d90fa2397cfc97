"""Order by chance: the results of the book at its leads and sizes, refusals in words, nothing ever certain."""

from __future__ import annotations

import pytest

from clinical_data_survey import results
from clinical_data_survey.explorers import order
from clinical_data_survey.results import templates
from clinical_data_survey.results.published import DESIGNS, LEADS, ORDER_FIRST, ORDERED, SIZES

FIRST = float(100 * ORDER_FIRST)


def answer(design: str, n: int, lead: float, first: float = FIRST):
    return order.answer({"design": design, "n": n, "lead": lead, "first": first})


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("n", SIZES)
def test_at_the_leads_and_sizes_of_the_book_it_gives_the_results_of_the_book(design, lead, n):
    found = answer(design, n, lead)
    chance = results.find(f"order.{design}.lead{lead}.n{n}").text
    assert f"with a chance of {chance}, and reversed" in found.sentence
    assert found.plots[0][0].label == f"Your choice, n = {n:,}: {chance}"


def test_the_line_runs_from_a_coin_to_the_chance():
    for row in answer("one", 137, 3).plots[0]:
        assert row.marks[0].kind == "sampling"
        assert row.marks[0].low == 0.5 < row.marks[0].high < 1


def test_however_many_answer_nothing_is_called_certain():
    assert "with a chance of more than 99%, and reversed with one of less than 1%" in answer("any", 5000, 20).sentence


def test_a_lead_that_leaves_the_next_below_nobody_is_refused_with_the_reason():
    found = answer("any", 200, 40)
    assert (
        found.sentence
        == "That is impossible: the next answer would lie 40 points below 30%, which is less than nobody."
    )
    assert found.plots[0][0].marks == ()
    assert "30 points below" not in answer("any", 200, 30).sentence


def test_single_answers_that_make_more_than_everyone_are_refused_with_the_reason():
    assert "60% and 59% would be more than everyone" in answer("one", 200, 1, 60).sentence
    assert "impossible" not in answer("one", 200, 20, 60).sentence
    assert "impossible" not in answer("any", 200, 1, 60).sentence


@pytest.mark.parametrize("item", ORDERED)
def test_each_published_order_begins_with_the_way_its_item_is_answered(item):
    explorer = order.order(item)
    assert explorer.first["design"] == ORDERED[item]
    assert "impossible" not in explorer.answer(explorer.first).sentence


def test_the_table_holds_both_ways_of_answering_at_every_lead_and_size():
    rows = [[templates.fill(cell) for cell in row] for row in order.order("barriers").values.rows]
    assert len(rows) == len(DESIGNS) * len(LEADS)
    assert rows[1][2:] == [results.find(f"order.one.lead{LEADS[1]}.n{n}").text for n in SIZES]
