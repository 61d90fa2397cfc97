"""Behind each figure of the site: its data as CSV, and the function that drew it on a page with its source."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.application import Sphinx

from clinical_data_survey import charts, edition
from clinical_data_survey.paths import shown

DATA, CODE = "data", "code/charts"
PACKAGE = f"{charts.__name__}."
FOLDER = Path(charts.__path__[0])
NOT_SEARCHED = '<meta name="robots" content="noindex">'


class behind_figure(nodes.General, nodes.Element):
    """The line under a figure; attributes `name`, `csv` (None for a figure without numbers), `source`."""


def page_of(source: str) -> str | None:
    """The page and place with the source of a function, by its dotted name; None for one outside the figures."""
    if not source.startswith(PACKAGE):
        return None
    module, _, function = source.rpartition(".")
    line = inspect.getsourcelines(inspect.unwrap(getattr(import_module(module), function)))[1]
    return f"{CODE}/{module.removeprefix(PACKAGE)}.html#line-{line}"


def visit_html(self: Any, node: behind_figure) -> None:
    """The line: quiet, and without a link that leads nowhere."""
    up = "../" * self.builder.current_docname.count("/")
    name, page = escape(node["source"].removeprefix("clinical_data_survey.")), page_of(node["source"])
    drawn = f'<a href="{up}{page}">{name}</a>' if page else name
    file = f"{node['name']}.csv"
    label = f"Data (CSV) of {node['name'].replace('-', ' ')}"
    data = f'<a href="{up}{DATA}/{file}" download="{file}" aria-label="{label}">Data (CSV)</a> · '
    self.body.append(f'<p class="cds-behind">{data if node["csv"] else ""}Drawn by {drawn}</p>')
    raise nodes.SkipNode


def skip(self: Any, node: behind_figure) -> None:
    """In print the colophon says where data and code are."""
    raise nodes.SkipNode


def write_data(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the data of a page's figures into the site."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / DATA
    folder.mkdir(parents=True, exist_ok=True)
    for node in doctree.findall(behind_figure):
        if node["csv"]:
            (folder / f"{node['name']}.csv").write_text(node["csv"], encoding="utf-8", newline="")


def source_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page for each module of the figures; no search finds them."""
    for file in sorted(FOLDER.glob("[!_]*.py")):
        title = shown(file)
        context = {"title": title, "body": _body(title, file), "metatags": NOT_SEARCHED}
        yield f"{CODE}/{file.stem}", context, "page.html"


def _body(title: str, file: Path) -> str:
    code = highlight(file.read_text(encoding="utf-8"), PythonLexer(), HtmlFormatter(linespans="line"))
    code = code.replace("<pre>", '<pre role="region" aria-label="Source" tabindex="0">', 1)
    return (
        f'<section class="cds-source"><h1>{escape(file.name)}</h1>\n<p>{escape(title)}: a module that draws figures of '
        f"this book.{_in_repository(title)}</p>\n{code}</section>"
    )


def _in_repository(file: str) -> str:
    repository, commit = edition.repository(), edition.commit().partition(",")[0]
    if repository is None:
        return ""
    address = f"{repository}/blob/{'HEAD' if commit == 'unknown' else commit}/{file}"
    return f' <a href="{escape(address)}">The file in the repository</a>.'


def setup(app: Sphinx) -> None:
    """Register the line, the data files and the pages."""
    app.add_node(behind_figure, html=(visit_html, None), latex=(skip, None), text=(skip, None))
    app.connect("doctree-resolved", write_data)
    app.connect("html-collect-pages", source_pages)
