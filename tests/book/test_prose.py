"""Prose: nobody types a statistic. Roles, links, code and names aside, no digit and no number word is left."""

from __future__ import annotations

import re

import pytest
from support import tried

from clinical_data_survey import paths
from clinical_data_survey.book import notebooks

RESULTS_PAGES = [page for page in notebooks.pages() if "/appendix/" not in page]
NUMBER = re.compile(
    r"\b\d[\d.,]*%?|\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|half|halves|thirds?|quarters?|fifths?|tenths?|twice|thrice|double|triple|dozen|"
    r"fourth|twofold|threefold|fivefold|percent|majority|minority)\b",
    re.IGNORECASE,
)
# Years and names; 'one' where it counts nothing.
ALLOWED = re.compile(
    r"\b(July 2019|of 2019|In one minute|One page of prose|one page of prose|one time further|one divided by|"
    r"the one that follows|[Oo]ne barrier or several|one party or several|one base|"
    r"from one sample to the next|from one news item|half a point either side|one day)\b"
)
ROLE = re.compile(r"\{[a-z:]+\}`[^`]*`")
CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
HEADER = re.compile(r"\A---.*?^---$", re.DOTALL | re.MULTILINE)


def typed_numbers(text: str) -> list[str]:
    """The digits and number words in MyST text outside roles, code, links' targets and the allow-list."""
    for pattern in (HEADER, CODE, ROLE, re.compile(r"\]\([^)]*\)"), re.compile(r"`[^`]*`"), ALLOWED):
        text = pattern.sub(" ", text)
    return [match.group() for match in NUMBER.finditer(text)]


@pytest.mark.parametrize("page", RESULTS_PAGES)
def test_no_statistic_is_typed_into_the_prose(page):
    assert typed_numbers((paths.ROOT / f"{page}.md").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "typed",
    ["85% are willing", "half of them", "nine in ten", "two thirds", "The majority (n = 300)", "twice as often"],
)
def test_the_check_finds_what_is_typed(typed):
    assert typed_numbers(f"# Title\n\nText: {typed}.")


def test_the_check_leaves_roles_alone():
    assert typed_numbers("{n}`C02` within {n}`C02.horizon`, [a link](chapter_2.md), July 2019") == []


@pytest.mark.parametrize("page", notebooks.pages())
def test_code_cells_are_short_and_folded_but_where_a_reader_is_to_change_them(page):
    for section in re.split(r"^(?=## )", (paths.ROOT / f"{page}.md").read_text(encoding="utf-8"), flags=re.MULTILINE):
        for cell in re.findall(r"^```\{code-cell\}.*?^```$", section, re.DOTALL | re.MULTILINE):
            lines = [line for line in cell.splitlines()[1:-1] if line and not line.startswith(":")]
            assert len(lines) <= 12
            assert (":tags: [hide-input" in cell) == (not section.startswith("## Try it\n"))


@pytest.mark.parametrize("chapter", tried.TO_TRY)
def test_a_chapter_ends_with_something_to_try(chapter):
    text = (paths.CHAPTERS / f"{chapter}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert "Try it" in headings[-2:]
    assert 1 <= len(tried.cells(chapter)) <= 3
