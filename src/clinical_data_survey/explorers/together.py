"""Statements together: what must hold of any two or three published shares at once."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from functools import cache

from clinical_data_survey import wording
from clinical_data_survey.charts import implied
from clinical_data_survey.explorers.controls import Choice
from clinical_data_survey.explorers.dial import WHO
from clinical_data_survey.explorers.drawing import SHARES, Mark, Row
from clinical_data_survey.explorers.explorer import Answer, Explorer, State
from clinical_data_survey.implied import statements
from clinical_data_survey.implied.statements import Ends, Pick
from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.results.resting import SIZES
from clinical_data_survey.tables.table import Table

NOTHING_MORE = ""
FIRST = {"first": "C01", "second": "C04", "third": "C07"}
EVERY = "At least {low} of respondents {who}; at most {high}."
FROM_NOBODY = "Anything from nobody to {high} of respondents {who}."
ONE = "This is a single statement, and its share was published: at least {low} of respondents {who}; at most {high}."
NO_NUMBER = ""
AND_DRAWN = (
    " Had {n} people answered, drawn at random, it would be {ends} of the people they were drawn from, "
    "at {confidence} confidence."
)
OF_DRAWN = "Of those drawn from, n = {n}: {ends}"
INCLUDED = " Those who {part} are among those who {whole}."
ALL_OF, SOME_OF, NONE_OF, EVERYBODY_ELSE = (
    "All of these: {ends}",
    "At least one of these: {ends}",
    "None of these: {ends}",
    "Everybody else: {ends}",
)


def together() -> Explorer:
    """The explorer of statements; every pick is worked out here, and the page looks it up."""
    listed = tuple((name, briefly(name)) for name in statements.of(claims.load()))
    return Explorer(
        chart=implied.together(),
        script="together",
        controls=(
            Choice("first", "Respondents who", listed, FIRST["first"]),
            Choice("second", "and who", listed, FIRST["second"]),
            Choice("third", "and who (may be left out)", ((NOTHING_MORE, "Nothing more"), *listed), FIRST["third"]),
            Choice(
                "n",
                "Number of respondents",
                (
                    (NO_NUMBER, "Any number, those who answered only"),
                    *((str(n), f"{n:,}, drawn at random") for n in SIZES),
                ),
                str(SIZES[0]),
            ),
        ),
        axes=(SHARES,),
        answer=answer,
        values=_values(),
        data={
            "order": list(statements.of(claims.load())),
            "answers": {" ".join(pick): _for_script(_answer(pick)) for pick in statements.picks(claims.load())},
            "drawn": {
                " ".join(pick): {
                    n: [*_drawn_from(pick, n), wording.whole_outward(*_drawn_from(pick, n))] for n in SIZES
                }
                for pick in statements.picks(claims.load())
            },
            "andDrawn": AND_DRAWN,
            "ofDrawn": OF_DRAWN,
            "confidence": wording.percent(CONFIDENCE),
        },
    )


def answer(state: State) -> Answer:
    """What must hold of the statements `first`, `second` and `third`; the same one twice is one statement.

    With a number of respondents `n`, what all of them hold supports among the people these were drawn from is added.
    """
    picked = {state[name] for name in FIRST}
    pick = tuple(name for name in statements.of(claims.load()) if name in picked)
    found = _answer(pick)
    return _with_drawn_from(found, pick, int(state["n"])) if state["n"] else found


def _with_drawn_from(found: Answer, pick: Pick, n: int) -> Answer:
    low, high = _drawn_from(pick, n)
    words = {"n": f"{n:,}", "ends": wording.whole_outward(low, high), "confidence": wording.percent(CONFIDENCE)}
    row = Row(OF_DRAWN.format(**words), (Mark("sampling", low, high),))
    return Answer(found.sentence + AND_DRAWN.format(**words), ((*found.plots[0], row),))


@cache
def _drawn_from(pick: Pick, n: int) -> tuple[float, float]:
    return statements.drawn_from(claims.load(), pick, n)


def _answer(pick: Pick) -> Answer:
    bounds = statements.together(claims.load())[pick]
    low, high = bounds.every
    template = ONE if len(pick) == 1 else EVERY if low else FROM_NOBODY
    said = template.format(low=_floor(low), high=_ceiling(high), who=wording.listed([_who(name) for name in pick]))
    rows = [published_row(name) for name in pick]
    if len(pick) == 1:
        return Answer(said, ((*rows, _implied(EVERYBODY_ELSE, bounds.none)),))
    for label, ends in ((ALL_OF, bounds.every), (SOME_OF, bounds.some), (NONE_OF, bounds.none)):
        rows.append(_implied(label, ends))
    return Answer(said + _included(pick), (tuple(rows),))


def _who(name: str) -> str:
    return templates.fill(WHO[name])


def briefly(name: str) -> str:
    """A published share in a few words."""
    return wording.capitalised(templates.fill(implied.STATEMENTS[name]))


def _floor(share: Fraction) -> str:
    return wording.percent(wording.rounded_down(share))


def _ceiling(share: Fraction) -> str:
    return wording.percent(wording.rounded_up(share))


def published_row(name: str) -> Row:
    """A published share with its reading, in its mark."""
    claim = claims.by_id()[name]
    label = f"{briefly(name)}: {templates.fill(f'{{{name}.reading}}')}"
    return Row(label, (Mark("published", float(claim.low), float(claim.high)),))


def _implied(label: str, ends: Ends) -> Row:
    return Row(label.format(ends=wording.bounds(*ends)), (Mark("implied", float(ends[0]), float(ends[1])),))


def _included(pick: Pick) -> str:
    events = statements.of(claims.load())
    return "".join(
        INCLUDED.format(part=_who(part), whole=_who(whole))
        for part in pick
        for whole in pick
        if part != whole and statements.includes(events[whole], events[part])
    )


def _for_script(found: Answer) -> dict:
    plots = [
        [{"label": row.label, "marks": [[*asdict(mark).values()] for mark in row.marks]} for row in found.plots[0]]
    ]
    return {"sentence": found.sentence, "plots": plots}


def _values() -> Table:
    """Every pick of two or three different statements."""
    found = statements.together(claims.load())
    return Table(
        name="bounds-together-values",
        caption=(
            "What must hold of statements together: implied shares of all respondents, from the least to the most that "
            "fits every published figure, if all share one base and no item was left empty."
        ),
        columns=("Statements", "All of them", "At least one", "None"),
        rows=tuple(
            (
                wording.capitalised(wording.listed([templates.fill(implied.STATEMENTS[name]) for name in pick])),
                *(wording.bounds(*ends) for ends in (bounds.every, bounds.some, bounds.none)),
            )
            for pick, bounds in found.items()
            if len(pick) > 1
        ),
        widths=(5, 2, 2, 2),
    )
