"""Charts: drawn for two widths, in the page's colours, with alt text computed from the same results as the prose."""

from __future__ import annotations

import dataclasses
import io
import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from clinical_data_survey import palette, paths, results
from clinical_data_survey.book.sphinx_ext import behind_figures
from clinical_data_survey.charts import (
    ambiguities,
    implied,
    legend,
    measured,
    others,
    path,
    plausible,
    power,
    published,
    response,
    sampling,
    synthetic,
)
from clinical_data_survey.charts.chart import CHART_MIME, Chart
from clinical_data_survey.charts.style import LAYOUTS, NARROW, WIDE, Layout
from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.results import templates

CHARTS = [
    path.path(), published.horizons(), published.vision_and_willingness(), published.any_barrier(),
    published.opportunities(), published.barrier_order(), published.investor_order(), published.ratio_pairs(),
    sampling.interval_dial("C04"), sampling.interval_width(), sampling.possible_sizes(), sampling.ratio_noise(),
    sampling.ratio_intervals(), sampling.order_certainty("barriers"), sampling.order_certainty("investor"),
    implied.expectations(), implied.barriers(), implied.shares_from_order("investor"), implied.willingness_gap(),
    implied.bound_dial("within_5_years_and_willing"), implied.bound_dial("willing_and_barrier"), implied.pairs(),
    implied.bound_dial("tertiary_lack_of_support"), power.ratio_power(),
    response.response(), implied.together(), ambiguities.swings(), ambiguities.missing_figures(),
    plausible.inside_the_bounds(),
    plausible.priors_and_sizes("no_vision_and_willing"), synthetic.shares(), legend.legend(),
    others.evidence_map(), others.horizons(), others.by_year(), others.asked_again(), others.explored(),
    others.expectations(), others.barriers(), others.care_levels(), others.investment(),
    *(others.forest(construct) for construct in (
        "expect_change_5y", "expect_change_10y", "willing_to_use", "opportunity_diagnostics", "barrier_expertise",
        "org_lacks_vision_or_strategy", "fear_job_loss",
    )),
    *(measured.of_chapter(chapter) for chapter in ("expectations", "barriers", "care_levels", "investment")),
]  # fmt: skip
NUMBER_WORDS = re.compile(
    r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|twice|double|dozen|hundred)\b", re.I
)


@cache
def svg_of(chart: Chart, layout: Layout) -> str:
    """A chart for one width: drawn once for all tests that only look."""
    return chart.svg(layout)


each_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)


@each_chart
def test_no_statistic_is_typed_into_the_words_of_a_chart(chart):
    for template in (chart.title, chart.caption, chart.alt):
        assert not NUMBER_WORDS.findall(re.sub(r"\{[^}]*\}", "", template)), template


@each_chart
def test_the_alt_text_says_more_than_the_title_and_holds_no_placeholder(chart):
    assert len(chart.alt_text) > 60
    assert "{" not in chart.alt_text
    assert chart.alt_text != templates.fill(chart.caption)


@each_chart
def test_every_figure_that_the_title_gives_is_in_the_alt_text_too(chart):
    for name in templates.used(chart.title):
        assert results.find(name).text.lower() in chart.alt_text.lower()


@each_chart
def test_the_kinds_of_number_stand_inside_the_drawing(chart):
    for kind in chart.kinds:
        assert KINDS[kind].label in svg_of(chart, WIDE)


@each_chart
def test_the_svg_is_sound_described_and_takes_its_colours_from_the_page(chart):
    for layout in LAYOUTS:
        svg = svg_of(chart, layout)
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == chart.alt_text
        outside = re.sub(r"var\(--cds-\w+, #[0-9a-f]{6}\)", "", svg)
        assert not set(re.findall(r"#[0-9a-f]{6}", outside)) - {"#000000", "#ffffff"}
        assert "Source Sans Pro" in svg


@each_chart
def test_drawing_twice_gives_the_same_bytes(chart):
    assert chart.svg(WIDE) == svg_of(chart, WIDE)


# A PDF takes longest, mostly for its faces: of charts drawn alike a few in the quick run.
@pytest.mark.parametrize(
    "chart",
    [pytest.param(chart, marks=[pytest.mark.slow] * bool(at % 8), id=chart.name) for at, chart in enumerate(CHARTS)],
)
def test_drawing_twice_for_print_gives_the_same_bytes(chart):
    assert chart.pdf() == chart.pdf()


