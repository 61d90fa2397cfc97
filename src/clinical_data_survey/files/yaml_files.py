"""YAML files as the dataclasses that say what they may hold; each fault is named by its place, with a remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import core_schema

from clinical_data_survey.errors import DataError, Problem, quoted, reject
from clinical_data_survey.files import characters
from clinical_data_survey.files.tables import read_text

T = TypeVar("T")
EXACT = ConfigDict(extra="forbid")
Text = Annotated[str, Field(min_length=1)]
WEB_ADDRESS = r"^https?://[^\s<>\"\\{}|^`]+$"
DEEPEST = 12
LARGEST = 1 << 20


def _of_a_line(text: str) -> str:
    if what := characters.fault_of_line(text):
        raise ValueError(f"the text {what}: write it as one plain line")
    if what := characters.fault_in_print(text):
        raise ValueError(f"the text {what}: write it in Latin letters")
    return text


Line = Annotated[str, AfterValidator(_of_a_line)]


@dataclass(frozen=True)
class one_of:  # noqa: N801: reads as a word in annotations
    """A check that a text is one of a closed vocabulary; a schema names the vocabulary."""

    allowed: tuple[str, ...]

    def __init__(self, *allowed: str) -> None:
        object.__setattr__(self, "allowed", allowed)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, *_: Any) -> dict[str, Any]:
        return {"enum": list(self.allowed)}

    def _checked(self, text: str) -> str:
        if text not in self.allowed:
            raise ValueError(f"'{quoted(text)}' is not one of {', '.join(self.allowed)}")
        return text


def parsed(path: Path, loader: type[yaml.BaseLoader | yaml.SafeLoader] = yaml.SafeLoader) -> Any:
    """What a YAML file holds.

    Raises DataError where it is missing, too large or no YAML, where it is nested more than `DEEPEST` levels deep, has
    an anchor or a tag, or names an entry twice: the second would silently take the place of the first.
    """
    text = read_text(path)
    if len(text) > LARGEST:
        raise reject(path, f"has {len(text):,} characters, more than the {LARGEST:,} that are read.", "Shorten it.")
    try:
        for what, remedy, row in _odd(text):
            raise reject(path, what, remedy, row)
        return yaml.load(text, loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        remedy = f"Mend it: {getattr(error, 'problem', None) or error}."
        raise reject(path, "the file is not valid YAML.", remedy, mark.line + 1 if mark else None) from None


def _odd(text: str) -> Iterator[tuple[str, str, int]]:
    """What a plain file has no need of, as it is met: what it is, the remedy, and the row."""
    # For each open mapping the names met so far, None for a list; names and values of a mapping take turns.
    names: list[set[str] | None] = []
    is_name: list[bool] = []
    for event in yaml.parse(text, yaml.SafeLoader):
        row = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield "the file uses an anchor.", "Write out what stands there.", row
        if tag := getattr(event, "tag", None):
            yield f"the file uses the tag '{tag}'.", "Remove the tag; put quotation marks around a text.", row
        if isinstance(event, yaml.CollectionEndEvent):
            names.pop()
            is_name.pop()
        if isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent | yaml.CollectionEndEvent) and names:
            opened = not isinstance(event, yaml.CollectionEndEvent)
            here = names[-1]
            if here is not None and opened:
                is_name[-1] = not is_name[-1]
                if is_name[-1] and isinstance(event, yaml.ScalarEvent):
                    if event.value in here:
                        yield f"'{event.value}' stands twice.", "Join both entries, or remove one.", row
                    here.add(event.value)
        if isinstance(event, yaml.CollectionStartEvent):
            names.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
            is_name.append(False)
            if len(names) > DEEPEST:
                yield f"the file is nested more than {DEEPEST} levels deep.", "Write it flatter.", row


def checked(content: Any, kind: type[T], path: Path, remedy: str) -> T:
    """What a file holds as a dataclass. Raises DataError that names the place of every fault, and the remedy."""
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        faults = [dict(fault) for fault in error.errors()]
        raise DataError([_problem(f, content, path, remedy) for f in faults if not _only_follows(f)]) from None


def _only_follows(fault: dict[str, Any]) -> bool:
    """Whether a list is called too short just because entries of it have faults of their own."""
    return fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]


def _problem(fault: dict[str, Any], content: Any, path: Path, remedy: str) -> Problem:
    place, given = fault["loc"], str(fault["input"])[:60]
    match fault["type"]:
        case "missing":
            what, place = f"'{place[-1]}' is a required property", place[:-1]
        case "unexpected_keyword_argument":
            what, place = f"'{place[-1]}' was unexpected", place[:-1]
        case "dataclass_type" | "dict_type" | "mapping_type":
            what = f"'{given}' is not of type 'object'"
        case "value_error":
            what = str(fault["ctx"]["error"])
        case _:
            what = f"'{given}' does not fit: {fault['msg'].lower().replace('tuple', 'list')}"
    return Problem(path, f"{what}.", remedy, column=_named(place, content) or "whole file")


def _named(place: Sequence[int | str], content: Any) -> str:
    """A place in a file, with the entries of a list by their id rather than their position."""
    steps, here = [], content
    for step in place:
        if isinstance(step, int) and isinstance(here, dict):
            step = list(here)[step]
        try:
            here = here[step]
        except (LookupError, TypeError):
            break
        named = isinstance(step, int) and isinstance(here, dict) and "id" in here
        steps.append(str(here["id"] if named else step))
    return " > ".join(steps)
