"""Numbers of the loaded wave. What may be said of a real one is looked up among what disclosure control lets out.

The project's own wave describes nobody, so any table of it may be made. A wave from a folder, whatever it says it is,
is protected with all tables of the book together. A table made afterwards could give away, beside those, what they
hide, even if it were protected itself; so there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pandas as pd

from clinical_data_survey.disclosure.protection import Hidden
from clinical_data_survey.front_door import arguments, free_wave, protected_wave
from clinical_data_survey.front_door.arguments import Among
from clinical_data_survey.front_door.finding import Finding, finding
from clinical_data_survey.measured import Domain, NotEstimable
from clinical_data_survey.measured.groups import Comparison, Effect
from clinical_data_survey.measured.models import AdjustedOdds, Contrast
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.protected.book_tables import ADJUSTED_FOR, CARE, ROLES, SECONDARY, TERTIARY
from clinical_data_survey.survey import loaded_wave, questionnaire
from clinical_data_survey.wording import capitalised

Gap = Hidden | NotEstimable
CLINICIANS: Among = {ROLES: "clinician"}
SHARE = ["count", "base", "share", "low", "high"]


class WaveSource(Protocol):
    """What answers questions on a wave."""

    def bases(self) -> dict[str, int | Gap]: ...

    def shares(self, item: str, among: tuple[Domain, ...]) -> dict[str, Share | Gap]: ...

    def crosstab(self, item: str, by: str, among: tuple[Domain, ...]) -> dict[tuple[str, str], Share | Gap]: ...

    def compare(self, item: str, level: str, by: Contrast, among: tuple[Domain, ...]) -> Comparison | Gap: ...

    def model(
        self, item: str, level: str | None, by: Contrast, adjust: tuple[str, ...], among: tuple[Domain, ...]
    ) -> AdjustedOdds | Gap: ...


def wave() -> Finding:
    """The loaded wave: what it is, and how many answered each of its items.

    Returns
    -------
    Finding
        One row an item of the questionnaire. Columns: item, short, type, base (respondents; NaN where it is not
        shown), note (why there is none).

    Raises
    ------
    errors.DataError
        Where `CDS_WAVE` names a folder that is no wave: names file, row, column and remedy.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, Wiley, for the numbers that a real wave hides.

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> items = cds.wave().frame
    >>> items.loc[items["item"] == "investor", ["short", "type"]].values.tolist()
    [['Driving force for investment', 'single']]
    """
    bases = _source().bases()
    rows = [(one.id, one.short, one.type, bases[one.id]) for one in questionnaire.load().items]
    frame = pd.DataFrame([(*row[:3], *_number(row[3])) for row in rows], columns=["item", "short", "type", *NUMBER])
    return _of_wave(frame.astype({"base": "Int64"}), "How many answered each item.")


def shares(item: str, among: Among | None = None) -> Finding:
    """The share of each answer to an item, of those who answered it; of first choices in a ranking.

    Parameters
    ----------
    item : str
        An item of the questionnaire, such as 'investor'.
    among : mapping of str to level or levels, optional
        Only respondents who gave these answers to other items, such as {'respondent_role': 'clinician'}.

    Returns
    -------
    Finding
        One row a level, then a group of levels. Columns: level, count, base, share (of 1, weighted where the wave
        is), low, high (Wilson's interval at 95%), note (why there is no number; the numbers are then NaN).

    Raises
    ------
    ValueError
        For an unknown item or level.
    Refused
        In a wave of your own, for a table that is none of the book's.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953; with weights Korn and Graubard (1998), Survey Methodology 24.

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> named = cds.shares("investor").frame
    >>> bool((named["count"].sum() == named["base"]).all())
    True
    """
    arguments.item(item)
    found = _source().shares(item, _domains(among or {}))
    frame = pd.DataFrame([(level, *_share(one)) for level, one in found.items()], columns=["level", *SHARE, "note"])
    return _of_wave(_counted(frame), f"{arguments.item(item).short}: shares of those who answered{_words(among)}.")


def crosstab(item: str, by: str = CARE, among: Among | None = CLINICIANS) -> Finding:
    """The answers to an item in each group of another item.

    Parameters
    ----------
    item : str
        The item whose answers are counted.
    by : str
        A single or ordinal item whose levels are the groups.
    among : mapping of str to level or levels, optional
        Whose answers count; clinicians unless given, as in the report's comparisons. None for everybody.

    Returns
    -------
    Finding
        One row a group and level. Columns: group, level, count, base, share (of the group, of 1), low, high
        (Wilson's interval at 95%), note.

    Raises
    ------
    ValueError
        For an unknown item or level, or a `by` whose levels are no groups.
    Refused
        In a wave of your own, for a table that is none of the book's.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> table = cds.crosstab("willing_to_work_with_ai").frame
    >>> sorted({"secondary", "tertiary"} - set(table["group"]))
    []
    """
    arguments.item(item)
    arguments.grouping(by)
    found = _source().crosstab(item, by, _domains(among or {}))
    rows = [(group, level, *_share(one)) for (group, level), one in found.items()]
    frame = _counted(pd.DataFrame(rows, columns=["group", "level", *SHARE, "note"]))
    return _of_wave(frame, f"{arguments.item(item).short} by {arguments.item(by).short.lower()}{_words(among)}.")


def compare(
    item: str,
    level: str,
    by: str = CARE,
    first: str = SECONDARY,
    second: str = TERTIARY,
    among: Among | None = CLINICIANS,
) -> Finding:
    """One answer in two groups: the difference, the ratio and the odds ratio of their shares.

    Parameters
    ----------
    item, level : str
        The answer, such as 'barriers' and 'lack_of_medical_staff_support'.
    by, first, second : str
        A single or ordinal item, and two of its levels.
    among : mapping of str to level or levels, optional
        Whose answers count; clinicians unless given. None for everybody.

    Returns
    -------
    Finding
        Rows: difference (of shares of 1), ratio and odds_ratio (first over second). Columns: measure, value, low,
        high (95%), p_value (of equal shares; shown of real answers alone), first_share, second_share, note.

    Raises
    ------
    ValueError
        For an unknown item, level or group.
    Refused
        In a wave of your own, for a comparison that is none of the book's.

    References
    ----------
    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; Koopman (1984),
    doi:10.2307/2531405; Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> cds.compare("barriers", "lack_of_medical_staff_support").frame["measure"].tolist()
    ['difference', 'ratio', 'odds_ratio']
    """
    arguments.level(arguments.item(item), level)
    arguments.grouping(by, first, second)
    found = _source().compare(item, level, Contrast(by, first, second), _domains(among or {}))
    rows = [(measure, *_compared(found, measure)) for measure in ("difference", "ratio", "odds_ratio")]
    columns = ["measure", "value", "low", "high", "p_value", "first_share", "second_share", "note"]
    about = f"{arguments.item(item).level(level).en}: {first} against {second}{_words(among)}."
    return _of_wave(pd.DataFrame(rows, columns=columns), about)


def model(
    item: str,
    level: str | None = None,
    adjust: Sequence[str] = ADJUSTED_FOR,
    by: str = CARE,
    first: str = SECONDARY,
    second: str = TERTIARY,
    among: Among | None = CLINICIANS,
) -> Finding:
    """The odds ratio of two groups, adjusted for who their members are.

    Parameters
    ----------
    item : str
        The item that is asked about.
    level : str, optional
        The answer whose odds are compared (logistic regression). Without one, the odds of an answer further down the
        list of an ordinal item (proportional odds).
    adjust : sequence of str
        Items to adjust for.
    by, first, second, among
        As in `compare`.

    Returns
    -------
    Finding
        One row. Columns: answer, odds_ratio, low, high (95%), p_value, base (complete cases), method, adjusted_for,
        note.

    Raises
    ------
    ValueError
        For an unknown item, level or group, or no level for an item that is not ordinal.
    Refused
        In a wave of your own, for a model that is none of the book's.

    References
    ----------
    McCullagh (1980), doi:10.1111/j.2517-6161.1980.tb01109.x; Firth (1993), doi:10.1093/biomet/80.1.27; Westreich and
    Greenland (2013), doi:10.1093/aje/kws412

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> cds.model("willing_to_work_with_ai").frame["answer"].item()
    'further down'
    """
    asked = arguments.item(item)
    if level is not None:
        arguments.level(asked, level)
    elif asked.type != "ordinal":
        raise ValueError(f"'{item}' is a {asked.type} item: name the level whose odds are compared")
    arguments.grouping(by, first, second)
    adjusted = arguments.names(adjust, "item")
    for name in adjusted:
        arguments.grouping(name)
    found = _source().model(item, level, Contrast(by, first, second), adjusted, _domains(among or {}))
    columns = ["answer", "odds_ratio", "low", "high", "p_value", "base", "method", "adjusted_for", "note"]
    frame = pd.DataFrame([_adjusted(found, level or "further down")], columns=columns)
    return _of_wave(frame, f"{asked.short}: {first} against {second}{_words(among)}.")


NUMBER = ["base", "note"]


def _source() -> WaveSource:
    return free_wave if loaded_wave.folder() is None else protected_wave


def _domains(among: Among) -> tuple[Domain, ...]:
    found = []
    for item, levels in among.items():
        asked = arguments.item(item)
        found.append(Domain(item, tuple(arguments.level(asked, one) for one in arguments.names(levels, "level"))))
    return tuple(found)


def _words(among: Among | None) -> str:
    chosen = [f"{item} is {' or '.join(arguments.names(levels, 'level'))}" for item, levels in (among or {}).items()]
    return f", where {' and '.join(chosen)}" if chosen else ""


def _of_wave(frame: pd.DataFrame, about: str) -> Finding:
    known = loaded_wave.about()
    made_up = " Made up: nobody gave these answers, and no figure of them is a finding."
    synthetic = known.kind == "synthetic"
    said = f"{about} {capitalised(known.title)}.{made_up if synthetic else ''}"
    left_out = {"note"} if (frame["note"] == "").all() else set()
    left_out |= {"p_value"} if synthetic else set()  # a test of people who were made up tests nothing
    return finding(frame, "measured", said, [name for name in frame.columns if name not in left_out])


def _number(found: int | Gap) -> tuple[int | None, str]:
    return (found, "") if isinstance(found, int) else (None, str(found))


def _share(found: Share | Gap) -> tuple[object, ...]:
    if isinstance(found, Hidden | NotEstimable):
        return (None,) * len(SHARE) + (str(found),)
    return found.count, found.base, found.share, found.low, found.high, ""


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    floats = dict.fromkeys(("share", "low", "high"), "float64")
    return frame.astype({"count": "Int64", "base": "Int64"} | floats)


def _compared(found: Comparison | Gap, measure: str) -> tuple[object, ...]:
    if isinstance(found, Hidden | NotEstimable):
        return (*[float("nan")] * 6, str(found))
    effect: Effect | NotEstimable = getattr(found, measure)
    p_value = found.p_value if isinstance(found.p_value, float) else float("nan")
    both = (p_value, found.first.share, found.second.share)
    if isinstance(effect, NotEstimable):
        return (*[float("nan")] * 3, *both, str(effect))
    return effect.value, effect.low, effect.high, *both, ""


def _adjusted(found: AdjustedOdds | Gap, answer: str) -> tuple[object, ...]:
    if isinstance(found, Hidden | NotEstimable):
        return (answer, *[float("nan")] * 4, None, "", "", str(found))
    odds = found.odds_ratio
    numbers = (odds.value, odds.low, odds.high, found.p_value, found.base)
    return answer, *numbers, found.method, ", ".join(found.adjusted_for), " ".join(found.remarks)
