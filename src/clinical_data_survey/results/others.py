"""Results of other surveys: each answer with its base, each topic with its range, and where the survey falls.

Ids begin with `others.`, then an answer (`others.R004`, `others.R004.n`), a topic (`others.willing_to_use.low`),
a claim of the survey (`others.C02.rank`) or a count of the whole (`others.studies`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from clinical_data_survey import wording
from clinical_data_survey.others import readings, surveys
from clinical_data_survey.others.meta_analysis import MIN_STUDIES, Placement, Pooled, Refusal, place, pooled
from clinical_data_survey.others.surveys import OtherSurveys
from clinical_data_survey.published import claims as published
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.result import Result, answer_anchor

KIND = "other"
LOW_RESPONSE = 0.1
ROUNDED = {
    "figure": "", "around": "around ", "nearly": "nearly ", "word": "about ", "over": "over ", "derived": "about ",
}  # fmt: skip
POOLING = "random effects on the logit scale"


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """All results of other surveys; those on the survey's own place follow from `claims`."""
    loaded = surveys.load()
    answers = surveys.every_answer(loaded)
    return [
        *(result for row, answer in zip(answers.index, _records(answers), strict=True) for result in _of(row, answer)),
        *(result for construct in loaded.constructs.index for result in _of_construct(loaded, str(construct))),
        *_of_places(loaded, claims),
        *_of_the_whole(loaded),
    ]


def share_text(answer: dict[Hashable, Any]) -> str:
    """The share of an answer as its study prints it: '35%', 'around 80%'; from the counts where none was printed.

    Where the base is not known either, the count alone: '230 people'.
    """
    if pd.isna(answer["share"]):
        return f"{answer['k']:,} people"
    percent = answer["share"] * 100 if pd.isna(answer["percent"]) else answer["percent"]
    return f"{ROUNDED[answer['printed_as']]}{wording.percent(percent / 100)}"


def interval_text(answer: dict[Hashable, Any]) -> str:
    """Wilson's interval of an answer, or that there is none."""
    return "none" if pd.isna(answer["low"]) else wording.share_range(answer["low"], answer["high"])


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _of(row: str, answer: dict[Hashable, Any]) -> list[Result]:
    """One answer of another survey in each form in which the book prints it."""
    people = wording.uncapitalised(answer["population"])
    known = not pd.isna(answer["n"])
    base = f"{people}, {answer['n']:,} of them" if known else f"{people}, number not known"
    origin = f"{answer['citation']}: {answer['wording']}"

    def result(suffix: str, text: str, **interval: Any) -> Result:
        return Result(f"others.{row}{suffix}", text, KIND, base, origin, answer_anchor(row), (), **interval)

    ends = {} if pd.isna(answer["low"]) else {"low": float(answer["low"]), "high": float(answer["high"])}
    found = [
        result("", share_text(answer), **ends, interval=interval_text(answer) if ends else ""),
        result(".study", answer["citation"]),
        result(".name", answer["label"]),
        result(".who", re.sub(r",? 20\d\d", "", answer["label"])),
        result(".item", re.sub(r", 20\d\d$", "", answer["wording"])),
        result(".people", people),
        result(".country", answer["country"] or "a country that was not seen"),
        result(".year", "an unknown year" if pd.isna(answer["year"]) else f"{answer['year']}"),
    ]
    if known:
        found.append(result(".n", f"{answer['n']:,}"))
    if ends:
        found.append(result(".interval", interval_text(answer)))
    if not pd.isna(answer["horizon_years"]):
        found.append(result(".horizon", _years(answer["horizon_years"])))
    return found


def _years(horizon: float) -> str:
    return "one year" if horizon == 1 else f"{wording.cardinal(round(horizon))} years"


