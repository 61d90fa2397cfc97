"""An export and its mapping become a wave and a report. Nothing is written here."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.importers import comparison, doubts, faults, rows, tools
from clinical_data_survey.importers.doubts import Doubt
from clinical_data_survey.importers.export import Export
from clinical_data_survey.importers.layouts import Decoded, codes_of, decode
from clinical_data_survey.importers.mapping import NOTHING_SELECTED, UNCONFIRMED, ExportMapping, ItemMapping
from clinical_data_survey.importers.report import ItemReport, Report
from clinical_data_survey.importers.rows import ChosenRows
from clinical_data_survey.survey import wave as waves
from clinical_data_survey.survey.answers import SEVERAL, STATES, Answers, answers_of, in_base
from clinical_data_survey.survey.questionnaire import EVERYONE, Questionnaire
from clinical_data_survey.survey.wave import Wave

_ANSWERED, _UNANSWERED, _NOT_ASKED = STATES.index("answered"), STATES.index("unanswered"), STATES.index("not_asked")


@dataclass(frozen=True)
class Imported:
    """A wave and what its import kept and left out."""

    wave: Wave
    report: Report


def run(
    path: Path,
    mapping: ExportMapping,
    about: Mapping[str, Any],
    questionnaire: Questionnaire,
    beside: Path | None = None,
    mapping_file: Path | None = None,
) -> Imported:
    """Read an export as its mapping says; `about` holds the fields of `About`.

    Files that the mapping names, such as a data dictionary, are looked for in the folder `beside`; messages name
    `mapping_file`, by default the mapping there.
    Raises DataError that names each file, row and column that cannot be read, and what to do; and each doubt that the
    mapping does not accept.
    """
    told = waves.as_about(about)
    mapping_file = mapping_file or (beside or path.parent) / waves.MAPPING
    _check_confirmed(mapping, mapping_file)
    export = tools.open_export(path, mapping.tool, mapping.source, beside)
    _check_columns(export, mapping)
    accepted = _check_doubts(doubts.raised(mapping, export, questionnaire), mapping, mapping_file)
    cells = export.read(mapping.columns)
    rows.check_one_export(cells[list(mapping.answer_columns)], path)
    rows.check_filled(cells, mapping, path)
    chosen = rows.choose(cells, mapping)
    read, complete = cells[chosen.kept], chosen.complete[chosen.kept]
    items = [item for item in questionnaire.items if item.id in {entry.item for entry in mapping.items}]
    entries = {entry.item: entry for entry in mapping.items}
    decoded = [decode(read, entries[item.id], item, mapping.missing) for item in items]
    problems = faults.told([fault for found in decoded for fault in found.faults], read, mapping, path)
    if problems:
        raise DataError(problems)
    touched = _touched(decoded)
    dropped = dict(chosen.dropped)
    if not touched.all():
        dropped[rows.NOTHING] = int((~touched).sum())
    read = read[touched]
    decoded = [_only(found, touched) for found in decoded]
    answers, outside = _settle(decoded, entries, complete[touched])
    if not len(read):
        counted = "; ".join(f"{reason}: {count:,}" for reason, count in dropped.items())
        remedy = "Look at the 'rules' of the mapping."
        raise DataError([Problem(path, f"no respondent remains ({counted}).", remedy)])
    # Ids of the tool lead back to people; the row in the export leads back only to whoever holds the export.
    ids = pd.Series("r" + read.index.astype(str), dtype=str)
    weights = _weights(read[mapping.weight], path) if mapping.weight else None
    marks = _marks(read[mapping.synthetic]) if mapping.synthetic else None
    wave = Wave(**vars(told), ids=ids, answers=answers, weights=weights, synthetic=marks)
    waves.validate(wave, path)
    chosen = replace(chosen, dropped=dropped)
    return Imported(wave, _report(export, mapping, questionnaire, chosen, answers, outside, read, accepted))


def _check_confirmed(mapping: ExportMapping, path: Path) -> None:
    """Raises DataError where codes rest on the order of answers alone and nobody has said that the order is right."""
    what = "its answers were guessed from their order alone, which no code or label confirms."
    remedy = "Compare the codes with the survey, then remove the line 'guessed'."
    unread = [entry.item for entry in mapping.items if UNCONFIRMED in (entry.guessed or "")]
    if unread:
        raise DataError([Problem(path, what, remedy, column=f"items > {item}") for item in unread])


def _check_doubts(found: Sequence[Doubt], mapping: ExportMapping, path: Path) -> dict[str, str]:
    """The doubts that the mapping accepts, with their reasons. Raises DataError where it does not accept one."""
    open_ones = [doubt for doubt in found if doubt.key not in mapping.accept]
    if open_ones:
        raise DataError([Problem(path, one.what, one.full_remedy, column=one.place) for one in open_ones])
    return {doubt.what: mapping.accept[doubt.key] for doubt in found}


def _check_columns(export: Export, mapping: ExportMapping) -> None:
    lacking = [column for column in mapping.columns if column not in export.columns]
    if not lacking:
        return
    found = len(mapping.columns) - len(lacking)
    if found < len(lacking):
        named = len(mapping.columns)
        what = f"holds {found or 'none'} of the {named} columns that the mapping names: it is another export."
        remedy = "Give the mapping of this export, or make one with 'cds mapping'."
        raise DataError([Problem(export.path, what, remedy, export.header_row)])
    raise DataError(
        [
            Problem(export.path, "the column is missing.", _remedy(column, export), export.header_row, column)
            for column in lacking
        ]
    )


def _remedy(column: str, export: Export) -> str:
    near = difflib.get_close_matches(column, export.columns, 1)
    meant = f"Did you mean '{near[0]}'? " if near else ""
    return f"{meant}Name a column of this export in the mapping, or remove the entry."


def _touched(decoded: Sequence[Decoded]) -> np.ndarray:
    """Which rows answer at least one item, or say why one is missing."""
    return np.logical_or.reduce([~found.blank for found in decoded])


def _only(found: Decoded, rows_kept: np.ndarray) -> Decoded:
    return replace(
        found, values=found.values[rows_kept], states=found.states[rows_kept], blank=found.blank[rows_kept], faults=()
    )


def _settle(
    decoded: Sequence[Decoded], entries: Mapping[str, ItemMapping], complete: np.ndarray
) -> tuple[dict[str, Answers], dict[str, int]]:
    """Blank rows get their meaning; answers from outside an item's base are set to not asked and counted."""
    last = np.full(len(complete), len(decoded))
    for place, found in enumerate(decoded):
        last = np.where(~complete & ~found.blank, place, last)
    settled: dict[str, Answers] = {}
    outside = {}
    for place, found in enumerate(decoded):
        entry, states = entries[found.item.id], found.states.copy()
        when_empty = _ANSWERED if entry.when_empty == NOTHING_SELECTED else STATES.index(entry.when_empty)
        states[found.blank] = when_empty
        # An unfinished response never came to what lies behind its last answer.
        states[found.blank & ~complete & (place > last)] = _NOT_ASKED
        base_item, levels = (
            entry.base if isinstance(entry.base, tuple) else (found.item.base.item, found.item.base.levels)
        )
        asked = None if entry.base == EVERYONE else in_base(settled, base_item, levels)
        if asked is not None:
            outside[found.item.id] = int((~asked & (states == _ANSWERED) & ~found.blank).sum())
            states[~asked] = _NOT_ASKED
        settled[found.item.id] = answers_of(found.item, found.values, states)
    return settled, outside


