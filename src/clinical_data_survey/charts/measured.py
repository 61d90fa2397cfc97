"""Charts of the loaded wave: open circles with their intervals, hatched and tagged where nobody gave the answers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clinical_data_survey import results, wording
from clinical_data_survey.charts import tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import Rows, clear_of_all
from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected import loaded_estimates
from clinical_data_survey.protected.book_tables import COMPARED
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.results.measured import caption, is_synthetic, name
from clinical_data_survey.survey.questionnaire import Level

SUBJECTS = {
    "expectations": "expectations",
    "barriers": "barriers",
    "care_levels": "levels of care",
    "investment": "who should invest",
}
# Answers whose words are too long for a row.
SHORT = {"lack_of_medical_staff_support": "lack of support for data-driven solutions"}


@dataclass(frozen=True)
class ShareRow:
    """One row of a chart: its label, the result that it draws and the published claim that may stand behind it."""

    label: str
    result: str
    share: Share | Hidden | NotEstimable
    claim: str | None = None


def of_chapter(chapter: str) -> Chart:
    """A chapter's chart of the loaded wave. Raises KeyError where the chapter has none."""
    estimates = loaded_estimates.load()
    rows = _ROWS[chapter](estimates)
    described = "; ".join(
        f"{row.label}: {{{row.result}}}" + (f", interval {{{row.result}.interval}}" if _drawn(row) else "")
        for row in rows
    )
    beside = _beside(estimates, rows)

    mark = "An open circle, hatched for synthetic data," if is_synthetic(estimates) else "An open circle"
    return Chart(
        name=name(estimates, "chart", chapter),
        title=_title(estimates, chapter, rows),
        caption=f"{caption(estimates)} {mark} marks the share, the line its interval at {{confidence}} confidence."
        + (" The solid dot with its bar is what was published." if beside else ""),
        alt=f"Chart of measured shares. {caption(estimates)} {described}."
        + "".join(f" Published for {row.label}: {{{row.claim}}}." for row in rows if row in beside),
        frame=_frame(rows, beside, is_synthetic(estimates)),
        draw=Rows({KINDS["measured"].label: clear_of_all}, pitch=0.5, around=0.6),
        made_by=of_chapter,
    )


def _drawn(row: ShareRow) -> bool:
    return isinstance(row.share, Share)


def _beside(estimates: WaveEstimates, rows: list[ShareRow]) -> list[ShareRow]:
    """The rows behind which a published share stands: none of a synthetic wave, which is made from them."""
    return [] if is_synthetic(estimates) else [row for row in rows if row.claim]


def _title(estimates: WaveEstimates, chapter: str, rows: list[ShareRow]) -> str:
    """The first share that can be printed, as a sentence."""
    whose = "Synthetic data" if is_synthetic(estimates) else "The loaded wave"
    first = next((row for row in rows if _drawn(row)), None)
    if first is None:
        return f"{whose} on {SUBJECTS[chapter]}: no share can be printed"
    said = f"{{{first.result}}} for “{first.label}”"
    return said if is_synthetic(estimates) else f"{whose}: {said}"  # a synthetic number says so itself


def _of_claims(estimates: WaveEstimates, *ids: str) -> list[ShareRow]:
    labels = {
        "C01": "expect AI to affect daily work within {C01.horizon}",
        "C02": "expect it within {C02.horizon}",
        "C03": "organisation lacks a clear vision",
        "C04": "willing to work with AI",
        "C07": "see at least one barrier",
    }
    found = [claims.by_id()[claim_id] for claim_id in ids]
    return [ShareRow(labels[c.id], f"measured.{c.id}", estimates.share(c.item, *c.levels), c.id) for c in found]


def _of_levels(estimates: WaveEstimates, item_id: str, prefix: str = "") -> list[ShareRow]:
    """Rows of an item's levels: those that are printed by share, then the others in the questionnaire's order.

    The place of a hidden share would tell what it may be.
    """
    item = estimates.form.item(item_id)
    rows = [
        ShareRow(prefix + _answer(level), f"measured.{item_id}.{level.id}", estimates.share(item_id, level.id))
        for level in item.levels
    ]
    return sorted(rows, key=lambda row: -row.share.share if isinstance(row.share, Share) else 1.0)


def _answer(level: Level) -> str:
    """An answer as a chart names it."""
    return SHORT.get(level.id) or (level.en if level.en.startswith("I ") else wording.uncapitalised(level.en))


def _expectations(estimates: WaveEstimates) -> list[ShareRow]:
    return _of_claims(estimates, "C01", "C02", "C04", "C03") + _of_levels(
        estimates, "opportunity", "best opportunity: "
    )


def _barriers(estimates: WaveEstimates) -> list[ShareRow]:
    return _of_claims(estimates, "C07") + _of_levels(estimates, "barriers")


def _investment(estimates: WaveEstimates) -> list[ShareRow]:
    return _of_levels(estimates, "investor")


def _care_levels(estimates: WaveEstimates) -> list[ShareRow]:
    rows = []
    for item, level in COMPARED:
        found = estimates.comparison(item, level)
        label = _answer(estimates.form.item(item).level(level))
        for group in ("secondary", "tertiary"):
            share = (found.first if group == "secondary" else found.second) if isinstance(found, Comparison) else found
            rows.append(ShareRow(f"{label}, {group} care", f"measured.care.{level}.{group}", share))
    return rows


def _frame(rows: list[ShareRow], beside: list[ShareRow], synthetic: bool) -> pd.DataFrame:
    """What is drawn and no more: each share as it is printed, or why there is none; published shares after them."""
    published = [tidy.of_claim(claims.by_id()[row.claim or ""], _label(row), synthetic="no") for row in beside]
    return tidy.frame([*(_measured(row, "yes" if synthetic else "no") for row in rows), *published])


def _label(row: ShareRow) -> str:
    return wording.capitalised(templates.fill(row.label))


def _measured(row: ShareRow, synthetic: str) -> tidy.Row:
    """A share and its interval to a tenth of a point, as the book prints them; a hidden one with the reason alone."""
    held = {
        "label": _label(row),
        "kind": KINDS["measured"].label,
        "unit": tidy.SHARE,
        "base": results.find(row.result).base,
        "synthetic": synthetic,
        "result": row.result,
    }
    if not isinstance(row.share, Share):
        said = "not shown" if isinstance(row.share, Hidden) else "not asked, or cannot be estimated"
        return {**held, "note": said}
    ends = {name: round(getattr(row.share, name), 3) for name in ("low", "high")}
    return {**held, **ends, "value": round(row.share.share, 3), "printed": wording.percent(row.share.share)}


_ROWS = {
    "expectations": _expectations,
    "barriers": _barriers,
    "care_levels": _care_levels,
    "investment": _investment,
}
