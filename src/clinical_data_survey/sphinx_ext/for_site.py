"""What belongs to the site more than to print: the table of a chapter's numbers and the doors of the first page."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from clinical_data_survey.sphinx_ext.panels import panels

ALL_NUMBERS = "Every number of this chapter"
FOLD = '<details class="cds-all-numbers"><summary>Show the table</summary>'


def fold_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On the site the table of all numbers opens on demand: it is long, and for those who check."""
    if app.builder.format != "html":
        return
    for section in doctree.findall(nodes.section):
        if _title(section) == ALL_NUMBERS:
            section.insert(1, nodes.raw("", FOLD, format="html"))
            section.append(nodes.raw("", "</details>", format="html"))


def leave_out_of_print(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print each number has its mark, and the contents lead to the chapters."""
    if app.builder.format != "latex":
        return
    for section in list(doctree.findall(nodes.section)):
        doors = any(row["look"] == "doors" for child in section.children for row in child.findall(panels))
        if _title(section) == ALL_NUMBERS or (doors and not any(section.findall(nodes.section, include_self=False))):
            section.parent.remove(section)


def _title(section: nodes.section) -> str:
    return next(section.findall(nodes.title)).astext()


def setup(app: Sphinx) -> None:
    """Register both, before figures and tables are put in the order of print."""
    app.connect("doctree-resolved", fold_numbers, priority=400)
    app.connect("doctree-resolved", leave_out_of_print, priority=400)
