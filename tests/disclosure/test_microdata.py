"""Microdata leave the machine only when nobody stands out in them; until then the gate says why not."""

import pandas as pd
import pytest
from support.generated import wave

from clinical_data_survey.disclosure.microdata import (
    OTHER_ORGANISATION,
    ReleaseRefused,
    anonymity,
    named_organisations,
    release_gate,
)
from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.survey import questionnaire


@pytest.fixture(scope="module")
def form():
    return questionnaire.load()


@pytest.fixture
def safe():
    """Twenty respondents in two descriptions of ten."""
    return pd.DataFrame(
        {
            "respondent_id": range(1, 21),
            "respondent_role": ["clinician"] * 10 + ["researcher"] * 10,
            "care_level": ["secondary"] * 20,
            "organisation": ["North"] * 10 + ["South"] * 10,
            "investor": ["government", "other_party"] * 10,
        }
    )


def test_a_safe_wave_passes(safe, form):
    gate = release_gate(safe, form, Policy())
    assert not gate.reasons
    gate.require()
    assert (gate.anonymity.smallest, gate.anonymity.unique, gate.anonymity.exposed) == (10, 0, 0)


def test_a_unique_respondent_closes_the_gate_and_is_counted(safe, form):
    safe.loc[0, "care_level"] = "tertiary"
    gate = release_gate(safe, form, Policy())
    assert gate.reasons
    assert gate.anonymity.unique == 1
    assert gate.anonymity.exposed_without["care_level"] == 0
    assert "1 stand alone. Without care_level there would be 0." in gate.reasons[0]
    with pytest.raises(ReleaseRefused, match="stand alone"):
        gate.require()


def test_an_empty_cell_is_a_description_of_its_own(safe):
    safe.loc[0, "care_level"] = ""
    safe.loc[1, "care_level"] = "refused"
    assert anonymity(safe, Policy()).smallest == 2


def test_organisations_of_fewer_than_ten_are_not_named(safe, form):
    safe.loc[9, "organisation"] = "South"
    assert named_organisations(safe, Policy()).value_counts().to_dict() == {"South": 11, OTHER_ORGANISATION: 9}
    assert any("1 organisation has fewer than 10" in reason for reason in release_gate(safe, form, Policy()).reasons)
    safe["organisation"] = named_organisations(safe, Policy())
    assert not any("may not be named" in reason for reason in release_gate(safe, form, Policy()).reasons)


def test_columns_that_the_questionnaire_does_not_know_close_the_gate(safe, form):
    gate = release_gate(safe.assign(e_mail="x"), form, Policy())
    assert any("e_mail" in reason for reason in gate.reasons)


def test_numbers_from_the_export_close_the_gate(safe, form):
    gate = release_gate(safe.assign(respondent_id=range(1001, 1021)), form, Policy())
    assert any("respondent_id" in reason for reason in gate.reasons)


def test_weights_of_ones_own_close_the_gate(safe, form):
    assert not release_gate(safe.assign(weight=1.0), form, Policy()).reasons
    gate = release_gate(safe.assign(weight=[0.1 * i for i in range(1, 21)]), form, Policy())
    assert any("20 respondents have a weight" in reason for reason in gate.reasons)


def test_descriptions_whose_respondents_all_answered_alike_are_reported(safe):
    safe.loc[:9, "investor"] = "government"
    assert anonymity(safe, Policy()).uniform == 1


def test_an_empty_wave_is_not_released(safe, form):
    gate = release_gate(safe.iloc[:0], form, Policy())
    assert gate.reasons == ("The wave has no respondent: there is nothing to release.",)


def test_a_named_policy_may_open_the_gate_for_a_synthetic_wave(form):
    responses = wave(form, 50, 1)
    assert release_gate(responses, form, Policy()).reasons
    synthetic = Policy("synthetic: nobody is described", threshold=1, uniform=1, organisation=1, anonymity=1)
    assert not release_gate(responses, form, synthetic).reasons
