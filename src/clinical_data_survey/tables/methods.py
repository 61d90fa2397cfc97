"""Tables of the methods appendix."""

from __future__ import annotations

from clinical_data_survey.results import published
from clinical_data_survey.tables.table import Table


def wilson_and_exact(claim_id: str) -> Table:
    """Wilson's and the exact interval of one published share, by assumed number of respondents."""
    return Table(
        name=f"intervals-{claim_id.lower()}",
        caption=f"Intervals of {{{claim_id}}} at {{confidence}} confidence, reading included.",
        columns=("Respondents, if", "Wilson", "Clopper-Pearson"),
        rows=tuple((f"{{n{n}}}", f"{{{claim_id}.n{n}}}", f"{{{claim_id}.exact{n}}}") for n in published.SIZES),
        widths=(30, 35, 35),
    )
