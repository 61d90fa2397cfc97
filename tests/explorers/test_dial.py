"""The dial of n and level: the book's own interval for every published share, number and confidence."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import proportion_confint

from clinical_data_survey import results, wording
from clinical_data_survey.explorers import controls, dial
from clinical_data_survey.published import claims, what_if
from clinical_data_survey.results.published import SIZES

STATE = {"share": "C04", "n": 300, "level": "0.95"}


@pytest.mark.parametrize("claim", dial.shares(), ids=lambda claim: claim.id)
@pytest.mark.parametrize("n", SIZES)
def test_at_the_sizes_of_the_book_it_gives_the_results_of_the_book(claim, n):
    sentence = dial.answer({"share": claim.id, "n": n, "level": "0.95"}).sentence
    low, high = results.find(f"{claim.id}.n{n}").text.split(" to ")
    assert f"from {low} to {high} of the people" in sentence
    assert f"Had {n:,} people answered, drawn at random" in sentence


@pytest.mark.parametrize("level", dial.LEVELS)
def test_the_interval_is_wilsons_at_the_level_over_the_whole_counts_of_the_reading(level):
    fewest, most = what_if.whole_counts(claims.by_id()["C01"], 137)
    chosen = dial.answer({"share": "C01", "n": 137, "level": str(level)}).plots[0][0]
    low = proportion_confint(fewest, 137, alpha=1 - level, method="wilson")[0]
    high = proportion_confint(most, 137, alpha=1 - level, method="wilson")[1]
    assert (chosen.marks[0].low, chosen.marks[0].high) == pytest.approx((low, high), abs=1e-12)
    assert wording.share_range(low, high, 0) in chosen.label


def test_the_reading_stands_beside_the_noise_in_the_mark_of_a_published_figure():
    for row in dial.answer(STATE).plots[0]:
        assert [mark.kind for mark in row.marks] == ["sampling", "published"]
        assert row.marks[0].low < row.marks[1].low <= row.marks[1].high < row.marks[0].high


@pytest.mark.parametrize(("n", "possible"), [(50, False), (30, False), (60, True), (100, True)])
def test_a_number_that_cannot_print_the_figure_is_called_impossible(n, possible):
    found = dial.answer({**STATE, "n": n})
    assert (f"{n} people cannot have answered" in found.sentence) != possible
    assert found.plots[0][0].label.endswith("impossible") != possible
    assert [mark.kind for mark in found.plots[0][0].marks] == ["sampling"] * possible + ["published"]


def test_what_the_slider_and_the_book_offer_can_print_every_figure():
    for n in {*controls.RESPONDENTS.stops, *SIZES}:
        assert all(what_if.can_print(claim, n) for claim in dial.shares())
    assert not any(dial.IMPOSSIBLE in cell for row in dial.dial("C04").values.rows for cell in row)


def test_every_published_share_has_a_sentence_and_can_be_chosen():
    assert {claim.id for claim in dial.shares()} == set(dial.WHO)
    offered = [value for value, _ in dial.dial("C07").controls[0].options]
    assert offered == [claim.id for claim in dial.shares()]
    assert dial.dial("C07").first["share"] == "C07"


def test_the_table_holds_every_share_size_and_level():
    table = dial.dial("C04").values
    assert len(table.rows) == len(dial.shares()) * len(SIZES)
    row = next(row for row in table.rows if row[0].startswith("85%") and row[1] == "300")
    assert row[2 + dial.LEVELS.index(0.95)] == results.find("C04.n300").text
