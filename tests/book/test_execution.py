"""Running chapters: side by side, each once, with nothing left behind; a failing cell is told with its page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from support import headers

from clinical_data_survey import paths
from clinical_data_survey.book import execution
from clinical_data_survey.errors import BuildError

PAGE = (
    headers.NOTEBOOK
    + """# A page

```{{code-cell}} ipython3
{cell}
```
"""
)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Writes a book of pages with one cell each, in a folder whose name is longer than a socket's may be."""
    root = tmp_path / ("a-long-name-" * 8)
    root.mkdir()
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(paths, "CONTENTS", root / "_toc.yml")
    monkeypatch.setattr(paths, "EXECUTION_CACHE", root / "cache")

    def write(**cells: str) -> None:
        first, *others = cells
        listed = "".join(f"  - file: {page}\n" for page in others)
        paths.CONTENTS.write_text(f"format: jb-book\nroot: {first}\nchapters:\n{listed}", encoding="utf-8")
        for page, cell in cells.items():
            (root / f"{page}.md").write_text(PAGE.format(cell=cell), encoding="utf-8")

    return write


def run_chapters() -> None:
    """In a thread of its own: where a browser is open, Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(execution.run_chapters).result()


def kept() -> dict[str, int]:
    """When each run that is kept was written."""
    return {str(file): file.stat().st_mtime_ns for file in paths.EXECUTION_CACHE.rglob("*.ipynb")}


def kernels() -> list[psutil.Process]:
    """The kernels that this process started and that still run; one may end while it is asked."""
    return [child for child in psutil.Process().children(recursive=True) if "ipykernel_launcher" in _command(child)]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def test_every_page_is_run_once_and_no_kernel_is_left(book):
    book(first="print(1)", second="print(2)", third="print(3)")
    run_chapters()
    made = kept()
    assert len(made) == 3
    run_chapters()
    assert kept() == made
    assert kernels() == []


def test_only_a_page_whose_cells_changed_is_run_again(book):
    book(first="print(1)", second="print(2)")
    run_chapters()
    made = kept()
    book(first="print(1)", second="print('changed')")
    run_chapters()
    assert {name: time for name, time in kept().items() if name in made} == made
    assert len(kept()) == 3


def test_a_failing_cell_names_its_page_each_time_and_leaves_no_kernel(book):
    book(first="1 / 0", second="print(2)")
    for _ in range(2):
        with pytest.raises(BuildError, match=r"(?s)A cell of first\.md failed.*ZeroDivisionError"):
            run_chapters()
        assert kernels() == []
