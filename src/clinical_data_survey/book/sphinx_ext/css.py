"""Style sheets cut down to the rules that a set of pages can use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import groupby, pairwise
from pathlib import PurePosixPath
from typing import Any

import tinycss2

COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
ADDRESS = re.compile(r"url\(\s*([\"']?)(?!data:|#|[a-z]+://)([^)\"']+)\1\s*\)")
GROUPS = ("media", "supports", "container", "layer")


@dataclass(frozen=True)
class Names:
    """The class names, ids and other words that pages and scripts mention."""

    classes: frozenset[str]
    ids: frozenset[str]
    words: frozenset[str]


def names_in(pages: list[str], scripts: list[str]) -> Names:
    """What the pages are made of, and every word by which a script could add to them."""
    classes = {name for page in pages for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    ids = {unescape(name) for page in pages for name in re.findall(r'\bid="([^"]*)"', page)}
    words = {word for script in scripts for word in re.findall(r"[\w-]+", script)}
    return Names(frozenset(classes), frozenset(ids), frozenset(words))


def in_use(sheet: str, names: Names) -> str:
    """The sheet without comments and without rules for classes and ids that nothing bears.

    What stands in brackets, such as those of `:not()` and `:is()`, is not looked at: such a rule stays.
    """
    rules = tinycss2.parse_stylesheet(COMMENT.sub("", sheet), skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rules, names))


def without_unused_properties(sheet: str, users: list[str]) -> str:
    """The sheet without custom properties that neither it nor the `users` (pages, scripts) read."""
    for _ in range(4):
        read = {name for text in [sheet, *users] for name in re.findall(r"--[\w-]+", _without_definitions(text))}
        shorter = _DEFINITION.sub(partial(_read_or_nothing, read=read), sheet)
        if shorter == sheet:
            break
        sheet = shorter
    return sheet


def moved(sheet: str, folder: str) -> str:
    """The sheet as it must read one level up, its addresses no longer relative to `folder`."""
    return ADDRESS.sub(lambda found: f'url("{normal(folder, found[2])}")', sheet)


_DEFINITION = re.compile(
    rf"([{{;]\s*)(--[\w-]+)\s*:(?:{STRING}|\((?:{STRING}|[^()\"']|\([^()]*\))*\)|[^;{{}}\"'()])*;?"
)


def _read_or_nothing(definition: re.Match[str], read: set[str]) -> str:
    """The definition of a property that is read; of another, what stands before it."""
    return definition[0] if definition[2] in read else definition[1]


def _without_definitions(text: str) -> str:
    """The text with the names that it defines taken out; the values stay."""
    return re.sub(r"([{;\"]\s*)--[\w-]+\s*:", r"\1:", text)


def normal(folder: str, address: str) -> str:
    """An address that is relative to a folder, without detours: ('styles', '../basic.css') is 'basic.css'."""
    parts: list[str] = []
    for part in (PurePosixPath(folder) / address).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _kept(rules: Iterable[Any], names: Names) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _selectors(rule.prelude) if _can_match(selector, names)]
            if selectors:
                yield f"{','.join(map(_text, selectors))}{{{_text(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_comments=True), names))
            if inner:
                yield f"@{rule.at_keyword} {_text(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule":
            yield rule.serialize()


def _text(parts: list[Any]) -> str:
    return str(tinycss2.serialize(parts).strip())


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    """The selectors of a list, split at its outer commas."""
    parts = [list(part) for comma, part in groupby(prelude, lambda token: token == ",") if not comma]
    return [part for part in parts if _text(part)]


def _can_match(selector: list[Any], names: Names) -> bool:
    classes = {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}
    ids = {token.value for token in selector if token.type == "hash"}
    return classes <= names.classes | names.words and ids <= names.ids | names.words
