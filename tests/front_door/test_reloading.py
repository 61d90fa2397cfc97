"""A running kernel after an edit: the walk of appendix/rerun, step by step on a copy and in one process."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

from clinical_data_survey import paths

PAGE = (paths.CHAPTERS / "appendix" / "rerun.md").read_text(encoding="utf-8")
SEEN = "[cds.bounds('C01', 'C04').frame['low'][0], published.horizons().csv, published.horizons().alt_text]"
RECORD = f"print(chr(10) + json.dumps({SEEN}))"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_walk_of_the_appendix_leads_from_the_row_to_the_new_chart_without_a_new_kernel(tmp_path):
    for folder in ("src", "data"):
        shutil.copytree(paths.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "CITATION.cff", "requirements.txt"):
        shutil.copy(paths.ROOT / file, tmp_path / file)
    before, after, chart = blocks("python")
    old, new = (block.strip() for block in blocks("text"))
    edit = (
        "from pathlib import Path\nfile = Path('data/published_claims.csv')\ntext = file.read_text(encoding='utf-8')\n"
        f"assert text.count({old!r}) == 1\nfile.write_text(text.replace({old!r}, {new!r}), encoding='utf-8')\n"
    )
    code = "\n".join(["import json", before, chart, RECORD, edit, RECORD, after, chart, RECORD])
    environment = {**os.environ, "PYTHONPATH": "src"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, kept, again = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))
    assert kept == first
    assert again[0] == 0.465
    assert _lows(first[1])[0] == "0.6"
    assert _lows(again[1])[0] == "0.62"
    assert first[2] != again[2]


def _lows(text: str) -> list[str]:
    return [row["low"] for row in csv.DictReader(io.StringIO(text.partition("\n\n")[2] or text))]
