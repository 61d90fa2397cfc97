"""The order of the PDF: where its appendix begins, every number at its end, and figures before tables of pages."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from clinical_data_survey.book.sphinx_ext.for_site import ALL_NUMBERS, title_of
from clinical_data_survey.book.sphinx_ext.shell import parts

APPENDIX = "chapters/appendix/"
EVERY_NUMBER = "Every number of the chapters"
FOR_A_RERUN = "A re-run that changed nothing prints these numbers again. On the site each chapter ends with its own."


def begin_appendix(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Tell LaTeX, before the first chapter of the appendix, that the appendix begins."""
    if app.builder.format != "latex":
        return
    chapters = [file for file in doctree.findall(addnodes.start_of_file) if file["docname"].startswith(APPENDIX)]
    if chapters:
        first = chapters[0]
        first.parent.insert(first.parent.index(first), nodes.raw("", r"\cdsappendix", format="latex"))


def gather_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print the chapters' tables of all numbers, which take pages, stand together as the last of the appendix."""
    if app.builder.format != "latex":
        return
    titles = {page: title for part in parts(app) for title, page in part.pages}
    files = list(doctree.findall(addnodes.start_of_file))
    heading = (nodes.title("", EVERY_NUMBER), nodes.paragraph("", FOR_A_RERUN))
    every = nodes.section("", *heading, ids=["every-number"])
    for file in files:
        for section in [section for section in file.findall(nodes.section) if title_of(section) == ALL_NUMBERS]:
            section.parent.remove(section)
            section[0] = nodes.title("", titles[file["docname"]])
            every += section
    appendix = [file for file in files if file["docname"].startswith(APPENDIX)]
    if appendix:
        appendix[-1] += every


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
    app.connect("doctree-resolved", gather_numbers, priority=450)
    app.connect("doctree-resolved", begin_appendix)
    app.connect("doctree-resolved", figures_before_tables)
