"""Results of bounds, ensemble and synthetic wave: closed forms, bounds that hold, claims that are named exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pandas as pd
import pytest

from clinical_data_survey import results, wording
from clinical_data_survey.implied.answer_patterns import EQUAL_THIRDS, Setting, constraints_of
from clinical_data_survey.implied.bounds import integer_bound
from clinical_data_survey.implied.quantities import by_id
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.plausible.priors import PRIORS
from clinical_data_survey.published import claims
from clinical_data_survey.results import ambiguities, implied, plausible

PUBLISHED = claims.by_id()
SHARES = {"within_5_years": "C01", "within_10_years": "C02", "no_vision": "C03", "willing": "C04", "barrier": "C07"}


def reading(name: str) -> tuple[F, F]:
    claim = PUBLISHED[SHARES[name]]
    return claim.low, claim.high


def closed_forms() -> dict[str, tuple[F, F]]:
    """Fréchet's bounds, and what a line of argument gives for the rest."""
    overlaps = {
        "within_5_years_and_no_vision": ("within_5_years", "no_vision"),
        "within_5_years_and_willing": ("within_5_years", "willing"),
        "within_5_years_and_barrier": ("within_5_years", "barrier"),
        "within_10_years_and_no_vision": ("within_10_years", "no_vision"),
        "within_10_years_and_willing": ("within_10_years", "willing"),
        "within_10_years_and_barrier": ("within_10_years", "barrier"),
        "no_vision_and_willing": ("no_vision", "willing"),
        "no_vision_and_barrier": ("no_vision", "barrier"),
        "willing_and_barrier": ("willing", "barrier"),
        "willing_and_barrier_and_no_vision": ("willing", "barrier", "no_vision"),
        "within_5_years_and_willing_and_barrier": ("within_5_years", "willing", "barrier"),
        "within_10_years_and_willing_and_barrier": ("within_10_years", "willing", "barrier"),
        "within_5_years_and_all_else": ("within_5_years", "willing", "barrier", "no_vision"),
        "within_10_years_and_all_else": ("within_10_years", "willing", "barrier", "no_vision"),
    }
    found = {}
    for name, groups in overlaps.items():
        lows, highs = zip(*(reading(group) for group in groups), strict=True)
        found[name] = (max(F(0), sum(lows) - (len(lows) - 1)), min(highs))
    (soon_low, soon_high), (late_low, late_high) = reading("within_5_years"), reading("within_10_years")
    (willing_low, willing_high), (barrier_low, _) = reading("willing"), reading("barrier")
    vision_low = reading("no_vision")[0]
    ratio = PUBLISHED["C12"]
    return (
        found
        | {
            "within_5_years_and_within_10_years": (soon_low, soon_high),
            "in_5_to_10_years": (late_low - soon_high, late_high - soon_low),
            "later_or_never": (1 - late_high, 1 - late_low),
            "willing_and_no_barrier": (F(0), 1 - barrier_low),
            "tertiary_lack_of_support": (F(0), 1 / ratio.low),
            "support_gap": (F(0), 1 - 1 / ratio.high),
            "willing_given_no_vision": (1 - (1 - willing_low) / vision_low, F(1)),
            "barrier_given_willing": (1 - (1 - barrier_low) / willing_low, F(1)),
        }
        | {"within_5_years_and_willing.narrow": (F("0.64") + willing_low - 1, min(soon_high, willing_high))}
    )


@pytest.mark.parametrize("name", closed_forms())
def test_an_implied_range_equals_its_closed_form(name):
    found, (low, high) = results.find(f"implied.{name}"), closed_forms()[name]
    assert found.text == wording.bounds(low, high)
    assert (found.low, found.high) == (float(low), float(high))
    assert found.kind == "implied"


def test_every_range_of_the_catalogue_that_the_book_prints_has_a_closed_form():
    assert set(implied.HELD_FOR_ANY_SPLIT) <= set(closed_forms())


