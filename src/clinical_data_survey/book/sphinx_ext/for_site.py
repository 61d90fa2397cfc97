"""What the site shows in its own way: the table of all numbers on demand; and the doors, which print leaves out."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from clinical_data_survey.book.sphinx_ext.panels import panels
from clinical_data_survey.book.sphinx_ext.tree import ancestors

ALL_NUMBERS = "Every number of this chapter"
DOORS = "doors"
FOLD = '<details class="cds-all-numbers"><summary>Show the table</summary>'


def fold_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On the site the table of all numbers opens on demand: it is long, and for those who check."""
    if app.builder.format != "html":
        return
    for section in doctree.findall(nodes.section):
        if title_of(section) == ALL_NUMBERS:
            for table in list(section.findall(nodes.table)):
                place = table.parent.index(table)
                table.parent.insert(place + 1, nodes.raw("", "</details>", format="html"))
                table.parent.insert(place, nodes.raw("", FOLD, format="html"))


def leave_doors_out_of_print(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print the contents lead to the chapters."""
    if app.builder.format != "latex":
        return
    for row in [row for row in doctree.findall(panels) if row["look"] == DOORS]:
        section = next(node for node in ancestors(row) if isinstance(node, nodes.section))
        section.parent.remove(section)


def title_of(section: nodes.section) -> str:
    """The title of a section as plain text; empty where it has none."""
    title = next(section.findall(nodes.title), None)
    return title.astext() if title else ""


def setup(app: Sphinx) -> None:
    """Register both, before figures and tables are put in the order of print."""
    app.connect("doctree-resolved", fold_numbers, priority=400)
    app.connect("doctree-resolved", leave_doors_out_of_print, priority=400)
