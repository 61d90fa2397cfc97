"""One style sheet and one script for the whole site, each with its content in its address."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx

from clinical_data_survey.book.sphinx_ext import css, scripts
from clinical_data_survey.paths import ASSETS

SITE_SHEET = "site.css"
SITE_SCRIPT = "site.js"
FIRST_SCRIPT = "before-paint.js"
THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
IMPORT = re.compile(r"@import\s+(?:url\()?[\"']([^\"')]+)[\"']\)?\s*;")


def sheets(app: Sphinx) -> list[str]:
    """The style sheets that pages would load, below `_static`, in order: the theme's, extensions', the project's."""
    listed = sorted(app.builder._css_files, key=lambda sheet: sheet.priority)  # type: ignore[attr-defined]
    names = [str(sheet.filename).removeprefix("_static/") for sheet in listed]
    return list(dict.fromkeys([*THEME_SHEETS, *names]))


def write(app: Sphinx, pages: list[str]) -> None:
    """Write the sheet and the script; rules of others' sheets that nothing on the `pages` can use are left out."""
    static = Path(app.outdir) / "_static"
    script = "\n".join((static / name).read_text(encoding="utf-8") for name in scripts.of_every_page(app))
    (static / SITE_SCRIPT).write_text(script, encoding="utf-8")
    behaviour = [_read(static / name) for name in _scripts_that_run(app, pages)]
    names = css.names_in(pages, behaviour)
    parts = [_part(static, name, names) for name in sheets(app)]
    sheet = css.without_unused_properties("\n".join(parts), [*pages, *behaviour])
    (static / SITE_SHEET).write_text(sheet, encoding="utf-8")


def addressed(page: str, static: Path) -> str:
    """The page with the content of the shared files in their addresses: a changed file is a new one to browsers."""
    for name in (SITE_SHEET, SITE_SCRIPT, FIRST_SCRIPT):
        mark = hashlib.sha256((static / name).read_bytes()).hexdigest()[:8]
        page = re.sub(rf'(_static/{re.escape(name)})(?:\?v=\w*)?"', rf'\1?v={mark}"', page)
    return page


def _scripts_that_run(app: Sphinx, pages: list[str]) -> list[str]:
    asked_for = {name for page in pages for name in re.findall(r'src="(?:\.\./)*_static/([\w./-]+\.js)', page)}
    return [*scripts.of_every_page(app), *sorted(asked_for - {SITE_SCRIPT})]


def _part(static: Path, name: str, names: css.Names) -> str:
    """One sheet and what it imports, with addresses that hold in `_static`."""
    text = css.COMMENT.sub("", _read(static / name)).replace('@charset "UTF-8";', "").lstrip("\ufeff")
    folder = str(PurePosixPath(name).parent)
    imported = [_part(static, css.normal(folder, found), names) for found in IMPORT.findall(text)]
    text = IMPORT.sub("", text)
    own = (ASSETS / name).is_file() or name == "tokens.css"
    kept = text if own else css.in_use(text, names)
    return "\n".join([*imported, css.moved(kept, folder)])


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
