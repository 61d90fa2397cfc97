"""The live face of an explorer: widgets in a running kernel, made only where a front end can show them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any

from IPython.core.getipython import get_ipython

from clinical_data_survey import palette
from clinical_data_survey.explorers.controls import Choice, Control, Number
from clinical_data_survey.paths import ASSETS

# Set while the book is built. A widget that is merely made there would put its state, and scripts of other hosts
# that show it, on the page.
BUILDING_THE_BOOK = "CDS_BUILDING_THE_BOOK"


def can_be() -> bool:
    """Whether cells run in a kernel that a reader works in."""
    return getattr(get_ipython(), "kernel", None) is not None and BUILDING_THE_BOOK not in os.environ


def style() -> str:
    """The look of an explorer outside the site: light paper, whatever the theme of the notebook."""
    tokens = "".join(f"--cds-{colour.name}:{colour.light};" for colour in palette.COLOURS)
    look = (ASSETS / "explorers.css").read_text(encoding="utf-8")
    return f"<style>{look}.cds-live{{{tokens}padding:1rem;background:var(--cds-paper)}}</style>"


def widget(controls: Iterable[Control], answer_html: Callable[[dict[str, Any]], str], caption: str) -> Any:
    """Controls and the answer that follows them, as an ipywidgets box; the answer to a state and `caption` are HTML."""
    import ipywidgets

    inputs = {control.name: _input(control) for control in controls}
    shown = ipywidgets.HTML()

    def answer(_: object = None) -> None:
        state = {name: control.value for name, control in inputs.items()}
        shown.value = f'{style()}<div class="cds-panel cds-live">{answer_html(state)}</div>'

    for control in inputs.values():
        control.observe(answer, "value")
    answer()
    return ipywidgets.VBox([ipywidgets.HTML(caption), *inputs.values(), shown])


@singledispatch
def _input(control: Any) -> Any:
    raise TypeError(f"there is no widget for {control!r}")


@_input.register
def _(control: Choice) -> Any:
    import ipywidgets

    listed = [(words, value) for value, words in control.options]
    return ipywidgets.Dropdown(description=control.label, options=listed, value=control.first, **_WIDE)


@_input.register
def _(control: Number) -> Any:
    import ipywidgets

    slider = ipywidgets.IntSlider if control.step == 1 else ipywidgets.FloatSlider
    return slider(
        description=control.label, min=control.low, max=control.high, step=control.step, value=control.first, **_WIDE
    )


_WIDE: dict[str, Any] = {"style": {"description_width": "14em"}, "layout": {"width": "auto", "max_width": "46em"}}
