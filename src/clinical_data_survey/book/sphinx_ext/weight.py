"""A light site: what the theme ships for every conceivable page is cut down to what these pages use."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from clinical_data_survey.book.sphinx_ext import bundle, fonts, policy

UNUSED_FILES = ("*.map", "*-macros.html", "fontawesome*.js*", "bootstrap*.js*", "pydata-sphinx-theme.js*", "fa-*.ttf")


def lighten(app: Sphinx, error: Exception | None) -> None:
    """Bundle styles and scripts, cut the web font of icons to those in use, drop what no page asks for."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    for unused in {file for pattern in UNUSED_FILES for file in static.rglob(pattern)}:
        unused.unlink()
    pages = {file: policy.without_inline_scripts(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}
    bundle.write(app, list(pages.values()))
    for file, page in pages.items():
        _replace(file, bundle.addressed(page, static))
    glyphs = _icons((static / bundle.SITE_SHEET).read_text(encoding="utf-8"))
    for font in static.rglob("fa-*.woff2"):
        fonts.cut(font, glyphs, font)


def _icons(sheet: str) -> set[str]:
    """The characters, of the private area, by which a style sheet draws icons: written plainly or escaped."""
    escaped = [chr(int(code, 16)) for code in re.findall(r"\\(f[0-9a-f]{3})\b", sheet)]
    return {*re.findall("[\ue000-\uf8ff]", sheet), *escaped}


def _replace(file: Path, text: str) -> None:
    """Write the file where its text differs."""
    if file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the cuts, after everything else that is written at the end."""
    app.connect("build-finished", lighten, priority=900)