@each_chart
def test_text_stays_inside_the_drawing_at_phone_width(chart):
    figure = chart.drawn(NARROW)
    figure.draw_without_rendering()
    width = figure.bbox.width
    for axes in figure.axes:
        for text in axes.texts:
            box = text.get_window_extent()
            assert box.x0 >= -2, text.get_text()
            assert box.x1 <= width + 2, text.get_text()


@each_chart
def test_what_is_drawn_from_made_up_answers_says_so_everywhere(chart):
    named = {name for words in (chart.title, chart.caption, chart.alt) for name in templates.used(words)}
    draws_on_the_wave = "measured" in chart.kinds or any(name.startswith("synthetic.") for name in named)
    if not draws_on_the_wave:
        return
    assert "synthetic" in chart.name
    for layout in LAYOUTS:
        assert "synthetic" in svg_of(chart, layout).partition(">")[2]
    assert "Synthetic" in chart.caption
    assert "finding" in chart.caption
    assert "synthetic" in chart.alt_text


def parsed(chart) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(chart.csv), keep_default_na=False, na_values=[""])


WITH_DATA = [chart for chart in CHARTS if chart.name != "legend"]
each_chart_with_numbers = pytest.mark.parametrize("chart", WITH_DATA, ids=lambda chart: chart.name)


@each_chart_with_numbers
def test_the_data_of_a_chart_are_a_table_that_parses_with_a_kind_in_every_row(chart):
    data = parsed(chart)
    assert len(data) == len(chart.frame)
    assert data["kind"].isin([kind.label for kind in KINDS.values()]).all()
    assert set(data["kind"]) == {KINDS[kind].label for kind in chart.kinds}
    assert data["label"].notna().all()
    assert data.columns.is_unique
    assert not data.columns.str.contains(r"[^a-z_]").any()


@each_chart_with_numbers
def test_a_number_changed_in_the_frame_changes_in_the_csv_and_in_the_drawing(chart):
    frame = chart.frame.astype({"value": float, "high": float})
    known = [name for name in ("value", "high", "n") if frame[name].notna().any()]
    column = "n" if chart.name == "evidence-map" else known[0]  # the map shows who was asked, not what they said
    row = frame[column].last_valid_index()
    frame.loc[row, column] = frame.loc[row, column] // 2 if column == "n" else frame.loc[row, column] + 0.1
    changed = dataclasses.replace(chart, frame=frame)
    assert changed.csv != chart.csv
    layout = chart.layouts[0]
    assert changed.svg(layout) != svg_of(chart, layout)


@each_chart_with_numbers
def test_every_row_has_a_number_a_word_or_the_reason_why_it_has_none(chart):
    data = parsed(chart).reindex(columns=["value", "low", "high", "printed", "note"])
    assert data.notna().any(axis="columns").all()


@each_chart_with_numbers
def test_the_data_hold_the_numbers_that_the_alt_text_names(chart):
    named = set(templates.used(chart.alt))
    data = parsed(chart)
    if "result" not in data:
        return
    for row in data.dropna(subset="result").itertuples():
        result = results.find(row.result)
        if row.kind != "measured":
            assert str(row.printed) == result.text
        if row.result in named:
            assert str(row.printed).lower() in chart.alt_text.lower()
        ends = [getattr(row, name) for name in ("low", "high") if name in data and pd.notna(getattr(row, name))]
        known = [end for end in (result.low, result.high) if end is not None]
        if len(ends) == 2 and known:
            assert ends == pytest.approx(known, abs=6e-4)


@each_chart_with_numbers
def test_data_of_made_up_answers_say_so_in_the_files_name_and_in_a_column(chart):
    data = parsed(chart)
    if "measured" in data["kind"].to_numpy():
        assert "synthetic" in chart.name
        assert (data.loc[data["kind"] == "measured", "synthetic"] == "yes").all()


def test_a_hidden_share_leaves_its_cells_empty_with_the_reason():
    row = measured._measured(measured.ShareRow("government", "measured.investor.government", Hidden()), "no")
    assert row["note"] == "not shown"
    assert not {"value", "low", "high", "printed", "n"} & row.keys()


