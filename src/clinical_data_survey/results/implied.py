"""Results that must hold among those who answered, whoever they were: sharp bounds.

Assumed is that the figures are read as stated, share one base and left no item empty, and of an order that its answers
are those of this edition's own list. What follows for others stands beside it, each under the assumption it names.

`implied.NAME` is a range for an entry of `quantities.CATALOGUE`, `implied.NAME.low` and `.high` its ends;
`implied.NAME.narrow` the range under another reading, `implied.NAME.n300` that among so many respondents;
`implied.NAME.n300.drawn_from` the confidence region among the people these were drawn from, `.at_least` its one-sided
lower limit; `implied.NAME.answered90` the range if each item was answered by at least 90% of respondents.

A result names the claims that it rests on: those without which a bound would be another. A claim that the bound
would not miss is not named, even where it is about the same answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product

from clinical_data_survey import wording
from clinical_data_survey.implied import inference, orders
from clinical_data_survey.implied.answer_patterns import (
    EQUAL_THIRDS,
    SECONDARY_CLINICIANS,
    TERTIARY_CLINICIANS,
    Setting,
    Split,
    constraints_of,
)
from clinical_data_survey.implied.bounds import integer_bound
from clinical_data_survey.implied.nonresponse import all_true
from clinical_data_survey.implied.orders import Scoring
from clinical_data_survey.implied.quantities import Named, by_id
from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results import ambiguities
from clinical_data_survey.results.arithmetic import ASSUMED, sums
from clinical_data_survey.results.resting import SIZES, Interval, Rests, both, intervals, resting_on
from clinical_data_survey.results.result import Result
from clinical_data_survey.survey import questionnaire

ANCHOR, ORDERS_ANCHOR = "method-bounds", "method-orders"
REGION_ANCHOR, RESPONSE_ANCHOR = "method-regions", "method-response"
ORIGIN = f"sharp bound for those who answered, {ASSUMED}"
ORDER_ORIGIN = "sharp bound for those who answered, if the answers offered were those of this edition's own list"
EVERYONE, CLINICIANS = "those who answered", "clinicians among those who answered"
DRAWN_FROM = "the people they were drawn from"
# What depends on the split of care is shown for several splits, never for one alone.
HELD_FOR_ANY_SPLIT = (
    "within_5_years_and_within_10_years",
    "within_5_years_and_no_vision",
    "within_5_years_and_willing",
    "within_5_years_and_barrier",
    "within_10_years_and_no_vision",
    "within_10_years_and_willing",
    "within_10_years_and_barrier",
    "no_vision_and_willing",
    "no_vision_and_barrier",
    "willing_and_barrier",
    "in_5_to_10_years",
    "later_or_never",
    "willing_and_barrier_and_no_vision",
    "within_5_years_and_willing_and_barrier",
    "within_10_years_and_willing_and_barrier",
    "within_5_years_and_all_else",
    "within_10_years_and_all_else",
    "willing_and_no_barrier",
    "tertiary_lack_of_support",
    "support_gap",
    "willing_given_no_vision",
    "barrier_given_willing",
)
OF_CARE = ("tertiary_lack_of_support", "support_gap")
ENDS = (
    "within_5_years_and_willing",
    "no_vision_and_willing",
    "willing_and_barrier",
    "no_vision_and_barrier",
    "within_5_years_and_willing_and_barrier",
    "within_5_years_and_all_else",
    "within_10_years_and_all_else",
    "willing_and_barrier_and_no_vision",
    "willing_and_no_barrier",
    "tertiary_lack_of_support",
    "support_gap",
    "willing_given_no_vision",
    "barrier_given_willing",
)
# Their upper ends are those of willingness alone until fewer expect AI than are willing: they are not printed.
LOW_ENDS = ("within_10_years_and_willing", "within_10_years_and_willing_and_barrier")
DIALLED = (
    "within_5_years_and_willing",
    "no_vision_and_willing",
    "willing_and_barrier",
    "in_5_to_10_years",
    "tertiary_lack_of_support",
)
# Headlines that must all be true of the same people, and so depend on who left which item empty.
OVERLAPS = {
    "within_5_years_and_willing": ("C01", "C04"),
    "no_vision_and_willing": ("C03", "C04"),
    "willing_and_barrier": ("C04", "C07"),
    "no_vision_and_barrier": ("C03", "C07"),
    "within_5_years_and_willing_and_barrier": ("C01", "C04", "C07"),
}
ANSWERED = (95, 90, 80)
# A gap between two groups is no share of one base; a region of it would need the sizes of both.
REGIONS = tuple(dict.fromkeys(name for name in (*ENDS, *LOW_ENDS, *DIALLED) if name != "support_gap"))
READINGS = {
    "within_5_years_and_willing": "narrow",
    "no_vision_and_willing": "narrow",
    "in_5_to_10_years": "narrow",
    "tertiary_lack_of_support": "literal",
}
SECONDARY_SHARES = (Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(4, 10), Fraction(5, 10))
ORDERED = {"investor": orders.choices, "opportunity": orders.first_places, "barriers": orders.ticks}
AS_LISTED = "as listed"


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """All implied results that the book prints."""
    named = [by_id()[name] for name in HELD_FOR_ANY_SPLIT]
    rests = resting_on(claims, [*named, by_id()["willingness_gap"]])
    found = [*_of_catalogue(claims, named, rests), *_of_readings(claims, rests), *_of_sizes(claims, rests)]
    found += [*_of_the_people_drawn_from(claims, rests), *_of_items_left_empty(claims)]
    found += [*_of_splits(claims, rests["willingness_gap"]), *_of_orders(claims)]
    return [*found, *sums(claims, named), *ambiguities.collect(claims)]


def bound(name: str, ends: Interval, claims: tuple[str, ...], base: str, origin: str = ORIGIN) -> Result:
    """A range as a result; an end without a limit is not printed and is an error here."""
    low, high = ends
    if high is None:
        raise ValueError(f"{name} has no upper limit")
    text = wording.bounds(low, high)
    return Result(f"implied.{name}", text, "implied", base, origin, ANCHOR, claims, float(low), float(high))


def _base(name: str) -> str:
    if name in OF_CARE:
        return CLINICIANS
    given = {
        "willing_given_no_vision": "those who answered that their organisation lacks a clear vision",
        "barrier_given_willing": "those who answered that they are willing",
    }
    return given.get(name, EVERYONE)


def _of_catalogue(claims: tuple[Claim, ...], named: Sequence[Named], rests: Rests) -> list[Result]:
    found = []
    for name, ends in intervals(claims, named, Setting()).items():
        found.append(bound(name, ends, both(rests[name]), _base(name)))
        if name in ENDS:
            found += _ends(name, ends, rests[name], _base(name))
        if name in LOW_ENDS:
            found.append(_ends(name, ends, rests[name], _base(name))[0])
    return found


def _ends(name: str, ends: Interval, rests: tuple[tuple[str, ...], tuple[str, ...]], base: str) -> list[Result]:
    print_end: Callable[[Fraction], str] = wording.points if name.endswith("_gap") else wording.percent
    printed = [print_end(wording.rounded_down(ends[0])), print_end(wording.rounded_up(ends[1] or Fraction(0)))]
    interval = " to ".join(printed)
    return [
        Result(f"implied.{name}.{end}", text, "implied", base, ORIGIN, ANCHOR, resting, interval=interval)
        for end, text, resting in zip(("low", "high"), printed, rests, strict=True)
    ]


def _of_readings(claims: tuple[Claim, ...], rests: Rests) -> list[Result]:
    found = []
    for name, reading in READINGS.items():
        ends = intervals(claims, [by_id()[name]], Setting(readings=(reading,)))[name]
        origin = f"{ORIGIN}, {reading} reading"
        found.append(bound(f"{name}.{reading}", ends, both(rests[name]), _base(name), origin))
    return found


def _of_sizes(claims: tuple[Claim, ...], rests: Rests) -> list[Result]:
    """Bounds over whole people, had so many answered; where care matters, a third of them at each level."""
    found = []
    for n in SIZES:
        frame = constraints_of(claims, Setting(n=n))
        origin = f"sharp bound over whole people who answered, had {n:,} of them, {ASSUMED}"
        split = _split(n)
        for name in DIALLED:
            ends = integer_bound(by_id()[name].quantity, frame)
            base = f"{CLINICIANS}, {split}" if _base(name) == CLINICIANS else _base(name)
            found.append(bound(f"{name}.n{n}", (ends.low, ends.high), both(rests[name]), base, origin))
        assumed = "thirds of an assumed number of respondents, as whole people: the news item gives no split"
        found.append(Result(f"implied.split.n{n}", split, "sampling", CLINICIANS, assumed, ANCHOR, ()))
    return found


def _of_the_people_drawn_from(claims: tuple[Claim, ...], rests: Rests) -> list[Result]:
    """What the bounds support among the people that so many were drawn from, at random."""
    found = []
    confidence = wording.percent(CONFIDENCE)
    for name, n in product(REGIONS, SIZES):
        quantity = by_id()[name].quantity
        low, high = inference.region(claims, quantity, n).drawn_from
        least = inference.at_least(claims, quantity, n)
        drawn = f"had {n:,} answered, drawn at random, {ASSUMED}"
        held = ("sampling", _drawn_base(name, n))
        found.append(
            Result(
                f"implied.{name}.n{n}.drawn_from", wording.whole_outward(low, high), *held,
                f"exact region at {confidence} confidence, {drawn}", REGION_ANCHOR, both(rests[name]), low, high,
            )
        )  # fmt: skip
        origin = f"exact one-sided lower limit at {confidence} confidence, {drawn}"
        text = wording.percent(Fraction(math.floor(100 * least), 100))
        found.append(Result(f"implied.{name}.n{n}.at_least", text, *held, origin, REGION_ANCHOR, rests[name][0]))
    return found


def _drawn_base(name: str, n: int) -> str:
    if _base(name) == CLINICIANS:
        return f"the clinicians they were drawn from; {_split(n)} answered"
    given = {
        "willing_given_no_vision": "of the people they were drawn from, those whose organisation lacks a clear vision",
        "barrier_given_willing": "of the people they were drawn from, the willing",
    }
    return given.get(name, DRAWN_FROM)


def _split(n: int) -> str:
    """A third of n at each level of care, as whole people."""
    people = EQUAL_THIRDS.sizes(n)
    return (
        f"{int(people[SECONDARY_CLINICIANS]):,} in secondary and {int(people[TERTIARY_CLINICIANS]):,} in tertiary care"
    )


def _of_items_left_empty(claims: tuple[Claim, ...]) -> list[Result]:
    """The same overlaps where some left an item empty or were not asked it."""
    published = {claim.id: (claim.low, claim.high) for claim in claims if claim.measure == "proportion"}
    found = []
    for percent in ANSWERED:
        origin = f"sharp bound for all who answered anything, if each item was answered by at least {percent}% of them"
        found.append(
            Result(
                f"implied.answered{percent}", f"{percent}%", "sampling", EVERYONE,
                "an assumed share of respondents who answered each item", RESPONSE_ANCHOR, (),
            )
        )  # fmt: skip
        for name, ids in OVERLAPS.items():
            low, high = all_true([published[claim] for claim in ids], Fraction(percent, 100))
            smallest = min(ids, key=lambda claim: published[claim][1])
            rests = tuple(sorted({*(ids if low else ()), smallest}))
            found.append(
                Result(
                    f"implied.{name}.answered{percent}", wording.bounds(low, high), "implied", EVERYONE, origin,
                    RESPONSE_ANCHOR, rests, float(low), float(high),
                )
            )  # fmt: skip
    return found


def _of_splits(claims: tuple[Claim, ...], rests: tuple[tuple[str, ...], tuple[str, ...]]) -> list[Result]:
    """How far willingness in secondary care can lie below that in tertiary care, by who answered."""
    found = []
    for share in SECONDARY_SHARES:
        setting = Setting(Split(share, Fraction(1, 10)))
        low = intervals(claims, [by_id()["willingness_gap"]], setting)["willingness_gap"][0]
        gap = wording.points(wording.rounded_up(-low))
        name, origin = f"s{round(share * 100)}", f"{ORIGIN}, were {wording.percent(share)} clinicians in secondary care"
        found += [
            Result(
                f"implied.willingness_gap.{name}", gap, "implied", CLINICIANS, origin, ANCHOR, rests[0],
                0.0, float(-low),
            ),
            Result(
                f"implied.willingness_gap.{name}.share", wording.percent(share), "sampling", EVERYONE,
                "an assumed share of clinicians in secondary care", ANCHOR, (),
            ),
        ]  # fmt: skip
    return found


def _of_orders(claims: tuple[Claim, ...]) -> list[Result]:
    """What an order without shares says of shares all the same."""
    found = []
    for item_id, block_of in ORDERED.items():
        scoring = block_of(questionnaire.load().item(item_id))
        ends = _order_intervals(claims, scoring)
        involved = [c.id for c in claims if (c.item, c.measure) in product((item_id,), ("rank", "proportion", "gap"))]
        without = {c: _order_intervals([x for x in claims if x.id != c], scoring) for c in involved}
        for level, (low, high) in ends.items():
            parts = [_resting(involved, [without[c][level][i] for c in involved], ends[level][i]) for i in (0, 1)]
            name = f"implied.{item_id}.{level}"
            held, interval = ("implied", EVERYONE, ORDER_ORIGIN, ORDERS_ANCHOR), wording.bounds(low, high)
            claimed = tuple(sorted({*parts[0], *parts[1]}))
            found += [
                Result(name, interval, *held, claimed, float(low), float(high)),
                Result(
                    f"{name}.low",
                    wording.percent(wording.rounded_down(low)),
                    *held,
                    parts[0],
                    interval=interval,
                ),
                Result(
                    f"{name}.high",
                    wording.percent(wording.rounded_up(high)),
                    *held,
                    parts[1],
                    interval=interval,
                ),
            ]
        found += [*_as_listed(claims, scoring), *_by_closeness(claims, scoring)]
        offered = wording.cardinal(len(scoring.levels))
        reconstructed = "answers of the reconstructed questionnaire"
        found.append(
            Result(f"implied.{item_id}.offered", offered, "implied", "answers", reconstructed, "codebook-page", ())
        )
    return found


def _as_listed(claims: tuple[Claim, ...], scoring: Scoring) -> list[Result]:
    """The most that each level can have if a published list is an order; empty where no claim has that reading."""
    listed = [c for c in claims if c.item == scoring.item and any(r.name == AS_LISTED for r in c.alternatives)]
    ends = _order_intervals(claims, scoring, (AS_LISTED,)) if listed else {}
    ids = tuple(c.id for c in claims if c.item == scoring.item and c.measure in ("rank", "gap"))
    origin = f"{ORDER_ORIGIN}, in the order of the news item's list"
    held = ("implied", EVERYONE, origin, ORDERS_ANCHOR, ids)
    return [
        Result(f"implied.{scoring.item}.{level}.as_listed", wording.percent(wording.rounded_up(high)), *held)
        for level, (_, high) in ends.items()
    ]


def _by_closeness(claims: tuple[Claim, ...], scoring: Scoring) -> list[Result]:
    """What reading a claimed closeness does: the shares of the order alone, and in each reading of the closeness.

    `implied.ITEM.LEVEL.order_alone` drops the claim, `.low` and `.high` are its ends; `implied.ITEM.LEVEL.NAME` reads
    it otherwise. Empty where no closeness is claimed.
    """
    close = [claim for claim in claims if (claim.item, claim.measure) == (scoring.item, "gap")]
    if not close:
        return []
    ids = tuple(c.id for c in claims if (c.item, c.measure) in product((scoring.item,), ("rank", "proportion", "gap")))
    alone = tuple(name for name in ids if name not in {claim.id for claim in close})
    order = _order_intervals([claim for claim in claims if claim not in close], scoring)
    found = []
    for level, (low, high) in order.items():
        name, origin = f"implied.{scoring.item}.{level}.order_alone", f"{ORDER_ORIGIN}, its order alone"
        held = ("implied", EVERYONE, origin, ORDERS_ANCHOR)
        text, interval = wording.bounds(low, high), wording.bounds(low, high)
        found += [
            Result(name, text, *held, alone, float(low), float(high)),
            Result(f"{name}.low", wording.percent(wording.rounded_down(low)), *held, alone, interval=interval),
            Result(f"{name}.high", wording.percent(wording.rounded_up(high)), *held, alone, interval=interval),
        ]
    for reading in dict.fromkeys(other.name for claim in close for other in claim.alternatives):
        origin = f"{ORDER_ORIGIN}, {reading} reading of '{close[0].as_printed}'"
        for level, (low, high) in _order_intervals(claims, scoring, (reading,)).items():
            name, text = f"implied.{scoring.item}.{level}.{reading}", wording.bounds(low, high)
            held = ("implied", EVERYONE, origin, ORDERS_ANCHOR)
            found.append(Result(name, text, *held, ids, float(low), float(high)))
    return found


def _resting(involved: Sequence[str], without: Sequence[Fraction], end: Fraction) -> tuple[str, ...]:
    """The claims without which an end would be another; all of them where each can stand in for another."""
    alone = tuple(claim for claim, other in zip(involved, without, strict=True) if other != end)
    return alone or (() if end in (0, 1) else tuple(involved))


def _order_intervals(
    claims: Iterable[Claim], scoring: Scoring, readings: tuple[str, ...] = ()
) -> dict[str, tuple[Fraction, Fraction]]:
    held = tuple(claims)
    item = questionnaire.load().item(scoring.item)
    admissible = orders.admissible_orders(held, item, readings)
    answering = next((c for c in held if c.item == scoring.item and c.measure == "proportion"), None)
    any_answer = (answering.low, answering.high) if answering else _everyone(scoring)
    close = orders.closeness(held, item, readings)
    return {
        level: orders.order_bounds(scoring, admissible, scoring.score(level), any_answer, close)
        for level in scoring.levels
    }


def _everyone(scoring: Scoring) -> tuple[Fraction, Fraction]:
    """Everyone chooses a party or a field; a respondent may tick no barrier at all."""
    return (Fraction(0 if scoring.item == "barriers" else 1), Fraction(1))
