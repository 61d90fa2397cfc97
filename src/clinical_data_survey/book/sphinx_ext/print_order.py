"""The order of the PDF: where its appendix begins, what stands together at its end, figures before long tables."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from clinical_data_survey.book.sphinx_ext.for_site import ALL_NUMBERS, title_of
from clinical_data_survey.book.sphinx_ext.shell import parts
from clinical_data_survey.survey import loaded_wave


@dataclass(frozen=True)
class Gathered:
    """Sections of one title, which print takes out of the chapters, and what it says above them."""

    sections: str
    title: str
    says: str


APPENDIX = "chapters/appendix/"
EVERY_NUMBER = Gathered(
    ALL_NUMBERS,
    "Every number of the chapters",
    "A re-run that changed nothing prints these numbers again. On the site each chapter ends with its own.",
)
SYNTHETIC = Gathered(
    "With respondent-level data",
    "What the chapters show of the synthetic wave",
    "Nobody gave these answers, and none of these figures is a finding. They stand here so that no reader of a printed "
    "chapter takes them for one. Once a real wave is loaded, each chapter shows its figures.",
)
FOR_A_RUNNING_KERNEL = "Try it"
FURTHER = "tag_further"
FURTHER_TITLE = "Further charts of the chapters"
FURTHER_SAYS = "On the site these charts stand in their chapters."


def begin_appendix(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Tell LaTeX, before the first chapter of the appendix, that the appendix begins."""
    if app.builder.format != "latex":
        return
    chapters = [file for file in doctree.findall(addnodes.start_of_file) if file["docname"].startswith(APPENDIX)]
    if chapters:
        first = chapters[0]
        first.parent.insert(first.parent.index(first), nodes.raw("", r"\cdsappendix", format="latex"))


def gather(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print what takes pages and is for few stands together, as the last of the appendix."""
    if app.builder.format != "latex":
        return
    titles = {page: title for part in parts(app) for title, page in part.pages}
    files = list(doctree.findall(addnodes.start_of_file))
    appendix = [file for file in files if file["docname"].startswith(APPENDIX)]
    for what in (SYNTHETIC, EVERY_NUMBER) if loaded_wave.about().kind == "synthetic" else (EVERY_NUMBER,):
        heading = (nodes.title("", what.title), nodes.paragraph("", what.says))
        together = nodes.section("", *heading, ids=[nodes.make_id(what.title)])
        for file in files:
            for section in _titled(file, what.sections):
                section.parent.remove(section)
                section[0] = nodes.title("", titles[file["docname"]])
                together += section
        if appendix and len(together) > len(heading):
            appendix[-1] += together


def gather_further_charts(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print, charts of cells tagged `further` stand in the appendix; their section says where.

    So a printed chapter keeps to a few pages and loses nothing.
    """
    if app.builder.format != "latex":
        return
    titles = {page: title for part in parts(app) for title, page in part.pages}
    files = list(doctree.findall(addnodes.start_of_file))
    last = next((file for file in reversed(files) if file["docname"].startswith(APPENDIX)), None)
    moved = {file: [node for node in file.findall(nodes.container) if FURTHER in node["classes"]] for file in files}
    if last is None or not any(moved.values()):
        return
    heading = (nodes.title("", FURTHER_TITLE), nodes.paragraph("", FURTHER_SAYS))
    together = nodes.section("", *heading, ids=[nodes.make_id(FURTHER_TITLE)])
    for file, cells in moved.items():
        if not cells:
            continue
        chapter = nodes.section("", nodes.title("", titles[file["docname"]]), ids=[f"further-{len(together)}"])
        for cell in cells:
            figure = next(cell.findall(nodes.figure))
            cell.replace_self(_pointer(last["docname"], figure))
            chapter += figure
        together += [nodes.raw("", r"\cdsbarrier", format="latex"), chapter]
    last += together


def _pointer(page: str, figure: nodes.figure) -> nodes.paragraph:
    """A sentence that leads to a figure, by the label that LaTeX knows it by on a page."""
    label = rf"\detokenize{{{page}:{figure['ids'][0]}}}"
    return nodes.paragraph(
        "", "", nodes.raw("", rf"See \hyperref[{label}]{{Figure~\ref*{{{label}}}}}.", format="latex")
    )


def leave_out_what_must_run(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Cells to change are for a running kernel."""
    if app.builder.format == "latex":
        for section in _titled(doctree, FOR_A_RUNNING_KERNEL):
            section.parent.remove(section)


def _titled(tree: nodes.Element, title: str) -> list[nodes.section]:
    return [section for section in tree.findall(nodes.section) if title_of(section) == title]


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


def room_for_headed_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Ask, before a section that opens with a table, for the room of both: below a heading it is too late to break."""
    if app.builder.format != "latex":
        return
    for section in list(doctree.findall(nodes.section)):
        if (rows := _rows_of_opening_table(section)) > 0:
            room = nodes.raw("", f"\\cdskeepheadedtable{{{rows}}}", format="latex")
            section.parent.insert(section.parent.index(section), room)


def _rows_of_opening_table(section: nodes.section) -> int:
    """How many rows the table has that stands directly below a section's title; 0 where something else does."""
    told = (node for node in section.findall() if isinstance(node, nodes.paragraph | nodes.literal_block | nodes.table))
    first = next(told, None)
    return sum(1 for body in first.findall(nodes.tbody) for _ in body) if isinstance(first, nodes.table) else 0


def setup(app: Sphinx) -> None:
    """Register what orders the PDF."""
    app.connect("doctree-resolved", leave_out_what_must_run, priority=450)
    app.connect("doctree-resolved", gather_further_charts, priority=450)
    app.connect("doctree-resolved", gather, priority=450)
    app.connect("doctree-resolved", begin_appendix)
    app.connect("doctree-resolved", figures_before_tables)
    app.connect("doctree-resolved", room_for_headed_tables)
