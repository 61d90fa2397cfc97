"""Every number that the book prints, with what it is, its base and where it comes from.

A result's id is what chapters write in the roles `n` and `cap` and what charts and tables refer to.
Results of a claim begin with its number: `C02` as printed, `C02.reading`, `C02.words`, `C02.n300`.
Results of another kind begin with the name of the module here that makes them; it is loaded when one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module

from clinical_data_survey import wording
from clinical_data_survey.published import claims as published_claims
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.result import Result
from clinical_data_survey.results.store import stored

PUBLISHED = "published"
OTHER_PARTS = ("implied", "plausible", "synthetic", "others", "measured")


@cache
def load() -> dict[str, Result]:
    """All results of the project's published claims, by id."""
    return {name: result for part in (PUBLISHED, *OTHER_PARTS) for name, result in load_part(part).items()}


def collect(claims: Iterable[Claim], part: str = PUBLISHED) -> dict[str, Result]:
    """The results of one part that follow from a set of claims, by id."""
    module = import_module(f"{__name__}.{part}")
    return {result.id: result for result in module.collect(tuple(claims))}


@cache
def load_part(part: str) -> dict[str, Result]:
    """The results of one part, computed or read from where the build stored them."""
    if part == PUBLISHED:
        return collect(published_claims.load())
    found = stored(part, lambda: collect(published_claims.load(), part).values())
    return {result.id: result for result in found}


def find(name: str) -> Result:
    """A result by its id; an id whose last part begins in upper case is the same result at a sentence's start.

    Raises KeyError where there is no such result.
    """
    first = name.partition(".")[0]
    found = load_part(first if first in OTHER_PARTS else PUBLISHED)
    if name in found:
        return found[name]
    stem, _, form = name.rpartition(".")
    plain = f"{stem}.{form[:1].lower()}{form[1:]}"
    if plain not in found:
        raise KeyError(name)
    return replace(found[plain], text=wording.capitalised(found[plain].text))
