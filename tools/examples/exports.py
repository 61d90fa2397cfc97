"""A wave written as each survey tool would export it, and the made-up wave behind data/examples.

Tools differ in which missing answers they can hold. Where one has no place for a refusal or for a question that was
not asked, the cell is left as that tool leaves it: empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat

from clinical_data_survey.importers import form_codes
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.answers import SEVERAL, STATES, Answers, answers_of, in_base
from clinical_data_survey.survey.questionnaire import Item
from clinical_data_survey.survey.responses import SYNTHETIC, columns_of
from clinical_data_survey.survey.wave import Wave

Table = list[list[str]]
Cells = Callable[[Item, np.ndarray, str], list[str]]
DAY = "2026-01-05 09:00:00"
REMARK = "made-up text"
_NOT_ASKED_CODE, _REFUSED_CODE = 98, 99
_DICTIONARY = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip
_QUALTRICS = {
    "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "IPAddress": "IP Address",
    "Progress": "Progress", "Duration (in seconds)": "Duration (in seconds)", "Finished": "Finished",
    "RecordedDate": "Recorded Date", "ResponseId": "Response ID", "RecipientLastName": "Recipient Last Name",
    "RecipientFirstName": "Recipient First Name", "RecipientEmail": "Recipient Email",
    "ExternalReference": "External Data Reference", "LocationLatitude": "Location Latitude",
    "LocationLongitude": "Location Longitude", "DistributionChannel": "Distribution Channel",
    "UserLanguage": "User Language",
}  # fmt: skip


def made_up(n: int = 40, seed: int = 2019) -> Wave:
    """A wave of `n` respondents whose every answer is drawn at random, some missing; nobody gave these answers."""
    rng = np.random.default_rng(seed)
    whole = questionnaire.load()
    answers: dict[str, Answers] = {}
    for item in whole.items:
        values, states = _drawn(item, n, rng)
        asked = in_base(answers, item.base.item, item.base.levels)
        if asked is not None:
            states[~asked] = STATES.index("not_asked")
        answers[item.id] = answers_of(item, values, states)
    ids = pd.Series([f"synthetic-{place:03d}" for place in range(1, n + 1)], dtype=str)
    about = ("Made-up example", "synthetic", None, None, None, "CC0-1.0")
    return Wave(*about, ids=ids, answers=answers, synthetic=np.ones(n, dtype=int))


def _drawn(item: Item, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    count = len(item.levels)
    states = np.where(rng.random(n) < 0.08, 1, 0).astype(np.int8)
    if item.type == "ranking":
        return rng.permuted(np.tile(np.arange(1, count + 1), (n, 1)), axis=1), states
    if item.type == "multiple-response":
        ticks = (rng.random((n, count)) < 0.35).astype(int)
        exclusive = [place for place, level in enumerate(item.levels) if level.exclusive]
        others = ticks.sum(axis=1) - ticks[:, exclusive].sum(axis=1)
        ticks[:, exclusive] = np.where(others[:, None] > 0, 0, ticks[:, exclusive])
        return ticks, np.zeros(n, dtype=np.int8)
    return rng.integers(count, size=n), states


def rows_of(wave: Wave, cells: Mapping[str, Cells]) -> list[list[str]]:
    """For each respondent the cells of all items, in order; `cells` writes one item's answer by the item's type."""
    answers = list(wave.answers.values())
    return [
        [
            cell
            for found in answers
            for cell in cells[found.item.type](found.item, np.atleast_1d(found.values[row]), STATES[found.states[row]])
        ]
        for row in range(len(wave.ids))
    ]


def _csv(table: Table, separator: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(table)  # type: ignore[arg-type]
    return text.getvalue()


def limesurvey(wave: Wave, language: str | None = None) -> str:
    """LimeSurvey's CSV of responses: answers as codes, or in full in 'en' or 'nl'."""
    words = {"en": ("Yes", "No", "N/A"), "nl": ("Ja", "Nee", "N.v.t.")}
    yes, no, not_shown = words[language] if language else ("Y", "", "")

    def text(item: Item, place: int) -> str:
        return getattr(item.levels[place], language) if language else form_codes.of_answer(place)

    def one(item: Item, value: np.ndarray, state: str) -> list[str]:
        return [text(item, int(value[0])) if state == "answered" else ""]

    def several(item: Item, ticks: np.ndarray, state: str) -> list[str]:
        if state == "not_asked":
            return [not_shown] * len(ticks)
        return [yes if tick and state == "answered" else no for tick in ticks]

    def ranked(item: Item, ranks: np.ndarray, state: str) -> list[str]:
        given = state == "answered"
        order = sorted((int(rank), place) for place, rank in enumerate(ranks) if rank > 0 and given)
        return [text(item, place) for _, place in order] + [""] * (len(ranks) - len(order))

    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr"]
    header += [column for item in wave.items() for column in _limesurvey_columns(item)] + ["remarks", "synthetic"]
    rows = rows_of(wave, by_type(one, several, ranked))
    front = [
        [str(n), DAY, "1", language or "en", str(1000 + n), f"token{n:04d}", DAY, DAY, "192.0.2.1"]
        for n in range(1, len(rows) + 1)
    ]
    return _csv([header, *_joined(front, rows, wave)], quoting=csv.QUOTE_ALL)


