"""One object with three faces, through one mime bundle.

- In a running kernel (JupyterLab, Binder) a widget: `live`.
- On the site a panel that needs no kernel: controls, the sentence that answers, a drawing, all values as a table.
  The answer to what a reader sets is worked out in the page, by `assets/explorers.js` and the explorer's own script.
- In print the explorer's chart: a vector figure of a few telling states.

A new explorer is one module here with a function that returns an `Explorer`, and one script
`assets/explorer-<script>.js` that adds `cdsExplorers.<script>`, the twin of `answer`. Tests hold the two together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from clinical_data_survey.charts.chart import CHART_MIME, Chart
from clinical_data_survey.explorers import live
from clinical_data_survey.explorers.controls import Control
from clinical_data_survey.explorers.drawing import Axis, Row, svg
from clinical_data_survey.results import templates
from clinical_data_survey.tables.table import Table

EXPLORER_MIME = "application/vnd.clinical-data-survey.explorer+json"

State = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What one state gives: the sentence, and for each axis of the explorer the rows of its drawing."""

    sentence: str
    plots: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True)
class Explorer:
    """One explorer.

    `chart` is its face in print and gives its name, its title (the sentence that it answers), its caption (base, kind)
    and its kinds of number; the drawing itself says which states it shows. `script` names the function of the site's
    script. `answer` gives the answer to a state: a value a control, by name; strings for choices. `values` is the
    table of values that stands in for all states where there is no script or no screen. `data` is what the script
    computes with: numbers and templates of sentences, so that words and constants stand in Python alone.
    """

    chart: Chart
    script: str
    controls: tuple[Control, ...]
    axes: tuple[Axis, ...]
    answer: Callable[[State], Answer]
    values: Table
    data: Mapping[str, Any]

    @property
    def first(self) -> dict[str, Any]:
        """The state that a reader finds."""
        return {control.name: control.first for control in self.controls}

    def answer_html(self, state: State) -> str:
        """The sentence and the drawings of one state."""
        answer = self.answer(state)
        at = f"{self.chart.name}-answer"
        drawn = "".join(
            svg(axis, rows, self._kinds(position), at)
            for position, (axis, rows) in enumerate(zip(self.axes, answer.plots, strict=True))
        )
        names = " ".join(f"{self.chart.name}-{control.name}" for control in self.controls)
        said = escape(answer.sentence, quote=False)
        return f'<output id="{at}" for="{names}" aria-live="polite">{said}</output>{drawn}'

    def _kinds(self, position: int) -> list[str]:
        """The kinds of number in one of the drawings, as the first state shows them."""
        shown = {mark.kind for row in self.answer(self.first).plots[position] for mark in row.marks}
        return [kind for kind in self.chart.kinds if kind in shown]

    def panel(self) -> str:
        """The site's face: complete without script, in its first state; its controls work once a script is there."""
        name = self.chart.name
        controls = "".join(control.html(name) for control in self.controls)
        return (
            f'<div class="cds-panel" data-explorer="{self.script}" id="{name}-panel">'
            '<form><fieldset disabled aria-label="What if"><div class="cds-controls">'
            f"{controls}</div></fieldset></form>"
            f"{self.answer_html(self.first)}{self._values_html()}"
            f'<script type="application/json">{self._json()}</script></div>'
        )

    def _values_html(self) -> str:
        return (
            "<details><summary>Values as a table</summary>"
            '<div class="cds-scroll" tabindex="0" role="region" aria-label="Values as a table">'
            f"{self.values.html()}</div></details>"
        )

    def _json(self) -> str:
        """What the script reads; a data block ends at the first closing tag, so there may be none inside."""
        content = {"axes": [asdict(axis) for axis in self.axes], **self.data}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        chart = self.chart._repr_mimebundle_()
        title = f"<strong>{escape(templates.fill(self.chart.title))}</strong>"
        caption = f"<p>{title} {escape(templates.fill(self.chart.caption))}</p>"
        shown = f"{self.answer_html(self.first)}{self._values_html()}"
        bundle = {
            EXPLORER_MIME: {"chart": chart[CHART_MIME], "panel": self.panel(), "script": self.script},
            "text/html": f'{live.style()}{caption}<div class="cds-panel cds-live">{shown}</div>',
            "text/plain": self.answer(self.first).sentence,
        }
        if live.can_be():
            bundle |= live.widget(self.controls, self.answer_html, caption)._repr_mimebundle_()
        return bundle
