"""The built book, served on loopback to a real browser; and small copies of the project that a test may spoil."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from support import browsing, built

from clinical_data_survey import paths


@pytest.fixture(scope="session")
def site_address() -> Iterator[str]:
    """The address of the built site."""
    assert (paths.SITE / "index.html").is_file(), "There is no site yet: run `make book` first."
    with browsing.served(paths.SITE) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, started once a worker."""
    with sync_playwright() as playwright:
        chromium = browsing.chromium(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site_address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site in a window of its own of a width; further options are those of a browser's context."""
    with ExitStack() as windows:

        def opened(name: str = "index", width: int = 1280, until: str = "load", **options: object) -> Page:
            viewport = {"width": width, "height": browsing.DESKTOP["height"]}
            page = windows.enter_context(browsing.window(browser, **{"viewport": viewport, **options})).new_page()
            page.goto(f"{site_address}/{name}.html", wait_until=until)
            return page

        yield opened


@pytest.fixture
def cold_project(tmp_path: Path) -> built.Project:
    """A copy with one page and the ledger, as a clone has it."""
    return built.small_project(tmp_path / "project")


@pytest.fixture
def small_project(cold_project: built.Project) -> built.Project:
    """A copy with one page and the ledger that starts with what the book's build computed."""
    return built.warmed(cold_project)
