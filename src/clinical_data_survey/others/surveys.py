"""Other surveys: every answer with its share and interval, side by side; comparable ones, one a study.

Setting side by side is the default; pooling stands apart in `meta_analysis`. Students are left out unless asked for.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.others.tables import OtherSurveys, load
from clinical_data_survey.others.vocabulary import (
    CARE_LEVEL_COMPARISONS,
    COMPARABILITY,
    FITS,
    PRINTED_AS,
    PROFESSIONAL_GROUPS,
)

__all__ = [
    "CARE_LEVEL_COMPARISONS",
    "COMPARABILITY",
    "FITS",
    "PRINTED_AS",
    "PROFESSIONAL_GROUPS",
    "OtherSurveys",
    "answers",
    "answers_of_students",
    "both_ways",
    "care_level_comparators",
    "comparable",
    "countries",
    "every_answer",
    "load",
    "marked",
    "not_seen",
    "of_professionals",
    "of_students",
    "poolable",
    "respondents",
    "side_by_side",
    "unions",
    "without_comparable",
]

SURVEY_YEAR = 2019
WILSON = "Wilson, 95 %"
NO_BASE = "none: the base is not known"
K_PRINTED, K_DERIVED, K_ROUGH, K_UNKNOWN = (
    "printed",
    "derived from the percentage",
    "derived from a rounded word",
    "not known",
)
# How far a printed share can lie from the true one: half of its last place, taken as a whole percent where no decimal
# is printed; a choice of this edition where it is printed as a word.
HALF_A_TENTH, HALF_A_PERCENT, WORD = 0.0005, 0.005, 0.025
COMPARABLE_CLASSES = ("close", "partial")
COMPARABLE_FITS = ("direct", "near")
STUDY_COLUMNS = [
    "citation",
    "label",
    "doi",
    "year_fieldwork",
    "year_published",
    "country",
    "population",
    "professional_group",
    "series",
    "comparability",
    "comparability_reason",
    "caveat",
]


@cache
def _all_answers(others: OtherSurveys) -> pd.DataFrame:
    printed = others.results.assign(derivation="as printed", parts="", with_count=_count_origin(others.results))
    with_unions = pd.concat([printed, unions(others)])
    counted = _with_counts(with_unions)
    both = pd.concat([counted, _flipped(counted, others.constructs)])
    return _with_years(_with_intervals(both).join(others.studies[STUDY_COLUMNS], on="study_id"))


def answers(others: OtherSurveys) -> pd.DataFrame:
    """Every answer: as printed, unions of exclusive answers, and reverse-coded answers once more, flipped.

    Students are left out; `answers_of_students` has them. One row an answer, indexed by `result_id`
    (a union has its own, a flipped answer ends in 'c'). Beside the columns of results and studies it has:

    - `k`, `n`: counts; `k_source` tells whether k was printed, derived from the percentage (only where n is known),
      derived from a rounded word, or is not known;
    - `share`: k / n where both were printed, the printed percentage otherwise; a fraction of 1;
    - `low`, `high`: Wilson's 95 % interval where n is known, NaN otherwise; `interval` says which;
    - `reach_low`, `reach_high`: how far rounding, and sampling where n is known, can take the share;
    - `derivation`: 'as printed', 'union of ...' or 'complement of ...';
    - `year`, `year_is`: fieldwork where known, else publication.
    """
    return of_professionals(_all_answers(others))


def answers_of_students(others: OtherSurveys) -> pd.DataFrame:
    """The answers of studies of students only, in the form of `answers`."""
    return of_students(_all_answers(others))


def every_answer(others: OtherSurveys) -> pd.DataFrame:
    """Answers of professionals and of students, in the form of `answers` and in the order of their numbers."""
    return _all_answers(others).sort_index(key=lambda ids: ids.str[0] + ids.str[1:].str.zfill(8))


def of_professionals(frame: pd.DataFrame) -> pd.DataFrame:
    """Answers of all studies but those of students."""
    return frame[frame["comparability"] != "students"].copy()


def of_students(frame: pd.DataFrame) -> pd.DataFrame:
    """Answers of studies of students only."""
    return frame[frame["comparability"] == "students"].copy()


def unions(others: OtherSurveys) -> pd.DataFrame:
    """Exclusive answers added up as the table of unions declares, in the columns of results.

    Counts are added where every part has one; otherwise percentages are, with their rounding.
    """
    if others.unions.empty:
        return others.results.iloc[:0].assign(derivation="", parts="", with_count="")
    parts = others.unions["parts"].str.split("|").explode()
    of_parts = others.results.loc[parts.tolist()].set_index(parts.index)
    grouped = of_parts.groupby(level=0)
    complete = grouped["k"].count() == grouped.size()
    summed = grouped.agg(
        dict.fromkeys(["study_id", "construct", "n", "printed_as", "direction", "base_note", "url"], "first")
        | {"horizon_years": "max", "round_year": "max", "percent": "sum"}
    )
    return summed.assign(
        **{name: others.unions[name] for name in ("wording", "counted_as_yes", "fit", "fit_reason", "parts")},
        k=grouped["k"].sum().where(complete),
        derivation="union of " + others.unions["parts"].str.replace("|", " and "),
        with_count=np.where(complete, K_PRINTED, ""),
    ).rename_axis("result_id")


def _count_origin(results: pd.DataFrame) -> pd.Series:
    return pd.Series(np.where(results["k"].notna(), K_PRINTED, ""), index=results.index)


def _with_counts(frame: pd.DataFrame) -> pd.DataFrame:
    derivable = frame["k"].isna() & frame["n"].notna() & frame["percent"].notna()
    # floor(x + 1/2), since rounding halves to even would move k by the parity of its neighbour
    derived = np.floor(frame["percent"] * frame["n"].astype(float) / 100 + 0.5)
    source = np.select(
        [frame["with_count"] == K_PRINTED, derivable & (frame["printed_as"] == "figure"), derivable],
        [K_PRINTED, K_DERIVED, K_ROUGH],
        K_UNKNOWN,
    )
    k = frame["k"].astype(float).where(~derivable, derived)
    return frame.drop(columns="with_count").assign(k=k.astype("Int64"), k_source=source)


def _flipped(frame: pd.DataFrame, constructs: pd.DataFrame) -> pd.DataFrame:
    """Reverse-coded answers as answers to the construct that they are the complement of.

    The complement holds everybody else, the undecided among them, so that its share is an upper limit.
    """
    reverse = frame[frame["direction"] == "reverse-coded"]
    ids = reverse.index.to_series()
    return reverse.assign(
        construct=reverse["construct"].map(constructs["complement_of"]),
        counted_as_yes="everybody but: " + reverse["counted_as_yes"],
        k=reverse["n"] - reverse["k"],
        percent=100 - reverse["percent"],
        direction="flipped",
        base_note="the undecided are counted in",
        derivation="complement of " + ids,
        parts=ids,
    ).set_index(ids + "c")


def _with_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    counted = (frame["k"].notna() & frame["n"].notna()).to_numpy()
    k, n = (frame[name].astype(float).to_numpy() for name in ("k", "n"))
    low, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    low[counted], high[counted] = proportion_confint(k[counted], n[counted], alpha=1 - CONFIDENCE, method="wilson")
    from_counts = counted & (frame["k_source"] == K_PRINTED).to_numpy()
    share = np.where(from_counts, k / n, frame["percent"].to_numpy() / 100)
    return _with_reach(frame.assign(share=share, low=low, high=high, interval=np.where(counted, WILSON, NO_BASE)))


def _with_reach(frame: pd.DataFrame) -> pd.DataFrame:
    """The ends between which rounding, and Wilson's interval where n is known, leave the share."""
    percent = frame["percent"].to_numpy(dtype=float)
    printed = np.where(np.isclose(percent, np.round(percent)), HALF_A_PERCENT, HALF_A_TENTH)
    half = np.where(frame["printed_as"] == "figure", printed, WORD)
    half = np.where(frame["low"].notna() & (frame["k_source"] == K_PRINTED), 0.0, half)
    ends = [np.clip(frame["share"].to_numpy(dtype=float) + side * half, 0, 1) for side in (-1, 1)]
    n = frame["n"].astype(float).to_numpy()
    known = ~np.isnan(n) & ~np.isnan(ends[0])
    for end, which in zip(ends, (0, 1), strict=True):
        sampled = proportion_confint(end[known] * n[known], n[known], alpha=1 - CONFIDENCE, method="wilson")
        end[known] = sampled[which]
    return frame.assign(reach_low=ends[0], reach_high=ends[1])


