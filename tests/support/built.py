"""The pages of the built site, and copies of the project that a test may build and spoil."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from clinical_data_survey import paths
from clinical_data_survey.book import notebooks
from support import headers

PAGES = notebooks.pages()
SMALL_INDEX = (
    headers.NOTEBOOK
    + """# A small book

{n}`C02` expect it.

```{code-cell} ipython3
from clinical_data_survey.charts import published

published.horizons()
```
"""
)
SMALL_CONTENTS = """format: jb-book
root: index
chapters:
  - file: chapters/appendix/ledger
"""


# What a build computes and keeps, each with the inputs that it was made with: a copy that has the same starts warm.
KEPT = (paths.BUILD_FINGERPRINT, paths.COMPUTED, paths.BOOK_ENSEMBLE, paths.EXECUTION_CACHE)


def parsed(name: str, site: Path = paths.SITE) -> BeautifulSoup:
    """A page of a site."""
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@cache
def soup(name: str) -> BeautifulSoup:
    """A page of the built site, read once for all tests: to be looked at, not to be changed."""
    return parsed(name)


@dataclass(frozen=True)
class Project:
    """A copy of the project, built with its own code."""

    root: Path

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`cds` with these arguments in the copy."""
        return subprocess.run(
            [sys.executable, "-m", "clinical_data_survey", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "src"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def site(self, **environment: str) -> None:
        """Build the copy's site; a failure is told in full."""
        done = self.run("site", **environment)
        assert done.returncode == 0, done.stdout + done.stderr

    def page(self, name: str) -> str:
        """The HTML of a page of the copy."""
        return (self.root / "_build/html" / f"{name}.html").read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file of the copy."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")


def copy_project(target: Path) -> Project:
    """A copy of the project's sources, without what was built."""
    skip = shutil.ignore_patterns("_build", ".*", "notebooks", "__pycache__", "*.egg-info")
    shutil.copytree(paths.ROOT, target, ignore=skip)
    return Project(target)


def small_project(target: Path) -> Project:
    """A copy with one page and the ledger, quick to build."""
    project = copy_project(target)
    (project.root / "index.md").write_text(SMALL_INDEX, encoding="utf-8")
    (project.root / "_toc.yml").write_text(SMALL_CONTENTS, encoding="utf-8")
    return project


def warmed(project: Project) -> Project:
    """The same copy with what the built book computed; it counts while the copy's code and data are the book's."""
    for kept in KEPT:
        copied = project.root / kept.relative_to(paths.ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        if kept.is_dir():
            shutil.copytree(kept, copied)
        elif kept.is_file():
            shutil.copy2(kept, copied)
    return project
