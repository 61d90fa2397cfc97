"""Missing answers: the worst cases of the book for items left empty and for people who did not respond."""

from __future__ import annotations

import pytest

from clinical_data_survey import results
from clinical_data_survey.explorers import response
from clinical_data_survey.results.implied import ANSWERED, OVERLAPS
from clinical_data_survey.results.published import RESPONSE_RATES


def answer(first: str, second: str = response.NOTHING_MORE, answered: int = 100, rate: int = 100):
    return response.answer({"first": first, "second": second, "answered": answered, "rate": rate})


@pytest.mark.parametrize("answered", ANSWERED)
@pytest.mark.parametrize("name", [name for name, ids in OVERLAPS.items() if len(ids) == 2])
def test_items_left_empty_give_the_results_of_the_book(name, answered):
    text = results.find(f"implied.{name}.answered{answered}").text
    assert f"at least {answered}% of respondents, {text} of respondents " in answer(*OVERLAPS[name], answered).sentence


@pytest.mark.parametrize("rate", RESPONSE_RATES)
def test_people_who_did_not_respond_give_the_results_of_the_book(rate):
    text = results.find(f"C04.response{rate}").text
    assert (
        f"Had {rate}% of those asked responded, it could be {text} of those asked" in answer("C04", rate=rate).sentence
    )


def test_where_everyone_answered_everything_the_bound_of_the_book_is_left():
    said = answer("C01", "C04").sentence
    assert results.find("implied.within_5_years_and_willing").text in said
    assert said.count(results.find("implied.within_5_years_and_willing").text) == 2


def test_of_two_horizons_the_shorter_says_both():
    assert answer("C01", "C02", 90, 50).plots[0][2:] == answer("C01", "C01", 90, 50).plots[0][1:]


def test_readings_stand_above_what_is_left_of_respondents_and_of_those_asked():
    kinds = [row.marks[0].kind for row in answer("C04", "C07", 90, 10).plots[0]]
    assert kinds == ["published", "published", "implied", "sampling"]


def test_the_table_holds_every_share_and_every_pair_on_different_items():
    rows = response.response().values.rows
    assert len(rows) == 5 + 9
    assert len(rows[0]) == 1 + len(response.SHOWN)
    at = response.SHOWN.index((90, 100))
    pair = next(row for row in rows if "within five years" in row[0] and "willing" in row[0])
    assert pair[1 + at] == results.find("implied.within_5_years_and_willing.answered90").text
