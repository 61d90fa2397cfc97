"""Results of the ensemble: what made-up sets of answers show that fit every claim, under a named prior.

`plausible.NAME.PRIOR.n300` is the middle 95 % of a share over the populations of that prior and size.

A population satisfies all claims at once and is drawn anew when one of them changes, so each of these results names
them all. Ends are printed in whole points: another seed moves them by a few tenths of a point.
"""

from __future__ import annotations

import io
from functools import cache

import pandas as pd
from rich.console import Console

from clinical_data_survey import wording
from clinical_data_survey.paths import BOOK_ENSEMBLE
from clinical_data_survey.plausible.dials import ARBITRARY_SPLIT
from clinical_data_survey.plausible.ensemble import ensemble, grid
from clinical_data_survey.plausible.priors import PRIORS
from clinical_data_survey.published import claims as published
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.resting import SIZES
from clinical_data_survey.results.result import Result

ANCHOR = "method-ensemble"
SHOWN_SIZE = 300
NUMBER = 512
SEED = 2019
MIDDLE = 0.95
# The ensemble's column for each quantity of the catalogue that the book shows.
COLUMNS = {
    "within_5_years_and_willing": "both.within_5_years.willing",
    "within_5_years_and_no_vision": "both.within_5_years.lacks_clear_vision",
    "no_vision_and_willing": "both.lacks_clear_vision.willing",
    "no_vision_and_barrier": "both.lacks_clear_vision.any_of_barriers",
    "within_5_years_and_barrier": "both.within_5_years.any_of_barriers",
}
TABLES = "each table of counts that fits is equally likely"
PRIOR_LABELS = {
    "opposed": "answers opposed",
    "near_independent": "answers hardly related",
    "lkj_1": "any correlation alike",
    "common_factor": "strong common factor",
}


@cache
def populations() -> pd.DataFrame:
    """The book's ensemble: every prior and size, drawn once and stored below _build; columns as `ensemble` has them."""
    recipes = grid(SIZES, [ARBITRARY_SPLIT], PRIORS, SEED)
    return ensemble(recipes, NUMBER, BOOK_ENSEMBLE, console=Console(file=io.StringIO()))


def values(name: str, prior: str, n: int) -> pd.Series:
    """A share in each population of one prior and size; shape (512,)."""
    frame = populations()
    return frame.loc[(frame["prior"] == prior) & (frame["n"] == n), COLUMNS[name]]


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """All plausible results that the book prints.

    The ensemble is drawn from the project's claims, so these must be `claims`. Raises ValueError where not.
    """
    if claims != published.load():
        raise ValueError("the ensemble is drawn from the claims in data/: change them there")
    ids = tuple(claim.id for claim in claims)
    found = [_middle(name, prior, n, ids) for name in COLUMNS for prior in PRIORS for n in SIZES]
    found += [_gap(claim, ids) for claim in claims if claim.measure == "gap"]
    return found + [_all_priors(name, ids) for name in COLUMNS] + _of_the_ensemble()


def _middle(name: str, prior: str, n: int, claims: tuple[str, ...]) -> Result:
    tail = (1 - MIDDLE) / 2
    low, high = values(name, prior, n).quantile([tail, 1 - tail])
    origin = f"middle {wording.percent(MIDDLE)} of {NUMBER} made-up sets of answers under the prior {prior}; {TABLES}"
    text = wording.share_range(low, high, places=0)
    return Result(
        f"plausible.{name}.{prior}.n{n}", text, "plausible", f"{n:,} made-up respondents", origin, ANCHOR, claims,
        float(low), float(high),
    )  # fmt: skip


def _all_priors(name: str, claims: tuple[str, ...]) -> Result:
    """From the smallest to the largest share that any of the populations shows at the size that is shown."""
    frame = populations()
    seen = frame.loc[frame["n"] == SHOWN_SIZE, COLUMNS[name]]
    origin = f"smallest and largest of {NUMBER} made-up sets of answers under each prior; {TABLES}"
    ends = float(seen.min()), float(seen.max())
    text, base = wording.share_range(*ends, places=0), f"{SHOWN_SIZE} made-up respondents"
    return Result(f"plausible.{name}", text, "plausible", base, origin, ANCHOR, claims, *ends)


def _gap(claim: Claim, claims: tuple[str, ...]) -> Result:
    """How far the last of the answers that are claimed to be close lies below the first, in the middle population."""
    frame = populations()
    gap = float(frame.loc[frame["n"] == SHOWN_SIZE, f"gap.{claim.item}"].median())
    origin = f"median of {NUMBER} made-up sets of answers under each prior; {TABLES}"
    text, base = wording.points(gap), f"{SHOWN_SIZE} made-up respondents"
    return Result(f"plausible.gap.{claim.item}", text, "plausible", base, origin, ANCHOR, claims, 0.0, gap)


def _of_the_ensemble() -> list[Result]:
    """How the ensemble was drawn: chosen, not found."""

    def result(name: str, text: str) -> Result:
        return Result(
            f"plausible.{name}", text, "plausible", "made-up sets of answers", "chosen for the book", ANCHOR, ()
        )

    labels = [result(f"prior.{prior}", label) for prior, label in PRIOR_LABELS.items()]
    return [
        *labels,
        result("priors", wording.cardinal(len(PRIORS))),
        result("number", f"{NUMBER}"),
        result("size", f"{SHOWN_SIZE}"),
        result("middle", wording.percent(MIDDLE)),
        result("each", "a third"),
    ]
