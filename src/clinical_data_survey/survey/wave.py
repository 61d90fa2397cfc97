"""A wave: one set of responses with what it is. On disk a folder; in memory a `Wave`.

The folder holds `responses.csv` (one row a respondent, see `responses`), `wave.yml` (what it is) and, where the wave
came from an export, `mapping.yml` (how the export was read) and `import_report.md` (what was kept and why).
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import yaml
from pydantic import BeforeValidator, Field

from clinical_data_survey.errors import DataError, Problem, quoted, reject
from clinical_data_survey.files import delimited, yaml_files
from clinical_data_survey.files.yaml_files import EXACT, Line, one_of
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.answers import NOT_ASKED, STATES, UNANSWERED, Answers, answers_of, in_base
from clinical_data_survey.survey.questionnaire import Item, Questionnaire
from clinical_data_survey.survey.responses import (
    ID,
    OF_THE_RESPONDENT,
    SYNTHETIC,
    WEIGHT,
    Fault,
    columns_of,
    laid_out,
    read_item,
)

KINDS = ("synthetic", "original", "new")
RESPONSES, ABOUT, MAPPING, REPORT = "responses.csv", "wave.yml", "mapping.yml", "import_report.md"
REMEDY = "Write title, kind (synthetic, original or new), organisation, dates (from, to), n_invited and licence."


def _days(told: Any) -> Any:
    """The first and the last day, where they are told as `from` and `to`."""
    if isinstance(told, dict) and set(told) == {"from", "to"}:
        return _day(told["from"]), _day(told["to"])
    if isinstance(told, tuple) and len(told) == 2:
        return told
    if told is not None:
        raise ValueError("the dates are not given as 'from' and 'to'")
    return None


def _count(told: Any) -> Any:
    """A number of people; a text of more digits than there are people on earth is none."""
    if isinstance(told, bool) or not re.fullmatch(r"\d{1,10}", text := str(told)[:20].strip()):
        raise ValueError(f"'{quoted(str(told)[:20])}' is no number of people")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f"'{quoted(str(text))}' is not a 'date'") from None


@dataclass(frozen=True)
class About:
    """What a wave is, without its answers.

    `dates` are the first and last day of the fieldwork; None stands for what is not known.
    """

    __pydantic_config__ = EXACT

    title: Line
    kind: Annotated[str, one_of(*KINDS)]
    organisation: Line | None = None
    dates: Annotated[tuple[date, date] | None, BeforeValidator(_days)] = None
    n_invited: Annotated[int, BeforeValidator(_count), Field(ge=1)] | None = None
    licence: Line | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Wave(About):
    """One set of responses with what it is: its answers as codes, read once.

    `ids` has a text a respondent, shape (n,). `answers` holds each item that was asked, in the questionnaire's order.
    `weights` are as given, shape (n,), None where the wave has none; `synthetic` marks made-up rows with 1, others
    with 0, shape (n,), None where nothing says.
    """

    ids: pd.Series
    answers: Mapping[str, Answers]
    weights: np.ndarray | None = None
    synthetic: np.ndarray | None = None

    @property
    def about(self) -> About:
        """What the wave is, without its answers."""
        return About(**{field.name: getattr(self, field.name) for field in fields(About)})

    @property
    def responses(self) -> pd.DataFrame:
        """The wave as a table, as `responses.csv` holds it; see `responses` for the columns of each type of item."""
        own = {ID: self.ids.array, SYNTHETIC: self.synthetic, WEIGHT: self.weights}
        columns: dict[str, Any] = {name: column for name, column in own.items() if column is not None}
        for answers in self.answers.values():
            columns |= laid_out(answers)
        return pd.DataFrame(columns)

    def items(self) -> tuple[Item, ...]:
        """The items of the questionnaire that the wave holds, in the order in which they are asked."""
        return tuple(answers.item for answers in self.answers.values())


def load(folder: Path, asked_items: Questionnaire | None = None) -> Wave:
    """Read and check a wave's folder.

    Raises DataError that names every failing file, row and column, and what to do.
    """
    return from_table(folder / RESPONSES, vars(about(folder)), asked_items)


def about(folder: Path) -> About:
    """What the wave in a folder is. Raises DataError where its `wave.yml` does not say."""
    path = folder / ABOUT
    # The base loader leaves every value as it is written, so that a title such as 2019 stays text.
    content = yaml_files.parsed(path, yaml.BaseLoader)
    if not isinstance(content, dict):
        raise reject(path, "the file does not say what the wave is.", REMEDY)
    told = {name: None if value in ("null", "~") or (value == "" and name != "title") else value
            for name, value in content.items()}  # fmt: skip
    return as_about(told, path)


def as_about(told: Mapping[str, Any], path: Path = Path(ABOUT)) -> About:
    """What a wave is, from what is told of it as `wave.yml` tells it. Raises DataError where that does not fit."""
    found = yaml_files.checked(told, About, path, REMEDY)
    if found.dates and found.dates[0] > found.dates[1]:
        raise reject(path, "the fieldwork ends before it begins.", "Swap 'from' and 'to'.", column="dates")
    return found


def from_table(path: Path, about: Mapping[str, Any], asked_items: Questionnaire | None = None) -> Wave:
    """A wave from a table of responses that lies by itself; `about` holds the fields of `About`.

    Raises DataError as `load` does.
    """
    dialect = delimited.sniff(path)
    names = delimited.header(path, dialect)
    problems = _unknown_columns(path, names, asked_items or questionnaire.load())
    if problems:
        raise DataError(problems)
    return from_frame(delimited.read(path, dialect, names, names, distinct=(ID, WEIGHT)), about, asked_items, path)


def from_frame(
    cells: pd.DataFrame,
    about: Mapping[str, Any],
    asked_items: Questionnaire | None = None,
    path: Path = Path(RESPONSES),
) -> Wave:
    """A wave from a frame with the columns of `responses.csv`; its index numbers the rows of `path` in messages.

    Raises DataError that names every answer that the questionnaire does not know, and as `validate` does.
    """
    answers, problems = {}, []
    for item in (asked_items or questionnaire.load()).items:
        if set(columns_of(item)) <= set(cells.columns):
            answers[item.id], faults = read_item(cells, item)
            problems += [_problem(fault, cells.index, path) for fault in faults]
    if problems:
        raise DataError(problems)
    if about["kind"] == "synthetic":
        # Made-up waves leave the cell empty where nobody is asked; people who were asked may leave it empty too.
        answers = {name: _not_asked_outside_its_base(own, answers) for name, own in answers.items()}
    marks, weights = (_numbers(cells, name) for name in (SYNTHETIC, WEIGHT))
    if marks is not None and np.isin(marks, (0, 1)).all():
        marks = marks.astype(int)
    ids = cells[ID].astype(str).reset_index(drop=True)
    wave = Wave(**about, ids=ids, answers=answers, weights=weights, synthetic=marks)
    validate(wave, path)
    return wave


def _numbers(cells: pd.DataFrame, name: str) -> np.ndarray | None:
    return pd.to_numeric(cells[name].astype(str), errors="coerce").to_numpy() if name in cells else None


def _problem(fault: Fault, rows: pd.Index, path: Path) -> Problem:
    times = "once" if len(fault.rows) == 1 else f"{len(fault.rows):,} times"
    return Problem(path, f"{fault.what} ({times}).", fault.remedy, int(rows[fault.rows[0]]), fault.column)


def _unknown_columns(path: Path, names: Sequence[str], whole: Questionnaire) -> list[Problem]:
    known = set(OF_THE_RESPONDENT) | {column for item in whole.items for column in columns_of(item)}
    problems = [
        Problem(path, "no such column is known.", "Remove it: only the questionnaire's own columns are read.", 1, name)
        for name in names
        if name not in known
    ]
    problems += [
        Problem(
            path, "the column is missing.", f"Add it: '{item.id}' needs a column for each of its answers.", 1, column
        )
        for item in whole.items
        if set(columns_of(item)) & set(names)
        for column in columns_of(item)
        if column not in names
    ]
    if ID not in names:
        problems.append(Problem(path, "the column is missing.", "Add it: each respondent needs an id.", 1, ID))
    return problems


def _not_asked_outside_its_base(own: Answers, answers: Mapping[str, Answers]) -> Answers:
    """The answers with `not_asked` where one is empty because the respondent is outside the item's base."""
    asked = in_base(answers, own.item.base.item, own.item.base.levels)
    if asked is None:
        return own
    states = np.where((own.states == STATES.index(UNANSWERED)) & ~asked, STATES.index(NOT_ASKED), own.states)
    return answers_of(own.item, own.values, states)


