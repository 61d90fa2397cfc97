"""Can all claims be true of one set of respondents? If not, the smallest set of claims that cannot.

Claims are weighed as rules over shares of answers (`count_rules`), whatever the number of respondents: readings are
closed and directions weak. Each order that the claimed ranks allow is a linear program, decided in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied.answer_patterns import EQUAL_THIRDS, Split
from clinical_data_survey.implied.exact_programs import Program, is_feasible
from clinical_data_survey.published import claims as published
from clinical_data_survey.published import count_rules
from clinical_data_survey.published.claims import Claim, reading_text
from clinical_data_survey.published.count_rules import STANDARD, STRATA, Block, Counted
from clinical_data_survey.survey import questionnaire


def check(claims: Sequence[Claim] | None = None, split: Split = EQUAL_THIRDS, reading: str = STANDARD) -> None:
    """Raises errors.ClaimsConflict where no answers fit all claims, those of the project's file unless given.

    It names a set of claims as small as any that contradict each other, in the first block of items that has one.
    """
    held = published.load() if claims is None else claims
    counted = count_rules.layout(held, questionnaire.load())
    sizes = dict(zip(STRATA, (split.secondary, split.tertiary, 1 - split.secondary - split.tertiary), strict=True))
    for block in count_rules.blocks_of(held, counted, sizes, reading):
        if not _fits(block):
            own = [claim for claim in held if claim.id in block.claims]
            smallest = _smallest(own, counted, sizes, reading)
            words = [f"'{c.as_printed}', {_read(c, reading)}" for c in smallest]
            raise ClaimsConflict([claim.id for claim in smallest], words, f"{split}, readings: {reading}")


def _read(claim: Claim, reading: str) -> str:
    read = count_rules.chosen(claim, reading)
    subject = f"{claim.item}: {', '.join(claim.levels)}"
    return subject if read.low is None else f"{subject} read as {reading_text(read, claim.measure)}"


def _smallest(
    claims: Sequence[Claim], counted: Mapping[str, Counted], sizes: Mapping[str, Fraction], reading: str
) -> tuple[Claim, ...]:
    """The first of the smallest sets of claims that conflict, by trying all sets of one, of two, and so on."""
    for number in range(1, len(claims) + 1):
        for subset in combinations(claims, number):
            if not all(map(_fits, count_rules.blocks_of(subset, counted, sizes, reading))):
                return subset
    raise ArithmeticError("shares do not fit together, whatever is claimed")


def _fits(block: Block) -> bool:
    """Whether shares satisfy a block in some order that its ranks allow."""
    return any(is_feasible(_program(candidate)) for candidate in count_rules.in_each_order(block))


def _program(block: Block) -> Program:
    place, rules = {cell: position for position, cell in enumerate(block.cells)}, block.rules
    matrix = np.zeros((len(rules), len(place)), dtype=np.int64)
    for row, rule in enumerate(rules):
        for cell, weight in rule.terms:
            matrix[row, place[cell]] = weight
    return Program(matrix, tuple(rule.low for rule in rules), tuple(rule.high for rule in rules))
