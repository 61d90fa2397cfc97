"""The PDF: A4, with its own faces, contents and bookmarks; every number and table of the site is in it as text."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination
from support.built import PAGES, soup

from clinical_data_survey import paths
from clinical_data_survey.book import citation, typesetting
from clinical_data_survey.book.sphinx_ext import loaded
from clinical_data_survey.book.sphinx_ext.print_order import (
    EVERY_NUMBER,
    FOR_A_RUNNING_KERNEL,
    FURTHER_TITLE,
    SYNTHETIC,
)


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    assert paths.PDF.is_file(), "There is no PDF yet: run `make book` first."
    return PdfReader(paths.PDF)


@pytest.fixture(scope="module")
def text() -> str:
    """The PDF's text in the order that it was set, cell by cell, with white space and hyphens folded."""
    return folded("".join(as_set()))


def as_set() -> list[str]:
    """The text of each page in the order that it was set."""
    done = subprocess.run(["pdftotext", "-raw", paths.PDF, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def folded(text: str) -> str:
    """Text without what typesetting changes: white space, hyphens, ligatures and curled quotes."""
    for typeset, plain in {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "’": "'", "‘": "'", "“": '"', "”": '"'}.items():
        text = text.replace(typeset, plain)
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def soups():
    for name in PAGES:
        yield name, soup(name).find("main")


def test_every_page_is_a4(pdf):
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_every_face_is_embedded():
    done = subprocess.run(["pdffonts", paths.PDF], capture_output=True, text=True, check=True)
    faces = done.stdout.splitlines()[2:]
    assert any("SourceSerifPro" in face for face in faces)
    for face in faces:
        assert re.search(r"\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", face), face


def bookmarks(outline: list) -> Iterator[Destination]:
    for item in outline:
        if isinstance(item, list):
            yield from bookmarks(item)
        else:
            yield item


@pytest.fixture(scope="module")
def pages() -> list[str]:
    """The text of each page, line by line."""
    done = subprocess.run(["pdftotext", "-layout", paths.PDF, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


@pytest.fixture(scope="module")
def openings(pdf) -> dict[int, str]:
    """The pages, counted from 0, that chapters open on, with the chapter's title as it is bookmarked."""
    titles = [item for item in pdf.outline if not isinstance(item, list) and item.title != "Appendix"]
    at = next(i for i, item in enumerate(pdf.outline) if not isinstance(item, list) and item.title == "Appendix")
    titles += [item for item in pdf.outline[at + 1] if not isinstance(item, list)]
    return {pdf.get_destination_page_number(item): re.sub(r"^[\dA-Z]+\s", "", item.title) for item in titles}


@pytest.fixture(scope="module")
def lowest() -> list[float]:
    """How far down each page its last word above the footer stands, as a share of the text's height."""
    done = subprocess.run(["pdftotext", "-bbox", paths.PDF, "-"], capture_output=True, text=True, check=True)
    top, bottom = 25 * 72 / 25.4, 842 - 26 * 72 / 25.4
    found = []
    for page in done.stdout.split("<page ")[1:]:
        ends = [float(y) for y in re.findall(r'<word [^>]*yMax="([\d.]+)"', page)]
        found.append((max([y for y in ends if y < bottom + 6], default=top) - top) / (bottom - top))
    return found


def test_bookmarks_and_contents_name_every_chapter_and_section(pdf, text):
    titles = [folded(item.title) for item in bookmarks(pdf.outline)]
    elsewhere = {folded(one) for one in (FOR_A_RUNNING_KERNEL, EVERY_NUMBER.sections, SYNTHETIC.sections)}
    assert all(any(folded(one.title) in title for title in titles) for one in (EVERY_NUMBER, SYNTHETIC))
    for name, main in soups():
        headings = main.select("section > h1, section > h2") if name != "index" else []
        for heading in headings:
            title = folded(heading.get_text().rstrip("#"))
            if title in elsewhere:
                continue
            assert any(title in bookmark for bookmark in titles), (name, title)
            assert text.count(title) >= 2, (name, title)


def test_the_contents_take_two_pages_and_the_appendix_is_lettered(openings, pdf):
    assert min(openings) <= 3
    titles = [item.title for item in bookmarks(pdf.outline)]
    assert titles[titles.index("Appendix") + 1].startswith("A ")
    assert pdf.page_labels[1] == "i"
    assert pdf.page_labels[min(openings)] == "1"


def test_it_says_in_its_metadata_what_it_is_and_when_it_was_made(pdf):
    about = pdf.metadata
    assert about.title == "AI in Dutch healthcare"
    assert about.author == "; ".join(citation.authors())
    assert "Clinical Data Survey" in about.subject
    assert about.keywords == ", ".join(citation.record()["keywords"])
    assert about.creation_date.strftime("%H%M%S") == "000000"
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/PageMode"] == "/UseOutlines"


def test_it_claims_no_tags_that_it_does_not_have(pdf, text):
    assert "/MarkInfo" not in pdf.trailer["/Root"]
    assert folded("The PDF carries no tags for screen readers") in text


def test_pages_carry_the_title_of_their_chapter_and_all_what_is_loaded(pages, openings):
    chapter = ""
    for number, page in enumerate(pages):
        lines = [line for line in page.splitlines() if line.strip()]
        if number > 0:
            assert folded(loaded.banner()) in folded(" ".join(lines[-3:])), number
        if number in openings:
            chapter = openings[number]
            assert "AI in Dutch healthcare" not in lines[0], number
        elif number > min(openings):
            assert "AI in Dutch healthcare" in lines[0], number
            assert folded(lines[0]).endswith(folded(chapter)), (number, lines[0])


def test_each_figure_is_on_the_page_of_its_caption(pdf, pages, openings):
    drawn = 0
    cards = len(dict(soups())["index"].select(".cds-cards > li"))
    for number, (page, text_of_page) in enumerate(zip(pdf.pages, pages, strict=True)):
        drawings = page["/Resources"].get("/XObject", {})
        captions = re.findall(r"^\s*Figure \d+:", text_of_page, flags=re.MULTILINE)
        on_cards = cards if number == min(openings) else 0  # the first page's cards are drawn without captions
        assert len(drawings) == len(captions) + on_cards, number + 1
        drawn += len(captions)
    assert drawn == sum(len(main.select(".cds-chart")) for _, main in soups())


def test_a_chapter_says_where_in_the_appendix_its_further_charts_stand(pages):
    tagged = sum(page.read_text("utf-8").count(":tags: [hide-input, further]") for page in paths.CHAPTERS.glob("*.md"))
    told = [number for page in pages for number in re.findall(r"^\s*See Figure (\d+)\.$", page, flags=re.M)]
    begins = next(
        n for n, page in enumerate(pages) if FURTHER_TITLE in page and "Appendix" in page.split(FURTHER_TITLE)[0]
    )
    assert tagged
    assert len(set(told)) == len(told) == tagged
    for number in told:
        assert any(re.search(rf"^\s*Figure {number}:", page, flags=re.M) for page in pages[begins:])


def test_no_chapter_takes_more_than_six_pages(openings):
    chapters = len(list(paths.CHAPTERS.glob("*.md"))) + 1  # and the first page
    openings_in_order = sorted(openings)[: chapters + 1]
    assert max(there - here for here, there in pairwise(openings_in_order)) <= 6


def test_each_page_that_a_table_goes_on_to_has_its_head():
    """Print numbers tables in another order than the site, as it gathers some in the appendix."""
    heads = [
        [folded(header.get_text()) for header in table.thead.find_all("th")]
        for _, main in soups()
        for table in main.select("table:not(.cds-panel table, .cds-frame table)")  # an explorer is a chart in print
    ]
    pages, continued, too_soon = as_set(), 0, []
    for page in pages:
        for number in re.findall(r"(Table \d+) . continued from previous page", page):
            assert any(all(head in folded(page) for head in one) for one in heads), number
            too_soon += [number] if f"{number}: " in page else []
            continued += 1
    assert continued == sum(page.count("continues on next page") for page in pages) > 0
    assert too_soon == []


def test_no_page_is_nearly_empty_but_the_last_of_a_chapter(lowest, openings):
    for number, filled in enumerate(lowest[:-1]):
        least = 0.05 if number + 1 in openings or number < min(openings) else 0.45
        assert filled > least, (number + 1, filled)


def test_every_number_of_the_site_is_in_the_pdf(text):
    for name, main in soups():
        for number in main.select(".cds-number"):
            assert folded(number.get_text()) in text, (name, number.get_text())


def test_every_table_is_in_the_pdf_with_its_caption_and_headers(text):
    without_marks = re.sub(r"(P\d+|Ms|[PINMLO])(?=[a-z.])", "", text)  # and some capitals
    for name, main in soups():
        for table in main.select("table:not(.cds-panel table, .cds-frame table)"):  # an explorer is a chart in print
            caption = table.caption.find(class_="caption-text").get_text()
            start, end = folded(caption)[:30], folded(caption)[-20:]
            assert start in text or start in without_marks or end in text, (name, caption)
            for header in table.thead.find_all("th"):
                assert folded(header.get_text()) in text, (name, header.get_text())


def test_every_chart_is_in_the_pdf_as_text_and_lines_not_as_a_picture(pdf):
    assert not [page.images for page in pdf.pages if page.images]


def test_nothing_in_it_is_markup_or_a_programmers_nothing(text):
    done = subprocess.run(["pdftotext", "-layout", paths.PDF, "-"], capture_output=True, text=True, check=True)
    for unwanted in ("object at 0x", "Styler", "```", "{n}", "{cap}", "{ref}", "| ---", ":---", "**"):
        assert unwanted not in done.stdout
    assert not re.search(r"\bnan\b", done.stdout)


def test_it_prints_no_code_of_a_cell_and_says_where_the_code_is(text):
    for code in ("fromclinical_data_survey.tablesimport", "ledger.of_chapter(", "ledger.numbers_on("):
        assert code not in text
    assert folded("The code of every figure is on the site") in text


def test_no_line_sticks_out_by_more_than_five_points():
    assert [str(spill) for spill in typesetting.spills()] == []


def test_few_lines_are_set_loose():
    log = typesetting.LOG.read_text(encoding="utf-8", errors="replace")
    assert log.count("\nUnderfull \\hbox") <= 10
