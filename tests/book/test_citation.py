"""Citing: CITATION.cff is valid, and three things can be cited, each with BibTeX."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path

import jsonschema
import pytest
import yaml
from pybtex.database import parse_string

from clinical_data_survey import edition, paths
from clinical_data_survey.book import citation


def test_citation_cff_is_valid_by_its_schema():
    schema = distribution("cffconvert").locate_file("cffconvert/schemas/1.2.0/schema.json")
    text = paths.CITATION.read_text(encoding="utf-8")
    content = yaml.load(text, yaml.BaseLoader)  # dates stay text, as the schema wants them
    jsonschema.validate(content, json.loads(Path(schema).read_text(encoding="utf-8")))


def test_its_version_is_that_of_the_package():
    assert str(citation.record()["version"]) == edition.version()


@pytest.mark.parametrize("make", [citation.publication, citation.data, citation.news_item])
def test_each_bibtex_entry_can_be_read_and_names_author_title_and_year(make):
    cited = make()
    (entry,) = parse_string(cited.bibtex, "bibtex").entries.values()
    assert entry.persons["author"]
    assert entry.fields["title"]
    assert entry.fields["year"] in cited.sentence


def test_the_news_item_is_of_july_2019_and_has_its_address():
    entry = parse_string(citation.news_item().bibtex, "bibtex").entries["utwente2019"]
    assert (entry.fields["year"], entry.fields["month"]) == ("2019", "7")
    assert "utwente.nl" in entry.fields["url"]


def test_a_repository_is_cited_only_where_one_is_known(monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert "url =" not in citation.publication().bibtex
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/name")
    assert "https://github.com/owner/name" in citation.publication().bibtex


def test_a_page_is_cited_by_its_title_within_the_publication():
    cited = citation.of_page("Nine in ten see a barrier")
    assert cited.plain.index("Nine in ten see a barrier. In: ") < cited.plain.index(citation.record()["title"])
    assert cited.bibtex.startswith("@incollection{")
    assert "[" not in cited.plain
    assert "*" not in cited.plain
