"""The mapping: which columns of an export answer which item, what their codes mean and which rows count.

Only columns that the mapping names are read: it is an allow-list. Names, addresses and free text stay outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files.tables import read_text
from clinical_data_survey.survey.questionnaire import EVERYONE, Item, Questionnaire

TOOLS = ("limesurvey", "qualtrics", "redcap", "spss", "plain")
ONE_COLUMN = "one_column"
TICK_COLUMNS, TICKS_IN_CELL, CHOICE_COLUMNS = "tick_columns", "ticks_in_cell", "choice_columns"
POSITION_COLUMNS, RANK_COLUMNS, ORDER_IN_CELL = "position_columns", "rank_columns", "order_in_cell"
LAYOUTS = {
    "single": (ONE_COLUMN,),
    "ordinal": (ONE_COLUMN,),
    "multiple-response": (TICK_COLUMNS, TICKS_IN_CELL, CHOICE_COLUMNS),
    "ranking": (POSITION_COLUMNS, RANK_COLUMNS, ORDER_IN_CELL),
}
A_COLUMN_A_LEVEL = (TICK_COLUMNS, RANK_COLUMNS)
IN_ONE_CELL = (ONE_COLUMN, TICKS_IN_CELL, ORDER_IN_CELL)
NOTHING_SELECTED = "nothing_selected"
MISSING = ("unanswered", "not_asked", "refused", NOTHING_SELECTED)
FILLED = "filled"
UNCONFIRMED = "check them"

_TEXT = {"type": "string", "minLength": 1}
_WORDS = {"type": "array", "items": {"type": "string"}}
_MISSING = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(MISSING, _WORDS)}
_CONDITION = {
    "type": "object",
    "required": ["column", "is"],
    "additionalProperties": False,
    "properties": {"column": _TEXT, "is": {"anyOf": [{"const": FILLED}, {**_WORDS, "minItems": 1}]}},
}
_ITEM = {
    "type": "object",
    "required": ["layout", "columns"],
    "additionalProperties": False,
    "properties": {
        "layout": {"enum": [layout for layouts in dict.fromkeys(LAYOUTS.values()) for layout in layouts]},
        "columns": {
            "anyOf": [
                {"type": "array", "items": _TEXT, "minItems": 1},
                {"type": "object", "additionalProperties": _TEXT, "minProperties": 1},
            ]
        },
        "codes": {"type": "object", "additionalProperties": {"type": "string"}},
        "selected": _WORDS,
        "not_selected": _WORDS,
        "empty": _WORDS,
        "separator": {"type": "string", "minLength": 1},
        "when_empty": {"enum": ["unanswered", "not_asked", NOTHING_SELECTED]},
        "missing": _MISSING,
        "missing_columns": {"type": "object", "additionalProperties": _TEXT},
        "base": {
            "anyOf": [
                {"const": EVERYONE},
                {
                    "type": "object",
                    "required": ["item", "levels"],
                    "additionalProperties": False,
                    "properties": {"item": _TEXT, "levels": {**_WORDS, "minItems": 1}},
                },
            ]
        },
        "guessed": {"type": "string"},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["tool", "items"],
    "additionalProperties": False,
    "properties": {
        "tool": {"enum": list(TOOLS)},
        "read": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(("encoding", "separator", "sheet", "dictionary"), _TEXT),
        },
        "rules": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "complete": _CONDITION,
                "partial": {"enum": ["drop", "keep"]},
                "test": _CONDITION,
                "tests": {"enum": ["drop", "keep"]},
                "same_person": _WORDS,
                "duplicates": {"enum": ["keep_first", "keep_last", "keep_all"]},
            },
        },
        "weight": _TEXT,
        "synthetic": _TEXT,
        "texts": {"type": "object", "additionalProperties": _TEXT},
        "missing": _MISSING,
        "items": {"type": "object", "additionalProperties": _ITEM, "minProperties": 1},
        "not_matched": _WORDS,
    },
}
FORM = "See 'The mapping file' in data/examples/README.md for the form of an entry."


@dataclass(frozen=True)
class ReadOptions:
    """How an export is to be read where its bytes do not say: codec, separator, sheet, and a data dictionary's name."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    dictionary: str | None = None


@dataclass(frozen=True)
class Condition:
    """Met where the column holds one of `values`; where `values` is None, where it holds anything at all."""

    column: str
    values: tuple[str, ...] | None