def validate(wave: Wave, path: Path = Path(RESPONSES)) -> None:
    """Check what single cells do not show: ids, weights, the mark of synthetic rows, and whether there is any answer.

    Raises DataError that names `path`, the row and column, and what to do.
    """
    problems: list[Problem] = []
    if wave.kind not in KINDS:
        raise ValueError(f"{wave.kind} is not one of {', '.join(KINDS)}")
    if not len(wave.ids):
        problems.append(Problem(path, "holds no respondents.", "A wave needs at least one."))
    if not wave.answers:
        problems.append(Problem(path, "holds no item of the questionnaire.", "Map at least one item."))
    empty = (wave.ids.isna() | (wave.ids.str.strip() == "")).to_numpy()
    problems += _named(path, ID, empty, "the id is empty.", "Give each respondent an id of its own.")
    twice = wave.ids.duplicated().to_numpy() & ~empty
    problems += _named(path, ID, twice, "the id stands twice.", "Give each respondent an id of its own.")
    if wave.weights is not None:
        wrong = ~(np.isfinite(wave.weights) & (wave.weights > 0))
        problems += _named(path, WEIGHT, wrong, "the weight is not a number above 0.", "Write a positive number.")
    problems += _marks(wave, path)
    if wave.n_invited is not None and wave.n_invited < len(wave.ids):
        what = f"{wave.n_invited:,} people were invited, yet {len(wave.ids):,} answered."
        problems.append(Problem(path.parent / ABOUT, what, "Mend n_invited, or leave it out.", column="n_invited"))
    if problems:
        raise DataError(problems)


