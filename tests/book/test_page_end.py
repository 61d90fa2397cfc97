"""The end of a page and what a link to it shows: citation, notebook, terms, social picture."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from support.built import PAGES

from clinical_data_survey import paths
from clinical_data_survey.book import citation
from clinical_data_survey.book.sphinx_ext import social
from clinical_data_survey.book.sphinx_ext.links import notebook_path


def soup(name: str) -> BeautifulSoup:
    return BeautifulSoup((paths.SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_how_to_cite_it_by_its_own_title(name):
    page = soup(name)
    title = page.find("h1").get_text(strip=True).removesuffix("#")
    said = page.select_one(".cds-page-end details p").get_text()
    assert title in said
    assert citation.record()["title"] in said
    assert f"{{{title}}}" in page.select_one(".cds-page-end pre").get_text()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_code_can_be_taken_as_a_notebook(name):
    link = soup(name).select_one(".cds-page-end a[download]")
    file = paths.SITE / notebook_path(name)
    assert file.exists() == (link is not None)
    if link is not None:
        assert (paths.SITE / f"{name}.html").parent.joinpath(link["href"]).resolve() == file.resolve()
        assert json.loads(file.read_text(encoding="utf-8"))["nbformat"] == 4


def test_a_term_in_a_chapter_carries_its_meaning_and_leads_to_the_glossary():
    terms = soup("chapters/taken_together").select("a.cds-term")
    assert terms
    for term in terms:
        page, _, anchor = term["href"].partition("#")
        entry = soup(f"chapters/{page.removesuffix('.html')}").find(id=anchor)
        assert term["title"] == " ".join(entry.find_next("dd").get_text().split())


@pytest.mark.parametrize("name", social.CHARTS)
def test_a_chapter_has_a_picture_for_links_to_it_made_from_its_own_chart(name):
    with Image.open(paths.SITE / social.picture_path(name)) as picture:
        assert picture.size == (1200, 630)
        assert len(picture.getcolors(1 << 20)) > 50


@pytest.mark.parametrize("name", PAGES)
def test_a_page_describes_itself_in_its_head_and_names_no_address_that_nobody_gave(name):
    page = soup(name)
    (described,) = page.select('meta[name="description"]')
    assert described["content"] == page.select_one('meta[property="og:description"]')["content"]
    assert len(described["content"]) > 40
    assert page.select('meta[property="og:image"], link[rel="canonical"]') == []


def test_the_site_s_address_makes_the_picture_s_address_whole(small_project):
    small_project.edit("pyproject.toml", "[project.urls]\n", '[project.urls]\nHomepage = "https://example.org/book/"\n')
    small_project.site()
    page = BeautifulSoup(small_project.page("index"), "html.parser")
    address = page.select_one('meta[property="og:image"]')["content"]
    assert address == "https://example.org/book/_static/social/index.png"
    assert (small_project.root / "_build/html/_static/social/index.png").exists()
