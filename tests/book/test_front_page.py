"""The first page in a real browser: its figures are the results', its doors lead to chapters, it fits every width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from support import browsing
from support.built import soup

from clinical_data_survey import results
from clinical_data_survey.charts import first_page
from clinical_data_survey.wording import capitalised

CLAIMS = [claim for claim, *_ in first_page.CARDS]
CHAPTERS = [chapter for _, chapter, *_ in first_page.DOORS]


def edges(page: Page, selector: str) -> list[tuple[int, int]]:
    """The left edge and the top of each element, in whole pixels."""
    found = page.locator(selector).all()
    boxes = [box for element in found if (box := element.bounding_box())]
    return [(round(box["x"]), round(box["y"])) for box in boxes]


def test_nothing_is_wider_than_windows_between_a_phone_and_a_desktop(open_page):
    page = open_page("index", 1440)
    for width in (1440, 1024, 960, 768, 480):
        browsing.resize(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize(("position", "claim"), list(enumerate(CLAIMS)))
def test_a_card_prints_the_figure_its_reading_and_its_kind(position, claim):
    card = soup("index").select(".cds-cards > li")[position]
    assert card.p.get_text(strip=True) == capitalised(results.find(claim).text)
    kind = card.select_one(".cds-panel-kind").get_text()
    assert kind == f"published · read as {results.find(f'{claim}.reading').text}"
    track = card.svg["aria-label"]
    assert results.find(claim).text in track
    assert results.find(f"{claim}.reading").text in track


@pytest.mark.parametrize(("width", "columns"), [(1280, 4), (768, 2), (360, 2)])
def test_cards_stand_in_a_row_two_on_a_phone(open_page, width, columns):
    assert len({left for left, _ in edges(open_page("index", width), ".cds-cards > li")}) == columns


def test_what_belongs_together_lines_up_across_the_cards(open_page):
    page = open_page("index", 1440)
    for part in (".cds-panel-says", ".cds-small-drawing", ".cds-panel-kind", ".cds-panel-peers"):
        assert len({top for _, top in edges(page, f".cds-cards {part}")}) == 1, part


@pytest.mark.parametrize(("position", "chapter"), list(enumerate(CHAPTERS)))
def test_a_door_leads_to_its_chapter_wherever_it_is_clicked(open_page, position, chapter):
    page = open_page("index", 1280)
    door = page.locator(".cds-doors > li").nth(position)
    expect(door.get_by_role("link")).to_have_count(1)
    expect(door.locator("svg")).to_have_attribute("aria-label", re.compile(".{60}"))
    door.locator("svg").click(force=True)  # whatever lies over it there is what is clicked
    page.wait_for_url(f"**/chapters/{chapter}.html")


@pytest.mark.parametrize(("width", "drawn"), [(360, "narrow"), (768, "wide"), (1280, "broad")])
def test_the_picture_is_drawn_for_the_width_of_its_place(open_page, width, drawn):
    expect(open_page("index", width).locator("#path svg:visible")).to_have_class(f"cds-{drawn}")


def test_the_chapters_are_at_the_head_of_every_page_and_the_whole_contents_at_its_foot(open_page):
    page = open_page("chapters/barriers", 1280)
    chapters = page.get_by_role("navigation", name="Chapters")
    expect(chapters.get_by_role("link", name="Barriers")).to_have_attribute("aria-current", "page")
    expect(page.locator(".cds-foot").get_by_role("link", name="Claims ledger")).to_be_visible()


def test_a_phone_opens_the_contents_from_the_head(open_page):
    page = open_page("chapters/barriers", 360)
    page.get_by_role("button", name="Contents").click()
    expect(page.locator("dialog[open]").get_by_role("link", name="Investment")).to_be_visible()


def test_without_script_the_contents_are_still_at_the_foot(open_page):
    page = open_page("index", 360, java_script_enabled=False)
    page.locator(".cds-foot").get_by_role("link", name="Expectations").click()
    page.wait_for_url("**/chapters/expectations.html")


def test_on_paper_there_is_no_navigation_and_the_ink_is_black(open_page):
    page = open_page("index", 1280, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".bd-header", ".bd-footer-content", ".prev-next-footer", ".cds-cards + details"):
        expect(page.locator(part).first, part).to_be_hidden()
    expect(page.locator(".cds-lead").first).to_have_css("color", "rgb(0, 0, 0)")
