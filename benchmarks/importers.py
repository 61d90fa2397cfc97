"""How long and how much memory the import of a large plain CSV takes: `python benchmarks/importers.py [ROWS]`.

The rows are made up. The table is written first, in a process of its own, so that its memory does not count.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from clinical_data_survey import delimited, examples, questionnaire, wave
from clinical_data_survey.importers import guess, pipeline, tools
from clinical_data_survey.importers.mapping import Source

ROWS = 1_000_000


def write_table(path: Path, rows: int) -> None:
    """A plain CSV of `rows` made-up respondents, repeated from a smaller made-up wave in random order."""
    small = examples.made_up(2_000).responses
    chosen = small.iloc[np.random.default_rng(1).integers(len(small), size=rows)].reset_index(drop=True)
    chosen["respondent_id"] = "r" + pd.Series(range(rows)).astype(str)
    delimited.write(chosen, path)


def run(folder: Path) -> None:
    """Import the table, save it as a wave, and print what each step took."""
    whole = questionnaire.load()
    export = folder / "export.csv"
    about = {"title": "Made up", "kind": "synthetic", "organisation": None, "dates": None, "n_invited": None}
    started = time.perf_counter()
    mapping = guess.guess(tools.open_export(export, "plain"), whole, Source())
    guessed = time.perf_counter()
    imported = pipeline.run(export, mapping, about | {"licence": None}, whole)
    read = time.perf_counter()
    wave.save(imported.wave, folder / "wave")
    saved = time.perf_counter()
    wave.load(folder / "wave")
    loaded = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{imported.report.rows_kept:,} rows, {export.stat().st_size / 1e6:.0f} MB of CSV")
    print(f"first mapping {guessed - started:.1f} s, import {read - guessed:.1f} s, save {saved - read:.1f} s")
    print(f"load the wave again {loaded - saved:.1f} s, peak memory {peak:.2f} GB")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        write_table(Path(sys.argv[2]), int(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            rows = sys.argv[1] if len(sys.argv) > 1 else str(ROWS)
            subprocess.run([sys.executable, __file__, rows, str(Path(name) / "export.csv")], check=True)
            run(Path(name))
