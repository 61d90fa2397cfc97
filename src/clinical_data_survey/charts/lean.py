"""Charts in fewer bytes: an SVG without what cannot be seen, its coordinates no finer than a screen."""

from __future__ import annotations

import re

DECIMALS = 2
TAG = re.compile(r"<[^>]*>|[^<]+")
UNSEEN = re.compile(
    r"<path [^>]*style=\"fill: none\"[^>]*/>|<path (?![^>]*\bd=)[^>]*/>|<g/>|<g [^>]*/>|<defs>\s*</defs>"
    r"| transform=\"rotate\(-?0 [^)]*\)\""
)
DRAWN = re.compile(r'(?<= )(d|x|y|points|transform|width|height|viewBox|style)="([^"]*)"')
LONG_NUMBER = re.compile(rf"-?\d+\.\d{{{DECIMALS + 1},}}")


def lean(svg: str) -> str:
    """The drawing without invisible or empty paths, empty definitions, bare groups and needless digits."""
    tags = TAG.findall(UNSEEN.sub("", svg))
    return re.sub(r"\n+", "\n", "".join(_without_bare_groups(tags)))


def _without_bare_groups(tags: list[str]) -> list[str]:
    kept: list[str] = []
    means_something: list[bool] = []
    for tag in tags:
        if tag.startswith("<g"):
            means_something.append(tag != "<g>")
        if tag in ("<g>", "</g>") and not means_something[-1]:
            pass
        else:
            kept.append(DRAWN.sub(_shorter, tag) if tag.startswith("<") else tag)
        if tag == "</g>":
            means_something.pop()
    return kept


def _shorter(attribute: re.Match[str]) -> str:
    name, value = attribute.groups()
    value = LONG_NUMBER.sub(lambda number: f"{round(float(number[0]), DECIMALS) + 0:g}", value)
    if name == "d":
        value = re.sub(r"\s*([A-Za-z])\s*", r"\1", value.strip())
        value = re.sub(r"\s+", " ", value)
    if name == "style":
        value = re.sub(r"\s*([:;])\s*", r"\1", value)
    return f'{name}="{value}"'
