"""A light site: what the theme ships for every conceivable page is cut down to what these pages use."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.config import Config

from clinical_data_survey.paths import BUILD

TEMPLATES = BUILD / "templates"
ICON_RULE = re.compile(r"((?:\.fa-[\w-]+:before,?)+)\{content:\"(.*?)\"\}")
UNUSED_FILES = ("*.map", "fontawesome*.js*", "fa-*.ttf")
UNUSED = ("sphinx-thebe", "THEBE_JS_URL", "togglebutton", "toggleHint", "design-tabs", "sphinx-design")


def lean_templates(app: Sphinx, config: Config) -> None:
    """The theme's list of scripts without the one that draws icons: they come from its web font as well."""
    own = files("pydata_sphinx_theme") / "theme/pydata_sphinx_theme/static/webpack-macros.html"
    kept = [line for line in own.read_text(encoding="utf-8").splitlines() if "fontawesome.js" not in line]
    target = TEMPLATES / "static/webpack-macros.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(kept), encoding="utf-8")
    config.templates_path = [str(TEMPLATES), *config.templates_path]


def drop_unused(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Leave out scripts and styles of bundled extensions that no page uses.

    The thebe extension adds one inline script twice, which is an error on every page, and its kernel is on another
    host; there are no tabs and nothing to toggle.
    """

    def used(item: Any) -> bool:
        words = f"{getattr(item, 'filename', item)} {getattr(item, 'attributes', {}).get('body', '')}"
        return not any(unused in words for unused in UNUSED)

    for kind in ("script_files", "css_files"):
        context[kind] = [item for item in context.get(kind, []) if used(item)]


def lighten(app: Sphinx, error: Exception | None) -> None:
    """Drop source maps and the script of icons, cut styles and web font to the icons in use, quieten scripts."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    for unused in {file for pattern in UNUSED_FILES for file in static.rglob(pattern)}:
        unused.unlink()
    for script in static.rglob("*.js"):
        _rewrite(script, _quiet)
    pages = [*site.rglob("*.html"), *static.rglob("*.js")]
    icons = {name for page in pages for name in re.findall(r"\bfa-[\w-]+", page.read_text(encoding="utf-8"))}
    for sheet in (static / "styles").glob("*.css"):
        _rewrite(sheet, lambda text: ICON_RULE.sub(lambda rule: rule[0] if _names(rule[1]) & icons else "", text))
    glyphs = {ord(c) for sheet in static.rglob("*.css") for c in _private(sheet.read_text(encoding="utf-8"))}
    for font in static.rglob("fa-*.woff2"):
        _cut(font, glyphs)


def _names(selectors: str) -> set[str]:
    return set(re.findall(r"fa-[\w-]+", selectors))


def _quiet(text: str) -> str:
    """A script that keeps its progress to itself and points at no source map."""
    return re.sub(r"\bconsole\.log\(", "void (", re.sub(r"//# sourceMappingURL=\S+", "", text))


def _private(text: str) -> str:
    """The characters of a style sheet that icons use, written plainly or escaped."""
    escaped = [chr(int(code, 16)) for code in re.findall(r"\\(f[0-9a-f]{3})\b", text)]
    return "".join([*re.findall("[\ue000-\uf8ff]", text), *escaped])


def _rewrite(file: Path, change: Any) -> None:
    before = file.read_text(encoding="utf-8")
    after = change(before)
    if after != before:
        file.write_text(after, encoding="utf-8")


def _cut(font_file: Path, glyphs: set[int]) -> None:
    options = subset.Options(flavor="woff2", hinting=False)
    font = subset.load_font(str(font_file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=glyphs)
    cutter.subset(font)
    subset.save_font(font, str(font_file), options)
    font.close()


def setup(app: Sphinx) -> None:
    """Register the cuts."""
    app.connect("config-inited", lean_templates)
    app.connect("html-page-context", drop_unused, priority=950)
    app.connect("build-finished", lighten)
