"""Statements at once: the ends of every pick equal Fréchet's closed form, whoever answered."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from clinical_data_survey.implied import statements
from clinical_data_survey.implied.answer_patterns import Setting
from clinical_data_survey.published import claims
from clinical_data_survey.results import ambiguities

CLAIMS = claims.load()
SOON, LATER = "C01", "C02"


def readings(names) -> list[tuple[F, F]]:
    return [(claims.by_id()[name].low, claims.by_id()[name].high) for name in names]


def narrowest(pick: tuple[str, ...]) -> tuple[str, ...]:
    """Whoever expects AI soon expects it later as well, so that both are true where the first is."""
    return tuple(name for name in pick if not (name == LATER and SOON in pick))


def widest(pick: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in pick if not (name == SOON and LATER in pick))


@pytest.mark.parametrize("pick", statements.picks(CLAIMS), ids=" ".join)
def test_the_ends_of_every_pick_are_frechets(pick):
    found = statements.together(CLAIMS)[pick]
    lows, highs = zip(*readings(narrowest(pick)), strict=True)
    assert found.every == (max(F(0), sum(lows) - len(lows) + 1), min(highs))
    lows, highs = zip(*readings(widest(pick)), strict=True)
    assert found.some == (max(lows), min(F(1), sum(highs)))
    assert found.none == (1 - found.some[1], 1 - found.some[0])


def test_every_pick_of_one_two_or_three_is_there():
    assert [len([pick for pick in statements.picks(CLAIMS) if len(pick) == size]) for size in (1, 2, 3)] == [5, 10, 10]


def test_no_end_depends_on_who_answered():
    expected = statements.together(CLAIMS)
    for split in ambiguities.SPLITS:
        assert statements.together(CLAIMS, Setting(split)) == expected


def test_a_statement_includes_another_by_its_meaning_alone():
    events = statements.of(CLAIMS)
    assert statements.includes(events[LATER], events[SOON])
    assert not statements.includes(events[SOON], events[LATER])
    assert not statements.includes(events["C07"], events["C04"])
