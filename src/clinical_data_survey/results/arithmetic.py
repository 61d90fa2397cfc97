"""The sums behind overlaps, as the prose prints them: shares that add up to more than everyone must overlap."""

from __future__ import annotations

from collections.abc import Iterable

from clinical_data_survey import wording
from clinical_data_survey.implied.answer_patterns import Event, claimed_event
from clinical_data_survey.implied.quantities import Named, ShareOf
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.result import Result

ANCHOR = "method-bounds"
ASSUMED = "if all figures share one base and no item was left empty"


def sums(claims: Iterable[Claim], named: Iterable[Named]) -> list[Result]:
    """`implied.NAME.sum` for each overlap of published shares: what their lower ends add up to."""
    shares = {claimed_event(claim): claim for claim in claims if claim.measure == "proportion"}
    found = []
    for entry in named:
        if not isinstance(entry.quantity, ShareOf):
            continue
        parts = [shares.get(Event((term,))) for term in entry.quantity.event.terms]
        summed = [claim for claim in parts if claim is not None]
        if len(summed) > 1 and len(summed) == len(parts):
            found.append(_sum(entry.id, sorted(summed, key=lambda claim: claim.id)))
    return found


def _sum(name: str, summed: list[Claim]) -> Result:
    total = sum(claim.low for claim in summed)
    origin = " plus ".join(f"{wording.percent(claim.low)} (claim {claim.id})" for claim in summed)
    ids = tuple(claim.id for claim in summed)
    return Result(
        f"implied.{name}.sum", wording.percent(total), "implied", "those who answered",
        f"lower ends: {origin}, {ASSUMED}", ANCHOR, ids,
    )  # fmt: skip
