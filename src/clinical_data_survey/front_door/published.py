"""Published claims, and what they would mean at an assumed number of respondents."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from clinical_data_survey.front_door import arguments
from clinical_data_survey.front_door.finding import Finding, finding
from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.published import claims as published
from clinical_data_survey.published import what_if


def claims() -> Finding:
    """All that was published: one row a reading of a claim.

    Returns
    -------
    Finding
        Columns: claim, chapter, item, levels (joined by a bar), measure, as_printed, reading ('standard' or another's
        name), low, high (shares of 1, ranks from 1 or ratios; NaN where no figure was printed), base, reason, locator.
        The summary has the standard readings.

    Raises
    ------
    errors.DataError
        Where a data file was spoilt: names file, row, column and remedy.

    References
    ----------
    The news item of 2019; each row's locator is its paragraph and sentence.

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> printed = cds.claims().frame
    >>> printed.loc[printed["claim"] == "C01", ["reading", "low", "as_printed"]]
        reading   low         as_printed
    0  standard  0.60  almost two thirds
    1    narrow  0.64  almost two thirds
    """
    rows = [
        {
            "claim": claim.id,
            "chapter": claim.chapter,
            "item": claim.item,
            "levels": "|".join(claim.levels),
            "measure": claim.measure,
            "as_printed": claim.as_printed,
            "reading": reading.name,
            "low": None if reading.low is None else float(reading.low),
            "high": None if reading.high is None else float(reading.high),
            "base": reading.base,
            "reason": reading.reason,
            "locator": claim.locator,
        }
        for claim in published.load()
        for reading in (claim.reading, *claim.alternatives)
    ]
    frame = pd.DataFrame(rows)
    shown = frame.loc[frame["reading"] == "standard", ["claim", "item", "as_printed", "low", "high", "base"]]
    return Finding(frame, shown, "published", "Words and figures of the news item, read as intervals.")


def interval_at(claim: str, n: int | Iterable[int], confidence: float = CONFIDENCE) -> Finding:
    """A published share with the noise of sampling, had `n` people answered.

    Parameters
    ----------
    claim : str
        A claim that states a share, such as 'C01'.
    n : int or iterable of int
        Assumed numbers of respondents, each at least 1. The true one was never published.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Finding
        One row an n. Columns: claim, n, reading_low, reading_high (the reading alone), low, high (Wilson's interval
        over all whole counts of n within the reading); shares of 1.

    Raises
    ------
    ValueError
        For an unknown claim, one that states no share, an n below 1 or of which no whole number gives the
        share, or a confidence outside 0 to 1.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> cds.interval_at("C04", [100, 1000]).frame[["n", "low", "high"]].round(3)
          n    low   high
    0   100  0.767  0.907
    1  1000  0.821  0.875
    """
    found, level = arguments.share_claim(claim), arguments.confidence_level(confidence)
    sizes = [arguments.whole(size, "n") for size in (n if isinstance(n, Iterable) else [n])]
    rows = [
        (claim, size, float(found.low), float(found.high), *what_if.reading_and_noise(found, size, level))
        for size in sizes
    ]
    frame = pd.DataFrame(rows, columns=["claim", "n", "reading_low", "reading_high", "low", "high"])
    about = f"'{found.as_printed}' of {found.base}, at {level:.0%} confidence, had n people answered."
    return finding(frame, "sampling", about)


def possible_sizes(sizes: Iterable[int]) -> Finding:
    """Which numbers of respondents could print every published share, if all share one base.

    Parameters
    ----------
    sizes : iterable of int
        The numbers to try, such as range(20, 41).

    Returns
    -------
    Finding
        One row a number. Columns: n, possible (bool), ruled_out_by (claims that no whole number of n people gives).

    Raises
    ------
    ValueError
        For a number below 1.

    References
    ----------
    Brown and Heathers (2017), doi:10.1177/1948550616673876

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> cds.possible_sizes([19, 20]).frame
        n  possible ruled_out_by
    0  19     False      C04 C07
    1  20      True
    """
    shares = [claim for claim in published.load() if claim.measure == "proportion"]
    tried = [arguments.whole(n, "n") for n in sizes]
    rows = [(n, [claim.id for claim in shares if not what_if.can_print(claim, n)]) for n in tried]
    frame = pd.DataFrame(
        [(n, not against, " ".join(against)) for n, against in rows], columns=["n", "possible", "ruled_out_by"]
    )
    return finding(frame, "sampling", "Whether a whole number of n people gives each published share, on one base.")
