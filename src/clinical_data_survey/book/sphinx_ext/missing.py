"""The page that a server shows for an address that does not exist.

It may be shown at any depth, so it asks for no other file: its style and its script stand in it, and its policy names
them by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Template
from sphinx.application import Sphinx

from clinical_data_survey import palette

TEMPLATE = Path(__file__).with_name("templates") / "missing.html"
LOOK = """
body { margin: 0; background: var(--cds-paper); color: var(--cds-ink); font: 18px/1.6 Georgia, serif; }
main { max-width: 34rem; margin: 20vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.95rem; line-height: 1.2; }
a { color: var(--cds-link); }
"""
# Where the site begins is known only to the server: the nearest folder above that has the book's inventory.
SCRIPT = """
document.addEventListener("DOMContentLoaded", async () => {
  const folders = location.pathname.split("/").slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const folder = `${folders.slice(0, depth).join("/")}/`;
    const answer = await fetch(`${folder}objects.inv`, { method: "HEAD" }).catch(() => ({ ok: false }));
    if (!answer.ok) continue;
    document.getElementById("first-page").href = `${folder}index.html`;
    return;
  }
});
"""


def page(title: str, address: str) -> str:
    """The page; without script its link leads to the path of the site's address, or to the top of the host."""
    style = palette.css_without_switch() + LOOK
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(SCRIPT)}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
    first_page = urlsplit(address).path.rstrip("/") + "/"
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(policy=policy, title=title, style=style, script=SCRIPT, first_page=first_page)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def write(app: Sphinx, error: Exception | None) -> None:
    """Write `404.html`, the name that static hosts look for."""
    if error is None and app.builder.format == "html":
        text = page(app.config.html_title, app.config.html_baseurl)
        (Path(app.outdir) / "404.html").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the page, after the others have been cut down: it has a policy of its own."""
    app.connect("build-finished", write, priority=950)
