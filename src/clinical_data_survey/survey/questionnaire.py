"""The questionnaire: items, levels, bases and wording, in English and Dutch.

The original was never published; `data/questionnaire.yml` is this project's reconstruction and says,
item by item and level by level, what the published news item names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files.tables import read_text
from clinical_data_survey.paths import QUESTIONNAIRE

EVERYONE = "everyone"
TYPES = ("single", "ordinal", "multiple-response", "ranking")
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_TEXT = {"type": "string", "minLength": 1}
_LEVEL = {
    "type": "object",
    "required": ["id", "published", "en", "nl"],
    "additionalProperties": False,
    "properties": {
        "id": _NAME,
        "published": {"type": "boolean"},
        "exclusive": {"type": "boolean"},
        "years": {"type": "integer", "minimum": 1},
        "levels": {"type": "array", "items": _NAME, "minItems": 1},
        "en": _TEXT,
        "nl": _TEXT,
    },
}
_BASE = {
    "type": "object",
    "required": ["who"],
    "additionalProperties": False,
    "properties": {
        "who": {"enum": [EVERYONE, "those_who_answered"]},
        "item": _NAME,
        "levels": {"type": "array", "items": _NAME, "minItems": 1},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["title", "status", "version", "items"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "object", "required": ["en", "nl"]},
        "status": {"enum": ["reconstruction", "original"]},
        "version": _TEXT,
        "items": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["id", "type", "short", "base", "published", "wording", "levels"],
                "additionalProperties": False,
                "properties": {
                    "id": _NAME,
                    "type": {"enum": list(TYPES)},
                    "short": _TEXT,
                    "base": _BASE,
                    "published": {"type": "boolean"},
                    "wording": {"type": "object", "required": ["en", "nl"], "properties": {"en": _TEXT, "nl": _TEXT}},
                    "levels": {"type": "array", "minItems": 2, "items": _LEVEL},
                    "groups": {"type": "array", "items": _LEVEL},
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Level:
    """One answer that an item offers, or a group of such answers that is reported together.

    `years` is the horizon that an answer reaches to, where it names one.
    """

    id: str
    published: bool
    en: str
    nl: str
    levels: tuple[str, ...]
    exclusive: bool
    years: int | None


@dataclass(frozen=True)
class Item:
    """One question: its type, who is asked it, its wording and its answers in order."""

    id: str
    type: str
    short: str
    base_item: str | None
    base_levels: tuple[str, ...]
    published: bool
    en: str
    nl: str
    levels: tuple[Level, ...]
    groups: tuple[Level, ...]

    def level(self, level_id: str) -> Level:
        """The level or group of that id. Raises KeyError where the item has none."""
        return {level.id: level for level in self.levels + self.groups}[level_id]


@dataclass(frozen=True)
class Questionnaire:
    """All items in the order in which they are asked."""

    title_en: str
    title_nl: str
    status: str
    version: str
    items: tuple[Item, ...]

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises KeyError where there is none."""
        return {item.id: item for item in self.items}[item_id]


@cache
def load(path: Path = QUESTIONNAIRE) -> Questionnaire:
    """Read and check a questionnaire.

    Raises DataError that names the item, the field, what is wrong and what to do.
    """
    text = read_text(path)
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        raise reject(
            path, "the file is not valid YAML.", f"Mend it: {getattr(error, 'problem', error)}.", row
        ) from None
    schema_problems = [
        Problem(path, f"{error.message}.", "See data/README.md for the form of an item.", column=_place(error, content))
        for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(content)
    ]
    if schema_problems:
        raise DataError(schema_problems)
    items = tuple(_item(entry) for entry in content["items"])
    problems = _contradictions(items, path)
    if problems:
        raise DataError(problems)
    title = content["title"]
    return Questionnaire(title["en"], title["nl"], content["status"], content["version"], items)


def _place(error: jsonschema.ValidationError, content: Any) -> str:
    """Where in the file an error stands, with items and levels by their id rather than their position."""
    steps, here = [], content
    for step in error.absolute_path:
        here = here[step]
        named = isinstance(step, int) and isinstance(here, dict) and "id" in here
        steps.append(str(here["id"]) if named else str(step))
    return " > ".join(steps) or "whole file"


def _level(entry: dict[str, Any]) -> Level:
    members = tuple(entry.get("levels", [entry["id"]]))
    return Level(
        id=entry["id"],
        published=entry["published"],
        en=entry["en"],
        nl=entry["nl"],
        levels=members,
        exclusive=entry.get("exclusive", False),
        years=entry.get("years"),
    )


def _item(entry: dict[str, Any]) -> Item:
    base, wording = entry["base"], entry["wording"]
    return Item(
        id=entry["id"],
        type=entry["type"],
        short=entry["short"],
        base_item=base.get("item"),
        base_levels=tuple(base.get("levels", ())),
        published=entry["published"],
        en=wording["en"],
        nl=wording["nl"],
        levels=tuple(_level(level) for level in entry["levels"]),
        groups=tuple(_level(group) for group in entry.get("groups", [])),
    )


def _contradictions(items: tuple[Item, ...], path: Path) -> list[Problem]:
    """What a schema cannot see: ids used twice, bases and groups that name nothing."""
    problems: list[Problem] = []
    asked: dict[str, set[str]] = {}
    for item in items:
        place = f"items > {item.id}"
        if item.id in asked:
            problems.append(Problem(path, "the id is used twice.", "Give each item an id of its own.", column=place))
        level_ids = [level.id for level in item.levels + item.groups]
        for repeated in sorted({i for i in level_ids if level_ids.count(i) > 1}):
            problems.append(
                Problem(path, f"the level '{repeated}' stands twice.", "Give each level its own id.", column=place)
            )
        offered = {level.id for level in item.levels}
        for group in item.groups:
            for unknown in sorted(set(group.levels) - offered):
                problems.append(
                    Problem(
                        path,
                        f"the group '{group.id}' names '{unknown}', which the item does not offer.",
                        f"Use one of {', '.join(sorted(offered))}.",
                        column=place,
                    )
                )
        if item.base_item is not None and not set(item.base_levels) <= asked.get(item.base_item, set()):
            problems.append(
                Problem(
                    path,
                    f"its base names answers to '{item.base_item}' that nobody was offered before.",
                    "A base may only use levels of an item that is asked earlier.",
                    column=place,
                )
            )
        asked[item.id] = offered
    return problems
