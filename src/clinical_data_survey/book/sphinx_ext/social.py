"""What a link to a page shows elsewhere: its heading, its first sentences and a picture of its own chart."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from clinical_data_survey import edition
from clinical_data_survey.charts import implied, others, path, published, sampling, social
from clinical_data_survey.charts.chart import Chart

CHARTS: dict[str, Callable[[], Chart]] = {
    "index": path.path,
    "chapters/source": sampling.interval_width,
    "chapters/expectations": published.horizons,
    "chapters/barriers": published.barrier_order,
    "chapters/care_levels": published.ratio_pairs,
    "chapters/investment": published.investor_order,
    "chapters/taken_together": implied.barriers,
    "chapters/other_surveys": others.horizons,
}
FOLDER = "_static/social"
LONGEST = 200


def picture_path(page: str) -> str:
    """Where the picture of a page lies in the site."""
    return f"{FOLDER}/{page.rpartition('/')[2]}.png"


def description(doctree: nodes.document) -> str:
    """The beginning of a page's text, cut between words."""
    paragraphs = (node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section))
    text = " ".join(next(paragraphs, nodes.paragraph()).astext().split())
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"


def add_tags(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Describe the page in its head; the picture only where the site's address is known, as it must be whole."""
    if doctree is None:
        return
    title, said, site = app.env.titles[page].astext(), description(doctree), edition.site()
    tags = {"og:title": title, "og:type": "article", "og:site_name": app.config.project, "og:description": said}
    if site and page in CHARTS:
        tags |= {"og:image": f"{site}/{picture_path(page)}", "og:image:alt": f"{title}: the first chart of the page"}
    if site:
        tags |= {"og:url": f"{site}/{page}.html"}
    lines = [f'<meta property="{name}" content="{escape(value)}" />' for name, value in tags.items()]
    lines.append(f'<meta name="description" content="{escape(said)}" />')
    if site:
        lines.append(f'<link rel="canonical" href="{site}/{page}.html" />')
    kept = [line for line in context.get("metatags", "").splitlines() if 'name="description"' not in line]
    context["metatags"] = "\n".join([*kept, *lines])


def draw_pictures(app: Sphinx, error: Exception | None) -> None:
    """Draw the pictures of the pages that this book has, where they are not there yet."""
    if error is not None or app.builder.format != "html":
        return
    for page, chart in CHARTS.items():
        target = Path(app.outdir) / picture_path(page)
        if page not in app.env.found_docs or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(social.picture(app.env.titles[page].astext(), chart()))


def setup(app: Sphinx) -> None:
    """Register the tags and the pictures."""
    app.connect("html-page-context", add_tags, priority=800)
    app.connect("build-finished", draw_pictures)
