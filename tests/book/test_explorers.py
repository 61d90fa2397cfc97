"""Explorers in a real browser: worked by keyboard, equal to Python, whole without script and from a file."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page
from support.built import PAGES

from clinical_data_survey import paths
from clinical_data_survey.explorers import dial, order, others, ratio, response, together
from clinical_data_survey.explorers.controls import Choice, Number
from clinical_data_survey.explorers.drawing import rows_svg
from clinical_data_survey.explorers.explorer import Explorer

MOST_BYTES_OF_SCRIPT = 8_500


@dataclass(frozen=True)
class Case:
    """An explorer, the page that shows it, and states in which page and Python must agree."""

    page: str
    explorer: Explorer
    states: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        return self.explorer.chart.name


def states(**values: list[Any]) -> tuple[dict[str, Any], ...]:
    """Every combination of the controls' values."""
    return tuple(dict(zip(values, chosen, strict=True)) for chosen in itertools.product(*values.values()))


DIALS = states(
    share=[claim.id for claim in dial.shares()],
    n=[20, 30, 31, 47, 50, 100, 137, 300, 999, 1000, 2500, 4999, 5000],
    level=[str(level) for level in dial.LEVELS],
)
RATIOS = states(tertiary=[half / 2 for half in range(1, 61)], n=[10, 33, 100, 2000], m=[10, 50, 777, 2000])
STATEMENTS = [value for value, _ in together.together().controls[0].options]
TOGETHER = states(first=STATEMENTS, second=STATEMENTS, third=[together.NOTHING_MORE, *STATEMENTS], n=["", "100"])
RESPONSES = states(
    first=STATEMENTS, second=[together.NOTHING_MORE, *STATEMENTS], answered=[50, 63, 90, 100], rate=[1, 10, 37, 100]
)
ORDERS = states(
    design=list(order.DESIGNS),
    n=[30, 31, 200, 777, 5000],
    lead=[0.5, 1, 1.5, 2, 10, 33.5],
    first=[1, 2, 10, 33, 50, 51, 66, 99],
)
OTHERS = states(
    **{control.name: [value for value, _ in control.options] for control in others.others().controls},
)
CASES = [
    Case("chapters/expectations", dial.dial("C04"), DIALS),
    Case("chapters/barriers", dial.dial("C07"), DIALS[:20]),
    Case("chapters/care_levels", ratio.ratio(), RATIOS),
    Case("chapters/barriers", order.order("barriers"), ORDERS),
    Case("chapters/investment", order.order("investor"), ORDERS[::37]),
    Case("chapters/other_surveys", others.others(), OTHERS),
    Case("chapters/taken_together", together.together(), TOGETHER),
    Case("chapters/taken_together", response.response(), RESPONSES),
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
WITH_A_NUMBER = [case for case in CASES if any(isinstance(control, Number) for control in case.explorer.controls)]
SET_AND_READ = """(figure, states) => states.map((state) => {
    for (const [name, value] of Object.entries(state)) figure.querySelector(`[name=${name}]`).value = value;
    figure.querySelector("form").dispatchEvent(new Event("input"));
    const drawn = [...figure.querySelectorAll("svg g")].map((g) => g.innerHTML);
    return [figure.querySelector("output").textContent, drawn];
})"""


@pytest.fixture
def visit(browser: Browser, site_address: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(name: str, address: str = site_address, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{name}.html")
        return page

    yield open_page
    for context in contexts:
        context.close()


def figure_of(page: Page, case: Case) -> Locator:
    return page.locator(f"figure#{case.name}")


def said(figure: Locator) -> str:
    return figure.locator("output").inner_text()


def marks(svg: str) -> tuple[list[tuple], list[float]]:
    """The elements of a drawing with words and looks, and the places of all of them along the axis, in percent."""
    elements, places = [], []
    for element in BeautifulSoup(svg, "html.parser").find_all(True):
        places += [float(element.attrs.pop(name)[:-1]) for name in ("x1", "x2", "cx", "x") if name in element.attrs]
        elements.append((element.name, element.attrs, element.get_text()))
    return elements, places


@each_case
def test_what_the_page_works_out_is_what_python_works_out(visit, case):
    figure = figure_of(visit(case.page), case)
    answers = figure.evaluate(SET_AND_READ, list(case.states))
    for state, (sentence, drawn) in zip(case.states, answers, strict=True):
        expected = case.explorer.answer(state)
        assert sentence == expected.sentence, state
        for axis, rows, svg in zip(case.explorer.axes, expected.plots, drawn, strict=True):
            (elements, places), (looks, at) = marks(svg), marks(rows_svg(axis, rows))
            assert elements == looks, state
            assert places == pytest.approx(at, abs=0.011), state


@each_case
def test_before_anything_is_set_script_draws_what_stood_there(visit, case):
    figure = figure_of(visit(case.page), case)
    before = figure.locator("svg").evaluate_all("all => all.map((svg) => svg.outerHTML)")
    figure.locator("form").evaluate("form => form.dispatchEvent(new Event('input'))")
    assert figure.locator("svg").evaluate_all("all => all.map((svg) => svg.outerHTML)") == before
    assert said(figure) == case.explorer.answer(case.explorer.first).sentence


@each_case
def test_every_control_is_reached_and_changed_by_keyboard(visit, case):
    page = visit(case.page)
    figure = figure_of(page, case)
    state = dict(case.explorer.first)
    figure.locator("select, input").first.focus()
    for control in case.explorer.controls:
        assert page.evaluate("document.activeElement.name") == control.name
        if isinstance(control, Choice):
            values = [value for value, _ in control.options]
            at = values.index(control.first)
            forward = at + 1 < len(values)
            page.keyboard.press("ArrowDown" if forward else "ArrowUp")
            state[control.name] = values[at + 1 if forward else at - 1]
        else:
            page.keyboard.press("Control+A")
            page.keyboard.type(f"{control.stops[3]:g}")
            page.keyboard.press("Tab")
            page.keyboard.press("ArrowRight")
            state[control.name] = control.stops[4]
            assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')") == f"{control.stops[4]:g}"
        assert said(figure) == case.explorer.answer(state).sentence
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert figure.locator("table").is_visible()


@pytest.mark.parametrize("case", WITH_A_NUMBER, ids=lambda case: case.name)
def test_a_number_that_cannot_be_is_refused_in_words_and_the_answer_comes_back(visit, case):
    figure = figure_of(visit(case.page), case)
    control = next(control for control in case.explorer.controls if isinstance(control, Number))
    field = figure.locator(f"[name={control.name}]")
    for wrong in ("", "-1", f"{10 * control.high:g}", f"{control.first + control.step / 2}"):
        field.fill(wrong)
        assert said(figure) == control.refusal
        assert field.get_attribute("aria-invalid") == "true"
    field.fill(f"{control.first:g}")
    assert said(figure) == case.explorer.answer(case.explorer.first).sentence
    assert field.get_attribute("aria-invalid") == "false"


@each_case
def test_without_script_the_answer_and_all_values_show_and_nothing_is_offered_that_does_not_work(visit, case):
    figure = figure_of(visit(case.page, java_script_enabled=False), case)
    assert said(figure) == case.explorer.answer(case.explorer.first).sentence
    assert figure.locator("svg").count() == len(case.explorer.axes)
    assert figure.locator("tbody tr:visible").count() == len(case.explorer.values.rows)
    assert figure.locator("tbody td:visible").first.bounding_box()["height"] > 0
    assert figure.locator("select:visible, input:visible").count() == 0


@each_case
def test_it_works_from_a_file(visit, case):
    figure = figure_of(visit(case.page, address=f"file://{paths.SITE}"), case)
    state = case.states[-1]
    ((sentence, _),) = figure.evaluate(SET_AND_READ, [state])
    assert sentence == case.explorer.answer(state).sentence


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
@each_case
def test_it_breaks_no_rule_of_accessibility_with_everything_open(visit, case, theme, width):
    page = visit(case.page, color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    figure = figure_of(page, case)
    figure.evaluate(SET_AND_READ, [case.states[-1]])
    figure.locator("details").evaluate("details => { details.open = true; }")
    found = Axe().run(page, context=f"#{case.name}")
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@each_case
def test_the_drawing_takes_its_colours_from_the_theme(visit, case):
    def ink(theme: str) -> str:
        mark = figure_of(visit(case.page, color_scheme=theme), case).locator("svg line[class^=cds-m]").first
        return mark.evaluate("line => getComputedStyle(line).stroke")

    assert ink("light") != ink("dark")


@each_case
def test_words_stay_inside_the_drawing_on_a_phone(visit, case):
    page = visit(case.page)
    page.set_viewport_size({"width": 360, "height": 900})
    figure = figure_of(page, case)
    for state in case.states[:: max(1, len(case.states) // 12)]:
        figure.evaluate(SET_AND_READ, [state])
        ends = figure.locator("svg text").evaluate_all("all => all.map((t) => t.getBoundingClientRect().right)")
        assert max(ends) <= 360


@each_case
def test_nothing_moves_where_less_motion_is_asked_for_and_nothing_jumps_when_the_script_starts(visit, case):
    page = visit(case.page, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    figure = figure_of(page, case)
    figure.scroll_into_view_if_needed()
    shifts = page.evaluate(
        """(name) => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()
            .flatMap((entry) => entry.sources).filter((s) => s.node?.parentElement?.closest(`#${name}`)).length))
            .observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => done(0), 300))""",
        case.name,
    )
    assert shifts == 0
    figure.evaluate(SET_AND_READ, [case.states[-1]])
    assert figure.evaluate("figure => figure.getAnimations({ subtree: true }).length") == 0


@each_case
def test_it_is_a_numbered_figure_with_its_kinds_in_its_caption_and_drawing(visit, case):
    figure = figure_of(visit(case.page), case)
    caption = figure.locator("figcaption").inner_text()
    assert caption.startswith("Figure ")
    assert "Base: " in caption
    assert figure.locator(".cds-tag").first.inner_html()


def test_scripts_and_styles_of_all_explorers_are_small_and_load_where_they_are_needed_alone():
    scripts = [*paths.ASSETS.glob("explorer*.js"), paths.ASSETS / "explorers.css"]
    assert sum(len(gzip.compress(file.read_bytes())) for file in scripts) <= MOST_BYTES_OF_SCRIPT
    for name in PAGES:
        html = BeautifulSoup((paths.SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        needed = {f"explorer-{panel['data-explorer']}.js" for panel in html.select(".cds-panel")}
        needed |= {"explorers.js"} if needed else set()
        loaded = {script["src"].rpartition("/")[2].partition("?")[0] for script in html.find_all("script", src=True)}
        assert {file for file in loaded if file.startswith("explorer")} == needed


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_the_state_of_a_widget(name):
    page = (paths.SITE / f"{name}.html").read_text(encoding="utf-8")
    assert "vnd.jupyter.widget" not in page
    assert "html-manager" not in page


def test_every_explorer_of_the_book_is_tested():
    shown = {
        figure["id"]
        for name in PAGES
        for figure in BeautifulSoup((paths.SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser").select(
            "figure:has(.cds-panel)"
        )
    }
    assert shown == {case.name for case in CASES}
