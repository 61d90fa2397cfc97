"""p-values are adjusted across the family that is shown; tests that could not be made do not count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.multiplicity import adjust, benjamini_hochberg, holm


@settings(max_examples=8, deadline=None)  # statsmodels collects garbage at every call
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_both_methods_are_statsmodels(p_values):
    values = np.array(p_values)
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1])
    assert benjamini_hochberg(values) == pytest.approx(multipletests(values, method="fdr_bh")[1])


def test_a_worked_family():
    found = adjust({"a": 0.01, "b": 0.04, "c": 0.03, "d": NotEstimable("Nobody answered.")})
    assert [found[name].holm for name in "abc"] == pytest.approx([0.03, 0.06, 0.06])
    assert [found[name].benjamini_hochberg for name in "abc"] == pytest.approx([0.03, 0.04, 0.04])
    assert found["a"].family == 3
    assert found["d"].reason == "Nobody answered."


def test_an_empty_family_is_empty():
    assert adjust({}) == {}


def test_a_p_value_outside_its_range_is_refused():
    with pytest.raises(ValueError, match=r"'a' is 1\.2"):
        adjust({"a": 1.2})
