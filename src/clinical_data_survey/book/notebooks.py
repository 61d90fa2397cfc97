"""Notebooks made from the chapters, for Binder and JupyterLab: never kept, always generated.

A chapter's prose uses roles that a notebook does not know. Each number is written out as it stands in this edition;
the cells recompute all of them.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import yaml
from myst_nb.core.read import read_myst_markdown_notebook

from clinical_data_survey import paths
from clinical_data_survey.results.templates import without_roles

_FENCE = re.compile(r"^(:{3,}|`{3,})\{(?P<name>[\w:-]+)\}(?P<title>.*)$")
_CODE_CELL = re.compile(r"^`{3}\{code-cell\}", re.MULTILINE)
_BARE_FENCE = re.compile(r"^:{3,}\s*$")
_TARGET_OR_ATTRIBUTES = re.compile(r"^(\([\w-]+\)=|\{\.[\w. -]+\})\s*$")


def pages() -> list[str]:
    """All pages of the book in its order, without ending."""
    contents = yaml.safe_load(paths.CONTENTS.read_text(encoding="utf-8"))
    listed = [chapter["file"] for part in contents.get("parts", [contents]) for chapter in part["chapters"]]
    return [contents["root"], *listed]


def with_code() -> list[str]:
    """The pages that have code cells, and so are notebooks."""
    return [page for page in pages() if _CODE_CELL.search((paths.ROOT / f"{page}.md").read_text(encoding="utf-8"))]


def read(page: str) -> nbformat.NotebookNode:
    """A page as the notebook that Sphinx makes of it."""
    return read_myst_markdown_notebook((paths.ROOT / f"{page}.md").read_text(encoding="utf-8"), add_source_map=True)


def write_all(folder: Path = paths.NOTEBOOKS) -> list[Path]:
    """Write each page that has code cells as a notebook below `folder`; returns the files."""
    written = []
    for page in with_code():
        notebook = convert((paths.ROOT / f"{page}.md").read_text(encoding="utf-8"))
        target = folder / f"{page}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)
        written.append(target)
    return written


def convert(text: str) -> nbformat.NotebookNode:
    """A chapter's text as a notebook without outputs and with stable cell ids."""
    notebook = read_myst_markdown_notebook(text)
    for position, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{position}"
        if cell.cell_type == "markdown":
            cell.source = plain_markdown(cell.source)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook


def plain_markdown(text: str) -> str:
    """Prose without the roles and directives that only the book knows."""
    lines = []
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if fence:
            title = fence["title"].strip()
            lines.append(f"**{title}**" if title else "")
        elif not (_BARE_FENCE.match(line) or _TARGET_OR_ATTRIBUTES.match(line) or line.startswith(":class:")):
            lines.append(line)
    return without_roles("\n".join(lines)).strip("\n")
