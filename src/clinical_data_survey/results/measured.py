"""Results of the loaded wave: what respondents answered, as far as it may be printed.

Ids begin with `measured.`: `measured.investor.government` is a share and `.interval`, `.count`, `.base` go with it;
`measured.C04` is the share that a claim is about; `measured.care.willing.ratio` compares clinicians in secondary and
tertiary care. What is hidden or cannot be estimated prints the sentence that says so. Of a synthetic wave every result
says so in its origin and base, and every share, rank and comparison in its text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clinical_data_survey import edition, wording
from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.groups import Comparison, Effect
from clinical_data_survey.measured.models import AdjustedOdds
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected import against_claims, loaded_estimates, wave_estimates
from clinical_data_survey.protected.book_tables import BY_CHAPTER, COMPARED, RANKED, ROLES
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.result import Result

ANCHOR = "method-measured"
NONE, NOT_SHOWN = "–", "not shown"
SMALLEST_P = 0.001


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """All results of the loaded wave."""
    return of_wave(loaded_estimates.load(), claims)


def of_wave(estimates: WaveEstimates, claims: tuple[Claim, ...]) -> list[Result]:
    """All results of a wave."""
    items = [ROLES, *(item for items in BY_CHAPTER.values() for item in items)]
    return [
        *_of_the_wave(estimates, claims[0]),
        *(result for item in items for result in _of_item(estimates, item)),
        *(result for claim in claims if claim.measure == "proportion" for result in _of_claim(estimates, claim)),
        *(result for item, level in COMPARED for result in _of_care(estimates, item, level)),
        *_of_opportunity(estimates),
        *(result for claim in claims for result in _beside(estimates, claim)),
    ]


def is_synthetic(estimates: WaveEstimates) -> bool:
    """Whether nobody gave the wave's answers."""
    return estimates.wave.kind == "synthetic"


def plain(text: str) -> str:
    """A text from outside, such as a title, without anything that markup or a template would read."""
    read_as_text = text.replace("&", "and").replace("`", "'")
    return "".join(character for character in read_as_text if character not in "{}[]<>*_\\$|")


def marked(estimates: WaveEstimates, text: str) -> str:
    """A text that stands for a finding, marked where nobody gave the answers."""
    return f"{text} (synthetic)" if is_synthetic(estimates) else text


def _writer(estimates: WaveEstimates, base: str) -> Callable[..., Result]:
    """A function that makes results of one base, whose origin and base say what the wave is."""
    real = f"wave “{plain(estimates.wave.title)}”"
    whose = "synthetic wave, nobody gave these answers" if is_synthetic(estimates) else real
    of = "made-up respondents of the synthetic wave" if is_synthetic(estimates) else "respondents of the wave"

    def write(name: str, text: str, method: str, claims: tuple[str, ...] = (), **interval: Any) -> Result:
        origin = f"{whose}; {method}"
        return Result(f"measured.{name}", text, "measured", f"{of}, {base}", origin, ANCHOR, claims, **interval)

    return write


def _of_the_wave(estimates: WaveEstimates, claim: Claim) -> list[Result]:
    """What the wave is: its title, size, dates, and the line that says what is loaded."""
    write, wave = _writer(estimates, "all"), estimates.wave
    size = size_text(estimates)
    days = " to ".join(dict.fromkeys(map(edition.day, wave.dates))) if wave.dates else "dates not stated"
    rate = NONE
    if wave.n_invited and isinstance(estimates.size, int):
        rate = wording.percent(estimates.size / wave.n_invited)
    years = against_claims.years_between(claim, estimates)
    facts = {
        "title": wave.title,
        "kind": wave.kind,
        "size": size,
        "dates": days,
        "organisation": wave.organisation or "not stated",
        "invited": f"{wave.n_invited:,}" if wave.n_invited else "not stated",
        "rate": rate,
        "years": years_text(years),
        "loaded": loaded_text(estimates, size),
        "threshold": wording.cardinal(estimates.protected.policy.threshold),
    }
    return [write(name, text, "as its description states") for name, text in facts.items()]


def size_text(estimates: WaveEstimates) -> str:
    """How many respondents, as far as that may be said."""
    if isinstance(estimates.size, int):
        return f"{estimates.size:,}"
    return f"at least {estimates.least_size:,}" if estimates.least_size else "too few to say how many"


def loaded_text(estimates: WaveEstimates, size: str) -> str:
    """What is loaded, in a line."""
    if is_synthetic(estimates):
        return f"respondent-level data loaded: synthetic, {size} made-up respondents, nobody gave these answers"
    what = "the original wave" if estimates.wave.kind == "original" else "a new wave"
    return f"respondent-level data loaded: {what}, {estimates.wave.title}, {size} respondents"


def years_text(years: int | None) -> str:
    """The years between the publication and a wave, in words."""
    if years is None:
        return "an unknown number of years from the published figures"
    if years == 0:
        return "in the year of the published figures"
    ago = "after" if years > 0 else "before"
    return f"{wording.cardinal(abs(years))} {'year' if abs(years) == 1 else 'years'} {ago} the published figures"


