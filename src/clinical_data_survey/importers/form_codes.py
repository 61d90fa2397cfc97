"""The codes of items and answers in a LimeSurvey form.

LimeSurvey takes letters and digits only, at most 20 for a question or subquestion and 5 for an answer; so ids lose
their underscores, and answers are numbered in the questionnaire's order.
"""

from __future__ import annotations

from clinical_data_survey.survey.questionnaire import Item

LONGEST = 20


def of_id(name: str) -> str:
    """The code of an item, or of a level that is a subquestion."""
    return "".join(character for character in name if character.isalnum())[:LONGEST]


def of_answer(position: int) -> str:
    """The code of the answer at a position, from 0."""
    return f"A{position + 1}"


def check(items: tuple[Item, ...]) -> None:
    """Raises ValueError where two items, or two answers of an item, would get the same code."""
    for ids in [[item.id for item in items], *[[level.id for level in item.levels] for item in items]]:
        codes = [of_id(name) for name in ids]
        repeated = {code for code in codes if codes.count(code) > 1}
        if repeated:
            raise ValueError(f"ids that are alike in their first {LONGEST} letters and digits: {sorted(repeated)}")
