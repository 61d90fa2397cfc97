"""Charts of the synthetic wave, each marked synthetic in the drawing, its caption, its alt text and its name."""

from __future__ import annotations

import pandas as pd

from clinical_data_survey.charts import tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import Rows
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.published import claims

SHARES = {
    "C01": "Expect AI to affect work within {C01.horizon}",
    "C02": "Expect it within {C02.horizon}",
    "C04": "Are willing to work with AI",
    "C07": "See barriers",
    "C03": "Organisation lacks a clear vision",
}


def shares() -> Chart:
    """The wave's shares against the readings that it was made to satisfy."""
    listed = "; ".join(
        f"{label}: {{synthetic.{claim}.share}}, read as {{{claim}.reading}}" for claim, label in SHARES.items()
    )
    return Chart(
        name="synthetic-shares",
        title="The synthetic wave lies within each published reading, because it was made to",
        caption=(
            "Synthetic: shares of {synthetic.n} made-up respondents (hatched circles) against the published readings "
            "(bars). No person gave these answers, and no share here is a finding."
        ),
        alt=(f"Chart of synthetic, made-up shares against published readings; none is a finding. {listed}."),
        frame=_wave_and_readings(),
        draw=Rows(lifted={KINDS["published"].label: -0.17, KINDS["measured"].label: 0.08}),
        made_by=shares,
    )


def _wave_and_readings() -> pd.DataFrame:
    """Each published reading, followed by the share that the wave shows for it."""
    return tidy.frame(row for claim_id in SHARES for row in (_reading(claim_id), _share(claim_id)))


def _reading(claim_id: str) -> tidy.Row:
    return tidy.of_claim(claims.by_id()[claim_id], SHARES[claim_id], synthetic="no")


def _share(claim_id: str) -> tidy.Row:
    row = tidy.of_result(f"synthetic.{claim_id}.share", SHARES[claim_id], synthetic="yes")
    return {**row, "value": row["low"], "low": None, "high": None, "note": "made up to fit the claims: no finding"}
