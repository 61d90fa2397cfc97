"""A first mapping: columns, codes and labels of an export held against the questionnaire.

What is guessed is marked, what is not found is named; a person reads the mapping before it is used.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from clinical_data_survey.importers import columns as columns_apart
from clinical_data_survey.importers import form_codes, guess_codes, redcap
from clinical_data_survey.importers.export import Export, ReadColumn, first_of
from clinical_data_survey.importers.layouts import tidy
from clinical_data_survey.importers.mapping import (
    CHOICE_COLUMNS,
    ONE_COLUMN,
    ORDER_IN_CELL,
    POSITION_COLUMNS,
    RANK_COLUMNS,
    TICK_COLUMNS,
    TICKS_IN_CELL,
    UNCONFIRMED,
    Condition,
    ExportMapping,
    ItemMapping,
    ReadOptions,
    Rules,
)
from clinical_data_survey.importers.vocabulary import NO, YES, is_tick, plain_text, state_of
from clinical_data_survey.survey.answers import SEVERAL
from clinical_data_survey.survey.questionnaire import Item, Questionnaire

ALIKE = 0.9
MOST_WORDS = 80


@dataclass(frozen=True)
class Column:
    """One column of an export: the words in it, none where there are more than `MOST_WORDS`, and what is said of it.

    `code` is what its tool calls it; where several columns share a question, `stem` is theirs and `end` its own.
    """

    name: str
    code: str
    stem: str
    end: str
    wording: str
    labels: Mapping[str, str]
    words: tuple[str, ...]

    @property
    def asked(self) -> str:
        """The part of the wording that all columns of a question share."""
        return columns_apart.wording_apart(self.wording).stem

    @property
    def sub_label(self) -> str:
        """The part of the wording that names one answer, as in 'Which barriers? - Lack of expertise'."""
        return columns_apart.wording_apart(self.wording).end or self.wording


def guess(export: Export, questionnaire: Questionnaire, source: ReadOptions) -> ExportMapping:
    """A first mapping of an export. Items are tried in the order of the questionnaire; a column is used once."""
    cells = export.read(export.columns)
    columns = [_column(name, cells[name], export) for name in export.columns]
    free = {column.name: column for column in columns}
    for name in _of_the_rows(export):
        free.pop(name, None)
    entries, missing = [], []
    for item in questionnaire.items:
        entry = _item(item, list(free.values()), export)
        if entry is None:
            missing.append(item.id)
            continue
        entries.append(entry)
        for name in entry.all_columns:
            free.pop(name, None)
    if export.tool == "qualtrics":
        entries = [guess_codes.seen_in_qualtrics(entry, entries, cells) for entry in entries]
    return ExportMapping(
        tool=export.tool,
        items=tuple(entries),
        source=source,
        rules=_rules(export, entries),
        weight=first_of(export.columns, "weight", "weging", "gewicht"),
        synthetic=first_of(export.columns, "synthetic"),
        missing=guess_codes.SHARED_MISSING[export.tool],
        not_matched=tuple(missing),
    )


def _rules(export: Export, entries: Sequence[ItemMapping]) -> Rules:
    """The tool's own rules; in REDCap finished is what the form that holds the answers says."""
    told = redcap.told_by(export, [name for entry in entries for name in entry.all_columns])
    complete = Condition(told[0], redcap.COMPLETE) if told else export.rules.complete
    return replace(export.rules, complete=complete)


def _of_the_rows(export: Export) -> list[str]:
    """Columns that say something of the row rather than hold an answer."""
    rules = export.rules
    conditions = [condition.column for condition in (rules.complete, rules.test) if condition]
    return [*conditions, *export.finished, *rules.same_person, "synthetic", "weight", "weging", "gewicht"]


def _column(name: str, text: pd.Series, export: Export) -> Column:
    part = columns_apart.taken_apart(name, export)
    known = export.read_as.get(name, ReadColumn(name))
    words = [tidy(word) for word in text.cat.categories]
    words = [] if len(words) > MOST_WORDS else [word for word in words if word]
    return Column(
        name,
        name if known.end else known.stem,
        part.stem,
        part.end,
        export.wording.get(name, name),
        export.labels.get(name, {}),
        tuple(words),
    )


def _item(item: Item, columns: Sequence[Column], export: Export) -> ItemMapping | None:
    if item.type in SEVERAL:
        found = (
            _spread(item, columns, export) or _by_answers(item, columns, export) or _in_one_cell(item, columns, export)
        )
        if found is not None:
            return found
    return _single(item, columns, export) if item.type not in SEVERAL else None


def _named(item: Item, name: str) -> bool:
    return plain_text(name) in {plain_text(item.id), form_codes.of_id(item.id), plain_text(item.short)}