@dataclass(frozen=True)
class Rules:
    """Which rows count: complete ones, real ones, each person once."""

    complete: Condition | None = None
    partial: str = "drop"
    test: Condition | None = None
    tests: str = "drop"
    same_person: tuple[str, ...] = ()
    duplicates: str = "keep_first"


@dataclass(frozen=True)
class ItemMapping:
    """Where and how an export holds one item.

    `columns` stand in the order of positions; for a column a level, `levels` names the level of each. `codes` tells
    the level of each code; `selected`, `not_selected` and `empty` the words of a tick, of none and of saying nothing;
    `missing` the codes of each reason for a missing answer, `missing_columns` the columns whose tick is such a reason;
    `when_empty` what a complete row without any cell means; `base` who was asked, None for the questionnaire's own.
    """

    item: str
    layout: str
    columns: tuple[str, ...]
    levels: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    selected: tuple[str, ...] = ()
    not_selected: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    separator: str = ","
    when_empty: str = "unanswered"
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing_columns: Mapping[str, str] = field(default_factory=dict)
    base: tuple[str, tuple[str, ...]] | str | None = None
    guessed: str | None = None

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column that the item reads."""
        return self.columns + tuple(self.missing_columns.values())


@dataclass(frozen=True)
class ExportMapping:
    """A whole mapping: one entry an item, and the rules for rows.

    `texts` names columns of free text, which are counted and never kept; `missing` holds codes of missing answers that
    every item shares; `not_matched` the items without a column, for people to read.
    """

    tool: str
    items: tuple[ItemMapping, ...]
    source: ReadOptions = field(default_factory=ReadOptions)
    rules: Rules = field(default_factory=Rules)
    weight: str | None = None
    synthetic: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_matched: tuple[str, ...] = ()

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """The columns that hold answers, each once."""
        return tuple(dict.fromkeys(column for item in self.items for column in item.all_columns))

    @property
    def columns(self) -> tuple[str, ...]:
        """The allow-list: every column that is read, each once."""
        rules = self.rules
        conditions = [condition.column for condition in (rules.complete, rules.test) if condition]
        single = [name for name in (self.weight, self.synthetic) if name]
        others = [*conditions, *rules.same_person, *single, *self.texts.values()]
        return tuple(dict.fromkeys([*self.answer_columns, *others]))


def load(path: Path, questionnaire: Questionnaire) -> ExportMapping:
    """Read and check a mapping.

    Raises DataError that names the entry, what is wrong and what to do.
    """
    text = read_text(path)
    try:
        # The base loader leaves every value as it is written: codes such as 1, 007, No or Y stay text.
        content = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise reject(
            path, "the file is not valid YAML.", f"Mend it: {reason}.", mark.line + 1 if mark else None
        ) from None
    problems = [
        Problem(path, f"{_short(error)}.", FORM, column=" > ".join(map(str, error.absolute_path)) or "whole file")
        for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(content)
    ]
    if problems:
        raise DataError(problems)
    mapping = _mapping(content)
    problems = contradictions(mapping, questionnaire, path)
    if problems:
        raise DataError(problems)
    return mapping


def _short(error: jsonschema.ValidationError) -> str:
    """A schema's message without the whole entry in it."""
    if error.validator == "anyOf":
        return "the entry has none of the forms that it may have"
    return error.message if len(error.message) < 200 else f"the entry does not fit ({error.validator})"


def _condition(entry: Mapping[str, Any] | None) -> Condition | None:
    if entry is None:
        return None
    return Condition(entry["column"], None if entry["is"] == FILLED else tuple(entry["is"]))


