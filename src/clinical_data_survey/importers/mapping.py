"""The mapping: which columns of an export answer which item, what their codes mean and which rows count.

Only columns that the mapping names are read: it is an allow-list. Names, addresses and free text stay outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.files import yaml_files
from clinical_data_survey.files.yaml_files import EXACT, Text, one_of
from clinical_data_survey.importers.vocabulary import is_tick, state_of
from clinical_data_survey.survey.answers import SEVERAL
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
TOOL, UNFINISHED, TESTS = "tool", "unfinished", "tests"
COLUMNS, POSITIONS = "columns", "positions"

FORM = "The chapter 'The survey can be run again' and data/examples/mapping.schema.json show the form of an entry."


Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
Words = tuple[str, ...]
State = Annotated[str, one_of(*MISSING)]
Reason = Annotated[str, Field(min_length=8)]


@dataclass(frozen=True)
class ReadOptions:
    """How an export is to be read where its bytes do not say.

    Its codec, the separator, the sheet and the header's row in a workbook, and the name of a data dictionary.
    """

    __pydantic_config__ = EXACT

    encoding: Text | None = None
    separator: Text | None = None
    sheet: Text | None = None
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = None
    dictionary: Text | None = None


@dataclass(frozen=True)
class Condition:
    """Met where the column holds one of `values`; where `values` is None, where it holds anything at all."""

    __pydantic_config__ = EXACT

    column: Text
    values: Annotated[
        Annotated[Words, Field(min_length=1)] | None,
        Field(validation_alias="is"),
        BeforeValidator(lambda told: None if told == FILLED else told),
    ]


@dataclass(frozen=True)
class Rules:
    """Which rows count: complete ones, real ones, each person once."""

    __pydantic_config__ = EXACT

    complete: Condition | None = None
    partial: Annotated[str, one_of("drop", "keep")] = "drop"
    test: Condition | None = None
    tests: Annotated[str, one_of("drop", "keep")] = "drop"
    same_person: Words = ()
    duplicates: Annotated[str, one_of("keep_first", "keep_last", "keep_all")] = "keep_first"


def _asked(told: Any) -> Any:
    """A base as `everyone` or an item with levels of it."""
    if isinstance(told, dict) and set(told) == {"item", "levels"} and told["levels"]:
        return told["item"], told["levels"]
    if told != EVERYONE:
        raise ValueError("the entry has none of the forms that it may have")
    return told


@dataclass(frozen=True)
class ItemMapping:
    """Where and how an export holds one item.

    `columns` stand in the order of positions; for a column a level, `levels` names the level of each. `codes` tells
    the level of each code; `selected`, `not_selected` and `empty` the words of a tick, of none and of saying nothing;
    `missing` the codes of each reason for a missing answer, `missing_columns` the columns whose tick is such a reason;
    `when_empty` what a complete row without any cell means; `base` who was asked, None for the questionnaire's own.
    """

    __pydantic_config__ = EXACT

    item: Annotated[str, Field(validation_alias="")]
    layout: Annotated[str, one_of(*dict.fromkeys(name for names in LAYOUTS.values() for name in names))]
    columns: Annotated[Texts, BeforeValidator(lambda told: [*told.values()] if isinstance(told, dict) else told)]
    levels: Annotated[
        Words,
        Field(validation_alias="columns"),
        BeforeValidator(lambda told: list(told) if isinstance(told, dict) else ()),
    ] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    selected: Words = ()
    not_selected: Words = ()
    empty: Words = ()
    separator: Text = ","
    when_empty: Annotated[str, one_of("unanswered", "not_asked", NOTHING_SELECTED)] = "unanswered"
    missing: Mapping[State, Words] = field(default_factory=dict)
    missing_columns: Mapping[str, Text] = field(default_factory=dict)
    base: Annotated[tuple[Text, Words] | str | None, BeforeValidator(_asked)] = None
    guessed: str | None = None

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column that the item reads."""
        return self.columns + tuple(self.missing_columns.values())


def _with_names(told: Any) -> Any:
    """Entries with the name of their item, which stands before them in the file, under the empty key."""
    if not isinstance(told, dict):
        raise ValueError("the items do not stand under their names")
    return [{**entry, "": name} if isinstance(entry, dict) else entry for name, entry in told.items()]


@dataclass(frozen=True)
class ExportMapping:
    """A whole mapping: one entry an item, and the rules for rows.

    `texts` names columns of free text, which are counted and never kept; `missing` holds codes of missing answers that
    every item shares; `not_matched` the items without a column, for people to read. `accept` gives a reason for what
    would otherwise be refused as a doubt, by its key (see `doubts`).
    """

    __pydantic_config__ = EXACT

    tool: Annotated[str, one_of(*TOOLS)]
    items: Annotated[tuple[ItemMapping, ...], Field(min_length=1), BeforeValidator(_with_names)]
    source: Annotated[ReadOptions, Field(validation_alias="read")] = field(default_factory=ReadOptions)
    rules: Rules = field(default_factory=Rules)
    weight: Text | None = None
    synthetic: Text | None = None
    texts: Mapping[str, Text] = field(default_factory=dict)
    missing: Mapping[State, Words] = field(default_factory=dict)
    not_matched: Words = ()
    accept: Mapping[str, Reason] = field(default_factory=dict)

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
    # The base loader leaves every value as it is written: codes such as 1, 007, No or Y stay text.
    content = yaml_files.parsed(path, yaml.BaseLoader)
    mapping = yaml_files.checked(content, ExportMapping, path, FORM)
    problems = contradictions(mapping, questionnaire, path)
    if problems:
        raise DataError(problems)
    return mapping


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
    keys = {TOOL, UNFINISHED, TESTS} | {key for item in questionnaire.items for key in _keys(item)}
    problems += [
        Problem(path, f"nothing is called '{key}' that could be accepted.", "Remove the line.", column="accept")
        for key in mapping.accept
        if key not in keys
    ]
    for name, column in mapping.texts.items():
        if column in users:
            what = f"the column '{column}' is an answer to '{users[column]}' as well."
            problems.append(Problem(path, what, "Map it once.", column=f"texts > {name}"))
    return problems


def _keys(item: Item) -> list[str]:
    return [f"{item.id}.{end}" for end in (COLUMNS, POSITIONS, *(level.id for level in item.levels))]


def _open(code: str, entry: ItemMapping, item: Item, offered: str) -> tuple[str, str]:
    """What is wrong with a code without an answer, and what may be done with it."""
    what = f"the code '{code}' has no answer yet."
    if is_tick(code) and item.type in SEVERAL:
        form = "'layout: tick_columns', 'columns: {answer: column}', 'selected: [Ja]' and 'not_selected: [Nee]'"
        return what, f"It tells of one answer whether it was ticked, so change the layout: {form}."
    state = state_of(code) or "refused"
    return what, f"{offered} If it gives no answer, move it: 'missing: {{{state}: [{code}]}}' (or another reason)."


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
        _open(code, entry, item, offered)
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
