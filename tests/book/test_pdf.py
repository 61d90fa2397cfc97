"""The PDF: A4, with its own faces, contents and bookmarks; every number and table of the site is in it as text."""

from __future__ import annotations

import re
import subprocess

import pytest
from bs4 import BeautifulSoup
from built import PAGES
from pypdf import PdfReader

from clinical_data_survey import paths


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    assert paths.PDF.is_file(), "There is no PDF yet: run `make book` first."
    return PdfReader(paths.PDF)


@pytest.fixture(scope="module")
def text() -> str:
    """The PDF's text with white space folded, hyphens at line ends and marks of kinds taken out."""
    done = subprocess.run(["pdftotext", paths.PDF, "-"], capture_output=True, text=True, check=True)
    return folded(done.stdout)


def folded(text: str) -> str:
    """Text without what typesetting changes: white space, hyphens, ligatures and curled quotes."""
    for typeset, plain in {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "’": "'", "‘": "'", "“": '"', "”": '"'}.items():
        text = text.replace(typeset, plain)
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def soups():
    for name in PAGES:
        yield name, BeautifulSoup((paths.SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser").find("main")


def test_every_page_is_a4(pdf):
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_every_face_is_embedded():
    done = subprocess.run(["pdffonts", paths.PDF], capture_output=True, text=True, check=True)
    faces = done.stdout.splitlines()[2:]
    assert any("SourceSerifPro" in face for face in faces)
    for face in faces:
        assert re.search(r"\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", face), face


def test_bookmarks_and_contents_name_every_chapter(pdf, text):
    titles = [folded(item.title) for item in pdf.outline if not isinstance(item, list)]
    for name, main in soups():
        if name == "index":
            continue
        title = folded(main.find("h1").get_text().rstrip("#"))
        assert any(title in bookmark for bookmark in titles), name
        assert text.count(title) >= 2, name


def test_title_and_author_are_in_the_metadata(pdf):
    assert pdf.metadata.title == "AI in Dutch healthcare"
    assert pdf.metadata.author


def test_every_number_of_the_site_is_in_the_pdf(text):
    for name, main in soups():
        for number in main.select(".cds-number"):
            assert folded(number.get_text()) in text, (name, number.get_text())


def test_every_table_is_in_the_pdf_with_its_caption_and_headers(text):
    for name, main in soups():
        for table in main.select("table:not(.cds-panel table)"):  # an explorer is a chart in print
            caption = table.caption.find(class_="caption-text").get_text()
            assert folded(caption)[:30] in re.sub(r"[PINMLO](?=[a-z.])", "", text) or folded(caption)[-20:] in text, (
                name
            )
            for header in table.thead.find_all("th"):
                assert folded(header.get_text()) in text, (name, header.get_text())


def test_every_chart_is_in_the_pdf_as_text_and_lines_not_as_a_picture(pdf):
    assert not [page.images for page in pdf.pages if page.images]


def test_nothing_in_it_is_markup_or_a_programmers_nothing(text):
    done = subprocess.run(["pdftotext", "-layout", paths.PDF, "-"], capture_output=True, text=True, check=True)
    for unwanted in ("object at 0x", "Styler", "```", "{n}", "{cap}", "{ref}", "| ---", ":---", "**"):
        assert unwanted not in done.stdout
    assert not re.search(r"\bnan\b", done.stdout)


def test_it_prints_no_code_and_says_where_the_code_is(text):
    assert "fromclinical_data_survey" not in text
    assert folded("The code of every figure is on the site") in text


def test_no_line_sticks_out_by_more_than_five_points():
    log = (paths.LATEX / "clinical-data-survey.log").read_text(encoding="utf-8", errors="replace")
    wide = [float(points) for points in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", log)]
    assert [points for points in wide if points > 5] == []