def _with_years(frame: pd.DataFrame) -> pd.DataFrame:
    fieldwork = frame["round_year"].fillna(frame["year_fieldwork"])
    kinds = np.select([fieldwork.notna(), frame["year_published"].notna()], ["fieldwork", "publication"], "not known")
    return frame.assign(year=fieldwork.fillna(frame["year_published"]), year_is=kinds)


def side_by_side(others: OtherSurveys, construct: str) -> pd.DataFrame:
    """All answers of professionals on one construct, highest share first; parts of unions stay out.

    Raises KeyError for an unknown construct.
    """
    frame = _on(others, construct)
    return frame[frame["fit"] != "part"].sort_values("share", ascending=False, kind="stable")


def both_ways(others: OtherSurveys) -> pd.DataFrame:
    """Reverse-coded answers of professionals as printed and, in the row after, flipped."""
    frame = answers(others)
    pairs = frame[frame["direction"].isin(["reverse-coded", "flipped"])]
    return pairs.iloc[np.argsort(pairs.index.str.removesuffix("c"), kind="stable")]


def comparable(others: OtherSurveys, construct: str) -> pd.DataFrame:
    """Answers that may be held against the Dutch figure, one a series of studies, highest share first.

    A study must be close or partial, its item direct or near, its share known. Of several answers of one study, or
    of studies that ask the same respondents again, one is taken, by this order: a direct item before a near one;
    the year nearest to 2019, unknown years last; the largest base; the first in the file.

    Raises KeyError for an unknown construct.
    """
    return _comparable(others, construct).copy()


