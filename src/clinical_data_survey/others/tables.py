"""Tables of other surveys: studies, their results, constructs and unions of answers; read, checked, typed.

A result belongs to a study and a construct. Unions name exclusive answers that are added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from clinical_data_survey.errors import DataError, Problem
from clinical_data_survey.files.tables import NOT_EMPTY, check_table, one_of, read_table, text_columns
from clinical_data_survey.files.yaml_files import WEB_ADDRESS
from clinical_data_survey.others.vocabulary import (
    CARE_LEVEL_COMPARISONS,
    COMPARABILITY,
    DIRECTIONS,
    FITS,
    PRINTED_AS,
    PROFESSIONAL_GROUPS,
    READ,
    SAMPLING,
    SEEN,
)
from clinical_data_survey.paths import COMPARATOR_CONSTRUCTS, COMPARATOR_STUDIES, COMPARATOR_SURVEYS, COMPARATOR_UNIONS
from clinical_data_survey.published import claims

PERCENT_TOLERANCE = 1.0

_ID = pa.Check.str_matches(r"^[a-z][a-z0-9_]*$", error="is not a short name in lower case")
_COUNT = pa.Check.str_matches(r"^(\d+)?$", error="is not a whole number")
_BASE = pa.Check.str_matches(r"^([1-9]\d*)?$", error="is not a whole number above 0")
_YEAR = pa.Check.str_matches(r"^((19|20)\d\d)?$", error="is not a year")
_DECIMAL = pa.Check.str_matches(r"^(\d+(\.\d+)?)?$", error="is not a number")
_PERCENT = pa.Check(lambda values: ~(pd.to_numeric(values, errors="coerce") > 100), error="is not between 0 and 100")
_DOI = pa.Check.str_matches(r"^(10\.\d{4,9}/\S+)?$", error="is not a DOI")
_ADDRESS = pa.Check.str_matches(rf"^$|{WEB_ADDRESS}", error="is not an address")

STUDY_SCHEMA = pa.DataFrameSchema(
    text_columns(
        {
            "study_id": [_ID],
            "citation": [NOT_EMPTY],
            "label": [NOT_EMPTY],
            "doi": [_DOI],
            "url": [_ADDRESS],
            "year_fieldwork": [_YEAR],
            "year_published": [_YEAR],
            "country": [],
            "population": [NOT_EMPTY],
            "professional_group": [one_of(tuple(PROFESSIONAL_GROUPS))],
            "design": [NOT_EMPTY],
            "invited": [_BASE],
            "answered": [_BASE],
            "series": [],
            "comparability": [one_of(tuple(COMPARABILITY))],
            "comparability_reason": [NOT_EMPTY],
            "care_level_comparison": [one_of(tuple(CARE_LEVEL_COMPARISONS))],
            "caveat": [],
            "read": [one_of(tuple(READ))],
            "sampling": [one_of(tuple(SAMPLING))],
            "wording_shown": [one_of(("yes", "no"))],
        }
    ),
    unique=["study_id"],
)
RESULT_SCHEMA = pa.DataFrameSchema(
    text_columns(
        {
            "result_id": [pa.Check.str_matches(r"^R\d{3,}$", error="is not a result number")],
            "study_id": [NOT_EMPTY],
            "construct": [NOT_EMPTY],
            "wording": [NOT_EMPTY],
            "counted_as_yes": [NOT_EMPTY],
            "k": [_COUNT],
            "n": [_BASE],
            "percent": [_DECIMAL, _PERCENT],
            "printed_as": [one_of(tuple(PRINTED_AS))],
            "horizon_years": [_DECIMAL],
            "direction": [one_of(DIRECTIONS)],
            "fit": [one_of(tuple(FITS))],
            "fit_reason": [],
            "base_note": [],
            "round_year": [_YEAR],
            "url": [NOT_EMPTY, _ADDRESS],
            "seen": [one_of(tuple(SEEN))],
        }
    ),
    unique=["result_id"],
)
CONSTRUCT_SCHEMA = pa.DataFrameSchema(
    text_columns(
        {
            "construct": [_ID],
            "label": [NOT_EMPTY],
            "definition": [NOT_EMPTY],
            "claim_id": [],
            "complement_of": [],
            "nearest": [],
            "not_pooled_because": [],
        }
    ),
    unique=["construct"],
)
UNION_SCHEMA = pa.DataFrameSchema(
    text_columns(
        {
            "union_id": [pa.Check.str_matches(r"^U\d{2,}$", error="is not a union number")],
            "parts": [pa.Check.str_matches(r"^R\d+(\|R\d+)+$", error="is not two or more result numbers")],
            "wording": [NOT_EMPTY],
            "counted_as_yes": [NOT_EMPTY],
            "fit": [one_of(("direct", "near", "proxy"))],
            "fit_reason": [],
            "why_exclusive": [NOT_EMPTY],
        }
    ),
    unique=["union_id"],
)
REMEDIES = {
    "study_id": "a short name of its own in the studies table, and the same in the results table.",
    "citation": "authors or sponsor, and the year.",
    "label": "a short name for people; of a study: first author or sponsor, year, who answered.",
    "doi": "the DOI without its resolver, such as 10.1000/xyz; leave it empty where none was seen.",
    "url": "the full address that was read, with https://.",
    "year_fieldwork": "the year in which fieldwork began, of four digits; leave it empty where it was not seen.",
    "year_published": "the year of publication, of four digits; leave it empty where it was not seen.",
    "country": "the country or region; leave it empty where it was not seen.",
    "population": "who answered.",
    "professional_group": f"one of {', '.join(PROFESSIONAL_GROUPS)}.",
    "design": "how respondents were reached, and when.",
    "invited": "the number invited; leave it empty where it was not seen.",
    "answered": "the number who answered; leave it empty where it was not seen.",
    "series": "one name for studies that ask the same respondents again; leave it empty otherwise.",
    "comparability": f"one of {', '.join(COMPARABILITY)}.",
    "comparability_reason": "why the study has that class.",
    "care_level_comparison": f"one of {', '.join(CARE_LEVEL_COMPARISONS)}.",
    "caveat": "what a reader should know of it.",
    "read": f"one of {', '.join(READ)}.",
    "sampling": f"one of {', '.join(SAMPLING)}.",
    "wording_shown": "yes where the item itself could be read, else no.",
    "seen": f"one of {', '.join(SEEN)}.",
    "result_id": "a number of its own, such as R164.",
    "construct": "a construct of data/comparator_constructs.csv, or add it there.",
    "wording": "the item in a few words of your own.",
    "counted_as_yes": "which answers are counted.",
    "k": "how many gave a counted answer, as printed; leave it empty where it was not printed.",
    "n": "how many answered the item; leave it empty where it is not known.",
    "percent": "the percentage as printed, from 0 to 100; leave it empty where it was not printed.",
    "printed_as": f"one of {', '.join(PRINTED_AS)}.",
    "horizon_years": "the upper end of the term in years; leave it empty where there is none.",
    "direction": f"one of {', '.join(DIRECTIONS)}.",
    "fit": f"one of {', '.join(FITS)}.",
    "fit_reason": "why the item is not the construct itself; empty for a direct item.",
    "base_note": "on whom the figure stands, where not on all respondents.",
    "round_year": "the year of the round, where a study has several; empty otherwise.",
    "definition": "what an answer must say to count.",
    "claim_id": "a claim of data/published_claims.csv; join several with '|', empty where none asks it.",
    "complement_of": "the construct that the answers become once flipped; empty otherwise.",
    "nearest": "constructs that come close; join several with '|'.",
    "not_pooled_because": "why its results must not be pooled; empty otherwise.",
    "union_id": "a number of its own, such as U05.",
    "parts": "two or more result numbers joined by '|'.",
    "why_exclusive": "why nobody can be in two of the parts.",
}


@dataclass(frozen=True, eq=False)
class OtherSurveys:
    """Other surveys in four tables, each indexed by its id.

    `studies` one row a study, `results` one row a printed figure, `constructs` one row a topic, `unions` one row a
    sum of exclusive answers. Counts and years are Int64, percentages and horizons float; what is not known is NA.
    """

    studies: pd.DataFrame
    results: pd.DataFrame
    constructs: pd.DataFrame
    unions: pd.DataFrame


@cache
def load(
    results_path: Path = COMPARATOR_SURVEYS,
    studies_path: Path = COMPARATOR_STUDIES,
    constructs_path: Path = COMPARATOR_CONSTRUCTS,
    unions_path: Path = COMPARATOR_UNIONS,
) -> OtherSurveys:
    """All four tables, checked one by one and against each other.

    Raises DataError that names every failing file, row and column, and what to do.
    """
    studies = _checked(studies_path, STUDY_SCHEMA, ["year_fieldwork", "year_published", "invited", "answered"], [])
    results = _checked(results_path, RESULT_SCHEMA, ["k", "n", "round_year"], ["percent", "horizon_years"])
    constructs = _checked(constructs_path, CONSTRUCT_SCHEMA, [], [])
    unions = _checked(unions_path, UNION_SCHEMA, [], [])
    problems = [
        *_study_problems(studies, studies_path),
        *_result_problems(results, studies, constructs, results_path),
        *_construct_problems(constructs, constructs_path),
        *_union_problems(unions, results, results_path, unions_path),
    ]
    if problems:
        raise DataError(problems)
    return OtherSurveys(
        studies.set_index("study_id"),
        results.set_index("result_id"),
        constructs.set_index("construct"),
        unions.set_index("union_id"),
    )


def _checked(path: Path, schema: pa.DataFrameSchema, whole: Sequence[str], decimal: Sequence[str]) -> pd.DataFrame:
    frame = read_table(path)
    check_table(frame, schema, path, REMEDIES)
    types = dict.fromkeys(whole, "Int64") | dict.fromkeys(decimal, "float64")
    numbers = frame[list(types)].replace("", np.nan).apply(pd.to_numeric).astype(types)
    return frame.drop(columns=list(types)).join(numbers)[list(frame.columns)]


def _where(path: Path, frame: pd.DataFrame, wrong: pd.Series, column: str, what: str, remedy: str) -> list[Problem]:
    """A problem for every row where `wrong` holds; `what` may name cells of the row in braces."""
    rows = frame[wrong.fillna(False).astype(bool)]
    return [
        Problem(path, what.format_map(cells), remedy, row, column)
        for row, cells in zip(rows.index, rows.to_dict("records"), strict=True)
    ]


def _year_problems(frame: pd.DataFrame, path: Path, columns: Sequence[str]) -> list[Problem]:
    now = date.today().year
    remedy = f"Write a year up to {now}, or leave it empty where it was not seen."
    return [
        problem
        for column in columns
        for problem in _where(path, frame, frame[column] > now, column, f"{{{column}}} lies in the future.", remedy)
    ]


def _study_problems(studies: pd.DataFrame, path: Path) -> list[Problem]:
    own = studies["study_id"].isin(list(claims.load_sources()))
    no_link = (studies["doi"] == "") & (studies["url"] == "")
    too_many = studies["answered"] > studies["invited"]
    return [
        *_where(path, studies, own, "study_id", "this is the survey itself, not another one.", "Remove the row."),
        *_where(path, studies, no_link, "url", "the study has neither DOI nor address.", f"Write {REMEDIES['url']}"),
        *_where(
            path,
            studies,
            too_many,
            "answered",
            "{answered} answered, but only {invited} were invited.",
            "Mend the one that is wrong.",
        ),
        *_year_problems(studies, path, ["year_fieldwork", "year_published"]),
    ]


def _result_problems(
    results: pd.DataFrame, studies: pd.DataFrame, constructs: pd.DataFrame, path: Path
) -> list[Problem]:
    share = 100 * results["k"].astype(float) / results["n"].astype(float)
    printed = results.assign(share=share.round(1))
    reverse = constructs.loc[constructs["complement_of"] != "", "construct"]
    should_be = pd.Series(
        np.where(results["construct"].isin(reverse), "reverse-coded", "as asked"), index=results.index
    )
    rules = [
        (
            ~results["study_id"].isin(studies["study_id"]),
            "study_id",
            "there is no study '{study_id}' in the studies table.",
            "Add the study there, or mend its name.",
        ),
        (
            ~results["construct"].isin(constructs["construct"]),
            "construct",
            "'{construct}' is not a known construct.",
            f"Write {REMEDIES['construct']}",
        ),
        (
            results["k"] > results["n"],
            "k",
            "k ({k}) is above n ({n}).",
            "Exchange the two, or mend the one that is wrong.",
        ),
        (
            (share - results["percent"]).abs() > PERCENT_TOLERANCE,
            "percent",
            "{percent} % is more than one point from k / n = {k} / {n} = {share} %.",
            "Mend the percentage or the counts; if the study itself disagrees, leave n empty and say so in base_note.",
        ),
        (
            results["percent"].isna() & results["k"].isna(),
            "percent",
            "the row has neither a percentage nor a count.",
            "Write the percentage or k as printed, or remove the row.",
        ),
        (
            (results["direction"] != should_be) & results["construct"].isin(constructs["construct"]),
            "direction",
            "'{direction}' does not suit the construct '{construct}'.",
            "A construct with a complement_of is reverse-coded, any other is as asked.",
        ),
        (
            (results["fit"] != "direct") & (results["fit_reason"] == ""),
            "fit_reason",
            "the item is not direct, but no reason is given.",
            f"Write {REMEDIES['fit_reason']}",
        ),
    ]
    return [problem for wrong, *text in rules for problem in _where(path, printed, wrong, *text)] + _year_problems(
        results, path, ["round_year"]
    )


def _construct_problems(constructs: pd.DataFrame, path: Path) -> list[Problem]:
    known: Mapping[str, set[str]] = {
        "claim_id": set(claims.by_id()),
        "complement_of": set(constructs["construct"]),
        "nearest": set(constructs["construct"]),
    }
    return [
        problem
        for column, names in known.items()
        for problem in _where(
            path,
            constructs,
            constructs[column].map(lambda cell, names=names: bool(set(filter(None, cell.split("|"))) - names)),
            column,
            f"'{{{column}}}' names something unknown.",
            f"Write {REMEDIES[column]}",
        )
    ]


def _union_problems(unions: pd.DataFrame, results: pd.DataFrame, results_path: Path, path: Path) -> list[Problem]:
    """Parts must be of one item: one study, one construct, one base, and no more than everybody together."""
    parts = unions["parts"].str.split("|").explode().rename("result_id").reset_index()
    joined = parts.merge(results, on="result_id", how="left")
    per_union = joined.groupby("row")
    unknown = per_union["study_id"].apply(lambda ids: ids.isna().any())
    mixed = per_union[["study_id", "construct", "n"]].nunique(dropna=False).gt(1).any(axis=1) & ~unknown
    wrong_fit = per_union["fit"].apply(lambda fits: (fits != "part").any()) & ~unknown
    above = (per_union["k"].sum() > per_union["n"].max()) | (per_union["percent"].sum() > 100 + PERCENT_TOLERANCE)
    rules = [
        (unknown, "{parts} names a result that does not exist.", f"Write {REMEDIES['parts']}"),
        (mixed, "{parts} are not of one study, construct and base.", "Add up only answers to one item."),
        (wrong_fit, "{parts} are not all marked as parts.", "Set their fit to 'part' in the results table."),
        (above & ~mixed, "{parts} add up to more than everybody.", "Such answers are not exclusive; remove the union."),
    ]
    orphans = (results["fit"] == "part") & ~results["result_id"].isin(parts["result_id"])
    return [problem for wrong, *text in rules for problem in _where(path, unions, wrong, "parts", *text)] + _where(
        results_path, results, orphans, "fit", "the part belongs to no union.", "Add a union, or choose another fit."
    )
