"""Typesetting: LaTeX's log names what sticks out, and where."""

from __future__ import annotations

from clinical_data_survey.book import typesetting

SOURCE = r"""\begin{document}
\chapter{Barriers}
\sphinxAtStartPar
A line with an \sphinxcode{identifier_that_is_far_too_long_for_its_column}

\chapter{Investment}
Another line
"""
LOG = r"""This is XeTeX
Overfull \hbox (7.25pt too wide) in paragraph at lines 4--5
[]\TU/SourceSansPro(0)/m/n/9 A line

Underfull \hbox (badness 10000) in paragraph at lines 4--5
Overfull \hbox (1.5pt too wide) detected at line 7
Overfull \vbox (12.0pt too high) has occurred while \output is active []
"""


def test_each_overfull_box_is_read_with_its_size_its_chapter_and_its_source():
    wide, detected, high = typesetting.read_spills(LOG, SOURCE)
    assert (wide.points, wide.chapter) == (7.25, "Barriers")
    assert "identifier_that_is_far_too_long" in wide.source
    assert (detected.points, detected.chapter) == (1.5, "Investment")
    assert (high.points, high.source) == (12.0, "a whole page")


def test_a_spill_reads_as_a_sentence_that_names_its_place():
    told = str(typesetting.read_spills(LOG, SOURCE)[0])
    assert told.startswith("A line or page is 7.2 pt too large in 'Barriers': A line with")


def test_a_log_without_overfull_boxes_has_none():
    assert typesetting.read_spills("This is XeTeX\nOutput written on book.pdf\n", SOURCE) == []
