"""Four hospitals' exports with known answers: the layouts in which a guessed mapping once gave wrong numbers silently.

Each function writes one export and returns the wave that an import of it must give. Nobody gave these answers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
from examples import exports

from clinical_data_survey.importers import form_codes
from clinical_data_survey.survey.answers import STATES, Answers, answers_of
from clinical_data_survey.survey.questionnaire import Item
from clinical_data_survey.survey.wave import Wave

REFUSED = STATES.index("refused")
OWN_COLUMNS = {
    "en": {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page",
           "startlanguage": "Start language", "seed": "Seed", "token": "Access code", "startdate": "Date started",
           "datestamp": "Date last action", "ipaddr": "IP address"},
    "nl": {"id": "Antwoord ID", "submitdate": "Datum ingeleverd", "lastpage": "Laatste pagina",
           "startlanguage": "Starttaal", "seed": "Seed", "token": "Toegangscode", "startdate": "Startdatum",
           "datestamp": "Datum laatste actie", "ipaddr": "IP-adres"},
}  # fmt: skip
RANK = {"en": "Rank", "nl": "Rang"}
FORMS = ("code", "expression_code", "full", "abbreviated", "code_and_text", "underscores")


def limesurvey(path: Path, form: str = "code_and_text", language: str = "nl", rows: int = 312, done: int = 287) -> Wave:
    """LimeSurvey with a form of its own (Q1, SQ001) and one of its forms of headings; answers in full."""
    wave = exports.made_up(rows, seed=312)
    table = _without_mark(exports.limesurvey(wave, language))
    names = _limesurvey_names(wave.items(), language)
    header = [_heading(*names.get(name, (name, OWN_COLUMNS[language].get(name, name))), form) for name in table[0]]
    submitted = table[0].index("submitdate")
    for row in table[done + 1 :]:
        row[submitted] = ""
    # Unfinished responses stand between the others, as they come in.
    order = [0, *(1 + np.random.default_rng(7).permutation(rows))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(
            header if place == 0 else table[place] for place in order
        )
    return _part(wave, np.array([place - 1 for place in order[1:] if place <= done]))


def _without_mark(text: str) -> list[list[str]]:
    """A table without its last column, which marks made-up rows: no tool has one."""
    return [row[:-1] for row in csv.reader(io.StringIO(text))]


def _limesurvey_names(items: tuple[Item, ...], language: str) -> dict[str, tuple[str, str]]:
    """Code and text of each column of `exports.limesurvey`, in a form that numbers its questions."""
    names = {}
    for number, item in enumerate(items, 1):
        code, asked = form_codes.of_id(item.id), getattr(item, language)
        names[code] = (f"Q{number}", asked)
        for place, level in enumerate(item.levels, 1):
            ticked = (f"Q{number}[SQ{place:03d}]", f"{asked} [{getattr(level, language)}]")
            names[f"{code}[{form_codes.of_id(level.id)}]"] = ticked
            names[f"{code}[{place}]"] = (f"Q{number}[{place}]", f"{asked} [{RANK[language]} {place}]")
    return names


def _heading(code: str, text: str, form: str) -> str:
    """A heading as LimeSurvey's `Writer::getHeadingText` and `viewHelper::getFieldCode` write it."""
    match form:
        case "code":
            return code
        case "expression_code":
            return code.replace("[", "_").replace("]", "")
        case "full":
            return text
        case "abbreviated":
            stem, _, end = text.partition(" [")
            return _cut(stem) + (f" [{_cut(end[:-1])}]" if end else "")
        case "underscores":
            return f"{code}. {text.replace(' ', '_')}"
    return f"{code}. {text}"


def _cut(text: str, length: int = 15) -> str:
    return text if len(text) <= length else f"{text[:length]}.. "


def qualtrics(path: Path) -> Wave:
    """Qualtrics: 400 rows, of which 12 are previews and 31 were not finished; answers as numbers."""
    wave = exports.made_up(400, seed=400)
    table = _without_mark(exports.qualtrics(wave))
    status, finished = table[0].index("Status"), table[0].index("Finished")
    for row in table[3:15]:
        row[status] = "1"
    for row in table[15:46]:
        row[finished] = "0"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return _part(wave, np.arange(43, 400))


