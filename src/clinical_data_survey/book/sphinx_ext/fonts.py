"""Fonts for the site: faces cut down to characters, and stand-ins of the same size until they have come."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.WARNING)
# Letters as often as English has them.
ENGLISH = "aaabcdeeeefghiijklmnnoopqrrssttuvwxyz      "


MATPLOTLIB_FONTS = Path(str(files("matplotlib"))) / "mpl-data/fonts"


@dataclass(frozen=True)
class StandIn:
    """A face that systems have, by its names there; `measures` is a file (.afm or .ttf) with its widths."""

    family: str
    weight: int
    face: Path
    local: tuple[str, ...]
    measures: str


def cut(face: Path, characters: Iterable[str], target: Path, features: Iterable[str] = ()) -> None:
    """Cut a face down to these characters and these OpenType features, as woff2."""
    options = subset.Options(flavor="woff2", layout_features=list(features), hinting=False)
    font = subset.load_font(str(face), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(characters))
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    font.close()


def stand_in(pair: StandIn) -> str:
    """A face of the system as wide and as high as ours: a page does not move when ours comes."""
    line = TTFont(pair.face)["hhea"]
    units = TTFont(pair.face)["head"].unitsPerEm
    ratio = _mean_width(_widths(pair.face)) / _mean_width(_widths(MATPLOTLIB_FONTS / pair.measures))
    height = {"ascent": line.ascent, "descent": -line.descent, "line-gap": line.lineGap}
    overrides = " ".join(f"{name}-override: {value / units / ratio:.2%};" for name, value in height.items())
    sources = ", ".join(f"local('{name}')" for name in pair.local)
    told = f"font-family: '{pair.family}'; font-weight: {pair.weight}; src: {sources}; size-adjust: {ratio:.2%};"
    return f"@font-face {{ {told} {overrides} }}\n"


def _widths(file: Path) -> dict[str, float]:
    """Advance widths by character, in thousandths of an em."""
    if file.suffix == ".afm":
        text = file.read_text(encoding="latin-1")
        return {chr(int(code)): float(width) for code, width in re.findall(r"^C (\d+) ; WX (\d+) ;", text, re.M)}
    font = TTFont(file)
    scale = 1000 / font["head"].unitsPerEm
    return {chr(code): font["hmtx"][glyph][0] * scale for code, glyph in font.getBestCmap().items()}


def _mean_width(widths: dict[str, float]) -> float:
    return sum(widths[letter] for letter in ENGLISH) / len(ENGLISH)
