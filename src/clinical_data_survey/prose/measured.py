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
from clinical_data_survey.protected.wave_estimates import WaveFigures
from clinical_data_survey.published import claims
from clinical_data_survey.results.measured import plain
from clinical_data_survey.survey import loaded_wave
from clinical_data_survey.wording import cardinal, listed, uncapitalised

SAYS = {
    "C01": "expect AI to affect their daily work within {C01.horizon}",
    "C02": "expect it within {C02.horizon}",
    "C03": "say that their organisation has no clear vision on AI",
    "C04": "are willing to work with AI themselves",
    "C07": "see at least one barrier",
}
NAMES = {"C01": "Soon", "C02": "In time", "C03": "Vision", "C04": "Willingness", "C07": "Barriers"}
HEADLINES = ("C01", "C02", "C04", "C07")


def first_page() -> Story:
    """The first page's paragraphs on the loaded wave."""
    figures = loaded_estimates.load()
    headlines = () if figures.wave.kind == "synthetic" else tuple(_share(figures, claim) for claim in HEADLINES)
    return Story("loaded-wave", (_what_is_loaded(figures), *headlines, *_protection(figures)))


def of_chapter(chapter: str) -> Story:
    """A chapter's paragraphs on the loaded wave. Raises KeyError where the chapter has none."""
    figures = loaded_estimates.load()
    paragraphs = (_what_is_loaded(figures), *_held(figures, chapter), *_PARTS[chapter](figures), *_protection(figures))
    return Story(f"measured-{chapter.replace('_', '-')}", paragraphs)


def _what_is_loaded(figures: WaveFigures) -> str:
    """What the wave is, before any of its figures."""
    weighted = " Shares are weighted." if figures.weighted else ""
    return _KINDS[figures.wave.kind](figures) + weighted


def _synthetic(figures: WaveFigures) -> str:
    made = (
        "drawn so that the published figures hold"
        if loaded_wave.folder() is None
        else f"of the wave “{plain(figures.wave.title)}”"
    )
    return (
        f"The loaded wave is **synthetic**: {{measured.size}} made-up respondents, {made}. Nobody gave these answers. "
        "They show what this section prints once real answers are loaded, and no figure here is a finding."
    )


def _original(figures: WaveFigures) -> str:
    return (
        f"The loaded wave is **the survey's own data**: “{plain(figures.wave.title)}”, {{measured.size}} respondents"
        f"{_invited(figures)}, {{measured.dates}}. Each published figure is held against it. What the book calls "
        "unknown is what the publication leaves open; this wave answers part of it."
    )


def _new(figures: WaveFigures) -> str:
    by = f" held by {plain(figures.wave.organisation)}" if figures.wave.organisation else ""
    return (
        f"The loaded wave is **new**: “{plain(figures.wave.title)}”,{by} {{measured.years}}. "
        f"It has {{measured.size}} respondents{_invited(figures)} ({{measured.dates}}). "
        "Differences are the wave's share less the middle of the published reading. Their intervals hold the wave's "
        "sampling error and the reading, but not the sampling error of the published figure, which is unknown."
    ).replace(",, ", ", ")


def _invited(figures: WaveFigures) -> str:
    return ", {measured.rate} of the {measured.invited} who were invited" if figures.wave.n_invited else ""


def _held(figures: WaveFigures, chapter: str) -> tuple[str, ...]:
    """How many of a chapter's claims the original reproduces."""
    if figures.wave.kind != "original":
        return ()
    own = [claim for claim in claims.load() if claim.chapter == chapter]
    found = Counter(against_claims.hold(claim, figures).status for claim in own)
    counted = [
        f"{cardinal(found[status])} {'is' if found[status] == 1 else 'are'} {status}"
        for status in _STATUSES
        if found[status]
    ]
    return (f"Of this chapter's {cardinal(len(own))} published results, {listed(counted)}.",)


def _protection(figures: WaveFigures) -> tuple[str, ...]:
    if figures.protected.policy.threshold == 1:
        return ()
    return ("Counts below {measured.threshold} are not shown, nor numbers from which they would follow.",)


