"""Charts of the synthetic wave, each marked synthetic in the drawing, its caption, its alt text and its name."""

from __future__ import annotations

from matplotlib.figure import Figure

from clinical_data_survey import claims, templates
from clinical_data_survey.figures import style
from clinical_data_survey.figures.chart import Chart
from clinical_data_survey.figures.implied import ends_of
from clinical_data_survey.figures.style import Layout

SHARES = {
    "C01": "Expect AI within {C01.horizon}",
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
        kinds=("measured", "published"),
        draw=_draw_shares,
    )


def _draw_shares(layout: Layout) -> Figure:
    figure, ax = style.canvas(layout, 0.5 + 0.55 * len(SHARES))
    style.share_axis(ax)
    style.synthetic_tag(ax, ("measured", "published"))
    for claim_id, y in zip(SHARES, style.rows(ax, [templates.fill(label) for label in SHARES.values()]), strict=True):
        claim = claims.by_id()[claim_id]
        style.reading_mark(ax, y - 0.17, float(claim.low), float(claim.high))
        style.synthetic_mark(ax, ends_of(f"synthetic.{claim_id}.share")[0], y + 0.08)
    return figure