def _of_item(estimates: WaveEstimates, item_id: str) -> list[Result]:
    """Shares, counts and rank sets of an item's groups and levels."""
    item = estimates.form.item(item_id)
    write = _writer(estimates, f"those who answered '{item.short}'")
    base = estimates.base(item_id)
    found = [write(f"{item_id}.base", counted(base), "count of those who answered")]
    ranks = estimates.rank_sets(item_id) if item_id in RANKED else None
    for level in wave_estimates.table_rows(item):
        share = estimates.share(item_id, level)
        found += _share(estimates, write, f"{item_id}.{level}", share)
        if isinstance(ranks, dict) and level in ranks:
            text = wording.rank_range(ranks[level].low, ranks[level].high)
            method = "rank confidence set, all ranks together at 95% confidence"
            found.append(write(f"{item_id}.{level}.ranks", text, method))
        elif ranks is not None:
            found.append(write(f"{item_id}.{level}.ranks", NONE, "no rank set"))
    return found


def counted(count: int | Hidden | NotEstimable) -> str:
    """A count, or a dash where another cell of the row says why there is none."""
    return f"{count:,}" if isinstance(count, int) else NONE


def _share(
    estimates: WaveEstimates,
    write: Callable[..., Result],
    name: str,
    share: Share | Hidden | NotEstimable,
    claims: tuple[str, ...] = (),
) -> list[Result]:
    """A share with its interval and count."""
    if isinstance(share, Hidden | NotEstimable):
        dashes = [write(f"{name}.{what}", NONE, "not printed", claims) for what in ("interval", "count")]
        return [write(name, said(share), "not printed", claims), *dashes]
    weighted = estimates.weighted
    method = "weighted share, Wilson's interval on the effective base" if weighted else "share, Wilson's interval"
    ends, interval = {"low": share.low, "high": share.high}, wording.share_range(share.low, share.high)
    return [
        write(name, marked(estimates, wording.percent(share.share)), method, claims, **ends, interval=interval),
        write(f"{name}.interval", interval, method, claims, **ends),
        write(f"{name}.count", f"{share.count:,}", "count of answers", claims),
    ]


def said(why: Hidden | NotEstimable) -> str:
    """What stands in a number's place, as a cell or a clause prints it; the page says once why counts are hidden."""
    return NOT_SHOWN if isinstance(why, Hidden) else wording.uncapitalised(str(why).rstrip("."))


def _of_claim(estimates: WaveEstimates, claim: Claim) -> list[Result]:
    """The wave's share on what a claim is about."""
    item = estimates.form.item(claim.item)
    write = _writer(estimates, f"those who answered '{item.short}'")
    share = estimates.share(claim.item, *claim.levels)
    return _share(estimates, write, claim.id, share, _resting(estimates, claim))


def _resting(estimates: WaveEstimates, claim: Claim) -> tuple[str, ...]:
    """The claim, where the wave's number is printed beside it."""
    return () if is_synthetic(estimates) else (claim.id,)


def _of_care(estimates: WaveEstimates, item: str, level: str) -> list[Result]:
    """Secondary against tertiary care: shares, difference, ratio; of people who did answer, odds ratios and tests."""
    write = _writer(estimates, "clinicians in secondary and tertiary care")
    name = f"care.{level}"
    found = estimates.comparison(item, level)
    short = ("secondary", "tertiary", "difference", "ratio", "odds", "adjusted", "down", "holm")
    if not isinstance(found, Comparison):
        ends = [write(f"{name}.{what}", NONE, "not printed") for what in short[1:]]
        bases = [
            write(f"{name}.{what}.{end}", NONE, "not printed") for what in short[:2] for end in ("interval", "base")
        ]
        return [write(f"{name}.secondary", said(found), "not printed"), *ends, *bases]
    results = []
    for group, share in (("secondary", found.first), ("tertiary", found.second)):
        results += _share(estimates, write, f"{name}.{group}", share)
        results.append(write(f"{name}.{group}.base", f"{share.base:,}", "count of clinicians who answered"))
    results += [
        _effect(
            estimates,
            write,
            f"{name}.difference",
            found.difference,
            (points, "points"),
            "difference, Newcombe's interval",
        ),
        _effect(estimates, write, f"{name}.ratio", found.ratio, (multiple, "times"), "ratio, Koopman's score interval"),
    ]
    return results if is_synthetic(estimates) else [*results, *_tested(estimates, write, item, level, found)]


