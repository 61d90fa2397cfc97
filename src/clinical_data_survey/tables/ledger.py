"""The claims ledger: each published claim with its words, its readings, its base and its place."""

from __future__ import annotations

from clinical_data_survey import results, wording
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.paths import ROOT
from clinical_data_survey.prose import measured
from clinical_data_survey.published import claims
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results import templates
from clinical_data_survey.results.result import ledger_anchor
from clinical_data_survey.survey import loaded_wave, questionnaire
from clinical_data_survey.tables.table import Table


def ledger() -> Table:
    """Every claim with all its readings."""
    listed = claims.load()
    held = loaded_wave.about().kind == "original"
    return Table(
        name="ledger",
        caption="All {claims.all} published results, as printed and as read."
        + (" The last column holds each against the loaded wave, the survey's own data." if held else ""),
        columns=("Claim", "About", "As printed", "Read as, and why", "Other readings", "Base", "Place")
        + (("In the data",) if held else ()),
        rows=tuple(_row(claim) + (_held(claim) if held else ()) for claim in listed),
        widths=(6, 13, 14, 20, 16, 15, 8, 18) if held else (7, 14, 15, 24, 19, 13, 8),
        anchors=tuple(ledger_anchor(claim.id) for claim in listed),
    )


def of_chapter(chapter: str) -> Table:
    """The claims that belong to one chapter, in short."""
    chosen = [claim for claim in claims.load() if claim.chapter == chapter]
    return Table(
        name=f"claims-{chapter.replace('_', '-')}",
        caption="What was published, with the reading that this edition uses.",
        columns=("Claim", "About", "As printed", "Read as", "Base"),
        rows=tuple(
            (_link(claim), _about(claim), f"{{{claim.id}}}", f"{{{claim.id}.reading}}", _base(claim))
            for claim in chosen
        ),
        widths=(8, 30, 18, 20, 24),
    )


def numbers_on(page: str) -> Table:
    """Every number that a page's prose prints, with its kind and origin: what a re-run is compared by."""
    named = templates.named_in((ROOT / f"{page}.md").read_text(encoding="utf-8"))
    chapter = page.rsplit("/", 1)[-1]
    if chapter in measured.CHAPTERS:
        named += [name for name in measured.of_chapter(chapter).numbers if name not in named]
    chosen = [results.find(name) for name in named]
    return Table(
        name=f"numbers-{page.rsplit('/', 1)[-1].replace('_', '-')}",
        caption="The numbers and words that the text above prints from results, those of the loaded wave last.",
        columns=("Name", "Value", "Kind", "Origin"),
        rows=tuple((f"`{r.id}`", f"{{{r.id}}}", KINDS[r.kind].label, r.origin) for r in chosen),
        widths=(33, 18, 13, 36),
    )


def _link(claim: Claim) -> str:
    return f"{{ref}}`{claim.id} <{ledger_anchor(claim.id)}>`"


def _row(claim: Claim) -> tuple[str, ...]:
    why = f"{{{claim.id}.reading}}: {claim.reading.reason}"
    return (
        claim.id,
        _about(claim),
        f"{{{claim.id}}}",
        why,
        "; ".join(_alternative(claim, i) for i in range(len(claim.alternatives))) or "none",
        _base(claim),
        f"[{claim.locator}]({claim.source.url})",
    )


def _held(claim: Claim) -> tuple[str, ...]:
    """What became of a claim in the original data."""
    return (f"**{{measured.{claim.id}.outcome}}**: {{measured.{claim.id}.numbers}}",)


def _alternative(claim: Claim, position: int) -> str:
    reading = claim.alternatives[position]
    if reading.base != claim.base:
        return f"{reading.name}, of {reading.base}: {reading.reason}"
    return f"{reading.name}, {{{claim.id}.{reading.name.replace(' ', '_')}}}: {reading.reason}"


def _about(claim: Claim) -> str:
    item = questionnaire.load().item(claim.item)
    between = "or" if claim.measure == "proportion" else "and"
    levels = wording.listed([wording.uncapitalised(item.level(level).en) for level in claim.levels], between)
    return f"{item.short}: {levels}"


def _base(claim: Claim) -> str:
    """The base as read; the words that name it; or that none do."""
    if not claim.base_as_printed:
        return "not stated by the source"
    return claim.base if claim.base == claim.base_as_printed else f"{claim.base} (“{claim.base_as_printed}”)"
