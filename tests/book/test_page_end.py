"""The end of a page and what a link to it shows: citation, notebook, terms, social picture."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from support.built import PAGES, Project, small_project, soup

from clinical_data_survey import edition, paths
from clinical_data_survey.book import citation
from clinical_data_survey.book.sphinx_ext import social
from clinical_data_survey.book.sphinx_ext.links import notebook_path


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


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small book that knows its site's address and its repository."""
    project = small_project(tmp_path_factory.mktemp("published") / "project")
    project.edit("pyproject.toml", "[project.urls]\n", '[project.urls]\nHomepage = "https://example.org/book/"\n')
    project.site(GITHUB_REPOSITORY="owner/name")
    return project


def test_the_site_s_address_makes_the_picture_s_address_whole(published):
    page = BeautifulSoup(published.page("index"), "html.parser")
    address = page.select_one('meta[property="og:image"]')["content"]
    assert address == "https://example.org/book/_static/social/index.png"
    assert (published.root / "_build/html/_static/social/index.png").exists()


def test_a_known_repository_lets_each_page_be_run_and_without_one_no_link_pretends(published):
    launch = "https://mybinder.org/v2/gh/owner/name/HEAD?urlpath=lab/tree/notebooks/"
    assert f"{launch}index.ipynb" in published.page("index")
    assert f"{launch}chapters/appendix/ledger.ipynb" in published.page("chapters/appendix/ledger")
    if edition.repository() is None:
        assert not [name for name in PAGES if "mybinder.org/v2" in str(soup(name))]
