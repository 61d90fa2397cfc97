"""How long 10,000 generated results of other surveys take to check and draw, and the cells of their chapter from cold.

Run: python benchmarks/others.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd

from clinical_data_survey.book import notebooks
from clinical_data_survey.charts import others_drawing
from clinical_data_survey.charts.style import LAYOUTS
from clinical_data_survey.charts.tidy import COLUMNS
from clinical_data_survey.files.tables import read_table
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.others import surveys
from clinical_data_survey.others.tables import OtherSurveys
from clinical_data_survey.paths import (
    COMPARATOR_CONSTRUCTS,
    COMPARATOR_STUDIES,
    COMPARATOR_SURVEYS,
    COMPARATOR_UNIONS,
    ROOT,
)

ROWS = 10_000
CHAPTER = "chapters/other_surveys"
OWN = ("topic", "professional_group", "year", "comparable")


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


def answers(loaded: OtherSurveys) -> pd.DataFrame:
    """All answers on every topic, in the columns that charts draw."""
    found = []
    for construct in map(str, loaded.constructs.index):
        every = surveys.side_by_side(loaded, construct)
        chosen = surveys.comparable(loaded, construct).index
        found.append(every.assign(topic=construct, comparable=np.where(every.index.isin(chosen), "yes", "no")))
    shown = pd.concat(found).rename(columns={"citation": "label", "share": "value"})
    return shown.assign(kind=KINDS["other"].label).reindex(columns=[*COLUMNS, *OWN])


def draw(frame: pd.DataFrame, folder: Path) -> None:
    """The map and the strip of all topics, for both widths, as SVG."""
    for layout in LAYOUTS:
        others_drawing.evidence_map(frame, layout, (2018, 2026)).savefig(folder / f"map-{layout.name}.svg")
        others_drawing.STRIP(frame.dropna(subset="value"), layout).savefig(folder / f"strip-{layout.name}.svg")


def seconds_of_the_chapter() -> float:
    """The wall time of a new Python process that runs the chapter's cells and shows each result in all its forms."""
    cells = notebooks.convert((ROOT / f"{CHAPTER}.md").read_text(encoding="utf-8")).cells
    code = nbformat.v4.new_notebook(cells=[cell for cell in cells if cell.cell_type == "code"]).cells
    lines = [line for cell in code for line in cell.source.splitlines() if line and not line.startswith(("#", ":"))]
    shown = [line if line.startswith(("from ", "import ")) else f"({line})._repr_mimebundle_()" for line in lines]
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "\n".join(shown)], cwd=ROOT, check=True)
    return time.perf_counter() - start


def measure() -> list[str]:
    """The report as lines of Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = generated(folder, ROWS)
        start = time.perf_counter()
        loaded = surveys.load(path, COMPARATOR_STUDIES, COMPARATOR_CONSTRUCTS, COMPARATOR_UNIONS)
        checked = time.perf_counter()
        frame = answers(loaded).reset_index(drop=True)
        ranked = time.perf_counter()
        draw(frame, folder)
        drawn = time.perf_counter()
    return [
        f"## Other surveys ({len(loaded.results):,} figures, all but the project's own generated)",
        "",
        "| Step | Time |",
        "|---|---|",
        f"| read and check | {checked - start:.1f} s |",
        f"| intervals, and which are comparable | {ranked - checked:.1f} s |",
        f"| draw the map and a strip of all topics, two widths | {drawn - ranked:.1f} s |",
        f"| together | {drawn - start:.1f} s |",
        f"| the chapter's own cells in a new process | {seconds_of_the_chapter():.1f} s |",
    ]


if __name__ == "__main__":
    print("\n".join(measure()))
