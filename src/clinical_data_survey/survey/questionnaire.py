"""The questionnaire: items, levels, bases and wording, in English and Dutch.

The original was never published; `data/questionnaire.yml` is this project's reconstruction and says,
item by item and level by level, what the published news item names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AliasPath, Field, StrictBool, StrictInt

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.files import yaml_files
from clinical_data_survey.files.yaml_files import EXACT, Line, one_of
from clinical_data_survey.paths import QUESTIONNAIRE

EVERYONE = "everyone"
TYPES = ("single", "ordinal", "multiple-response", "ranking")
Name = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Level:
    """One answer that an item offers, or a group of such answers that is reported together.

    `levels` are the answers that it counts, just itself unless it is a group. `years` is the horizon that an answer
    reaches to, where it names one.
    """

    __pydantic_config__ = EXACT

    id: Name
    published: StrictBool
    en: Line
    nl: Line
    levels: Names = ()
    exclusive: StrictBool = False
    years: Annotated[StrictInt, Field(ge=1)] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "levels", self.levels or (self.id,))


@dataclass(frozen=True)
class Base:
    """Whom an item is asked of: everyone, or those who gave one of some levels of an item."""

    __pydantic_config__ = EXACT

    who: Annotated[str, one_of(EVERYONE, "those_who_answered")]
    item: Name | None = None
    levels: Names = ()


@dataclass(frozen=True)
class Item:
    """One question: its type, who is asked it, its wording and its answers in order."""

    __pydantic_config__ = EXACT

    id: Name
    type: Annotated[str, one_of(*TYPES)]
    short: Line
    base: Base
    published: StrictBool
    en: Annotated[Line, Field(validation_alias=AliasPath("wording", "en"))]
    nl: Annotated[Line, Field(validation_alias=AliasPath("wording", "nl"))]
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]
    groups: tuple[Level, ...] = ()

    def level(self, level_id: str) -> Level:
        """The level or group of that id. Raises KeyError where the item has none."""
        return {level.id: level for level in self.levels + self.groups}[level_id]


@dataclass(frozen=True)
class Questionnaire:
    """All items in the order in which they are asked."""

    __pydantic_config__ = EXACT

    title_en: Annotated[Line, Field(validation_alias=AliasPath("title", "en"))]
    title_nl: Annotated[Line, Field(validation_alias=AliasPath("title", "nl"))]
    status: Annotated[str, one_of("reconstruction", "original")]
    version: Line
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises KeyError where there is none."""
        return {item.id: item for item in self.items}[item_id]


@cache
def load(path: Path = QUESTIONNAIRE) -> Questionnaire:
    """Read and check a questionnaire.

    Raises DataError that names the item, the field, what is wrong and what to do.
    """
    remedy = "See data/README.md for the form of an item."
    found = yaml_files.checked(yaml_files.parsed(path), Questionnaire, path, remedy)
    problems = _contradictions(found.items, path)
    if problems:
        raise DataError(problems)
    return found


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
        if item.base.item is not None and not set(item.base.levels) <= asked.get(item.base.item, set()):
            problems.append(
                Problem(
                    path,
                    f"its base names answers to '{item.base.item}' that nobody was offered before.",
                    "A base may only use levels of an item that is asked earlier.",
                    column=place,
                )
            )
        asked[item.id] = offered
    return problems
