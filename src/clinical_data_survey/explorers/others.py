"""Other surveys: the answers on one topic by profession and year, and where the Dutch figure falls among them."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

import pandas as pd

from clinical_data_survey.charts import others as charts
from clinical_data_survey.charts.others_drawing import GROUPS, THE_SURVEY
from clinical_data_survey.explorers.controls import Choice
from clinical_data_survey.explorers.drawing import SHARES, Mark, Row
from clinical_data_survey.explorers.explorer import Answer, Explorer, State
from clinical_data_survey.others import surveys
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.others import share_text
from clinical_data_survey.tables.others import plain
from clinical_data_survey.tables.table import Table

ANY, UNKNOWN = "", "unknown"
FIRST_TOPIC = "willing_to_use"
NOUNS = {"answer": ("answer", "answers"), "survey": ("survey", "surveys")}
NOTHING = "Nothing matches: no other survey that was found gives a share on this topic, from this profession and year."
MATCHING = "Matching: {answers} from {surveys}."
COMPARABLE = " Comparable with the Dutch survey: {count}, {range}."
CONTEXT = " None is comparable with the Dutch survey; as context they give {range}."
PLACE = (
    " Allowing for rounding and, where the number of answers is known, sampling: {below} below the Dutch figure, "
    "{printed}; {above} above it."
)
LEVEL = " {within} may be either."
DUTCH = " The Dutch figure is {printed}."
NO_SHARE = " The Dutch survey gives no share on this."
NO_ROW = "Nothing matches"


def others() -> Explorer:
    """The explorer of other surveys."""
    every = pd.concat([_answers(topic) for topic in _topics()])
    groups = [(name, words) for name, words in GROUPS.items() if name in set(every["professional_group"])]
    years = [(year, year) for year in sorted(set(every["when"]) - {UNKNOWN})]
    return Explorer(
        chart=charts.explored(),
        script="others",
        controls=(
            Choice("topic", "Topic", tuple(_topics().items()), FIRST_TOPIC),
            Choice("group", "Profession", ((ANY, "Any"), *groups), ANY),
            Choice("year", "Year asked, or published", ((ANY, "Any"), *years, (UNKNOWN, "Not known")), ANY),
        ),
        axes=(SHARES,),
        answer=answer,
        values=_values(),
        data={
            "nouns": NOUNS,
            "sentences": {
                "nothing": NOTHING,
                "matching": MATCHING,
                "comparable": COMPARABLE,
                "context": CONTEXT,
                "place": PLACE,
                "level": LEVEL,
                "dutch": DUTCH,
                "noShare": NO_SHARE,
                "noRow": NO_ROW,
            },
            "topics": {topic: {"dutch": _dutch(topic), "answers": _for_script(topic)} for topic in _topics()},
        },
    )


def answer(state: State) -> Answer:
    """The answers on `topic` by professions in `group` in `year`, the comparable ones first, below the Dutch figure."""
    topic = state["topic"]
    found = _answers(topic)
    for column, chosen in (("professional_group", state["group"]), ("when", state["year"])):
        found = found if chosen == ANY else found[found[column] == chosen]
    claim = charts.claim_of(topic)
    dutch = [_published(claim)] if claim else []
    if found.empty:
        return Answer(NOTHING + _alone(claim), ((*(dutch or [Row(NO_ROW, ())]),),))
    shown = [
        Row(label, (Mark("other" if comparable else "context", share, share),))
        for label, share, comparable in found[["label", "share", "comparable"]].itertuples(index=False)
    ]
    return Answer(_sentence(found, claim), ((*dutch, *shown),))


def _sentence(found: pd.DataFrame, claim: Claim | None) -> str:
    studies = found["study_id"].nunique()
    said = MATCHING.format(answers=_counted(len(found), "answer"), surveys=_counted(studies, "survey"))
    comparable = found[found["comparable"]]
    shares = comparable["share"]
    if shares.empty:
        return said + CONTEXT.format(range=_range(found)) + _alone(claim)
    said += COMPARABLE.format(count=len(shares), range=_range(comparable))
    if claim is None:
        return said + NO_SHARE
    below = int((comparable["reach_high"] < float(claim.low)).sum())
    above = int((comparable["reach_low"] > float(claim.high)).sum())
    within = len(shares) - below - above
    said += PLACE.format(printed=claim.as_printed, below=below, above=above)
    return said + LEVEL.format(within=within) if within else said


def _alone(claim: Claim | None) -> str:
    return DUTCH.format(printed=claim.as_printed) if claim else NO_SHARE


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {NOUNS[noun][count != 1]}"


def _range(found: pd.DataFrame) -> str:
    """How far answers reach, as their studies print them; they stand highest first."""
    return " to ".join(dict.fromkeys([found["printed"].iloc[-1], found["printed"].iloc[0]]))


def _published(claim: Claim) -> Row:
    reading = Mark("published", float(claim.low), float(claim.high))
    return Row(f"{THE_SURVEY}: {claim.as_printed}", (reading,))


@cache
def _topics() -> dict[str, str]:
    """The topics on which another survey gives a share, with their labels."""
    labels = surveys.load().constructs["label"]
    return {str(topic): str(label) for topic, label in labels.items() if not _answers(str(topic)).empty}


@cache
def _answers(topic: str) -> pd.DataFrame:
    """The answers on a topic that have a share, comparable ones first, with their year as text and their label."""
    found = surveys.marked(surveys.load(), topic)
    shown = found[found["share"].notna()].sort_values("comparable", ascending=False, kind="stable")
    when = [UNKNOWN if pd.isna(year) else f"{year}" for year in shown["year"]]
    records = shown.to_dict("records")
    printed, labels = [share_text(r) for r in records], [_label(r) for r in records]
    return shown.assign(when=when, printed=printed, name=shown["label"], label=labels)


def _label(record: dict[Hashable, Any]) -> str:
    base = ", n unknown" if pd.isna(record["n"]) else f" of {record['n']:,}"
    return f"{record['label']}: {share_text(record)}{base}"


def _dutch(topic: str) -> dict[str, Any] | None:
    claim = charts.claim_of(topic)
    if claim is None:
        return None
    row = _published(claim)
    return {"label": row.label, "low": row.marks[0].low, "high": row.marks[0].high, "printed": claim.as_printed}


def _for_script(topic: str) -> list[list[Any]]:
    """Profession, year, study, whether comparable, share, share as printed, label and reach of each answer."""
    columns = ["professional_group", "when", "study_id", "comparable", "share", "printed", "label"]
    found = _answers(topic)
    ends = found[["reach_low", "reach_high"]].round(5)
    return [list(row) for row in found[columns].join(ends).astype(object).itertuples(index=False)]


def _values() -> Table:
    """Every answer that has a share, topic by topic."""
    return Table(
        name="others-explored-values",
        caption="Every answer of another survey that has a share, by topic: comparable with the Dutch one, or context.",
        columns=("Topic", "Study", "Year", "Profession", "Answers", "Share", "Use"),
        rows=tuple(
            _value_row(label, record)
            for topic, label in _topics().items()
            for record in _answers(topic).to_dict("records")
        ),
        widths=(4, 4, 1, 3, 1, 1, 2),
    )


def _value_row(label: str, record: dict[Hashable, Any]) -> tuple[str, ...]:
    return (
        label,
        plain(record["name"]),
        record["when"],
        GROUPS[record["professional_group"]],
        UNKNOWN if pd.isna(record["n"]) else f"{record['n']:,}",
        share_text(record),
        "comparable" if record["comparable"] else "context",
    )