def _named(path: Path, column: str, wrong: np.ndarray, what: str, remedy: str) -> list[Problem]:
    rows = np.flatnonzero(wrong)
    return [Problem(path, f"{what[:-1]} (rows: {len(rows):,}).", remedy, int(rows[0]) + 2, column)] if len(rows) else []


def _marks(wave: Wave, path: Path) -> list[Problem]:
    """A made-up row may not enter a wave that people answered, nor an unmarked row a synthetic one."""
    marks = wave.synthetic
    if marks is None:
        remedy = "Add it with 1 in every row, so that nobody takes the rows for answers."
        missing = Problem(path, "the column is missing, yet the wave is synthetic.", remedy, 1, SYNTHETIC)
        return [missing] if wave.kind == "synthetic" else []
    problems = _named(
        path, SYNTHETIC, ~np.isin(marks, (0, 1)), "is neither 0 nor 1.", "Write 1 for a made-up row, else 0."
    )
    if wave.kind == "synthetic":
        remedy = "Write 1, or say in wave.yml that the wave is original or new."
        return problems + _named(path, SYNTHETIC, marks == 0, "a synthetic wave holds rows that are not.", remedy)
    said = f"--kind synthetic for an import, 'kind: synthetic' in {ABOUT}"
    remedy = f"Remove the made-up rows, or say what they are: {said}."
    return problems + _named(
        path, SYNTHETIC, marks == 1, f"made-up rows stand in a wave of kind '{wave.kind}'.", remedy
    )


def save(wave: Wave, folder: Path, documents: Mapping[str, str] | None = None) -> None:
    """Write a wave's folder as a whole or not at all; an older wave in its place is replaced.

    `documents` are further texts by file name, such as the mapping that was used.
    Raises DataError where the wave is not valid, or `folder` holds something other than a wave.
    """
    validate(wave, folder / RESPONSES)
    if folder.exists() and not is_free(folder):
        raise reject(folder, "holds something other than a wave.", "Name a folder that does not exist yet.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as staging:
        new, old = Path(staging) / "new", Path(staging) / "old"
        new.mkdir()
        delimited.write(wave.responses, new / RESPONSES)
        (new / ABOUT).write_text(about_text(wave), encoding="utf-8")
        for name, text in (documents or {}).items():
            (new / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                shutil.move(old, folder)
            raise


def weighted(wave: Wave, weights: np.ndarray) -> Wave:
    """The wave with these weights, shape (n,), instead of its own, if it had any."""
    return replace(wave, weights=weights)


def documents(folder: Path) -> dict[str, str]:
    """The further texts that a wave's folder holds, by file name: its mapping and its import report."""
    held = [folder / name for name in (MAPPING, REPORT) if (folder / name).is_file()]
    return {path.name: path.read_text(encoding="utf-8") for path in held}


def is_free(folder: Path) -> bool:
    """Whether a wave may be written there: nothing, an empty folder, or an older wave and nothing besides."""
    if not folder.exists():
        return True
    return folder.is_dir() and {path.name for path in folder.iterdir()} <= {RESPONSES, ABOUT, MAPPING, REPORT}


def about_text(wave: Wave) -> str:
    """What a wave is, as the text of its `wave.yml`."""
    days = {"from": wave.dates[0].isoformat(), "to": wave.dates[1].isoformat()} if wave.dates else None
    content = {
        "title": wave.title,
        "kind": wave.kind,
        "organisation": wave.organisation,
        "dates": days,
        "n_invited": wave.n_invited,
        "licence": wave.licence,
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