def _share(figures: WaveFigures, claim_id: str) -> str:
    """A sentence on a share that was published, with what was published where the wave is real."""
    claim = claims.by_id()[claim_id]
    found = figures.share(claim.item, *claim.levels)
    name = f"measured.{claim_id}"
    if not isinstance(found, Share):
        return f"**{NAMES[claim_id]}.** {{cap}}`{name}`."
    said = f"**{NAMES[claim_id]}.** {{{name}}} {SAYS[claim_id]}; the {{confidence}} interval is {{{name}.interval}}."
    beside = {
        "synthetic": "",
        "original": f" Published was {{{claim_id}}}: {{{name}.outcome}}.",
        "new": f" Published was {{{claim_id}}}; the difference is {{{name}.difference}}.",
    }
    return said + beside[figures.wave.kind]


def _expectations(figures: WaveFigures) -> tuple[str, ...]:
    return (*(_share(figures, claim) for claim in ("C01", "C02", "C04", "C03")), _leader(figures, "opportunity"))


def _barriers(figures: WaveFigures) -> tuple[str, ...]:
    return _share(figures, "C07"), _most_ticked(figures), _leader(figures, "expertise_gap")


def _investment(figures: WaveFigures) -> tuple[str, ...]:
    return (_leader(figures, "investor"),)


def _leader(figures: WaveFigures, item_id: str) -> str:
    """Which answer comes first, and which ranks the data leave open for it."""
    item = figures.form.item(item_id)
    places = {level.id: against_claims.place_of(figures, item_id, level.id) for level in item.levels}
    unknown = [place for place in places.values() if isinstance(place, Hidden | NotEstimable)]
    first = [level for level, place in places.items() if isinstance(place, tuple) and place[0] == 1]
    if not first:
        return f"**{item.short}.** {_sentence(unknown[0])}"
    answers = listed([_answer(item.level(level).en) for level in first])
    name = f"measured.{item_id}.{first[0]}"
    chosen = "put first" if item.type == "ranking" else "chosen"
    if len(first) > 1:
        return f"**{item.short}.** Most often {chosen}, by {{{name}}} each: {answers}."
    return f"**{item.short}.** Most often {chosen}: {answers}, by {{{name}}}. {_open_places(figures, item_id, name)}"


def _open_places(figures: WaveFigures, item_id: str, name: str) -> str:
    """The ranks that sampling leaves open for an answer, or why none are given."""
    sets = figures.rank_sets(item_id)
    if isinstance(sets, Hidden):
        return "Which places sampling leaves open for it is not said, as some other answers are not shown."
    return (
        str(sets)
        if isinstance(sets, NotEstimable)
        else f"The places that sampling leaves open for it: {{{name}.ranks}}."
    )


def _sentence(why: Hidden | NotEstimable) -> str:
    text = str(why)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _answer(text: str) -> str:
    return text if text.startswith("I ") else uncapitalised(text)


def _most_ticked(figures: WaveFigures) -> str:
    """The barriers by the share who named them, where all of them may be printed."""
    item = figures.form.item("barriers")
    named = {level.id: figures.share(item.id, level.id) for level in item.levels if not level.exclusive}
    shown = {level: share for level, share in named.items() if isinstance(share, Share)}
    if not shown:
        return f"**Order.** {{cap}}`measured.barriers.{item.levels[0].id}`."
    if len(shown) < len(named):
        return "**Order.** Some barriers are not shown, so no order is given; the table has the others."
    order = sorted(shown, key=lambda level: -shown[level].share)[:3]
    parts = [f"{_answer(item.level(level).en)} by {{measured.barriers.{level}}}" for level in order]
    return f"**Order.** Named most often: {listed(parts)}."


def _care_levels(figures: WaveFigures) -> tuple[str, ...]:
    return tuple(_compared(figures, item, level) for item, level in COMPARED)


def _compared(figures: WaveFigures, item_id: str, level: str) -> str:
    found, name = figures.comparison(item_id, level), f"measured.care.{level}"
    heading = f"**{figures.form.item(item_id).level(level).en}.**"
    if not isinstance(found, Comparison):
        return f"{heading} {{cap}}`{name}.secondary`."
    claim = next(c.id for c in claims.load() if c.item == item_id and level in c.levels and c.base == "clinicians")
    beside = {
        "synthetic": "",
        "original": f" Published was “{{{claim}}}”: {{measured.{claim}.outcome}}.",
        "new": f" Published was “{{{claim}}}”.",
    }
    return (
        f"{heading} {{{name}.secondary}} of clinicians in secondary care against {{{name}.tertiary}} in tertiary "
        f"care, a difference of {{{name}.difference}}. Adjusted for age and experience the odds ratio is "
        f"{{{name}.adjusted}}." + beside[figures.wave.kind]
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
