"""Running the chapters' cells, before Sphinx reads them: side by side, and kept in the cache that Sphinx looks in.

Sphinx's parallel readers could run them too. But readers that fill one cache at the same time drop each other's
entries, and kernels that listen on ports are at times given the same one. So one process runs all chapters and
fills the cache, and kernels listen on sockets in a folder of their own.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from time import perf_counter

import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from clinical_data_survey import paths
from clinical_data_survey.book import notebooks
from clinical_data_survey.errors import BuildError


def run_chapters() -> None:
    """Run the chapters whose cells have changed since they were run. Raises BuildError where a cell fails."""
    cache = get_cache(str(paths.EXECUTION_CACHE))
    pending = {page: chapter for page in notebooks.with_code() if not _is_kept(cache, chapter := notebooks.read(page))}
    # Sockets have short names: those of a home folder may be too long for them.
    with tempfile.TemporaryDirectory(prefix="cds-") as folder:
        asyncio.run(_run_all(pending, cache, Path(folder)))


def _longest_cell() -> int:
    """The seconds that a cell may take, as the book's configuration says."""
    return yaml.safe_load(paths.CONFIG.read_text(encoding="utf-8"))["execute"]["timeout"]


def _is_kept(cache: JupyterCacheAbstract, chapter: NotebookNode) -> bool:
    try:
        cache.match_cache_notebook(chapter)
    except KeyError:
        return False
    return True


async def _run_all(pending: dict[str, NotebookNode], cache: JupyterCacheAbstract, folder: Path) -> None:
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def run(number: int, page: str, chapter: NotebookNode) -> None:
        async with places:
            taken = await _run(page, chapter, folder / f"{number}.json")
        file = str(paths.ROOT / f"{page}.md")
        bundle = CacheBundleIn(chapter, file, data={"execution_seconds": taken})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)

    await asyncio.gather(*(run(number, page, chapter) for number, (page, chapter) in enumerate(pending.items())))


async def _run(page: str, chapter: NotebookNode, sockets: Path) -> float:
    """Run a chapter in place, its kernel's sockets beside the file `sockets`; returns the seconds it took."""
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file=str(sockets))
    started = perf_counter()
    try:
        # Times of cells would make another notebook of it than the one that Sphinx looks for.
        await NotebookClient(
            chapter,
            km=manager,
            timeout=_longest_cell(),
            record_timing=False,
            resources={"metadata": {"path": str((paths.ROOT / page).parent)}},
        ).async_execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as failure:
        remedy = "Mend it, or what it calls, and build again."
        raise BuildError(f"A cell of {page}.md failed. {remedy}\n{failure}") from failure
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
    return perf_counter() - started
