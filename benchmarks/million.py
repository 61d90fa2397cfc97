"""One million respondents from the export to what may be printed, as one job in a process of its own.

    python benchmarks/million.py

The export, a plain CSV of weighted answers drawn at random, is written by another process. The job imports it as
`cds import` does, reads the wave's folder as a build does, makes every estimate that the chapters print behind
disclosure control, and holds the rows against the gate for microdata. Then a chapter's cells on the wave run twice,
each time in a new process as in a kernel: the first makes the estimates, the second reads them.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

RESPONDENTS, ROUNDS = 1_000_000, 3
SECONDS, GIGABYTES = 30, 2
EXPORT, MAPPING, WAVE = "export.csv", "mapping.yml", "wave"
ABOUT = {"title": "Made up", "kind": "synthetic"} | dict.fromkeys(("organisation", "dates", "n_invited", "licence"))

Made = TypeVar("Made")


def write(folder: Path) -> None:
    """The export and its mapping."""
    import pandas as pd
    from measured import generated

    from clinical_data_survey.files import delimited
    from clinical_data_survey.importers import guess, mapping_text, tools
    from clinical_data_survey.importers.mapping import ReadOptions
    from clinical_data_survey.survey import questionnaire

    whole = questionnaire.load()
    answers = generated(whole, RESPONDENTS)
    ids = "r" + pd.Series(range(RESPONDENTS)).astype(str)
    delimited.write(pd.concat([pd.DataFrame({"respondent_id": ids, "synthetic": 1}), answers], axis=1), folder / EXPORT)
    mapping = guess.guess(tools.open_export(folder / EXPORT, "plain"), whole, ReadOptions())
    (folder / MAPPING).write_text(mapping_text.text_of(mapping, []), encoding="utf-8")


def job(folder: Path) -> None:
    """The whole way; prints seconds by the clock and of processor a step, and the peak of memory in GB, as JSON."""
    taken: dict[str, tuple[float, float]] = {}

    def timed(step: str, work: Callable[[], Made]) -> Made:
        begin, begun = time.perf_counter(), time.process_time()
        made = work()
        taken[step] = time.perf_counter() - begin, time.process_time() - begun
        return made

    begin = time.perf_counter()
    from clinical_data_survey.disclosure.microdata import release_gate
    from clinical_data_survey.disclosure.protection import Policy
    from clinical_data_survey.importers import mapping as mappings
    from clinical_data_survey.importers import pipeline
    from clinical_data_survey.protected import estimation
    from clinical_data_survey.published import claims
    from clinical_data_survey.results import measured as results
    from clinical_data_survey.survey import questionnaire, wave

    taken["load the libraries"] = time.perf_counter() - begin, time.process_time()
    whole = questionnaire.load()
    mapping = mappings.load(folder / MAPPING, whole)
    imported = timed("import the CSV", lambda: pipeline.run(folder / EXPORT, mapping, ABOUT, whole, folder))
    timed("write the wave", lambda: wave.save(imported.wave, folder / WAVE))
    loaded = timed("read the wave", lambda: wave.load(folder / WAVE))
    estimates = timed("all estimates, after disclosure control", lambda: estimation.estimates_of(loaded, Policy()))
    timed("their texts", lambda: results.of_wave(estimates, claims.load()))
    timed("gate for microdata", lambda: release_gate(loaded.responses, whole, Policy()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"taken": taken, "peak": peak}))


def cells() -> None:
    """The cells of a chapter on the loaded wave, with all forms of their results; prints the seconds."""
    from clinical_data_survey.charts import measured as charts
    from clinical_data_survey.prose import measured as prose
    from clinical_data_survey.tables import measured as tables

    begin = time.perf_counter()
    for made in (prose, charts, tables):
        made.of_chapter("care_levels")._repr_mimebundle_()
    print(time.perf_counter() - begin)


def _run(*arguments: str | Path, **environment: str) -> str:
    command = [sys.executable, __file__, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | environment)
    return done.stdout


def measure() -> list[str]:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run("write", folder)
        rounds, whole = [], []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            rounds.append(json.loads(_run("job", folder)))
            whole.append(time.perf_counter() - begin)
        size = (folder / EXPORT).stat().st_size / 1e6
        made, kept = (float(_run("cells", CDS_WAVE=str(folder / WAVE))) for _ in range(2))
    own = [float(_run("cells")) for _ in range(2)][-1]
    steps = {
        step: [median(one["taken"][step][kind] for one in rounds) for kind in range(2)] for step in rounds[0]["taken"]
    }
    return [
        "## Your own wave: one million respondents, from the export to what may be printed",
        "",
        f"A CSV of {RESPONDENTS:,} weighted made-up respondents ({size:.0f} MB), as one job in a new process; medians "
        f"of {ROUNDS} runs. The targets are {SECONDS} s and {GIGABYTES} GB.",
        "",
        "| Step | Time | Processor time |",
        "|---|---|---|",
        *(f"| {step} | {clock:.1f} s | {processor:.1f} s |" for step, (clock, processor) in steps.items()),
        f"| the whole job | {median(whole):.1f} s ({min(whole):.1f} to {max(whole):.1f} s) "
        f"| {sum(processor for _, processor in steps.values()):.1f} s |",
        "",
        f"Peak memory {max(one['peak'] for one in rounds):.2f} GB.",
        "",
        "A chapter's cells on the loaded wave, in a new process; estimates are made once a build:",
        "",
        "| Cells | Time |",
        "|---|---|",
        f"| this wave, making its estimates | {made:.1f} s |",
        f"| this wave, estimates made | {kept:.1f} s |",
        f"| the synthetic wave, estimates made | {own:.1f} s |",
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["job"]:
        job(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["cells"]:
        cells()
    else:
        print("\n".join(measure()))
