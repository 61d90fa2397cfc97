"""One printed number with what it is and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One printed number or word.

    `kind` is a key of `kinds.KINDS`, `claims` the published claims it depends on, `anchor` the label of the place
    in the book that says where it comes from, `low` and `high` its interval where it has one (shares of 1), `interval`
    that interval in words where `text` is not the interval itself.
    """

    id: str
    text: str
    kind: str
    base: str
    origin: str
    anchor: str
    claims: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    interval: str = ""


def ledger_anchor(claim_id: str) -> str:
    """The label of a claim's row in the claims ledger."""
    return f"claim-{claim_id.lower()}"


def answer_anchor(result_id: str) -> str:
    """The label of an answer's row in the evidence table."""
    return f"answer-{result_id.lower()}"


def study_anchor(study_id: str) -> str:
    """The label of a study's row in the table of studies."""
    return f"study-{study_id.replace('_', '-')}"
