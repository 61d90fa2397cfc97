"""Published claims: what was printed, read as intervals.

A claim's words are read as an interval (`low` to `high`); other defensible readings are kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated

import pandas as pd
import pandera.pandas as pa
import yaml
from pydantic import Field

from clinical_data_survey import wording
from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files import yaml_files
from clinical_data_survey.files.tables import (
    NOT_EMPTY,
    check_table,
    one_of,
    parse_number,
    read_table,
    rows_of,
    text_columns,
)
from clinical_data_survey.files.yaml_files import EXACT, WEB_ADDRESS, Line
from clinical_data_survey.paths import ALTERNATIVE_READINGS, PUBLISHED_CLAIMS, SOURCES
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Item

CHAPTERS = ("source", "expectations", "barriers", "care_levels", "investment")
SOURCE_REMEDY = "Write title, author, published (such as 2019-07), kind and url (https://...) below the source's id."
MEASURES = ("proportion", "rank", "ratio", "gap", "direction", "composition")
BASES = ("respondents", "clinicians", "not stated")
READING_BASES = ("respondents", "clinicians", "respondents who see a barrier")
WITH_INTERVAL = ("proportion", "rank", "ratio", "gap")
# How a direction between care levels is printed: the sign of secondary less tertiary care.
SIGNS = {"less": -1, "more": 1}
# How many clinicians work at each level of care was not published: it is a dial of this edition, not an answer.
DIALS = ("care_level",)


@dataclass(frozen=True)
class Reading:
    """One way to read a claim's words: `low` <= value <= `high`; both None where there is no figure."""

    name: str
    low: Fraction | None
    high: Fraction | None
    base: str
    reason: str


@dataclass(frozen=True)
class Source:
    """A public document that states claims."""

    __pydantic_config__ = EXACT

    id: Line
    title: Line
    author: Line
    published: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}){0,2}$")]
    kind: Line
    url: Annotated[Line, Field(pattern=WEB_ADDRESS)]


@dataclass(frozen=True)
class Claim:
    """One published result: its words, its reading and where it stands.

    Shares and gaps are fractions of 1, ranks count from 1, ratios compare secondary with tertiary care. A gap is the
    share of the first level of the item less that of each of the claim's levels.
    """

    id: str
    chapter: str
    item: str
    levels: tuple[str, ...]
    measure: str
    as_printed: str
    reading: Reading
    alternatives: tuple[Reading, ...]
    base: str
    base_as_printed: str
    locator: str
    source: Source

    @property
    def low(self) -> Fraction:
        """Lower end of the standard reading. Raises ValueError where the claim states no figure."""
        return _figure(self.reading.low, self.id)

    @property
    def high(self) -> Fraction:
        """Upper end of the standard reading. Raises ValueError where the claim states no figure."""
        return _figure(self.reading.high, self.id)

    @property
    def sign(self) -> int:
        """The sign of secondary less tertiary care that a direction states; 0 where it compares answers instead."""
        return SIGNS.get(self.as_printed.split()[0], 0) if self.measure == "direction" else 0

    @property
    def compares_care(self) -> bool:
        """Whether the claim sets secondary against tertiary care."""
        return self.measure == "ratio" or self.sign != 0


def _figure(value: Fraction | None, claim_id: str) -> Fraction:
    if value is None:
        raise ValueError(f"{claim_id} states no figure")
    return value


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


_ID = pa.Check.str_matches(r"^C\d{2,}$", error="is not a claim number")
_NUMBER_OR_EMPTY = pa.Check(lambda values: values.map(lambda v: v == "" or _is_number(v)), error="is not a number")

