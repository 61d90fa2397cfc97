"""Results of what was published: words, readings, intervals at assumed sizes, and what the figures alone rule out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from clinical_data_survey import intervals, wording
from clinical_data_survey.implied.nonresponse import of_those_asked
from clinical_data_survey.published import claims as published
from clinical_data_survey.published import what_if
from clinical_data_survey.published.claims import Claim, reading_text
from clinical_data_survey.published.order_certainty import any_number_each, chance_of_order, one_answer_each
from clinical_data_survey.results.result import Result, ledger_anchor
from clinical_data_survey.survey import questionnaire

# Numbers of respondents that can print every published figure; from the first on, each number can.
SIZES = (100, 300, 1000, 2000)
TERTIARY_PERCENTAGES = (1, 2, 5, 10)
RATIO_GROUPS = (20, 50, 100, 300)
SEARCHED_SIZES = 100
RESPONSE_RATES = (10, 20, 50)
IMPOSSIBLE = "impossible"
RATIO = "C12"
# The items whose order was published, and how many answers each respondent could name by this edition's questionnaire.
ORDERED = {"barriers": "any", "investor": "one"}
DESIGNS = {"one": one_answer_each, "any": any_number_each}
ORDER_FIRST = Fraction(30, 100)
LEADS = (1, 2, 5, 10)


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """All results that the published claims give by themselves."""
    found = [result for claim in claims for result in _of_claim(claim)]
    return found + _of_sizes(claims) + _of_ratio(claims) + _of_orders() + _of_the_whole(claims)


def _of_claim(claim: Claim) -> list[Result]:
    """What a claim says, in each form in which the book prints it."""
    place = wording.locator_words(claim.locator)
    origin = f"claim {claim.id}, {place} of the {claim.source.kind} of {wording.month(claim.source.published)}"

    def result(suffix: str, text: str, kind: str = "published", **interval: Any) -> Result:
        anchor = ledger_anchor(claim.id)
        return Result(f"{claim.id}{suffix}", text, kind, claim.base, origin, anchor, (claim.id,), **interval)

    item = questionnaire.load().item(claim.item)
    level = item.level(claim.levels[-1])
    found = [
        result("", claim.as_printed, interval=read_as(claim)),
        result(".reading", reading_text(claim.reading, claim.measure)),
        result(".label", wording.uncapitalised(level.en)),
    ]
    found += [
        result(f".{reading.name.replace(' ', '_')}", reading_text(reading, claim.measure))
        for reading in claim.alternatives
        if reading.low is not None
    ]
    if level.years is not None:
        found.append(result(".horizon", f"{wording.cardinal(level.years)} years"))
    if claim.measure == "proportion":
        found += _of_share(claim, result)
    if claim.measure == "ratio":
        times = wording.cardinal(round((claim.low + claim.high) / 2))
        found.append(result(".words", f"{times} times", interval=read_as(claim)))
    return found


def read_as(claim: Claim) -> str:
    """The reading in words; empty where the claim states no figure or its words are the reading."""
    reading = reading_text(claim.reading, claim.measure)
    return "" if reading == claim.as_printed or claim.reading.low is None else reading


def _of_share(claim: Claim, result: Callable[..., Result]) -> list[Result]:
    """A published share in words, its complement, and its interval at assumed numbers of respondents."""
    ends = {"low": float(claim.low), "high": float(claim.high), "interval": read_as(claim)}
    figure = any(character.isdigit() for character in claim.as_printed)
    words = wording.share_words(claim.low, claim.high) if figure else claim.as_printed
    found = [
        result(".words", words, **ends),
        result(".low", wording.percent(claim.low), **ends),
        result(".high", wording.percent(claim.high), **ends),
        result(".rest", wording.share_range(1 - claim.high, 1 - claim.low), "implied"),
        result(".rest_most", wording.percent(1 - claim.low), "implied"),
    ]
    found += [
        replace(
            result(f".response{rate}", wording.bounds(*ends), "sampling", low=float(ends[0]), high=float(ends[1])),
            base="those asked",
            origin=f"worst-case bound on claim {claim.id}, had {rate}% of those asked answered, all others no or yes",
            anchor="method-response",
        )
        for rate in RESPONSE_RATES
        for ends in [of_those_asked((claim.low, claim.high), Fraction(rate, 100))]
    ]
    for n in SIZES:
        if not what_if.can_print(claim, n):
            nobody = f"no whole number of {n:,} gives claim {claim.id}"
            found += [replace(result(f".{how}{n}", IMPOSSIBLE, "sampling"), origin=nobody) for how in ("n", "exact")]
            continue
        low, high = what_if.reading_and_noise(claim, n)
        fewest, most = what_if.whole_counts(claim, n)
        exact_low, exact_high = (intervals.clopper_pearson(fewest / n, n)[0], intervals.clopper_pearson(most / n, n)[1])
        for suffix, method, interval in (
            (f".n{n}", "Wilson", (low, high)),
            (f".exact{n}", "Clopper-Pearson", (exact_low, exact_high)),
        ):
            origin = (
                f"{method} interval over the whole counts that give claim {claim.id}, had {n:,} answered, at random"
            )
            shown = result(
                suffix, wording.share_range(*interval, places=0), "sampling", low=interval[0], high=interval[1]
            )
            found.append(replace(shown, origin=origin))
    return found


def whole_percentages(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that were printed as a whole percentage."""
    return [claim for claim in claims if re.fullmatch(r"\d+%", claim.as_printed)]


