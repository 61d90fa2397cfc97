"""Notebooks made from chapters: cells as in the book, prose whose numbers are written out."""

from __future__ import annotations

import nbformat
import pytest

from clinical_data_survey import paths
from clinical_data_survey.book import notebooks


def test_every_page_of_the_contents_exists():
    for page in notebooks.pages():
        assert (paths.ROOT / f"{page}.md").is_file()


def test_each_page_with_code_becomes_a_valid_notebook_without_outputs(tmp_path):
    written = notebooks.write_all(tmp_path)
    assert tmp_path / "chapters/expectations.ipynb" in written
    for file in written:
        notebook = nbformat.read(file, as_version=4)
        nbformat.validate(notebook)
        assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")


def test_prose_in_a_notebook_shows_no_markup_that_only_the_book_knows(tmp_path):
    for file in notebooks.write_all(tmp_path):
        for cell in nbformat.read(file, as_version=4).cells:
            if cell.cell_type == "markdown":
                assert "{n}" not in cell.source
                assert "{cap}" not in cell.source
                assert ":::" not in cell.source


def test_a_number_is_written_out():
    assert notebooks.plain_markdown("{cap}`C01` within {n}`C01.horizon`") == "Almost two thirds within five years"


def test_writing_twice_gives_the_same_bytes(tmp_path):
    first, second = notebooks.write_all(tmp_path / "a"), notebooks.write_all(tmp_path / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


@pytest.mark.parametrize("text", ["(place)=\nText", ":::{note} \nText\n:::", "{.cds-lead}\nText"])
def test_targets_fences_and_attributes_leave_their_text(text):
    assert notebooks.plain_markdown(text).strip() == "Text"