def _words(entry: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {state: tuple(words) for state, words in entry.items()}


def _mapping(content: Mapping[str, Any]) -> ExportMapping:
    rules = content.get("rules", {})
    return ExportMapping(
        tool=content["tool"],
        items=tuple(_item(name, entry) for name, entry in content["items"].items()),
        source=ReadOptions(**content.get("read", {})),
        rules=Rules(
            complete=_condition(rules.get("complete")),
            partial=rules.get("partial", "drop"),
            test=_condition(rules.get("test")),
            tests=rules.get("tests", "drop"),
            same_person=tuple(rules.get("same_person", ())),
            duplicates=rules.get("duplicates", "keep_first"),
        ),
        weight=content.get("weight"),
        synthetic=content.get("synthetic"),
        texts=dict(content.get("texts", {})),
        missing=_words(content.get("missing", {})),
        not_matched=tuple(content.get("not_matched", ())),
    )


def _item(name: str, entry: Mapping[str, Any]) -> ItemMapping:
    columns, base = entry["columns"], entry.get("base")
    by_level = isinstance(columns, dict)
    return ItemMapping(
        item=name,
        layout=entry["layout"],
        columns=tuple(columns.values()) if by_level else tuple(columns),
        levels=tuple(columns) if by_level else (),
        codes=dict(entry.get("codes", {})),
        selected=tuple(entry.get("selected", ())),
        not_selected=tuple(entry.get("not_selected", ())),
        empty=tuple(entry.get("empty", ())),
        separator=entry.get("separator", ","),
        when_empty=entry.get("when_empty", "unanswered"),
        missing=_words(entry.get("missing", {})),
        missing_columns=dict(entry.get("missing_columns", {})),
        base=(base["item"], tuple(base["levels"])) if isinstance(base, dict) else base,
        guessed=entry.get("guessed"),
    )


def contradictions(mapping: ExportMapping, questionnaire: Questionnaire, path: Path) -> list[Problem]:
    """What a schema cannot see: unknown items, levels and layouts, codes left open, a column used twice."""
    known = {item.id: item for item in questionnaire.items}
    problems: list[Problem] = []
    users: dict[str, str] = {}
    for entry in mapping.items:
        place = f"items > {entry.item}"
        if entry.item not in known:
            remedy = f"Use one of {', '.join(known)}; free text belongs under 'texts'."
            problems.append(Problem(path, "the questionnaire has no such item.", remedy, column=place))
            continue
        problems += [
            Problem(path, what, remedy, column=place) for what, remedy in _item_faults(entry, known[entry.item], known)
        ]
        for column in entry.all_columns:
            if column in users:
                remedy = "Give each item columns of its own."
                what = f"the column '{column}' is used by '{users[column]}' as well."
                problems.append(Problem(path, what, remedy, column=place))
            users[column] = entry.item
    for name, column in mapping.texts.items():
        if column in users:
            what = f"the column '{column}' is an answer to '{users[column]}' as well."
            problems.append(Problem(path, what, "Map it once.", column=f"texts > {name}"))
    return problems


def _item_faults(entry: ItemMapping, item: Item, known: Mapping[str, Item]) -> list[tuple[str, str]]:
    """What is wrong with one entry, and what to do, in pairs."""
    levels = {level.id for level in item.levels}
    offered = f"Use one of {', '.join(level.id for level in item.levels)}."
    faults = []
    if entry.layout not in LAYOUTS[item.type]:
        remedy = f"Use {' or '.join(LAYOUTS[item.type])}."
        faults.append((f"the layout '{entry.layout}' does not hold an item of type {item.type}.", remedy))
    if (entry.layout in A_COLUMN_A_LEVEL) != bool(entry.levels):
        form = "{level: column}" if entry.layout in A_COLUMN_A_LEVEL else "[column, ...]"
        faults.append((f"the columns of '{entry.layout}' do not have the right form.", f"Write them as {form}."))
    if entry.layout in IN_ONE_CELL and len(entry.columns) != 1:
        faults.append((f"'{entry.layout}' takes one column.", "Name one."))
    faults += [(f"'{level}' is no answer of the item.", offered) for level in entry.levels if level not in levels]
    faults += [
        (f"the code '{code}' has no answer yet.", offered)
        if target == ""
        else (f"the code '{code}' stands for '{target}', which is no answer of the item.", offered)
        for code, target in entry.codes.items()
        if target not in levels
    ]
    needs_codes = entry.layout not in A_COLUMN_A_LEVEL
    if needs_codes and not entry.codes:
        faults.append(("no code is given.", "Write under 'codes' which answer each code stands for."))
    if entry.layout == TICK_COLUMNS and not entry.selected:
        faults.append(("'selected' is missing.", "Write the words of a tick, such as [Y] or ['1']."))
    faults += [
        (f"'{state}' is no reason for a missing answer.", f"Use one of {', '.join(MISSING[1:])}.")
        for state in entry.missing_columns
        if state not in MISSING
    ]
    if NOTHING_SELECTED in (entry.when_empty, *entry.missing) and item.type != "multiple-response":
        faults.append((f"'{NOTHING_SELECTED}' is for multiple responses only.", "Use unanswered or not_asked."))
    if isinstance(entry.base, tuple):
        base_item, base_levels = entry.base
        offered_there = {level.id for level in known[base_item].levels} if base_item in known else set()
        if not set(base_levels) <= offered_there:
            faults.append(("its base names an answer that no item offers.", "Name an item and levels of it."))
    return faults
