"""Numbers in prose: the roles `n` and `cap` print a result with its kind and a link to its origin."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode

from clinical_data_survey import edition, results
from clinical_data_survey.book.sphinx_ext.tree import ancestors
from clinical_data_survey.paths import (
    ALTERNATIVE_READINGS,
    COMPARATOR_CONSTRUCTS,
    COMPARATOR_SECOND_READING,
    COMPARATOR_STUDIES,
    COMPARATOR_SURVEYS,
    COMPARATOR_UNIONS,
    PUBLISHED_CLAIMS,
    QUESTIONNAIRE,
)
from clinical_data_survey.results.origin import origin_card, short_mark
from clinical_data_survey.survey import loaded_wave
from clinical_data_survey.wording import capitalised

DATA_OF_NUMBERS = (
    PUBLISHED_CLAIMS,
    ALTERNATIVE_READINGS,
    QUESTIONNAIRE,
    COMPARATOR_SURVEYS,
    COMPARATOR_STUDIES,
    COMPARATOR_CONSTRUCTS,
    COMPARATOR_UNIONS,
    COMPARATOR_SECOND_READING,
)
logger = logging.getLogger(__name__)


class number(nodes.Inline, nodes.TextElement):
    """A printed result; attributes `result`, `kind`, `anchor`, `mark` (in print), `card` (lines), `linked`."""


class NumberRole(SphinxRole):
    """`{n}`C02`` prints the result C02."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        for file in DATA_OF_NUMBERS:
            self.env.note_dependency(str(file))
        try:
            result = results.find(self.text)
        except KeyError:
            message = self.inliner.reporter.error(
                f"There is no result '{self.text}'. Results are listed at the end of each chapter.", line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [
            number(
                "",
                self.shown(result.text),
                result=result.id,
                kind=result.kind,
                anchor=result.anchor,
                mark=short_mark(result),
                card=origin_card(result, loaded_wave.about().kind).lines,
            )
        ], []

    def shown(self, text: str) -> str:
        """The text as it is printed."""
        return text


class CapitalisedNumberRole(NumberRole):
    """`{cap}`C01`` prints the result C01 as a sentence begins."""

    def shown(self, text: str) -> str:
        return capitalised(text)


class EditionRole(SphinxRole):
    """`{edition}`version`` prints a fact of the edition itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        facts = edition.facts()
        if self.text not in facts:
            message = self.inliner.reporter.error(
                f"There is no fact '{self.text}' of the edition. Known: {', '.join(facts)}.", line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(facts[self.text])], []


class LinkNumbers(SphinxPostTransform):
    """Link each number to its origin, but for those in a link of its own and, in print, in headings."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        printed = self.app.builder.format != "html"
        places = self.env.get_domain("std").anonlabels  # type: ignore[attr-defined]
        for node in list(self.document.findall(number)):
            if isinstance(node.parent, nodes.reference) or (printed and _in_heading(node)):
                continue
            if node["anchor"] not in places:
                logger.warning("the place '%s' that '%s' refers to is not in the book", node["anchor"], node["result"])
                continue
            page, place = places[node["anchor"]]
            holder = nodes.inline()
            node["linked"] = True
            node.replace_self(holder)
            holder.replace_self(make_refnode(self.app.builder, self.env.docname, page, place, node))


def _in_heading(node: nodes.Node) -> bool:
    title = next((above for above in ancestors(node) if isinstance(above, nodes.title)), None)
    return title is not None and isinstance(title.parent, nodes.section)


def _nobody_said_so(node: number) -> bool:
    """Whether a number was measured on made-up answers: its mark says so."""
    return bool(node["kind"] == "measured" and loaded_wave.about().kind == "synthetic")


def visit_html(self: Any, node: number) -> None:
    """A number with its card as title, a line a fact; plain text where another link holds it, as in contents."""
    if not node.get("linked"):
        return
    marked = " cds-synthetic" if _nobody_said_so(node) else ""
    title = "&#10;".join(map(escape, node["card"]))
    self.body.append(
        f'<span class="cds-number cds-{node["kind"]}{marked}" data-result="{node["result"]}" title="{title}">'
    )


def depart_html(self: Any, node: number) -> None:
    if node.get("linked"):
        self.body.append("</span>")


def visit_latex(self: Any, node: number) -> None:
    self.body.append("{")


def depart_latex(self: Any, node: number) -> None:
    letters = node["mark"] + ("s" if _nobody_said_so(node) else "")
    mark = "" if _in_heading(node) else f"\\cdsmark{{{letters}}}"
    self.body.append(f"}}{mark}")


def visit_text(self: Any, node: number) -> None:
    pass


def setup(app: Sphinx) -> None:
    """Register the roles, their node and the links."""
    app.add_node(
        number, html=(visit_html, depart_html), latex=(visit_latex, depart_latex), text=(visit_text, visit_text)
    )
    app.add_role("n", NumberRole())
    app.add_role("cap", CapitalisedNumberRole())
    app.add_role("edition", EditionRole())
    app.add_post_transform(LinkNumbers)
