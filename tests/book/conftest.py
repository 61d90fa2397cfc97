"""The built book, served on loopback to a real browser; and small copies of the project that a test may spoil."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from clinical_data_survey import notebooks, paths

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = notebooks.pages()
SMALL_INDEX = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  name: python3
---
# A small book

{n}`C02` expect it.

```{code-cell} ipython3
from clinical_data_survey.figures import published

published.horizons()
```
"""
SMALL_CONTENTS = """format: jb-book
root: index
chapters:
  - file: chapters/appendix/ledger
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """A server of a folder on a free port of loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def site_address() -> Iterator[str]:
    """The address of the built site."""
    assert (paths.SITE / "index.html").is_file(), "There is no site yet: run `make book` first."
    server = serve(paths.SITE)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


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
    skip = shutil.ignore_patterns("_build", ".venv", ".git", "notebooks", "__pycache__", "*.egg-info", ".*_cache")
    shutil.copytree(paths.ROOT, target, ignore=skip)
    return Project(target)


@pytest.fixture
def small_project(tmp_path: Path) -> Project:
    """A copy with one page and the ledger: quick to build."""
    project = copy_project(tmp_path / "project")
    (project.root / "index.md").write_text(SMALL_INDEX, encoding="utf-8")
    (project.root / "_toc.yml").write_text(SMALL_CONTENTS, encoding="utf-8")
    return project
