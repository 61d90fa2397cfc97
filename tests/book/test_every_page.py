"""Every page in a real browser: alone on its host, silent, light, steady, accessible in both themes, whole on a phone.

A page is visited once a width. The visit looks at everything, and each test asks of what it saw: a visit costs more
than all its questions.
"""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support import browsing
from support.built import PAGES

from clinical_data_survey import paths

EVERY_PAGE = [*PAGES, "search", "genindex", "code/charts/published", "code/charts/style"]
THEMES = {360: "dark", 1280: "light"}  # a rule is broken by a theme or by a width, hardly ever by both together
# Whether it breaks a rule of accessibility takes half a visit: asked of each page at one width, of pages in turn at
# another. A slow test asks at both, in both themes, of every row.
LOOKED_AT_CLOSELY = dict(zip(EVERY_PAGE, itertools.cycle(THEMES), strict=False))
MOST_SHIFT = 0.05  # half of what Web Vitals calls good
MOST_SHIFT_WITH_LATE_FACES = 0.25  # above it Web Vitals calls a page poor
MOST_BYTES = 250_000
MOST_BYTES_WITH_EXPLORER = 350_000
MOST_REQUESTS = 20
PACKED = (".woff2", ".png", ".svg")
WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.effectiveDirective));
"""
SHIFT = "window.shifts.reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0)"
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ");
  return times.some((time) => parseFloat(time) > 0.01) && style.transitionProperty !== "none"
    || style.scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 80))"""
EXTENT = "document.documentElement.scrollWidth"


@dataclass(frozen=True)
class Visit:
    """What a visit to a page saw; `page` is still open, at its width and in that width's theme."""

    page: Page
    width: int
    extent: int  # how wide the page is, in pixels
    asked: tuple[str, ...]  # addresses that the page loaded
    said: tuple[str, ...]  # messages to the console and requests that failed
    against_policy: tuple[str, ...]
    shift: float  # cumulative, as Web Vitals counts it, until the page stands in the system's faces
    shift_with_faces: float  # the same and what moved when its own faces came after that
    broken: list | None  # rules of accessibility; None where the page is not looked at closely
    moving: list[str]  # what moves where less motion is asked for


@pytest.fixture(scope="module", params=THEMES)
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module", params=EVERY_PAGE)
def visit(request: pytest.FixtureRequest, width: int, browser: Browser, site_address: str) -> Iterator[Visit]:
    asked: list[str] = []
    said: list[str] = []
    size = {"width": width, "height": browsing.DESKTOP["height"]}
    with browsing.window(browser, viewport=size, color_scheme=THEMES[width]) as opened:
        opened.add_init_script(WATCH_POLICY + browsing.WATCH_SHIFTS)
        page = opened.new_page()
        page.on("request", lambda sent: asked.append(sent.url))
        page.on("requestfailed", lambda sent: said.append(f"failed: {sent.url}"))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        shifts: list[float] = []
        address = f"{site_address}/{request.param}.html"
        browsing.goto_with_late_faces(page, address, lambda: shifts.append(page.evaluate(SHIFT)))
        shifts.append(page.evaluate(SHIFT))
        extent = page.evaluate(EXTENT)
        as_loaded = tuple(asked), tuple(said), tuple(page.evaluate("window.violations"))
        browsing.turn(page, THEMES[width])
        broken = browsing.broken_rules(page) if width == LOOKED_AT_CLOSELY[request.param] else None
        moving = page.evaluate(MOVING)
        yield Visit(page, width, extent, *as_loaded, *shifts, broken, moving)


def test_it_contacts_no_other_host(visit, site_address):
    assert [url for url in visit.asked if not url.startswith((f"{site_address}/", "data:", "blob:"))] == []


def test_it_says_nothing_to_the_console(visit):
    assert visit.said == ()


def test_it_keeps_to_its_policy(visit):
    assert visit.against_policy == ()


def test_a_first_visit_loads_few_bytes_in_few_requests(visit):
    has_explorer = visit.page.locator("[class*=cds-explorer]").count() > 0
    assert len(visit.asked) == len(set(visit.asked)) <= MOST_REQUESTS
    assert sum(map(sent, visit.asked)) <= (MOST_BYTES_WITH_EXPLORER if has_explorer else MOST_BYTES)


def sent(address: str) -> int:
    """Bytes of a file of the site as a server that compresses text would send it."""
    file = paths.SITE / unquote(urlsplit(address).path).lstrip("/")
    body = file.read_bytes()
    return len(body) if file.suffix in PACKED else len(gzip.compress(body))


def test_it_does_not_jump_while_it_loads(visit):
    assert visit.shift < MOST_SHIFT


def test_it_hardly_jumps_when_its_faces_come_late(visit):
    assert visit.shift_with_faces < MOST_SHIFT_WITH_LATE_FACES


def test_it_breaks_no_rule_of_accessibility(visit):
    assert visit.broken in ([], None)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_row_of_any_table_breaks_one_in_either_theme(visit, theme):
    browsing.turn(visit.page, theme)
    broken = browsing.broken_rules(visit.page, without=())
    browsing.turn(visit.page, THEMES[visit.width])
    assert broken == []


def test_nothing_moves_for_those_who_asked_for_less_motion(visit):
    assert visit.moving == []


def test_nothing_is_wider_than_the_window(visit):
    assert visit.extent <= visit.width


def test_enlarged_to_twice_the_size_nothing_is_cut_off_to_the_side(visit):
    """A window of 1280 pixels enlarged so shows 640; below 360 nobody promises anything."""
    enlarged = max(visit.width // 2, min(THEMES))
    browsing.resize(visit.page, enlarged)
    extent = visit.page.evaluate(EXTENT)
    browsing.resize(visit.page, visit.width)
    assert extent <= enlarged


@pytest.mark.parametrize("visit", [name for name in EVERY_PAGE if name != "search"], indirect=True)  # its field has it
def test_the_first_key_offers_to_skip_to_the_text(visit):
    visit.page.keyboard.press("Tab")
    link = visit.page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**#main-content")
