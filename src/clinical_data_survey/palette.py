"""Colours and type, defined once: the site's CSS, the charts and the PDF all read them here."""

from __future__ import annotations

import string
from dataclasses import dataclass

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"
# The characters that faces are cut down to.
LETTERS = string.printable + "".join(map(chr, range(0xA0, 0x180))) + "–—‘’“”…·×≤≥−€→°§†‡•"


@dataclass(frozen=True)
class Colour:
    """One colour with its value on light and on dark paper."""

    name: str
    light: str
    dark: str


COLOURS = (
    Colour("paper", "#fbfaf7", "#12181c"),
    Colour("raised", "#f1efe8", "#1b2328"),
    Colour("rule", "#d9d6cc", "#34414a"),
    Colour("ink", "#1b2a33", "#e6e9ea"),
    Colour("muted", "#55636b", "#a3adb3"),
    Colour("published", "#0b6e75", "#4fc3c7"),
    Colour("plausible", "#b57a14", "#e9b95f"),
    Colour("measured", "#b4472e", "#f08a6b"),
    Colour("other", "#6f7a81", "#98a2a8"),
    Colour("link", "#0a5f8a", "#7cc4ea"),
)
LIGHT = {colour.name: colour.light for colour in COLOURS}


def css() -> str:
    """The colours as custom properties for light and dark pages; paper is light."""
    light, dark = _properties()
    return (
        f':root, html[data-theme="light"] {{\n{light}}}\n@media not print {{ html[data-theme="dark"] {{\n{dark}}} }}\n'
    )


def css_without_switch() -> str:
    """The same for a page that follows the system alone."""
    light, dark = _properties()
    return f":root {{\n{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{\n{dark}}} }}\n"


def _properties() -> tuple[str, str]:
    light = "".join(f"  --cds-{colour.name}: {colour.light};\n" for colour in COLOURS)
    dark = "".join(f"  --cds-{colour.name}: {colour.dark};\n" for colour in COLOURS)
    return light, dark


def latex() -> str:
    """The light colours as LaTeX definitions `cds-<name>`."""
    return "\n".join(f"\\definecolor{{cds-{c.name}}}{{HTML}}{{{c.light[1:].upper()}}}" for c in COLOURS)
