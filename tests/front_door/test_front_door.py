"""The front door: what it offers, how it says no, and that its examples hold."""

from __future__ import annotations

import doctest
import inspect
import json
import subprocess
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest

import clinical_data_survey as cds
from clinical_data_survey import front_door
from clinical_data_survey.book.sphinx_ext import frames
from clinical_data_survey.errors import ClaimsConflict
from clinical_data_survey.implied.statements import together
from clinical_data_survey.published import claims

FUNCTIONS = [name for name in cds.__all__ if inspect.isfunction(getattr(cds, name))]
HEAVY = ("pandas", "numpy", "scipy", "matplotlib", "statsmodels", "sphinx")


def modules_after(code: str) -> set[str]:
    """The heavy libraries that a fresh Python has loaded after some code."""
    asked = f"{code}\nimport json, sys; print('\\n' + json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_package_offers_what_the_front_door_has():
    assert sorted(cds.__all__) == sorted(front_door.__all__)
    assert set(cds.__all__) <= set(dir(cds))


def test_neither_the_import_nor_the_help_of_the_command_line_loads_a_heavy_library():
    assert modules_after("import clinical_data_survey") == set()
    with_help = "from typer.testing import CliRunner\nfrom clinical_data_survey.cli import app\n"
    assert modules_after(f"{with_help}assert 'bounds' in CliRunner().invoke(app, ['--help']).stdout") == set()
    assert "pandas" in modules_after("import clinical_data_survey as cds; cds.claims()")


def test_an_unknown_name_of_the_package_is_told_what_there_is():
    with pytest.raises(AttributeError, match=r"no attribute 'bound'; the front door has .*bounds"):
        _ = cds.bound


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_function_runs(name):
    function = getattr(cds, name)
    found = doctest.DocTestFinder(recurse=False).find(function, name, globs={})
    assert found[0].examples
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(found[0])
    assert results.failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_typed_and_says_what_goes_in_and_what_comes_out(name):
    function = getattr(cds, name)
    signature = inspect.signature(function)
    assert signature.return_annotation in ("Finding", "None")
    headings = ["Returns", "Raises", "References", "Examples"]
    for heading in headings + (["Parameters"] if signature.parameters else []):
        assert f"\n    {heading}\n    {'-' * len(heading)}\n" in function.__doc__, heading
    assert all(parameter in function.__doc__ for parameter in signature.parameters)


