"""Charts of other surveys beside the Dutch one: the map, forests, horizons, years, and a strip a chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import pandas as pd

from clinical_data_survey import results
from clinical_data_survey.charts import others_drawing, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.others import surveys
from clinical_data_survey.others.meta_analysis import Pooled, pooled
from clinical_data_survey.others.surveys import SURVEY_YEAR
from clinical_data_survey.published import claims
from clinical_data_survey.published.claims import Claim

MAPPED = (
    "expect_change_5y", "expect_change_10y", "org_lacks_vision_or_strategy", "willing_to_use",
    "opportunity_diagnostics", "opportunity_personalised_treatment", "sees_barriers", "barrier_expertise",
    "barrier_it_infrastructure", "barrier_data_access", "barrier_staff_support", "fear_job_loss",
    "investor_responsibility",
)  # fmt: skip
EXPLORED = (
    "expect_change_10y", "willing_to_use", "favourable_attitude", "opportunity_diagnostics",
    "opportunity_admin_workload", "barrier_expertise", "fear_job_loss", "currently_uses_or_plans",
)  # fmt: skip
OVER_YEARS = ("willing_to_use", "opportunity_diagnostics", "favourable_attitude", "fear_job_loss")
# Rounds of one item, put again to the same organisations, or to the same kind of people.
ASKED_AGAIN = (("R039", "R040"), ("R041", "R042", "R043"), ("R045", "R049"), ("R015", "R017"), ("R125", "R127"))
EXPECTATIONS = ("expect_change_5y", "expect_change_10y", "willing_to_use", "org_lacks_vision_or_strategy")
BARRIERS = ("sees_barriers", "barrier_expertise", "barrier_it_infrastructure", "barrier_data_access")
CARE_LEVELS = ("barrier_staff_support", "fear_job_loss")
INVESTMENT = ("investor_responsibility", "org_has_ai_budget", "promotion_demanded")
HORIZONS = (("expect_change_5y", "C01", 5), ("expect_change_10y", "C02", 10))
_DOTS = "Filled dots: comparable surveys. Open dots: context. Larger dots: more answers; smallest where unknown."


def _text(name: str) -> str:
    return results.find(f"others.{name}").text


def _label(construct: str) -> str:
    return results.find(f"others.{construct}.Label").text


def claim_of(construct: str) -> Claim | None:
    """The published share that a topic is about; None where the survey published none."""
    named = str(surveys.load().constructs.loc[construct, "claim_id"]).split("|")[0]
    found = claims.by_id().get(named)
    return found if found is not None and found.measure == "proportion" else None


@cache
def _answers(construct: str) -> pd.DataFrame:
    return surveys.marked(surveys.load(), construct)


def _listed(answers: pd.DataFrame) -> str:
    """Answers as words of an alt text: study, year and share."""
    listed = [f"{{others.{row}.name}}: {{others.{row}}}" for row in answers.index]
    return "; ".join(listed) or "none"


def _compared(construct: str) -> str:
    """A topic's comparable answers and its other ones as words of an alt text."""
    answers = _answers(construct)
    comparable = answers["comparable"]
    return f"Comparable: {_listed(answers[comparable])}. Context: {_listed(answers[~comparable])}."


def _ends(construct: str) -> str:
    """How far a topic's answers reach."""
    if not surveys.comparable(surveys.load(), construct).empty:
        return f"from {{others.{construct}.low}} to {{others.{construct}.high}} in comparable surveys"
    return f"{{others.{construct}.least}} to {{others.{construct}.most}} in surveys that are context only"


def _reach(constructs: Sequence[str]) -> str:
    """How many answers each topic has and how far they reach, comparable or not, as words of an alt text."""
    return " ".join(
        f"{{others.{construct}.Label}}: {{others.{construct}.answers}} answers, from {{others.{construct}.least}} to "
        f"{{others.{construct}.most}}."
        for construct in constructs
    )


def forest(construct: str) -> Chart:
    """All answers on one topic side by side, with the Dutch reading and a prediction interval where there is one."""
    claim, value = claim_of(construct), pooled(surveys.load(), construct)
    together = value if isinstance(value, Pooled) else None

    here = f", {{{claim.id}}} in the Dutch survey" if claim else ""
    band = f" The band is the Dutch reading, {{{claim.id}.reading}}." if claim else ""
    return Chart(
        name=f"forest-{construct.replace('_', '-')}",
        title=f"{{others.{construct}.Label}}: {_ends(construct)}{here}",
        caption=(
            f"{_DOTS} Lines: Wilson intervals at {{confidence}}, where "
            f"the number of answers is known.{band} {_pooling(construct, together)}"
        ),
        alt=(
            f"Forest plot of the answers to: {{others.{construct}.label}}, {_ends(construct)}{here}. "
            f"{_compared(construct)}{band}{_pooled_words(construct, together)}"
        ),
        frame=_forest_frame(construct, claim, together),
        draw=others_drawing.forest,
        made_by=forest,
    )


