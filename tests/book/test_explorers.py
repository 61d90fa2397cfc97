"""Explorers in a real browser: worked by keyboard, equal to Python, whole without script and from a file."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect
from support import browsing
from support.built import PAGES, soup

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
MOVED = """(figure) => window.shifts.flatMap((entry) => entry.sources)
    .filter(({ node }) => node && node !== figure && figure.contains(node)).length"""
FOLD = "(all, open) => all.forEach((details) => { details.open = open; })"
REDRAW = """(figure) => {
    const drawings = () => [...figure.querySelectorAll("svg")].map((svg) => svg.outerHTML);
    const before = drawings();
    figure.querySelector("form").dispatchEvent(new Event("input"));
    return [before, drawings()];
}"""
SET_AND_READ = """(figure, states) => states.map((state) => {
    for (const [name, value] of Object.entries(state)) figure.querySelector(`[name=${name}]`).value = value;
    figure.querySelector("form").dispatchEvent(new Event("input"));
    const drawn = [...figure.querySelectorAll("svg g")].map((g) => g.innerHTML);
    return [figure.querySelector("output").textContent, drawn];
})"""


@dataclass(frozen=True)
class Shown:
    """A case on its page, open in a desktop's window."""

    case: Case
    page: Page
    redrawn: tuple[list[str], list[str]] = ([], [])  # the drawings as they came and as script drew them the first time

    @property
    def figure(self) -> Locator:
        return self.page.locator(f"figure#{self.case.name}")

    @property
    def said(self) -> Locator:
        return self.figure.locator("output")

    def expect_answer(self, state: dict[str, Any]) -> None:
        expect(self.said).to_have_text(self.case.explorer.answer(state).sentence)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def opened(request: pytest.FixtureRequest, browser: Browser, site_address: str) -> Iterator[Shown]:
    """A case, its page opened once for all tests that set what they need; for `shown`."""
    with browsing.window(browser) as context:
        page = context.new_page()
        page.goto(f"{site_address}/{request.param.page}.html")
        yield Shown(request.param, page, tuple(Shown(request.param, page).figure.evaluate(REDRAW)))


@pytest.fixture
def shown(opened: Shown) -> Shown:
    """A case as its page shows it first, whatever another test has set."""
    browsing.resize(opened.page, 1280)
    browsing.turn(opened.page, "light")
    opened.figure.evaluate(SET_AND_READ, [opened.case.explorer.first])
    opened.figure.locator("details").evaluate_all(FOLD, False)
    opened.expect_answer(opened.case.explorer.first)
    return opened


@pytest.fixture
def fresh(open_page: Callable[..., Page]) -> Callable[..., Shown]:
    """Opens a case in a window of its own; options are those of a browser's context."""
    return lambda case, **options: Shown(case, open_page(case.page, **options))


def marks(svg: str) -> tuple[list[tuple], list[float]]:
    """The elements of a drawing with words and looks, and the places of all of them along the axis, in percent."""
    elements, places = [], []
    for element in BeautifulSoup(svg, "html.parser").find_all(True):
        places += [float(element.attrs.pop(name)[:-1]) for name in ("x1", "x2", "cx", "x") if name in element.attrs]
        elements.append((element.name, element.attrs, element.get_text()))
    return elements, places


def test_what_the_page_works_out_is_what_python_works_out(shown):
    assert_agreement(shown, shown.case.states[:: 7 if len(shown.case.states) > 300 else 1])


@pytest.mark.slow
def test_it_is_so_in_every_state(shown):
    assert_agreement(shown, shown.case.states)


def assert_agreement(shown: Shown, states: tuple[dict[str, Any], ...]) -> None:
    """The page's sentences and drawings are Python's, in states in which each control takes each of its values."""
    explorer = shown.case.explorer
    for name in explorer.first:
        assert {state[name] for state in states} == {state[name] for state in shown.case.states}
    for state, (sentence, drawn) in zip(states, shown.figure.evaluate(SET_AND_READ, list(states)), strict=True):
        expected = explorer.answer(state)
        assert sentence == expected.sentence, state
        for axis, rows, svg in zip(explorer.axes, expected.plots, drawn, strict=True):
            (elements, places), (looks, at) = marks(svg), marks(rows_svg(axis, rows))
            assert elements == looks, state
            assert places == pytest.approx(at, abs=0.011), state


@pytest.mark.parametrize("opened", WITH_A_NUMBER, indirect=True, ids=lambda case: case.name)
def test_a_number_that_cannot_be_is_refused_in_words_and_the_answer_comes_back(shown):
    explorer = shown.case.explorer
    for control in (control for control in explorer.controls if isinstance(control, Number)):
        field = shown.figure.locator(f"[name={control.name}]")
        for wrong in ("", "-1", f"{10 * control.high:g}", f"{control.first + control.step / 2}"):
            field.fill(wrong)
            expect(shown.said).to_have_text(control.refusal)
            expect(field).to_have_attribute("aria-invalid", "true")
        field.fill(f"{control.first:g}")
        shown.expect_answer(explorer.first)
        expect(field).to_have_attribute("aria-invalid", "false")


@pytest.fixture
def unfolded(shown: Shown) -> Shown:
    """A case in its last state, with its table open."""
    shown.figure.evaluate(SET_AND_READ, [shown.case.states[-1]])
    shown.figure.locator("details").evaluate_all(FOLD, True)
    return shown


