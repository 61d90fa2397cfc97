"""One million weighted respondents: all estimates and the disclosure of all tables, and R's survey beside them.

    python benchmarks/measured.py [respondents]

Where R and its package survey are installed, the same 20 five-level items by three groups are tabulated with standard
errors by `svyby` in the same run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
import pandas as pd

from clinical_data_survey.disclosure.linked_tables import PublishedTable
from clinical_data_survey.disclosure.protection import Policy, protect
from clinical_data_survey.measured import Domain, Sample, groups, models, rankings, shares, weights
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Base, Item, Level, Questionnaire
from clinical_data_survey.survey.responses import columns_of

RESPONDENTS = 1_000_000
SMALL = (300, 1_000)
ITEMS, LEVELS, GROUPS = 20, 5, 3
ROUNDS, TARGET = 5, 50
CLINICIANS = (Domain("respondent_role", ("clinician",)),)
CARE = models.Contrast("care_level", "secondary", "tertiary")
R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
wave <- read.csv(arguments[1])
for (name in names(wave)) if (name != "weight") wave[[name]] <- factor(wave[[name]])
design <- svydesign(ids = ~1, weights = ~weight, data = wave)
seconds <- system.time(for (item in grep("^item", names(wave), value = TRUE)) {
  table <- svyby(as.formula(paste0("~", item)), ~group, design, svymean)
  stopifnot(all(is.finite(SE(table)[[1]])))
})["elapsed"]
versions <- paste0("R ", getRversion(), " with survey ", packageVersion("survey"))
error <- as.matrix(SE(svyby(~item1, ~group, design, svymean)))[1, 1]
cat(versions, seconds, format(error, digits = 12), sep = "|")
"""

Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """What `work` gives and the seconds that it took."""
    begin = time.perf_counter()
    made = work()
    return made, time.perf_counter() - begin


def generated(form: Questionnaire, size: int) -> pd.DataFrame:
    """A wave of respondents who answer at random, with weights; nobody's answers."""
    random = np.random.default_rng(2019)
    columns: dict[str, object] = {}
    for item in form.items:
        names = [level.id for level in item.levels]
        if item.type in ("single", "ordinal"):
            codes = random.choice(len(names), size, p=random.dirichlet(np.full(len(names), 3.0)))
            columns[item.id] = pd.Series(pd.Categorical.from_codes(codes, names)).astype(str)
        elif item.type == "ranking":
            ranks = random.random((size, len(names))).argsort(axis=1).astype(np.int8) + 1
            columns.update(zip(columns_of(item), ranks.T, strict=True))
        else:
            ticks = random.random((size, len(names))) < 0.3
            alone = [i for i, level in enumerate(item.levels) if level.exclusive]
            for i in alone:
                ticks[:, i] = ~np.delete(ticks, alone, axis=1).any(axis=1)
            columns.update(zip(columns_of(item), ticks.T.astype(np.int8), strict=True))
    asked = columns["barriers__lack_of_expertise"]
    columns["expertise_gap"] = pd.Series(columns["expertise_gap"]).where(pd.Series(asked) == 1, None)
    return pd.DataFrame(columns | {"weight": random.lognormal(0.0, 0.3, size)})


def estimates(sample: Sample, form: Questionnaire) -> list[object]:
    """Everything that the chapters show of a wave, but for models."""
    found: list[object] = []
    for item in form.items:
        found += [shares.shares(sample, item.id), shares.shares(sample, item.id, CLINICIANS)]
        found += [shares.shares_by(sample, item.id, "care_level")]
        found += [groups.compare(sample, item.id, "care_level", "secondary", "tertiary", CLINICIANS)]
        if item.type == "ordinal":
            found += [shares.cumulative(sample, item.id)]
        if item.type == "ranking":
            found += [rankings.mean_ranks(sample, item.id)]
        if item.type != "multiple-response":
            found += [rankings.first_choice_sets(sample, item.id)]
    return found


def adjusted(sample: Sample, form: Questionnaire) -> list[object]:
    """A model for each group of levels and each ordinal item."""
    found: list[object] = []
    for item in form.items[4:]:
        found += [models.binomial(sample, item.id, group.id, CARE, among=CLINICIANS) for group in item.groups]
        if item.type == "ordinal":
            found += [models.proportional_odds(sample, item.id, CARE, among=CLINICIANS)]
    return found


def tables(form: Questionnaire) -> list[PublishedTable]:
    """Each item on its own, by level of care, and by level of care among clinicians."""
    found = [PublishedTable(item.id, item.id) for item in form.items]
    for item in form.items[4:]:
        found.append(PublishedTable(f"{item.id} by care", item.id, "care_level"))
        found.append(
            PublishedTable(f"{item.id} of clinicians", item.id, "care_level", ("secondary", "tertiary"), CLINICIANS)
        )
    return found


