"""The long form: one row a respondent, item and level, and back without loss."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from made_waves import waves

from clinical_data_survey import examples, questionnaire, wave
from clinical_data_survey.long_form import LONG_STATES
from clinical_data_survey.responses import SEVERAL, columns_of
from clinical_data_survey.wave import Wave

ITEMS = questionnaire.load().items
SPREAD = [column for item in ITEMS if item.type in SEVERAL for column in columns_of(item)]


@settings(max_examples=50, deadline=None)
@given(made=waves())
def test_wide_to_long_and_back_changes_nothing(made: Wave) -> None:
    back = wave.to_wide(wave.to_long(made.responses, ITEMS), ITEMS)
    pd.testing.assert_frame_equal(back, made.responses[["respondent_id", *SPREAD]], check_dtype=False)


@settings(max_examples=25, deadline=None)
@given(made=waves())
def test_long_to_wide_and_back_changes_nothing(made: Wave) -> None:
    long = wave.to_long(made.responses, ITEMS)
    again = wave.to_long(wave.to_wide(long.sample(frac=1, random_state=1), ITEMS), ITEMS)
    order = ["respondent_id", "item", "level"]
    pd.testing.assert_frame_equal(
        again.sort_values(order, ignore_index=True), long.sort_values(order, ignore_index=True), check_dtype=False
    )


def test_each_row_says_its_state_and_ranks_stand_as_values() -> None:
    long = wave.to_long(examples.made_up(30).responses, ITEMS)
    assert set(long["state"]) <= set(LONG_STATES)
    ranked = long[(long["item"] == "opportunity") & (long["state"] == "selected")]
    assert sorted(ranked["value"].unique()) == [1, 2, 3, 4]
    ticked = long[long["item"] == "barriers"].groupby("state", observed=True)["value"].unique()
    assert ticked["selected"].tolist() == [1]
    assert ticked["not_selected"].tolist() == [0]
    assert long.loc[~long["state"].isin(["selected", "not_selected"]), "value"].isna().all()


def test_a_long_form_that_lacks_a_level_is_refused() -> None:
    long = wave.to_long(examples.made_up(3).responses, ITEMS)
    with pytest.raises(ValueError, match="one row a respondent and level"):
        wave.to_wide(long.iloc[1:], ITEMS)


def test_a_wave_without_such_items_has_an_empty_long_form() -> None:
    frame = examples.made_up(3).responses[["respondent_id", "care_level"]]
    assert list(wave.to_long(frame, ITEMS).columns) == ["respondent_id", "item", "level", "value", "state"]
