"""Tables of the loaded wave: a chapter's answers with share, interval and base, beside what was published."""

from __future__ import annotations

from clinical_data_survey.protected import loaded_estimates, wave_estimates
from clinical_data_survey.protected.book_tables import BY_CHAPTER, COMPARED, RANKED, ROLES
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published import claims
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.measured import NONE, caption, is_synthetic, name
from clinical_data_survey.survey.questionnaire import Item
from clinical_data_survey.tables.table import Table
from clinical_data_survey.wording import listed, uncapitalised

_COMPARISONS = (
    ("Secondary care", "{measured.care.%s.secondary}"),
    ("… interval", "{measured.care.%s.secondary.interval}"),
    ("… clinicians", "{measured.care.%s.secondary.base}"),
    ("Tertiary care", "{measured.care.%s.tertiary}"),
    ("… interval", "{measured.care.%s.tertiary.interval}"),
    ("… clinicians", "{measured.care.%s.tertiary.base}"),
    ("Difference", "{measured.care.%s.difference}"),
    ("Ratio", "{measured.care.%s.ratio}"),
)
_TESTED = (
    ("Odds ratio", "{measured.care.%s.odds}"),
    ("Adjusted odds ratio", "{measured.care.%s.adjusted}"),
    ("… of an answer further down", "{measured.care.%s.down}"),
    ("p-value, after Holm", "{measured.care.%s.holm}"),
)
_BESIDE = {"synthetic": (), "original": ("Published", "Outcome"), "new": ("Published", "Difference, or the wave's own")}


def of_chapter(chapter: str) -> Table:
    """A chapter's table of the loaded wave. Raises KeyError where the chapter has none."""
    estimates = loaded_estimates.load()
    if chapter == "care_levels":
        return _care(estimates)
    return _answers(estimates, chapter, BY_CHAPTER[chapter])


def roles() -> Table:
    """Who took part in the loaded wave."""
    return _answers(loaded_estimates.load(), "source", (ROLES,))


def _answers(estimates: WaveEstimates, chapter: str, items: tuple[str, ...]) -> Table:
    ranked = any(item in RANKED for item in items)
    beside = _BESIDE[estimates.wave.kind]
    columns = ("Answer", "Share", "Interval", "Answered", *(("Rank it may hold",) if ranked else ()), *beside)
    rows = [row for item in items for row in _rows(estimates, estimates.form.item(item), len(columns), ranked)]
    widths = (30, 20, 18, 10, *((14,) if ranked else ()), *((14, 22) if beside else ()))
    return Table(
        name(estimates, "table", chapter),
        caption(estimates) + " Intervals at {confidence} confidence, on all who answered the item.",
        columns,
        tuple(rows),
        widths,
    )


def _rows(estimates: WaveEstimates, item: Item, width: int, ranked: bool) -> list[tuple[str, ...]]:
    if not estimates.holds(item.id):
        dashes = (NONE,) * (width - 2)
        return [(item.short, uncapitalised(str(estimates.absent(item.id)).rstrip(".")), *dashes)]
    own = [claim for claim in claims.load() if claim.item == item.id and claim.measure != "ratio"]
    own = [claim for claim in own if claim.base != "clinicians"]
    several = [claim for claim in own if len(claim.levels) > 1 and claim.measure == "proportion"]
    rows = [_row(estimates, item, f"measured.{claim.id}", _all_of(item, claim), claim, ranked) for claim in several]
    for level in wave_estimates.table_rows(item):
        claim = next((c for c in own if c not in several and c.levels[0] == level), None)
        rows.append(_row(estimates, item, f"measured.{item.id}.{level}", item.level(level).en, claim, ranked))
    return rows


def _all_of(item: Item, claim: Claim) -> str:
    return listed([uncapitalised(item.level(level).en) for level in claim.levels])


def _row(
    estimates: WaveEstimates, item: Item, result: str, label: str, claim: Claim | None, ranked: bool
) -> tuple[str, ...]:
    rank = f"{{{result}.ranks}}" if item.id in RANKED else NONE
    cells = [f"{item.short}: {uncapitalised(label) if not label.startswith('I ') else label}", f"{{{result}}}"]
    cells += [f"{{{result}.interval}}", f"{{measured.{item.id}.base}}", *([rank] if ranked else [])]
    return (*cells, *_published(estimates, claim))


def _published(estimates: WaveEstimates, claim: Claim | None) -> tuple[str, ...]:
    """The cells on what was published, where a wave is held against it."""
    if is_synthetic(estimates):
        return ()
    if claim is None:
        return NONE, NONE
    printed = f"{{{claim.id}.reading}}" if claim.measure == "rank" else f"{{{claim.id}}}"
    if estimates.wave.kind == "original":
        return printed, f"{{measured.{claim.id}.outcome}}"
    return printed, f"{{measured.{claim.id}.{'difference' if claim.measure == 'proportion' else 'numbers'}}}"


def _care(estimates: WaveEstimates) -> Table:
    levels = [estimates.form.item(item).level(level).en for item, level in COMPARED]
    measures = _COMPARISONS if is_synthetic(estimates) else (*_COMPARISONS, *_TESTED)
    rows = [(label, *(cell % level for _, level in COMPARED)) for label, cell in measures]
    if not is_synthetic(estimates):
        held = [
            next(c.id for c in claims.load() if c.item == item and level in c.levels and c.base == "clinicians")
            for item, level in COMPARED
        ]
        rows.append(("Published", *(f"{{{claim}}}" for claim in held)))
        if estimates.wave.kind == "original":
            rows.append(("Outcome", *(f"{{measured.{claim}.outcome}}" for claim in held)))
    return Table(
        name(estimates, "table", "care_levels"),
        caption(estimates)
        + " Clinicians in secondary against those in tertiary care. Intervals at {confidence} confidence."
        + ("" if is_synthetic(estimates) else " Adjusted odds ratios hold age and experience equal."),
        ("Measure", *levels),
        tuple(rows),
        (22, 26, 26, 26),
    )