def _tested(
    estimates: WaveEstimates, write: Callable[..., Result], item: str, level: str, found: Comparison
) -> list[Result]:
    """Odds ratios, plain and adjusted, and the test across the family: of invented people they would mean nothing."""
    name, test = f"care.{level}", estimates.tests()[item]
    adjusted, down = estimates.adjusted(item, level), NotEstimable("The answers have no order.")
    ordinal = estimates.further_down(item) if estimates.form.item(item).type == "ordinal" else down
    return [
        _effect(estimates, write, f"{name}.odds", found.odds_ratio, (multiple, ""), "odds ratio, score interval"),
        _effect(estimates, write, f"{name}.adjusted", _odds(adjusted), (multiple, ""), _how(adjusted)),
        _effect(estimates, write, f"{name}.down", _odds(ordinal), (multiple, ""), _how(ordinal)),
        write(f"{name}.holm", p_text(getattr(test, "holm", None)), "test of equal shares, Holm's adjustment"),
    ]


def _odds(adjusted: AdjustedOdds | Hidden | NotEstimable) -> Effect | Hidden | NotEstimable:
    return adjusted.odds_ratio if isinstance(adjusted, AdjustedOdds) else adjusted


def _how(adjusted: AdjustedOdds | Hidden | NotEstimable) -> str:
    """How an adjusted estimate was made, with what is to be said of it."""
    if isinstance(adjusted, Hidden | NotEstimable):
        return "not printed"
    names = wording.listed([name.replace("_", " ") for name in adjusted.adjusted_for] or ["nothing"])
    return " ".join([f"odds ratio adjusted for {names} by {adjusted.method};", *adjusted.remarks]).rstrip(";")


def _effect(
    estimates: WaveEstimates,
    write: Callable[..., Result],
    name: str,
    effect: Effect | Hidden | NotEstimable,
    words: tuple[Callable[[float], str], str],
    method: str,
) -> Result:
    if isinstance(effect, Hidden | NotEstimable):
        return write(name, said(effect), "not printed")
    text = with_interval(*words, effect.value, effect.low, effect.high)
    text = f"{text[:-1]}; synthetic)" if is_synthetic(estimates) else text
    return write(name, text, method, low=effect.low, high=effect.high)


def with_interval(words: Callable[[float], str], unit: str, value: float, low: float, high: float) -> str:
    """A number with its unit and its interval: '37 points (25.1 to 47.6)'."""
    return f"{words(value)} {unit}".strip() + f" ({words(low)} to {words(high)})"


def points(share: float) -> str:
    """A difference of shares as percentage points, with a true minus."""
    return wording.decimal(100 * share).replace("-", "−")


def multiple(ratio: float) -> str:
    """A ratio, with as many decimals as tell it from equality."""
    return wording.decimal(ratio, 2 if ratio < 10 else 1)


def p_text(p_value: float | None) -> str:
    """A p-value; a dash where there is none."""
    if p_value is None:
        return NONE
    return f"below {SMALLEST_P}" if p_value < SMALLEST_P else f"{p_value:.3f}"


def _of_opportunity(estimates: WaveEstimates) -> list[Result]:
    """Mean ranks of the ranking item, which use all places and not only the first."""
    item = estimates.form.item("opportunity")
    write = _writer(estimates, f"those who answered '{item.short}'")
    found = estimates.mean_ranks(item.id)
    results = []
    for level in item.levels:
        name = f"opportunity.{level.id}.mean_rank"
        if isinstance(found, dict):
            mean = found[level.id]
            text = f"{mean.mean:.1f} ({mean.low:.1f} to {mean.high:.1f})"
            results.append(write(name, text, "mean rank with its interval", low=mean.low, high=mean.high))
        else:
            results.append(write(name, NONE, "not printed"))
    return results


def _beside(estimates: WaveEstimates, claim: Claim) -> list[Result]:
    """A claim held against the original, or the distance of a new wave from it; nothing of a synthetic wave."""
    if is_synthetic(estimates):
        return []
    write = _writer(estimates, claim.base)
    outcome = against_claims.hold(claim, estimates)
    method = "the claim's standard reading held against the wave"
    found = [
        write(f"{claim.id}.outcome", outcome.status, method, (claim.id,)),
        write(f"{claim.id}.numbers", wording.uncapitalised(outcome.numbers), method, (claim.id,)),
    ]
    if claim.measure != "proportion":
        return found
    distance = against_claims.distance(claim, estimates)
    method = "the wave's share less the middle of the reading; the interval joins the wave's and the reading"
    if isinstance(distance, Hidden | NotEstimable):
        return [*found, write(f"{claim.id}.difference", said(distance), "not printed", (claim.id,))]
    text = with_interval(points, "points", distance.value, distance.low, distance.high)
    interval = {"low": distance.low, "high": distance.high}
    return [*found, write(f"{claim.id}.difference", text, method, (claim.id,), **interval)]


def name(estimates: WaveEstimates, what: str, chapter: str) -> str:
    """The name of a table or chart of the loaded wave; of a synthetic one it says so."""
    stem = f"measured-{what}-{chapter.replace('_', '-')}"
    return f"{stem}-synthetic" if is_synthetic(estimates) else stem


def caption(estimates: WaveEstimates) -> str:
    """Whose answers a table or a chart shows."""
    if is_synthetic(estimates):
        return "Synthetic wave, nobody gave these answers: {measured.size} made-up respondents, no finding."
    return "Measured in the loaded wave, {measured.size} respondents."
