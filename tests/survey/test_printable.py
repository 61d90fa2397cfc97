"""The printed questionnaire: complete, in two languages, and honest about what it is."""

from __future__ import annotations

import pytest

from clinical_data_survey.survey import printable, questionnaire

WHOLE = questionnaire.load()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_question_and_answer_is_printed(language: str) -> None:
    page = printable.markdown(WHOLE, language)
    for number, item in enumerate(WHOLE.items, 1):
        assert f"## {number}. {getattr(item, language)}\n" in page
        for level in item.levels:
            assert f" {getattr(level, language)}" in page


def test_it_says_that_it_is_a_reconstruction() -> None:
    assert "the original questionnaire was never published" in printable.markdown(WHOLE, "en")
    assert "de oorspronkelijke vragenlijst is nooit gepubliceerd" in printable.markdown(WHOLE, "nl")


def test_a_follow_up_says_whom_it_is_for_and_a_ranking_how_to_fill_it_in() -> None:
    page = printable.markdown(WHOLE, "nl")
    assert "*Alleen als u “Gebrek aan expertise” aankruiste bij vraag 9. Kruis één antwoord aan.*" in page
    assert "- \\_\\_\\_ Diagnostiek" in page
    assert "I see no barrier (tick nothing else)" in printable.markdown(WHOLE, "en")


def test_how_to_answer_is_not_said_twice() -> None:
    assert printable.markdown(WHOLE, "en").count("Tick all that apply.") == 1


def test_a_language_that_it_does_not_speak_is_refused() -> None:
    with pytest.raises(KeyError):
        printable.markdown(WHOLE, "fr")
