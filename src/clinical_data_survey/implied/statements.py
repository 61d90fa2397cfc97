"""Any two or three of the published statements at once: what must hold of them together.

A statement is a claim that gives a share. The ends are sharp bounds over every set of answers that fits all claims, by
the programs of `bounds`: exact, proved, and the same for every split of care.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations

from clinical_data_survey.implied.answer_patterns import (
    ALL_RESPONDENTS,
    PATTERNS,
    Event,
    Setting,
    answers,
    claimed_event,
    constraints_of,
)
from clinical_data_survey.implied.bounds import Bounds
from clinical_data_survey.implied.inference import region
from clinical_data_survey.implied.quantities import ShareOf
from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.published.claims import Claim

MOST = 3

Pick = tuple[str, ...]
Ends = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Together:
    """Shares of all respondents for whom every, at least one, and none of some statements are true, as (low, high)."""

    every: Ends
    some: Ends
    none: Ends


def of(claims: tuple[Claim, ...]) -> dict[str, Event]:
    """The statements among the claims: who makes each, by the claim's id."""
    return {claim.id: claimed_event(claim) for claim in claims if claim.measure == "proportion"}


def picks(claims: tuple[Claim, ...]) -> list[Pick]:
    """Every pick of one to `MOST` different statements, in the order of the claims."""
    return [pick for size in range(1, MOST + 1) for pick in combinations(of(claims), size)]


@cache
def together(claims: tuple[Claim, ...], setting: Setting | None = None) -> dict[Pick, Together]:
    """The sharp bounds of every pick.

    Raises errors.ClaimsConflict where no answers fit the claims.
    """
    events, chosen = of(claims), picks(claims)
    every = [ShareOf(in_all([events[name] for name in pick])) for pick in chosen]
    none = [ShareOf(in_all([outside(events[name]) for name in pick])) for pick in chosen]
    ends = Bounds(constraints_of(claims, setting or Setting())).intervals([*every, *none])
    shares = [(low, Fraction(1) if high is None else high) for low, high in ends]
    return {
        pick: Together(all_of, (1 - none_of[1], 1 - none_of[0]), none_of)
        for pick, all_of, none_of in zip(chosen, shares[: len(chosen)], shares[len(chosen) :], strict=True)
    }


def drawn_from(claims: tuple[Claim, ...], pick: Pick, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The confidence region of the share of the people n were drawn from for whom every statement of a pick is true.

    Raises errors.ClaimsConflict where no n people can give the published figures.
    """
    events = of(claims)
    return region(claims, ShareOf(in_all([events[name] for name in pick])), n, confidence).drawn_from


def includes(whole: Event, part: Event) -> bool:
    """Whether everyone in one statement is in the other by its meaning, as within ten years includes within five."""
    return whole.attributes == part.attributes and (whole & part) == part


def in_all(events: Iterable[Event]) -> Event:
    """Everyone for whom all of the events are true; everyone where there are none."""
    joined = ALL_RESPONDENTS
    for event in events:
        joined &= event
    return joined


def outside(event: Event) -> Event:
    """Everyone whom a statement about one item leaves out."""
    ((item, levels),) = event.terms
    return answers(item, *(level for level in PATTERNS.levels(item) if level not in levels))
