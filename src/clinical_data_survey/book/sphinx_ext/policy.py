"""What a page may load: nothing but the site itself, said in each page so that it holds on every host."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# `style` attributes are allowed: charts and columns of tables carry theirs. Style elements and inline scripts are not.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
POLICY = "; ".join(f"{directive} {sources}" for directive, sources in DIRECTIVES.items())
INLINE_SCRIPT = re.compile(
    r"\s*<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))[^>]*>.*?</script>", re.S | re.I
)


def declare(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Hand the policy to the page's template."""
    context["cds_policy"] = POLICY


def without_inline_scripts(page: str) -> str:
    """The page without scripts that the policy would refuse: bundled extensions leave some in the text."""
    return INLINE_SCRIPT.sub("", page)


def setup(app: Sphinx) -> None:
    """Register the policy."""
    app.connect("html-page-context", declare)
