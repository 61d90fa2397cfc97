"""Two publications of one wave: each is protected, and both together tell what came between."""

from __future__ import annotations

import pytest
from support.made_waves import with_responses

from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.errors import DataError
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.protected import differencing, release
from clinical_data_survey.survey import wave

ABOUT = dict.fromkeys(("organisation", "dates", "n_invited", "licence")) | {"title": "Made up", "kind": "synthetic"}


@pytest.fixture(scope="module")
def counts():
    """The counts of a wave of 290, and of the same one with three late answers."""
    made = wave.from_table(SYNTHETIC_WAVE, ABOUT)
    first, later = (with_responses(made, made.responses.iloc[:count]) for count in (290, 293))
    return [release.aggregates(one, Policy())[release.COUNTS] for one in (first, later)]


def test_late_answers_can_be_worked_out_from_two_books_and_that_is_told(counts):
    found = differencing.small_differences(*counts, Policy())
    assert (found["difference"].abs() < Policy().threshold).all()
    assert found["level"].eq("base").any()
    assert "Give away one of the two" in differencing.warning(found)


def test_the_same_book_twice_tells_nothing(counts):
    found = differencing.small_differences(counts[0], counts[0], Policy())
    assert found.empty
    assert differencing.warning(found) is None


def test_an_earlier_release_that_is_none_is_refused(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="holds no counts of a release"):
        differencing.load_counts(path)
