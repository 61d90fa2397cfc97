"""What is counted in populations: whether every claim holds, in whole numbers, and the statistics of an ensemble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clinical_data_survey.plausible.count_tables import FIRST_CHOICE, ORDERS, RANKS, REST_ROLES, Bools, Ints
from clinical_data_survey.plausible.count_windows import GAP_BELOW, SUPPORT, Design, Windows, ends, readings
from clinical_data_survey.plausible.populations import Populations, flat
from clinical_data_survey.published import claims as published
from clinical_data_survey.published.claims import Reading

CARE = ("secondary", "tertiary")
ANSWERS = ("within_5_years", "within_10_years", "lacks_clear_vision", "willing", "worried")
ANY = "any_barrier"


@dataclass(frozen=True)
class Tallies:
    """Counts of `B` populations.

    `both` (B, F, F): how many respondents have each two of the `flags`, and on the diagonal how many have each.
    `investor` (B, 5), `gap` (B, 3), `firsts` and `rank_sums` (B, 4) are by level, as the windows order them;
    `roles` (B, 4) are the roles of the rest.
    """

    design: Design
    asked: Windows
    flags: tuple[str, ...]
    both: Ints
    investor: Ints
    gap: Ints
    firsts: Ints
    rank_sums: Ints
    roles: Ints

    def count(self, flag: str) -> Ints:
        """How many respondents of each population have a flag (B,)."""
        return self.joint(flag, flag)

    def joint(self, one: str, other: str) -> Ints:
        """How many respondents of each population have both flags (B,)."""
        return self.both[:, self.flags.index(one), self.flags.index(other)]


def flag_names(asked: Windows) -> tuple[str, ...]:
    """The yes-or-no facts of which all pairs are counted: care level of clinicians, answers, barriers."""
    return (*CARE, *ANSWERS, *flat(asked.barriers), SUPPORT, ANY)


def tally(populations: Populations) -> Tallies:
    """Count everything that claims and statistics need."""
    design, asked = populations.design, populations.asked
    flags = flag_names(asked)
    facts = np.zeros((len(populations), len(flags), design.n), dtype=np.float32)
    facts[:, 0, : design.secondary] = 1
    facts[:, 1, design.secondary : design.secondary + design.tertiary] = 1
    facts[:, 2] = populations.horizon == 0
    facts[:, 3] = populations.horizon <= 1
    facts[:, 4] = populations.lacks_vision
    facts[:, 5] = populations.willing
    facts[:, 6] = populations.worried
    facts[:, 7:-1] = populations.barriers
    facts[:, -1] = populations.barriers.any(axis=1)
    # Sums of zeros and ones are exact in single precision below 2 ** 24.
    both = np.rint(facts @ facts.transpose(0, 2, 1)).astype(np.int64)
    orders = _by_level(populations.opportunity, len(ORDERS))
    return Tallies(
        design=design,
        asked=asked,
        flags=flags,
        both=both,
        investor=_by_level(populations.investor, len(flat(asked.investor))),
        gap=_by_level(populations.gap, len(flat(asked.gap))),
        firsts=orders @ FIRST_CHOICE,
        rank_sums=orders @ RANKS,
        roles=populations.roles,
    )


def _by_level(codes: np.ndarray, levels: int) -> Ints:
    """How many respondents of each row have each code from 0; negative codes are not counted."""
    width = levels + 1
    rows = np.arange(len(codes), dtype=np.int32)[:, None] * width
    return np.bincount((rows + codes + 1).ravel(), minlength=len(codes) * width).reshape(-1, width)[:, 1:]


Rule = Callable[[Tallies, Reading], Bools]


def satisfied(tallies: Tallies, reading: str) -> pd.DataFrame:
    """Whether each claim holds in each population, in whole numbers: one row a population, one column a claim."""
    read = readings(reading)
    return pd.DataFrame({claim: rule(tallies, read[claim]) for claim, rule in RULES.items()})


def _share(flag: str) -> Rule:
    def rule(tallies: Tallies, reading: Reading) -> Bools:
        low, high = ends(reading)
        return _within(tallies.count(flag), np.int64(tallies.design.n), low, high)

    return rule


def _within(part: Ints, whole: Ints | np.int64, low: Fraction, high: Fraction) -> Bools:
    """low <= part / whole <= high, multiplied out."""
    above = part * low.denominator >= whole * low.numerator
    return above & (part * high.denominator <= whole * high.numerator)


def _rank(level: str, measured: Callable[[Tallies], list[tuple[tuple[str, ...], Ints]]]) -> Rule:
    """A level's place by every measure: the best and the worst that ties allow both lie within the reading."""

    def rule(tallies: Tallies, reading: Reading) -> Bools:
        low, high = ends(reading)
        holds = np.ones(len(tallies.both), dtype=bool)
        for levels, scores in measured(tallies):
            own = scores[:, [levels.index(level)]]
            best = 1 + (scores > own).sum(axis=1)
            worst = (scores >= own).sum(axis=1)
            holds &= (best >= int(low)) & (worst <= int(high))
        return holds

    return rule


