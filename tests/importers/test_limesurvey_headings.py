"""LimeSurvey's headings: what each form looks like in real exports, and what is read from it."""

from __future__ import annotations

import pytest

from clinical_data_survey.importers import limesurvey_headings
from clinical_data_survey.importers.limesurvey_headings import Heading

CODE = ["id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2[SQ001]", "Q3[1]"]
FULL = ["Response ID", "Date submitted", "Last page", "Start language", "How old?", "Which? [Skill]", "Best? [Rank 1]"]
CUT = ["Response ID", "Date submitted", "Last page", "Start language", "How old are you.. ",
       "Which barriers .. [Lack of experti.. ]", "Where do you se.. [Rank 1]"]  # fmt: skip
DUTCH = [
    "Antwoord ID",
    "Datum ingeleverd",
    "Laatste pagina",
    "Starttaal",
    "Hoe oud?",
    "Welke? [Kunde]",
    "Beste? [Rang 1]",
]
BOTH = [f"{code}. {text}" for code, text in zip(CODE, DUTCH, strict=True)]
# As real scripts that read such exports have them.
UNDERSCORES = ["id. Response_ID", "submitdate. Date_submitted", "lastpage. Last_page", "startlanguage. Start_language",
               "Q1. How_old?", "Q2[SQ001]. Which?_[Skill]", "Q3[1]. Best?_[Rank_1]"]  # fmt: skip
SLOVAK = ["id. ID odpovede", "submitdate. Dátum odoslania", "lastpage. Posledná strana", "startlanguage. Jazyk",
          "Q1. Vek", "Q2[SQ001]. Ktoré? [Iné]", "Q3[1]. Najlepšie? [Poradie 1]"]  # fmt: skip
FORMS = {"code": CODE, "full": FULL, "cut": CUT, "dutch": DUTCH, "both": BOTH, "underscores": UNDERSCORES,
         "slovak": SLOVAK}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_shows_the_tools_own_columns(form: str) -> None:
    columns = FORMS[form]
    assert limesurvey_headings.are_limesurvey(columns)
    found = limesurvey_headings.read(columns)
    assert [found[column].code for column in columns[:4]] == ["id", "submitdate", "lastpage", "startlanguage"]


@pytest.mark.parametrize("form", FORMS)
def test_a_column_of_a_question_is_told_from_its_question(form: str) -> None:
    columns = FORMS[form]
    found = limesurvey_headings.read(columns)
    ticked, ranked = found[columns[5]], found[columns[6]]
    assert ticked.stem
    assert ticked.end in ("SQ001", "Skill", "Lack of experti..", "Kunde")
    assert ranked.end == "1"
    assert found[columns[4]].end == ""


def test_texts_without_the_tools_own_columns_are_no_limesurvey_export() -> None:
    assert not limesurvey_headings.are_limesurvey(["care_level", "Date submitted", "a. b", "x [y]"])


def test_a_text_keeps_its_full_stops() -> None:
    columns = ["id. ID", "submitdate. Day", "lastpage. Last. page", "Q1. Tick all. Or none."]
    assert limesurvey_headings.read(columns)["Q1. Tick all. Or none."] == Heading("Q1", "Tick all. Or none.")