def _marks(text: pd.Series) -> np.ndarray:
    """1 for each made-up row, 0 for the others."""
    return (codes_of(text, dict.fromkeys(("1", "Y", "Yes", "Ja", "True"), 1)) == 1).astype(int)


def _weights(text: pd.Series, path: Path) -> np.ndarray:
    """Weights as floats; a comma may mark decimals."""
    numbers = pd.to_numeric(text.astype(str).str.strip().str.replace(",", "."), errors="coerce").to_numpy()
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers > 0)))
    if len(wrong):
        what = f"'{text.iloc[wrong[0]]}' is no weight above 0 ({len(wrong):,} rows)."
        row = int(text.index[wrong[0]])
        raise DataError([Problem(path, what, "Mend the weights, or leave 'weight' out.", row, str(text.name))])
    return numbers


def _report(
    export: Export,
    mapping: ExportMapping,
    questionnaire: Questionnaire,
    chosen: ChosenRows,
    answers: Mapping[str, Answers],
    outside: Mapping[str, int],
    read: pd.DataFrame,
    accepted: Mapping[str, str],
) -> Report:
    entries = {entry.item: entry for entry in mapping.items}
    texts = {name: int((read[column].astype(str).str.strip() != "").sum()) for name, column in mapping.texts.items()}
    wrong = [comparison.if_unfinished_counted(len(read), chosen.dropped, rows.PARTIAL)]
    wrong += [comparison.if_wrong(found, entries[item]) for item, found in answers.items()]
    return Report(
        file=export.path.name,
        tool=mapping.tool,
        rows_in=len(chosen.kept),
        rows_kept=len(read),
        dropped=chosen.dropped,
        kept_though=chosen.kept_though,
        items=tuple(_item_report(found, entries[item], outside.get(item, 0)) for item, found in answers.items()),
        missing_items=tuple(item.id for item in questionnaire.items if item.id not in entries),
        texts=texts,
        columns_left_out=len(export.columns) - len(mapping.columns),
        accepted=accepted,
        compared=tuple(comparison.most_frequent(found) for found in answers.values()),
        if_wrong=tuple(line for line in wrong if line),
    )


def _item_report(answers: Answers, entry: ItemMapping, outside: int) -> ItemReport:
    item, given = answers.item, answers.states == _ANSWERED
    counted = {state: int((answers.states == place).sum()) for place, state in enumerate(STATES)}
    values = answers.values[given]
    contradicted = 0
    if item.type in SEVERAL:
        seen = (values > 0).any(axis=0)
        if item.type == "multiple-response":
            counted[NOTHING_SELECTED] = int((values == 0).all(axis=1).sum())
        exclusive = [place for place, level in enumerate(item.levels) if level.exclusive]
        if exclusive:
            contradicted = int(((values[:, exclusive] > 0).any(axis=1) & ((values > 0).sum(axis=1) > 1)).sum())
    else:
        seen = np.isin(np.arange(len(item.levels)), values)
    unseen = tuple(level.id for level, found in zip(item.levels, seen, strict=True) if not found)
    lacking = tuple(level.id for level in item.levels if entry.levels and level.id not in entry.levels)
    return ItemReport(item.id, counted, unseen, lacking, outside, contradicted)
