"""The built book, served on loopback to a real browser; and small copies of the project that a test may spoil."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from support.built import SMALL_CONTENTS, SMALL_INDEX, Project, copy_project

from clinical_data_survey import paths

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture
def small_project(tmp_path: Path) -> Project:
    """A copy with one page and the ledger: quick to build."""
    project = copy_project(tmp_path / "project")
    (project.root / "index.md").write_text(SMALL_INDEX, encoding="utf-8")
    (project.root / "_toc.yml").write_text(SMALL_CONTENTS, encoding="utf-8")
    return project


@pytest.fixture
def open_page(browser: Browser, site_address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site in a window of a width; further options are those of a browser's context."""
    contexts = []

    def opened(name: str = "index", width: int = 1280, until: str = "load", **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": width, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site_address}/{name}.html", wait_until=until)
        return page

    yield opened
    for context in contexts:
        context.close()