def redcap(path: Path) -> Wave:
    """REDCap with labels as headings and answers: 180 records, 172 complete; some refused to name barriers."""
    wave = _with_refusals(exports.made_up(180, seed=180), np.arange(3, 20, 4))

    def one(item: Item, value: np.ndarray, state: str) -> list[str]:
        return [item.levels[int(value[0])].en if state == "answered" else ""]

    def several(item: Item, ticks: np.ndarray, state: str) -> list[str]:
        said = [*(tick and state == "answered" for tick in ticks), state == "refused"]
        return ["Checked" if tick else "Unchecked" for tick in said]

    def ranked(item: Item, ranks: np.ndarray, state: str) -> list[str]:
        return [str(int(rank)) if state == "answered" and rank > 0 else "" for rank in ranks]

    header = ["Record ID", "Survey Identifier", "Survey Timestamp"]
    for item in wave.items():
        if item.type == "multiple-response":
            choices = [*(level.en for level in item.levels), "Refused to answer"]
            header += [f"{item.en} (choice={choice})" for choice in choices]
        else:
            header += [level.en for level in item.levels] if item.type == "ranking" else [item.en]
    rows = exports.rows_of(wave, exports.by_type(one, several, ranked))
    body = [
        [str(number), "", exports.DAY, *row, "Incomplete" if number > 172 else "Complete"]
        for number, row in enumerate(rows, 1)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*header, "Complete?"], *body])
    return _part(wave, np.arange(172))


def workbook(path: Path) -> Wave:
    """Excel: 124 rows below two lines of title, after a sheet of notes; barriers in columns of Ja and Nee."""
    wave = _with_refusals(exports.made_up(124, seed=124), np.arange(5, 60, 9), "care_level")

    def one(item: Item, value: np.ndarray, state: str) -> list[str]:
        return [item.levels[int(value[0])].nl if state == "answered" else "Refused to answer" * (state == "refused")]

    def several(item: Item, ticks: np.ndarray, state: str) -> list[str]:
        return ["Ja" if tick and state == "answered" else "Nee" for tick in ticks]

    def ranked(item: Item, ranks: np.ndarray, state: str) -> list[str]:
        return [str(int(rank)) if state == "answered" and rank > 0 else "" for rank in ranks]

    header = ["Nummer"]
    for item in wave.items():
        spread = item.type in ("multiple-response", "ranking")
        header += [f"{item.nl} - {level.nl}" for level in item.levels] if spread else [item.nl]
    book = openpyxl.Workbook()
    notes = book.worksheets[0]
    notes.title = "Toelichting"
    for line in ("Export van de vragenlijst", "Vragen? Bel toestel 1234", "Versie 3"):
        notes.append([line])
    sheet = book.create_sheet("Antwoorden")
    sheet.append(["Enquête kunstmatige intelligentie"])
    sheet.append(["Stand", "5 januari 2026"])
    sheet.append(header)
    for number, row in enumerate(exports.rows_of(wave, exports.by_type(one, several, ranked)), 1):
        sheet.append([number, *(int(cell) if cell.isdecimal() else cell or None for cell in row)])
    book.save(path)
    return wave


HOSPITALS: dict[str, Callable[[Path], Wave]] = {
    "limesurvey.csv": limesurvey,
    "qualtrics.csv": qualtrics,
    "redcap.csv": redcap,
    "workbook.xlsx": workbook,
}


def _part(wave: Wave, rows: np.ndarray) -> Wave:
    answers = {name: found.part(rows) for name, found in wave.answers.items()}
    return replace(wave, ids=wave.ids.iloc[rows].reset_index(drop=True), answers=answers, synthetic=None)


def _with_refusals(wave: Wave, rows: np.ndarray, item: str = "barriers") -> Wave:
    """The wave with some respondents who refused an item, and so were not asked what depends on it."""
    answers: dict[str, Answers] = dict(wave.answers)
    found = answers[item]
    states = found.states.copy()
    states[rows] = REFUSED
    answers[item] = answers_of(found.item, found.values, states)
    for name, other in answers.items():
        if other.item.base.item == item:
            later = other.states.copy()
            later[rows] = STATES.index("not_asked")
            answers[name] = answers_of(other.item, other.values, later)
    return replace(wave, answers=answers, synthetic=None)
