"""The mapping file: what it may say, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinical_data_survey.errors import DataError
from clinical_data_survey.importers import limesurvey_form, mapping, mapping_text
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire

WHOLE = questionnaire.load()
CARE = "tool: plain\nitems:\n  care_level:\n    layout: one_column\n    columns: [c]\n"


def told(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mapping.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        mapping.load(path, WHOLE)
    return str(caught.value)


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/mapping*.yml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_mapping_is_read_back_as_it_was_written(path: Path, tmp_path: Path) -> None:
    first = mapping.load(path, WHOLE)
    again = tmp_path / "mapping.yml"
    again.write_text(mapping_text.text_of(first, ["a comment"]), encoding="utf-8")
    assert mapping.load(again, WHOLE) == first


def test_codes_that_yaml_would_change_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(CARE + "    codes: {No: primary, 007: secondary, 1.0: tertiary, y: outside_care}\n")
    assert list(mapping.load(path, WHOLE).items[0].codes) == ["No", "007", "1.0", "y"]


def test_the_allow_list_is_what_the_mapping_names_and_no_more() -> None:
    named = limesurvey_form.mapping(WHOLE)
    assert "submitdate" in named.columns
    assert "ipaddr" not in named.columns
    assert len(set(named.columns)) == len(named.columns)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tool: plain\n", "'items' is a required property"),
        ("tool: forms\nitems: {care_level: {layout: one_column, columns: [c]}}\n", "'forms' is not one of"),
        ("tool: plain\nitems:\n  - x\n", "items"),
        ("tool: [", "not valid YAML"),
        ("just words\n", "is not of type 'object'"),
        (CARE + "    codes: {1: hospital}\n", "the code '1' stands for 'hospital', which is no answer of the item"),
        (CARE + "    codes: {1: ''}\n", "the code '1' has no answer yet. Use one of primary, secondary"),
        (CARE, "no code is given"),
        (CARE.replace("one_column", "tick_columns"), "does not hold an item of type single. Use one_column"),
        (CARE.replace("[c]", "[c, d]") + "    codes: {1: primary}\n", "'one_column' takes one column"),
        (CARE.replace("care_level", "shoe_size"), "no such item. Use one of respondent_role"),
        (CARE + "    codes: {1: primary}\n    when_empty: nothing_selected\n", "for multiple responses only"),
        (CARE + "    codes: {1: primary}\n    base: {item: barriers, levels: [rain]}\n", "its base names an answer"),
        (
            CARE + "    codes: {1: primary}\ntexts: {remarks: c}\n",
            "the column 'c' is an answer to 'care_level' as well",
        ),
        (CARE + "    codes: {1: primary}\n    colour: red\n", "'colour' was unexpected"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_why(tmp_path: Path, text: str, said: str) -> None:
    assert said in told(tmp_path, text)


def test_every_fault_of_a_mapping_is_named_at_once(tmp_path: Path) -> None:
    text = CARE + "    codes: {1: hospital, 2: clinic}\n"
    assert told(tmp_path, text).count("mapping.yml") == 2
