"""The ratio between levels of care: what it would be worth at an assumed share and assumed numbers of clinicians."""

from __future__ import annotations

from scipy.stats import norm

from clinical_data_survey import intervals, results, wording
from clinical_data_survey.charts import sampling
from clinical_data_survey.explorers.controls import Number
from clinical_data_survey.explorers.drawing import SHARES, Axis, Mark, Row
from clinical_data_survey.explorers.explorer import Answer, Explorer, State
from clinical_data_survey.published import claims, what_if
from clinical_data_survey.results.published import RATIO, RATIO_GROUPS, TERTIARY_PERCENTAGES
from clinical_data_survey.tables.table import Table

RATIOS = Axis(
    0.2,
    100.0,
    tuple((value, "equal" if value == 1 else f"{value:g}×") for value in (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 100.0)),
    "log",
)
GROUPS = (10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000)
PERCENTAGES = (0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 22, 25, 30, 40, 50)
SENTENCE = (
    "If {tertiary} of {n} clinicians in tertiary care and {secondary} of {m} in secondary care reported the lack, "
    "{times} times as often, the ratio among all clinicians that they were drawn from could be anything from {low} to "
    "{high} at {level} confidence, had they been drawn at random. That range {verdict} equal shares. Were these the "
    "shares of all clinicians, a survey of so many would show the difference with a chance of {power}; {wanted} is "
    "usually asked for."
)
REFUSAL = (
    "{tertiary} in tertiary care is impossible: even {least} times as often would be more than everyone in secondary "
    "care. No more than {cap} in tertiary care can have reported the lack."
)
VERDICTS = ("includes", "leaves out")
TERTIARY, SECONDARY, TIMES = (
    "Tertiary care: {share} of {n}, interval {interval}",
    "Secondary care: {share} of {n}, interval {interval}",
    "Ratio: {times}×, interval {low} to {high}",
)
NO_SECONDARY, NO_TIMES = (
    "Secondary care: more than everyone",
    "Ratio: not possible",
)


def ratio() -> Explorer:
    """The explorer of the ratio that was published for lack of support within the medical staff."""
    claim = claims.by_id()[RATIO]
    return Explorer(
        chart=sampling.ratio_intervals(),
        script="ratio",
        controls=(
            Number("tertiary", "Share in tertiary care, in %", 0.5, 50, 0.5, 10, PERCENTAGES),
            Number("n", "Clinicians in tertiary care", GROUPS[0], GROUPS[-1], 1, 50, GROUPS),
            Number("m", "Clinicians in secondary care", GROUPS[0], GROUPS[-1], 1, 50, GROUPS),
        ),
        axes=(SHARES, RATIOS),
        answer=answer,
        values=_values(),
        data={
            "sentence": SENTENCE,
            "refusal": REFUSAL,
            "verdicts": VERDICTS,
            "labels": [TERTIARY, SECONDARY, TIMES, NO_SECONDARY, NO_TIMES],
            "z": float(norm.ppf((1 + intervals.CONFIDENCE) / 2)),
            "wanted": wording.percent(what_if.POWER),
            "level": wording.percent(intervals.CONFIDENCE),
            "certain": wording.CERTAIN,
            "low": float(claim.low),
            "high": float(claim.high),
            "middle": float(claim.low + claim.high) / 2,
            "least": wording.decimal(claim.low),
            "cap": results.find("ratio.cap").text,
        },
    )


def answer(state: State) -> Answer:
    """What the ratio would be worth with `tertiary` percent, `n` clinicians in tertiary and `m` in secondary care."""
    claim = claims.by_id()[RATIO]
    low, high = float(claim.low), float(claim.high)
    tertiary, n, m = float(state["tertiary"]) / 100, int(state["n"]), int(state["m"])
    reading = Mark("published", low, high)
    first = _share(TERTIARY, tertiary, n)
    if tertiary * low > 1:
        said = REFUSAL.format(
            tertiary=wording.percent(tertiary), least=wording.decimal(claim.low), cap=results.find("ratio.cap").text
        )
        return Answer(said, ((first, Row(NO_SECONDARY, ())), (Row(NO_TIMES, (reading,)),)))
    secondary = min(tertiary * (low + high) / 2, 1.0)
    times = secondary / tertiary
    ends = intervals.ratio_interval(tertiary, times, n, m)
    words = {"times": wording.decimal(times), "low": wording.decimal(ends[0], 2), "high": wording.decimal(ends[1], 2)}
    said = SENTENCE.format(
        **words,
        tertiary=wording.percent(tertiary),
        secondary=wording.percent(secondary),
        n=f"{n:,}",
        m=f"{m:,}",
        verdict=VERDICTS[ends[0] > 1],
        power=wording.chance(what_if.chance_to_show(tertiary, secondary, n, m)),
        wanted=wording.percent(what_if.POWER),
        level=wording.percent(intervals.CONFIDENCE),
    )
    row = Row(TIMES.format(**words), (Mark("sampling", *ends), reading))
    return Answer(said, ((first, _share(SECONDARY, secondary, m)), (row,)))


def _share(label: str, share: float, n: int) -> Row:
    ends = intervals.wilson(share, n)
    words = label.format(share=wording.percent(share), n=f"{n:,}", interval=wording.share_range(*ends, 0))
    return Row(words, (Mark("sampling", *ends),))


def _values() -> Table:
    """Some tertiary shares at some numbers of clinicians, the same in both levels."""
    middle = float(claims.by_id()[RATIO].low + claims.by_id()[RATIO].high) / 2
    rows = []
    for percentage in (*TERTIARY_PERCENTAGES, 20):
        tertiary = percentage / 100
        for n in RATIO_GROUPS:
            low, high = intervals.ratio_interval(tertiary, middle, n, n)
            power = what_if.chance_to_show(tertiary, middle * tertiary, n, n)
            shares = (wording.percent(tertiary), wording.percent(middle * tertiary))
            rows.append(
                (*shares, f"{n}", f"{wording.decimal(low, 2)} to {wording.decimal(high, 2)}", wording.chance(power))
            )
    return Table(
        name="ratio-intervals-values",
        caption=(
            "What if these shares of clinicians had reported the lack: score interval of the ratio at {confidence} "
            "confidence, and the chance that a survey shows the difference if these are the shares of all clinicians. "
            "Shares are taken as they stand, also where they are no whole number of clinicians. Above {ratio.cap} in "
            "tertiary care the ratio is impossible."
        ),
        columns=("Tertiary care", "Secondary care", "Clinicians in each", "Interval of the ratio", "Chance to show it"),
        rows=tuple(rows),
        widths=(2, 2, 2, 3, 2),
    )
