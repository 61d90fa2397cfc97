"""LaTeX to PDF, the same bytes for the same day; and what LaTeX's log says of lines that stick out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, time

from clinical_data_survey import edition, paths
from clinical_data_survey.errors import BuildError

LOG = paths.LATEX / f"{paths.PDF.stem}.log"
SOURCE = paths.LATEX / f"{paths.PDF.stem}.tex"
MOST_POINTS = 5.0
_OVERFULL = re.compile(
    r"^Overfull \\[hv]box \((?P<points>[\d.]+)pt too (?:wide|high)\)(?:.*?at lines? (?P<line>\d+))?", re.MULTILINE
)
_CHAPTER = re.compile(r"^\\chapter\{(.+)\}$")


@dataclass(frozen=True)
class Spill:
    """A box that is larger than its place: by how many points, in which chapter, and the source that made it."""

    points: float
    chapter: str
    source: str

    def __str__(self) -> str:
        return f"A line or page is {self.points:.1f} pt too large in '{self.chapter}': {self.source}"


def typeset() -> None:
    """Make the PDF from what Sphinx wrote.

    Raises BuildError where LaTeX fails; what it left is thrown away, or the next run would not try again.
    """
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-silent", SOURCE.name]
    progress = paths.LATEX / "typesetting.log"
    with progress.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            command, cwd=paths.LATEX, env=_environment(), stdout=file, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        kept = paths.BUILD / "latex-failed.log"
        told = [file.read_text(encoding="utf-8", errors="replace") for file in (LOG, progress) if file.exists()]
        kept.write_text("\n".join(told), encoding="utf-8")
        shutil.rmtree(paths.LATEX)
        raise BuildError(f"LaTeX failed. Its log is {paths.shown(kept)}.")
    shutil.copy(paths.LATEX / paths.PDF.name, paths.PDF)


def spills() -> list[Spill]:
    """What sticks out in the PDF that was typeset last by more than a reader would pass over."""
    log = LOG.read_text(encoding="utf-8", errors="replace")
    return [spill for spill in read_spills(log, SOURCE.read_text(encoding="utf-8")) if spill.points > MOST_POINTS]


def read_spills(log: str, source: str) -> list[Spill]:
    """Every overfull box that a log of LaTeX reports, with its place in the LaTeX source."""
    lines = source.splitlines()
    return [Spill(float(found["points"]), *_place(lines, int(found["line"] or 0))) for found in _OVERFULL.finditer(log)]


def _place(lines: list[str], line: int) -> tuple[str, str]:
    """The chapter that a line of the source stands in, and the first words from there on."""
    if not line:
        return "unknown", "a whole page"
    chapters = [match[1] for match in map(_CHAPTER.match, lines[:line]) if match]
    told = " ".join(text for text in lines[line - 1 : line + 2] if text != r"\sphinxAtStartPar")
    return (chapters[-1] if chapters else "the pages before the first chapter"), told[:120]


def _environment() -> dict[str, str]:
    """The day of the build as the PDF's date, and a log whose lines are not broken."""
    midnight = datetime.combine(edition.built_on(), time(), UTC)
    dates = {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "FORCE_SOURCE_DATE": "1"}
    return {**os.environ, **dates, "max_print_line": "1000"}
