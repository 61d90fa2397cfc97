"""What this edition was made with."""

from __future__ import annotations

from clinical_data_survey import edition
from clinical_data_survey.tables.table import Table


def versions() -> Table:
    """Python and the libraries that a number or a page depends on."""
    return Table(
        name="versions",
        caption="Versions that this edition was built with; requirements.txt locks all of them.",
        columns=("Library", "Version"),
        rows=tuple(edition.libraries()),
        widths=(60, 40),
    )
