"""Tables of other surveys: every answer and study, how they were read, and what has no comparable answer."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import pandas as pd

from clinical_data_survey.others import readings, surveys, vocabulary
from clinical_data_survey.results.others import interval_text, share_text
from clinical_data_survey.results.result import answer_anchor, ledger_anchor, study_anchor
from clinical_data_survey.tables.table import Table
from clinical_data_survey.wording import capitalised, cardinal, listed, percent, uncapitalised

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
    fit = _class_and_why(answer["fit"], answer["fit_reason"])
    group = "students" if answer["comparability"] == "students" else ""
    made = "" if answer["derivation"] == "as printed" else str(answer["derivation"])
    seen = "seen once" if answer["seen"] == "once" else ""
    return "; ".join(filter(None, (fit, *map(plain, (answer["base_note"], made, group, seen)))))


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


def without_comparable() -> Table:
    """Topics on which no other survey is comparable: the claims, what there is as context, and the nearest topics."""
    missing = surveys.without_comparable(surveys.load())
    return Table(
        name="evidence-uncompared",
        caption="Topics of the Dutch survey on which no comparable answer of another survey was found.",
        columns=("Topic", "Claims", "Answers as context", "Nearest topic with answers"),
        rows=tuple(
            (
                plain(row["label"]),
                ", ".join(f"{{ref}}`{name} <{ledger_anchor(name)}>`" for name in row["claims"]),
                cardinal(row["answers"]),
                capitalised(listed([uncapitalised(plain(label)) for label in row["nearest"]] or ["none"])),
            )
            for row in missing.to_dict("records")
        ),
        widths=(30, 22, 14, 34),
    )


def classes() -> Table:
    """What makes a study comparable and an item fit."""
    rows = [(name, "study", meaning) for name, meaning in vocabulary.COMPARABILITY.items()]
    rows += [(name, "item", meaning) for name, meaning in vocabulary.FITS.items()]
    return Table(
        name="evidence-classes",
        caption="How studies and items are classed. Comparable is a close or partial study with a direct or near item.",
        columns=("Class", "Of", "Meaning"),
        rows=tuple(rows),
        widths=(16, 12, 72),
    )


def bias() -> Table:
    """What is known of each study that bears on bias: how people were reached, response, item, what was read."""
    loaded = surveys.load()
    return Table(
        name="evidence-bias",
        caption="What bears on bias in each study. Response is the share of those invited who answered.",
        columns=("Study", "How people were reached", "Response", "Item shown", "What was read"),
        rows=tuple(
            (
                f"{{ref}}`{plain(study['label'])} <{study_anchor(str(study_id))}>`",
                study["sampling"],
                _rate(study),
                study["wording_shown"],
                study["read"],
            )
            for study_id, study in zip(loaded.studies.index, loaded.studies.to_dict("records"), strict=True)
        ),
        widths=(30, 20, 14, 10, 26),
    )


def _rate(study: dict[Hashable, Any]) -> str:
    known = not (pd.isna(study["answered"]) or pd.isna(study["invited"]))
    return percent(study["answered"] / study["invited"]) if known else "not known"


def bias_counts() -> Table:
    """How many studies of professionals have each way of reaching people, kind of text read, and known response."""
    studies = surveys.load().studies
    own = studies[studies["comparability"] != "students"]
    response = (own["answered"].notna() & own["invited"].notna()).map({True: "known", False: "not known"})
    counted = (
        ("How people were reached", own["sampling"], vocabulary.SAMPLING),
        ("What was read", own["read"], vocabulary.READ),
        ("Response", response, {"known": "both numbers were seen", "not known": "one of the numbers was not seen"}),
        ("Item", own["wording_shown"], {"yes": "its wording was shown", "no": "its wording was not shown"}),
    )
    rows = [
        (field, name, meaning, f"{int((values == name).sum())}")
        for field, values, meanings in counted
        for name, meaning in meanings.items()
    ]
    return Table(
        name="evidence-bias-counts",
        caption="Risk of bias in a few fields: studies of professionals by how they were made and what was read.",
        columns=("Field", "Value", "Meaning", "Studies"),
        rows=tuple(rows),
        widths=(22, 22, 44, 12),
    )


def disagreements() -> Table:
    """The items that two readings class differently."""
    return Table(
        name="evidence-disagreements",
        caption="Items that the two readings class differently. The first reading is the one that the book uses.",
        columns=("Study", "Item", "Topic", "First reading", "Second reading"),
        rows=tuple(
            (
                f"{{ref}}`{plain(answer['label'])} <{answer_anchor(str(row))}>`",
                plain(answer["wording"]),
                plain(surveys.load().constructs.loc[answer["construct"], "label"]),
                _class_and_why(answer["fit"], answer["fit_reason"]),
                plain(
                    f"{answer['second_fit']}: {answer['second_why']}" if answer["second_why"] else answer["second_fit"]
                ),
            )
            for row, answer in readings.disagreements().to_dict("index").items()
        ),
        widths=(20, 24, 16, 20, 20),
    )


def _class_and_why(fit: str, why: str) -> str:
    return plain(f"{fit}: {why}" if why else fit)


def searches() -> Table:
    """What was looked for, where and when, and what was found."""
    return _as_printed(
        "evidence-searches", "Searches for other surveys and for the report of 2019.", readings.searches()
    )


def left_out() -> Table:
    """Figures that were found and not taken in."""
    return _as_printed("evidence-left-out", "Figures that were found and not taken in.", readings.left_out())


def _as_printed(name: str, caption: str, frame: pd.DataFrame) -> Table:
    columns = tuple(capitalised(str(column)) for column in frame.columns)
    rows = tuple(tuple(plain(cell) for cell in row) for row in frame.itertuples(index=False))
    return Table(name=name, caption=caption, columns=columns, rows=rows, widths=(100 // len(columns),) * len(columns))


def plain(text: str) -> str:
    """Text of a data file as MyST text that prints the same: characters with a meaning of their own are escaped."""
    return _MARKUP.sub(r"\\\1", text)
