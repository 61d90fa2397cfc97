"""Other surveys: the answers that match, counted and placed as the evidence tables say; nothing is a sentence too."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup

from clinical_data_survey import results
from clinical_data_survey.explorers import others
from clinical_data_survey.others import surveys
from clinical_data_survey.others.meta_analysis import Placement, place
from clinical_data_survey.published import claims

TOPICS = [value for value, _ in others.others().controls[0].options]
each_topic = pytest.mark.parametrize("topic", TOPICS)


def answer(topic: str, group: str = others.ANY, year: str = others.ANY):
    return others.answer({"topic": topic, "group": group, "year": year})


def kinds(found) -> list[str]:
    return [row.marks[0].kind for row in found.plots[0] if row.marks]


@each_topic
def test_all_answers_with_a_share_show_the_comparable_ones_filled_and_first(topic):
    loaded = surveys.load()
    every, comparable = surveys.side_by_side(loaded, topic), surveys.comparable(loaded, topic)
    drawn = [kind for kind in kinds(answer(topic)) if kind != "published"]
    assert drawn == ["other"] * len(comparable) + ["context"] * (every["share"].notna().sum() - len(comparable))


@pytest.mark.parametrize(("topic", "claim"), [("expect_change_10y", "C02"), ("willing_to_use", "C04")])
def test_the_dutch_figure_is_placed_as_the_results_of_the_book_place_it(topic, claim):
    placed = place(surveys.load(), topic, claims.by_id()[claim])
    assert isinstance(placed, Placement)
    counted = re.search(
        r": (\d+) below the Dutch figure, \d+%; (\d+) above it\.(?: (\d+) may be either\.)?$", answer(topic).sentence
    )
    assert counted is not None
    assert tuple(int(count or 0) for count in counted.groups()) == (placed.below, placed.above, placed.within)
    low, high = (results.find(f"others.{topic}.{end}").text for end in ("low", "high"))
    assert f", {low} to {high}." in answer(topic).sentence


@each_topic
def test_professions_and_years_divide_the_answers_between_them(topic):
    controls = others.others().controls
    whole = len(kinds(answer(topic)))
    dutch = kinds(answer(topic)).count("published")
    for name, control in (("group", controls[1]), ("year", controls[2])):
        parts = [len(kinds(answer(topic, **{name: value}))) - dutch for value, _ in control.options[1:]]
        assert sum(parts) == whole - dutch


def test_where_nothing_matches_a_sentence_says_so_and_the_dutch_figure_stays():
    found = answer("willing_to_use", "pathology_and_dermatology", "2018")
    assert found.sentence.startswith("Nothing matches: ")
    assert kinds(found) == ["published"]
    assert [row.label for row in answer("fear_job_loss", "general_practice", "2018").plots[0]] == [others.NO_ROW]


def test_context_alone_is_called_context_and_holds_nothing_against_the_dutch_figure():
    said = answer("org_lacks_vision_or_strategy").sentence
    assert "None is comparable with the Dutch survey; as context they give" in said
    assert "lies above" not in said
    assert said.endswith(f"The Dutch figure is {claims.by_id()['C03'].as_printed}.")


def test_a_topic_without_a_dutch_share_says_so():
    assert answer("fear_job_loss").sentence.endswith("The Dutch survey gives no share on this.")
    assert "published" not in kinds(answer("fear_job_loss"))


def test_a_single_answer_is_counted_in_the_singular():
    assert answer("willing_to_use", "surgery").sentence.startswith("Matching: 1 answer from 1 survey.")


def test_the_page_is_given_every_answer_once_and_little_else():
    block = BeautifulSoup(others.others().panel(), "html.parser").find("script").string
    given = json.loads(block)["topics"]
    assert sum(len(topic["answers"]) for topic in given.values()) == len(others.others().values.rows)
    assert len(block) < 165 * len(others.others().values.rows)


def test_the_table_holds_every_answer_with_a_share():
    answers = surveys.answers(surveys.load())
    shown = answers[(answers["fit"] != "part") & answers["share"].notna()]
    rows = others.others().values.rows
    assert len(rows) == len(shown)
    assert sum(row[-1] == "comparable" for row in rows) == sum(
        len(surveys.comparable(surveys.load(), topic)) for topic in TOPICS
    )
