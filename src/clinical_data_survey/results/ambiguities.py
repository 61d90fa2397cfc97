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
            f"implied.swing.{name}.{dimension}", wording.points(furthest[name, dimension]), "implied",
            "settings that the source leaves open", "largest move of either bound, all else held", ANCHOR,
            rests[name], 0.0, float(furthest[name, dimension]),
        )
        for name in MOVED
        for dimension in DIMENSIONS
    ]  # fmt: skip
    origin = "every number of respondents, split and reading that was tried"
    tried = (
        ("settings", f"{len(list(universe.settings()))}"),
        ("splits", wording.cardinal(len(SPLITS))),
        ("readings", wording.cardinal(len(READINGS))),
    )
    return [*found, *(Result(f"implied.{what}", text, "implied", what, origin, ANCHOR, ()) for what, text in tried)]


def _of_missing_figures(
    claims: tuple[Claim, ...], rests: dict[str, tuple[str, ...]], figures: dict[str, tuple[str, ...]]
) -> list[Result]:
    """For each wanted figure: its width now, and at worst once the most telling of the missing figures is known."""
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
    held = ("implied", "populations that fit", "width of the sharp bounds, at worst", KNOWING_ANCHOR)
    label = by_id(MISSING_FIGURES)[best.missing].wording
    return [
        Result(f"{name}.before", wording.points(best.before), *held, claims, 0.0, float(best.before)),
        Result(f"{name}.after", wording.points(best.after), *held, claims, 0.0, float(best.after)),
        Result(f"{name}.figure", label, *held, claims),
    ]
