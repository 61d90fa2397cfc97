"""Running the book elsewhere: Binder's builder accepts it; its steps lead to a notebook with the site's numbers."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect
from support import browsing
from support.built import soup

from clinical_data_survey import paths
from clinical_data_survey.book.sphinx_ext.links import launch_url
from clinical_data_survey.explorers import ratio

pytestmark = pytest.mark.slow  # two environments are installed

CHAPTER = "chapters/care_levels"
CAPTION = "The numbers and words that the text above prints from results"


def environment_with(folder: Path, *locks: str) -> Path:
    """A new virtual environment that holds what the lock files name; returns its folder of programs."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / "bin"
    wanted = [word for lock in locks for word in ("-r", str(paths.ROOT / lock))]
    subprocess.run(
        [
            programs / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            *wanted,
        ],
        check=True,
    )
    return programs


@pytest.fixture(scope="module")
def clean_clone(tmp_path_factory) -> Path:
    """What git tracks, as a clone has it, with the changes of the working tree."""
    target = tmp_path_factory.mktemp("clone") / "project"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        source = paths.ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    return target


def test_binders_builder_accepts_the_repository(clean_clone, tmp_path):
    programs = environment_with(tmp_path / "repo2docker", "requirements/repo2docker.txt")
    done = subprocess.run(
        [programs / "jupyter-repo2docker", "--no-build", "--debug", clean_clone],
        capture_output=True,
        text=True,
        check=False,
    )
    recipe = done.stdout + done.stderr
    assert done.returncode == 0, recipe
    assert re.search(r"pip install .*-r \"?requirements\.txt", recipe)
    assert "postBuild" in recipe
    assert "texlive-xetex" in recipe
    assert "chromium" not in recipe


@pytest.fixture(scope="module")
def lab(clean_clone, tmp_path_factory) -> Iterator[str]:
    """JupyterLab on loopback after the steps that Binder takes on a clone; yields its address."""
    programs = environment_with(tmp_path_factory.mktemp("lab") / "venv", "requirements.txt", "requirements/lab.txt")
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")},
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path_factory.mktemp("home")),
    }
    subprocess.run(["bash", "postBuild"], cwd=clean_clone, env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token="]
    server = subprocess.Popen(
        [programs / "jupyter", "lab", *options], cwd=clean_clone, env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api/status", server)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen) -> None:
    """Ask until the server answers, however long it takes to start; an error where it has ended."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=browsing.PATIENCE / 1000)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise ChildProcessError(f"JupyterLab ended with {server.returncode}")


@pytest.fixture(scope="module")
def rerun(lab, clean_clone, browser: Browser) -> Iterator[Page]:
    """The notebook that the launch link opens, with all its cells run."""
    path = parse_qs(urlparse(launch_url("https://github.com/owner/name", CHAPTER)).query)["urlpath"][0]
    assert (clean_clone / path.removeprefix("lab/tree/")).is_file()

    with browsing.window(browser, viewport={"width": 1400, "height": 1000}) as opened:
        page = opened.new_page()
        page.goto(f"{lab}/{path}")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
        page.locator(".jp-OutputArea-output caption", has_text=CAPTION).wait_for()
        yield page


def test_the_launch_link_opens_a_notebook_that_gives_the_numbers_of_the_site(rerun):
    expect(rerun.locator(".jp-OutputArea-output svg[role=img]").first).to_be_attached()
    expect(rerun.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    found = _values(BeautifulSoup(rerun.content(), "html.parser"))
    assert found
    assert found == _values(soup(CHAPTER))


def test_an_explorer_follows_its_widgets_there(rerun):
    explorer = ratio.ratio()
    control = explorer.controls[0]
    readout = rerun.locator(".widget-slider", has_text=control.label).locator(".widget-readout")
    readout.fill("8")
    readout.press("Enter")
    sentence = explorer.answer({**explorer.first, control.name: 8}).sentence
    assert sentence != explorer.answer(explorer.first).sentence
    expect(rerun.locator(".cds-live")).to_contain_text(sentence)


def _values(html: BeautifulSoup) -> dict[str, str]:
    """Name and value of each number in the table of a chapter's numbers."""
    (table,) = [t for t in html.find_all("table") if t.caption and CAPTION in t.caption.get_text()]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")
    ]
    return {row[0].strip("`"): row[1] for row in rows}
