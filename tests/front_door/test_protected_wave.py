"""A wave from a folder: whatever is asked at the front door, nothing comes out that the book hides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support import tried
from support.linear_attack import attack
from support.made_waves import with_responses
from support.samples import complete

import clinical_data_survey as cds
from clinical_data_survey.disclosure.protection import Policy, Protected, protect
from clinical_data_survey.disclosure.unknown_counts import BASE
from clinical_data_survey.front_door import free_wave
from clinical_data_survey.measured import Sample
from clinical_data_survey.measured.tally import EVERYONE
from clinical_data_survey.paths import SYNTHETIC_WAVE
from clinical_data_survey.protected.book_tables import COMPARED, TABLES, by_care
from clinical_data_survey.survey import loaded_wave, questionnaire, wave
from clinical_data_survey.survey.wave import Wave

ABOUT = dict.fromkeys(("organisation", "dates", "n_invited", "licence")) | {"title": "Made up", "kind": "synthetic"}
FORM = questionnaire.load()
ITEMS = [item.id for item in FORM.items]
GROUPS = [item.id for item in FORM.items if item.type in ("single", "ordinal")]
CLINICIANS = {"respondent_role": "clinician"}
ASKED = (None, CLINICIANS, {"care_level": ["secondary", "tertiary"]}, {"age_group": "from_55", **CLINICIANS})
CLOSE = 1e-6


@pytest.fixture(scope="module", params=[(40, False), (300, False), (120, True)], ids=str)
def outside(request, tmp_path_factory) -> Iterator[Protected]:
    """A wave from a folder, and all that the book may print of it."""
    size, weighted = request.param
    made = wave.from_table(SYNTHETIC_WAVE, ABOUT)
    responses = made.responses.iloc[:size]
    if weighted:
        weights = np.where(responses["care_level"] == "secondary", 1.5, 0.75)
        responses = responses.assign(weight=weights.astype(str))
    with loaded(with_responses(made, responses), tmp_path_factory.mktemp("outside")):
        yield protect(Sample.of(loaded_wave.load()), TABLES, Policy())


@contextmanager
def loaded(made: Wave, folder: Path) -> Iterator[None]:
    """A wave as the one that the book is built on, read from a folder."""
    wave.save(made, folder / "wave")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clinical_data_survey.files.computed.COMPUTED", folder / "computed")
        patch.setenv(loaded_wave.VARIABLE, str(folder / "wave"))
        cds.reload()
        yield
    cds.reload()


def everything() -> Iterator[tuple[str, pd.DataFrame]]:
    """Each table of counts that the door gives of the many that are asked for, with the book's name for it."""
    for item, among in product(ITEMS, ASKED):
        yield from _given(item, lambda item=item, among=among: cds.shares(item, among).frame.assign(group=EVERYONE))
        for by in GROUPS:
            yield from _given(by_care(item), lambda item=item, by=by, among=among: cds.crosstab(item, by, among).frame)


def _given(name: str, ask) -> Iterator[tuple[str, pd.DataFrame]]:
    with suppress(cds.Refused):
        yield name, ask()


def test_every_count_that_is_given_is_one_that_the_book_shows(outside):
    given = 0
    for table, frame in everything():
        for row in frame.to_dict("records"):
            numbers = [row[name] for name in ("count", "base", "share", "low", "high")]
            if (table, row["group"], row["level"]) not in outside.counts:
                assert all(pd.isna(number) for number in numbers), (table, row)
                assert row["note"]
            elif not pd.isna(row["count"]):
                given += 1
                assert row["count"] == outside.counts[table, row["group"], row["level"]]
                assert row["base"] == outside.counts[table, row["group"], BASE]
    assert given >= 10


def test_an_attacker_who_asks_for_everything_learns_no_small_count(outside):
    known = {
        (table, row["group"], name): row[column]
        for table, frame in everything()
        for row in frame.to_dict("records")
        if not pd.isna(row["count"])
        for name, column in ((row["level"], "count"), (BASE, "base"))
    }
    system, hidden = outside.system, outside.suppressed.hidden
    assert set(known) <= set(outside.counts)
    # What follows knows more than the attacker: all that the book prints.
    small = np.flatnonzero(system.at_risk)
    low, high = attack(system, hidden, small)
    assert len(small)
    assert (low <= CLOSE).all()
    assert (high >= Policy().threshold - CLOSE).all()


def test_comparisons_and_models_are_given_only_where_their_cells_are_shown(outside):
    for item in FORM.items:
        for level in item.levels + item.groups:
            cells = [(by_care(item.id), group, level.id) for group in ("secondary", "tertiary")]
            both = all(cell in outside.counts for cell in cells)
            if (item.id, level.id) not in COMPARED:
                with pytest.raises(cds.Refused):
                    cds.compare(item.id, level.id)
                with pytest.raises(cds.Refused):
                    cds.model(item.id, level.id)
                continue
            compared = cds.compare(item.id, level.id).frame
            if not both:
                assert (
                    compared[["value", "low", "high", "p_value", "first_share", "second_share"]].isna().all(axis=None)
                )
            if not complete(outside, by_care(item.id)):
                assert cds.model(item.id, level.id).frame[["odds_ratio", "low", "high", "base"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: cds.compare("barriers", "any"),
        lambda: cds.compare("barriers", "lack_of_medical_staff_support", among=None),
        lambda: cds.compare("barriers", "lack_of_medical_staff_support", first="primary"),
        lambda: cds.model("barriers", "lack_of_medical_staff_support", adjust=()),
        lambda: cds.model("barriers", "lack_of_medical_staff_support", adjust=("age_group",)),
        lambda: cds.model("ai_affects_work"),
        lambda: cds.shares("age_group"),
        lambda: cds.shares("investor", {"respondent_role": "data_scientist"}),
        lambda: cds.crosstab("respondent_role", "age_group", None),
    ],
)
def test_what_the_book_does_not_have_is_refused(outside, ask):
    with pytest.raises(cds.Refused, match="small counts are hidden in all tables of the book together"):
        ask()


def test_the_answers_of_a_wave_from_a_folder_are_not_read_by_the_free_way(outside):
    with pytest.raises(RuntimeError, match="protected"):
        free_wave.shares("investor", ())


def test_bases_are_those_that_the_book_shows(outside):
    for row in cds.wave().frame.to_dict("records"):
        shown = outside.counts.get((row["item"], EVERYONE, BASE))
        assert pd.isna(row["base"]) if shown is None else row["base"] == shown


@pytest.mark.parametrize("chapter", tried.TO_TRY)
def test_what_chapters_let_readers_try_runs_on_a_wave_from_a_folder(outside, chapter):
    for found in tried.outputs(chapter):
        assert isinstance(found, cds.Finding)


@pytest.mark.parametrize("chapter", ["barriers", "care_levels", "investment"])
def test_a_wave_that_did_not_ask_says_so_in_place_of_numbers(tmp_path, chapter):
    made = wave.from_table(SYNTHETIC_WAVE, ABOUT)
    asked = [name for name in made.responses if not name.startswith(("barriers", "investor", "expertise_gap"))]
    with loaded(with_responses(made, made.responses[asked]), tmp_path):
        found = tried.outputs(chapter)[-1].frame
    assert found["note"].str.startswith("This wave did not ask").all()
