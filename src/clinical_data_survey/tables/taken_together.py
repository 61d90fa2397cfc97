"""Tables of what the figures imply together, and of the certificate of the synthetic wave."""

from __future__ import annotations

from clinical_data_survey import wording
from clinical_data_survey.charts.ambiguities import LABELS
from clinical_data_survey.published import claims
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.ambiguities import WANTED
from clinical_data_survey.results.implied import REGIONS
from clinical_data_survey.results.resting import SIZES
from clinical_data_survey.results.result import ledger_anchor
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.tables.table import Table


def missing_figures() -> Table:
    """For each wanted figure the missing one that narrows it most, and how wide the bounds are without and with it."""
    return Table(
        name="missing-figures-table",
        caption="Width of the implied bounds as it is, and the most that it could be once the named figure is known.",
        columns=("Wanted", "Width now", "Missing figure that narrows it most", "Width with it, at most"),
        rows=tuple(
            (
                LABELS[name],
                f"{{implied.missing.{name}.before}}",
                f"{{implied.missing.{name}.figure}}",
                f"{{implied.missing.{name}.after}}",
            )
            for name in WANTED
        ),
        widths=(32, 16, 34, 18),
    )


def regions() -> Table:
    """What each headline bound says of those who answered, and supports among the people they were drawn from."""
    return Table(
        name="regions-table",
        caption=(
            "Implied shares of those who answered, and the shares that these support at {confidence} confidence "
            "among the people they were drawn from, had so many answered, drawn at random. All figures are taken to "
            "share one base, and no item to be left empty. Clinicians at n = {n100}: {implied.split.n100}."
        ),
        columns=("Share", "Those who answered", *(f"Drawn from, n = {n:,}" for n in SIZES)),
        rows=tuple(
            (LABELS[name], f"{{implied.{name}}}", *(f"{{implied.{name}.n{n}.drawn_from}}" for n in SIZES))
            for name in LABELS
            if name in REGIONS
        ),
        widths=(31, 21, *(16 for _ in SIZES)),
    )


def certificate() -> Table:
    """The certificate of the synthetic wave: what is observed for each claim, and whether its reading covers that."""
    return Table(
        name="synthetic-certificate",
        caption="Certificate of the synthetic wave. The counts are of made-up answers: none is a finding.",
        columns=("Claim", "About", "Read as", "Counted in the synthetic wave", "Of", "Verdict"),
        rows=tuple(_row(claim) for claim in claims.load()),
        widths=(9, 24, 17, 28, 9, 13),
    )


def _row(claim: Claim) -> tuple[str, ...]:
    item = questionnaire.load().item(claim.item)
    about = wording.listed([wording.uncapitalised(item.level(level).en) for level in claim.levels])
    return (
        f"{{ref}}`{claim.id} <{ledger_anchor(claim.id)}>`",
        f"{item.short}: {about}",
        f"{{{claim.id}.reading}}",
        f"{{synthetic.{claim.id}.observed}}",
        f"{{synthetic.{claim.id}.base}}",
        f"{{synthetic.{claim.id}.holds}}",
    )
