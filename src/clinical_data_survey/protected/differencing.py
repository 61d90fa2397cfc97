"""Two publications of one wave, such as before and after late answers: what the one less the other tells.

Each is protected by itself. A reader who holds both subtracts them, and learns what the few answered who came between.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.errors import reject
from clinical_data_survey.files.tables import read_table

CELL = ["table", "group", "level"]


def load_counts(path: Path) -> pd.DataFrame:
    """The counts of an earlier release. Raises DataError where the file is none."""
    counts = read_table(path)
    if not {*CELL, "count"} <= set(counts.columns):
        raise reject(path, "holds no counts of a release.", "Name a folder that 'cds release' wrote.")
    return counts


def small_differences(earlier: pd.DataFrame, later: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The cells that both publications show with counts that differ by less than the policy's threshold, but differ.

    One row a cell: table, group, level and `difference`. Subtracting base from base tells how many came between, so
    differences of bases count as well.
    """
    found = (_numbers(later)["count"] - _numbers(earlier)["count"]).dropna().astype(int)
    small = found[found.abs().between(1, policy.threshold - 1)]
    return small.rename("difference").reset_index()


def _numbers(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts by cell, and bases as cells of their own."""
    numbers = counts.assign(
        count=pd.to_numeric(counts["count"], errors="coerce"), base=pd.to_numeric(counts["base"], errors="coerce")
    )
    bases = numbers.drop_duplicates(CELL[:2]).assign(level="base", count=lambda rows: rows["base"])
    return pd.concat([numbers, bases]).set_index(CELL)[["count"]]


def warning(differences: pd.DataFrame) -> str | None:
    """What to tell whoever publishes the later one; None where nothing follows."""
    if differences.empty:
        return None
    return (
        f"Warning: less the earlier release, {len(differences):,} numbers of this one tell of fewer people than the "
        "threshold, such as what those answered who came later. Give away one of the two, or wait until more came."
    )