def _limesurvey_columns(item: Item) -> list[str]:
    code = form_codes.of_id(item.id)
    if item.type == "ranking":
        return [f"{code}[{place}]" for place in range(1, len(item.levels) + 1)]
    if item.type == "multiple-response":
        return [f"{code}[{form_codes.of_id(level.id)}]" for level in item.levels]
    return [code]


def by_type(one: Cells, several: Cells, ranked: Cells) -> dict[str, Cells]:
    return {"single": one, "ordinal": one, "multiple-response": several, "ranking": ranked}


def _joined(front: Table, rows: Table, wave: Wave) -> Table:
    """What the tool writes first, the answers, a free text and the mark of synthetic rows."""
    marks = np.zeros(len(wave.ids), dtype=int) if wave.synthetic is None else wave.synthetic
    return [[*a, *b, REMARK if mark else "", str(mark)] for a, b, mark in zip(front, rows, marks, strict=True)]


def qualtrics(wave: Wave, split: bool = False, separator: str = ",") -> str:
    """Qualtrics' table with three header rows, numeric values, and seen but unanswered questions recoded.

    `split` puts each answer of a multiple response into a column of its own.
    """
    items = wave.items()

    def one(item: Item, value: np.ndarray, state: str) -> list[str]:
        return [str(value[0] + 1)] if state == "answered" else [_seen(state)]

    def several(item: Item, ticks: np.ndarray, state: str) -> list[str]:
        if split:
            return [str(place) if tick else _seen(state, "0") for place, tick in enumerate(ticks, 1)]
        chosen = ",".join(str(place) for place, tick in enumerate(ticks, 1) if tick)
        return [chosen or _seen(state)]

    def ranked(item: Item, ranks: np.ndarray, state: str) -> list[str]:
        return [str(int(rank)) if rank > 0 and state == "answered" else _seen(state) for rank in ranks]

    names, wording = [], []
    for number, item in enumerate(items, 1):
        spread = item.type == "ranking" or (item.type == "multiple-response" and split)
        places = list(enumerate(item.levels, 1)) if spread else []
        names += [f"Q{number}_{place}" for place, _ in places] or [f"Q{number}"]
        wording += [f"{item.en} - {level.en}" for _, level in places] or [item.en]
    header = [*_QUALTRICS, *names, "remarks", "synthetic"]
    ids = [f'{{"ImportId":"{name}"}}' for name in header]
    rows = rows_of(wave, by_type(one, several, ranked))
    front = [
        [DAY, DAY, "0", "192.0.2.1", "100", "300", "1", DAY, f"R_{n:015d}", "Made-up", "Name", "name@example.org", "",
         "", "", "anonymous", "EN"]
        for n in range(1, len(rows) + 1)
    ]  # fmt: skip
    second = [*_QUALTRICS.values(), *wording, "Remarks", "synthetic"]
    return _csv([header, second, ids, *_joined(front, rows, wave)], separator)


def _seen(state: str, seen: str = "-99") -> str:
    return "" if state == "not_asked" else seen


def redcap(wave: Wave) -> tuple[str, str]:
    """REDCap's raw CSV and its data dictionary; missing-data codes NASK (not asked) and REF (refused)."""
    said = {"not_asked": "NASK", "refused": "REF"}

    def one(item: Item, value: np.ndarray, state: str) -> list[str]:
        return [str(value[0] + 1) if state == "answered" else said.get(state, "")]

    def several(item: Item, ticks: np.ndarray, state: str) -> list[str]:
        given = state == "answered"
        return [str(int(tick and given)) for tick in ticks] + [str(int(state == name)) for name in said]

    def ranked(item: Item, ranks: np.ndarray, state: str) -> list[str]:
        return [str(int(r)) if state == "answered" and r > 0 else said.get(state, "") for r in ranks]

    header = ["record_id", "redcap_survey_identifier", "survey_timestamp"]
    header += [column for item in wave.items() for column in _redcap_columns(item)]
    rows = rows_of(wave, by_type(one, several, ranked))
    front = [[str(n), "name@example.org", DAY] for n in range(1, len(rows) + 1)]
    joined = [[*row, "2"] for row in _joined(front, rows, wave)]
    return _csv([[*header, "remarks", "synthetic", "survey_complete"], *joined]), _dictionary(wave.items())


def _redcap_columns(item: Item) -> list[str]:
    if item.type == "multiple-response":
        places = [str(place) for place in range(1, len(item.levels) + 1)]
        return [f"{item.id}___{ending}" for ending in [*places, "nask", "ref"]]
    if item.type == "ranking":
        return [f"{item.id}_{level.id}" for level in item.levels]
    return [item.id]