def five_level_items(size: int) -> tuple[pd.DataFrame, Questionnaire]:
    """The wave that R is timed on: items of five levels, a group of three and weights."""
    random = np.random.default_rng(7)
    names = ["group", *(f"item{i + 1}" for i in range(ITEMS))]
    codes = {name: random.integers(0, GROUPS if name == "group" else LEVELS, size, dtype=np.int8) for name in names}
    items = tuple(_item(name, GROUPS if name == "group" else LEVELS) for name in names)
    return pd.DataFrame(codes | {"weight": random.lognormal(0.0, 0.3, size)}), Questionnaire("", "", "", "", items)


def _item(name: str, levels: int) -> Item:
    offered = tuple(Level(str(i), True, str(i), str(i)) for i in range(levels))
    return Item(name, "ordinal", name, Base("everyone"), True, name, name, offered)


def has_r() -> bool:
    """Whether R and its package survey are installed."""
    if shutil.which("Rscript") is None:
        return False
    return subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True).returncode == 0


def r_of(wave: pd.DataFrame) -> tuple[str, float, float]:
    """R's version with that of survey, the seconds of its tables, and the standard error of the first cell."""
    with tempfile.TemporaryDirectory() as folder:
        path, script = Path(folder) / "wave.csv", Path(folder) / "time.R"
        wave.to_csv(path, index=False)
        script.write_text(R_SCRIPT, encoding="utf-8")
        answer = subprocess.run(["Rscript", str(script), str(path)], capture_output=True, text=True, check=True)
    versions, seconds, error = answer.stdout.splitlines()[-1].split("|")
    return versions, float(seconds), float(error)


def beside_r(size: int) -> list[str]:
    """The same weighted tables with standard errors, here and by R's survey."""
    wave, form = five_level_items(size)
    sample, reading = timed(lambda: Sample.read(wave, form))
    runs = [
        timed(lambda: [shares.shares_by(sample, item.id, "group") for item in form.items[1:]]) for _ in range(ROUNDS)
    ]
    seconds, by_group = median(taken for _, taken in runs), runs[0][0]
    lines = [
        f"### Beside R: {ITEMS} items of {LEVELS} levels by {GROUPS} groups, {size:,} weighted respondents",
        "",
        "Shares with design-based standard errors; ours with intervals too.",
        "",
        "| Tables | Time |",
        "|---|---|",
        f"| ours, median of {ROUNDS} runs | {seconds:.2f} s |",
        f"| ours, reading the answers from memory first | {seconds + reading:.2f} s |",
    ]
    if not has_r():
        return [*lines, "", "R with its package survey is not installed here, so R was not timed."]
    versions, theirs, error = r_of(wave)
    ours = by_group[0]["0"][0].standard_error
    return [
        *lines,
        f"| {versions}: `svyby` with `svymean` | {theirs:.1f} s |",
        "",
        f"R took {theirs / seconds:.0f} times as long, {theirs / (seconds + reading):.0f} times with our reading "
        f"(target {TARGET}). The standard error of the first cell differs by {abs(ours / error - 1):.0e} of itself.",
    ]


def measure(size: int = RESPONDENTS) -> list[str]:
    """The section of docs/benchmarks.md."""
    form = questionnaire.load()
    wave = generated(form, size)
    sample, reading = timed(lambda: Sample.read(wave, form))
    margins = {"care_level": {"primary": 0.2, "secondary": 0.5, "tertiary": 0.2, "outside_care": 0.1},
               "age_group": {level.id: 0.25 for level in form.item("age_group").levels}}  # fmt: skip
    steps = {
        "read the answers from memory": reading,
        "rake to two margins": timed(lambda: weights.rake(sample, margins))[1],
        "shares, tables, comparisons, rankings of all items": timed(lambda: estimates(sample, form))[1],
        "adjusted models": timed(lambda: adjusted(sample, form))[1],
        "disclosure of all tables together": timed(lambda: protect(sample, tables(form), Policy()))[1],
    }
    small = {number: Sample.read(generated(form, number), form) for number in SMALL}
    protected = {number: timed(partial(protect, few, tables(form), Policy()))[1] for number, few in small.items()}
    return [
        f"## Estimates of {size:,} weighted respondents",
        "",
        "Every item of the questionnaire, by level of care and among clinicians: more than the chapters print.",
        "",
        "| Step | Time |",
        "|---|---|",
        *(f"| {step} | {taken:.2f} s |" for step, taken in steps.items()),
        f"| together | {sum(steps.values()):.2f} s |",
        "",
        "Small waves hide more, and what to hide is worked out: "
        + ", ".join(f"{taken:.1f} s for {number:,} respondents" for number, taken in protected.items())
        + ".",
        "",
        *beside_r(size),
    ]


if __name__ == "__main__":
    print("\n".join(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RESPONDENTS)))
