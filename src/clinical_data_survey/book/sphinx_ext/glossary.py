"""Terms of the glossary: where the book uses one, its meaning is at hand."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

GLOSSARY = "chapters/appendix/glossary"


def meanings(environment: BuildEnvironment) -> dict[str, str]:
    """The meaning of each term, by the anchor that links to the term lead to."""
    if GLOSSARY not in environment.found_docs:
        return {}
    found: dict[str, str] = {}
    for entry in environment.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
        if isinstance(entry.parent.parent, addnodes.glossary):
            meaning = " ".join(entry.children[-1].astext().split())
            found |= {name: meaning for term in entry.findall(nodes.term) for name in term["ids"]}
    return found


def explain_terms(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each link to a term its meaning as its title."""
    links = [
        link for link in doctree.findall(nodes.reference)
        if any("std-term" in part.get("classes", []) for part in link.children if isinstance(part, nodes.inline))
    ]  # fmt: skip
    if not links or app.builder.format != "html":
        return
    known = meanings(app.env)
    for link in links:
        anchor = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
        if anchor in known:
            link["reftitle"] = known[anchor]
            link["classes"].append("cds-term")


def setup(app: Sphinx) -> None:
    """Register the meanings."""
    app.connect("doctree-resolved", explain_terms)
