"""The questionnaire as a LimeSurvey form, in the tab-separated form that LimeSurvey imports (`.txt`), in two languages.

The form's codes are those of `codes`, and `mapping` maps an export of it, so that a new wave needs no mapping by hand.
Form of the file: LimeSurvey manual, 'Tab Separated Value survey structure'.
"""

from __future__ import annotations

import csv
import io

from clinical_data_survey.importers import form_codes, limesurvey
from clinical_data_survey.importers.mapping import (
    NOTHING_SELECTED,
    ONE_COLUMN,
    POSITION_COLUMNS,
    TICK_COLUMNS,
    Condition,
    ExportMapping,
    ItemMapping,
    Rules,
)
from clinical_data_survey.survey import instrument_wording
from clinical_data_survey.survey.questionnaire import Item, Level, Questionnaire

LANGUAGES = ("en", "nl")
COLUMNS = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "encrypted", "other", "default", "same_default", "same_script", "exclude_all_others",
)  # fmt: skip
TYPES = {"single": "L", "ordinal": "L", "multiple-response": "M", "ranking": "R"}
# No names, addresses or times are kept: an organisation's own survey is identifying enough.
SETTINGS = {
    "language": "en", "additional_languages": "nl", "format": "G", "anonymized": "Y", "datestamp": "N", "ipaddr": "N",
    "refurl": "N", "savetimings": "N", "allowprev": "Y", "shownoanswer": "Y",
}  # fmt: skip


def text(questionnaire: Questionnaire) -> str:
    """The form as text, to be saved in UTF-8 with a byte order mark as LimeSurvey itself does.

    Raises ValueError where two ids would get the same code.
    """
    form_codes.check(questionnaire.items)
    rows = [{"class": "S", "name": name, "text": value} for name, value in SETTINGS.items()]
    for language in LANGUAGES:
        rows += _survey_texts(questionnaire, language)
    for language in LANGUAGES:
        rows += _questions(questionnaire, language)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _survey_texts(questionnaire: Questionnaire, language: str) -> list[dict[str, str]]:
    texts = {
        "surveyls_title": instrument_wording.title(questionnaire, language),
        "surveyls_description": instrument_wording.NOTE[questionnaire.status][language],
        "surveyls_welcometext": instrument_wording.WELCOME[language],
        "surveyls_endtext": instrument_wording.THANKS[language],
    }
    return [{"class": "SL", "name": name, "text": value, "language": language} for name, value in texts.items()]


def _questions(questionnaire: Questionnaire, language: str) -> list[dict[str, str]]:
    """One group with all items; ids are the same in every language, which is how LimeSurvey pairs translations."""
    group = {
        "id": "1",
        "class": "G",
        "name": instrument_wording.GROUP[language],
        "relevance": "1",
        "language": language,
    }
    rows, number = [group], 0
    for item in questionnaire.items:
        number += 1
        rows.append(_question(item, questionnaire, number) | {"text": _asked(item, language), "language": language})
        parent = number
        for place, level in enumerate(item.levels):
            answer = {"class": "A", "type/scale": "0", "relevance": "0", "language": language}
            answer |= {"text": _asked(level, language)}
            if item.type == "multiple-response":
                number += 1
                answer |= {"class": "SQ", "id": str(number), "relevance": "1", "name": form_codes.of_id(level.id)}
            else:
                answer |= {"id": str(parent), "name": form_codes.of_answer(place)}
            rows.append(answer)
    return rows


def _question(item: Item, questionnaire: Questionnaire, number: int) -> dict[str, str]:
    exclusive = ";".join(form_codes.of_id(level.id) for level in item.levels if level.exclusive)
    return {
        "id": str(number),
        "class": "Q",
        "type/scale": TYPES[item.type],
        "name": form_codes.of_id(item.id),
        "relevance": relevance(item, questionnaire),
        "mandatory": "N",
        "encrypted": "N",
        "other": "N",
        "same_default": "1",
        "exclude_all_others": exclusive,
    }


def relevance(item: Item, questionnaire: Questionnaire) -> str:
    """LimeSurvey's expression for who is asked an item; '1' for everybody."""
    if item.base.item is None:
        return "1"
    base = questionnaire.item(item.base.item)
    code = form_codes.of_id(base.id)
    if base.type == "multiple-response":
        ticked = [f'{code}_{form_codes.of_id(level)}.NAOK == "Y"' for level in item.base.levels]
    else:
        places = [place for place, level in enumerate(base.levels) if level.id in item.base.levels]
        ticked = [f'{code}.NAOK == "{form_codes.of_answer(place)}"' for place in places]
    return " or ".join(ticked)


def _asked(worded: Item | Level, language: str) -> str:
    return worded.nl if language == "nl" else worded.en


def mapping(questionnaire: Questionnaire) -> ExportMapping:
    """The mapping of an export of the form, with answers as codes or in full in either language."""
    return ExportMapping(
        tool="limesurvey",
        items=tuple(_entry(item) for item in questionnaire.items),
        rules=Rules(complete=Condition("submitdate", None), same_person=("id",)),
        missing={"not_asked": limesurvey.NOT_SHOWN},
    )


def _entry(item: Item) -> ItemMapping:
    code = form_codes.of_id(item.id)
    if item.type == "multiple-response":
        return ItemMapping(
            item.id,
            TICK_COLUMNS,
            tuple(f"{code}[{form_codes.of_id(level.id)}]" for level in item.levels),
            tuple(level.id for level in item.levels),
            selected=limesurvey.SELECTED,
            not_selected=limesurvey.NOT_SELECTED,
            when_empty=NOTHING_SELECTED,
        )
    answers = {form_codes.of_answer(place): level.id for place, level in enumerate(item.levels)}
    answers |= {level.en: level.id for level in item.levels} | {level.nl: level.id for level in item.levels}
    if item.type == "ranking":
        positions = tuple(f"{code}[{place}]" for place in range(1, len(item.levels) + 1))
        return ItemMapping(item.id, POSITION_COLUMNS, positions, codes=answers)
    return ItemMapping(item.id, ONE_COLUMN, (code,), codes=answers)