def _opportunities(tallies: Tallies) -> list[tuple[tuple[str, ...], Ints]]:
    fields = flat(tallies.asked.opportunity)
    return [(fields, tallies.firsts), (fields, -tallies.rank_sums)]


def _barriers(tallies: Tallies) -> list[tuple[tuple[str, ...], Ints]]:
    levels = (*flat(tallies.asked.barriers), SUPPORT)
    return [(levels, np.stack([tallies.count(level) for level in levels], axis=1))]


def _investors(tallies: Tallies) -> list[tuple[tuple[str, ...], Ints]]:
    return [(flat(tallies.asked.investor), tallies.investor)]


def _gap(tallies: Tallies, _: Reading) -> Bools:
    levels = flat(tallies.asked.gap)
    below = tallies.gap[:, levels.index(GAP_BELOW)]
    others = [tallies.gap[:, position] for position, level in enumerate(levels) if level != GAP_BELOW]
    return np.all([other > below for other in others], axis=0)


def _ratio(tallies: Tallies, reading: Reading) -> Bools:
    low, high = ends(reading)
    secondary, tertiary = (tallies.joint(care, SUPPORT) for care in CARE)
    ratio_top, ratio_bottom = secondary * tallies.design.tertiary, tertiary * tallies.design.secondary
    return (ratio_bottom > 0) & _within(ratio_top, ratio_bottom, low, high)


def _cross(tallies: Tallies, flag: str) -> Ints:
    """The share among secondary less that among tertiary clinicians, times both bases."""
    secondary, tertiary = (tallies.joint(care, flag) for care in CARE)
    return secondary * tallies.design.tertiary - tertiary * tallies.design.secondary


def _roles(tallies: Tallies, _: Reading) -> Bools:
    clinicians = tallies.roles[:, 0] + tallies.design.secondary + tallies.design.tertiary
    return (clinicians > 0) & (tallies.roles[:, 1 : len(REST_ROLES)] > 0).all(axis=1)


RULES: dict[str, Rule] = {
    "C01": _share("within_5_years"),
    "C02": _share("within_10_years"),
    "C03": _share("lacks_clear_vision"),
    "C04": _share("willing"),
    "C05": _rank("diagnostics", _opportunities),
    "C06": _rank("personalised_treatment", _opportunities),
    "C07": _share(ANY),
    "C08": _rank("lack_of_expertise", _barriers),
    "C09": _rank("it_infrastructure", _barriers),
    "C10": _rank("data_accessibility", _barriers),
    "C11": _gap,
    "C12": _ratio,
    "C13": lambda tallies, _: _cross(tallies, "willing") < 0,
    "C14": lambda tallies, _: _cross(tallies, "worried") > 0,
    "C15": _rank("healthcare_institutions", _investors),
    "C16": _rank("medtech_companies", _investors),
    "C17": _rank("government", _investors),
    "C18": _rank("health_insurers", _investors),
    "C19": _roles,
}


def statistics(tallies: Tallies) -> pd.DataFrame:
    """One row a population; shares are of 1, mean ranks from 1.

    `share.X` of all respondents, `both.X.Y` of all, `secondary.X` and `tertiary.X` of the clinicians there,
    `difference.X` secondary less tertiary, `ratio.X` secondary to tertiary, `first_choice.X`, `mean_rank.X`,
    `investor.X`, and `gap.X` of those who report a lack of expertise.
    """
    design, n = tallies.design, tallies.design.n
    first = len(CARE)
    facts = tallies.flags[first:]
    one, other = np.triu_indices(len(facts), 1)
    of_all = tallies.both[:, first:, first:] / n
    secondary = tallies.both[:, 0, first:] / design.secondary
    tertiary = tallies.both[:, 1, first:] / design.tertiary
    support = facts.index(SUPPORT)
    fields, investors, gap = (
        flat(levels) for levels in (tallies.asked.opportunity, tallies.asked.investor, tallies.asked.gap)
    )
    blocks = {
        "share": (facts, np.diagonal(of_all, axis1=1, axis2=2)),
        "both": ([f"{facts[i]}.{facts[j]}" for i, j in zip(one, other, strict=True)], of_all[:, one, other]),
        "secondary": (facts, secondary),
        "tertiary": (facts, tertiary),
        "difference": (facts, secondary - tertiary),
        "ratio": ([SUPPORT], secondary[:, [support]] / tertiary[:, [support]]),
        "first_choice": (fields, tallies.firsts / n),
        "mean_rank": (fields, tallies.rank_sums / n),
        "investor": (investors, tallies.investor / n),
        "gap": (gap, tallies.gap / tallies.gap.sum(axis=1, keepdims=True)),
    }
    names = [f"{block}.{name}" for block, (names, _) in blocks.items() for name in names]
    return pd.DataFrame(np.concatenate([values for _, values in blocks.values()], axis=1), columns=names)


def check_claims(tallies: Tallies, reading: str) -> None:
    """Raises ArithmeticError that names the claims where any population fails any: a defect of the sampler."""
    read = readings(reading)
    failed = [claim.id for claim in published.load() if not RULES[claim.id](tallies, read[claim.id]).all()]
    if failed:
        raise ArithmeticError(f"populations were drawn that do not satisfy {', '.join(failed)}")
