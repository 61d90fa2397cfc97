"""Missing answers: what published shares leave certain if items were left empty, and of people who never answered."""

from __future__ import annotations

from fractions import Fraction

from clinical_data_survey import wording
from clinical_data_survey.charts import response as drawn
from clinical_data_survey.explorers.controls import Choice, Number
from clinical_data_survey.explorers.dial import WHO
from clinical_data_survey.explorers.drawing import SHARES, Mark, Row
from clinical_data_survey.explorers.explorer import Answer, Explorer, State
from clinical_data_survey.explorers.together import NOTHING_MORE, briefly, published_row
from clinical_data_survey.implied import statements
from clinical_data_survey.implied.nonresponse import Ends, all_true, of_those_asked
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.tables.table import Table

FIRST = {"first": "C04", "second": "C01"}
ANSWERED = (50, 60, 70, 80, 85, 90, 95, 98, 100)
RATES = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100)
SHOWN = ((100, 100), (90, 100), (80, 100), (100, 50), (100, 10), (90, 10))
SENTENCE = (
    "If each item was answered by at least {answered} of respondents, {low} to {high} of respondents {who}. "
    "Had {rate} of those asked responded, it could be {least} to {most} of those asked, as nobody knows what the "
    "others would have said."
)
OF_RESPONDENTS, OF_THOSE_ASKED = "Of respondents: {low} to {high}", "Of those asked: {least} to {most}"


def response() -> Explorer:
    """The explorer of missing answers: one or two statements, how full the answers are, and how many responded."""
    listed = tuple((name, briefly(name)) for name in statements.of(claims.load()))
    return Explorer(
        chart=drawn.response(),
        script="response",
        controls=(
            Choice("first", "Respondents who", listed, FIRST["first"]),
            Choice("second", "and who (may be left out)", ((NOTHING_MORE, "Nothing more"), *listed), FIRST["second"]),
            Number("answered", "Each item answered by at least, in %", 50, 100, 1, 90, ANSWERED),
            Number("rate", "Response, in % of those asked", 1, 100, 1, 50, RATES),
        ),
        axes=(SHARES,),
        answer=answer,
        values=_values(),
        data={
            "sentence": SENTENCE,
            "labels": [OF_RESPONDENTS, OF_THOSE_ASKED],
            "order": list(statements.of(claims.load())),
            "shares": {
                name: {
                    "low": float(claims.by_id()[name].low),
                    "high": float(claims.by_id()[name].high),
                    "who": templates.fill(WHO[name]),
                    "label": published_row(name).label,
                    "parts": _parts(name),
                }
                for name in statements.of(claims.load())
            },
        },
    )


def answer(state: State) -> Answer:
    """What the chosen statements leave certain with `answered` percent of each item and `rate` percent responding."""
    picked = {state[name] for name in FIRST}
    pick = [name for name in statements.of(claims.load()) if name in picked]
    answered, rate = (Fraction(int(state[name]), 100) for name in ("answered", "rate"))
    of_respondents, of_asked = _ends(pick, answered, rate)
    words = dict(zip(("low", "high", "least", "most"), (*_printed(of_respondents), *_printed(of_asked)), strict=True))
    said = SENTENCE.format(
        answered=wording.percent(answered),
        rate=wording.percent(rate),
        who=wording.listed([templates.fill(WHO[name]) for name in pick]),
        **words,
    )
    rows = [
        *(published_row(name) for name in pick),
        Row(OF_RESPONDENTS.format(**words), (Mark("implied", *map(float, of_respondents)),)),
        Row(OF_THOSE_ASKED.format(**words), (Mark("sampling", *map(float, of_asked)),)),
    ]
    return Answer(said, (tuple(rows),))


def _ends(pick: list[str], answered: Fraction, rate: Fraction) -> tuple[Ends, Ends]:
    """Both ends among respondents, then among those asked. Of two statements on one item the narrower says both."""
    apart = [claims.by_id()[name] for name in pick if not set(_parts(name)) & set(pick)]
    of_respondents = all_true([(claim.low, claim.high) for claim in apart], answered)
    return of_respondents, of_those_asked(of_respondents, rate)


def _parts(name: str) -> list[str]:
    """The other statements that include this one by their meaning: whoever makes them makes this one too."""
    events = statements.of(claims.load())
    return [part for part in events if part != name and statements.includes(events[name], events[part])]


def _printed(ends: Ends) -> tuple[str, str]:
    return wording.percent(wording.rounded_down(ends[0])), wording.percent(wording.rounded_up(ends[1]))


def _values() -> Table:
    """Every share, and every two on different items, at some ways to answer and respond."""
    picks = [
        pick for pick in statements.picks(claims.load()) if len(pick) < 3 and not set(_parts(pick[-1])) & set(pick)
    ]
    shown = [(Fraction(answered, 100), Fraction(rate, 100)) for answered, rate in SHOWN]
    return Table(
        name="missing-answers-values",
        caption=(
            "What if so many had answered: least and most share of all respondents, or of those asked where not all "
            "responded, for whom the statements can be true. Nothing is assumed of the missing answers."
        ),
        columns=(
            "Statements",
            *(f"Items {wording.percent(answered)}, response {wording.percent(rate)}" for answered, rate in shown),
        ),
        rows=tuple(
            (
                wording.listed([briefly(pick[0]), *(wording.uncapitalised(briefly(name)) for name in pick[1:])]),
                *(" to ".join(_printed(_ends(list(pick), *rates)[1])) for rates in shown),
            )
            for pick in picks
        ),
        widths=(4, *(2 for _ in shown)),
    )