def test_what_is_printed_for_any_split_does_not_depend_on_the_split():
    named = [by_id()[name] for name in implied.HELD_FOR_ANY_SPLIT]
    expected = implied.intervals(claims.load(), named, Setting())
    for split in ambiguities.SPLITS:
        assert implied.intervals(claims.load(), named, Setting(split)) == expected


@pytest.mark.parametrize("share", implied.SECONDARY_SHARES)
def test_the_gap_in_willingness_is_all_the_unwilling_in_secondary_care(share):
    expected = min(F(1), (1 - PUBLISHED["C04"].low) / share)
    assert results.find(f"implied.willingness_gap.s{round(share * 100)}").text == wording.points(
        wording.rounded_up(expected)
    )


def test_a_first_place_takes_an_equal_part_and_a_rival_at_most_half():
    offered = 5
    first = "implied.investor.healthcare_institutions"
    assert results.find(f"{first}.order_alone").text == wording.share_range(F(1, offered), 1)
    # Three others lie at most a gap below the first, the last may have nothing: 4 x - 3 gap <= 1.
    for name, gap in (("", F(1, 20)), (".narrow", F(1, 40)), (".loose", F(1, 10))):
        assert results.find(f"{first}{name}").text == wording.bounds(F(1, offered), (1 + 3 * gap) / 4)
    for rival in ("medtech_companies", "government", "health_insurers"):
        assert results.find(f"implied.investor.{rival}.order_alone").text == wording.share_range(0, F(1, 2))
    assert results.find("implied.investor.other_party.high").text == wording.percent(F(1, offered))
    floor = PUBLISHED["C07"].low / offered
    assert results.find("implied.barriers.lack_of_expertise.low").text == wording.percent(wording.rounded_down(floor))


def test_every_implied_result_says_of_whom_it_speaks_and_under_which_assumptions():
    for name, result in results.load().items():
        if not name.startswith("implied.") or result.kind != "implied" or name.endswith(".offered"):
            continue
        assert "those who answered" in result.base or result.claims == (), name
        if result.anchor == implied.ANCHOR:
            assert "share one base and no item was left empty" in result.origin, name
        if result.anchor == implied.ORDERS_ANCHOR:
            assert "this edition's own list" in result.origin, name
    assert "share one base and no item was left empty" in KINDS["implied"].meaning


def test_what_is_said_of_levels_of_care_at_a_number_names_the_split():
    assert results.find("implied.split.n100").text == "34 in secondary and 33 in tertiary care"
    assert "34 in secondary and 33 in tertiary care" in results.find("implied.tertiary_lack_of_support.n100").base


@pytest.mark.parametrize("n", implied.SIZES)
@pytest.mark.parametrize("name", implied.REGIONS)
def test_what_a_bound_supports_among_the_people_drawn_from_is_wider_than_the_bound_and_not_implied(name, n):
    bound, drawn = results.find(f"implied.{name}"), results.find(f"implied.{name}.n{n}.drawn_from")
    if not name.startswith("tertiary"):
        assert drawn.low <= bound.low
    assert drawn.high >= min(bound.high, 1)
    assert drawn.kind == "sampling"
    assert "people they were drawn from" in drawn.base or "clinicians they were drawn from" in drawn.base
    assert "95% confidence" in drawn.origin


def test_at_least_44_5_percent_of_those_who_answered_supports_36_at_a_hundred():
    assert results.find("implied.within_5_years_and_willing.low").text == "44.5%"
    assert results.find("implied.within_5_years_and_willing.n100.at_least").text == "36%"
    assert results.find("implied.within_5_years_and_willing.n100.drawn_from").text == "35% to 76%"


@pytest.mark.parametrize("percent", implied.ANSWERED)
def test_items_left_empty_lower_the_overlap_by_the_arithmetic_of_the_text(percent):
    soon, willing, part = PUBLISHED["C01"], PUBLISHED["C04"], F(percent, 100)
    found = results.find(f"implied.within_5_years_and_willing.answered{percent}")
    low, high = part * soon.low + part * willing.low - 1, part * soon.high + 1 - part
    assert found.text == wording.bounds(low, high)


