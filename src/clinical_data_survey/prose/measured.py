"""What the loaded wave says in each chapter: synthetic and marked, the original, or a new one; items may be absent."""

from __future__ import annotations

from collections import Counter

from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.prose.story import Story
from clinical_data_survey.protected import against_claims, loaded_estimates
from clinical_data_survey.protected.book_tables import COMPARED
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published import claims
from clinical_data_survey.results.measured import plain
from clinical_data_survey.survey import loaded_wave
from clinical_data_survey.wording import cardinal, listed, uncapitalised

SAYS = {
    "C01": "expected AI to affect their daily work within {C01.horizon}",
    "C02": "expected it within {C02.horizon}",
    "C03": "said that their organisation had no clear vision on AI",
    "C04": "were willing to work with AI themselves",
    "C07": "saw at least one barrier",
}
NAMES = {"C01": "Soon", "C02": "In time", "C03": "Vision", "C04": "Willingness", "C07": "Barriers"}
HEADLINES = ("C01", "C02", "C04", "C07")


def first_page() -> Story:
    """The first page's paragraphs on the loaded wave."""
    estimates = loaded_estimates.load()
    headlines = () if estimates.wave.kind == "synthetic" else tuple(_share(estimates, claim) for claim in HEADLINES)
    return Story("loaded-wave", (_what_is_loaded(estimates), *headlines, *_protection(estimates)))


def of_chapter(chapter: str) -> Story:
    """A chapter's paragraphs on the loaded wave. Raises KeyError where the chapter has none."""
    estimates = loaded_estimates.load()
    paragraphs = (
        _what_is_loaded(estimates),
        *_held(estimates, chapter),
        *_PARTS[chapter](estimates),
        *_protection(estimates),
    )
    return Story(f"measured-{chapter.replace('_', '-')}", paragraphs)


def _what_is_loaded(estimates: WaveEstimates) -> str:
    """What the wave is, before any of its estimates."""
    weighted = " Shares are weighted." if estimates.weighted else ""
    return _KINDS[estimates.wave.kind](estimates) + weighted


def _synthetic(estimates: WaveEstimates) -> str:
    made = (
        "drawn so that the published figures hold"
        if loaded_wave.folder() is None
        else f"of the wave “{plain(estimates.wave.title)}”"
    )
    return (
        f"The loaded wave is **synthetic**: {{measured.size}} made-up respondents, {made}. Nobody gave these answers. "
        "They show what this section prints once real answers are loaded, and no figure here is a finding."
    )


def _original(estimates: WaveEstimates) -> str:
    return (
        f"The loaded wave is **the survey's own data**: “{plain(estimates.wave.title)}”, {{measured.size}} respondents"
        f"{_invited(estimates)}, {{measured.dates}}. Each published figure is held against it. What the book calls "
        "unknown is what the publication leaves open; this wave answers part of it."
    )


def _new(estimates: WaveEstimates) -> str:
    by = f" held by {plain(estimates.wave.organisation)}" if estimates.wave.organisation else ""
    return (
        f"The loaded wave is **new**: “{plain(estimates.wave.title)}”,{by} {{measured.years}}. "
        f"It has {{measured.size}} respondents{_invited(estimates)} ({{measured.dates}}). "
        "Differences are the wave's share less the middle of the published reading. Their intervals hold the wave's "
        "sampling error and the reading, but not the sampling error of the published figure, which is unknown."
    ).replace(",, ", ", ")


def _invited(estimates: WaveEstimates) -> str:
    if not estimates.wave.n_invited:
        return ""
    share = "{measured.rate} of the " if isinstance(estimates.size, int) else "of the "
    return f", {share}{{measured.invited}} who were invited"


def _held(estimates: WaveEstimates, chapter: str) -> tuple[str, ...]:
    """How many of a chapter's claims the original reproduces."""
    if estimates.wave.kind != "original":
        return ()
    own = [claim for claim in claims.load() if claim.chapter == chapter]
    found = Counter(against_claims.hold(claim, estimates).status for claim in own)
    counted = [
        f"{cardinal(found[status])} {'is' if found[status] == 1 else 'are'} {status}"
        for status in _STATUSES
        if found[status]
    ]
    return (f"Of this chapter's {cardinal(len(own))} published results, {listed(counted)}.",)


def _protection(estimates: WaveEstimates) -> tuple[str, ...]:
    if estimates.protected.policy.threshold == 1:
        return ()
    return ("Counts below {measured.threshold} are not shown, nor numbers from which they would follow.",)


def _share(estimates: WaveEstimates, claim_id: str) -> str:
    """A sentence on a share that was published, with what was published where the wave is real."""
    claim = claims.by_id()[claim_id]
    found = estimates.share(claim.item, *claim.levels)
    name = f"measured.{claim_id}"
    if not isinstance(found, Share):
        return f"**{NAMES[claim_id]}.** {{cap}}`{name}`."
    said = f"**{NAMES[claim_id]}.** {{{name}}} {SAYS[claim_id]}; the {{confidence}} interval is {{{name}.interval}}."
    beside = {
        "synthetic": "",
        "original": f" Published was {{{claim_id}}}: {{{name}.outcome}}.",
        "new": f" Published was {{{claim_id}}}; the difference is {{{name}.difference}}.",
    }
    return said + beside[estimates.wave.kind]


