"""Charts in fewer bytes look the same."""

from __future__ import annotations

from clinical_data_survey.charts.lean import lean


def test_what_cannot_be_seen_goes():
    drawing = (
        '<svg><defs>\n</defs><g><g/><path d="M 0 0" style="fill: none"/><path style="stroke: red"/>'
        '<path d="M 1 1" style="fill: none; stroke: red"/></g></svg>'
    )
    assert lean(drawing) == '<svg><path d="M1 1" style="fill:none;stroke:red"/></svg>'


def test_groups_that_mean_something_stay():
    drawing = '<svg><g><g clip-path="url(#a)"><g><text x="1.23456">0.123456</text></g></g></g></svg>'
    assert lean(drawing) == '<svg><g clip-path="url(#a)"><text x="1.23">0.123456</text></g></svg>'


def test_coordinates_are_as_fine_as_a_screen_and_words_are_left_alone():
    drawing = '<svg aria-label="0.123456"><text transform="rotate(-0 40.5376 9)" x="40.537628">1.23456%</text></svg>'
    assert lean(drawing) == '<svg aria-label="0.123456"><text x="40.54">1.23456%</text></svg>'


def test_a_path_keeps_its_course():
    assert lean('<path d="M 0 237.6\nL 252.000001 -0.001\nz\n"/>') == '<path d="M0 237.6L252 0z"/>'
