"""What leaves the machine: protected tables of a wave as files, and respondents' rows once the gate lets them."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from clinical_data_survey.disclosure.microdata import release_gate
from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.errors import DataError, Problem, reject
from clinical_data_survey.files.markdown import as_text
from clinical_data_survey.protected.book_tables import TABLES
from clinical_data_survey.protected.estimation import estimates_of
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.survey.questionnaire import Questionnaire
from clinical_data_survey.survey.responses import ID, SYNTHETIC
from clinical_data_survey.survey.wave import Wave

COUNTS, README, MICRODATA = "counts.csv", "README.md", "microdata.csv"
REMEDY = "Mend what is named, or release the tables alone, without --microdata."


def aggregates(wave: Wave, policy: Policy) -> dict[str, pd.DataFrame]:
    """The tables that the book prints, by file name: one row a cell, its count empty where it is hidden."""
    estimates = estimates_of(wave, policy)
    held = [table for table in TABLES if any(key[0] == table.id for key in estimates.protected.cells)]
    frames = [estimates.protected.frame(table.id).assign(table=table.id, item=table.item) for table in held]
    columns = ["table", "item", "group", "level", "count", "base", "shown"]
    counts = pd.concat(frames)[columns] if frames else pd.DataFrame(columns=columns)
    return {COUNTS: _marked(counts, estimates)}


def microdata(wave: Wave, form: Questionnaire, policy: Policy) -> dict[str, pd.DataFrame]:
    """Respondents' rows, renumbered in random order, by file name.

    Raises DataError with every reason where the gate does not let them pass.
    """
    order = np.array(sorted(range(len(wave.responses)), key=lambda _: secrets.randbits(64)))
    rows = wave.responses.iloc[order].reset_index(drop=True)
    rows[ID] = range(1, len(rows) + 1)
    marks = rows[[name for name in (SYNTHETIC,) if name in rows]]
    rows = rows.drop(columns=marks.columns)
    gate = release_gate(rows, form, policy)
    if gate.reasons:
        raise DataError([Problem(Path("responses.csv"), reason, "") for reason in gate.reasons] + [_refused()])
    return {MICRODATA: pd.concat([marks, rows], axis=1)}


def _refused() -> Problem:
    return Problem(Path("responses.csv"), "the rows of respondents may not be released.", REMEDY)


def _marked(counts: pd.DataFrame, estimates: WaveEstimates) -> pd.DataFrame:
    """The counts with a mark in each row where nobody gave the answers."""
    return counts.assign(synthetic=1) if estimates.wave.kind == "synthetic" else counts


def about(wave: Wave, policy: Policy, files: Mapping[str, pd.DataFrame]) -> str:
    """A README that says what the files are and what is not in them."""
    lines = [f"# {as_text(wave.title)}", ""]
    if wave.kind == "synthetic":
        lines += ["**Synthetic: nobody gave these answers.** Nothing may be concluded from them.", ""]
    lines += [f"- {name}: {len(frame):,} rows" for name, frame in files.items()]
    lines += [
        "",
        f"Licence: {as_text(wave.licence or 'not stated')}. "
        f"Organisation: {as_text(wave.organisation or 'not stated')}.",
        f"Counts from 1 to {policy.threshold - 1} are hidden, and with them as many as it takes that nobody can work "
        "them out. An empty count is hidden; `base` is the number who answered the item in that group.",
        f"The disclosure policy is '{policy.name}'.",
    ]
    return "\n".join(lines) + "\n"


def write(wave: Wave, policy: Policy, files: Mapping[str, pd.DataFrame], to: Path) -> None:
    """Write a release as a whole or not at all. Raises DataError where the folder exists and is not empty."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise reject(to, "holds something already.", "Name a folder that does not exist yet.")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=f".{to.name}-") as staging:
        new = Path(staging) / "new"
        new.mkdir()
        for name, frame in files.items():
            frame.to_csv(new / name, index=False, lineterminator="\n")
        (new / README).write_text(about(wave, policy, files), encoding="utf-8")
        new.replace(to)
