"""Every number that the book prints, with what it is, its base and where it comes from.

A result's id is what chapters write in the roles `n` and `cap` and what charts and tables refer to.
Results of a claim begin with its number: `C02` as printed, `C02.reading`, `C02.words`, `C02.n300`.
Each module here makes the results of one kind; `PARTS` lists them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from clinical_data_survey import claims as published_claims
from clinical_data_survey import wording
from clinical_data_survey.claims import Claim
from clinical_data_survey.results import published
from clinical_data_survey.results.result import Result

PARTS = (published.collect,)


@cache
def load() -> dict[str, Result]:
    """All results of the project's published claims, by id."""
    return collect(published_claims.load())


def collect(claims: Iterable[Claim]) -> dict[str, Result]:
    """All results that follow from a set of claims, by id."""
    listed = tuple(claims)
    return {result.id: result for part in PARTS for result in part(listed)}


def find(name: str) -> Result:
    """A result by its id; an id whose last part begins in upper case is the same result at a sentence's start.

    Raises KeyError where there is no such result.
    """
    found = load()
    if name in found:
        return found[name]
    stem, _, form = name.rpartition(".")
    plain = f"{stem}.{form[:1].lower()}{form[1:]}"
    if plain not in found:
        raise KeyError(name)
    return replace(found[plain], text=wording.capitalised(found[plain].text))