def _with_share(construct: str) -> pd.DataFrame:
    answers = _answers(construct)
    return answers[answers["share"].notna()]


def _beside_the_survey(construct: str, claim: Claim | None) -> list[tidy.Row]:
    """A topic's answers that have a share, after the published share where there is one."""
    topic = _label(construct)
    own = [tidy.of_claim(claim, others_drawing.THE_SURVEY, topic=topic, year=SURVEY_YEAR)] if claim else []
    return [*own, *tidy.of_answers(_with_share(construct), topic)]


def _nobody(construct: str) -> tidy.Row:
    topic = _label(construct)
    return {"label": topic, "kind": KINDS["other"].label, "note": "no answer found", "topic": topic}


def _forest_frame(construct: str, claim: Claim | None, together: Pooled | None) -> pd.DataFrame:
    new_survey = [tidy.of_prediction(together, _label(construct))] if together else []
    return tidy.frame([*_beside_the_survey(construct, claim), *new_survey])


def _pooling(construct: str, value: Pooled | None) -> str:
    if value is None:
        return f"Not pooled: {{others.{construct}.refused}}."
    return f"The dotted line shows where a new survey would fall.{_pooled_words(construct, value)}"


def _pooled_words(construct: str, value: Pooled | None) -> str:
    if value is None:
        return ""
    name = f"others.{construct}"
    return (
        f" A new survey like these {{{name}.pooled_studies}} would find {{{name}.prediction}} (prediction interval). "
        f"With any one of them left out, the mean of the rest is {{{name}.leave_one_out}}; of all it is "
        f"{{{name}.pooled}}. I² is {{{name}.i2}}: nearly all of the spread is between surveys."
    )


def horizons() -> Chart:
    """The share that expects change against years ahead."""
    constructs = [construct for construct, _, _ in HORIZONS]
    return Chart(
        name="evidence-horizons",
        title=(
            "Expect change within {C02.horizon}: {C02} in the Dutch survey, "
            "{others.expect_change_10y.low} to {others.expect_change_10y.high} in comparable ones"
        ),
        caption=(
            f"Share that expects change against years ahead. {_DOTS} A line joins answers of one survey. "
            "Bars of the Dutch survey span its reading."
        ),
        alt=(
            "Chart of the share that expects change against years ahead. The Dutch survey: {C01} within "
            "{C01.horizon}, {C02} within {C02.horizon}. Comparable surveys reach from "
            "{others.expect_change_10y.low} to {others.expect_change_10y.high} within {C02.horizon}. "
            f"Within {{C01.horizon}}. {_compared(constructs[0])} Within {{C02.horizon}}. {_compared(constructs[1])}"
        ),
        frame=_horizons_frame(),
        draw=others_drawing.horizons,
        made_by=horizons,
    )


def _horizons_frame() -> pd.DataFrame:
    known = claims.by_id()
    ahead = {claim: years for _, claim, years in HORIZONS}
    rows = [row for construct, claim, _ in HORIZONS for row in _beside_the_survey(construct, known[claim])]
    return tidy.frame({**row, "years_ahead": ahead.get(row["result"], row.get("years_ahead"))} for row in rows)


def by_year() -> Chart:
    """Answers on four topics by the year in which they were given."""
    return Chart(
        name="evidence-by-year",
        title="No trend can be read from different people who answered different questions",
        caption=(
            f"Each answer at the year of its fieldwork, or of publication where that is unknown. {_DOTS} "
            "Answers without a year are left out. The solid dot is the Dutch survey."
        ),
        alt=(
            f"Panels of answers by year, {{others.first_year}} to {{others.last_year}}, without a common direction. "
            f"{_reach(OVER_YEARS)} The Dutch survey has {{C04}} willing to work with AI."
        ),
        frame=_by_year_frame(),
        draw=others_drawing.by_year,
        made_by=by_year,
    )


def _by_year_frame() -> pd.DataFrame:
    rows = [row for construct in OVER_YEARS for row in _beside_the_survey(construct, claim_of(construct))]
    return tidy.frame(row for row in rows if not pd.isna(row["year"]))


def explored() -> Chart:
    """The topics with most answers, as dots beside the Dutch figures."""
    return Chart(
        name="others-explored",
        title=(
            "Where does the Dutch survey fall among others? In willingness it ranks "
            "{others.C04.rank} of {others.C04.of}"
        ),
        caption=(
            f"Shares reported by other surveys, by topic. {_DOTS} The solid dot is the Dutch survey. "
            "Base: those who answered each survey."
        ),
        alt=(
            f"Dots on a line a topic. {_reach(EXPLORED)} The Dutch survey has "
            "{C02} who expected AI to affect their work within {C02.horizon} and {C04} who were willing to work with "
            "it, where it ranks "
            "{others.C04.rank} of {others.C04.of}."
        ),
        frame=_on_the_strip(EXPLORED),
        draw=others_drawing.STRIP,
        made_by=explored,
    )