SHOWN = {
    "claims": lambda: cds.claims(),
    "interval_at": lambda: cds.interval_at("C01", 100),
    "possible_sizes": lambda: cds.possible_sizes(range(18, 22)),
    "bounds": lambda: cds.bounds("C01", "C04"),
    "ensemble": lambda: cds.ensemble(n=100, number=10),
    "wave": lambda: cds.wave(),
    "shares": lambda: cds.shares("investor"),
    "crosstab": lambda: cds.crosstab("barriers"),
    "compare": lambda: cds.compare("barriers", "lack_of_medical_staff_support"),
    "model": lambda: cds.model("worried_job_redundant"),
    "other_surveys": lambda: cds.other_surveys("willing_to_use"),
    "pooled": lambda: cds.pooled("willing_to_use"),
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", SHOWN)
def test_a_finding_shows_itself_and_gives_its_frame(name):
    found = SHOWN[name]()
    assert isinstance(found.frame, pd.DataFrame)
    assert not found.frame.empty
    html = found._repr_html_()
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert frames.is_frame(html)
    assert repr(found).startswith(found.caption)


def test_all_that_gives_a_frame_is_shown_here():
    assert set(SHOWN) == set(FUNCTIONS) - {"reload"}


@pytest.mark.parametrize("name", ["wave", "shares", "crosstab", "compare", "model"])
def test_numbers_of_the_made_up_wave_say_that_nobody_gave_the_answers(name):
    assert "nobody gave these answers" in SHOWN[name]().caption


def test_a_frame_becomes_a_table_with_every_header_named():
    frame = pd.DataFrame({"share": [0.5]}, index=pd.Index(["a"], name="answer"))
    unnamed = pd.DataFrame({"share": [0.5]})
    for html, heads in ((frame.to_html(), ["answer", "share"]), (unnamed.to_html(), ["row", "share"])):
        (shown,) = frames.from_html(html)
        head = next(iter(shown.findall(lambda node: node.tagname == "thead")))
        assert [entry.astext() for entry in head.findall(lambda node: node.tagname == "entry")] == heads


@pytest.mark.parametrize("pick", [("C01", "C04"), ("C01", "C03", "C07"), ("C02",)])
def test_bounds_are_those_of_the_book(pick):
    own = together(claims.load())[pick]
    rows = cds.bounds(*pick).frame
    assert list(zip(rows["low_exact"], rows["high_exact"], strict=True)) == [own.every, own.some, own.none]


def test_what_is_not_stated_is_the_rest():
    together_, apart = (cds.bounds(name).frame.set_index("who") for name in ("C04", "not C04"))
    assert together_.loc["all of them", "low_exact"] == 1 - apart.loc["all of them", "high_exact"]


def test_bounds_of_those_who_make_a_statement_are_shares_of_them():
    """Of 60 to 66.7% at least 44.5 points are willing, at the smallest 60 - 15.5 of 60; at best all are."""
    rows = cds.bounds("C04", given="C01").frame.set_index("who")
    assert rows.loc["all of them", "low_exact"] == 1 - rows.loc["none of them", "high_exact"]
    assert rows.loc["all of them", "low"] == pytest.approx((0.6 - 0.155) / 0.6)
    assert rows.loc["all of them", "high_exact"] == 1


def test_a_bound_is_shown_rounded_outward():
    """At least 0.741666... are all of them and at most 0.258333... none; to the nearest it would be 0.742 and 0.258."""
    shown = cds.bounds("C04", given="C01").summary.set_index("who")
    assert shown.loc["all of them", "low"] == 0.741
    assert shown.loc["none of them", "high"] == 0.259
    drawn = cds.bounds("C01", "C04", n=100, confidence=0.95)
    for end, outward in (("drawn_low", drawn.summary["drawn_low"] <= drawn.frame["drawn_low"]),
                         ("drawn_high", drawn.summary["drawn_high"] >= drawn.frame["drawn_high"])):  # fmt: skip
        assert outward.all(), end
        assert (drawn.summary[end] - drawn.frame[end]).abs().max() < 0.001


def test_a_reading_of_ones_own_moves_the_bound_and_stays_out_of_the_next_call():
    standard = cds.bounds("C01", "C04").frame["low"][0]
    assert cds.bounds("C01", "C04", read={"C01": (0.7, 0.7)}).frame["low"][0] == pytest.approx(0.7 + 0.845 - 1)
    assert cds.bounds("C01", "C04").frame["low"][0] == standard


def test_an_assumed_number_moves_the_ends_inward_to_whole_people():
    whole = cds.bounds("C04", n=20).frame
    assert whole["low"][0] == whole["high"][0] == 0.85


def test_a_confidence_adds_the_people_drawn_from_around_those_who_answered():
    rows = cds.bounds("C01", "C04", n=100, confidence=0.95).frame
    assert (rows["drawn_low"] <= rows["low"]).all()
    assert (rows["drawn_high"] >= rows["high"]).all()
    assert rows["drawn_low"][0] == pytest.approx(0.350, abs=0.0005)


def test_readings_that_contradict_each_other_are_named():
    with pytest.raises(ClaimsConflict, match=r"C01.*C02"):
        cds.bounds("C01", read={"C01": (0.97, 0.98)})


WRONG = {
    "no statement": (lambda: cds.bounds(), "name at least one statement"),
    "an unknown statement": (lambda: cds.bounds("C99"), "there is no claim 'C99': choose one of C01"),
    "a statement without a share": (lambda: cds.bounds("C05"), "C05 states a rank, not a share"),
    "a statement that is a number": (lambda: cds.bounds(1), "there is no claim 1: choose one of"),
    "nobody": (lambda: cds.bounds("C01", n=0), "n is a whole number from 1 on, not 0"),
    "half a person": (lambda: cds.bounds("C01", n=99.5), "n is a whole number from 1 on, not 99.5"),
    "a number as text": (lambda: cds.bounds("C01", n="300"), "n is a whole number from 1 on, not '300'"),
    "an unknown reading": (lambda: cds.bounds("C01", reading="strict"), "no claim has the reading 'strict': choose of"),
    "a split above the whole": (lambda: cds.bounds("C01", split=(0.8, 0.4)), "is not a split"),
    "a split of one": (lambda: cds.bounds("C01", split=(0.8,)), "is no split: give two shares"),
    "a split in words": (lambda: cds.bounds("C01", split=("most", "few")), "'most' is no share: give a number"),
    "a reading upside down": (lambda: cds.bounds("C01", read={"C01": (0.7, 0.6)}), "the lower end comes first"),
    "a reading above the whole": (lambda: cds.bounds("C01", read={"C01": (1, 2)}), "a share is 0 to 1"),
    "a reading of one end": (lambda: cds.bounds("C01", read={"C01": 0.6}), "give its two ends"),
    "a reading of no figure": (lambda: cds.bounds("C01", read={"C13": (0, 1)}), "has no reading to change"),
    "a confidence without a number": (lambda: cds.bounds("C01", confidence=0.9), "give n, such as n=300"),
    "a certainty": (lambda: cds.interval_at("C01", 100, confidence=1), "a confidence lies between 0 and 1"),
    "no size": (lambda: cds.possible_sizes([0]), "n is a whole number from 1 on"),
    "an unknown prior": (lambda: cds.ensemble(prior="flat"), "'flat' is not a prior; choose one of"),
    "an unknown statistic": (lambda: cds.ensemble(n=100, number=1, show="joy"), "has no statistic 'joy'"),
    "an unknown item": (lambda: cds.shares("mood"), "no item 'mood': choose one of respondent_role"),
    "an unknown level": (
        lambda: cds.shares("investor", among={"care_level": "top"}),
        "'care_level' has no level 'top'",
    ),
    "groups of many answers": (lambda: cds.crosstab("investor", by="barriers"), "makes no groups: choose one of"),
    "an unknown group": (lambda: cds.compare("investor", "government", first="x"), "'care_level' has no level 'x'"),
    "no level": (lambda: cds.model("investor"), "name the level whose odds are compared"),
    "an unknown topic": (lambda: cds.pooled("joy"), "there is no topic 'joy': choose one of"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_input_is_refused_with_a_remedy(what):
    call, message = WRONG[what]
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        call()
    assert message in str(caught.value)
