"""Published claims: twenty results, read as intervals, with errors that people can act on."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from support.spoiling import replace

from clinical_data_survey.errors import DataError
from clinical_data_survey.published import claims


def errors_of(file: Path) -> str:
    with pytest.raises(DataError) as caught:
        claims.load(file)
    return str(caught.value)


def test_all_twenty_results_of_the_news_item_are_there():
    assert [claim.id for claim in claims.load()] == [f"C{i:02}" for i in range(1, 21)]


def test_every_claim_says_what_was_printed_how_it_is_read_and_where_it_stands():
    for claim in claims.load():
        assert claim.as_printed
        assert claim.reading.reason
        assert claim.locator.startswith("p")
        assert claim.source.url.startswith("https://www.utwente.nl/")


def test_readings_are_exact_fractions():
    almost_two_thirds = claims.by_id()["C01"]
    assert (almost_two_thirds.low, almost_two_thirds.high) == (Fraction(3, 5), Fraction(2, 3))
    assert claims.by_id()["C02"].low == Fraction(945, 1000)


@pytest.mark.parametrize("claim_id", ["C02", "C04", "C07"])
def test_a_whole_percentage_is_read_as_half_a_point_either_side(claim_id):
    claim = claims.by_id()[claim_id]
    printed = Fraction(claim.as_printed.rstrip("%")) / 100
    assert (claim.low, claim.high) == (printed - Fraction(1, 200), printed + Fraction(1, 200))


def test_half_has_a_narrow_reading_and_five_times_more_a_literal_one():
    narrow = {r.name: r for r in claims.by_id()["C03"].alternatives}["narrow"]
    literal = {r.name: r for r in claims.by_id()["C12"].alternatives}["literal"]
    assert (narrow.low, narrow.high) == (Fraction(19, 40), Fraction(21, 40))
    assert (literal.low, literal.high) == (Fraction(11, 2), Fraction(13, 2))


def test_the_investors_after_the_first_have_the_order_of_the_list_as_another_reading():
    listed = [claims.by_id()[claim_id].alternatives[0] for claim_id in ("C16", "C17", "C18")]
    assert [reading.low for reading in listed] == [2, 3, 4]


def test_where_the_item_does_not_name_a_base_the_claim_says_so():
    not_stated = [claim.id for claim in claims.load() if claim.base == "not stated"]
    assert not_stated == ["C08", "C09", "C10"]
    assert all(not claims.by_id()[claim_id].base_as_printed for claim_id in not_stated)


def test_a_direction_states_no_figure_and_asking_for_one_is_an_error():
    with pytest.raises(ValueError, match="C13 states no figure"):
        _ = claims.by_id()["C13"].low


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ("95%,0.945,0.955", "95%,0.955,0.945", "row 3, column 'low'", "Exchange the two"),
        ("95%,0.945,0.955", "95%,0.945,1.2", "row 3, column 'high'", "upper end"),
        ("95%,0.945,0.955", "95%,much,0.955", "row 3, column 'low'", "such as 0.845 or 2/3"),
        ("95%,0.945,0.955", "95%,,0.955", "row 3, column 'low'", "lower end"),
        ("C02,", "C01,", "row 3, column 'claim_id'", "a number of its own"),
        ("C02,", "second,", "row 3, column 'claim_id'", "such as C20"),
        ("C03,expectations,", "C03,hopes,", "row 4, column 'chapter'", "one of source, expectations"),
        ("organisation_ai_vision", "organisation_vision", "row 4, column 'item'", "data/questionnaire.yml"),
        ("lacks_clear_vision", "no_vision", "row 4, column 'level'", "the id of a level"),
        ("lacks_clear_vision,proportion", "lacks_clear_vision,percent", "row 4, column 'measure'", "one of proportion"),
        ("p1 s4", "page 1", "row 4, column 'locator'", "such as p1 s2"),
    ],
)
def test_a_wrong_cell_is_named_with_file_row_column_and_remedy(claims_file, old, new, place, remedy):
    text = claims_file.read_text(encoding="utf-8")
    claims_file.write_text(text.replace(old, new, 1), encoding="utf-8")
    message = errors_of(claims_file)
    assert "published_claims.csv" in message
    assert place in message
    assert remedy in message


def test_a_missing_column_is_named_with_what_belongs_into_it(claims_file):
    lines = [",".join(line.split(",")[:-1]) for line in claims_file.read_text(encoding="utf-8").splitlines()]
    claims_file.write_text("\n".join(lines), encoding="utf-8")
    message = errors_of(claims_file)
    assert "'source_id': the column is missing. Add it" in message


def test_a_file_that_is_not_utf8_is_named_with_the_row(claims_file):
    claims_file.write_bytes(claims_file.read_bytes().replace(b"almost two thirds", b"almost tw\xf6 thirds", 1))
    message = errors_of(claims_file)
    assert "row 2" in message
    assert "0xf6 is not UTF-8" in message
    assert "Save the file again" in message


def test_a_row_with_too_many_cells_is_named(claims_file):
    replace(claims_file, "C02,expectations", "C02,,expectations")
    assert "row 3: has 14 cells, the header has 13" in errors_of(claims_file)


def test_an_empty_and_a_missing_file_are_named(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    assert "the file is empty" in errors_of(empty)
    assert "the file does not exist" in errors_of(tmp_path / "absent.csv")


def test_all_problems_are_told_at_once(claims_file):
    text = claims_file.read_text(encoding="utf-8").replace("C02,expectations", "C02,hopes").replace("p1 s4", "there")
    claims_file.write_text(text, encoding="utf-8")
    assert len(errors_of(claims_file).splitlines()) == 2


def test_an_alternative_reading_of_an_unknown_claim_is_named(tmp_path):
    readings = tmp_path / "readings.csv"
    readings.write_text("claim_id,name,low,high,base,reason\nC99,narrow,0.1,0.2,respondents,because\n")
    with pytest.raises(DataError, match="row 2, column 'claim_id': there is no claim C99"):
        claims.load(readings_path=readings)
