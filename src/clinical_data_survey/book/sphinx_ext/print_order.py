"""The order of the PDF: where its appendix begins, and figures before the tables that close their chapter."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

APPENDIX = "chapters/appendix/"


def begin_appendix(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Tell LaTeX, before the first chapter of the appendix, that the appendix begins."""
    if app.builder.format != "latex":
        return
    chapters = [file for file in doctree.findall(addnodes.start_of_file) if file["docname"].startswith(APPENDIX)]
    if chapters:
        first = chapters[0]
        first.parent.insert(first.parent.index(first), nodes.raw("", r"\cdsappendix", format="latex"))


def figures_before_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Print what figures still wait before a section that is nothing but a table: such a table may take pages."""
    if app.builder.format != "latex":
        return
    for section in list(doctree.findall(nodes.section)):
        if _is_a_table(section):
            section.parent.insert(section.parent.index(section), nodes.raw("", r"\cdsbarrier", format="latex"))


def _is_a_table(section: nodes.section) -> bool:
    paragraphs = [node for node in section.children if isinstance(node, nodes.paragraph)]
    return not paragraphs and any(True for _ in section.findall(nodes.table))


def setup(app: Sphinx) -> None:
    """Register what orders the PDF."""
    app.connect("doctree-resolved", begin_appendix)
    app.connect("doctree-resolved", figures_before_tables)
