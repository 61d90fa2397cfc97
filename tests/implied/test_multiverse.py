"""Bounds over n, splits and readings, which ambiguity matters, and what a missing figure would be worth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pandas as pd
import pytest

from clinical_data_survey.implied.answer_patterns import Constraint, Setting, Split, constraints_of
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.multiverse import (
    DIMENSIONS,
    Multiverse,
    swings,
    values_of_knowing,
)
from clinical_data_survey.implied.quantities import CATALOGUE, MISSING_FIGURES, by_id
from clinical_data_survey.published import claims

PUBLISHED = claims.load()
NAMED = by_id()
MISSING = by_id(MISSING_FIGURES)
ASKED = tuple(
    NAMED[name] for name in ("within_5_years_and_willing", "tertiary_lack_of_support", "willingness_gap", "worry_ratio")
)
SPLITS = (Split(F(1, 3), F(1, 3)), Split(F(1, 10), F(2, 5)))


@pytest.fixture(scope="module")
def small() -> Multiverse:
    return Multiverse(PUBLISHED, ASKED, (None, 100), SPLITS, ((), ("literal",)))


def test_there_is_one_row_for_every_setting_and_quantity(small):
    bounds = small.bounds()
    assert len(bounds) == 2 * 2 * 2 * len(ASKED)
    assert not bounds.duplicated(["quantity", *DIMENSIONS]).any()
    assert set(bounds["readings"]) == {"standard", "literal"}
    assert set(bounds["n"]) == {"open", "100"}


def test_every_row_is_the_bound_of_its_setting(small):
    expected = [
        Bounds(constraints_of(PUBLISHED, setting)).interval(named.quantity)
        for setting in small.settings()
        for named in ASKED
    ]
    bounds = small.bounds()
    assert list(zip(bounds["low_exact"], bounds["high_exact"], strict=True)) == expected


def test_two_workers_give_what_one_gives(small):
    pd.testing.assert_frame_equal(small.bounds(workers=2), small.bounds())


def test_a_setting_that_no_population_fits_is_a_row_that_names_the_claims():
    bounds = Multiverse(PUBLISHED, ASKED, (30, 100)).bounds()
    by_n = bounds.groupby("n")["conflict"].unique()
    assert list(by_n["30"]) == ["C02"]
    assert list(by_n["100"]) == [""]
    assert bounds.loc[bounds["n"] == "30", ["low", "high"]].isna().all(axis=None)


def test_the_ambiguity_that_matters_most_is_the_one_that_the_argument_names(small):
    swung = swings(small.bounds())
    first = swung.groupby("quantity")["dimension"].first()
    assert (first["willingness_gap"], first["within_5_years_and_willing"]) == ("split", "n")
    moved = swung.set_index(["quantity", "dimension", "end"])["largest"]
    assert moved["tertiary_lack_of_support", "readings", "high"] == pytest.approx(float(F(2, 9) - F(2, 11)))
    assert moved["within_5_years_and_willing", "readings", "low"] == 0


def linear_only() -> list:
    return [
        named for named in CATALOGUE if named.quantity.form(constraints_of(PUBLISHED, Setting())).denominator is None
    ]


def test_knowing_a_figure_pins_it_and_never_widens_anything():
    frame = constraints_of(PUBLISHED, Setting())
    values = values_of_knowing(linear_only(), MISSING_FIGURES, frame)
    assert len(values) == len(linear_only()) * len(MISSING_FIGURES)
    assert all(0 <= value.after <= value.before for value in values)
    assert all(value.after == 0 for value in values if value.quantity == value.missing)


def test_the_worst_case_is_attained_at_the_figure_it_names_and_exceeded_at_no_other():
    frame = constraints_of(PUBLISHED, Setting())
    asked, missing = NAMED["secondary_lack_of_support"], MISSING["lack_of_support"]
    (value,) = values_of_knowing([asked], [missing], frame)
    low, high = Bounds(frame).interval(missing.quantity)
    form = missing.quantity.form(frame)

    def width_if(figure: F) -> F:
        known = Constraint("known", "", tuple(form.numerator.tolist()), figure / form.factor, figure / form.factor)
        ends = Bounds(replace(frame, rows=(*frame.rows, known))).interval(asked.quantity)
        return ends[1] - ends[0]

    assert width_if(value.figure) == value.after
    assert all(width_if(low + (high - low) * F(k, 12)) <= value.after for k in range(13))


def test_the_share_in_tertiary_care_would_shrink_that_in_secondary_care_to_the_width_of_the_ratio():
    frame = constraints_of(PUBLISHED, Setting())
    (value,) = values_of_knowing([NAMED["secondary_lack_of_support"]], [MISSING["tertiary_lack_of_support"]], frame)
    # Widest where the upper ratio just reaches the whole: one minus the lower ratio over the upper.
    assert value.after == 1 - F("4.5") / F("5.5")
    assert value.figure == 1 / F("5.5")


def test_the_value_of_knowing_is_refused_for_a_ratio_with_an_unknown_base():
    with pytest.raises(ValueError, match="'worry_ratio' is a ratio with an unknown base"):
        values_of_knowing([NAMED["worry_ratio"]], MISSING_FIGURES[:1], constraints_of(PUBLISHED, Setting()))
