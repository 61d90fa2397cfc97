"""The questionnaire: a reconstruction that says so, in two languages, checked by a schema."""

from __future__ import annotations

import pytest
from support.spoiling import replace

from clinical_data_survey.errors import DataError
from clinical_data_survey.survey import questionnaire


def errors_of(file) -> str:
    with pytest.raises(DataError) as caught:
        questionnaire.load(file)
    return str(caught.value)


def test_it_calls_itself_a_reconstruction():
    assert questionnaire.load().status == "reconstruction"


def test_every_type_of_item_occurs():
    assert {item.type for item in questionnaire.load().items} == set(questionnaire.TYPES)


def test_every_item_and_level_has_english_and_dutch_words():
    for item in questionnaire.load().items:
        assert all(words.endswith(("?", ".")) for words in (item.en, item.nl))
        assert all(level.en and level.nl for level in item.levels + item.groups)


def test_a_group_counts_the_levels_that_it_names():
    any_barrier = questionnaire.load().item("barriers").level("any")
    assert "no_barrier" not in any_barrier.levels
    assert "lack_of_expertise" in any_barrier.levels


def test_an_item_can_be_asked_of_some():
    gap = questionnaire.load().item("expertise_gap")
    assert (gap.base.item, gap.base.levels) == ("barriers", ("lack_of_expertise",))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  - id: care_level\n", "  - id: respondent_role\n", "the id is used twice"),
        ("id: has_clear_vision", "id: lacks_clear_vision", "the level 'lacks_clear_vision' stands twice"),
        ("    short: Age\n    type: ordinal", "    short: Age\n    type: scale", "age_group > type"),
        ('en: "Yes", nl: Ja', "en: Yes, nl: Ja", "has_clear_vision > en"),
        ("levels: [definitely, probably]", "levels: [definitely, surely]", "names 'surely'"),
        ("item: barriers, levels: [lack_of_expertise]", "item: obstacles, levels: [none]", "nobody was offered before"),
        ("status: reconstruction", "status: invented", "'invented' is not one of"),
        ("status: reconstruction\n", "", "'status' is a required property"),
    ],
)
def test_what_is_wrong_is_named_by_item_and_field(questionnaire_file, old, new, told):
    replace(questionnaire_file, old, new)
    message = errors_of(questionnaire_file)
    assert "questionnaire.yml" in message
    assert told in message


def test_broken_yaml_is_named_with_its_line(questionnaire_file):
    replace(questionnaire_file, "status: reconstruction", "status: [reconstruction")
    assert "row " in errors_of(questionnaire_file)
    assert "not valid YAML" in errors_of(questionnaire_file)