@pytest.mark.parametrize(("width", "theme"), [pytest.param(1280, "light", marks=pytest.mark.slow), (360, "dark")])
def test_it_breaks_no_rule_of_accessibility_with_everything_open(unfolded, width, theme):
    browsing.resize(unfolded.page, width)
    browsing.turn(unfolded.page, theme)
    assert browsing.broken_rules(unfolded.page, within=f"#{unfolded.case.name}") == []
    assert unfolded.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_row_of_its_table_breaks_one_in_either_theme(unfolded, width, theme):
    browsing.resize(unfolded.page, width)
    browsing.turn(unfolded.page, theme)
    assert browsing.broken_rules(unfolded.page, within=f"#{unfolded.case.name}", without=()) == []


def test_the_drawing_takes_its_colours_from_the_theme(shown):
    mark = shown.figure.locator("svg line[class^=cds-m]").first
    light = mark.evaluate("line => getComputedStyle(line).stroke")
    browsing.turn(shown.page, "dark")
    expect(mark).not_to_have_css("stroke", light)


def test_words_stay_inside_the_drawing_on_a_phone(shown):
    browsing.resize(shown.page, 360)
    states = shown.case.states
    for state in states[:: max(1, len(states) // 12)]:
        shown.figure.evaluate(SET_AND_READ, [state])
        ends = shown.figure.locator("svg text").evaluate_all("all => all.map((t) => t.getBoundingClientRect().right)")
        assert max(ends) <= 360


def test_what_is_set_changes_without_motion_where_less_is_asked_for(shown):
    shown.figure.evaluate(SET_AND_READ, [shown.case.states[-1]])
    assert shown.figure.evaluate("figure => figure.getAnimations({ subtree: true }).length") == 0


def test_it_is_a_numbered_figure_with_its_kinds_in_its_caption_and_drawing(shown):
    figure = soup(shown.case.page).find("figure", id=shown.case.name)
    caption = figure.figcaption.get_text(" ", strip=True)
    assert caption.startswith("Figure ")
    assert "Base: " in caption
    assert figure.select_one(".cds-tag").contents


def test_before_anything_is_set_script_draws_what_stood_there(opened):
    before, after = opened.redrawn
    assert len(before) == len(opened.case.explorer.axes)
    assert after == before


def test_every_control_is_reached_and_changed_by_keyboard(shown):
    case, page, state = shown.case, shown.page, dict(shown.case.explorer.first)
    focused = page.locator(":focus")
    shown.figure.locator("select, input").first.focus()
    for control in case.explorer.controls:
        expect(focused).to_have_attribute("name", control.name)
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
            expect(focused).to_have_attribute("aria-valuetext", f"{control.stops[4]:g}")
        shown.expect_answer(state)
        page.keyboard.press("Tab")
    expect(shown.figure.locator("summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(shown.figure.locator("table")).to_be_visible()


@each_case
def test_without_script_the_answer_and_all_values_show_and_nothing_is_offered_that_does_not_work(fresh, case):
    shown = fresh(case, java_script_enabled=False)
    shown.expect_answer(case.explorer.first)
    expect(shown.figure.locator("svg")).to_have_count(len(case.explorer.axes))
    expect(shown.figure.locator("tbody tr:visible")).to_have_count(len(case.explorer.values.rows))
    assert shown.figure.locator("tbody td:visible").first.bounding_box()["height"] > 0
    expect(shown.figure.locator("select:visible, input:visible")).to_have_count(0)


@each_case
def test_it_works_from_a_file(browser, case):
    with browsing.window(browser) as context:
        page = context.new_page()
        page.goto(f"file://{paths.SITE}/{case.page}.html")
        shown = Shown(case, page)
        state = case.states[-1]
        ((sentence, _),) = shown.figure.evaluate(SET_AND_READ, [state])
        assert sentence == case.explorer.answer(state).sentence


@each_case
def test_nothing_in_it_jumps_when_its_script_starts(browser, site_address, case):
    """Its script is held back until the page stands there in its own faces, which may move a line when they come."""
    with browsing.window(browser) as context:
        context.add_init_script(browsing.WATCH_SHIFTS)
        page = context.new_page()
        shown, held = Shown(case, page), []
        page.route("**/explorer*.js*", lambda route: held.append(route))
        page.goto(f"{site_address}/{case.page}.html", wait_until="commit")
        shown.figure.scroll_into_view_if_needed()
        browsing.settle(page)
        page.evaluate("window.shifts.length = 0")
        assert held
        page.route("**/explorer*.js*", lambda route: route.continue_())
        for route in held:
            route.continue_()
        page.wait_for_load_state("load")
        browsing.settle(page)
        assert shown.figure.evaluate(MOVED) == 0


def test_scripts_and_styles_of_all_explorers_are_small_and_load_where_they_are_needed_alone():
    scripts = [*paths.ASSETS.glob("explorer*.js"), paths.ASSETS / "explorers.css"]
    assert sum(len(gzip.compress(file.read_bytes())) for file in scripts) <= MOST_BYTES_OF_SCRIPT
    for name in PAGES:
        html = soup(name)
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
    shown = {figure["id"] for name in PAGES for figure in soup(name).select("figure:has(.cds-panel)")}
    assert shown == {case.name for case in CASES}
