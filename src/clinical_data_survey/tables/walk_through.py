"""The walk from an export to a book, on the example export: its mapping, its import and what would be published."""

from __future__ import annotations

from functools import cache

from clinical_data_survey.disclosure.protection import Hidden, Policy
from clinical_data_survey.importers import mapping as mappings
from clinical_data_survey.importers import pipeline, report
from clinical_data_survey.importers.mapping import ExportMapping
from clinical_data_survey.importers.pipeline import Imported
from clinical_data_survey.measured import NotEstimable
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.prose.story import Story
from clinical_data_survey.protected import estimation, wave_estimates
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.tables.table import Table
from clinical_data_survey.wording import percent, share_range

FOLDER = EXAMPLES / "limesurvey"
EXPORT = FOLDER / "results-codes.csv"
SHOWN = ("willing_to_work_with_ai", "investor")
ABOUT = {
    "title": "Example export",
    "kind": "synthetic",
    "organisation": None,
    "dates": None,
    "n_invited": None,
    "licence": None,
}


@cache
def _mapping() -> ExportMapping:
    return mappings.load(FOLDER / "mapping.yml", questionnaire.load())


@cache
def _imported() -> Imported:
    return pipeline.run(EXPORT, _mapping(), ABOUT, questionnaire.load(), FOLDER)


@cache
def _estimates() -> WaveEstimates:
    return estimation.estimates_of(_imported().wave, Policy())


def mapping() -> Table:
    """How the example's columns answer the questionnaire's items."""
    rows = tuple(
        (f"`{entry.item}`", entry.layout.replace("_", " "), f"{len(entry.columns):,}", entry.guessed or "confirmed")
        for entry in _mapping().items
    )
    return Table(
        name="example-mapping",
        caption="The mapping of the example export (synthetic): one entry an item.",
        columns=("Item", "Layout", "Columns", "Rests on"),
        rows=rows,
        widths=(28, 22, 12, 38),
    )


def kept() -> Story:
    """What the import of the example kept and left out, in its own sentences."""
    lines = [line for line in report.sentences(_imported().report) if "nobody gave" not in line]
    return Story("example-kept", tuple(f"- {line.replace('_', ' ')}" for line in lines))


def states() -> Table:
    """The import report of the example: how many answered each item, and why others did not."""
    rows = tuple(
        (f"`{item.item}`", *(f"{item.states.get(state, 0):,}" for state in report.STATES))
        for item in _imported().report.items
    )
    return Table(
        name="example-import",
        caption="The import report of the example export (synthetic): nobody gave these answers.",
        columns=report.HEADINGS,
        rows=rows,
        widths=(30, 14, 14, 14, 14, 14),
    )


def published() -> Table:
    """What a book on the example would print of some items: small counts, and what they follow from, are hidden."""
    estimates = _estimates()
    rows = [row for item in SHOWN for row in _rows(estimates, item)]
    return Table(
        name="example-published",
        caption="What would be published of the example export (synthetic): nobody gave these answers.",
        columns=("Answer", "Respondents", "Share", "Interval"),
        rows=tuple(rows),
        widths=(36, 16, 32, 16),
    )


def _rows(estimates: WaveEstimates, item_id: str) -> list[tuple[str, ...]]:
    item = estimates.form.item(item_id)
    return [
        (f"{item.short}: {item.level(level).en}", *_cells(estimates.share(item_id, level)))
        for level in wave_estimates.table_rows(item)
    ]


def _cells(share: Share | Hidden | NotEstimable) -> tuple[str, ...]:
    if not isinstance(share, Share):
        return "–", str(share).rstrip("."), "–"
    of = f"{share.count:,} of {share.base:,}"
    return of, f"{percent(share.share)} (synthetic)", share_range(share.low, share.high)