def _of_sizes(claims: tuple[Claim, ...]) -> list[Result]:
    """Which numbers of respondents could have printed the whole percentages at all, if all share one base."""
    shares = whole_percentages(claims)
    if not shares:
        return []
    ids = tuple(claim.id for claim in shares)
    possible = what_if.possible_sizes(shares, SEARCHED_SIZES)
    largest_impossible = what_if.largest_impossible_size(shares)

    def result(suffix: str, text: str, kind: str = "implied") -> Result:
        origin = "whole counts that give every printed percentage, on one base"
        return Result(f"size.{suffix}", text, kind, "respondents", origin, "method-sizes", ids)

    return [
        result("searched", f"{SEARCHED_SIZES}", "sampling"),
        result("possible", f"{len(possible)}"),
        result("impossible", f"{SEARCHED_SIZES - len(possible)}"),
        result("smallest", f"{possible[0]}" if possible else f"more than {SEARCHED_SIZES}"),
        result("all_from", f"{largest_impossible + 1}"),
        result("percentages", wording.listed([claim.as_printed for claim in shares]), "published"),
    ]


def _of_ratio(claims: tuple[Claim, ...]) -> list[Result]:
    """What the ratio of secondary to tertiary care leaves room for, and when it would be more than noise."""
    claim = published.by_id(claims)[RATIO]
    literal = next(reading for reading in claim.alternatives if reading.name == "literal")

    def result(suffix: str, text: str, kind: str, anchor: str, origin: str, **more: Any) -> Result:
        return Result(f"ratio.{suffix}", text, kind, claim.base, origin, anchor, (claim.id,), **more)

    cap, literal_cap = (what_if.tertiary_cap(low) for low in (claim.low, literal.low or claim.low))
    middle = (claim.low + claim.high) / 2
    origin = "the secondary share is at most the whole group, so the tertiary share is at most one divided by the ratio"
    found = [
        result("cap", wording.percent(wording.rounded_up(cap)), "implied", "method-ratio", origin),
        result("literal_cap", wording.percent(wording.rounded_up(literal_cap)), "implied", "method-ratio", origin),
        result("step", f"{what_if.GROUP_STEP}", "sampling", "method-noise", "step of the search"),
        result(
            "middle",
            wording.decimal(middle),
            "published",
            ledger_anchor(claim.id),
            f"middle of the reading of claim {claim.id}",
            interval=read_as(claim),
        ),
    ]
    noise = "score interval of a ratio of two equal groups"
    power = "power of the two-sided score test at 5%, exact, for two equal groups drawn at random"
    found.append(result("power", wording.percent(what_if.POWER), "sampling", "method-noise", "chosen for this edition"))
    for name in TERTIARY_PERCENTAGES:
        share = Fraction(name, 100)
        group = what_if.group_beyond_noise(float(share), float(middle))
        assumed = float(share), float(share * middle)
        powered = what_if.group_for_power(*assumed)
        chances = {n: what_if.chance_to_show(*assumed, n, n) for n in (group, powered, *RATIO_GROUPS)}
        found += [
            result(f"tertiary{name}", wording.percent(share), "sampling", "method-noise", noise),
            result(f"secondary{name}", wording.percent(share * middle), "sampling", "method-noise", noise),
            result(f"group{name}", f"{group}", "sampling", "method-noise", noise),
            result(f"group{name}.chance", wording.chance(chances[group]), "sampling", "method-noise", power),
            result(f"powered{name}", f"{powered}", "sampling", "method-noise", power),
        ]
        for n in RATIO_GROUPS:
            ends = intervals.ratio_interval(float(share), float(middle), n, n)
            text = " to ".join(wording.decimal(end, 2) for end in ends)
            held = {"low": ends[0], "high": ends[1]}
            found.append(result(f"interval{name}.n{n}", text, "sampling", "method-noise", noise, **held))
            chance = wording.chance(chances[n])
            found.append(result(f"chance{name}.n{n}", chance, "sampling", "method-noise", power))
    found += [result(f"n{n}", f"{n}", "sampling", "method-noise", noise) for n in RATIO_GROUPS]
    return found