def test_at_ten_percent_response_a_share_can_stand_for_nearly_anything():
    assert results.find("C04.response10").text == wording.bounds(F("0.0845"), F("0.9855"))


def test_widths_are_rounded_outwards():
    assert results.find("implied.missing.willingness_gap.after").text == "23.3 points"
    for result in results.load_part("implied").values():
        if result.id.startswith(("implied.missing", "implied.swing")) and result.high is not None:
            assert float(result.text.split()[0]) >= 100 * result.high - 1e-9


def test_a_move_by_reading_is_said_to_be_this_editions_choice():
    assert "this edition's own readings" in results.find("implied.swing.within_5_years_and_willing.readings").origin


@pytest.mark.parametrize("part", ["implied", "synthetic"])
def test_a_result_changes_if_and_only_if_it_names_the_claim_that_changes(part, tmp_path, monkeypatch):
    mutated = [
        replace(claim, as_printed="80%", reading=replace(claim.reading, low=F("0.795"), high=F("0.805")))
        if claim.id == "C02"
        else claim
        for claim in claims.load()
    ]
    before = results.collect(claims.load(), part)
    if part == "synthetic":
        file = tmp_path / "published_claims.csv"
        text = claims.PUBLISHED_CLAIMS.read_text(encoding="utf-8")
        file.write_text(text.replace("95%,0.945,0.955", "80%,0.795,0.805"), encoding="utf-8")
        monkeypatch.setattr("clinical_data_survey.results.synthetic.PUBLISHED_CLAIMS", file)
    after = results.collect(mutated, part)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name].text != after[name].text}
    assert changed == {name for name in before if "C02" in before[name].claims}
    assert changed


def test_every_result_says_what_it_is_and_its_id_begins_with_its_kind():
    for name, result in results.load().items():
        part = name.partition(".")[0]
        if part in ("implied", "plausible"):
            assert result.kind == part or (part == "implied" and result.kind == "sampling")
        if part == "synthetic":
            assert result.kind == "measured"
            assert "made-up" in result.base
            assert "not a finding" in result.origin
        assert result.kind in KINDS


@pytest.mark.parametrize("n", plausible.SIZES)
@pytest.mark.parametrize("name", plausible.COLUMNS)
def test_the_ensemble_lies_inside_the_bounds_at_its_own_size_and_split(name, n):
    bound = integer_bound(by_id()[name].quantity, constraints_of(claims.load(), Setting(EQUAL_THIRDS, n)))
    for prior in PRIORS:
        shares = plausible.values(name, prior, n)
        assert len(shares) == plausible.NUMBER
        assert bound.low <= F(round(shares.min() * n), n)
        assert F(round(shares.max() * n), n) <= bound.high


def test_the_prior_moves_the_band_more_than_the_size_does():
    def width(prior: str, n: int) -> float:
        found = results.find(f"plausible.no_vision_and_willing.{prior}.n{n}")
        return found.high - found.low

    widths = pd.DataFrame({n: {prior: width(prior, n) for prior in PRIORS} for n in (300, 1000)})
    assert (widths.max() - widths.min()).min() > (widths.max(axis=1) - widths.min(axis=1)).max()


def test_the_ensemble_of_the_book_refuses_other_claims():
    with pytest.raises(ValueError, match="change them there"):
        results.collect(claims.load()[1:], "plausible")


def test_a_stored_part_is_read_as_it_was_computed(tmp_path, monkeypatch):
    monkeypatch.setattr("clinical_data_survey.files.computed.COMPUTED", tmp_path)
    from clinical_data_survey.results.store import stored

    made = stored("synthetic", lambda: results.collect(claims.load(), "synthetic").values())

    def never():
        raise AssertionError("computed again")

    assert stored("synthetic", never) == made
