"""The questionnaire as Markdown to print or to turn into HTML, in English or Dutch."""

from __future__ import annotations

from clinical_data_survey.survey import instrument_wording
from clinical_data_survey.survey.questionnaire import Item, Level, Questionnaire

BOX, LINE = "☐", "\\_\\_\\_"


def markdown(questionnaire: Questionnaire, language: str) -> str:
    """The whole questionnaire in 'en' or 'nl'. Raises KeyError for another language."""
    parts = [
        f"# {instrument_wording.title(questionnaire, language)}",
        instrument_wording.NOTE[questionnaire.status][language],
        instrument_wording.WELCOME[language],
    ]
    numbers = {item.id: number for number, item in enumerate(questionnaire.items, 1)}
    parts += [_question(item, questionnaire, numbers, language) for item in questionnaire.items]
    parts += [instrument_wording.THANKS[language], f"{instrument_wording.VERSION[language]} {questionnaire.version}"]
    return "\n\n".join(parts) + "\n"


def _question(item: Item, questionnaire: Questionnaire, numbers: dict[str, int], language: str) -> str:
    asked = getattr(item, language)
    lines = [f"## {numbers[item.id]}. {asked}", ""]
    how = instrument_wording.HOW[item.type][language]
    condition = _condition(item, questionnaire, numbers, language)
    # Some wordings already say how to answer.
    notes = [note for note in (condition, "" if how in asked else how) if note]
    lines += [f"*{' '.join(notes)}*", ""] if notes else []
    mark = LINE if item.type == "ranking" else BOX
    lines += [f"- {mark} {_answer(level, language)}" for level in item.levels]
    return "\n".join(lines)


def _answer(level: Level, language: str) -> str:
    alone = f" ({instrument_wording.ALONE[language]})" if level.exclusive else ""
    return getattr(level, language) + alone


def _condition(item: Item, questionnaire: Questionnaire, numbers: dict[str, int], language: str) -> str:
    if item.base.item is None:
        return ""
    base = questionnaire.item(item.base.item)
    named = [f"“{getattr(base.level(level), language)}”" for level in item.base.levels]
    levels = f" {instrument_wording.OR[language]} ".join(named)
    return instrument_wording.ONLY_IF[language].format(levels=levels, number=numbers[base.id])