SCHEMA = pa.DataFrameSchema(
    text_columns(
        {
            "claim_id": [_ID],
            "chapter": [one_of(CHAPTERS)],
            "item": [NOT_EMPTY],
            "level": [NOT_EMPTY],
            "measure": [one_of(MEASURES)],
            "as_printed": [NOT_EMPTY],
            "low": [_NUMBER_OR_EMPTY],
            "high": [_NUMBER_OR_EMPTY],
            "reading": [NOT_EMPTY],
            "base": [one_of(BASES)],
            "base_as_printed": [],
            "locator": [pa.Check.str_matches(r"^p\d+ s\d+(-\d+)?$", error="is not a paragraph and sentence")],
            "source_id": [NOT_EMPTY],
        }
    ),
    unique=["claim_id"],
)
READINGS_SCHEMA = pa.DataFrameSchema(
    text_columns(
        {
            "claim_id": [_ID],
            "name": [NOT_EMPTY],
            "low": [_NUMBER_OR_EMPTY],
            "high": [_NUMBER_OR_EMPTY],
            "base": [one_of(READING_BASES)],
            "reason": [NOT_EMPTY],
        }
    ),
    unique=["claim_id", "name"],
)
REMEDIES = {
    "claim_id": "a number of its own, such as C20.",
    "chapter": f"one of {', '.join(CHAPTERS)}.",
    "item": "the id of an item of data/questionnaire.yml.",
    "level": "the id of a level or group of that item; join several with '|'.",
    "measure": f"one of {', '.join(MEASURES)}.",
    "as_printed": "the few words that were printed.",
    "low": "the lower end of the reading, such as 0.845 or 2/3; leave it empty where no figure was printed.",
    "high": "the upper end of the reading, such as 0.855 or 2/3; leave it empty where no figure was printed.",
    "reading": "why the words are read as that interval.",
    "base": f"one of {', '.join(BASES)}.",
    "base_as_printed": "the words that name the base; empty where the source does not name it.",
    "locator": "the paragraph and sentence, such as p1 s2.",
    "source_id": "the key of a source in data/sources.yml.",
    "name": "a short name of the reading, one a claim.",
    "reason": "why the words can be read like that.",
}


@cache
def load(path: Path = PUBLISHED_CLAIMS, readings_path: Path = ALTERNATIVE_READINGS) -> tuple[Claim, ...]:
    """All published claims in the order of their file.

    Raises DataError that names every failing file, row and column, and what to do.
    """
    frame = read_table(path)
    check_table(frame, SCHEMA, path, REMEDIES)
    readings = read_table(readings_path)
    check_table(readings, READINGS_SCHEMA, readings_path, REMEDIES)
    sources = load_sources()
    problems = [problem for row, cells in rows_of(frame) for problem in _row_problems(path, row, cells, sources)]
    known = set(frame["claim_id"])
    problems += [
        Problem(readings_path, f"there is no claim {cells['claim_id']}.", "Name a listed claim.", row, "claim_id")
        for row, cells in rows_of(readings)
        if cells["claim_id"] not in known
    ]
    problems += [problem for row, cells in rows_of(readings) for problem in _order_problems(readings_path, row, cells)]
    if problems:
        raise DataError(problems)
    alternatives = {
        claim_id: tuple(_reading(cells, cells["name"], cells["reason"]) for _, cells in group.iterrows())
        for claim_id, group in readings.groupby("claim_id")
    }
    return tuple(
        Claim(
            id=cells["claim_id"],
            chapter=cells["chapter"],
            item=cells["item"],
            levels=tuple(cells["level"].split("|")),
            measure=cells["measure"],
            as_printed=cells["as_printed"],
            reading=_reading(cells, "standard", cells["reading"]),
            alternatives=alternatives.get(cells["claim_id"], ()),
            base=cells["base"],
            base_as_printed=cells["base_as_printed"],
            locator=cells["locator"],
            source=sources[cells["source_id"]],
        )
        for _, cells in frame.iterrows()
    )


@cache
def load_sources(path: Path = SOURCES) -> dict[str, Source]:
    """The public documents that state claims, by id. Raises DataError where the file does not say all of each."""
    content = yaml_files.parsed(path, yaml.BaseLoader)
    if not isinstance(content, dict) or not all(isinstance(entry, dict) for entry in content.values()):
        raise reject(path, "the file does not name the sources, each with its entries.", SOURCE_REMEDY)
    told = [{"id": key, **entry} for key, entry in content.items()]
    return {source.id: source for source in yaml_files.checked(told, tuple[Source, ...], path, SOURCE_REMEDY)}


def by_id(claims: tuple[Claim, ...] | None = None) -> dict[str, Claim]:
    """Claims by their number; those of the project's own file where none are given."""
    return {claim.id: claim for claim in (claims if claims is not None else load())}


