"""Which ambiguity of the source moves the bounds most, and what a missing figure would be worth: part of `implied`."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from clinical_data_survey import wording
from clinical_data_survey.implied.answer_patterns import Setting, Split, constraints_of
from clinical_data_survey.implied.multiverse import DIMENSIONS, Multiverse, ValueOfKnowing, swings, values_of_knowing
from clinical_data_survey.implied.quantities import MISSING_FIGURES, by_id
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.resting import SIZES, both, resting_on
from clinical_data_survey.results.result import Result

ANCHOR, KNOWING_ANCHOR = "method-multiverse", "method-missing"
MOVED = (
    "within_5_years_and_willing",
    "no_vision_and_willing",
    "willing_and_barrier",
    "tertiary_lack_of_support",
    "willingness_gap",
)
WANTED = (
    "within_5_years_and_willing",
    "no_vision_and_willing",
    "within_5_years_and_willing_and_barrier",
    "willing_and_barrier_and_no_vision",
    "secondary_lack_of_support",
    "willingness_gap",
)
_TENTHS = (Fraction(1, 10), Fraction(3, 10), Fraction(5, 10))
SPLITS = tuple(Split(secondary, tertiary) for secondary, tertiary in product(_TENTHS, _TENTHS))
READINGS: tuple[tuple[str, ...], ...] = ((), ("narrow",), ("literal",))
NS = (None, *SIZES)
# What each ambiguity runs over: the readings, above all, are nobody's but this edition's.
TRIED = {
    "n": "the numbers of respondents that this edition tries",
    "split": "the splits of care that this edition tries",
    "readings": "this edition's own readings of the words (other readings would move it otherwise)",
}


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """How far each ambiguity moves a bound, and by how much each missing figure would narrow one."""
    named = [by_id()[name] for name in dict.fromkeys((*MOVED, *WANTED))]
    rests = {name: both(ends) for name, ends in resting_on(claims, named).items()}
    figures = {name: both(ends) for name, ends in resting_on(claims, MISSING_FIGURES).items()}
    return [*_of_swings(claims, rests), *_of_missing_figures(claims, rests, figures)]


def _of_swings(claims: tuple[Claim, ...], rests: dict[str, tuple[str, ...]]) -> list[Result]:
    universe = Multiverse(claims, tuple(by_id()[name] for name in MOVED), NS, SPLITS, READINGS)
    table = swings(universe.bounds())
    furthest = table.groupby(["quantity", "dimension"])["largest"].max()
    found = [
        Result(
            f"implied.swing.{name}.{dimension}", wording.points(_outward(furthest[name, dimension])), "implied",
            "those who answered", f"largest move of either bound over {TRIED[dimension]}, all else held", ANCHOR,
            rests[name], 0.0, float(furthest[name, dimension]),
        )
        for name in MOVED
        for dimension in DIMENSIONS
    ]  # fmt: skip
    origin = "every number of respondents, split and reading that this edition tries"
    tried = (
        ("settings", f"{len(list(universe.settings()))}"),
        ("splits", wording.cardinal(len(SPLITS))),
        ("readings", wording.cardinal(len(READINGS))),
    )
    return [*found, *(Result(f"implied.{what}", text, "implied", what, origin, ANCHOR, ()) for what, text in tried)]


def _outward(swing: float) -> Fraction:
    """A move of exact bounds that was kept as a float, rounded up to a tenth of a point."""
    return wording.rounded_up(Fraction(swing).limit_denominator(10**6))


def _of_missing_figures(
    claims: tuple[Claim, ...], rests: dict[str, tuple[str, ...]], figures: dict[str, tuple[str, ...]]
) -> list[Result]:
    """For each wanted figure: its width, and at most once the missing figure that narrows it most is known."""
    wanted = [by_id()[name] for name in WANTED]
    found = []
    values = values_of_knowing(wanted, MISSING_FIGURES, constraints_of(claims, Setting()))
    for name in WANTED:
        others = [value for value in values if value.quantity == name and value.missing != name]
        best = max(others, key=lambda value: value.shrinkage)
        found += _of_value(best, tuple(sorted({*rests[name], *figures[best.missing]})))
    return found


def _of_value(best: ValueOfKnowing, claims: tuple[str, ...]) -> list[Result]:
    name = f"implied.missing.{best.quantity}"
    origin = "width of the sharp bounds, the most over all values that the missing figure can have"
    held = ("implied", "those who answered", origin, KNOWING_ANCHOR)
    label = by_id(MISSING_FIGURES)[best.missing].wording
    before, after = (wording.points(wording.rounded_up(width)) for width in (best.before, best.after))
    return [
        Result(f"{name}.before", before, *held, claims, 0.0, float(best.before)),
        Result(f"{name}.after", after, *held, claims, 0.0, float(best.after)),
        Result(f"{name}.figure", label, *held, claims),
    ]
