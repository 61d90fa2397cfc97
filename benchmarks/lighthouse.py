"""What Lighthouse says of the first page and the chapters, on a desktop and on a phone with a slow line."""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinical_data_survey import paths
from clinical_data_survey.book import notebooks

LOCK = paths.ROOT / "requirements/lighthouse"
TOOLS = paths.BUILD / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES = {"desktop": ["--preset=desktop"], "phone": []}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = [page for page in notebooks.pages() if page == "index" or page.count("/") == 1]
TEXT = (".html", ".css", ".js", ".svg")


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """A server that compresses text, as hosts of static sites do."""

    def log_message(self, *_: object) -> None:
        pass

    def send_head(self) -> io.BytesIO | None:  # type: ignore[override]
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(http.HTTPStatus.NOT_FOUND)
            return None
        body = file.read_bytes()
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Cache-Control", "max-age=31536000")
        if file.suffix in TEXT:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@contextmanager
def served() -> Iterator[str]:
    """The address of the built site."""
    handler = functools.partial(_Compressing, directory=str(paths.SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def install() -> Path:
    """The program, of the version that the lock names; npm checks what it fetches against the lock."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, TOOLS)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=TOOLS, check=True)
    return TOOLS / "node_modules/.bin/lighthouse"


def scores(program: Path, address: str, options: list[str], browser: str) -> dict[str, float]:
    """Scores by category, 0 to 1, and the sum of layout shifts, of one run."""
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-first-run"
    command = [str(program), address, "--output=json", "--quiet", flags, f"--only-categories={','.join(CATEGORIES)}"]
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    found = {name: report["categories"][name]["score"] for name in CATEGORIES}
    return {**found, "shift": report["audits"]["cumulative-layout-shift"]["numericValue"]}


def measure() -> list[str]:
    """The report as lines of Markdown; one run a page and device."""
    title = "## Lighthouse"
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if shutil.which("npm") is None or browser is None:
        return [title, "", "Not measured: npm or Chromium is not installed here."]
    if not (paths.SITE / "index.html").is_file():
        return [title, "", "Not measured: there is no site yet; `make book` builds it."]
    program = install()
    version = json.loads((LOCK / "package.json").read_text(encoding="utf-8"))["devDependencies"]["lighthouse"]
    lines = [
        title,
        "",
        f"Lighthouse {version}, the site served with gzip, one run a page. The phone is simulated on a slow line; its "
        "performance varies from run to run. Tests hold bytes and requests, not these scores.",
        "",
        "| Page | Device | Performance | Accessibility | Best practices | SEO | Layout shift |",
        "|---|---|---|---|---|---|---|",
    ]
    with served() as site:
        for page in PAGES:
            for device, options in DEVICES.items():
                found = scores(program, f"{site}/{page}.html", options, browser)
                cells = [f"{found[name]:.2f}" for name in CATEGORIES]
                lines.append(f"| {page} | {device} | {' | '.join(cells)} | {found['shift']:.3f} |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure()))
