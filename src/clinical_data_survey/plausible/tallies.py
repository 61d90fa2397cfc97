"""What is counted in populations: whether every claim holds, in whole numbers, and the statistics of an ensemble."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from clinical_data_survey.plausible.count_tables import Bools, first_choice, placed, rank_in
from clinical_data_survey.plausible.dials import Asked
from clinical_data_survey.plausible.populations import Populations
from clinical_data_survey.plausible.whole_points import Ints
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.published.count_rules import (
    ALL,
    CLINICIANS,
    ROLE,
    STRATA,
    Counted,
    Rule,
    of_claim,
    ranks_of,
)


@dataclass(frozen=True)
class Fact:
    """A yes-or-no fact of a respondent: one of some parts of an item; of a multiple response one level, or any."""

    name: str
    item: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Tallies:
    """Counts of `B` populations.

    `counts` (B, 3, parts) by item: by stratum, parts as in `Counted`, of a ranking its first choices; `rank_sums`
    (B, levels) by ranking. `both` (B, F, F): how many respondents have each two of the `flags`, and on the diagonal how
    many have each; the first two flags are clinicians by level of care, then come the `facts`.
    """

    asked: Asked
    counts: dict[str, Ints]
    rank_sums: dict[str, Ints]
    flags: tuple[str, ...]
    both: Ints

    def count(self, flag: str) -> Ints:
        """How many respondents of each population have a flag (B,)."""
        return self.joint(flag, flag)

    def joint(self, one: str, other: str) -> Ints:
        """How many respondents of each population have both flags (B,)."""
        return self.both[:, self.flags.index(one), self.flags.index(other)]


def facts(asked: Asked) -> tuple[Fact, ...]:
    """The yes-or-no facts of which all pairs are counted: answers with a share of their own, and each barrier.

    What the news item or a claim names is a fact; the horizon's are cumulative. Where a respondent gives one of
    several competing answers, such as an investor, these are no facts.
    """
    return tuple(fact for counted in asked.counted.values() for fact in _facts(counted, asked.claims))


def _facts(counted: Counted, claims: tuple[Claim, ...]) -> Iterator[Fact]:
    item = counted.item
    if counted.multiple:
        yield from (Fact(level, item.id, (level,)) for level in counted.competing)
        yield Fact(f"any_of_{item.id}", item.id, counted.competing)
        return
    if not counted.wholly_by_stratum or item.id == ROLE:
        return
    groups = {level.id: level.levels for level in item.levels + item.groups if level.published and level.years is None}
    groups |= {"_or_".join(claim.levels): _spelt(claim, counted) for claim in claims if claim.item == item.id}
    reached: tuple[str, ...] = ()
    for level in item.levels:
        reached = (*reached, level.id)
        if level.years is not None:
            groups = {name: levels for name, levels in groups.items() if set(levels) != set(reached)}
            groups[f"within_{level.years}_years"] = reached
    for name, levels in groups.items():
        yield Fact(name, item.id, tuple(part for part, own in counted.parts if set(own) <= set(levels)))


def _spelt(claim: Claim, counted: Counted) -> tuple[str, ...]:
    return tuple(answer for level in claim.levels for answer in counted.item.level(level).levels)


def tally(populations: Populations) -> Tallies:
    """Count everything that claims and statistics need."""
    asked, design = populations.asked, populations.design
    counts: dict[str, Ints] = {}
    rank_sums: dict[str, Ints] = {}
    edges = np.cumsum([0, *design.sizes])
    strata = [slice(start, end) for start, end in pairwise(edges.tolist())]
    for item, counted in asked.counted.items():
        if counted.multiple:
            held = populations.held[item]
            each = np.concatenate([held, ~held.any(axis=1, keepdims=True)], axis=1)
            counts[item] = np.stack([each[:, :, part].sum(axis=2) for part in strata], axis=1)
        elif item in populations.codes and counted.item.type == "ranking":
            levels = len(counted.competing)
            orders = [_by_code(populations.codes[item][:, part], len(rank_in(levels))) for part in strata]
            counts[item] = np.stack([each @ first_choice(levels) for each in orders], axis=1)
            rank_sums[item] = sum(orders) @ rank_in(levels)
        else:
            codes = populations.codes[item]
            counts[item] = np.stack([_by_code(codes[:, part], len(counted.parts)) for part in strata], axis=1)
    listed = facts(asked)
    have = np.zeros((len(populations), len(CLINICIANS) + len(listed), design.n), dtype=np.float32)
    for row, part in zip(range(len(CLINICIANS)), strata, strict=False):
        have[:, row, part] = 1
    for row, fact in enumerate(listed, start=len(CLINICIANS)):
        have[:, row] = _has(fact, populations)
    # Sums of zeros and ones are exact in single precision below 2 ** 24.
    both = np.rint(have @ have.transpose(0, 2, 1)).astype(np.int64)
    return Tallies(asked, counts, rank_sums, (*CLINICIANS, *(fact.name for fact in listed)), both)


def _has(fact: Fact, populations: Populations) -> Bools:
    """Who has a fact (B, n)."""
    counted = populations.asked.counted[fact.item]
    parts = [counted.names.index(part) for part in fact.parts]
    if counted.multiple:
        ticked: Bools = np.asarray(populations.held[fact.item][:, parts].any(axis=1))
        return ticked
    return np.isin(populations.codes[fact.item], parts)


def _by_code(codes: np.ndarray, parts: int) -> Ints:
    """How many respondents of each row have each code from 0; negative codes are not counted."""
    width = parts + 1
    rows = np.arange(len(codes), dtype=np.int32)[:, None] * width
    return np.bincount((rows + codes + 1).ravel(), minlength=len(codes) * width).reshape(-1, width)[:, 1:]


def satisfied(tallies: Tallies) -> pd.DataFrame:
    """Whether each claim holds in each population, in whole numbers: one row a population, one column a claim."""
    return pd.DataFrame({claim.id: _holds(claim, tallies) for claim in tallies.asked.claims})


def _holds(claim: Claim, tallies: Tallies) -> Bools:
    asked = tallies.asked
    holds = np.ones(len(tallies.both), dtype=bool)
    for rule in of_claim(claim, asked.counted, asked.sizes, asked.reading):
        holds &= _meets(rule, tallies)
    counted = asked.counted[claim.item]
    ranks = ranks_of([claim], counted, asked.reading)
    if ranks:
        places = [counted.names.index(level) for level in counted.competing]
        holds &= placed(tallies.counts[claim.item].sum(axis=1)[:, places], counted.competing, ranks)
        if claim.item in tallies.rank_sums:
            holds &= placed(-tallies.rank_sums[claim.item], counted.competing, ranks)
    return holds


def _meets(rule: Rule, tallies: Tallies) -> Bools:
    value = np.zeros(len(tallies.both), dtype=np.int64)
    for (item, part, stratum), weight in rule.terms:
        counts = tallies.counts[item][:, :, tallies.asked.counted[item].names.index(part)]
        value += weight * (counts.sum(axis=1) if stratum == ALL else counts[:, STRATA.index(stratum)])
    low, high = rule.whole()
    above = value >= (-np.inf if low is None else low)
    inside: Bools = above & (value <= (np.inf if high is None else high))
    return inside


def statistics(tallies: Tallies) -> pd.DataFrame:
    """One row a population; shares are of 1, mean ranks from 1.

    `share.X` of all respondents, `both.X.Y` of all, `secondary.X` and `tertiary.X` of the clinicians there,
    `difference.X` secondary less tertiary, for each fact X; for each other item its levels: `ITEM.X` of those asked
    (of a ranking, who put it first), `mean_rank.X`; `gap.ITEM`, the largest share less that of the claimed level
    furthest below it, where a gap is claimed.
    """
    asked, design = tallies.asked, tallies.asked.design
    first = len(CLINICIANS)
    names = tallies.flags[first:]
    one, other = np.triu_indices(len(names), 1)
    of_all = tallies.both[:, first:, first:] / design.n
    secondary, tertiary = (tallies.both[:, row, first:] / size for row, size in enumerate(design.sizes[:first]))
    found = {
        "share": (names, np.diagonal(of_all, axis1=1, axis2=2)),
        "both": ([f"{names[i]}.{names[j]}" for i, j in zip(one, other, strict=True)], of_all[:, one, other]),
        "secondary": (names, secondary),
        "tertiary": (names, tertiary),
        "difference": (names, secondary - tertiary),
    }
    for item, counted in asked.counted.items():
        if counted.multiple or counted.wholly_by_stratum:
            continue
        counts = tallies.counts[item].sum(axis=1)
        shares = counts / counts.sum(axis=1, keepdims=True)
        found[item] = (counted.names, shares)
        gaps = [claim for claim in asked.claims if (claim.item, claim.measure) == (item, "gap")]
        close = {level for claim in gaps for level in claim.levels}
        if close:
            least = shares[:, [counted.names.index(level) for level in sorted(close)]].min(axis=1)
            found[f"gap.{item}"] = ([""], (shares.max(axis=1) - least)[:, None])
    for item, sums in tallies.rank_sums.items():
        found[f"mean_rank.{item}"] = (asked.counted[item].competing, sums / design.n)
    columns = [f"{block}.{name}".rstrip(".") for block, (own, _) in found.items() for name in own]
    return pd.DataFrame(np.concatenate([values for _, values in found.values()], axis=1), columns=columns)


def check_claims(tallies: Tallies) -> None:
    """Raises ArithmeticError that names the claims where any population fails any: a defect of the sampler."""
    failed = [claim for claim, holds in satisfied(tallies).items() if not holds.all()]
    if failed:
        raise ArithmeticError(f"populations were drawn that do not satisfy {', '.join(map(str, failed))}")
