"""Search in a real browser: by number, word and name, from any page, with nothing but the site."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from support import browsing

from clinical_data_survey import paths, results


@pytest.fixture
def page(browser: Browser):
    with browsing.window(browser) as opened:
        yield opened.new_page()


def search(page: Page, site_address: str, query: str, start: str = "chapters/barriers") -> list[tuple[str, str]]:
    """What the search field of a page finds: addresses and texts."""
    page.goto(f"{site_address}/{start}.html")
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\w"))  # the last thing that it writes
    found = page.locator("#cds-places li").all()
    return [(entry.get_by_role("link").get_attribute("href"), entry.inner_text()) for entry in found]


def test_a_number_is_found_whole_where_the_book_prints_it(page, site_address):
    number = results.find("implied.within_5_years_and_willing.low").text
    found = search(page, site_address, number)
    assert any(address.startswith("chapters/expectations.html#") for address, _ in found)
    assert all(number in text for _, text in found)


def test_a_part_of_a_number_is_not_that_number(page, site_address):
    for _, text in search(page, site_address, "44"):
        assert "44" in text.replace(",", " ").replace("%", " ").split() or "44 " in text


def test_a_study_leads_to_its_row_and_the_row_is_there(page, site_address):
    found = [address for address, _ in search(page, site_address, "Huisman radiologists")]
    rows = [address for address in found if address.startswith("chapters/appendix/evidence.html#")]
    assert rows
    page.goto(f"{site_address}/{rows[0]}")
    expect(page.locator(f"[id='{rows[0].partition('#')[2]}']")).to_have_count(1)


def test_a_term_is_found_in_singular_and_plural_and_without_its_accents(page, site_address):
    assert search(page, site_address, "bound")
    assert search(page, site_address, "bounds")
    assert search(page, site_address, "frechet")
    assert any("methods" in address for address, _ in search(page, site_address, "koopman"))


def test_every_place_that_can_be_found_exists(page, site_address):
    page.goto(f"{site_address}/search.html?q=zz")
    page.wait_for_function("typeof searchIndex !== 'undefined'")
    places = page.evaluate("searchIndex.map(place => place[0])")
    assert len(places) > 300
    texts = {}
    for name, _, anchor in (place.partition("#") for place in places):
        text = texts.setdefault(name, (paths.SITE / name).read_text(encoding="utf-8"))
        assert f'id="{anchor}"' in text, f"{name}#{anchor}"


def test_what_is_not_in_the_book_is_said_to_be_absent(page, site_address):
    assert search(page, site_address, "zebra") == []
    expect(page.get_by_role("status")).to_contain_text("Nothing in this book has “zebra”")


@pytest.mark.parametrize("start", ["index", "chapters/appendix/ledger", "search"])
def test_a_page_has_one_search_field(page, site_address, start):
    page.goto(f"{site_address}/{start}.html")
    expect(page.get_by_role("searchbox")).to_have_count(1)


def test_what_was_found_breaks_no_rule_of_accessibility(page, site_address):
    assert search(page, site_address, "willing")
    for theme in ("light", "dark"):
        browsing.turn(page, theme)
        assert browsing.broken_rules(page) == [], theme


def test_search_works_from_a_folder_without_a_server(page):
    page.goto(f"{paths.SITE.as_uri()}/search.html?q=granularity")
    expect(page.locator("#cds-places li").first).to_be_visible()
