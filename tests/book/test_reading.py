"""Every way to read a page: without script, by keyboard, enlarged, without motion, while it is still loading."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect
from support.built import PAGES

each_page = pytest.mark.parametrize("name", PAGES)
MOST_SHIFT = 0.05  # half of what Web Vitals calls good
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { sum += e.hadRecentInput ? 0 : e.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== "none";
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ");
  return times.some((time) => parseFloat(time) > 0.01) && style.transitionProperty !== "none"
    || style.scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def open_page(open_page: Callable[..., Page]) -> Callable[..., Page]:
    return partial(open_page, until="networkidle")


@pytest.mark.parametrize("width", [360, 1280])
@each_page
def test_without_script_a_page_is_whole(open_page, name, width):
    page = open_page(name, width, java_script_enabled=False)
    expect(page.locator("article h1")).to_be_visible()
    contents = page.get_by_role("navigation", name="Main" if width < 960 else "Chapters")
    expect(contents.get_by_role("link", name="Barriers")).to_be_visible()
    for figure in page.locator("figure.cds-chart:not(:has(.cds-panel))").all():
        expect(figure.locator("svg:visible")).to_have_count(1)
    for panel in page.locator(".cds-panel").all():
        expect(panel.locator("svg:visible").first).to_be_visible()
    for fold in page.locator("div.cell details").all():
        expect(fold.locator("summary")).to_be_visible()
    expect(page.locator(".pst-js-only:visible, .sidebar-toggle:visible")).to_have_count(0)


def test_without_script_a_phone_shows_the_text_before_the_contents(open_page):
    page = open_page("chapters/barriers", 360, java_script_enabled=False)
    heading = page.locator("article h1").bounding_box()
    contents = page.get_by_role("navigation", name="Main").bounding_box()
    assert heading["y"] < contents["y"]
    assert contents["x"] >= 0
    assert contents["x"] + contents["width"] <= 360


@each_page
def test_at_twice_the_size_nothing_is_cut_off_to_the_side(open_page, name):
    page = open_page(name, 640, device_scale_factor=2)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@each_page
def test_nothing_moves_for_those_who_asked_for_less_motion(open_page, name):
    assert open_page(name, reduced_motion="reduce").evaluate(MOVING) == []


@pytest.mark.parametrize("width", [360, 1280])
@each_page
def test_a_page_does_not_jump_while_it_loads(open_page, name, width):
    assert open_page(name, width).evaluate(SHIFT) < MOST_SHIFT


@each_page
def test_the_first_key_offers_to_skip_to_the_text(open_page, name):
    page = open_page(name)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"


def test_the_keyboards_focus_can_be_seen_wherever_it_goes(open_page):
    page = open_page("chapters/care_levels")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUS):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []


def test_on_a_phone_the_contents_open_by_keyboard_and_close_by_escape(open_page):
    page = open_page("chapters/barriers", 360)
    toggle = page.locator(".primary-toggle")
    toggle.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Investment")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(toggle).to_be_focused()
    page.keyboard.press("Enter")
    link.click()
    page.wait_for_url("**/investment.html")


def test_on_a_wide_screen_the_chapters_stand_at_the_head_of_the_page(open_page):
    chapters = open_page("chapters/barriers").get_by_role("navigation", name="Chapters")
    expect(chapters.get_by_role("link", name="Barriers")).to_have_attribute("aria-current", "page")
    expect(chapters.get_by_role("link", name="Investment")).to_be_visible()


@pytest.mark.parametrize(("width", "lands"), [(1280, "barriers.html"), (360, "search.html")])
def test_control_k_leads_to_the_search(open_page, width, lands):
    page = open_page("chapters/barriers", width)
    page.keyboard.press("Control+k")
    page.wait_for_url(f"**/{lands}")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_theme_follows_the_system_until_the_reader_chooses(open_page):
    page = open_page("index", color_scheme="dark")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    page.locator(".theme-switch-button").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")


def test_code_can_be_copied(open_page):
    page = open_page("chapters/care_levels", permissions=["clipboard-read", "clipboard-write"])
    page.locator("div.cell summary").first.click()
    button = page.get_by_role("button", name="Copy").first
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "from clinical_data_survey" in page.evaluate("navigator.clipboard.readText()")
