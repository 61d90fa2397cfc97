"""A mapping as the text of `mapping.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from clinical_data_survey.errors import visible
from clinical_data_survey.importers.mapping import (
    A_COLUMN_A_LEVEL,
    FILLED,
    Condition,
    ExportMapping,
    ItemMapping,
    Rules,
)


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def text_of(mapping: ExportMapping, heading: Sequence[str] = ()) -> str:
    """The mapping as YAML that `mapping.load` reads back as the same mapping; `heading` are lines of comment on top."""
    content: dict[str, Any] = {"tool": mapping.tool}
    source = {name: value for name, value in vars(mapping.source).items() if value}
    content |= {"read": source} if source else {}
    content["rules"] = _rules(mapping.rules)
    content |= {name: value for name in ("weight", "synthetic") if (value := getattr(mapping, name))}
    content |= {"texts": dict(mapping.texts)} if mapping.texts else {}
    content |= {"missing": _words(mapping.missing)} if mapping.missing else {}
    content["items"] = {entry.item: _item(entry) for entry in mapping.items}
    content |= {"not_matched": list(mapping.not_matched)} if mapping.not_matched else {}
    content |= {"accept": dict(mapping.accept)} if mapping.accept else {}
    comment = "".join(f"# {visible(line)}".rstrip().replace("\n", " ") + "\n" for line in heading)
    body = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return comment + body


def _condition(condition: Condition) -> dict[str, Any]:
    return {"column": condition.column, "is": FILLED if condition.values is None else list(condition.values)}


def _rules(rules: Rules) -> dict[str, Any]:
    content: dict[str, Any] = {}
    content |= {"complete": _condition(rules.complete)} if rules.complete else {}
    content["partial"] = rules.partial
    content |= {"test": _condition(rules.test)} if rules.test else {}
    content["tests"] = rules.tests
    content |= {"same_person": list(rules.same_person)} if rules.same_person else {}
    return content | {"duplicates": rules.duplicates}


def _words(missing: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {state: list(words) for state, words in missing.items()}


def _item(entry: ItemMapping) -> dict[str, Any]:
    by_level = entry.layout in A_COLUMN_A_LEVEL
    columns = dict(zip(entry.levels, entry.columns, strict=True)) if by_level else list(entry.columns)
    content: dict[str, Any] = {"guessed": entry.guessed} if entry.guessed else {}
    content |= {"layout": entry.layout, "columns": columns}
    content |= {"codes": dict(entry.codes)} if entry.codes else {}
    content |= {name: list(words) for name in ("selected", "not_selected", "empty") if (words := getattr(entry, name))}
    content |= {"separator": entry.separator} if entry.separator != "," else {}
    content |= {"when_empty": entry.when_empty} if entry.when_empty != "unanswered" else {}
    content |= {"missing": _words(entry.missing)} if entry.missing else {}
    content |= {"missing_columns": dict(entry.missing_columns)} if entry.missing_columns else {}
    if isinstance(entry.base, tuple):
        content["base"] = {"item": entry.base[0], "levels": list(entry.base[1])}
    elif entry.base:
        content["base"] = entry.base
    return content
