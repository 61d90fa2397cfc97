"""Style sheets cut down to the rules that a set of pages can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import PurePosixPath

COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
PART = re.compile(rf"(?:{STRING}|\((?:{STRING}|[^()\"'])*\)|[^;{{}}\"'()])+|[;{{}}()]")
ARGUMENTS = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
ADDRESS = re.compile(r"url\(\s*([\"']?)(?!data:|#|[a-z]+://)([^)\"']+)\1\s*\)")
GROUPS = ("@media", "@supports", "@container", "@layer")


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

    What stands in `:not()`, `:is()`, `:where()` and `:has()` is not looked at: such a rule stays.
    """
    return "".join(_kept(COMMENT.sub("", sheet), names))


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


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """The sheet's rules as selector and block; a statement such as `@import` has no block."""
    head, start, depth = "", 0, 0
    for found in PART.finditer(sheet):
        if found[0] == "{":
            if depth == 0:
                start = found.end()
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                yield head.strip(), sheet[start : found.start()]
                head = ""
        elif depth == 0 and found[0] == ";":
            yield head.strip(), None
            head = ""
        elif depth == 0:
            head += found[0]


def _kept(sheet: str, names: Names) -> Iterator[str]:
    for head, block in _rules(sheet):
        if block is None:
            yield f"{head};"
        elif head.startswith(GROUPS):
            inner = "".join(_kept(block, names))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{block}}}"
        elif selectors := list(filter(partial(_can_match, names=names), _selectors(head))):
            yield f"{','.join(selectors)}{{{block.strip()}}}"


def _selectors(head: str) -> list[str]:
    """The selectors of a list, split at its outer commas."""
    parts = re.findall(rf"(?:{STRING}|\((?:[^()]|\([^()]*\))*\)|[^,\"'()])+", head)
    return [part.strip() for part in parts if part.strip()]


def _can_match(selector: str, names: Names) -> bool:
    plain = re.sub(r"\[[^\]]*\]", "", ARGUMENTS.sub("", selector))
    classes = {name.replace("\\", "") for name in re.findall(r"\.((?:\\.|[\w-])+)", plain)}
    ids = set(re.findall(r"#((?:\\.|[\w-])+)", plain))
    return classes <= names.classes | names.words and ids <= names.ids | names.words
