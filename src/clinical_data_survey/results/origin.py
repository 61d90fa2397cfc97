"""What a reader is told of a number: its kind, its base, its interval and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from clinical_data_survey.kinds import KINDS
from clinical_data_survey.results.result import Result
from clinical_data_survey.wording import capitalised

# What the words of a result's interval are called, by kind.
INTERVALS = {
    "published": "Read as",
    "implied": "Bounds",
    "plausible": "Range",
    "measured": "Interval",
    "sampling": "Interval",
    "other": "Interval",
}
ROWS = {
    "claim": "Row {} of the claims ledger",
    "answer": "Row {} of the evidence table",
    "study": "The study in the table of studies",
    "method": "How it is computed",
}
PLACES = {
    "claims-ledger": "The claims ledger",
    "evidence-answers": "The evidence table",
    "evidence-studies": "The table of studies",
    "codebook-page": "The codebook",
    "synthetic-wave": "The synthetic wave",
}


@dataclass(frozen=True)
class Card:
    """What is told of a number: its kind, facts as (label, words), and what its link leads to."""

    kind: str
    facts: tuple[tuple[str, str], ...]
    place: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The card as text: the kind first, one fact a line, the place last."""
        return (self.kind, *(f"{label}: {words}" for label, words in self.facts), self.place)


def origin_card(result: Result, wave: str) -> Card:
    """The card of a result. `wave` is the kind of the loaded wave: synthetic, original or new.

    >>> origin_card(Result("C02", "95%", "published", "respondents", "claim C02", "claim-c02", ("C02",)), "new").lines
    ('Published', 'Base: respondents', 'From: claim C02', 'Row C02 of the claims ledger')
    """
    kind = capitalised(KINDS[result.kind].label)
    if result.kind == "measured" and wave == "synthetic":
        kind = f"{kind} (synthetic)"
    interval = ((INTERVALS[result.kind], result.interval),) if result.interval else ()
    return Card(kind, (("Base", result.base), *interval, ("From", result.origin)), place_of(result.anchor))


def place_of(anchor: str) -> str:
    """What a label of the book is, as the words of a link."""
    if anchor in PLACES:
        return PLACES[anchor]
    what, _, name = anchor.partition("-")
    return ROWS.get(what, "Where it comes from").format(name.upper())


def short_mark(result: Result) -> str:
    """The mark of a number in print: the letter of its kind; with a claim the digits of its row in the ledger."""
    letter = KINDS[result.kind].letter
    if result.kind != "published" or not result.anchor.startswith("claim-"):
        return letter
    return f"{letter}{result.anchor.removeprefix('claim-c')}"
