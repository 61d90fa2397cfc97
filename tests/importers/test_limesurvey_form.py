"""The LimeSurvey form: what LimeSurvey demands of it, and that an export of it needs no mapping by hand."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from examples import exports

from clinical_data_survey.importers import form_codes, guess, limesurvey_form, pipeline, tools
from clinical_data_survey.importers.mapping import ReadOptions
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Base, Level

WHOLE = questionnaire.load()
ROWS = list(csv.DictReader(io.StringIO(limesurvey_form.text(WHOLE)), delimiter="\t"))
ABOUT = {"title": "T", "kind": "synthetic", "organisation": None, "dates": None, "n_invited": None, "licence": None}


def of(kind: str, language: str = "en") -> list[dict[str, str]]:
    return [row for row in ROWS if row["class"] == kind and row["language"] == language]


def test_every_item_and_answer_is_there_in_both_languages() -> None:
    for language in ("en", "nl"):
        assert [row["text"] for row in of("Q", language)] == [getattr(item, language) for item in WHOLE.items]
        answers = [row["text"] for row in ROWS if row["class"] in ("A", "SQ") and row["language"] == language]
        assert answers == [getattr(level, language) for item in WHOLE.items for level in item.levels]


def test_translations_pair_by_id_and_code() -> None:
    for kind in ("G", "Q", "SQ", "A"):
        pairs = [
            [(row["id"], row["name"], row["relevance"]) for row in of(kind, language)] for language in ("en", "nl")
        ]
        assert kind == "G" or pairs[0] == pairs[1]


def test_codes_are_what_limesurvey_takes() -> None:
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", row["name"]) for row in [*of("Q"), *of("SQ")])
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", row["name"]) for row in of("A"))
    names = [row["name"] for row in of("Q")]
    assert len(set(names)) == len(names)
    ids = [row["id"] for row in [*of("Q"), *of("SQ")]]
    assert len(set(ids)) == len(ids)


def test_types_follow_the_questionnaire() -> None:
    assert [row["type/scale"] for row in of("Q")] == [limesurvey_form.TYPES[item.type] for item in WHOLE.items]


def test_a_follow_up_is_shown_to_its_base_only_and_an_exclusive_answer_excludes_the_others() -> None:
    rows = {row["name"]: row for row in of("Q")}
    assert rows["expertisegap"]["relevance"] == 'barriers_lackofexpertise.NAOK == "Y"'
    assert rows["barriers"]["exclude_all_others"] == "nobarrier"
    assert {row["relevance"] for name, row in rows.items() if name != "expertisegap"} == {"1"}


def test_a_follow_up_to_a_single_item_is_shown_by_its_code() -> None:
    item = replace(WHOLE.item("investor"), base=Base("those_who_answered", "care_level", ("primary", "tertiary")))
    assert limesurvey_form.relevance(item, WHOLE) == 'carelevel.NAOK == "A1" or carelevel.NAOK == "A3"'


def test_no_address_or_time_is_recorded() -> None:
    settings = {row["name"]: row["text"] for row in ROWS if row["class"] == "S"}
    assert (settings["anonymized"], settings["ipaddr"], settings["datestamp"]) == ("Y", "N", "N")


@pytest.mark.parametrize("language", [None, "en", "nl"])
def test_an_export_of_the_form_needs_no_mapping_by_hand(tmp_path: Path, language: str | None) -> None:
    made = exports.made_up(25)
    path = tmp_path / "export.csv"
    path.write_text(exports.limesurvey(made, language), encoding="utf-8")
    named = replace(limesurvey_form.mapping(WHOLE), synthetic="synthetic")
    imported = pipeline.run(path, named, ABOUT, WHOLE).wave
    for column in ("care_level", "barriers__no_barrier", "opportunity__prevention", "expertise_gap"):
        assert imported.responses[column].astype(str).tolist() == made.responses[column].astype(str).tolist()


def test_the_guess_on_an_export_of_the_form_is_its_mapping(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(exports.limesurvey(exports.made_up(25)), encoding="utf-8")
    found = guess.guess(tools.open_export(path, "limesurvey"), WHOLE, ReadOptions())
    expected = limesurvey_form.mapping(WHOLE)
    assert tuple(replace(entry, guessed=None) for entry in found.items) == expected.items


def test_ids_that_would_get_one_code_are_refused() -> None:
    item = WHOLE.item("care_level")
    twin = Level("pri_mary", False, "x", "x")
    with pytest.raises(ValueError, match="primary"):
        form_codes.check((replace(item, levels=(*item.levels, twin)),))