def _worded(item: Item, column: Column) -> bool:
    """Whether a column's wording is the item's, in either language, or nearly so, or its beginning where it was cut."""
    asked = [plain_text(item.en), plain_text(item.nl)]
    for wording in (column.wording, column.asked):
        text = plain_text(wording)
        cut = wording.rstrip().endswith("..")
        if not text:
            continue
        least = guess_codes.LEAST_LETTERS - 1 if cut else 20
        if any(one in text or (one.startswith(text) and len(text) > least) for one in asked):
            return True
        if any(difflib.SequenceMatcher(None, text[: len(one)], one).ratio() >= ALIKE for one in asked):
            return True
    return False


def _single(item: Item, columns: Sequence[Column], export: Export) -> ItemMapping | None:
    """One column for one answer: by its name, else by its wording, else by answers that only this item has."""
    whole = [column for column in columns if not (export.tool == "redcap" and "___" in column.name)]
    by_name = [column for column in whole if _named(item, column.code)]
    by_wording = [column for column in whole if _worded(item, column)]
    by_answers = [column for column in whole if guess_codes.all_known(item, column.words, column.labels)]
    for how, found in (("name", by_name), ("wording", by_wording), ("answers", by_answers)):
        if found:
            column = found[0]
            resolved = guess_codes.resolve(item, column.words, column.labels, export.tool)
            return ItemMapping(
                item.id, ONE_COLUMN, (column.name,), codes=resolved.codes, missing=resolved.missing,
                guessed=f"column by its {how}, {resolved.how}",
            )  # fmt: skip
    return None


def _in_one_cell(item: Item, columns: Sequence[Column], export: Export) -> ItemMapping | None:
    """Several answers in one cell, between separators."""
    named = [column for column in columns if _named(item, column.code) or _worded(item, column)]
    for column in named:
        if column.words and all(is_tick(word) for word in column.words):
            continue  # it tells of one answer whether it was ticked
        separator = guess_codes.separator_of(item, column.words, column.labels)
        parts = guess_codes.parts_of(item, column.words, column.labels, separator)
        resolved = guess_codes.resolve(item, parts, column.labels, export.tool)
        layout = TICKS_IN_CELL if item.type == "multiple-response" else ORDER_IN_CELL
        how = "name" if _named(item, column.code) else "wording"
        return ItemMapping(
            item.id, layout, (column.name,), codes=resolved.codes, separator=separator, missing=resolved.missing,
            guessed=f"column by its {how}, {resolved.how}",
        )  # fmt: skip
    return None


def _spread(item: Item, columns: Sequence[Column], export: Export) -> ItemMapping | None:
    """Several columns that share a stem: one a level, one a position, or one a choice."""
    for stem, group in _groups(item, columns).items():
        by_name = _named(item, stem)
        if len(group) < 2 or not (by_name or any(_worded(item, column) for column in group)):
            continue
        how = f"columns by their {'name' if by_name else 'wording'}"
        entry = _of_group(item, group, export, how)
        if entry is not None:
            return entry
    return None


def _by_answers(item: Item, columns: Sequence[Column], export: Export) -> ItemMapping | None:
    """Columns that are called by the answers themselves, as in a matrix or under a heading of several columns."""
    found: dict[str, Column] = {}
    for column in columns:
        level = guess_codes.level_of(item, column.sub_label)
        marks = {*YES, *NO, *_labels(item, level)} if level else set()
        ranks = {str(rank) for rank in range(1, len(item.levels) + 1)}
        allowed = ranks if item.type == "ranking" else marks
        if level and all(word in allowed or state_of(word) for word in column.words):
            found.setdefault(level, column)
    return _of_group(item, list(found.values()), export, "columns by their answers") if len(found) > 1 else None