def test_data_of_a_wave_hold_no_more_digits_than_the_book_prints():
    for chart in WITH_DATA:
        if chart.name.startswith("measured-"):
            numbers = parsed(chart)[["value", "low", "high"]]
            assert (numbers == numbers.round(3)).all(axis=None)


@each_chart
def test_the_function_that_drew_a_chart_is_found_at_its_line(chart):
    page, _, place = behind_figures.page_of(chart.source).partition("#line-")
    file = paths.SOURCE_CODE / "clinical_data_survey/charts" / Path(page).with_suffix(".py").name
    name = chart.source.rpartition(".")[2]
    assert file.read_text(encoding="utf-8").splitlines()[int(place) - 1].startswith(f"def {name}(")


def test_every_chart_of_a_module_that_knows_the_wave_is_tested():
    tested = {chart.source.rpartition(".")[0] for chart in CHARTS}
    knowing = {
        f"clinical_data_survey.charts.{file.stem}"
        for file in (paths.SOURCE_CODE / "clinical_data_survey/charts").glob("*.py")
        if '"measured"' in file.read_text(encoding="utf-8")
    } - {f"clinical_data_survey.charts.{name}" for name in ("style", "legend", "tidy")}
    assert knowing
    assert knowing <= tested


def test_ids_of_charts_on_one_page_never_clash():
    ids = [i for chart in CHARTS for layout in LAYOUTS for i in re.findall(r' id="([^"]+)"', svg_of(chart, layout))]
    assert len(ids) == len(set(ids))


def test_a_bundle_holds_both_widths_a_vector_pdf_and_the_function_that_drew_it():
    bundle = published.horizons()._repr_mimebundle_()[CHART_MIME]
    assert set(bundle["svg"]) == {"wide", "narrow"}
    assert bundle["pdf"].startswith("JVBERi")
    assert bundle["source"] == "clinical_data_survey.charts.published.horizons"


def contrast(first: str, second: str) -> float:
    """Contrast of two colours after WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_text_stand_out_from_the_paper(theme):
    colours = {colour.name: getattr(colour, theme) for colour in palette.COLOURS}
    for name in ("ink", "muted", "published", "link"):
        assert contrast(colours[name], colours["paper"]) >= 4.5
        assert contrast(colours[name], colours["raised"]) >= 4.5
    for kind in KINDS.values():
        assert contrast(colours[kind.colour], colours["paper"]) >= 3


def test_kinds_differ_in_their_mark_and_letter_and_not_in_colour_alone():
    kinds = KINDS.values()
    assert len({kind.mark for kind in kinds}) == len(kinds)
    assert len({kind.letter for kind in kinds}) == len(kinds)


def test_a_forest_has_a_band_only_where_the_survey_published_a_share():
    assert "published" in others.forest("willing_to_use").kinds
    assert "published" not in others.forest("fear_job_loss").kinds
    assert "is the Dutch reading" in others.forest("expect_change_10y").caption


def test_a_pooled_share_is_never_shown_without_its_prediction_interval_and_i2():
    for construct in ("willing_to_use", "opportunity_diagnostics"):
        chart = others.forest(construct)
        for text in (chart.caption, chart.alt):
            order = [f"others.{construct}.{name}" for name in ("prediction", "leave_one_out", "pooled", "i2")]
            assert [name for name in templates.used(text) if name in order] == order
    assert "Not pooled" in others.forest("expect_change_10y").caption


def test_no_mean_is_drawn_of_surveys_that_differ():
    drawn = others.forest("willing_to_use").frame
    assert drawn.loc[drawn["result"].isna(), "value"].isna().all()
    assert (drawn["label"] == "A new survey, 95% range").sum() == 1


def test_surveys_are_named_in_full_and_never_by_the_number_of_their_row():
    for construct in ("willing_to_use", "opportunity_diagnostics", "expect_change_10y"):
        chart = others.forest(construct)
        assert not chart.frame["label"].str.contains(r"…|\bR\d{3}\b").any()
        for layout in (WIDE, NARROW):
            assert not re.search(r">[^<]*(…|\b[RU]\d{2,3}c?\b)[^<]*<", svg_of(chart, layout))


def test_topics_without_an_answer_are_drawn_and_not_left_out():
    svg = others.evidence_map().svg(WIDE)
    assert svg.count("no answer found") == 1
    assert "Barrier: support of medical staff" in svg
    assert "no answer found" in others.care_levels().svg(NARROW)
