"""The evidence table in a real browser: searched, sorted and downloaded; whole without script; a link in every row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from support.built import soup

from clinical_data_survey import paths, results
from clinical_data_survey.book import notebooks
from clinical_data_survey.others import surveys
from clinical_data_survey.results.result import answer_anchor, study_anchor

EVIDENCE = "chapters/appendix/evidence"
ROWS = len(surveys.every_answer(surveys.load()))
STUDIES = len(surveys.load().studies)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(EVIDENCE)


def shown(page: Page, table: str = "evidence-answers") -> Locator:
    """The rows of a table that are shown, by their headings."""
    return page.locator(f"#{table} tbody tr:visible th")


def test_a_search_keeps_the_rows_with_every_word_and_tells_how_many(page):
    field = page.get_by_label("Search the answers")
    status = page.get_by_role("status").first
    expect(status).to_have_text(f"{ROWS} of {ROWS} rows")
    words = "huisman within 10 years"
    having = [row for row in soup(EVIDENCE).select("#evidence-answers tbody tr")
              if all(word in row.get_text().lower() for word in words.split())]  # fmt: skip
    assert 0 < len(having) < ROWS
    field.fill(words)
    expect(status).to_have_text(f"{len(having)} of {ROWS} rows")
    expect(shown(page)).to_have_text([row.th.get_text(strip=True) for row in having])
    field.fill("no such words anywhere")
    expect(status).to_have_text(f"0 of {ROWS} rows")
    expect(shown(page)).to_have_count(0)
    field.fill("")
    expect(shown(page)).to_have_count(ROWS)


def test_the_studies_have_a_search_of_their_own(page):
    page.get_by_label("Search the studies").fill("netherlands gastroenterologists")
    expect(shown(page, "evidence-studies")).to_have_count(1)
    expect(shown(page)).to_have_count(ROWS)


def test_a_column_sorts_by_keyboard_up_and_down_with_what_is_unknown_last(page):
    button = page.locator("#evidence-answers").get_by_role("button", name="Share")
    button.focus()
    header = button.locator("xpath=ancestor::th")

    def shares() -> list[float]:
        cells = page.locator("#evidence-answers tbody tr td:nth-child(4)").all_inner_texts()
        return [float(re.search(r"[\d.]+", cell)[0]) for cell in cells if "%" in cell]

    for key, order, turned in (("Enter", "ascending", False), ("Space", "descending", True)):
        page.keyboard.press(key)
        expect(header).to_have_attribute("aria-sort", order)  # said and done in one step of the script
        assert shares() == sorted(shares(), reverse=turned)
    answers = page.locator("#evidence-answers").get_by_role("button", name="Answers")
    for _ in range(2):
        answers.press("Enter")
        last = page.locator("#evidence-answers tbody tr").last.locator("td").nth(3)
        expect(last).to_have_text("not known")
    expect(page.locator("#evidence-answers thead th[aria-sort]")).to_have_count(1)


def test_without_script_the_tables_are_whole_and_nothing_is_offered_that_does_not_work(open_page):
    plain = open_page(EVIDENCE, java_script_enabled=False)
    expect(shown(plain)).to_have_count(ROWS)
    expect(shown(plain, "evidence-studies")).to_have_count(STUDIES)
    expect(plain.locator(".cds-search, .cds-sort")).to_have_count(0)


def test_a_link_to_a_row_that_the_search_hides_still_arrives(page):
    page.get_by_label("Search the answers").fill("surgeons")
    row = page.locator("tr", has=page.locator("#answer-r004"))
    expect(row).to_be_hidden()
    page.evaluate("location.hash = '#answer-r004'")
    expect(page.get_by_label("Search the answers")).to_have_value("")
    expect(row).to_be_visible()


def test_each_data_file_is_downloaded_as_it_is_and_parses(page):
    for path in (
        paths.COMPARATOR_SURVEYS,
        paths.COMPARATOR_STUDIES,
        paths.COMPARATOR_CONSTRUCTS,
        paths.COMPARATOR_UNIONS,
        paths.COMPARATOR_SECOND_READING,
    ):
        link = page.locator(f"a[href$='/{path.name}']")
        with page.expect_download() as started:
            link.click()
        content = started.value.path().read_text(encoding="utf-8")
        assert content == path.read_text(encoding="utf-8"), path
        header, *rows = csv.reader(io.StringIO(content))
        assert rows, path
        assert all(len(row) == len(header) for row in rows), path


def test_the_script_is_loaded_on_this_page_alone():
    for name in notebooks.pages():
        scripts = [script["src"] for script in soup(name).find_all("script", src=True)]
        assert any("evidence-table.js" in src for src in scripts) == (name == EVIDENCE), name


def test_every_answer_and_study_is_in_its_table_and_every_row_has_a_link_out():
    html = soup(EVIDENCE)
    loaded = surveys.load()
    for anchor in map(answer_anchor, surveys.every_answer(loaded).index):
        row = html.find(id=anchor).find_parent("tr")
        assert [a for a in row.find_all("a", href=True) if a["href"].startswith("http")], anchor
        assert [a for a in row.find_all("a", href=True) if a["href"].startswith("#study-")], anchor
    for study_id, study in loaded.studies.iterrows():
        row = html.find(id=study_anchor(str(study_id))).find_parent("tr")
        link = row.find("a", href=re.compile("^http"))["href"]
        assert link == (f"https://doi.org/{study['doi']}" if study["doi"] else study["url"])
        assert study["caveat"] == "" or study["caveat"].split()[0] in row.get_text()


@pytest.mark.parametrize("name", [page for page in notebooks.pages() if "/appendix/" not in page])
def test_each_number_of_another_survey_leads_to_a_row_with_study_item_base_and_link(name):
    html = soup(EVIDENCE)
    for number in soup(name).select(".bd-article .cds-other"):
        result = results.find(number["data-result"])
        if not result.anchor.startswith("answer-") or number.find_parent(["h1", "h2"]):
            continue
        assert number.find_parent("a")["href"].endswith(f"appendix/evidence.html#{result.anchor}")
        row = html.find(id=result.anchor).find_parent("tr")
        assert result.origin.partition(":")[0] in row.get_text()
        assert row.find("a", href=re.compile("^http"))
        study = html.find(id=row.find("a", href=re.compile("^#study-"))["href"][1:]).find_parent("tr")
        assert len(study.find_all("td")) == 7


def test_every_reference_is_cited_or_listed():
    keys = re.findall(r"^@\w+\{([^,\s]+),", paths.REFERENCES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = soup("chapters/appendix/methods").select("div.citation")
    assert len(entries) == len(keys)


def test_every_study_in_the_references_has_a_link():
    """The references without an address are of methods and have no DOI."""
    entries = soup("chapters/appendix/methods").select("div.citation")
    without = [entry for entry in entries if not entry.find("a", href=re.compile("^https?:"))]
    assert len(entries) > len(surveys.load().studies)
    assert [entry.get_text().split()[1:3] for entry in without] == [
        ["Maurice", "Fréchet."],
        ["Sture", "Holm."],
        ["Edward", "L."],
    ]
