"""Whatever a tool's layout can hold comes back as it was: all five tools, every layout, generated waves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from examples import exports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.made_waves import ALL, answers, waves

from clinical_data_survey.importers import mapping, pipeline
from clinical_data_survey.importers.mapping import ExportMapping, ReadOptions
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.wave import Wave

ABOUT = {"title": "T", "kind": "synthetic", "organisation": None, "dates": None, "n_invited": None, "licence": None}
ANSWERED, NO_ANSWER = ("answered",), ("answered", "unanswered")
LIMESURVEY = {"one": NO_ANSWER, "ranking": NO_ANSWER, "multiple-response": ANSWERED}
LIMESURVEY_FULL = LIMESURVEY | {"multiple-response": ("answered", "not_asked")}
NO_REFUSAL = ("answered", "unanswered", "not_asked")
QUALTRICS = {"one": NO_REFUSAL, "ranking": NO_REFUSAL, "multiple-response": ("answered", "not_asked")}
REDCAP = {"one": ALL, "ranking": ALL, "multiple-response": ("answered", "not_asked", "refused")}
WORKBOOK = {"not_asked": ("Not asked",), "refused": ("Prefer not to say",)}
QUICK = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@cache
def example(name: str) -> ExportMapping:
    found = mapping.load(EXAMPLES / name, questionnaire.load())
    return replace(found, source=ReadOptions(), rules=replace(found.rules, same_person=()))


def same(path: Path, named: ExportMapping, made: Wave) -> None:
    imported = pipeline.run(path, named, ABOUT, questionnaire.load()).wave
    pd.testing.assert_frame_equal(answers(imported), answers(made), check_dtype=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    return lambda name: tmp_path_factory.getbasetemp() / name


@QUICK
@given(made=waves(LIMESURVEY))
def test_limesurvey_codes(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("codes.csv")
    path.write_text(exports.limesurvey(made), encoding="utf-8")
    same(path, example("limesurvey/mapping.yml"), made)


@QUICK
@given(made=waves(LIMESURVEY_FULL), language=st.sampled_from(["en", "nl"]))
def test_limesurvey_full_answers_in_english_and_dutch(made: Wave, language: str, place: Callable[[str], Path]) -> None:
    path = place("full.csv")
    path.write_text(exports.limesurvey(made, language), encoding="utf-8")
    same(path, example("limesurvey/mapping.yml"), made)


@QUICK
@given(made=waves(QUALTRICS))
def test_qualtrics_with_several_answers_in_a_cell(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("qualtrics.csv")
    path.write_text(exports.qualtrics(made), encoding="utf-8")
    same(path, example("qualtrics/mapping.yml"), made)


@QUICK
@given(made=waves(QUALTRICS))
def test_qualtrics_split_in_utf_16(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("qualtrics.tsv")
    path.write_bytes(exports.qualtrics(made, split=True, separator="\t").encode("utf-16"))
    same(path, example("qualtrics/mapping-split.yml"), made)


@QUICK
@given(made=waves(REDCAP))
def test_redcap(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("redcap.csv")
    path.write_text(exports.redcap(made)[0], encoding="utf-8")
    said = {"not_asked": ("NASK",), "refused": ("REF",)}
    same(path, replace(example("redcap/mapping.yml"), missing=said), made)


@QUICK
@given(made=waves())
def test_spss_holds_all_four_kinds_of_missing(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("export.sav")
    exports.spss(made, path)
    same(path, example("spss/mapping.yml"), made)


@QUICK
@given(made=waves())
def test_a_plain_table_holds_all_four_kinds_of_missing(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("plain.csv")
    path.write_text(exports.plain(made), encoding="utf-8")
    same(path, example("plain/mapping.yml"), made)


@QUICK
@given(made=waves(fewest_ticks=1))
def test_a_workbook_with_lists_in_cells(made: Wave, place: Callable[[str], Path]) -> None:
    path = place("plain.xlsx")
    exports.workbook(made, path)
    same(path, replace(example("plain/mapping-workbook.yml"), missing=WORKBOOK), made)
