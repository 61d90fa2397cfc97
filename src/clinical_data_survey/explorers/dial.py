"""The dial of n and level: what a published share could mean, had any number of people answered."""

from __future__ import annotations

from scipy.stats import norm

from clinical_data_survey import intervals, wording
from clinical_data_survey.charts import sampling
from clinical_data_survey.explorers.controls import RESPONDENTS, Choice
from clinical_data_survey.explorers.drawing import SHARES, Mark, Row
from clinical_data_survey.explorers.explorer import Answer, Explorer, State
from clinical_data_survey.published import claims, what_if
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results import templates
from clinical_data_survey.results.published import SIZES
from clinical_data_survey.tables.table import Table

# How a sentence goes on after a published share: "the 85% who ...".
WHO = {
    "C01": "expected AI to affect their daily work within {C01.horizon}",
    "C02": "expected AI to affect their daily work within {C02.horizon}",
    "C03": "said that their organisation lacked a clear vision on AI",
    "C04": "were willing to work with AI",
    "C07": "saw barriers to AI",
}
LEVELS = (0.80, 0.90, 0.95, 0.99)
CHOSEN = "Your choice, n = {n}: {interval}"
ASIDE = "n = {n}: {interval}"
IMPOSSIBLE = "impossible"
REFUSAL = (
    "{n} people cannot have answered, if all of them answered this question: no whole number of {n} is {reading} of "
    "them, as {printed} is read."
)
SENTENCE = (
    "Had {n} people answered, drawn at random, the {printed} who {who} could stand for anything from {low} to "
    "{high} of the people they were drawn from, at {level} confidence."
)


def shares() -> list[Claim]:
    """The published claims that are shares."""
    return [claim for claim in claims.load() if claim.measure == "proportion"]


def dial(claim_id: str) -> Explorer:
    """The dial, set to one claim to begin with; every published share can be chosen."""
    return Explorer(
        chart=sampling.interval_dial(claim_id),
        script="dial",
        controls=(
            Choice(
                "share",
                "Published figure",
                tuple((claim.id, f"{wording.capitalised(claim.as_printed)} {_who(claim)}") for claim in shares()),
                claim_id,
            ),
            RESPONDENTS,
            Choice(
                "level",
                "Confidence",
                tuple((str(level), wording.percent(level)) for level in LEVELS),
                str(intervals.CONFIDENCE),
            ),
        ),
        axes=(SHARES,),
        answer=answer,
        values=_values(claim_id),
        data={
            "sentence": SENTENCE,
            "chosen": CHOSEN,
            "aside": ASIDE,
            "impossible": IMPOSSIBLE,
            "refusal": REFUSAL,
            "sizes": SIZES,
            "z": {str(level): float(norm.ppf((1 + level) / 2)) for level in LEVELS},
            "shares": {
                claim.id: {
                    "low": float(claim.low),
                    "high": float(claim.high),
                    "printed": claim.as_printed,
                    "reading": wording.share_range(claim.low, claim.high),
                    "who": _who(claim),
                }
                for claim in shares()
            },
        },
    )


def _who(claim: Claim) -> str:
    return templates.fill(WHO[claim.id])


def answer(state: State) -> Answer:
    """What the chosen share could mean with `n` respondents at confidence `level`, above some other sizes."""
    claim, n, level = claims.by_id()[state["share"]], int(state["n"]), float(state["level"])
    rows = [_row(CHOSEN, claim, n, level), *(_row(ASIDE, claim, size, level) for size in SIZES)]
    return Answer(_sentence(claim, n, level), (tuple(rows),))


def _sentence(claim: Claim, n: int, level: float) -> str:
    if not what_if.can_print(claim, n):
        reading = wording.share_range(claim.low, claim.high)
        return REFUSAL.format(n=f"{n:,}", reading=reading, printed=claim.as_printed)
    low, high = (wording.percent(end, 0) for end in what_if.reading_and_noise(claim, n, level))
    return SENTENCE.format(
        n=f"{n:,}", printed=claim.as_printed, who=_who(claim), low=low, high=high, level=wording.percent(level)
    )


def _row(label: str, claim: Claim, n: int, level: float) -> Row:
    reading = Mark("published", float(claim.low), float(claim.high))
    noise = [Mark("sampling", *what_if.reading_and_noise(claim, n, level))] if what_if.can_print(claim, n) else []
    return Row(label.format(n=f"{n:,}", interval=_interval(claim, n, level)), (*noise, reading))


def _interval(claim: Claim, n: int, level: float) -> str:
    if not what_if.can_print(claim, n):
        return IMPOSSIBLE
    return wording.share_range(*what_if.reading_and_noise(claim, n, level), 0)


def _values(claim_id: str) -> Table:
    """Every published share at each size of the drawing and each level."""
    rows = [
        (
            f"{wording.capitalised(claim.as_printed)} {_who(claim)}",
            f"{n:,}",
            *(_interval(claim, n, level) for level in LEVELS),
        )
        for claim in shares()
        for n in SIZES
    ]
    levels = tuple(f"At {wording.percent(level)}" for level in LEVELS)
    return Table(
        name=f"interval-{claim_id.lower()}-values",
        caption=(
            "What if so many had answered, drawn at random: shares of the people that they were drawn from. Wilson "
            "intervals over all whole counts that are printed as the published share, at each confidence."
        ),
        columns=("Published figure", "Respondents", *levels),
        rows=tuple(rows),
        widths=(4, 1, *(1 for _ in LEVELS)),
    )
