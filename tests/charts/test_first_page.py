"""The first page's cards, picture and doors: what they print, draw and say to those who cannot see them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from clinical_data_survey import results
from clinical_data_survey.charts import first_page, path
from clinical_data_survey.charts.panels import PANELS_MIME
from clinical_data_survey.charts.style import BROAD, NARROW, SMALL_PICTURE, WIDE
from clinical_data_survey.charts.tidy import ends_of
from clinical_data_survey.others import surveys
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.wording import capitalised

CARDS = dict(zip((claim for claim, *_ in first_page.CARDS), first_page.cards().panels, strict=True))
DOORS = first_page.doors_to_chapters().panels
PANELS = [*CARDS.values(), *DOORS]
NUMBER_WORDS = re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|half|third|quarter)\b", re.I)
each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.drawing.name)


@pytest.mark.parametrize("claim", CARDS)
def test_a_card_leads_with_the_figure_as_it_was_published(claim):
    assert CARDS[claim].above[0].plain == capitalised(results.find(claim).text)
    assert results.find(f"{claim}.reading").text in CARDS[claim].below[0].plain
    assert CARDS[claim].below[0].plain.startswith("published")


@pytest.mark.parametrize(("claim", "construct"), [(claim, construct) for claim, construct, _ in first_page.CARDS])
def test_a_card_says_how_peers_answered_or_that_none_asked(claim, construct):
    found = surveys.comparable(surveys.load(), construct)
    said = CARDS[claim].below[-1].plain
    if found.empty:
        assert said == "No comparable survey that was found asked this."
        return
    for end in ("count", "low", "high"):
        assert results.find(f"others.{construct}.{end}").text in said.lower()
    assert results.find(f"others.{claim}.rank").text in said


@each_panel
def test_no_statistic_is_typed_into_the_lines_of_a_panel(panel):
    for template in (panel.drawing.alt, *(line.template for line in panel.lines)):
        assert not NUMBER_WORDS.findall(re.sub(r"\{[^}]*\}", "", template)), template


@each_panel
def test_a_small_drawing_is_sound_and_described(panel):
    svg = panel.drawing.svg(SMALL_PICTURE)
    assert ElementTree.fromstring(svg).get("aria-label") == panel.drawing.alt_text
    assert len(panel.drawing.alt_text) > 60
    assert not set(re.findall(r"#[0-9a-f]{6}", re.sub(r"var\(--cds-\w+, #[0-9a-f]{6}\)", "", svg))) - {"#000000"}


@each_panel
def test_text_stays_inside_a_small_drawing(panel):
    figure = panel.drawing.drawn(SMALL_PICTURE)
    figure.draw_without_rendering()
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert box.x0 >= -2, text.get_text()
        assert box.x1 <= figure.bbox.width + 2, text.get_text()


def test_a_bundle_holds_each_panel_with_its_lines_and_a_vector_pdf():
    bundle = first_page.cards()._repr_mimebundle_()
    panels = bundle[PANELS_MIME]["panels"]
    assert [panel["name"] for panel in panels] == [f"card-{claim.lower()}" for claim in CARDS]
    assert all(panel["pdf"].startswith("JVBERi") for panel in panels)
    assert results.find("C02").text in bundle["text/plain"]


@pytest.mark.parametrize("layout", [BROAD, WIDE, NARROW], ids=lambda layout: layout.name)
def test_the_path_prints_the_least_who_must_have_taken_each_step(layout):
    texts = {text.get_text() for text in path.path().drawn(layout).axes[0].texts}
    for step in path.STEPS[1:]:
        for name in (step.late, step.soon):
            low, _ = ends_of(name)
            assert (f"at least {results.find(f'{name}.low').text}" if low else "possibly nobody") in texts
    assert {claims.by_id()[claim].as_printed for step in path.STEPS for claim in step.claims} <= texts


@pytest.mark.parametrize("layout", [BROAD, WIDE, NARROW], ids=lambda layout: layout.name)
def test_no_text_of_the_path_lies_on_another(layout):
    figure = path.path().drawn(layout)
    figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in figure.axes[0].texts]
    for position, (one, box) in enumerate(boxes):
        for other, second in boxes[position + 1 :]:
            assert not box.overlaps(second), (one, other)


def test_the_path_narrows_from_step_to_step():
    for way in ([step.late for step in path.STEPS], [step.soon for step in path.STEPS]):
        lows = [ends_of(name)[0] for name in way]
        assert lows == sorted(lows, reverse=True)
    assert templates.used(path.path().title)
