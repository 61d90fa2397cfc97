"""A real browser, and a server for it: what every test that opens a page starts from."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

# How long a test waits for what should come, in milliseconds. What comes is seen at once, so only a failure takes
# this long; the default of 5 s is a statement about the machine's speed.
PATIENCE = 120_000
# Chromium without its own windows takes a third of the processor time to open a page; any other will do.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LATER_ROWS = ("tbody tr:nth-child(n + 21)", ".cds-source pre > span:nth-child(n + 62)")
DESKTOP = {"width": 1280, "height": 900}
# Collects in `window.shifts` what moves while a page loads, as Web Vitals sees it.
WATCH_SHIFTS = """
window.shifts = [];
window.shiftWatch = new PerformanceObserver((list) => window.shifts.push(...list.getEntries()));
window.shiftWatch.observe({ type: "layout-shift", buffered: true });
"""
DRAWN = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  window.shifts.push(...window.shiftWatch.takeRecords());
}"""
SETTLED = f"document.fonts.ready.then({DRAWN})"

expect.set_options(timeout=PATIENCE)


def chromium(playwright: Playwright) -> Browser:
    """A new Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS, timeout=PATIENCE)


@contextmanager
def window(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A patient window of its own, with nothing kept from others; `options` are those of a browser's context."""
    context = browser.new_context(**{"viewport": DESKTOP, **options})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def resize(page: Page, width: int, height: int = DESKTOP["height"]) -> None:
    """Give the window another size and wait until the page has it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => window.innerWidth === width", arg=width)


def turn(page: Page, theme: str) -> None:
    """Let the system ask for a theme and wait until the page has it; nothing fades while it changes."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


def goto_with_late_faces(page: Page, address: str, meanwhile: Callable[[], None]) -> None:
    """Open a page whose own faces come only once it stands there in those of the system, and `meanwhile` has looked.

    Whether they come before a page is first drawn depends on the machine; so what moves as they come is seen each time.
    """
    held: list[Route] = []
    hold = held.append
    page.route("**/*.woff2", lambda route: hold(route))
    page.goto(address, wait_until="domcontentloaded")
    page.evaluate(DRAWN)
    meanwhile()
    hold = Route.continue_
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    settle(page)


def settle(page: Page) -> None:
    """Wait until a page with WATCH_SHIFTS stands in its own faces and all its shifts are collected."""
    page.evaluate(SETTLED)


def broken_rules(page: Page, within: str = "html", without: tuple[str, ...] = LATER_ROWS) -> list[tuple[str, list]]:
    """The rules of accessibility that are broken within a part of a page, each with the first places.

    Rows of a table are made alike, and so are lines of code; on the longest pages they take four fifths of the time.
    Unless `without` is empty, those after the twentieth row and the sixtieth line are passed over.
    """
    context = {"include": [within], **({"exclude": list(without)} if without else {})}
    found = Axe().run(page, context).response["violations"]
    return [(violation["id"], [node["target"] for node in violation["nodes"]][:3]) for violation in found]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """The address at which a folder is served, on a free port of loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
