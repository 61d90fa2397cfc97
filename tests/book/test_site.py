"""The pages of the site: numbers that are results, tables, pictures and links that are whole, charts for each width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from support import browsing
from support.built import PAGES, soup

from clinical_data_survey import paths, results
from clinical_data_survey.published import claims
from clinical_data_survey.wording import capitalised

each_page = pytest.mark.parametrize("name", PAGES)


@each_page
def test_every_picture_has_an_alt_text_that_says_something(name):
    html = soup(name).find("main")
    for image in html.find_all("img"):
        assert len(image.get("alt", "")) > 15, image
    for drawing in html.select(".cds-drawing svg"):
        alt = drawing.get("aria-label", "")
        caption = drawing.find_parent("figure").figcaption.get_text(" ", strip=True)
        assert len(alt) > 60
        assert alt not in caption
        assert not re.search(r"\.(svg|png|pdf)$|[0-9a-f]{16}", alt)


@each_page
def test_every_internal_link_leads_to_a_place_that_exists(name):
    here = (paths.SITE / f"{name}.html").parent
    for link in soup(name).find_all("a", href=True):
        target, _, place = link["href"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (here / target).resolve() if target else paths.SITE / f"{name}.html"
        assert file.is_file(), link["href"]
        if place and file.suffix == ".html":
            assert f'id="{place}"' in file.read_text(encoding="utf-8"), link["href"]


@each_page
def test_every_number_on_a_page_is_a_result_and_leads_to_its_origin(name):
    for number in soup(name).select(".bd-article .cds-number"):
        result = results.find(number["data-result"])
        assert number.get_text() in (result.text, capitalised(result.text))
        assert result.kind in number["class"][1]
        assert result.origin in number["title"]
        if not number.find_parent(["h1", "h2"]):
            assert number.find_parent("a")["href"].endswith(f"#{result.anchor}")


@each_page
def test_tables_have_a_caption_header_cells_and_scopes(name):
    for table in soup(name).select("main table"):
        frame = table.find_parent(class_="cds-frame")  # what a cell in sight gives may have a line above it instead
        assert frame or table.caption.get_text(strip=True)
        assert table.thead.find_all("th", scope="col")
        assert all(row.find("th", scope="row") for row in table.tbody.find_all("tr"))
        assert all(cell.get("scope") for cell in table.find_all("th"))


@each_page
def test_code_is_folded_below_what_it_shows_or_stands_in_sight_above_it(name):
    for cell in soup(name).select("div.cell"):
        folds = [
            fold for fold in cell.find_all("details") if fold.summary.get_text(strip=True).startswith("Show the code")
        ]
        if "tag_hide-input" not in cell["class"]:
            assert not folds
            assert cell.find(class_="cell_input").sourceline < cell.find(class_="cell_output").sourceline
            continue
        (details,) = folds
        assert not details.has_attr("open")
        assert cell.find(class_="cell_output").sourceline <= details.sourceline


def test_all_claims_are_in_the_ledger_and_in_their_chapter():
    ledger = soup("chapters/appendix/ledger").find("table").get_text(" ", strip=True)
    for claim in claims.load():
        assert claim.id in ledger
        assert capitalised(claim.as_printed)[1:] in ledger
        assert claim.locator in ledger
        chapter = soup(f"chapters/{claim.chapter}").find("main")
        assert any(claim.id in table.get_text() for table in chapter.find_all("table"))


def test_the_ledger_gives_each_alternative_reading_and_says_where_no_base_is_stated():
    rows = {
        row.th.get_text(strip=True): row.get_text(" ", strip=True)
        for row in soup("chapters/appendix/ledger").select("tbody tr")
    }
    assert "47.5% to 52.5%" in rows["C03"]
    assert "5.5 to 6.5 times" in rows["C12"]
    assert "not stated by the source" in rows["C08"]
    assert "as listed, third" in rows["C17"]


def test_the_theme_reaches_the_charts(open_page):
    page = open_page("index", color_scheme="light")
    text = page.locator(".cds-wide text").first
    light = text.evaluate("text => getComputedStyle(text).fill")
    browsing.turn(page, "dark")
    expect(text).not_to_have_css("fill", light)


@pytest.mark.parametrize(("width", "shown"), [(360, "narrow"), (1280, "wide")])
def test_one_drawing_a_width_is_shown(open_page, width, shown):
    page = open_page("chapters/expectations", width)
    drawing = page.locator("figure.cds-chart").first.locator(".cds-drawing svg:visible")
    expect(drawing).to_have_class(re.compile(rf"\bcds-{shown}\b"))


def test_the_pdf_is_linked_from_the_first_page():
    link = soup("index").find("a", string=re.compile("Read the PDF"))
    assert (paths.SITE / link["href"]).read_bytes().startswith(b"%PDF")


def test_no_page_shows_what_only_a_programmer_understands():
    for name in PAGES:
        text = soup(name).find("main").get_text(" ")
        assert not re.search(r"object at 0x|Styler|\bnan\b|Traceback|\{n\}|\{cap\}|\{ref\}", text), name
