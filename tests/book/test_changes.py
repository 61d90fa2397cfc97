"""What changes when something changes: all that depends on it, nothing else; and never a stale page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from support.built import PAGES, copy_project, parsed, soup

from clinical_data_survey import results


def numbers_of(html: BeautifulSoup) -> list[tuple[str, str]]:
    return [(node["data-result"], node.get_text()) for node in html.select(".cds-number")]


def rest_of(html: BeautifulSoup) -> str:
    """The text of a page without its numbers, drawings, frames and explorers, whose words are full of numbers."""
    article = html.find("article")
    for node in article.select(".cds-number, svg, .cds-panel, .cds-frame"):
        node.decompose()
    return re.sub(r"\s+", " ", article.get_text(" "))


@pytest.fixture(scope="module")
def mutated(tmp_path_factory) -> Path:
    """The site of a project in which 80% instead of 95% was published."""
    project = copy_project(tmp_path_factory.mktemp("mutated") / "project")
    project.edit("data/published_claims.csv", "95%,0.945,0.955", "80%,0.795,0.805")
    project.site()
    return project.root / "_build/html"


def depends(name: str) -> bool:
    return "C02" in results.find(name).claims


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_numbers_change_if_and_only_if_they_rest_on_the_changed_claim(mutated, page):
    before, after = numbers_of(soup(page)), numbers_of(parsed(page, mutated))
    assert [name for name, _ in before] == [name for name, _ in after]
    for (name, old), (_, new) in zip(before, after, strict=True):
        if not depends(name):
            assert old == new, name
        elif not name.endswith((".label", ".horizon")):
            # Populations are drawn anew when any claim changes; rounded, what they show may come out as it was.
            assert old != new or name.startswith(("size.", "plausible.")), name


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if not page.endswith("colophon")])
def test_the_text_around_the_numbers_stays_as_it_is(mutated, page):
    before, after = rest_of(parsed(page)), rest_of(parsed(page, mutated))
    fingerprint = re.compile(r"[0-9a-f]{16}")
    assert fingerprint.sub("", before) == fingerprint.sub("", after)


@pytest.mark.slow
def test_charts_change_if_and_only_if_they_rest_on_the_changed_claim(mutated):
    resting = {"path", "horizons", "interval-width", "possible-sizes", "bounds-expectations", "pairs"}
    resting |= {"inside-the-bounds", "priors-no-vision-and-willing", "synthetic-shares"}
    resting |= {"evidence-horizons", "forest-expect-change-10y", "others-expectations"}
    for page in PAGES:
        before = {f["id"]: f.svg for f in soup(page).select("figure.cds-chart")}
        after = {f["id"]: f.svg for f in parsed(page, mutated).select("figure.cds-chart")}
        assert before.keys() == after.keys()
        for name in before:
            assert (before[name] != after[name]) == (name in resting), name
            if name in resting:
                assert before[name]["aria-label"] != after[name]["aria-label"]


@pytest.mark.slow
def test_no_trace_of_the_old_figure_is_left_where_it_stood_for_the_claim(mutated):
    row = parsed("chapters/appendix/ledger", mutated).find(id="claim-c02").find_parent("tr").get_text(" ", strip=True)
    assert "80%" in row
    assert "95%" not in row
    assert "four in five" in parsed("chapters/expectations", mutated).h1.get_text().lower()


@pytest.mark.slow
def test_a_changed_helper_data_file_or_lock_changes_the_page_at_the_next_build(small_project):
    small_project.site()
    assert "95%" in small_project.page("index")

    small_project.edit("src/clinical_data_survey/charts/style.py", "TEXT = 10.0", "TEXT = 11.5")
    before = small_project.page("index")
    small_project.site()
    assert small_project.page("index") != before

    small_project.edit("data/published_claims.csv", "95%,0.945,0.955", "80%,0.795,0.805")
    small_project.site()
    assert "80%" in small_project.page("index")
    assert "80%" in small_project.page("chapters/appendix/ledger")

    executed = small_project.root / "_build/.jupyter_cache/global.db"
    made = executed.stat().st_ino, executed.stat().st_mtime_ns
    lock = small_project.root / "requirements.txt"
    lock.write_text(lock.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    small_project.site()
    assert (executed.stat().st_ino, executed.stat().st_mtime_ns) != made


def test_a_build_without_a_change_runs_no_cell(small_project):
    small_project.site()
    executed = small_project.root / "_build/.jupyter_cache"
    made = {file: file.stat().st_mtime_ns for file in executed.rglob("*.ipynb")}
    assert made
    small_project.site()
    assert {file: file.stat().st_mtime_ns for file in executed.rglob("*.ipynb")} == made


@pytest.mark.slow
def test_two_cold_builds_give_the_same_pages(cold_project, tmp_path):
    cold_project.site(SOURCE_DATE_EPOCH="0")
    first = {page: cold_project.page(page) for page in ("index", "chapters/appendix/ledger")}
    assert cold_project.root.joinpath("_build").rename(tmp_path / "first")
    cold_project.site(SOURCE_DATE_EPOCH="0")
    assert first == {page: cold_project.page(page) for page in first}


def test_a_failing_cell_fails_the_build_each_time_and_its_error_is_told(small_project):
    small_project.edit("index.md", "published.horizons()", "published.horizon()")
    for _ in range(2):
        done = small_project.run("site")
        assert done.returncode == 2
        assert "has no attribute 'horizon'" in done.stdout + done.stderr


def test_a_number_that_is_no_result_fails_the_build_each_time(small_project):
    small_project.edit("index.md", "{n}`C02` expect", "{n}`C77` expect")
    for _ in range(2):
        done = small_project.run("site")
        assert done.returncode == 2
        assert "There is no result 'C77'" in done.stdout + done.stderr


def test_a_wrong_data_file_stops_the_build_before_anything_is_written(small_project):
    small_project.edit("data/published_claims.csv", "95%,0.945,0.955", "95%,0.955,0.945")
    done = small_project.run("site")
    assert done.returncode == 2
    assert "row 3, column 'low'" in done.stdout + done.stderr
    assert not (small_project.root / "_build/html/index.html").exists()


@pytest.mark.slow
def test_a_repository_that_comes_and_goes_is_linked_while_it_is_there(small_project):
    for repository in ("", "owner/name", ""):
        small_project.site(GITHUB_REPOSITORY=repository)
        for page in ("index", "chapters/appendix/ledger"):
            assert ("mybinder" in small_project.page(page)) == bool(repository)
