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
    for name in ("pyproject.toml", "CITATION.cff", "_toc.yml", "_config.yml", "index.md", "requirements.txt"):
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


def test_check_counts_what_it_found(project):
    done = cds(project, "check")
    assert done.returncode == 0
    assert "19 claims on 12 questionnaire items: no problem found." in done.stdout


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
    assert "latexmk, xelatex, xindy" in done.stderr
    assert "make system" in done.stderr
    assert not (project / "_build").exists()


def test_without_arguments_it_lists_its_commands(project):
    assert "check" in cds(project).stdout + cds(project).stderr
