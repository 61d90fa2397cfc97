"""The house's own rules: short modules, one-way imports, checked types, nothing that belongs to one machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinical_data_survey import paths

PACKAGE = paths.SOURCE_CODE / "clinical_data_survey"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Data flows one way: a layer imports only from itself and from layers before it.
LAYERS = (
    {"paths", "errors", "palette", "certificate"},
    {"tables"},
    {"questionnaire"},
    {"claims"},
    {"delimited", "long_form", "responses", "wave", "loaded_wave"},
    {"importers", "instrument", "examples", "example_files"},
    {"patterns", "functionals", "linear", "witnesses", "bounds", "multiverse", "rankings", "statements"},
    {
        "design",
        "feasibility",
        "counts",
        "priors",
        "populations",
        "tallies",
        "ensemble",
        "maximum_entropy",
        "synthetic_wave",
    },
    {
        "estimates",
        "evidence",
        "evidence_tables",
        "meta_analysis",
        "order_certainty",
        "wording",
        "provenance",
        "computed",
    },
    {"measured", "unknowns", "linked_tables", "suppression", "disclosure", "microdata"},
    {"book_tables", "wave_figures", "wave_estimates", "loaded_figures", "against_claims", "release"},
    {"results", "templates", "citation"},
    {"figures", "tabulation", "narrative"},
    {"explorers"},
    {"notebooks", "sphinx_ext"},
    {"typesetting", "build", "execution", "cli", "cli_import", "cli_populations", "cli_publish", "__main__"},
)


def layer_of(module: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if module in layer)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_has_at_most_400_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m != PACKAGE / "__init__.py"], ids=lambda m: str(m.relative_to(PACKAGE))
)
def test_a_module_imports_only_from_its_own_layer_and_those_before(module):
    own = layer_of(module.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    text = module.read_text(encoding="utf-8")
    names = re.findall(r"from clinical_data_survey\.(\w+)[\w.]* import", text)
    for group in re.findall(r"from clinical_data_survey import ([\w, ]+)", text):
        names += [name.split()[0] for name in group.split(",")]
    assert [name for name in names if layer_of(name) > own] == []


def test_style_and_types_are_clean():
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
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
