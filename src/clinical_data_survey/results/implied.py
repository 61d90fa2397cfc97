"""Results that must hold in every population that fits the published figures: sharp bounds, nothing assumed.

`implied.NAME` is a range for an entry of `quantities.CATALOGUE`, `implied.NAME.low` and `.high` its ends;
`implied.NAME.narrow` the range under another reading, `implied.NAME.n300` that among so many respondents.

A result names the claims that it rests on: those without which a bound would be another. A claim that the bound
would not miss is not named, even where it is about the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from clinical_data_survey import wording
from clinical_data_survey.implied import orders
from clinical_data_survey.implied.answer_patterns import Setting, Split, constraints_of
from clinical_data_survey.implied.bounds import integer_bound
from clinical_data_survey.implied.orders import Block
from clinical_data_survey.implied.quantities import Named, by_id
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results import ambiguities
from clinical_data_survey.results.resting import SIZES, Interval, Rests, both, intervals, resting_on
from clinical_data_survey.results.result import Result
from clinical_data_survey.survey import questionnaire

ANCHOR, ORDERS_ANCHOR = "method-bounds", "method-orders"
ORIGIN = "sharp bound over every population that fits the published figures"
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
    found += [*_of_splits(claims, rests["willingness_gap"]), *_of_orders(claims)]
    return found + ambiguities.collect(claims)


def bound(name: str, ends: Interval, claims: tuple[str, ...], base: str, origin: str = ORIGIN) -> Result:
    """A range as a result; an end without a limit is not printed and is an error here."""
    low, high = ends
    if high is None:
        raise ValueError(f"{name} has no upper limit")
    text = wording.bounds(low, high)
    return Result(f"implied.{name}", text, "implied", base, origin, ANCHOR, claims, float(low), float(high))


def _base(name: str) -> str:
    if name in ("tertiary_lack_of_support", "support_gap"):
        return "clinicians"
    given = {"willing_given_no_vision": "respondents without a vision", "barrier_given_willing": "the willing"}
    return given.get(name, "respondents")


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
        for name in DIALLED:
            ends = integer_bound(by_id()[name].quantity, frame)
            origin = f"sharp bound over whole people, had {n:,} answered"
            found.append(bound(f"{name}.n{n}", (ends.low, ends.high), both(rests[name]), _base(name), origin))
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
                f"implied.willingness_gap.{name}", gap, "implied", "clinicians", origin, ANCHOR, rests[0],
                0.0, float(-low),
            ),
            Result(
                f"implied.willingness_gap.{name}.share", wording.percent(share), "sampling", "respondents",
                "an assumed share of clinicians in secondary care", ANCHOR, (),
            ),
        ]  # fmt: skip
    return found


def _of_orders(claims: tuple[Claim, ...]) -> list[Result]:
    """What an order without shares says of shares all the same."""
    found = []
    for item_id, block_of in ORDERED.items():
        block = block_of(questionnaire.load().item(item_id))
        ends = _order_intervals(claims, block)
        involved = [c.id for c in claims if (c.item, c.measure) in ((item_id, "rank"), (item_id, "proportion"))]
        without = {c: _order_intervals([x for x in claims if x.id != c], block) for c in involved}
        for level, (low, high) in ends.items():
            parts = [_resting(involved, [without[c][level][i] for c in involved], ends[level][i]) for i in (0, 1)]
            name, origin = f"implied.{item_id}.{level}", "sharp bound over every answer in the published order"
            held, interval = ("implied", "respondents", origin, ORDERS_ANCHOR), wording.bounds(low, high)
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
        found += _as_listed(claims, block)
        offered = wording.cardinal(len(block.levels))
        reconstructed = "answers of the reconstructed questionnaire"
        found.append(
            Result(f"implied.{item_id}.offered", offered, "implied", "answers", reconstructed, "codebook-page", ())
        )
    return found


def _as_listed(claims: tuple[Claim, ...], block: Block) -> list[Result]:
    """The most that each level can have if a published list is an order; empty where no claim has that reading."""
    listed = [c for c in claims if c.item == block.item and any(r.name == AS_LISTED for r in c.alternatives)]
    ends = _order_intervals(claims, block, (AS_LISTED,)) if listed else {}
    ids = tuple(claim.id for claim in claims if claim.item == block.item and claim.measure == "rank")
    origin = "sharp bound over every answer in the order of the list"
    held = ("implied", "respondents", origin, ORDERS_ANCHOR, ids)
    return [
        Result(f"implied.{block.item}.{level}.as_listed", wording.percent(wording.rounded_up(high)), *held)
        for level, (_, high) in ends.items()
    ]


def _resting(involved: Sequence[str], without: Sequence[Fraction], end: Fraction) -> tuple[str, ...]:
    """The claims without which an end would be another; all of them where each can stand in for another."""
    alone = tuple(claim for claim, other in zip(involved, without, strict=True) if other != end)
    return alone or (() if end in (0, 1) else tuple(involved))


def _order_intervals(
    claims: Iterable[Claim], block: Block, readings: tuple[str, ...] = ()
) -> dict[str, tuple[Fraction, Fraction]]:
    held = tuple(claims)
    admissible = orders.admissible_orders(held, questionnaire.load().item(block.item), readings)
    answering = next((c for c in held if c.item == block.item and c.measure == "proportion"), None)
    any_answer = (answering.low, answering.high) if answering else _everyone(block)
    return {level: orders.order_bounds(block, admissible, block.score(level), any_answer) for level in block.levels}


def _everyone(block: Block) -> tuple[Fraction, Fraction]:
    """Everyone chooses a party or a field; a respondent may tick no barrier at all."""
    return (Fraction(0 if block.item == "barriers" else 1), Fraction(1))