def _of_orders() -> list[Result]:
    """How likely a sample shows two answers in their true order, at assumed shares, leads and numbers."""

    def result(suffix: str, text: str) -> Result:
        origin = "chance that a sample shows two answers in their true order"
        return Result(f"order.{suffix}", text, "sampling", "respondents", origin, "method-order", ())

    found = [result("first", wording.percent(ORDER_FIRST))]
    for lead in LEADS:
        found.append(result(f"lead{lead}", wording.points(Fraction(lead, 100))))
        for design, alone in DESIGNS.items():
            shares = alone(float(ORDER_FIRST), float(ORDER_FIRST - Fraction(lead, 100)))
            chances = {n: chance_of_order(*shares, n) for n in SIZES}
            found += [result(f"{design}.lead{lead}.n{n}", wording.chance(chance)) for n, chance in chances.items()]
    return found


def _of_the_whole(claims: tuple[Claim, ...]) -> list[Result]:
    """Counts of the claims themselves, and the constants of the method."""

    def result(name: str, text: str, anchor: str) -> Result:
        return Result(name, text, "published", "claims", "count of the claims", anchor, ())

    measured = [claim.measure for claim in claims]
    found = [
        result("claims.all", wording.cardinal(len(claims)), "claims-ledger"),
        result("claims.shares", wording.cardinal(measured.count("proportion")), "claims-ledger"),
        result("claims.ratios", wording.cardinal(measured.count("ratio")), "claims-ledger"),
        result("claims.ranks", wording.cardinal(measured.count("rank")), "claims-ledger"),
        result("claims.directions", wording.cardinal(measured.count("direction")), "claims-ledger"),
    ]
    return (
        found
        + [_chosen("confidence", wording.percent(intervals.CONFIDENCE), "the level of every interval")]
        + [
            _chosen(f"response{rate}", f"{rate}%", "an assumed response: the news item gives none", "method-response")
            for rate in RESPONSE_RATES
        ]
        + [_chosen(f"n{n}", f"{n:,}", "an assumed number of respondents: the news item gives none") for n in SIZES]
    )


def _chosen(name: str, text: str, origin: str, anchor: str = "method-wilson") -> Result:
    """A constant of the method, which nobody measured."""
    return Result(name, text, "sampling", "none, chosen for this edition", origin, anchor, ())