def asked_again() -> Chart:
    """Items that were put to the same kind of organisations again."""
    listed = ". ".join(
        f"{{others.{rows[0]}.who}}, {{others.{rows[0]}.item}}: "
        + ", ".join(f"{{others.{row}}} in {{others.{row}.year}}" for row in rows)
        for rows in ASKED_AGAIN
    )
    return Chart(
        name="evidence-asked-again",
        title=(
            "Members of the European society of radiology who used AI: {others.R015} in {others.R015.year}, "
            "{others.R017} in {others.R017.year}"
        ),
        caption=(
            "Questions asked again of the same organisations, or of the same kind of people; different people may have "
            "answered each time. Dots are open: none is held against the Dutch survey here."
        ),
        alt=f"Rows of items that were asked again. {listed}.",
        frame=tidy.frame(_rounds()),
        draw=others_drawing.rounds,
        made_by=asked_again,
    )


def _rounds() -> Iterator[tidy.Row]:
    """The answers to each item that was asked again."""
    answers = surveys.answers(surveys.load()).assign(comparable=False)
    for rows in ASKED_AGAIN:
        yield from tidy.of_answers(answers.loc[list(rows)], f"{_text(f'{rows[0]}.who')}: {_text(f'{rows[0]}.item')}")


def evidence_map() -> Chart:
    """Who was asked what, and when."""
    listed = "; ".join(
        f"{{others.{construct}.label}}: answers {{others.{construct}.answers}}, groups {{others.{construct}.groups}}"
        for construct in MAPPED
    )
    return Chart(
        name="evidence-map",
        title="On {others.uncompared} topics of the Dutch survey no comparable answer was found elsewhere",
        caption=(
            f"Answers by topic and professional group. {_DOTS} In each cell years run from {{others.first_year}} at "
            "the left to {others.last_year} at the right; answers of unknown year stand at the very left."
        ),
        alt=(
            f"Map of the answers of other surveys by topic and professional group. {{others.Uncompared}} topics have "
            f"no comparable answer. {listed}."
        ),
        frame=tidy.frame(row for construct in MAPPED for row in _on_the_map(construct)),
        draw=partial(others_drawing.evidence_map, years=(int(_text("first_year")), int(_text("last_year")))),
        made_by=evidence_map,
    )


def _on_the_map(construct: str) -> list[tidy.Row]:
    """A topic's answers, or that nobody asked."""
    answers = _answers(construct)
    shown = answers[answers["professional_group"].isin(list(others_drawing.GROUPS))]
    return tidy.of_answers(shown, _label(construct)) or [_nobody(construct)]


def expectations() -> Chart:
    """Expectation, willingness and vision beside other surveys."""
    return _strip(
        expectations,
        "Within {C02.horizon} the {C02} of this survey ranks {others.C02.rank} of {others.C02.of}; "
        "in willingness its {C04} ranks {others.C04.rank} of {others.C04.of}",
        EXPECTATIONS,
    )


def barriers() -> Chart:
    """Barriers beside other surveys."""
    return _strip(
        barriers,
        "Lack of expertise is named by {others.barrier_expertise.low} to {others.barrier_expertise.high} in comparable "
        "surveys; none of these asks whether there is any barrier",
        BARRIERS,
    )


def care_levels() -> Chart:
    """Support and worry beside other surveys, none of which tells levels of care apart."""
    return _strip(
        care_levels,
        "Worry about redundancy runs from {others.fear_job_loss.low} to {others.fear_job_loss.high} in comparable "
        "surveys; none tells levels of care apart",
        CARE_LEVELS,
    )


def investment() -> Chart:
    """Budget and promotion, the nearest to the question who should invest."""
    return _strip(
        investment,
        "No other survey that was found asks who should invest; {others.org_has_ai_budget.least} to "
        "{others.org_has_ai_budget.most} of the Dutch radiology departments that answered had a budget",
        INVESTMENT,
    )


def _strip(made_by: Callable[[], Chart], title: str, constructs: Sequence[str]) -> Chart:
    listed = " ".join(f"{{others.{construct}.Label}}. {_compared(construct)}" for construct in constructs)
    shares = [claim for construct in constructs if (claim := claim_of(construct))]
    own = "; ".join(f"{{{claim.id}}}, read as {{{claim.id}.reading}}" for claim in shares)
    mark = " The solid dot and its bar are this survey." if shares else ""
    return Chart(
        name=f"others-{made_by.__name__.replace('_', '-')}",
        title=title,
        caption=f"Shares reported by other surveys, side by side. {_DOTS}{mark}",
        alt=f"Dots on a line a topic. {title}. {listed}" + (f" This survey: {own}." if own else ""),
        frame=_on_the_strip(constructs),
        draw=others_drawing.STRIP,
        made_by=made_by,
    )


def _on_the_strip(constructs: Sequence[str]) -> pd.DataFrame:
    """Each topic's answers and the published share, or that nobody asked."""
    rows: list[tidy.Row] = []
    for construct in constructs:
        nobody = [_nobody(construct)] if _with_share(construct).empty else []
        rows += [*_beside_the_survey(construct, claim_of(construct)), *nobody]
    return tidy.frame(rows)