def _dictionary(items: Sequence[Item]) -> str:
    fields = [("record_id", "text", "Record ID", "", "")]
    for item in items:
        choices = " | ".join(f"{place}, {level.en}" for place, level in enumerate(item.levels, 1))
        if item.type == "ranking":
            ranks = " | ".join(f"{rank}, {rank}" for rank in range(1, len(item.levels) + 1))
            fields += [(f"{item.id}_{level.id}", "radio", level.en, ranks, item.id) for level in item.levels]
        else:
            kind = "checkbox" if item.type == "multiple-response" else "radio"
            fields.append((item.id, kind, item.en, choices, ""))
    fields += [("remarks", "notes", "Remarks", "", ""), ("synthetic", "text", "synthetic", "", "")]
    rows = []
    for name, kind, label, choices, matrix in fields:
        row = dict.fromkeys(_DICTIONARY, "")
        row |= dict(zip((_DICTIONARY[0], _DICTIONARY[1], _DICTIONARY[3]), (name, "survey", kind), strict=True))
        row |= {_DICTIONARY[4]: label, _DICTIONARY[5]: choices}
        row |= {"Matrix Group Name": matrix, "Matrix Ranking?": "y" if matrix else ""}
        rows.append(list(row.values()))
    return _csv([list(_DICTIONARY), *rows])


def spss(wave: Wave, path: Path) -> None:
    """Write SPSS's .sav: codes with labels, and user-missing codes for not asked and refused."""
    said = {"not_asked": float(_NOT_ASKED_CODE), "refused": float(_REFUSED_CODE)}
    columns: dict[str, object] = {"respondent": np.arange(1.0, len(wave.ids) + 1)}
    labels: dict[str, str | None] = {"respondent": "Respondent"}
    value_labels: dict[str, dict[float, str]] = {}
    missing: dict[str, Any] = {}
    for item in wave.items():
        answers = wave.answers[item.id]
        several = item.type in SEVERAL
        values = answers.values.astype(float) if several else answers.values[:, None] + 1.0
        if item.type == "ranking":
            values[values == 0] = np.nan
        values[answers.states > 0] = np.nan
        for state, code in said.items():
            values[answers.states == STATES.index(state)] = code
        names = [f"{item.id}_{n}" for n in range(1, len(item.levels) + 1)] if several else [item.id]
        for place, name in enumerate(names):
            columns[name] = values[:, place]
            labels[name] = f"{item.en} - {item.levels[place].en}" if several else item.en
            value_labels[name] = _spss_labels(item) | {_NOT_ASKED_CODE: "Not asked", _REFUSED_CODE: "Refused"}
            missing[name] = [{"lo": float(_NOT_ASKED_CODE), "hi": float(_REFUSED_CODE)}]
    marks = np.zeros(len(wave.ids), dtype=int) if wave.synthetic is None else wave.synthetic
    columns |= {"remarks": [REMARK if mark else "" for mark in marks], SYNTHETIC: marks.astype(float)}
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        path,
        file_label="Synthetic: nobody gave these answers" if marks.all() else "",
        column_labels=labels,
        variable_value_labels=value_labels,
        missing_ranges=missing,
    )


def _spss_labels(item: Item) -> dict[float, str]:
    if item.type == "multiple-response":
        return {0.0: "Not selected", 1.0: "Selected"}
    if item.type == "ranking":
        return {}
    return {float(place): level.en for place, level in enumerate(item.levels, 1)}


def plain(wave: Wave) -> str:
    """A plain CSV: the wave's own table with a name and an address before it, as a form on paper might be typed in."""
    items = wave.items()
    frame = wave.responses[[column for item in items for column in columns_of(item)]]
    rows = [["" if pd.isna(cell) else _number(cell) for cell in row] for row in frame.itertuples(index=False)]
    front = [[str(n), "Made-up Name", "name@example.org"] for n in range(1, len(rows) + 1)]
    header = ["id", "name", "e-mail", *frame.columns, "remarks", "synthetic"]
    return _csv([header, *_joined(front, rows, wave)])


def _number(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float | int) else str(cell)


def workbook(wave: Wave, path: Path) -> None:
    """Write an Excel workbook as form tools export it: questions as headings, several answers in a cell with ';'."""
    said = {"not_asked": "Not asked", "refused": "Prefer not to say"}

    def one(item: Item, value: np.ndarray, state: str) -> list[str]:
        return [item.levels[int(value[0])].en if state == "answered" else said.get(state, "")]

    def several(item: Item, ticks: np.ndarray, state: str) -> list[str]:
        return [
            ";".join(item.levels[p].en for p in np.flatnonzero(ticks)) if state == "answered" else said.get(state, "")
        ]

    def ranked(item: Item, ranks: np.ndarray, state: str) -> list[str]:
        order = sorted((rank, place) for place, rank in enumerate(ranks) if rank > 0)
        return [";".join(item.levels[p].en for _, p in order) if state == "answered" else said.get(state, "")]

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Synthetic responses"
    sheet.append(["id", "Name", "Email", *(item.en for item in wave.items()), "remarks", "synthetic"])
    rows = rows_of(wave, by_type(one, several, ranked))
    front = [[str(n), "Made-up Name", "name@example.org"] for n in range(1, len(rows) + 1)]
    for row in _joined(front, rows, wave):
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)
