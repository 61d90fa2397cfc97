"""The origin of numbers and figures in a real browser: by mouse, keyboard and finger, and without script."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support import browsing
from support.built import PAGES, soup

from clinical_data_survey import paths, results
from clinical_data_survey.results.origin import origin_card
from clinical_data_survey.survey import loaded_wave

CHAPTER = "chapters/care_levels"
KINDS_OF_THE_CHAPTER = ("published", "implied", "sampling", "measured", "other")
SOURCE_PAGES = sorted(
    f"code/charts/{file.stem}" for file in (paths.SOURCE_CODE / "clinical_data_survey/charts").glob("[!_]*.py")
)


@pytest.fixture
def open_page(open_page: Callable[..., Page]) -> Callable[..., Page]:
    return lambda name=CHAPTER, **options: open_page(name, **options)


@pytest.fixture(scope="module")
def chapter(browser: Browser, site_address: str) -> Iterator[Page]:
    """The chapter, opened once for the tests that only look and point."""
    with browsing.window(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site_address}/{CHAPTER}.html")
        yield page


@pytest.fixture
def page(chapter: Page) -> Page:
    """The chapter with nothing pointed at, no card shown, in light colours."""
    chapter.mouse.move(2, 2)
    browsing.turn(chapter, "light")
    expect(card(chapter)).to_be_hidden()
    return chapter


def number(page: Page, kind: str = "published") -> Locator:
    return page.locator(f".bd-article p .cds-{kind}").first


def card(page: Page) -> Locator:
    return page.locator("#cds-origin")


def told(page: Page) -> list[str]:
    """The lines of the card as a reader reads them."""
    labels = card(page).locator("dt").all_inner_texts()
    words = card(page).locator("dd").all_inner_texts()
    ends = card(page).locator("p").all_inner_texts()
    return [ends[0], *(f"{label}: {text}" for label, text in zip(labels, words, strict=True)), ends[-1]]


def expected(node: Locator) -> list[str]:
    result = results.find(node.get_attribute("data-result"))
    return list(origin_card(result, loaded_wave.load().kind).lines)


@pytest.mark.parametrize("kind", KINDS_OF_THE_CHAPTER)
def test_hovering_a_number_shows_what_it_is_and_leaving_it_hides_that(page, kind):
    node = number(page, kind)
    node.hover()
    expect(card(page)).to_be_visible()
    assert told(page) == expected(node)
    expect(node).not_to_have_attribute("title", re.compile(""))
    page.mouse.move(2, 2)
    expect(card(page)).to_be_hidden()


def test_the_card_may_be_entered_and_its_link_leads_to_the_row(open_page):
    page = open_page()
    page.clock.install()
    number(page).hover()
    page.clock.run_for(1000)
    expect(card(page)).to_be_visible()
    card(page).hover()
    page.clock.run_for(10_000)
    expect(card(page)).to_be_visible()
    card(page).get_by_role("link").click()
    page.wait_for_url(re.compile(r"/appendix/ledger\.html#claim-c12$"))


def test_a_click_with_a_mouse_goes_to_the_row(open_page):
    page = open_page()
    number(page).click()
    page.wait_for_url(re.compile(r"/appendix/ledger\.html#claim-c12$"))


def test_focus_shows_the_card_and_describes_the_number_and_escape_hides_it(open_page):
    page = open_page()
    link = number(page).locator("xpath=ancestor::a")
    before = page.locator(".bd-article h1 a:has(.cds-number)")
    before.focus()
    page.keyboard.press("Tab")  # past the heading's own anchor
    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    expect(card(page)).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "cds-origin")
    expect(link).to_have_accessible_description(re.compile("Published.*Base.*Read as.*Row C12 of the claims ledger"))
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(link).not_to_have_attribute("aria-describedby", re.compile(""))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/appendix/ledger\.html#claim-c12$"))


def test_the_card_goes_with_the_focus(open_page):
    page = open_page()
    number(page).locator("xpath=ancestor::a").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    described = page.locator("[aria-describedby='cds-origin']")
    expect(described).to_be_focused()
    expect(card(page)).to_be_visible()
    first = told(page)
    page.keyboard.press("Tab")
    expect(described).to_be_focused()
    expect(card(page)).to_be_visible()
    assert told(page) != first


def test_the_first_tap_shows_the_card_the_second_goes_to_the_row(open_page):
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    address = page.url
    number(page).tap()
    expect(card(page)).to_be_visible()
    assert page.url == address
    page.touchscreen.tap(5, 300)
    expect(card(page)).to_be_hidden()
    number(page).tap()
    expect(card(page)).to_be_visible()
    number(page).tap()
    page.wait_for_url(re.compile(r"/appendix/ledger\.html#claim-c12$"))


def test_on_a_phone_the_link_of_the_card_can_be_tapped(open_page):
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    number(page).tap()
    card(page).get_by_role("link").tap()
    page.wait_for_url(re.compile(r"/appendix/ledger\.html#claim-c12$"))


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_no_card_leaves_the_window_not_even_on_the_narrowest(open_page, width):
    page = open_page(viewport={"width": width, "height": 500})
    for node in page.locator(".bd-article p .cds-number").all()[:40:2]:
        node.evaluate("node => { node.scrollIntoView(); node.closest('a').focus({ focusVisible: true }); }")
        expect(card(page)).to_be_visible()
        box = card(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 500
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_numbers_in_headings_have_a_card_and_lead_to_their_row(page):
    node = page.locator("h1 .cds-number").first
    node.hover()
    expect(card(page)).to_be_visible()
    assert told(page) == expected(node)
    assert node.locator("xpath=ancestor::a").get_attribute("href").endswith("#claim-c12")


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_page_is_in_a_link_and_carries_its_card_once(name):
    html = soup(name)
    for node in html.select(".cds-number"):
        card_of_it = origin_card(results.find(node["data-result"]), loaded_wave.load().kind)
        assert node["title"] == "\n".join(card_of_it.lines)
        assert node.find_parent("a")["href"]
        assert not node.find_parent("nav")
    assert html.find(id="cds-origin") is None


def test_without_script_the_title_tells_and_the_link_leads(open_page):
    page = open_page(java_script_enabled=False)
    node = number(page)
    assert node.get_attribute("title").splitlines() == expected(node)
    node.click()
    page.wait_for_url(re.compile(r"/appendix/ledger\.html#claim-c12$"))


def test_the_card_works_from_a_file(browser):
    with browsing.window(browser) as opened:
        page = opened.new_page()
        page.goto((paths.SITE / f"{CHAPTER}.html").as_uri())
        number(page).hover()
        expect(card(page)).to_be_visible()


@pytest.mark.parametrize("kind", KINDS_OF_THE_CHAPTER)
def test_an_open_card_breaks_no_rule_of_accessibility_in_either_theme(page, kind):
    number(page, kind).hover()
    for theme in ("light", "dark"):
        browsing.turn(page, theme)
        expect(card(page)).to_be_visible()
        assert browsing.broken_rules(page, within="#cds-origin") == [], theme


def test_nothing_of_the_card_moves(page):
    number(page).hover()
    expect(card(page)).to_be_visible()
    moving = "card => [card, ...card.querySelectorAll('*')].some(e => getComputedStyle(e).transitionDuration !== '0s'"
    assert not card(page).evaluate(f"{moving} && !e.matches('a'))")
    assert card(page).evaluate("card => card.getAnimations({ subtree: true }).length") == 0


@pytest.mark.parametrize("name", PAGES)
def test_each_figure_offers_its_data_and_leads_to_the_line_of_its_function(name):
    here = (paths.SITE / f"{name}.html").parent
    for figure in soup(name).select("figure.cds-chart"):
        line = figure.select_one(".cds-behind")
        source = line.find("a", string=re.compile(r"^charts\."))
        page, _, place = source["href"].partition("#")
        code = soup((here / page).resolve().relative_to(paths.SITE).with_suffix("").as_posix())
        function = source.get_text().rpartition(".")[2]
        assert code.find(id=place).get_text().startswith(f"def {function}(")
        if figure["id"] == "legend":
            continue
        data = line.find("a", download=True)
        assert data["href"].endswith(f"data/{figure['id']}.csv")
        header, *rows = csv.reader(io.StringIO((here / data["href"]).read_text(encoding="utf-8")))
        assert header[:2] == ["label", "kind"]
        assert rows
        assert all(len(row) == len(header) for row in rows)


def test_the_data_of_a_figure_are_downloaded_by_keyboard(page):
    link = page.get_by_role("link", name="Data (CSV) of ratio pairs")
    link.focus()
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    assert started.value.suggested_filename == "ratio-pairs.csv"
    assert started.value.path().read_text(encoding="utf-8").startswith("label,kind,low,high,unit,base,tertiary_share\n")


def test_the_source_of_a_figure_opens_at_its_function(open_page):
    page = open_page()
    page.get_by_role("link", name="charts.published.ratio_pairs").click()
    page.wait_for_url(re.compile(r"/code/charts/published\.html#line-\d+$"))
    shown = page.locator(":target")
    expect(shown).to_have_text(re.compile("^def ratio_pairs"))
    expect(shown).to_be_in_viewport()


def test_no_search_finds_the_pages_of_source():
    index = (paths.SITE / "_static/search-index.js").read_text(encoding="utf-8")
    assert "code/charts" not in index
    for name in SOURCE_PAGES:
        assert soup(name).find("meta", attrs={"name": "robots", "content": "noindex"}), name
