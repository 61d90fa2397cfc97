"""Which answer a code, a label or a word stands for, as far as it can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from clinical_data_survey.importers import form_codes, limesurvey, qualtrics
from clinical_data_survey.importers.layouts import listed, tidy
from clinical_data_survey.importers.limesurvey_headings import CUT
from clinical_data_survey.importers.mapping import (
    NOTHING_SELECTED,
    TICK_COLUMNS,
    TICKS_IN_CELL,
    UNCONFIRMED,
    ItemMapping,
)
from clinical_data_survey.importers.vocabulary import NO, YES, plain_text, state_of
from clinical_data_survey.survey.questionnaire import Item, Level

SEPARATORS = (",", ";", "|")
LEAST_LETTERS = 8
SHARED_MISSING: dict[str, dict[str, tuple[str, ...]]] = {
    "limesurvey": {"not_asked": limesurvey.NOT_SHOWN},
    "qualtrics": {"unanswered": (qualtrics.SEEN,)},
    "redcap": {},
    "spss": {},
    "plain": {"not_asked": ("not_asked",), "refused": ("refused",)},
}


@dataclass(frozen=True)
class Resolved:
    """Codes with their levels (empty text for an open one), codes of missing answers, and what both rest on."""

    codes: dict[str, str]
    missing: dict[str, tuple[str, ...]]
    how: str

    @property
    def complete(self) -> bool:
        """Whether there are codes and none is open."""
        return bool(self.codes) and all(self.codes.values())


def level_of(item: Item, word: str) -> str | None:
    """The level that a word names by id, by form code or by label in either language, also where the label is cut."""
    cut = CUT.search(word.rstrip()) is not None and word.rstrip().endswith("..")
    text = plain_text(word)
    if not text:
        return None
    for level in item.levels:
        if text in names_of(level):
            return level.id
    begun = [level.id for level in item.levels if any(name.startswith(text) for name in names_of(level))]
    return begun[0] if cut and len(text) >= LEAST_LETTERS and len(begun) == 1 else None


def names_of(level: Level) -> set[str]:
    """What a level may be called in an export, as letters and digits."""
    return {plain_text(level.id), form_codes.of_id(level.id), plain_text(level.en), plain_text(level.nl)}


def all_known(item: Item, words: Sequence[str], labels: Mapping[str, str]) -> bool:
    """Whether every word of a column is an answer of this item by name or label, and at least two are."""
    named = [labels.get(word, word) for word in words]
    found = {level for word in named if (level := level_of(item, word))}
    return len(found) >= 2 and all(level_of(item, word) or state_of(word) for word in named)


def resolve(item: Item, words: Sequence[str], labels: Mapping[str, str], tool: str) -> Resolved:
    """The codes of an item from the words in its column and the labels of its codes.

    Codes that labels name are added whether or not anybody gave them. Where neither names nor labels help, whole
    numbers from 1 to the number of levels are taken in the questionnaire's order, and `how` says so.
    """
    codes: dict[str, str] = dict(_form(item)) if tool == "limesurvey" else {}
    missing: dict[str, tuple[str, ...]] = {}
    shared = {tidy(word) for shared_words in SHARED_MISSING[tool].values() for word in shared_words}
    left = []
    for code in [*labels, *(word for word in words if word not in labels)]:
        label = labels.get(code, code)
        level, state = codes.get(code) or level_of(item, label) or level_of(item, code), state_of(label)
        if level:
            codes[code] = level
        elif code in shared:
            continue
        elif state:
            missing[state] = (*missing.get(state, ()), code)
        else:
            left.append(code)
    places = {str(place): level.id for place, level in enumerate(item.levels, 1)}
    if left and not set(codes.values()) and set(left) <= set(places):
        return Resolved(places, missing, f"codes by the order of the answers: {UNCONFIRMED}")
    if not codes and not left:
        ids = {level.id: level.id for level in item.levels}
        return Resolved(ids, missing, "nobody answered, so its codes are the questionnaire's own")
    codes |= {} if labels or left or tool == "limesurvey" else _unseen(item, codes)
    how = "codes by the form" if tool == "limesurvey" else "codes by their labels" if labels else "codes by their names"
    return Resolved(codes | dict.fromkeys(left, ""), missing, how)


def _unseen(item: Item, codes: Mapping[str, str]) -> dict[str, str]:
    """The names of the levels that nobody gave, in the way in which the others are named: by id or in a language."""
    for way in ("id", "en", "nl"):
        if any(plain_text(getattr(item.level(level), way)) == plain_text(code) for code, level in codes.items()):
            return {getattr(level, way): level.id for level in item.levels if level.id not in codes.values()}
    return {}


def _form(item: Item) -> dict[str, str]:
    """The codes of this project's LimeSurvey form, and the labels that a full export writes instead."""
    coded = {form_codes.of_answer(place): level.id for place, level in enumerate(item.levels)}
    return coded | {level.en: level.id for level in item.levels} | {level.nl: level.id for level in item.levels}


