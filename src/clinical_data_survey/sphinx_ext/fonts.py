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


@dataclass(frozen=True)
class StandIn:
    """A face that systems have; `measures` is the core font of PDF that has its widths."""

    family: str
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
    font = TTFont(pair.face)
    units, line = font["head"].unitsPerEm, font["hhea"]
    widths = {chr(code): font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}
    ratio = _mean_width(widths) / units * 1000 / _mean_width(_widths_of_core_font(pair.measures))
    height = {"ascent": line.ascent, "descent": -line.descent, "line-gap": line.lineGap}
    overrides = " ".join(f"{name}-override: {value / units / ratio:.2%};" for name, value in height.items())
    sources = ", ".join(f"local('{name}')" for name in pair.local)
    told = f"font-family: '{pair.family} stand-in'; src: {sources}; size-adjust: {ratio:.2%}; {overrides}"
    return f"@font-face {{ {told} }}\n"


def _widths_of_core_font(name: str) -> dict[str, int]:
    """Advance widths, in thousandths of an em, of one of PDF's core fonts."""
    measures = (Path(str(files("matplotlib"))) / f"mpl-data/fonts/pdfcorefonts/{name}.afm").read_text(
        encoding="latin-1"
    )
    return {chr(int(code)): int(width) for code, width in re.findall(r"^C (\d+) ; WX (\d+) ;", measures, re.M)}


def _mean_width(widths: dict[str, int]) -> float:
    return sum(widths[letter] for letter in ENGLISH) / len(ENGLISH)
