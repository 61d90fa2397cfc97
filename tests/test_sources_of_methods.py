"""The methods' own sources: every DOI has the form of one, and code, chapters and references agree on them."""

from __future__ import annotations

import re

from clinical_data_survey import paths
from clinical_data_survey.paths import REFERENCES

DOI = re.compile(r"^10\.\d{4,9}/\S+$")
CITED = re.compile(r"\bdoi[: ]\s*(?P<doi>10\.[^\s,]+)", re.IGNORECASE)
YEAR = re.compile(r"\b(?:18|19|20)\d{2}\b")


def references() -> dict[str, dict[str, str]]:
    entries = re.findall(r"^@\w+\{([^,\s]+),\n(.*?)^\}", REFERENCES.read_text("utf-8"), flags=re.M | re.S)
    return {key: dict(re.findall(r"\b(doi|year) = \{([^}]*)\}", body)) for key, body in entries}


def of_docstrings() -> list[tuple[str, str, str]]:
    """Module, DOI without what closes the sentence, and the 90 characters before it, of each DOI that code cites."""
    found = []
    for module in sorted(paths.SOURCE_CODE.rglob("*.py")):
        text = module.read_text("utf-8")
        for match in CITED.finditer(text):
            doi = match["doi"].rstrip(".;:)\"'")
            found.append((module.name, doi, text[max(0, match.start() - 90) : match.start()]))
    return found


def test_every_doi_has_the_form_of_one():
    dois = [entry["doi"] for entry in references().values() if "doi" in entry]
    dois += [doi for _, doi, _ in of_docstrings()]
    assert dois
    assert [doi for doi in dois if not DOI.match(doi)] == []


def test_no_doi_stands_twice_in_the_references():
    dois = [entry["doi"].lower() for entry in references().values() if "doi" in entry]
    assert len(set(dois)) == len(dois)


def test_every_doi_in_code_follows_its_author_and_year():
    named = re.compile(r"[A-ZÀ-Þ][\w'-]+.*" + YEAR.pattern, flags=re.DOTALL)
    assert [(name, doi) for name, doi, before in of_docstrings() if not named.search(before)] == []


def test_code_and_references_date_a_source_alike():
    years = {entry["doi"]: entry["year"] for entry in references().values() if "doi" in entry and "year" in entry}
    cited = [(name, doi, YEAR.findall(before)[-1]) for name, doi, before in of_docstrings()]
    shared = [(name, doi, year) for name, doi, year in cited if doi in years]
    assert shared
    assert [(name, doi, year) for name, doi, year in shared if years[doi] != year] == []


def test_the_methods_chapter_cites_every_source_of_a_method_that_the_references_hold():
    bibliography = REFERENCES.read_text("utf-8")
    methods = re.findall(r"^@\w+\{([^,\s]+),", bibliography.split("% The other surveys")[0], flags=re.M)
    chapters = "".join(chapter.read_text("utf-8") for chapter in paths.CHAPTERS.rglob("*.md"))
    cited = {key for keys in re.findall(r"\{cite\}`([^`]+)`", chapters) for key in keys.split(",")}
    assert set(methods) <= cited
