"""The loaded wave's estimates: made once a build, kept as what may be printed, read by every page."""

from __future__ import annotations

import json

import pytest
from support.made_waves import with_responses

from clinical_data_survey.disclosure.protection import Hidden, Policy
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.protected import estimation, loaded_estimates
from clinical_data_survey.survey import loaded_wave, wave
from clinical_data_survey.survey.wave import Wave

ABOUT = dict.fromkeys(("organisation", "dates", "n_invited", "licence")) | {"title": "Made up", "kind": "synthetic"}


@pytest.fixture(scope="module")
def made() -> Wave:
    return wave.from_table(SYNTHETIC_WAVE, ABOUT)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder for a wave that the book is built on, and one for what is computed of it."""
    monkeypatch.setattr("clinical_data_survey.files.computed.COMPUTED", tmp_path / "computed")
    monkeypatch.setattr("clinical_data_survey.files.computed._fingerprint", lambda _: "of-the-test")
    monkeypatch.setenv(loaded_wave.VARIABLE, str(tmp_path / "wave"))
    yield tmp_path
    for read_once in (loaded_estimates.load, loaded_wave._load, loaded_wave._about):
        read_once.cache_clear()


def first(made: Wave, count: int) -> Wave:
    return with_responses(made, made.responses.iloc[:count])


@pytest.mark.parametrize("size", [1, 40, 300])
def test_estimates_are_read_back_as_they_were_made(kept, made, size):
    wave.save(first(made, size), kept / "wave")
    loaded_estimates.load.cache_clear()
    estimates = loaded_estimates.load()
    own = estimation.estimates_of(first(made, size), Policy())
    assert estimates.found == own.found
    assert estimates.protected == own.protected
    assert estimates.wave == own.wave
    assert (estimates.asked, estimates.weighted) == (own.asked, own.weighted)


def test_a_second_reader_does_not_read_the_answers(kept, made, monkeypatch):
    wave.save(first(made, 40), kept / "wave")
    loaded_estimates.load.cache_clear()
    before = loaded_estimates.load()
    loaded_estimates.load.cache_clear()

    def never() -> Wave:
        raise AssertionError("the answers were read again")

    monkeypatch.setattr(loaded_wave, "load", never)
    assert loaded_estimates.load().found == before.found


def test_nothing_that_is_hidden_is_kept(kept, made):
    wave.save(first(made, 40), kept / "wave")
    loaded_estimates.load.cache_clear()
    estimates = loaded_estimates.load()
    [file] = (kept / "computed").iterdir()
    text = json.loads(file.read_text(encoding="utf-8"))
    hidden = {tuple(cell) for cell in text["cells"]} - {tuple(count[:3]) for count in text["counts"]}
    assert hidden
    for table, group, level in hidden:
        if group == "everyone":
            assert estimates.count(table, level) == Hidden()
            assert estimates.found.get(("share", table, level), Hidden()) == Hidden()
    assert estimates.protected.system is None
    assert estimates.protected.suppressed is None
    assert "r1" not in file.read_text(encoding="utf-8").split('"')


def test_what_was_not_made_cannot_be_printed(made):
    estimates = estimation.estimates_of(first(made, 40), Policy())
    with pytest.raises(KeyError):
        estimates.share("age_group", "under_35")
