"""Two readings of every item by one rule, the searches, and what was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinical_data_survey.errors import DataError
from clinical_data_survey.files.tables import read_table
from clinical_data_survey.others import readings, surveys
from clinical_data_survey.paths import COMPARATOR_SECOND_READING


def test_every_item_of_a_study_that_can_be_compared_is_read_twice() -> None:
    loaded = surveys.load()
    both = readings.compared()
    assert readings.unread() == []
    for construct in loaded.constructs.index:
        printed = surveys.comparable(loaded, str(construct)).index.str.removesuffix("c")
        assert set(printed) <= set(both.index)


def test_jobs_workforce_and_demand_are_classed_alike_in_both_readings() -> None:
    both = readings.compared().loc[["R012", "R013", "R033", "R075", "R100"]]
    assert set(both["fit"]) == set(both["second_fit"]) == {"proxy"}


def test_disagreements_are_the_items_whose_classes_differ() -> None:
    found = readings.disagreements()
    assert "R168" in found.index
    assert (found["fit"] != found["second_fit"]).all()


def test_the_second_reading_can_take_the_place_of_the_first() -> None:
    second = readings.as_read_second()
    assert second.results.loc["R168", "fit"] == "proxy"
    assert surveys.load().results.loc["R168", "fit"] == "near"
    assert "R168" not in surveys.comparable(second, "willing_to_use").index


def test_agreement_beyond_chance_is_less_than_the_share_classed_alike() -> None:
    both, found = readings.compared(), readings.agreement()
    assert found.alike == len(both) - len(readings.disagreements())
    assert found.interval[0] < found.kappa < found.interval[1]
    assert found.kappa < found.alike / len(both)


def test_a_reading_of_an_item_that_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "second.csv"
    read_table(COMPARATOR_SECOND_READING).replace("R001", "R999").to_csv(path, index=False)
    with pytest.raises(DataError, match="column 'result_id': R999 is no item of a close or partial study"):
        readings.second(path)


def test_the_search_for_the_report_of_2019_is_in_the_log() -> None:
    searches = readings.searches()
    assert (searches["sought"] == "the full report of 2019").sum() == 2


def test_what_was_left_out_has_a_reason() -> None:
    assert (readings.left_out()["reason"] != "").all()
