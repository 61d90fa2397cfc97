"""Tallies of a wave's blocks add up to the tally of the wave."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical_data_survey.measured import Domain, NotEstimable, Sample
from clinical_data_survey.measured.shares import of_tally
from clinical_data_survey.measured.tally import tally, tally_of_blocks

CLINICIANS = (Domain("respondent_role", ("clinician",)),)
TABLES = [(item, by, among)
          for item in ("investor", "barriers", "opportunity", "expertise_gap")
          for by, among in ((None, ()), ("care_level", ()), ("care_level", CLINICIANS))]  # fmt: skip
SUMS = ("counts", "weights", "squares", "base_counts", "base_weights", "base_squares")


def cut(sample: Sample, places: list[int]) -> list[Sample]:
    """The sample in blocks that begin at these rows, some of them perhaps empty."""
    starts = [0, *sorted(places), sample.size]
    return [sample.part(slice(start, end)) for start, end in pairwise(starts)]


@pytest.mark.parametrize("wave", ["plain", "weighted"])
@pytest.mark.parametrize(("item", "by", "among"), TABLES)
@settings(max_examples=10, deadline=None)
@given(places=st.lists(st.integers(0, 300), min_size=1, max_size=4))
def test_blocks_add_up_to_the_whole(request, wave, item, by, among, places):
    sample = request.getfixturevalue(wave)
    whole = tally(sample, item, by, among)
    together = tally_of_blocks(iter(cut(sample, [min(place, sample.size) for place in places])), item, by, among)
    assert together.size == whole.size
    for name in SUMS:
        np.testing.assert_allclose(getattr(together, name), getattr(whole, name), rtol=1e-12)
    assert (together.counts == whole.counts).all()


def test_two_halves_give_the_shares_errors_and_intervals_of_the_whole(weighted):
    halves = cut(weighted, [weighted.size // 2])
    found = of_tally(tally_of_blocks(halves, "investor", "care_level"))
    for group, shares in of_tally(tally(weighted, "investor", "care_level")).items():
        for one, other in zip(shares, found[group], strict=True):
            assert (one.count, one.base) == (other.count, other.base)
            assert [one.share, one.low, one.high, one.standard_error, one.effective_base] == pytest.approx(
                [other.share, other.low, other.high, other.standard_error, other.effective_base], rel=1e-12
            )


def test_tallies_of_different_tables_do_not_add_up(plain):
    with pytest.raises(ValueError, match="not of one table"):
        tally(plain, "investor") + tally(plain, "opportunity")
    with pytest.raises(ValueError, match="not of one table"):
        tally(plain, "investor") + tally(plain, "investor", "care_level")


def test_blocks_without_the_item_say_so(plain):
    without = Sample(plain.size, {name: answers for name, answers in plain.answers.items() if name != "investor"})
    assert isinstance(tally_of_blocks([without], "investor"), NotEstimable)
    with pytest.raises(ValueError, match="at least one block"):
        tally_of_blocks([], "investor")
