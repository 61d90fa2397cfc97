"""How to cite: read from CITATION.cff, checked, and written as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from clinical_data_survey import edition
from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files.tables import read_text
from clinical_data_survey.paths import CITATION, REFERENCES
from clinical_data_survey.published import claims

NEEDED = ("cff-version", "message", "title", "authors", "version", "date-released", "license")


@dataclass(frozen=True)
class Citation:
    """One thing to cite, with its sentence and its BibTeX; shown as Markdown."""

    name: str
    sentence: str
    bibtex: str

    @property
    def plain(self) -> str:
        """The sentence without Markdown."""
        return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", self.sentence).replace("*", "")

    def _repr_markdown_(self) -> str:
        return f"{self.sentence}\n\n```bibtex\n{self.bibtex}\n```"


@cache
def record() -> dict[str, Any]:
    """The content of CITATION.cff. Raises DataError where a field that citing needs is missing."""
    content = yaml.safe_load(read_text(CITATION))
    missing = [field for field in NEEDED if field not in content]
    if missing:
        raise reject(CITATION, f"{', '.join(missing)} is missing.", "Add it: see the Citation File Format 1.2.0.")
    return content


def authors() -> list[str]:
    """Who made the edition, as CITATION.cff names them."""
    return [
        author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in record()["authors"]
    ]


def check_references(study_ids: Iterable[str]) -> None:
    """Raises DataError that names every study without an entry of its own in references.bib."""
    keys = set(re.findall(r"^@\w+\{([^,\s]+),", read_text(REFERENCES), flags=re.MULTILINE))
    remedy = "Add it; its key is the study_id, its link the DOI or address of the studies table."
    problems = [Problem(REFERENCES, f"there is no entry '{name}'.", remedy) for name in study_ids if name not in keys]
    if problems:
        raise DataError(problems)


def publication() -> Citation:
    """The publication itself."""
    return _own("clinical_data_survey_edition", record()["title"], "Executable edition")


def of_page(title: str) -> Citation:
    """One page of the publication, by its title."""
    whole = publication()
    key = f"{whole.name}_{'_'.join(re.findall(r'[a-z0-9]+', title.lower())[:4])}"
    return _own(key, record()["title"], "Executable edition", title)


def data() -> Citation:
    """The publication's data: claims, readings and questionnaire."""
    return _own("clinical_data_survey_data", f"{record()['title']}: data", "Data set")


def news_item() -> Citation:
    """The news item that states the results: whoever cites a published figure cites this."""
    (source,) = claims.load_sources().values()
    year, month = source.published.split("-")
    sentence = f"{source.author} ({year}). *{source.title}.* {source.kind.capitalize()}. [{source.url}]({source.url})"
    fields = {
        "author": f"{{{source.author}}}",
        "title": source.title,
        "year": year,
        "month": str(int(month)),
        "howpublished": source.kind.capitalize(),
        "url": source.url,
    }
    return Citation(source.id, sentence, _bibtex("misc", source.id, fields))


def _own(key: str, title: str, what: str, part: str = "") -> Citation:
    entry = record()
    year = str(entry["date-released"])[:4]
    fields = {
        "author": " and ".join(f"{{{name}}}" for name in authors()),
        "title": title,
        "year": year,
        "version": str(entry["version"]),
        "note": f"{what}. Data fingerprint {edition.data_fingerprint()}",
    }
    address = edition.repository()
    if address:
        fields["url"] = address
    where = f" [{address}]({address})" if address else ""
    within = f"{part}. In: " if part else ""
    sentence = f"{'; '.join(authors())} ({year}). {within}*{title}* (version {entry['version']}). {what}.{where}"
    kind = "misc"
    if part:
        kind, fields = "incollection", {**fields, "title": part, "booktitle": title}
    return Citation(key, sentence, _bibtex(kind, key, fields))


def _bibtex(kind: str, key: str, fields: dict[str, str]) -> str:
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{body}\n}}"
