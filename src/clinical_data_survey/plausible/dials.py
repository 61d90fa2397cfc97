"""The dials of the ensemble: who answered, how the claims are read, and what both ask of whole counts.

Neither the number of respondents nor how many of them are clinicians in secondary and tertiary care was published.
Both are dials here, never estimates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from clinical_data_survey.published import claims as published
from clinical_data_survey.published import count_rules
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.published.count_rules import STANDARD, STRATA, Block, Counted
from clinical_data_survey.survey import questionnaire

ARBITRARY_SPLIT = (Fraction(1, 3), Fraction(1, 3))
Claims = tuple[Claim, ...]


@dataclass(frozen=True)
class Design:
    """How many answered: `n` in all, of whom `secondary` and `tertiary` clinicians; the rest is everyone else.

    Everyone else is clinicians in primary care, researchers, data scientists and others.
    Raises ValueError where the parts do not fit the whole.
    """

    n: int
    secondary: int
    tertiary: int

    def __post_init__(self) -> None:
        if min(self.n, self.secondary, self.tertiary, self.rest) < 0:
            raise ValueError(
                f"{self.secondary} secondary and {self.tertiary} tertiary clinicians do not fit in {self.n} respondents"
            )

    @property
    def rest(self) -> int:
        """Respondents who are not clinicians in secondary or tertiary care."""
        return self.n - self.secondary - self.tertiary

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Respondents in each stratum, in the order of `STRATA`."""
        return self.secondary, self.tertiary, self.rest


def designed(n: int, split: tuple[Fraction, Fraction] = ARBITRARY_SPLIT) -> Design:
    """The design nearest to shares `split` = (secondary clinicians, tertiary clinicians) of `n` respondents.

    Raises ValueError where the shares are negative or add up to more than 1.
    """
    if min(split) < 0 or sum(split) > 1:
        raise ValueError(f"shares of {float(split[0]):.4g} and {float(split[1]):.4g} are not parts of a whole")
    secondary = round(n * split[0])
    return Design(n, secondary, min(round(n * split[1]), n - secondary))


@dataclass(frozen=True)
class Asked:
    """What one reading of all claims asks of the counts of a design."""

    design: Design
    claims: Claims
    reading: str
    blocks: tuple[Block, ...]

    @property
    def counted(self) -> dict[str, Counted]:
        """How each item is counted."""
        return {counted.item.id: counted for block in self.blocks for counted in block.items}

    @property
    def sizes(self) -> dict[str, int]:
        """Respondents by stratum."""
        return dict(zip(STRATA, self.design.sizes, strict=True))


@cache
def asked_of(design: Design, reading: str = STANDARD, claims: Claims | None = None) -> Asked:
    """What the reading of that name asks of a design; the claims are those of the project's file unless given.

    Raises ValueError for a name that no claim has, and for a reading that the ensemble cannot follow.
    """
    held = published.load() if claims is None else claims
    known = reading_names(held)
    if reading not in known:
        raise ValueError(f"'{reading}' is not a reading that the ensemble can follow; it can follow {', '.join(known)}")
    sizes = dict(zip(STRATA, design.sizes, strict=True))
    return Asked(design, held, reading, count_rules.blocks(held, questionnaire.load(), sizes, reading))


def reading_names(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The readings that the ensemble can follow: the standard one, and each alternative by its name."""
    names = dict.fromkeys(
        alternative.name
        for claim in claims
        for alternative in claim.alternatives
        # To compare all respondents by care level takes that of people whose stratum the design leaves open.
        if not (claim.compares_care and alternative.base != claim.reading.base)
    )
    return (STANDARD, *names)
