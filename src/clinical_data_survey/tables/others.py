"""Tables of other surveys: every answer, every study, and what nobody asked."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import pandas as pd

from clinical_data_survey.others import surveys
from clinical_data_survey.results.others import interval_text, share_text
from clinical_data_survey.results.result import answer_anchor, ledger_anchor, study_anchor
from clinical_data_survey.tables.table import Table
from clinical_data_survey.wording import capitalised, listed, uncapitalised

_MARKUP = re.compile(r"([\\`*_\[\]<>$|~^#])")


def answers() -> Table:
    """Every answer of every other survey, students' too, with its item, share, base and links to study and page."""
    loaded = surveys.load()
    every = surveys.every_answer(loaded)
    return Table(
        name="evidence-answers",
        caption="Every answer of another survey: as printed, added up, reverse-coded ones once more as complements.",
        columns=("Row", "Topic", "Item, and what counts", "Share", "Answers", "Year", "Study", "Remarks"),
        rows=tuple(
            _answer_row(str(row), answer, loaded.constructs)
            for row, answer in zip(every.index, every.to_dict("records"), strict=True)
        ),
        widths=(7, 13, 23, 12, 8, 7, 15, 19),
        anchors=tuple(answer_anchor(str(row)) for row in every.index),
    )


def _answer_row(row: str, answer: dict[Hashable, Any], constructs: pd.DataFrame) -> tuple[str, ...]:
    about = f"{{ref}}`{plain(answer['citation'])} <{study_anchor(answer['study_id'])}>`"
    return (
        row,
        plain(constructs.loc[answer["construct"], "label"]),
        f"{plain(answer['wording'])}: {plain(uncapitalised(answer['counted_as_yes']))}",
        _share(answer),
        "not known" if pd.isna(answer["n"]) else f"{answer['n']:,}",
        "not seen" if pd.isna(answer["year"]) else f"{answer['year']}",
        f"{about}; [page read](<{answer['url']}>)",
        _remarks(answer),
    )


def _share(answer: dict[Hashable, Any]) -> str:
    interval = interval_text(answer)
    return share_text(answer) if interval == "none" else f"{share_text(answer)} ({interval})"


def _remarks(answer: dict[Hashable, Any]) -> str:
    """How the answer fits its topic, on whom it stands, how it was made."""
    fit = f"{answer['fit']}: {answer['fit_reason']}" if answer["fit_reason"] else str(answer["fit"])
    group = "students" if answer["comparability"] == "students" else ""
    made = "" if answer["derivation"] == "as printed" else str(answer["derivation"])
    return plain("; ".join(filter(None, (fit, answer["base_note"], made, group))))


def studies() -> Table:
    """Every study with its link, who answered, how, and whether it may be compared."""
    found = surveys.load().studies
    return Table(
        name="evidence-studies",
        caption="Every study: where to read it, who answered, how they were reached, and whether it may be compared.",
        columns=("Study", "Country", "Year", "Who answered", "Design", "Answered", "Class, and why", "Caveat"),
        rows=tuple(_study_row(study) for study in found.to_dict("records")),
        widths=(15, 12, 10, 13, 15, 9, 17, 16),
        anchors=tuple(study_anchor(str(study_id)) for study_id in found.index),
    )


def _study_row(study: dict[Hashable, Any]) -> tuple[str, ...]:
    link = f"https://doi.org/{study['doi']}" if study["doi"] else study["url"]
    return (
        f"[{plain(study['citation'])}](<{link}>)",
        plain(study["country"]) or "not seen",
        _year(study),
        plain(study["population"]),
        plain(study["design"]),
        _response(study),
        f"{study['comparability']}: {plain(study['comparability_reason'])}",
        plain(study["caveat"]) or "none",
    )


def _year(study: dict[Hashable, Any]) -> str:
    if not pd.isna(study["year_fieldwork"]):
        return f"{study['year_fieldwork']}"
    return "not seen" if pd.isna(study["year_published"]) else f"{study['year_published']}, published"


def _response(study: dict[Hashable, Any]) -> str:
    answered = "not seen" if pd.isna(study["answered"]) else f"{study['answered']:,}"
    return answered if pd.isna(study["invited"]) else f"{answered} of {study['invited']:,} invited"


def unasked() -> Table:
    """What nobody else asked, with the claims that stand alone and the topics that come nearest."""
    missing = surveys.unasked(surveys.load())
    return Table(
        name="evidence-unasked",
        caption="Topics of the Dutch survey for which no answer of another survey was found.",
        columns=("Topic", "Claims that stand alone", "Nearest topic that was asked"),
        rows=tuple(
            (
                plain(row["label"]),
                ", ".join(f"{{ref}}`{name} <{ledger_anchor(name)}>`" for name in row["claims"]),
                capitalised(listed([uncapitalised(plain(label)) for label in row["nearest"]])),
            )
            for row in missing.to_dict("records")
        ),
        widths=(34, 26, 40),
    )


def classes() -> Table:
    """What makes a study comparable and an item fit."""
    rows = [(name, "study", meaning) for name, meaning in surveys.COMPARABILITY.items()]
    rows += [(name, "item", meaning) for name, meaning in surveys.FITS.items()]
    return Table(
        name="evidence-classes",
        caption="How studies and items are classed. Comparable is a close or partial study with a direct or near item.",
        columns=("Class", "Of", "Meaning"),
        rows=tuple(rows),
        widths=(16, 12, 72),
    )


def plain(text: str) -> str:
    """Text of a data file as MyST text that prints the same: characters with a meaning of their own are escaped."""
    return _MARKUP.sub(r"\\\1", text)