def _reading(cells: pd.Series, name: str, reason: str) -> Reading:
    ends = [parse_number(cells[end]) if cells[end] else None for end in ("low", "high")]
    return Reading(name, ends[0], ends[1], cells["base"], reason)


def _row_problems(path: Path, row: int, cells: pd.Series, sources: dict[str, Source]) -> list[Problem]:
    """What a schema of single columns cannot see: names that point elsewhere, ends that do not suit the measure."""
    wrong: list[tuple[str, str]] = []
    items = {item.id: item for item in questionnaire.load().items}
    item = items.get(cells["item"])
    if item is None:
        wrong.append(("item", f"'{cells['item']}' is not an item of the questionnaire."))
    else:
        offered = {level.id for level in item.levels + item.groups}
        unknown = [level for level in cells["level"].split("|") if level not in offered]
        wrong += [("level", f"'{level}' is not a level of {item.id}.") for level in unknown]
        unsuited = "" if unknown else _unsuited(cells, item)
        if unsuited:
            wrong.append(("measure", unsuited))
    if cells["source_id"] not in sources:
        wrong.append(("source_id", f"'{cells['source_id']}' is not a known source."))
    for end in ("low", "high"):
        if bool(cells[end]) != (cells["measure"] in WITH_INTERVAL):
            wrong.append((end, "a proportion, rank, ratio or gap needs a reading, other measures have none."))
        elif cells["measure"] in ("proportion", "gap") and not 0 <= parse_number(cells[end]) <= 1:
            wrong.append((end, f"{cells[end]} is not a share between 0 and 1."))
    return _order_problems(path, row, cells) + [
        Problem(path, what, f"Write {REMEDIES[column]}", row, column) for column, what in wrong
    ]


def _unsuited(cells: pd.Series, item: Item) -> str:
    """Why nothing in this edition could hold a claim of this measure on this item; empty where it can."""
    measure, levels = cells["measure"], tuple(cells["level"].split("|"))
    care = measure == "ratio" or (measure == "direction" and cells["as_printed"].split()[0] in SIGNS)
    answers = {level.id for level in item.levels if not level.exclusive}
    named = {answer for level in levels for answer in item.level(level).levels}
    if item.id in DIALS:
        return f"{item.id} is a dial of this edition, and no claim can be made on it."
    if item.type == "ranking" and measure not in ("rank", "gap"):
        return f"a {measure} cannot be made on {item.id}, where fields are put in order: only a rank or a gap can."
    if item.base.item and (care or cells["base"] == "clinicians"):
        return f"{item.id} is not asked of everyone, so that care levels cannot be compared on it."
    if item.id == "respondent_role" and (care or cells["base"] == "clinicians"):
        return "care levels are compared among clinicians, so that they cannot be compared by role."
    if item.type == "multiple-response" and len(named) > 1 and (care or measure == "proportion") and named != answers:
        return f"several answers of {item.id} can be ticked by one respondent: name one, or all of them together."
    among = measure in ("rank", "gap") or (measure == "direction" and not care)
    if among and not (set(levels) <= answers and (measure != "rank" or len(levels) == 1)):
        return f"a {measure} is of single answers of {item.id} that compete with each other, a rank of one of them."
    if measure == "gap" and cells["low"] and parse_number(cells["low"]) != 0:
        return "a gap to the first begins at 0."
    return ""


def _order_problems(path: Path, row: int, cells: pd.Series) -> list[Problem]:
    if cells["low"] and cells["high"] and parse_number(cells["low"]) > parse_number(cells["high"]):
        what = f"low ({cells['low']}) is above high ({cells['high']})."
        return [Problem(path, what, "Exchange the two, or mend the one that is wrong.", row, "low")]
    return []


def reading_text(reading: Reading, measure: str) -> str:
    """A reading as people read it; 'no figure' where the claim states none."""
    if reading.low is None or reading.high is None:
        return "no figure"
    if measure == "proportion":
        return wording.share_range(reading.low, reading.high)
    if measure == "rank":
        return wording.rank_range(int(reading.low), int(reading.high))
    if measure == "gap":
        return f"within {wording.points(reading.high)} of the first"
    return f"{wording.decimal(reading.low)} to {wording.decimal(reading.high)} times"
