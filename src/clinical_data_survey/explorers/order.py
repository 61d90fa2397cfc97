"""Order: how likely a sample shows the first two answers in their true order, at an assumed lead and number."""

from __future__ import annotations

from clinical_data_survey import wording
from clinical_data_survey.charts import sampling
from clinical_data_survey.explorers.controls import RESPONDENTS, Choice, Number
from clinical_data_survey.explorers.drawing import Axis, Mark, Row
from clinical_data_survey.explorers.explorer import Answer, Explorer, State
from clinical_data_survey.published.order_certainty import chance_of_order
from clinical_data_survey.results.published import DESIGNS as DESIGNED
from clinical_data_survey.results.published import LEADS, ORDERED, SIZES
from clinical_data_survey.tables.table import Table

FROM_A_COIN = Axis(0.5, 1.0, ((0.5, "50%, a coin"), (0.75, "75%"), (0.9, "90%"), (1.0, "100%")))
DESIGNS = {"one": "A single answer", "any": "Any number of answers, unrelated to each other"}
PERCENTAGES = (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90)
LEAD_STOPS = (0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30)
SENTENCE = (
    "If {first} of all whom the survey could have asked named the first answer and {following} the next, "
    "{n} respondents drawn at random would show them in that order with a chance of {chance}, and reversed with one of "
    "{wrong}."
)
TOO_FAR = "That is impossible: the next answer would lie {lead} points below {first}, which is less than nobody."
TOO_MANY = "That is impossible: with a single answer each, {first} and {following} would be more than everyone."
CHOSEN = "Your choice, n = {n}: {chance}"
ASIDE = "n = {n}: {chance}"
NOT_POSSIBLE = "Not possible"


def order(item: str) -> Explorer:
    """The explorer of the published order of one item of `ORDERED`; it begins with the way that item is answered."""
    return Explorer(
        chart=sampling.order_certainty(item),
        script="order",
        controls=(
            Choice("design", "Each respondent names", tuple(DESIGNS.items()), ORDERED[item]),
            RESPONDENTS,
            Number("lead", "Lead of the first, in points", 0.5, 50, 0.5, 2, LEAD_STOPS),
            Number("first", "Share that names the first, in %", 1, 99, 1, 30, PERCENTAGES),
        ),
        axes=(FROM_A_COIN,),
        answer=answer,
        values=_values(item),
        data={
            "sentence": SENTENCE,
            "tooFar": TOO_FAR,
            "tooMany": TOO_MANY,
            "chosen": CHOSEN,
            "aside": ASIDE,
            "notPossible": NOT_POSSIBLE,
            "sizes": SIZES,
            "certain": wording.CERTAIN,
        },
    )


def answer(state: State) -> Answer:
    """The chance of the true order with `n` respondents, where `first` percent lead by `lead` points."""
    percentage, lead, n = float(state["first"]), float(state["lead"]), int(state["n"])
    first, following = percentage / 100, (percentage - lead) / 100
    words = {"first": wording.percent(first), "following": wording.percent(following)}
    if following < 0:
        return _impossible(TOO_FAR.format(lead=wording.decimal(lead), **words))
    if state["design"] == "one" and first + following > 1:
        return _impossible(TOO_MANY.format(**words))
    alone = DESIGNED[state["design"]](first, following)
    chance = chance_of_order(*alone, n)
    said = SENTENCE.format(n=f"{n:,}", chance=wording.chance(chance), wrong=wording.chance(1 - chance), **words)
    aside = [_row(ASIDE, size, chance_of_order(*alone, size)) for size in SIZES]
    return Answer(said, ((_row(CHOSEN, n, chance), *aside),))


def _impossible(said: str) -> Answer:
    return Answer(said, ((Row(NOT_POSSIBLE, ()),),))


def _row(label: str, n: int, chance: float) -> Row:
    return Row(label.format(n=f"{n:,}", chance=wording.chance(chance)), (Mark("sampling", 0.5, chance),))


def _values(item: str) -> Table:
    """Both ways of answering at some leads and numbers."""
    rows = tuple(
        (
            words,
            f"{{order.lead{lead}}}",
            *(f"{{order.{design}.lead{lead}.n{n}}}" for n in SIZES),
        )
        for design, words in DESIGNS.items()
        for lead in LEADS
    )
    return Table(
        name=f"order-{item}-values",
        caption=(
            "What if {order.first} of all named the first answer: chance that so many respondents show it before the "
            "next, by its true lead; not the chance that the published order is true."
        ),
        columns=("Each respondent names", "Lead", *(f"n = {n:,}" for n in SIZES)),
        rows=rows,
        widths=(4, 2, *(2 for _ in SIZES)),
    )