def _of_construct(loaded: OtherSurveys, construct: str) -> list[Result]:
    """One topic: how many answers it has, how far they reach, and the pooled share or why there is none."""
    everything, comparable = surveys.side_by_side(loaded, construct), surveys.comparable(loaded, construct)
    label = str(loaded.constructs.loc[construct, "label"])

    def result(suffix: str, text: str, origin: str, anchor: str = "evidence-answers", interval: str = "") -> Result:
        base = f"answers to: {label}"
        return Result(f"others.{construct}.{suffix}", text, KIND, base, origin, anchor, (), interval=interval)

    counted = "count of the evidence table"
    found = [
        result("label", wording.uncapitalised(label), counted),
        result("answers", wording.cardinal(len(everything)), counted),
        result("groups", wording.cardinal(everything["professional_group"].nunique()), counted),
        result("count", wording.cardinal(len(comparable)), "comparable studies, one answer each", "method-comparable"),
    ]
    for frame, names in ((comparable, ("high", "low")), (everything, ("most", "least"))):
        for name, position in zip(names, (0, -1), strict=True):
            shares = frame[frame["share"].notna()]
            if not shares.empty:
                answer = _records(shares)[position]
                text, anchor = share_text(answer), answer_anchor(str(shares.index[position]))
                interval = "" if pd.isna(answer["low"]) else interval_text(answer)
                found.append(result(name, text, f"{answer['citation']}: {answer['wording']}", anchor, interval))
    return found + _of_pooled(pooled(loaded, construct), result)


def _of_pooled(value: Pooled | Refusal, result: Callable[..., Result]) -> list[Result]:
    if isinstance(value, Refusal):
        return [result("refused", value.reason, "rule for pooling", "method-pooling")]
    texts = {
        "leave_one_out": wording.share_range(*value.leave_one_out, places=0),
        "pooled": wording.percent(value.share, 0),
        "pooled_interval": wording.share_range(*value.interval, places=0),
        "prediction": wording.share_range(*value.prediction, places=0),
        "i2": wording.percent(value.i2, 0),
        "pooled_studies": wording.cardinal(value.model.studies),
    }
    both = (
        f"of a new survey {texts['prediction']}; of the mean with one survey left out {texts['leave_one_out']}; "
        f"of the mean {texts['pooled_interval']}"
    )
    intervals = {"pooled": both}
    return [result(name, text, POOLING, "method-pooling", intervals.get(name, "")) for name, text in texts.items()]


def _of_places(loaded: OtherSurveys, claims: tuple[Claim, ...]) -> list[Result]:
    """Where each published share falls among comparable surveys."""
    known = published.by_id(claims)
    pairs = loaded.constructs["claim_id"].str.split("|").explode()
    return [
        result
        for construct, claim_id in pairs.items()
        if claim_id in known
        for result in [
            *_of_place(place(loaded, str(construct), known[claim_id]), known[claim_id]),
            *_of_second_place(place(readings.as_read_second(), str(construct), known[claim_id]), known[claim_id]),
        ]
    ]


def _of_second_place(placed: Placement | Refusal, claim: Claim) -> list[Result]:
    """Where the claim falls by the classes of the second reading."""
    if isinstance(placed, Refusal):
        return []
    origin = "the whole reading held against comparable studies of the second reading"
    text = f"{wording.rank_range(placed.rank_best, placed.rank_worst)} of {wording.cardinal(placed.of)}"
    base = "comparable studies and the survey"
    return [Result(f"others.{claim.id}.rank_second", text, KIND, base, origin, "method-place", (claim.id,))]


def _of_place(placed: Placement | Refusal, claim: Claim) -> list[Result]:
    def result(suffix: str, text: str, resting: tuple[str, ...] = (claim.id,)) -> Result:
        origin = "the whole reading held against comparable studies"
        name = f"others.{claim.id}.{suffix}"
        return Result(name, text, KIND, "comparable studies and the survey", origin, "method-place", resting)

    if isinstance(placed, Refusal):
        return [result("unplaced", placed.reason, ())]
    found = [
        result("rank", wording.rank_range(placed.rank_best, placed.rank_worst)),
        result("rank_best", wording.ordinal(placed.rank_best)),
        result("rank_worst", wording.ordinal(placed.rank_worst)),
        result("others", wording.cardinal(placed.of - 1), ()),
        result("of", wording.cardinal(placed.of), ()),
        result("above", wording.cardinal(placed.above)),
        result("within", wording.cardinal(placed.within)),
        result("below", wording.cardinal(placed.below)),
    ]
    if not isinstance(placed.prediction, Refusal):
        quantiles = wording.share_range(placed.prediction.quantile_low, placed.prediction.quantile_high, places=0)
        found += [result("where", placed.prediction.where), result("quantile", quantiles)]
    return found