def _expectations(estimates: WaveEstimates) -> tuple[str, ...]:
    return (*(_share(estimates, claim) for claim in ("C01", "C02", "C04", "C03")), _leader(estimates, "opportunity"))


def _barriers(estimates: WaveEstimates) -> tuple[str, ...]:
    return _share(estimates, "C07"), _most_ticked(estimates), _leader(estimates, "expertise_gap")


def _investment(estimates: WaveEstimates) -> tuple[str, ...]:
    return (_leader(estimates, "investor"),)


def _leader(estimates: WaveEstimates, item_id: str) -> str:
    """Which answer comes first, and which ranks the data leave open for it."""
    item = estimates.form.item(item_id)
    places = {level.id: against_claims.place_of(estimates, item_id, level.id) for level in item.levels}
    unknown = [place for place in places.values() if isinstance(place, Hidden | NotEstimable)]
    first = [level for level, place in places.items() if isinstance(place, tuple) and place[0] == 1]
    if not first:
        return f"**{item.short}.** {_sentence(unknown[0])}"
    answers = listed([_answer(item.level(level).en) for level in first])
    name = f"measured.{item_id}.{first[0]}"
    chosen = "put first" if item.type == "ranking" else "chosen"
    if len(first) > 1:
        return f"**{item.short}.** Most often {chosen}, by {{{name}}} each: {answers}."
    return f"**{item.short}.** Most often {chosen}: {answers}, by {{{name}}}. {_open_places(estimates, item_id, name)}"


def _open_places(estimates: WaveEstimates, item_id: str, name: str) -> str:
    """The ranks that sampling leaves open for an answer, or why none are given."""
    sets = estimates.rank_sets(item_id)
    if isinstance(sets, Hidden):
        return "Which ranks it could hold is not said, as some other answers are not shown."
    return (
        str(sets)
        if isinstance(sets, NotEstimable)
        else f"Among all they were drawn from, if at random, it ranks {{{name}.ranks}} at {{confidence}} confidence."
    )


def _sentence(why: Hidden | NotEstimable) -> str:
    text = str(why)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _answer(text: str) -> str:
    return text if text.startswith("I ") else uncapitalised(text)


def _most_ticked(estimates: WaveEstimates) -> str:
    """The barriers by the share who named them, where all of them may be printed."""
    item = estimates.form.item("barriers")
    named = {level.id: estimates.share(item.id, level.id) for level in item.levels if not level.exclusive}
    shown = {level: share for level, share in named.items() if isinstance(share, Share)}
    if not shown:
        return f"**Order.** {{cap}}`measured.barriers.{item.levels[0].id}`."
    if len(shown) < len(named):
        return "**Order.** Some barriers are not shown, so no order is given; the table has the others."
    order = sorted(shown, key=lambda level: -shown[level].share)[:3]
    parts = [f"{_answer(item.level(level).en)} by {{measured.barriers.{level}}}" for level in order]
    return f"**Order.** Named most often: {listed(parts)}."


def _care_levels(estimates: WaveEstimates) -> tuple[str, ...]:
    return tuple(_compared(estimates, item, level) for item, level in COMPARED)


def _compared(estimates: WaveEstimates, item_id: str, level: str) -> str:
    found, name = estimates.comparison(item_id, level), f"measured.care.{level}"
    heading = f"**{estimates.form.item(item_id).level(level).en}.**"
    if not isinstance(found, Comparison):
        return f"{heading} {{cap}}`{name}.secondary`."
    claim = next(c.id for c in claims.load() if c.item == item_id and level in c.levels and c.base == "clinicians")
    adjusted = f" Adjusted for age and experience the odds ratio is {{{name}.adjusted}}."
    beside = {
        "synthetic": "",
        "original": f"{adjusted} Published was “{{{claim}}}”: {{measured.{claim}.outcome}}.",
        "new": f"{adjusted} Published was “{{{claim}}}”.",
    }
    return (
        f"{heading} {{{name}.secondary}} of clinicians in secondary care against {{{name}.tertiary}} in tertiary "
        f"care, a difference of {{{name}.difference}}." + beside[estimates.wave.kind]
    )


_STATUSES = (against_claims.REPRODUCED, against_claims.NOT_REPRODUCED, against_claims.NOT_TESTABLE)
_KINDS = {"synthetic": _synthetic, "original": _original, "new": _new}
_PARTS = {
    "expectations": _expectations,
    "barriers": _barriers,
    "care_levels": _care_levels,
    "investment": _investment,
}
CHAPTERS = tuple(_PARTS)
