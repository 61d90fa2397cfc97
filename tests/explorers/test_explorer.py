"""Explorers: one object whose faces agree; the site's is whole without script, the live one follows its controls."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

from clinical_data_survey import paths
from clinical_data_survey.explorers import dial, drawing, live, order, others, ratio, response, together
from clinical_data_survey.explorers.controls import Choice, Number
from clinical_data_survey.explorers.drawing import Axis, Mark, Row
from clinical_data_survey.explorers.explorer import EXPLORER_MIME
from clinical_data_survey.kinds import KINDS

EXPLORERS = [
    dial.dial("C04"),
    dial.dial("C07"),
    ratio.ratio(),
    together.together(),
    response.response(),
    order.order("barriers"),
    others.others(),
]
CELLS = [
    "from clinical_data_survey.explorers import dial\ndial.dial('C04')",
    "from clinical_data_survey.explorers import ratio\nratio.ratio()",
    "from clinical_data_survey.explorers import together\ntogether.together()",
    "from clinical_data_survey.explorers import response\nresponse.response()",
    "from clinical_data_survey.explorers import order\norder.order('investor')",
    "from clinical_data_survey.explorers import others\nothers.others()",
]
WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
each_explorer = pytest.mark.parametrize("explorer", EXPLORERS, ids=lambda e: e.chart.name)


def panel(explorer) -> BeautifulSoup:
    return BeautifulSoup(explorer.panel(), "html.parser")


@each_explorer
def test_every_control_has_a_label_and_a_name_of_its_own(explorer):
    html = panel(explorer)
    for field in html.select("select, input[type=number]"):
        assert html.find("label", attrs={"for": field["id"]}).get_text()
    assert all(slider["aria-label"] for slider in html.select("input[type=range]"))
    assert [c.name for c in explorer.controls] == [f["name"] for f in html.select("[name]")]


@each_explorer
def test_the_panel_shows_the_answer_to_the_first_state_and_a_real_table_before_any_script_ran(explorer):
    html = panel(explorer)
    assert html.output.get_text() == explorer.answer(explorer.first).sentence
    assert html.output["aria-live"] == "polite"
    assert html.fieldset.has_attr("disabled")
    assert len(html.select("tbody tr")) == len(explorer.values.rows)
    assert html.select_one("details table caption").get_text()
    assert all(cell["scope"] for cell in html.find_all("th"))


@each_explorer
def test_every_drawing_is_described_by_the_sentence_and_names_its_kinds(explorer):
    html = panel(explorer)
    assert len(html.find_all("svg")) == len(explorer.axes)
    for drawn in html.find_all("svg"):
        assert drawn.select_one(".cds-tag").get_text()
        assert html.find(id=drawn["aria-labelledby"]) == html.output
        assert all(KINDS[kind].label in html.get_text() for kind in explorer.chart.kinds)


@each_explorer
def test_what_the_script_reads_is_data_and_cannot_end_its_block(explorer):
    block = panel(explorer).find("script")
    assert block["type"] == "application/json"
    assert "<" not in block.string
    assert json.loads(block.string)["axes"]
    assert (paths.ASSETS / f"explorer-{explorer.script}.js").is_file()


@each_explorer
def test_a_panel_holds_no_script_that_runs_and_no_style(explorer):
    html = panel(explorer)
    assert [block["type"] for block in html.find_all("script")] == ["application/json"]
    assert not html.select("style, [style], [onclick], [oninput]")


@each_explorer
def test_the_bundle_holds_the_panel_the_chart_for_print_and_words_but_no_widget_outside_a_kernel(explorer):
    bundle = explorer._repr_mimebundle_()
    assert set(bundle) == {EXPLORER_MIME, "text/html", "text/plain"}
    assert bundle[EXPLORER_MIME]["chart"]["pdf"].startswith("JVBERi")
    assert bundle["text/plain"] in bundle["text/html"]


@each_explorer
def test_the_live_face_answers_again_when_a_control_changes(explorer):
    box = live.widget(explorer.controls, explorer.answer_html, "")
    _, *controls, shown = box.children
    assert explorer.answer(explorer.first).sentence in shown.value
    control, value = explorer.controls[-1], another(explorer.controls[-1])
    controls[-1].value = value
    assert explorer.answer({**explorer.first, control.name: value}).sentence in shown.value


def another(control: Choice | Number):
    """A value of a control that is not its first."""
    offered = [value for value, _ in control.options] if isinstance(control, Choice) else control.stops
    return next(value for value in offered if value != control.first)


def run_in_a_kernel() -> nbformat.NotebookNode:
    """A notebook with every explorer, run as JupyterLab and the build run it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute()
    return notebook


def test_a_running_kernel_shows_widgets(monkeypatch):
    monkeypatch.delenv(live.BUILDING_THE_BOOK, raising=False)
    notebook = run_in_a_kernel()
    assert all(WIDGET_MIME in cell.outputs[-1].data for cell in notebook.cells)
    assert notebook.metadata.widgets


def test_the_build_never_makes_a_widget(monkeypatch):
    monkeypatch.setenv(live.BUILDING_THE_BOOK, "1")
    notebook = run_in_a_kernel()
    assert all(EXPLORER_MIME in cell.outputs[-1].data for cell in notebook.cells)
    assert not any(WIDGET_MIME in cell.outputs[-1].data for cell in notebook.cells)
    assert "widgets" not in notebook.metadata


def test_every_kind_of_number_has_its_mark():
    axis = Axis(0, 1, ((0, "0%"), (1, "100%")))
    kinds = [*KINDS, "context"]
    drawn = {kind: drawing.rows_svg(axis, [Row("", (Mark(kind, 0.2, 0.4),))]) for kind in kinds}
    assert len(set(drawn.values())) == len(kinds)
    assert all(f"cds-m-{kind}" in svg for kind, svg in drawn.items())
    styled = (paths.ASSETS / "explorers.css").read_text(encoding="utf-8")
    for look in set(re.findall(r"cds-m-[a-z]+", "".join(drawn.values()))):
        assert f".{look} " in styled


def test_values_are_placed_along_the_axis_and_kept_within_it():
    linear = Axis(0, 1, ((0, "0"), (1, "1")))
    assert [linear.place(value) for value in (-1, 0, 0.5, 1, 7)] == [2, 2, 50, 98, 98]
    logarithmic = Axis(0.1, 10, ((0.1, "0.1"), (10, "10")), "log")
    assert [round(logarithmic.place(value), 9) for value in (0, 0.1, 1, 10)] == [2, 2, 50, 98]


def test_words_of_controls_and_rows_are_escaped():
    choice = Choice("a", "A < B", (("x&y", "<b>"),), "x&y")
    assert "<b>" not in choice.html("p")
    assert "A &lt; B" in choice.html("p")
    assert "&lt;i&gt;" in drawing.rows_svg(drawing.SHARES, [Row("<i>", ())])


def test_a_number_says_what_it_accepts():
    assert Number("n", "People", 30, 5000, 1, 200, (30, 5000)).refusal == (
        "People: please type a whole number from 30 to 5,000."
    )
    assert "in steps of 0.5" in Number("p", "Share", 1, 50, 0.5, 10, (1, 50)).refusal
