"""Rows of panels on the page: a list of cards on the site, two side by side in print."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from clinical_data_survey.paths import DRAWN_FIGURES

Fill = Callable[[str, nodes.Element], nodes.Element]
IN_PRINT = {
    "figure": r"\bfseries\fontsize{28}{31}\selectfont\color{cds-published}",
    "figure-in-words": r"\bfseries\fontsize{19}{31}\selectfont\color{cds-published}",
    "title": r"\bfseries\large",
    "kind": r"\sffamily\footnotesize\color{cds-published}",
    "peers": r"\sffamily\footnotesize\color{cds-muted}",
}


class panels(nodes.General, nodes.Element):
    """Panels side by side; `look` is the name that their styles go by."""


class panel(nodes.General, nodes.Element):
    """One panel; `column` is 0 at the left in print and 1 at the right."""


class panel_line(nodes.General, nodes.TextElement):
    """One line of a panel; `role` says what it is."""


def from_content(content: dict[str, Any], fill: Fill) -> panels:
    """The panels of an output; `fill` puts a template's text into a node."""
    row = panels(look=content["name"])
    for position, one in enumerate(content["panels"]):
        card = panel(column=position % 2)
        card += [fill(template, panel_line(role=role)) for role, template in one["above"]]
        card += _drawing(one)
        card += [fill(template, panel_line(role=role)) for role, template in one["below"]]
        row += card
    return row


def _drawing(content: dict[str, Any]) -> list[nodes.Node]:
    DRAWN_FIGURES.mkdir(parents=True, exist_ok=True)
    file = DRAWN_FIGURES / f"{content['name']}.pdf"
    file.write_bytes(base64.b64decode(content["pdf"]))
    return [
        nodes.raw("", f'<div class="cds-small-drawing">{content["svg"]}</div>', format="html"),
        nodes.raw(
            "", f"\\par\\smallskip\\includegraphics[width=\\linewidth]{{{file.as_posix()}}}\\par", format="latex"
        ),
    ]


def _open_row(self: Any, node: panels) -> None:
    self.body.append(self.starttag(node, "ul", "", CLASS=f"cds-panels cds-{node['look']}"))


def _close_row(self: Any, node: panels) -> None:
    self.body.append("</ul>\n")


def _open_panel(self: Any, node: panel) -> None:
    self.body.append(self.starttag(node, "li", ""))


def _close_panel(self: Any, node: panel) -> None:
    self.body.append("</li>\n")


def _open_line(self: Any, node: panel_line) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS=f"cds-panel-{node['role']}"))


def _close_line(self: Any, node: panel_line) -> None:
    self.body.append("</p>\n")


def _print_row(self: Any, node: panels) -> None:
    self.body.append("\n\\par\\bigskip\n")


def _print_row_end(self: Any, node: panels) -> None:
    self.body.append("\n\\clearpage\n")  # else the picture that follows waits, and the page after it runs over


def _print_panel(self: Any, node: panel) -> None:
    self.body.append("\\noindent" if node["column"] == 0 else "\\hfill")
    self.body.append("\\begin{minipage}[t]{0.46\\linewidth}\\raggedright\\setlength{\\parskip}{3pt}\n")


def _print_panel_end(self: Any, node: panel) -> None:
    self.body.append("\\end{minipage}%\n" if node["column"] == 0 else "\\end{minipage}\\par\\bigskip\n")


def _print_line(self: Any, node: panel_line) -> None:
    self.body.append(f"{{{IN_PRINT.get(node['role'], '')} ")


def _print_line_end(self: Any, node: panel_line) -> None:
    self.body.append("\\par}\n")


def _plain(self: Any, node: nodes.Element) -> None:
    pass


def setup(app: Sphinx) -> None:
    """Register the panels for the site and for print."""
    for kind, html, latex in (
        (panels, (_open_row, _close_row), (_print_row, _print_row_end)),
        (panel, (_open_panel, _close_panel), (_print_panel, _print_panel_end)),
        (panel_line, (_open_line, _close_line), (_print_line, _print_line_end)),
    ):
        app.add_node(kind, html=html, latex=latex, text=(_plain, _plain))
