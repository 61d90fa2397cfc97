"""Copies of the project that a test may build and spoil, and the pages of the book."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from clinical_data_survey import paths
from clinical_data_survey.book import notebooks
from support import headers

PAGES = notebooks.pages()
SMALL_INDEX = (
    headers.NOTEBOOK
    + """# A small book

{n}`C02` expect it.

```{code-cell} ipython3
from clinical_data_survey.figures import published

published.horizons()
```
"""
)
SMALL_CONTENTS = """format: jb-book
root: index
chapters:
  - file: chapters/appendix/ledger
"""


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
