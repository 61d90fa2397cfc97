"""YAML files as the dataclasses that say what they may hold; each fault is named by its place, with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files.tables import read_text

T = TypeVar("T")
EXACT = ConfigDict(extra="forbid")
Text = Annotated[str, Field(min_length=1)]


def one_of(*allowed: str) -> AfterValidator:
    """A check that a text is one of a closed vocabulary."""

    def checked(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"'{text}' is not one of {', '.join(allowed)}")
        return text

    return AfterValidator(checked)


def parsed(path: Path, loader: type[yaml.BaseLoader | yaml.SafeLoader] = yaml.SafeLoader) -> Any:
    """What a YAML file holds. Raises DataError where it is missing or no YAML."""
    text = read_text(path)
    try:
        return yaml.load(text, loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        remedy = f"Mend it: {getattr(error, 'problem', None) or error}."
        raise reject(path, "the file is not valid YAML.", remedy, mark.line + 1 if mark else None) from None


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
