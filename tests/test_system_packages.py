"""System packages: found where they are, installed where that is allowed, else named in one message."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clinical_data_survey import paths

SCRIPT = paths.ROOT / "tools/system_packages.py"


def run(tmp_path: Path, line: str, path: str) -> subprocess.CompletedProcess[str]:
    listed = tmp_path / "list.txt"
    listed.write_text(f"# a comment\n{line}\n")
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        [sys.executable, SCRIPT, listed], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("line", ["python3-venv # module venv", "bash # command nothing-of-the-kind bash"])
def test_what_is_there_is_not_installed_again(tmp_path, line):
    done = run(tmp_path, line, os.environ["PATH"])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("line", ["latexmk # command latexmk", "tex # file titlesec.sty", "font # font FreeSerif"])
def test_what_is_missing_and_may_not_be_installed_is_named_with_the_command(tmp_path, line):
    done = run(tmp_path, line, "/nonexistent")
    package = line.split()[0]
    assert done.returncode == 2
    assert f"sudo apt-get install --no-install-recommends {package}" in done.stderr


def test_what_is_missing_is_installed_where_that_is_allowed(tmp_path):
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name in ("apt-get", "sudo"):
        tool = bin_folder / name
        tool.write_text(f'#!/bin/sh\necho "{name} $@" >> {tmp_path}/called\n')
        tool.chmod(0o755)
    done = run(tmp_path, "some-package # command nothing-of-the-kind", f"{bin_folder}:/bin")
    assert done.returncode == 0
    assert "install --no-install-recommends some-package -y -qq" in (tmp_path / "called").read_text()


def test_binders_list_names_no_browser():
    assert "chromium" not in (paths.ROOT / "apt.txt").read_text()
