"""An attacker who reads everything that is published and knows the questionnaire.

Written apart from the code that protects: it takes every combination of answers to all items as an unknown number of
respondents, every published count as an equation, and asks by linear programming how far a hidden count is pinned.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from clinical_data_survey.disclosure.linked_tables import Key, PublishedTable
from clinical_data_survey.disclosure.protection import Protected
from clinical_data_survey.disclosure.unknown_counts import ANSWERS, BASE, NOTHING
from clinical_data_survey.survey.questionnaire import EVERYONE, Item, Questionnaire

Person = dict[str, tuple[str, ...] | None]


def people(form: Questionnaire) -> list[Person]:
    """Every respondent that the questionnaire allows: the answers ticked an item, None where there is none."""
    found = []
    for answers in product(*(_answers(item) for item in form.items)):
        person = dict(zip((item.id for item in form.items), answers, strict=True))
        if all(_may_answer(item, person) for item in form.items if person[item.id] is not None):
            found.append(person)
    return found


def _answers(item: Item) -> list[tuple[str, ...] | None]:
    levels = [level.id for level in item.levels]
    if item.type != "multiple-response":
        return [None, *((level,) for level in levels)]
    alone = {level.id for level in item.levels if level.exclusive}
    ticks = [
        tuple(name for name, on in zip(levels, pattern, strict=True) if on)
        for pattern in product((0, 1), repeat=len(levels))
    ]
    return [None, *(t for t in ticks if len(t) < 2 or not alone & set(t))]


def _may_answer(item: Item, person: Person) -> bool:
    return item.base.item is None or bool(set(person[item.base.item] or ()) & set(item.base.levels))


def respondents(form: Questionnaire, responses: pd.DataFrame) -> list[Person]:
    """The people of a wave, as `people` writes them."""
    return [{item.id: _answer(item, row) for item in form.items} for row in responses.to_dict("records")]


def _answer(item: Item, row: dict) -> tuple[str, ...] | None:
    if item.type != "multiple-response":
        return (row[item.id],) if row[item.id] in {level.id for level in item.levels} else None
    cells = {level.id: row[f"{item.id}__{level.id}"] for level in item.levels}
    if not set(cells.values()) & {"0", "1"}:
        return None
    return tuple(level for level, cell in cells.items() if cell == "1")


def gave(item: Item, person: Person, level: str) -> bool:
    return bool(set(person[item.id] or ()) & set(item.level(level).levels))


def entry(form: Questionnaire, tables: dict[str, PublishedTable], key: Key, person: Person) -> int:
    """How often a person enters a cell."""
    table, (_, group, level) = tables[key[0]], key
    item = form.item(table.item)
    if group != EVERYONE and not gave(form.item(table.by), person, group):
        return 0
    if not all(any(gave(form.item(d.item), person, one) for one in d.levels) for d in table.among):
        return 0
    answer = person[item.id]
    if answer is None:
        return 0
    special = {BASE: 1, ANSWERS: len(answer), NOTHING: int(not answer)}
    return special[level] if level in special else int(gave(item, person, level))


class Attacker:
    """Bounds of any sum over people, given everything that is shown."""

    def __init__(self, form: Questionnaire, tables: list[PublishedTable], protected: Protected) -> None:
        self.form, self.tables = form, {table.id: table for table in tables}
        self.everyone = people(form)
        shown = list(protected.counts.items())
        rows = [self.row(key) for key, _ in shown]
        self.equations = np.vstack([np.ones(len(self.everyone)), *rows])
        self.known = np.array([protected.size, *(count for _, count in shown)], dtype=float)

    def entry(self, key: Key, person: Person) -> int:
        return entry(self.form, self.tables, key, person)

    def row(self, key: Key) -> np.ndarray:
        return np.array([self.entry(key, person) for person in self.everyone], dtype=float)

    def bounds(self, row: np.ndarray) -> tuple[float, float]:
        ends = [
            linprog(sign * row, A_eq=self.equations, b_eq=self.known, bounds=(0, None), method="highs").fun
            for sign in (1, -1)
        ]
        return ends[0], -ends[1]

    def whole_bounds(self, row: np.ndarray) -> tuple[float, float]:
        """As `bounds`, for an attacker who also knows that people are whole."""
        ends = [
            milp(
                sign * row,
                constraints=LinearConstraint(self.equations, self.known, self.known),
                integrality=np.ones(len(row)),
                bounds=Bounds(0, np.inf),
            ).fun
            for sign in (1, -1)
        ]
        return ends[0], -ends[1]