def _groups(item: Item, columns: Sequence[Column]) -> dict[str, list[Column]]:
    """Columns by their common stem; those that begin with the item's own id go by that, however they go on."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        own = re.match(rf"{re.escape(item.id)}(?:_+|\.)(?P<end>.+)$", column.name)
        if own:
            groups.setdefault(item.id, []).append(replace(column, stem=item.id, end=own["end"]))
        elif column.end:
            groups.setdefault(column.stem, []).append(column)
    return groups


def _of_group(item: Item, group: Sequence[Column], export: Export, how: str) -> ItemMapping | None:
    words = sorted({word for column in group for word in column.words})
    labels = {code: label for column in group for code, label in column.labels.items()}
    resolved = guess_codes.resolve(item, words, labels if export.tool != "redcap" else {}, export.tool)
    ranks = {str(rank) for rank in range(1, len(item.levels) + 1)}
    marks_of_missing = [*resolved.missing.values(), *guess_codes.SHARED_MISSING[export.tool].values()]
    meant = [word for word in words if word not in {tidy(mark) for marks in marks_of_missing for mark in marks}]
    levels, by = _levels_of(item, group, export)
    if item.type == "ranking":
        if (
            len(levels) == len(item.levels)
            and set(meant) <= ranks
            and not (export.tool == "limesurvey" and by == "order")
        ):
            return ItemMapping(
                item.id, RANK_COLUMNS, tuple(levels.values()), tuple(levels), missing=resolved.missing,
                guessed=f"{how}, {_by(by)}",
            )  # fmt: skip
        ordered = sorted((column for column in group if column.end.isdecimal()), key=lambda column: int(column.end))
        positions = tuple(column.name for column in ordered)
        return (
            ItemMapping(
                item.id, POSITION_COLUMNS, positions, codes=resolved.codes, missing=resolved.missing,
                guessed=f"{how}, {resolved.how}",
            )
            if positions
            else None
        )  # fmt: skip
    ticks = guess_codes.ticks(group_words(group, levels, item), meant, export.tool)
    if ticks is None and resolved.complete:
        names = tuple(column.name for column in group)
        return ItemMapping(
            item.id, CHOICE_COLUMNS, names, codes=resolved.codes, missing=resolved.missing,
            guessed=f"{how}, {resolved.how}",
        )  # fmt: skip
    if not levels:
        return None
    entry = ItemMapping(item.id, TICK_COLUMNS, tuple(levels.values()), tuple(levels), guessed=f"{how}, {_by(by)}")
    marks = _mark_columns(group, export)
    return replace(entry, missing_columns=marks, **guess_codes.tick_fields(ticks, resolved, export.tool))


def group_words(group: Sequence[Column], levels: Mapping[str, str], item: Item) -> dict[str, tuple[str, str, str, str]]:
    """For each tick column what a tick may look like there: its ending, and its level's id and labels."""
    of_column = {column: level for level, column in levels.items()}
    return {
        column.name: (column.end, of_column[column.name], *_labels(item, of_column[column.name]))
        for column in group
        if column.name in of_column
    }


def _labels(item: Item, level_id: str) -> tuple[str, str]:
    level = item.level(level_id)
    return level.en, level.nl


def _levels_of(item: Item, group: Sequence[Column], export: Export) -> tuple[dict[str, str], str]:
    """The column of each level, and how it was found: by name, label or, where nothing else is there, order."""
    for how, found in (
        ("name", [guess_codes.level_of(item, column.end) for column in group]),
        ("label", [guess_codes.level_of(item, _label(column, export)) for column in group]),
    ):
        levels = {level: column.name for level, column in zip(found, group, strict=True) if level}
        if len(levels) >= 2:
            order = [level.id for level in item.levels]
            return {level: levels[level] for level in order if level in levels}, how
    numbered = {int(column.end): column.name for column in group if column.end.isdecimal()}
    if sorted(numbered) == list(range(1, len(item.levels) + 1)):
        return {level.id: numbered[place] for place, level in enumerate(item.levels, 1)}, "order"
    return {}, ""


def _label(column: Column, export: Export) -> str:
    if export.tool == "redcap" and "___" in column.name:
        code = redcap.code_of(column.name, column.labels)
        return column.labels.get(code or "", "")
    return column.sub_label


def _mark_columns(group: Sequence[Column], export: Export) -> dict[str, str]:
    """Checkbox columns that REDCap adds for a project's missing-data codes."""
    if export.tool != "redcap":
        return {}
    states = {column.name: state_of(_label(column, export) or column.end) for column in group}
    return {state: name for name, state in states.items() if state}


def _by(how: str) -> str:
    return f"answers by their order: {UNCONFIRMED}" if how == "order" else f"answers by their {how}"


def heading(mapping: ExportMapping, file: str, doubts: Sequence[str] = ()) -> list[str]:
    """What a person should know before using a first mapping, as lines; `doubts` is what the import would ask about."""
    open_codes = [
        f"{entry.item} ({code})" for entry in mapping.items for code, level in entry.codes.items() if not level
    ]
    by_order = [entry.item for entry in mapping.items if UNCONFIRMED in (entry.guessed or "")]
    lines = [
        f"First mapping of {file}, guessed. Read each entry before you import; 'guessed' tells what it rests on.",
        "Only the columns named here are ever read.",
    ]
    if by_order:
        lines.append(
            f"Rests on the order of answers alone: {', '.join(by_order)}. "
            "The import refuses these until you have read them and removed their line 'guessed'."
        )
        if mapping.tool == "redcap" and not mapping.source.dictionary:
            lines.append("REDCap's data dictionary tells what the codes mean: make the mapping anew with --dictionary.")
    if open_codes:
        lines.append(f"Codes that could not be matched, write their answers: {', '.join(open_codes)}.")
    if mapping.not_matched:
        lines.append(f"Items without a column: {', '.join(mapping.not_matched)}.")
    return [*lines, *(f"The import will ask: {doubt}" for doubt in doubts)]
