"""A wave is read once, as codes; a value that the questionnaire does not offer is refused by name."""

import numpy as np
import pandas as pd
import pytest

from clinical_data_survey.measured import Domain, Sample


def read(form, **columns):
    return Sample.read(pd.DataFrame(columns), form)


def test_empty_not_asked_and_refused_are_no_answer(form):
    sample = read(form, care_level=["secondary", "", None, "not_asked", "refused"])
    assert sample.answers["care_level"].answered.tolist() == [True, False, False, False, False]


def test_an_unknown_value_is_named_with_its_column(form):
    with pytest.raises(ValueError, match="column 'care_level' holds 'quaternary'"):
        read(form, care_level=["secondary", "quaternary"])


def test_ticks_are_read_from_text_numbers_and_truths_alike(form):
    for ones in (["1", "0", ""], [1.0, 0.0, np.nan], [1, 0, None]):
        ticks = read(form, barriers__no_barrier=ones).answers["barriers"]
        assert ticks.gave("no_barrier").tolist() == [True, False, False]
        assert ticks.answered.tolist() == [True, True, False]


def test_ticking_nothing_is_an_answer(form):
    sample = read(form, barriers__no_barrier=["0"], barriers__it_infrastructure=["0"])
    assert sample.answers["barriers"].answered.all()
    assert not sample.answers["barriers"].gave("any").any()


def test_an_item_that_the_wave_lacks_is_absent(form):
    assert set(read(form, care_level=["secondary"]).answers) == {"care_level"}


def test_weights_have_mean_one(form):
    assert read(form, care_level=["secondary"] * 2, weight=["2", "6"]).weights.tolist() == [0.5, 1.5]


@pytest.mark.parametrize("weight", ["0", "-1", "", "heavy"])
def test_a_weight_that_is_no_positive_number_names_its_respondent(form, weight):
    with pytest.raises(ValueError, match="respondent 2"):
        read(form, care_level=["secondary"] * 2, weight=["1", weight])


def test_domains_narrow_each_other_and_an_absent_item_holds_nobody(form):
    sample = read(form, care_level=["secondary", "tertiary"], respondent_role=["clinician", "clinician"])
    clinicians = Domain("respondent_role", ("clinician",))
    assert sample.within([clinicians, Domain("care_level", ("tertiary",))]).tolist() == [False, True]
    assert not sample.within([Domain("investor", ("government",))]).any()
