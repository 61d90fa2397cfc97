"""The house's own rules: short modules, one-way imports, checked types, nothing that belongs to one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from clinical_data_survey import paths

PACKAGE = paths.SOURCE_CODE / "clinical_data_survey"
MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_has_at_most_400_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_two_classes_have_one_name():
    homes = defaultdict(list)
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(str(module.relative_to(PACKAGE)))
    assert not {name: found for name, found in homes.items() if len(found) > 1}


@pytest.mark.slow  # `make lint` is the quick way to ask
def test_style_types_and_directions_of_imports_are_clean():
    for command in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ):
        done = subprocess.run(
            [Path(sys.executable).parent / command[0], *command[1:]],
            cwd=paths.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    unwanted = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|/home/\w+/|/root/|/Users/\w+/")
    for name in filter(None, listed.stdout.split("\0")):
        file = paths.ROOT / name
        if file.suffix in (".png",) or file == Path(__file__) or not file.is_file():
            continue
        assert not unwanted.search(file.read_text(encoding="utf-8", errors="replace")), name


def test_every_locked_requirement_has_a_hash_and_each_direct_one_a_reason():
    for lock in [paths.LOCK, *sorted((paths.ROOT / "requirements").glob("*.txt"))]:
        pins = re.findall(
            r"^[A-Za-z0-9._-]+==.*?(?=^\S|\Z)", lock.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)
    for line in (paths.ROOT / "requirements.in").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-")):
            assert re.search(r"\S+\s+# \S+", line), line
