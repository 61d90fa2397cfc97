"""The form of a mapping as a JSON schema, from the dataclasses that read it: editors complete and check by it."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from clinical_data_survey.importers.mapping import FILLED, ExportMapping
from clinical_data_survey.survey.questionnaire import EVERYONE, Questionnaire

FILE = "mapping.schema.json"
Schema = dict[str, Any]
_WORD = {"type": ["string", "number", "boolean"]}


def line(place: str = FILE) -> str:
    """The comment by which an editor finds the schema; `place` is its path from the mapping."""
    return f"yaml-language-server: $schema={place}"


def text(questionnaire: Questionnaire) -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(questionnaire), indent=2, ensure_ascii=False) + "\n"


def schema(questionnaire: Questionnaire) -> Schema:
    """The schema of a mapping of that questionnaire (JSON Schema, draft 2020-12).

    What the file writes otherwise than the dataclasses hold it is put in its written form: items by name, columns by
    level, `filled`, and the base of an item.
    """
    whole = TypeAdapter(ExportMapping).json_schema()
    parts = whole["$defs"]
    ids = [item.id for item in questionnaire.items]
    whole["properties"]["items"] = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": ids},
        "additionalProperties": {"$ref": "#/$defs/ItemMapping"},
    }
    whole["properties"]["not_matched"] = _words()
    entry = parts["ItemMapping"]
    entry["properties"].pop("")
    entry["required"] = ["layout", "columns"]
    entry["properties"]["columns"] = {
        "description": "a list; for tick_columns and rank_columns the column of each level",
        "anyOf": [_words(least=1), {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}],
    }
    entry["properties"]["base"] = {
        "anyOf": [
            {"const": EVERYONE},
            {
                "type": "object",
                "properties": {"item": {"enum": ids}, "levels": _words(least=1)},
                "required": ["item", "levels"],
                "additionalProperties": False,
            },
        ]
    }
    parts["Condition"]["properties"]["is"] = {"anyOf": [{"const": FILLED}, _words(least=1)]}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Mapping of an export"}
    return head | {name: _loose(value) for name, value in whole.items() if name != "title"}


def _loose(part: Any) -> Any:
    """A schema in which a list of texts may hold what YAML reads as a number or as true and false."""
    if isinstance(part, list):
        return [_loose(one) for one in part]
    if not isinstance(part, dict):
        return part
    loose = {name: _loose(value) for name, value in part.items()}
    return {**loose, "items": _WORD} if loose.get("items") == {"type": "string"} else loose


def _words(least: int = 0) -> Schema:
    """A list of codes or column names; YAML reads some of them as numbers or as true and false."""
    return {"type": "array", "items": _WORD} | ({"minItems": least} if least else {})
