"""Other surveys: their answers side by side, and the pooled share of comparable ones."""

from __future__ import annotations

import pandas as pd

from clinical_data_survey.front_door.finding import Finding, finding
from clinical_data_survey.others import meta_analysis, surveys
from clinical_data_survey.others.meta_analysis import Refusal
from clinical_data_survey.others.tables import OtherSurveys

ENDS = ("low", "high", "new_low", "new_high", "without_one_low", "without_one_high")
SHOWN = ["citation", "year", "country", "n", "share", "low", "high", "comparable"]


def other_surveys(topic: str | None = None) -> Finding:
    """What other surveys of health professionals found on a topic; without one, the topics.

    Parameters
    ----------
    topic : str, optional
        A topic, such as 'willing_to_use'.

    Returns
    -------
    Finding
        With a topic: one row an answer, highest share first, indexed by its number. Columns: those of the study and
        the question, k and n (counts), share (of 1), low and high (Wilson's interval at 95%, NaN where the base is
        not known), comparable (bool). Without: one row a topic, with its label, claims of the Dutch survey, answers
        and comparable studies.

    Raises
    ------
    ValueError
        For an unknown topic; lists the topics.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953; each answer's own address is in its row.

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> topics = cds.other_surveys().frame
    >>> topics.loc[topics["topic"] == "willing_to_use", "claims"].item()
    'C04'
    >>> bool(cds.other_surveys("willing_to_use").frame["share"].between(0, 1).all())
    True
    """
    others = surveys.load()
    if topic is None:
        return finding(_topics(others), "other", "Topics on which other surveys' answers are set side by side.")
    _check(others, topic)
    frame = surveys.marked(others, topic)
    about = f"{others.constructs['label'].to_dict()[topic]}: answers of professionals, as each survey asked them."
    return Finding(frame, frame[SHOWN], "other", about)


def pooled(topic: str) -> Finding:
    """The mean share of comparable surveys on a topic, and where a new one would fall.

    Parameters
    ----------
    topic : str
        A topic, such as 'willing_to_use'.

    Returns
    -------
    Finding
        One row. Columns: topic, studies, share, low, high (95% interval of the mean over studies), new_low, new_high
        (95% prediction interval of a new study), without_one_low, without_one_high (the lowest and the highest mean
        with one study left out), i2 (share of variance between studies), note. Where pooling is refused the numbers are
        NaN and the note says why.

    Raises
    ------
    ValueError
        For an unknown topic; lists the topics.

    References
    ----------
    DerSimonian and Kacker (2007), doi:10.1016/j.cct.2006.04.004; IntHout, Ioannidis and Borm (2014),
    doi:10.1186/1471-2288-14-25; Higgins, Thompson and Spiegelhalter (2009), doi:10.1111/j.1467-985X.2008.00552.x

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> mean = cds.pooled("willing_to_use").frame
    >>> bool((mean["new_low"] <= mean["low"]).all() and (mean["high"] <= mean["new_high"]).all())
    True
    >>> bool((mean["without_one_low"] <= mean["share"]).all() and (mean["share"] <= mean["without_one_high"]).all())
    True
    """
    others = surveys.load()
    _check(others, topic)
    found = meta_analysis.pooled(others, topic)
    if isinstance(found, Refusal):
        row = {"topic": topic, "studies": found.studies, "note": f"not pooled: {found.reason}"}
    else:
        ends = dict(zip(ENDS, (*found.interval, *found.prediction, *found.leave_one_out), strict=True))
        row = {"topic": topic, "studies": found.model.studies, "share": found.share, **ends, "i2": found.i2, "note": ""}
    columns = ["topic", "studies", "share", *ENDS, "i2", "note"]
    about = "Random-effects mean on the logit scale; one answer a series of comparable studies."
    return finding(pd.DataFrame([row], columns=columns), "other", about, columns if row["note"] else columns[:-1])


def _topics(others: OtherSurveys) -> pd.DataFrame:
    rows = [
        {
            "topic": topic,
            "label": str(row["label"]),
            "claims": str(row["claim_id"]).replace("|", " "),
            "answers": len(surveys.side_by_side(others, str(topic))),
            "comparable": len(surveys.comparable(others, str(topic))),
        }
        for topic, row in others.constructs.iterrows()
    ]
    return pd.DataFrame(rows)


def _check(others: OtherSurveys, topic: str) -> None:
    if topic not in others.constructs.index:
        known = ", ".join(map(str, others.constructs.index))
        raise ValueError(f"there is no topic {topic!r}: choose one of {known}")
