"""Which edition this is: version, commit, date, the data's fingerprint, the libraries and where the project lives."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from importlib import metadata
from pathlib import Path

from clinical_data_survey.paths import DATA, PYPROJECT, ROOT, shown

LIBRARIES = ("jupyter-book", "sphinx", "myst-nb", "numpy", "pandas", "scipy", "statsmodels", "matplotlib", "seaborn")

BLOCK = 1 << 20


@cache
def _project() -> dict:
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]


def version() -> str:
    """The edition's version, as pyproject.toml states it."""
    return _project()["version"]


def repository() -> str | None:
    """The repository's address; None where neither pyproject.toml nor GITHUB_REPOSITORY names one."""
    owner_and_name = os.environ.get("GITHUB_REPOSITORY")
    if owner_and_name:
        return f"https://github.com/{owner_and_name}"
    return _project().get("urls", {}).get("Repository") or None


def site() -> str | None:
    """The address that the site is published at, without a slash at its end; None where pyproject.toml names none."""
    address = _project().get("urls", {}).get("Homepage", "")
    return address.rstrip("/") or None


def commit() -> str:
    """The short hash of the commit that is checked out, marked where files differ from it; 'unknown' without git."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty=, with changes", "--exclude=*"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return described.stdout.strip()


def built_on() -> date:
    """The day of the build; SOURCE_DATE_EPOCH sets it where a build must be repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()


def day(value: date) -> str:
    """A date as it is written in British English."""
    return f"{value.day} {value:%B %Y}"


def fingerprint(files: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files, in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(shown(file).encode() + b"\0")
        with file.open("rb") as content:
            while block := content.read(BLOCK):
                digest.update(block)
        digest.update(b"\0")
    return digest.hexdigest()


def files_in(folder: Path) -> list[Path]:
    """All files below a folder but for what Python and editors leave behind."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path)
    ]


def data_fingerprint() -> str:
    """The first sixteen characters of the fingerprint of data/."""
    return fingerprint(files_in(DATA))[:16]


def libraries() -> list[tuple[str, str]]:
    """The libraries that a number or a page depends on, with their versions; Python first."""
    return [("python", platform.python_version())] + [(name, metadata.version(name)) for name in LIBRARIES]


def facts() -> dict[str, str]:
    """What the pages say of the edition itself, by name."""
    return {
        "version": version(),
        "commit": commit(),
        "date": day(built_on()),
        "year": str(built_on().year),
        "data": data_fingerprint(),
        "repository": repository() or "not set",
    }