def separator_of(item: Item, words: Sequence[str], labels: Mapping[str, str]) -> str:
    """The separator under which most cells fall apart into answers."""

    def known(separator: str) -> int:
        table = _table(item, labels)
        return sum(listed(word, separator, table) is not None for word in words)

    return max(SEPARATORS, key=known)


def _table(item: Item, labels: Mapping[str, str]) -> dict[str, int]:
    names = [name for level in item.levels for name in (level.id, level.en, level.nl)]
    numbers = [str(place) for place in range(1, len(item.levels) + 1)]
    return {tidy(name): 0 for name in (*names, *numbers, *labels)}


def parts_of(item: Item, words: Sequence[str], labels: Mapping[str, str], separator: str) -> list[str]:
    """The distinct codes in cells that hold several."""
    table = _table(item, labels)
    parts: dict[str, None] = {}
    for word in words:
        pieces = word.split(separator)
        start = 0
        while start < len(pieces):
            ends = range(len(pieces), start, -1)
            end = next((e for e in ends if tidy(separator.join(pieces[start:e])) in table), start + 1)
            piece = tidy(separator.join(pieces[start:end]))
            if piece:
                parts[piece] = None
            start = end
    return list(parts)


def ticks(
    marks: Mapping[str, Sequence[str]], words: Sequence[str], tool: str
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words of a tick and of none among `words`; None where the words are neither.

    `marks` tells for each column what else may stand for a tick there, such as the label of its answer.
    """
    if tool == "limesurvey":
        return limesurvey.SELECTED, limesurvey.NOT_SELECTED
    own = {tidy(mark) for column_marks in marks.values() for mark in column_marks}
    said = [word for word in words if not state_of(word) and word != qualtrics.SEEN]
    none = tuple(word for word in said if word in NO)
    yes = tuple(word for word in said if word not in NO and (word in YES or word in own))
    if len(yes) + len(none) < len(said) or (len(yes) > 1 and tool not in ("qualtrics", "plain")):
        return None
    return yes or ("1",), none


def tick_fields(found: tuple[tuple[str, ...], tuple[str, ...]] | None, resolved: Resolved, tool: str) -> dict[str, Any]:
    """The fields of a tick entry that depend on the tool: words, and what a row without any cell means."""
    yes, none = found or (("1",), ("0",))
    missing = resolved.missing
    if tool == "redcap":
        # An unticked box and a page never opened look the same: 0 says nothing, the form's status says whether seen.
        return {"selected": ("1", "Checked"), "empty": ("0", "Unchecked"), "when_empty": NOTHING_SELECTED}
    if tool == "limesurvey":
        return {"selected": yes, "not_selected": none, "when_empty": NOTHING_SELECTED}
    if not none and tool != "qualtrics":
        return {"selected": yes, "when_empty": NOTHING_SELECTED, "missing": missing}
    return {"selected": yes, "not_selected": none, "missing": missing}


def seen_in_qualtrics(entry: ItemMapping, entries: Sequence[ItemMapping], cells: pd.DataFrame) -> ItemMapping:
    """The entry with what an empty cell means: not shown, if anywhere in the export -99 or 0 says seen but empty."""
    recoded = any(
        qualtrics.SEEN in {tidy(word) for word in cells[column].cat.categories}
        for other in entries
        for column in other.all_columns
    ) or any(other.layout == TICK_COLUMNS and "0" in other.not_selected for other in entries)
    if not recoded:
        return entry
    missing = dict(entry.missing)
    if entry.layout in (TICKS_IN_CELL, TICK_COLUMNS):
        missing[NOTHING_SELECTED] = (qualtrics.SEEN,)
    return replace(entry, when_empty="not_asked", missing=missing)
