"""Other surveys: what the tables must hold, and what is made of them."""

from __future__ import annotations

import csv
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from clinical_data_survey.errors import DataError
from clinical_data_survey.files.tables import read_table
from clinical_data_survey.others import surveys
from clinical_data_survey.others.tables import OtherSurveys
from clinical_data_survey.paths import (
    COMPARATOR_CONSTRUCTS,
    COMPARATOR_STUDIES,
    COMPARATOR_SURVEYS,
    COMPARATOR_UNIONS,
    DATA,
    REFERENCES,
)
from clinical_data_survey.published import claims

TABLES = {
    "results": COMPARATOR_SURVEYS,
    "studies": COMPARATOR_STUDIES,
    "constructs": COMPARATOR_CONSTRUCTS,
    "unions": COMPARATOR_UNIONS,
}
Change = Callable[[str, str, str, str], None]


@pytest.fixture(scope="module")
def own() -> OtherSurveys:
    return surveys.load()


class Tables:
    """A copy of all four tables to spoil, cell by cell."""

    def __init__(self, folder: Path) -> None:
        self.paths = {name: folder / path.name for name, path in TABLES.items()}
        for name, path in TABLES.items():
            shutil.copy(path, self.paths[name])

    def set(self, table: str, row_id: str, column: str, value: str) -> Tables:
        path = self.paths[table]
        header, *rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
        [row] = [row for row in rows if row[0] == row_id]
        row[header.index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
        return self

    def load(self) -> OtherSurveys:
        return surveys.load(*(self.paths[name] for name in ("results", "studies", "constructs", "unions")))

    def problem(self) -> str:
        with pytest.raises(DataError) as caught:
            self.load()
        return str(caught.value)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(tmp_path)


def row_of(table: str, row_id: str) -> int:
    frame = read_table(TABLES[table])
    return int(frame.index[frame.iloc[:, 0] == row_id][0])


def bibliography() -> dict[str, str]:
    entries = re.findall(r"^@\w+\{([^,\s]+),\n(.*?)^\}", REFERENCES.read_text("utf-8"), flags=re.M | re.S)
    assert len({key for key, _ in entries}) == len(entries), "a key stands twice in references.bib"
    return dict(entries)


# --- the project's own tables


def test_every_result_belongs_to_a_study_and_every_study_has_a_result(own: OtherSurveys) -> None:
    assert set(own.results["study_id"]) == set(own.studies.index)


def test_every_study_is_in_the_references_with_the_same_doi_or_address(own: OtherSurveys) -> None:
    entries = bibliography()
    assert set(entries) >= set(own.studies.index)
    for study_id, study in own.studies.iterrows():
        link = f"doi = {{{study['doi']}}}" if study["doi"] else f"url = {{{study['url']}}}"
        assert link in entries[str(study_id)]


def test_references_name_a_year_only_where_the_studies_table_does(own: OtherSurveys) -> None:
    years = {key: re.search(r"year = \{(\d+)\}", body) for key, body in bibliography().items()}
    for study_id, year in own.studies["year_published"].items():
        found = years[str(study_id)]
        assert (found is None) == pd.isna(year)
        assert found is None or int(found[1]) == year


def test_references_are_formatted_without_a_missing_field() -> None:
    database = pytest.importorskip("pybtex.database").parse_file(REFERENCES)
    style = pytest.importorskip("pybtex.plugin").find_plugin("pybtex.style.formatting", "unsrt")()
    assert len(list(style.format_entries(database.entries.values()))) == len(database.entries)


def test_every_study_has_a_doi_or_an_address(own: OtherSurveys) -> None:
    assert ((own.studies["doi"] != "") | (own.studies["url"] != "")).all()


def test_every_result_has_an_address(own: OtherSurveys) -> None:
    assert own.results["url"].str.startswith("http").all()


def test_a_base_is_kept_only_where_the_printed_percentage_can_come_from_it() -> None:
    frame = read_table(COMPARATOR_SURVEYS)
    bare = frame[(frame["k"] == "") & (frame["n"] != "") & (frame["percent"] != "") & (frame["printed_as"] == "figure")]
    for cells in bare.to_dict("records"):
        percent, base = float(cells["percent"]), int(cells["n"])
        decimals = len(cells["percent"].partition(".")[2])
        nearest = [100 * k / base for k in (int(percent * base / 100), int(percent * base / 100) + 1)]
        assert any(abs(share - percent) <= 0.5 * 10**-decimals + 1e-9 for share in nearest), cells["result_id"]


def test_every_recorded_change_is_what_the_tables_hold_now() -> None:
    changes = read_table(DATA / "evidence_changes.csv")
    assert (changes["reason"] != "").all()
    assert (changes["was"] != changes["now"]).all()
    by_file = {path.name: read_table(path) for path in (COMPARATOR_STUDIES, COMPARATOR_SURVEYS)}
    for change in changes.to_dict("records"):
        frame = by_file[change["file"]]
        assert frame.set_index(frame.columns[0]).loc[change["id"], change["column"]] == change["now"]


def test_every_claim_that_a_construct_names_exists(own: OtherSurveys) -> None:
    named = {claim for cell in own.constructs["claim_id"] for claim in cell.split("|") if claim}
    assert named <= set(claims.by_id())


# --- errors for people: row, column, remedy


def test_k_above_n_is_refused(tables: Tables) -> None:
    text = tables.set("results", "R002", "k", "1042").problem()
    place = f"comparator_surveys.csv, row {row_of('results', 'R002')}, column 'k'"
    assert f"{place}: k (1042) is above n (1041). Exchange the two, or mend the one that is wrong." in text


def test_a_percentage_more_than_a_point_from_its_counts_is_refused(tables: Tables) -> None:
    text = tables.set("results", "R002", "percent", "46.9").problem()
    place = f"row {row_of('results', 'R002')}, column 'percent'"
    assert f"{place}: 46.9 % is more than one point from k / n = 501 / 1041 = 48.1 %. Mend the percentage" in text


def test_a_percentage_within_a_point_of_its_counts_is_accepted(tables: Tables) -> None:
    assert tables.set("results", "R002", "percent", "47.2").load().results.loc["R002", "percent"] == 47.2


def test_an_unknown_study_is_refused(tables: Tables) -> None:
    text = tables.set("results", "R002", "study_id", "nobody2020").problem()
    place = f"row {row_of('results', 'R002')}, column 'study_id'"
    assert f"{place}: there is no study 'nobody2020' in the studies table. Add the study there" in text


def test_an_unknown_construct_is_refused(tables: Tables) -> None:
    text = tables.set("results", "R002", "construct", "hope").problem()
    place = f"row {row_of('results', 'R002')}, column 'construct'"
    assert f"{place}: 'hope' is not a known construct. Write a construct of data/comparator_constructs.csv" in text


@pytest.mark.parametrize("doi", ["https://doi.org/10.1000/xyz", "doi:10.1000/xyz", "10.1000", "10.1/x", "10.1000/a b"])
def test_a_malformed_doi_is_refused(tables: Tables, doi: str) -> None:
    text = tables.set("studies", "coppola2021", "doi", doi).problem()
    place = f"comparator_studies.csv, row {row_of('studies', 'coppola2021')}, column 'doi'"
    assert f"{place}: '{doi}' is not a DOI. Write the DOI without its resolver" in text


@pytest.mark.parametrize("column", ["year_fieldwork", "year_published"])
def test_a_year_in_the_future_is_refused(tables: Tables, column: str) -> None:
    text = tables.set("studies", "coppola2021", column, "2099").problem()
    assert f"row {row_of('studies', 'coppola2021')}, column '{column}': 2099 lies in the future. Write a year" in text


@pytest.mark.parametrize(
    ("table", "row_id", "column", "taken"),
    [
        ("results", "R002", "result_id", "R001"),
        ("studies", "coppola2021", "study_id", "waymel2019"),
        ("unions", "U02", "union_id", "U01"),
    ],
)
def test_an_id_used_twice_is_refused(tables: Tables, table: str, row_id: str, column: str, taken: str) -> None:
    text = tables.set(table, row_id, column, taken).problem()
    assert f"row {row_of(table, row_id)}, column '{column}': '{taken}' stands in another row as well. Write a" in text


@pytest.mark.parametrize(
    ("table", "row_id", "column", "value", "said"),
    [
        ("results", "R002", "percent", "101", "'101' is not between 0 and 100."),
        ("results", "R002", "percent", "about 48", "'about 48' is not a number."),
        ("results", "R002", "k", "12.5", "'12.5' is not a whole number."),
        ("results", "R002", "n", "0", "'0' is not a whole number above 0."),
        ("results", "R002", "fit", "good", "'good' is not one of direct, near, proxy, part."),
        (
            "results",
            "R002",
            "printed_as",
            "circa",
            "'circa' is not one of figure, around, nearly, over, word, derived.",
        ),
        ("results", "R002", "url", "page 3", "'page 3' is not an address."),
        ("results", "R002", "direction", "reverse-coded", "does not suit the construct 'favourable_attitude'."),
        ("results", "R027", "direction", "as asked", "does not suit the construct 'no_fear_job_loss'."),
        ("results", "R007", "fit_reason", "", "the item is not direct, but no reason is given."),
        ("results", "R001", "percent", "", "the row has neither a percentage nor a count."),
        ("studies", "coppola2021", "professional_group", "x-ray", "'x-ray' is not one of radiology,"),
        ("studies", "coppola2021", "comparability", "fine", "'fine' is not one of close, partial, context, students."),
        ("studies", "esr2019_euroaim", "invited", "600", "675 answered, but only 600 were invited."),
        ("studies", "waymel2019", "url", "", "the study has neither DOI nor address."),
        ("constructs", "willing_to_use", "claim_id", "C99", "'C99' names something unknown."),
        ("unions", "U01", "parts", "R069|R999", "names a result that does not exist."),
        ("unions", "U01", "parts", "R069|R072", "are not of one study, construct and base."),
        ("results", "R069", "fit", "direct", "are not all marked as parts."),
        ("results", "R001", "fit", "part", "the part belongs to no union."),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(
    tables: Tables, table: str, row_id: str, column: str, value: str, said: str
) -> None:
    text = tables.set(table, row_id, column, value).problem()
    assert said in text
    assert re.search(r"row \d+, column '\w+'", text)


def test_parts_that_add_up_to_more_than_everybody_are_refused(tables: Tables) -> None:
    tables.set("results", "R069", "k", "700").set("results", "R069", "percent", "99.9")
    assert "R069|R070 add up to more than everybody. Such answers are not exclusive" in tables.problem()


def test_the_survey_itself_is_not_a_study(tables: Tables) -> None:
    tables.set("studies", "coppola2021", "study_id", "utwente2019")
    for result_id in read_table(COMPARATOR_SURVEYS).query("study_id == 'coppola2021'")["result_id"]:
        tables.set("results", result_id, "study_id", "utwente2019")
    assert "this is the survey itself, not another one. Remove the row." in tables.problem()


def test_all_wrong_rows_are_named_at_once(tables: Tables) -> None:
    text = tables.set("results", "R002", "k", "2000").set("studies", "coppola2021", "year_published", "2098").problem()
    assert "column 'k'" in text
    assert "column 'year_published'" in text


# --- answers and their intervals


def test_a_row_with_a_known_base_has_the_wilson_interval(own: OtherSurveys) -> None:
    answer = surveys.answers(own).loc["R004"]
    assert (answer["low"], answer["high"]) == pytest.approx(proportion_confint(855, 1041, method="wilson"))
    assert answer["interval"] == "Wilson, 95 %"


def test_a_row_without_a_base_has_no_interval_and_says_so(own: OtherSurveys) -> None:
    answer = surveys.answers(own).loc["R009"]
    assert answer[["low", "high"]].isna().all()
    assert answer["interval"] == "none: the base is not known"
    assert answer["share"] == pytest.approx(0.62)


def test_every_interval_holds_its_share(own: OtherSurveys) -> None:
    frame = surveys.answers(own).dropna(subset=["low"])
    assert len(frame) > 100
    assert frame["share"].between(frame["low"], frame["high"]).all()


def test_a_count_without_a_base_or_percentage_has_no_share(own: OtherSurveys) -> None:
    assert pd.isna(surveys.answers(own).loc["R044", "share"])


def test_a_count_is_derived_from_the_percentage_only_where_the_base_is_known_and_marked(own: OtherSurveys) -> None:
    frame = surveys.answers(own)
    assert frame.loc["R001", ["k", "k_source"]].tolist() == [396, "derived from the percentage"]
    assert frame.loc["R004", "k_source"] == "printed"
    assert frame.loc["R057", "k_source"] == "not known"
    assert pd.isna(frame.loc["R057", "k"])
    assert frame.loc["R095", "k_source"] == "derived from a rounded word"


def test_a_printed_count_keeps_its_mark_where_the_base_is_not_known(own: OtherSurveys) -> None:
    assert surveys.answers(own).loc["R009", ["k", "k_source"]].tolist() == [630, "printed"]


def test_exclusive_answers_are_added_where_the_table_of_unions_says_so(own: OtherSurveys) -> None:
    union = surveys.answers(own).loc["U01"]
    assert (union["k"], union["n"], union["share"]) == (693, 701, pytest.approx(693 / 701))
    assert union["derivation"] == "union of R069 and R070"


def test_percentages_are_added_where_parts_have_no_counts(own: OtherSurveys) -> None:
    union = surveys.answers(own).loc["U04"]
    assert (union["share"], union["n"]) == (pytest.approx(0.64), 2206)
    assert union["k_source"] == "derived from the percentage"


def test_answers_that_no_union_names_are_not_added(own: OtherSurveys) -> None:
    derived = surveys.answers(own)["derivation"]
    assert set(derived[derived.str.startswith("union")].index) == set(own.unions.index)


def test_a_reverse_coded_answer_is_shown_both_ways(own: OtherSurveys) -> None:
    pair = surveys.both_ways(own).loc[["R027", "R027c"]]
    assert pair["construct"].tolist() == ["no_fear_job_loss", "fear_job_loss"]
    assert pair["k"].tolist() == [917, 1032 - 917]
    assert pair["share"].sum() == pytest.approx(1)
    assert pair["derivation"].tolist() == ["as printed", "complement of R027"]
    assert pair["base_note"].tolist() == ["", "the undecided are counted in"]


def test_flipping_mirrors_the_interval(own: OtherSurveys) -> None:
    printed, flipped = surveys.both_ways(own).loc[["R027", "R027c"], ["low", "high"]].to_numpy()
    assert flipped == pytest.approx(1 - printed[::-1])


def test_students_are_left_out_unless_asked_for(own: OtherSurveys) -> None:
    assert "students" not in set(surveys.answers(own)["professional_group"])
    assert set(surveys.answers_of_students(own)["study_id"]) == {"pintodossantos2019", "sit2020", "mclennan2022"}
    for construct in own.constructs.index:
        assert "students" not in set(surveys.side_by_side(own, construct)["comparability"])


def test_answers_given_out_can_be_changed_without_harm(own: OtherSurveys) -> None:
    given_out = surveys.answers(own)
    given_out["share"] = 0.0
    assert surveys.answers(own)["share"].max() > 0


def test_side_by_side_shows_no_part_of_a_union(own: OtherSurveys) -> None:
    frame = surveys.side_by_side(own, "willing_to_use")
    parts = set(own.unions.loc["U04", "parts"].split("|"))
    assert "U04" in frame.index
    assert not parts & set(frame.index)


def test_an_unknown_construct_is_a_key_error(own: OtherSurveys) -> None:
    with pytest.raises(KeyError, match="hope"):
        surveys.side_by_side(own, "hope")


def test_the_work_of_loading_grows_with_the_number_of_results_and_no_faster(tmp_path: Path) -> None:
    own_rows = read_table(COMPARATOR_SURVEYS)
    whole = own_rows[own_rows["fit"] != "part"]

    def work(copies: int) -> float:
        more = pd.concat([whole] * copies)
        more["result_id"] = [f"R{i}" for i in range(100_000, 100_000 + len(more))]
        path = tmp_path / f"{copies}.csv"
        pd.concat([own_rows, more]).to_csv(path, index=False)
        start = time.process_time()  # of this process alone: what else the machine does is not in it
        assert len(surveys.answers(surveys.load(path))) > len(more)
        return time.process_time() - start

    assert work(60) < 40 * work(3)  # twenty times as many results; checked pair by pair it would be 400 times the work


# --- comparable studies


def test_comparable_studies_are_close_or_partial_and_ask_the_construct(own: OtherSurveys) -> None:
    for construct in own.constructs.index:
        frame = surveys.comparable(own, construct)
        assert set(frame["comparability"]) <= {"close", "partial"}
        assert set(frame["fit"]) <= {"direct", "near"}


def test_a_study_counts_once_and_so_do_studies_of_the_same_respondents(own: OtherSurveys) -> None:
    for construct in own.constructs.index:
        frame = surveys.comparable(own, construct)
        respondents = frame["series"].where(frame["series"] != "", frame["study_id"])
        assert respondents.is_unique


def test_of_two_items_of_a_study_the_direct_one_counts(own: OtherSurveys) -> None:
    frame = surveys.comparable(own, "opportunity_diagnostics")
    assert frame.index[frame["study_id"] == "huisman2021_p2"].tolist() == ["R006"]


def test_of_two_rounds_the_one_nearest_to_2019_counts(tables: Tables) -> None:
    tables.set("studies", "vanleeuwen2022_ecr_nl", "comparability", "partial")
    frame = surveys.comparable(tables.load(), "willing_to_use")
    assert frame.loc[frame["study_id"] == "vanleeuwen2022_ecr_nl", "year"].tolist() == [2020]


def test_of_two_studies_of_the_same_respondents_one_counts(tables: Tables) -> None:
    tables.set("studies", "mi_monitor2025_nl", "comparability", "partial")
    tables.set("studies", "mi_monitor2026_nl", "comparability", "partial")
    frame = surveys.comparable(tables.load(), "barrier_cost")
    assert frame.loc[frame["series"] == "ai_monitor_nl", "study_id"].tolist() == ["mi_monitor2025_nl"]


def test_poolable_answers_have_counts_that_are_printed_or_derived_from_a_figure(own: OtherSurveys) -> None:
    assert "sarwar2019" in set(surveys.comparable(own, "expect_change_10y")["study_id"])
    assert "sarwar2019" not in set(surveys.poolable(own, "expect_change_10y")["study_id"])
    assert "arboit2025" not in set(surveys.poolable(own, "willing_to_use")["study_id"])


# --- how far rounding and sampling reach


def test_without_a_base_a_share_reaches_as_far_as_its_last_printed_place(own: OtherSurveys) -> None:
    answer = surveys.answers(own).loc["R009"]
    assert answer[["reach_low", "reach_high"]].tolist() == pytest.approx([0.615, 0.625])


def test_with_a_printed_count_a_share_reaches_as_far_as_its_interval(own: OtherSurveys) -> None:
    answer = surveys.answers(own).loc["R004"]
    assert answer[["reach_low", "reach_high"]].tolist() == pytest.approx(answer[["low", "high"]].tolist())


def test_a_rounded_word_reaches_further_than_its_interval(own: OtherSurveys) -> None:
    answer = surveys.answers(own).loc["R095"]
    assert answer["reach_low"] < answer["low"] < answer["high"] < answer["reach_high"]


# --- counting


def test_studies_of_the_same_respondents_are_one_set(own: OtherSurveys) -> None:
    sets = surveys.respondents(own.studies)
    assert sets["huisman2021_p1"] == sets["huisman2021_p2"] != sets["coppola2021"]


def test_only_single_countries_are_counted(own: OtherSurveys) -> None:
    named = surveys.countries(own.studies)
    assert {"Netherlands", "New Zealand", "Switzerland"} <= set(named)
    assert not [name for name in named if name.startswith(("International", "Europe"))]


# --- what has no match


def test_what_has_no_comparable_answer_is_computed_from_the_table(own: OtherSurveys) -> None:
    missing = surveys.without_comparable(own)
    assert set(missing.index) == {
        "org_lacks_vision_or_strategy",
        "sees_barriers",
        "barrier_staff_support",
        "investor_responsibility",
    }
    assert missing.loc["barrier_staff_support", "answers"] == 0
    assert missing.loc["sees_barriers", "answers"] == 1
    assert missing.loc["investor_responsibility", "claims"] == ("C15", "C16", "C17", "C18")
    assert missing.loc["barrier_staff_support", "nearest"] == ("Barrier: capacity to change",)


def test_a_topic_that_gets_a_comparable_answer_is_no_longer_without_one(tables: Tables) -> None:
    tables.set("results", "R144", "construct", "barrier_staff_support")
    assert "barrier_staff_support" not in surveys.without_comparable(tables.load()).index


def test_no_study_has_figures_for_secondary_and_tertiary_care(own: OtherSurveys) -> None:
    assert surveys.care_level_comparators(own).empty


def test_a_study_with_figures_by_level_of_care_is_found(tables: Tables) -> None:
    tables.set("studies", "voskens2022_nl", "care_level_comparison", "figures")
    assert surveys.care_level_comparators(tables.load()).index.tolist() == ["voskens2022_nl"]