@cache
def _comparable(others: OtherSurveys, construct: str) -> pd.DataFrame:
    frame = _on(others, construct)
    fits = frame[
        frame["comparability"].isin(COMPARABLE_CLASSES) & frame["fit"].isin(COMPARABLE_FITS) & frame["share"].notna()
    ]
    ranked = fits.assign(
        respondents=fits["series"].where(fits["series"] != "", fits["study_id"]),
        by_fit=fits["fit"] != "direct",
        by_year=(fits["year"] - SURVEY_YEAR).abs(),
        by_base=-fits["n"],
    ).sort_values(["by_fit", "by_year", "by_base"], kind="stable", na_position="last")
    chosen = ranked.drop_duplicates("respondents")[frame.columns]
    return chosen.sort_values("share", ascending=False, kind="stable")


def marked(others: OtherSurveys, construct: str) -> pd.DataFrame:
    """All answers of `side_by_side`; the column `comparable` says which may be held against the Dutch figure."""
    every = side_by_side(others, construct)
    return every.assign(comparable=every.index.isin(_comparable(others, construct).index))


def poolable(others: OtherSurveys, construct: str) -> pd.DataFrame:
    """Comparable answers whose counts are known: k printed, or derived from a percentage printed as a figure.

    Raises KeyError for an unknown construct.
    """
    frame = comparable(others, construct)
    return frame[frame["k_source"].isin([K_PRINTED, K_DERIVED]) & frame["n"].notna() & frame["k"].notna()]


def _on(others: OtherSurveys, construct: str) -> pd.DataFrame:
    if construct not in others.constructs.index:
        raise KeyError(construct)
    return _by_construct(others)[construct]


@cache
def _by_construct(others: OtherSurveys) -> dict[Hashable, pd.DataFrame]:
    frame = answers(others)
    found = dict(iter(frame.groupby("construct", sort=False)))
    return {construct: found.get(construct, frame.iloc[:0]) for construct in others.constructs.index}


def without_comparable(others: OtherSurveys) -> pd.DataFrame:
    """Constructs that a claim of the Dutch survey has and on which no answer of another survey is comparable.

    Indexed by construct; `claims` the claims' numbers, `answers` how many there are as context, `nearest` labels of
    constructs that come close and have answers.
    """
    asked = set(answers(others)["construct"])
    constructs = others.constructs
    alone = [name for name in constructs.index if _comparable(others, str(name)).empty]
    missing = constructs[(constructs["claim_id"] != "") & constructs.index.isin(alone)]
    near = missing["nearest"].str.split("|").map(lambda names: [name for name in names if name in asked])
    return pd.DataFrame(
        {
            "label": missing["label"],
            "claims": missing["claim_id"].str.split("|").map(tuple),
            "answers": [len(side_by_side(others, str(name))) for name in missing.index],
            "nearest": near.map(lambda names: tuple(constructs.loc[names, "label"])),
        }
    )


def not_seen(others: OtherSurveys) -> dict[str, list[str]]:
    """What could still be filled in: columns of the studies table and the studies in which each is empty."""
    columns = ("doi", "year_fieldwork", "year_published", "country", "answered")
    empty = {name: others.studies[name].isna() | (others.studies[name].astype("string") == "") for name in columns}
    return {name: [str(study) for study in others.studies.index[where]] for name, where in empty.items()}


def respondents(studies: pd.DataFrame) -> pd.Series:
    """The set of respondents of each study: its series where it asks the same people again, else its own."""
    return studies["series"].where(studies["series"] != "", studies.index.to_series())


def countries(studies: pd.DataFrame) -> list[str]:
    """The single countries that studies name, in order; regions and surveys of many countries are left out."""
    named = studies["country"].str.replace(r" \([^)]*\)", "", regex=True).str.split(r", | and ", regex=True).explode()
    return sorted(set(named.dropna()) - {"", "Europe", "International"})


def care_level_comparators(others: OtherSurveys) -> pd.DataFrame:
    """Studies of professionals with figures for both secondary and tertiary care; none at the time of writing.

    Studies that name a direction only are those whose `care_level_comparison` is 'direction'.
    """
    studies = others.studies
    return studies[(studies["care_level_comparison"] == "figures") & (studies["comparability"] != "students")]
