"""How long a build takes: from nothing, without a change, after one edit; beside the stock builder, in the same run."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinical_data_survey import paths

ROUNDS = 3
EDITED = "chapters/barriers.md"
OURS = [sys.executable, "-m", "clinical_data_survey", "site"]
STOCK = [str(Path(sys.executable).parent / "jupyter-book"), "build", "."]


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project without what was built."""
    skip = shutil.ignore_patterns("_build", ".venv", ".git", "notebooks", "__pycache__", "*.egg-info", ".*_cache")
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(paths.ROOT, Path(folder) / "project", ignore=skip))


def seconds(command: list[str], project: Path) -> float:
    """The wall time of one build."""
    (project / "_build/pdf").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    start = time.perf_counter()
    subprocess.run(command, cwd=project, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


def timed(command: list[str], project: Path) -> dict[str, float]:
    """Times of the three builds of a fresh copy."""
    times = {"from nothing": seconds(command, project), "nothing changed": seconds(command, project)}
    chapter = project / EDITED
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    return {**times, "one sentence edited": seconds(command, project)}


def measure() -> list[str]:
    """The report as lines of Markdown: medians over rounds that alternate between the two builders."""
    found: dict[str, dict[str, list[float]]] = {"ours": {}, "stock": {}}
    for _ in range(ROUNDS):
        for name, command in (("ours", OURS), ("stock", STOCK)):
            with copied() as project:
                for build, took in timed(command, project).items():
                    found[name].setdefault(build, []).append(took)
    lines = [
        f"## Building the site ({ROUNDS} rounds, medians)",
        "",
        "`cds site` beside stock `jupyter-book build` of the same chapters with the same extension, in turns.",
        "",
        "| Build | `cds site` | `jupyter-book build` | Ratio |",
        "|---|---|---|---|",
    ]
    for build, ours in found["ours"].items():
        mine, stock = statistics.median(ours), statistics.median(found["stock"][build])
        lines.append(f"| {build} | {mine:.1f} s | {stock:.1f} s | {mine / stock:.2f} |")
    return lines
