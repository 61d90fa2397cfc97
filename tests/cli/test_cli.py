"""The command line: it says what it found; errors have no traceback and exit code 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinical_data_survey import paths


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the commands read."""
    for name in ("data", "src", "chapters"):
        shutil.copytree(paths.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in (
        "pyproject.toml",
        "CITATION.cff",
        "references.bib",
        "_toc.yml",
        "_config.yml",
        "index.md",
        "requirements.txt",
    ):
        shutil.copy(paths.ROOT / name, tmp_path / name)
    return tmp_path


def cds(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "clinical_data_survey", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "src"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_counts_what_it_found_and_tells_what_nobody_has_seen_yet(project):
    done = cds(project, "check")
    assert done.returncode == 0
    assert "20 claims on 12 questionnaire items: no problem found." in done.stdout
    assert "215 figures of 85 other surveys: no problem found." in done.stdout
    assert "doi not seen yet for 49: esr2024_euroaim" in done.stdout


def test_check_names_a_wrong_cell_without_a_traceback(project):
    file = project / "data/published_claims.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("0.945,0.955", "0.955,0.945"), encoding="utf-8")
    done = cds(project, "check")
    assert done.returncode == 2
    assert "data/published_claims.csv, row 3, column 'low'" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_notebooks_are_written_below_the_project(project):
    done = cds(project, "notebooks")
    assert done.returncode == 0
    assert (project / "notebooks/chapters/barriers.ipynb").is_file()


def test_build_without_latex_names_what_is_missing_and_what_to_do(project):
    done = cds(project, "build", PATH="/nonexistent")
    assert done.returncode == 2
    assert "latexmk, xelatex" in done.stderr
    assert "make system" in done.stderr
    assert not (project / "_build").exists()


def test_without_arguments_it_lists_its_commands(project):
    assert "check" in cds(project).stdout + cds(project).stderr


NEW_STUDY = (
    'name2025,Name et al. 2025,"Name 2025, nurses",10.1000/xyz,https://doi.org/10.1000/xyz,2024,2025,Netherlands,Nurses,'
    "nursing,survey of members; May 2024,4000,310,,partial,another period,none,,press report,members of a society,no\n"
)
NEW_FIGURE = (
    "R900,name2025,willing_to_use,Would use AI,agree,220,310,71,figure,,as asked,direct,,,,https://x.org/1,once\n"
)
NEW_ENTRY = "\n@misc{name2025,\n  title = {Name},\n  doi = {10.1000/xyz},\n}\n"


def add(project: Path, study: str, figure: str, entry: str) -> subprocess.CompletedProcess[str]:
    files = ("data/comparator_studies.csv", "data/comparator_surveys.csv", "references.bib")
    for name, text in zip(files, (study, figure, entry), strict=True):
        with (project / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return cds(project, "check")


def test_a_study_that_is_added_as_contributing_says_is_accepted(project):
    done = add(project, NEW_STUDY, NEW_FIGURE, NEW_ENTRY)
    assert done.returncode == 0, done.stderr
    assert "216 figures of 86 other surveys" in done.stdout
    assert "not read a second time yet: R900" in done.stdout


# The slow ones `others/test_surveys.py` asks too, without a command line.
@pytest.mark.parametrize(
    ("study", "figure", "entry", "told"),
    [
        (NEW_STUDY, NEW_FIGURE.replace("220,310", "320,310"), NEW_ENTRY, "column 'k': k (320) is above n (310)."),
        (NEW_STUDY, NEW_FIGURE, "", "references.bib: there is no entry 'name2025'. Add it"),
        *(
            pytest.param(study, figure, NEW_ENTRY, told, marks=pytest.mark.slow)
            for study, figure, told in (
                (NEW_STUDY, NEW_FIGURE.replace(",71,", ",75,"), "column 'percent': 75.0 % is more than one point"),
                (NEW_STUDY, NEW_FIGURE.replace("name2025", "nobody"), "column 'study_id': there is no study"),
                (NEW_STUDY.replace("10.1000/xyz,h", "doi:xyz,h"), NEW_FIGURE, "column 'doi'"),
                (NEW_STUDY.replace(",2024,2025,", ",2999,2025,"), NEW_FIGURE, "column 'year_fieldwork'"),
            )
        ),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_a_remedy(project, study, figure, entry, told):
    done = add(project, study, figure, entry)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
