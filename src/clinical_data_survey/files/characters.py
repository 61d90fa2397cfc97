"""Which characters a text may hold that people will read: none that steer, hide or turn words around, and for print
none that the PDF's faces lack.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LONGEST_LINE = 300
_BIDIRECTIONAL = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_WHY = {
    "Cc": "which steers a machine and is no text",
    "Cf": "which nobody sees",
    "Cs": "which is half a character",
    "Co": "which has no agreed meaning",
    "Cn": "which has no agreed meaning",
    "Zl": "which breaks a line",
    "Zp": "which breaks a line",
}
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\s?[\d.,]*\d)")
_LATIN = 0xFF
_FACES = {"font_source_serif_pro": "SourceSerifPro", "font_source_sans_pro": "SourceSansPro"}
_CUTS = ("Regular", "It", "Semibold", "SemiboldIt")


def fault(text: str, allowed: str = "") -> str | None:
    """What is wrong with a text that people will read, None where nothing is; `allowed` are characters that may be."""
    if text.isprintable():
        return None
    wrong = next((c for c in text if unicodedata.category(c) in _WHY and c not in allowed), None)
    if wrong is None:
        return None
    why = "which turns the words around it" if ord(wrong) in _BIDIRECTIONAL else _WHY[unicodedata.category(wrong)]
    return f"holds {named(wrong)}, {why}"


def fault_of_formula(text: str) -> str | None:
    """Whether a spreadsheet would run a text as a formula, None where it would not."""
    return f"begins with '{text[0]}', which a spreadsheet takes for a formula" if _FORMULA.match(text) else None


def fault_of_line(text: str) -> str | None:
    """As `fault`, of a text that stands on one line, such as a title: it is not empty and not too long either."""
    if not text.strip():
        return "is empty"
    if len(text) > LONGEST_LINE:
        return f"has {len(text):,} characters, more than the {LONGEST_LINE} of a line"
    return fault(text) or fault_of_formula(text)


def fault_in_print(text: str) -> str | None:
    """What of a text the PDF could not show, None where it can: its faces have Latin letters and common signs."""
    lacking = sorted({c for c in text if ord(c) > _LATIN} - _printed()) if not text.isascii() else []
    if not lacking:
        return None
    return f"holds {named(lacking[0])}, which no face of the PDF has"


def named(character: str) -> str:
    """A character by its number and name, such as 'U+202E RIGHT-TO-LEFT OVERRIDE'."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


@cache
def _printed() -> frozenset[str]:
    """The characters that every face of the PDF has, in each of its cuts."""
    from fontTools.ttLib import TTFont

    covered = [
        set(TTFont(_folder(package) / f"{name}-{cut}.otf", lazy=True).getBestCmap())
        for package, name in _FACES.items()
        for cut in _CUTS
    ]
    return frozenset(map(chr, set.intersection(*covered)))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package}: install requirements.txt")
    return Path(spec.origin).parent / "files"
