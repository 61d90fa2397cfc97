"""Every way to read a page: without script, by keyboard, on a phone, in the dark; code that can be copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect
from support.built import PAGES

each_page = pytest.mark.parametrize("name", PAGES)
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== "none";
}"""


@pytest.fixture
def open_page(open_page: Callable[..., Page]) -> Callable[..., Page]:
    return partial(open_page, until="networkidle")


@each_page
def test_without_script_a_page_is_whole_at_every_width(open_page, name):
    page = open_page(name, java_script_enabled=False)
    for width, contents in ((1280, "Chapters"), (360, "Main")):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("article h1")).to_be_visible()
        navigation = page.get_by_role("navigation", name=contents)
        expect(navigation.get_by_role("link", name="Barriers")).to_be_visible()
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
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))  # the button says "Copied" until the clock goes on
    page.locator("div.cell summary").first.click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "from clinical_data_survey" in page.evaluate("navigator.clipboard.readText()")
    page.clock.run_for(3000)
    expect(page.get_by_role("button", name="Copied")).to_have_count(0)