def _of_the_whole(loaded: OtherSurveys) -> list[Result]:
    """Counts of studies and answers, response, and the limits of the method."""
    studies, answers = loaded.studies, surveys.answers(loaded)
    response = (studies["answered"] / studies["invited"]).dropna().astype(float)
    years = pd.concat([studies["year_fieldwork"], studies["year_published"]]).dropna()
    pooling = [pooled(loaded, str(construct)) for construct in loaded.constructs.index]
    classes = studies["comparability"].value_counts()
    professionals = studies[studies["comparability"] != "students"]
    given = [value for value in pooling if isinstance(value, Pooled)]
    topics = [wording.uncapitalised(str(loaded.constructs.loc[value.construct, "label"])) for value in given]
    i2 = [value.i2 for value in given]
    agreement = readings.agreement()
    care = studies.loc[studies["comparability"] != "students", "care_level_comparison"]
    texts = {
        "studies": f"{len(studies)}",
        "results": f"{len(loaded.results)}",
        "of_professionals": f"{len(professionals)}",
        "respondent_sets": f"{surveys.respondents(professionals).nunique()}",
        "countries": f"{len(surveys.countries(professionals))}",
        "seen_once": f"{int((loaded.results['seen'] == 'once').sum())}",
        "wording_shown": wording.cardinal(int((studies["wording_shown"] == "yes").sum())),
        "press": wording.cardinal(int((studies["read"] == "press report").sum())),
        "read_twice": f"{len(readings.compared())}",
        "read_alike": f"{agreement.alike}",
        "kappa": f"{agreement.kappa:.2f}",
        "kappa_interval": f"{agreement.interval[0]:.2f} to {agreement.interval[1]:.2f}",
        "disagreements": wording.cardinal(len(readings.disagreements())),
        "left_out": wording.cardinal(len(readings.left_out())),
        "first_year": f"{years.min()}",
        "last_year": f"{years.max()}",
        "dutch": wording.cardinal(int((studies["country"] == "Netherlands").sum())),
        "no_base": f"{int(answers['low'].isna().sum())}",
        "answers": f"{len(answers)}",
        "response_known": wording.cardinal(len(response)),
        "response_below": wording.cardinal(int((response < LOW_RESPONSE).sum())),
        "response_least": wording.percent(response.min()),
        "response_most": wording.percent(response.max(), 0),
        "uncompared": wording.cardinal(len(surveys.without_comparable(loaded))),
        "care_figures": wording.cardinal(int((care == "figures").sum())),
        "care_direction": wording.cardinal(int((care == "direction").sum())),
        "pooled": wording.cardinal(len(given)),
        "pooled_topics": wording.listed(topics) if topics else "no topic",
        "i2_range": wording.share_range(min(i2), max(i2), places=0) if i2 else "not known",
        **{name: wording.cardinal(int(classes.get(name, 0))) for name in surveys.COMPARABILITY},
    }
    limits = {"pooling_minimum": wording.cardinal(MIN_STUDIES), "response_limit": wording.percent(LOW_RESPONSE)}

    def result(name: str, text: str, origin: str, anchor: str) -> Result:
        return Result(f"others.{name}", text, KIND, "studies and their answers", origin, anchor, ())

    return [
        *(result(name, text, "count of the table of studies", "evidence-studies") for name, text in texts.items()),
        *(result(name, text, "rule of this edition", "method-pooling") for name, text in limits.items()),
    ]
