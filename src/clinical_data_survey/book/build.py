"""Building the book: the site and the PDF from the same chapters, executed once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from jupyter_book.sphinx import build_sphinx

from clinical_data_survey import edition, paths, results
from clinical_data_survey.book import execution, typesetting
from clinical_data_survey.errors import BuildError
from clinical_data_survey.explorers.live import BUILDING_THE_BOOK
from clinical_data_survey.survey import loaded_wave

PDF_TOOLS = ("latexmk", "xelatex")


def inputs() -> list[Path]:
    """The files that a page depends on and that Sphinx and its execution cache do not watch."""
    return [
        *edition.files_in(paths.DATA),
        *loaded_wave.files(),
        *edition.files_in(paths.SOURCE_CODE),
        paths.LOCK,
        paths.CONFIG,
        paths.PYPROJECT,
        paths.CITATION,
    ]


def forget_stale_pages() -> None:
    """Throw away executed cells and parsed pages where what they rest on has changed since they were made.

    That is code, data, the lock, and the repository's address, which each chapter's button and citation name.
    """
    current = f"{edition.fingerprint(inputs())} {edition.repository()}"
    known = paths.BUILD_FINGERPRINT.read_text() if paths.BUILD_FINGERPRINT.exists() else ""
    if current == known:
        return
    derived = (paths.COMPUTED, paths.BOOK_ENSEMBLE)
    for stale in (paths.EXECUTION_CACHE, paths.DOCTREES, paths.DRAWN_FIGURES, paths.SITE, paths.LATEX, *derived):
        shutil.rmtree(stale, ignore_errors=True)
    paths.BUILD.mkdir(exist_ok=True)
    paths.BUILD_FINGERPRINT.write_text(current)


def compute_shared_results() -> None:
    """Compute all results before pages are read in parallel: each reader would do it for itself.

    Nor could it always: a forked reader cannot use the threads of its parent.
    """
    results.load()


def missing_pdf_tools() -> list[str]:
    """The programs that the PDF needs and that are not installed."""
    return [tool for tool in PDF_TOOLS if shutil.which(tool) is None]


def build_book(say: Callable[[str], None]) -> None:
    """Build the PDF and the site; `say` is told each step.

    Raises BuildError where a program is missing, a cell fails, or Sphinx or LaTeX warns.
    """
    missing = missing_pdf_tools()
    if missing:
        raise BuildError(f"The PDF needs {', '.join(missing)}. `make system` installs what apt.txt lists, or names it.")
    prepare(say)
    say("Typesetting the PDF")
    _sphinx("latex", paths.LATEX)
    typesetting.typeset()
    for spill in typesetting.spills():
        say(str(spill))
    _write_site(say)


def build_site(say: Callable[[str], None]) -> None:
    """Build the site alone, with the PDF that was made last.

    Raises BuildError where a cell fails or Sphinx warns.
    """
    prepare(say)
    _write_site(say)


def _write_site(say: Callable[[str], None]) -> None:
    say("Writing the site")
    _sphinx("html", paths.SITE)


def prepare(say: Callable[[str], None]) -> None:
    """Read the wave, forget what is stale, run the chapters, and make what the parallel readers share.

    Raises DataError, before anything is written, where the wave cannot be read, and BuildError where a cell fails.
    """
    loaded_wave.settle()
    forget_stale_pages()
    compute_shared_results()
    paths.PDF.parent.mkdir(parents=True, exist_ok=True)
    _own_profile()
    say("Running the chapters")
    execution.run_chapters()


def _own_profile() -> None:
    """Kernels of the book start without the reader's own start-up files, and say nothing of how they talk to us."""
    profile = paths.KERNEL_PROFILE / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text("c.Application.log_level = 40\n", encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(paths.KERNEL_PROFILE)
    os.environ[BUILDING_THE_BOOK] = "1"


def _sphinx(builder: str, target: Path) -> None:
    """One Sphinx build of the chapters; warnings are errors."""
    outcome = build_sphinx(
        paths.ROOT,
        target,
        confdir=None,
        noconfig=True,
        path_config=paths.CONFIG,
        confoverrides={"latex_individualpages": False},
        doctreedir=paths.DOCTREES,
        builder=builder,
        warningiserror=True,
        keep_going=True,
        jobs=os.cpu_count() or 1,
        quiet=True,
    )
    if outcome:
        for kept in (paths.DOCTREES, paths.EXECUTION_CACHE):  # a page that is kept would not repeat its warning
            shutil.rmtree(kept, ignore_errors=True)
        raise BuildError(f"The {builder} build failed. {_cause(outcome)}")


def _cause(outcome: int | Exception) -> str:
    """What is known of a failure: a failing cell's own traceback reaches us as text from the reading process."""
    if not isinstance(outcome, Exception):
        return "The warnings above name the page and the line."
    told = getattr(outcome, "traceback", None) or f"{outcome.__cause__ or ''}\n{outcome}"
    return f"The page and the end of its traceback:\n{str(told)[-3000:]}"
