"""How long 10,000 generated results of other surveys take to be read, checked and given intervals.

Run: python benchmarks/evidence.py
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from clinical_data_survey import evidence
from clinical_data_survey.paths import COMPARATOR_CONSTRUCTS, COMPARATOR_STUDIES, COMPARATOR_SURVEYS, COMPARATOR_UNIONS
from clinical_data_survey.tables import read_table

ROWS = 10_000


def generated(folder: Path, rows: int) -> Path:
    """The project's own results followed by generated ones, `rows` in all, as a CSV file."""
    own = read_table(COMPARATOR_SURVEYS)
    generator = np.random.default_rng(2019)
    whole = own[own["fit"] != "part"]
    more = whole.iloc[generator.integers(0, len(whole), size=rows - len(own))].copy()
    n = generator.integers(30, 3000, size=len(more))
    k = generator.binomial(n, generator.uniform(0.05, 0.95, size=len(more)))
    more["result_id"] = [f"R{i:06d}" for i in range(100_000, 100_000 + len(more))]
    more["n"], more["k"] = n.astype(str), k.astype(str)
    more["percent"] = [f"{share:.1f}" for share in 100 * k / n]
    path = folder / "comparator_surveys.csv"
    path.write_text(own.to_csv(index=False) + more.to_csv(index=False, header=False), encoding="utf-8")
    return path


def main() -> None:
    """Print the seconds taken by each step."""
    with tempfile.TemporaryDirectory() as folder:
        path = generated(Path(folder), ROWS)
        start = time.perf_counter()
        loaded = evidence.load(path, COMPARATOR_STUDIES, COMPARATOR_CONSTRUCTS, COMPARATOR_UNIONS)
        checked = time.perf_counter()
        answers = evidence.answers(loaded)
        done = time.perf_counter()
    print(f"{len(loaded.results)} results read and checked in {checked - start:.2f} s")
    print(f"{len(answers)} answers with intervals in {done - checked:.2f} s")


if __name__ == "__main__":
    main()
