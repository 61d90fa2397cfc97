"""Made-up sets of answers that fit every claim, drawn under a named prior."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console

from clinical_data_survey.front_door import arguments
from clinical_data_survey.front_door.arguments import Names, Number
from clinical_data_survey.front_door.finding import Finding
from clinical_data_survey.plausible import ensemble as drawing
from clinical_data_survey.plausible.dials import ARBITRARY_SPLIT, STANDARD
from clinical_data_survey.results.plausible import COLUMNS, MIDDLE, NUMBER, SEED

SHOWN = tuple(COLUMNS.values())


def ensemble(
    n: int = 300,
    prior: str = "lkj_1",
    number: int = NUMBER,
    seed: int = SEED,
    reading: str = STANDARD,
    split: Sequence[Number] = ARBITRARY_SPLIT,
    show: Names = SHOWN,
) -> Finding:
    """Made-up sets of answers of `n` respondents that fit every claim, drawn under a named prior.

    Parameters
    ----------
    n : int
        Respondents in each set; an assumption.
    prior : str
        'opposed', 'near_independent', 'lkj_1' or 'common_factor': how the answers of one respondent go together.
    number : int
        How many sets are drawn; the first 512 take about a second.
    seed : int
        The same one gives the same sets.
    reading : str
        The reading of the claims.
    split : two numbers
        Shares of all respondents who are clinicians in secondary and in tertiary care.
    show : str or sequence of str
        Statistics for the summary, by their column in the frame.

    Returns
    -------
    Finding
        `frame`: one row a set of answers, its seed and statistics; `share.X` and `both.X.Y` are shares of all
        respondents, 'secondary.X' and 'tertiary.X' of the clinicians there, 'mean_rank.X' ranks from 1.
        `summary`: one row a statistic; median, low and high (middle 95%), smallest, largest.

    Raises
    ------
    ValueError
        For an unknown prior, reading or statistic, a number below 1, or a size at which the claims cannot hold.

    References
    ----------
    Lewandowski, Kurowicka and Joe (2009), doi:10.1016/j.jmva.2009.04.008, for the prior 'lkj_1'.

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> drawn = cds.ensemble(n=100, number=20)
    >>> bool(drawn.frame["share.willing"].between(0.845, 0.855).all())
    True
    """
    if isinstance(split, str) or not hasattr(split, "__len__") or len(split) != 2:
        raise ValueError(f"{split!r} is no split: give two shares, of clinicians in secondary and in tertiary care")
    shares = (arguments.number(split[0], "share"), arguments.number(split[1], "share"))
    size, entropy = arguments.whole(n, "n"), arguments.whole(seed, "seed", 0)
    recipes = drawing.grid([size], [shares], [prior], entropy, [reading])
    quiet = Console(file=io.StringIO())
    frame = drawing.ensemble(recipes, arguments.whole(number, "number"), console=quiet)
    columns = arguments.names(show, "statistic")
    unknown = [name for name in columns if name not in frame.select_dtypes("number")]
    if unknown:
        raise ValueError(f"the ensemble has no statistic {unknown[0]!r}: its frame's columns are the names to show")
    tail = (1 - MIDDLE) / 2
    summary = frame[list(columns)].quantile([0.5, tail, 1 - tail, 0, 1]).T
    summary.columns = ["median", "low", "high", "smallest", "largest"]
    about = (
        f"{len(frame):,} made-up sets of {size:,} respondents' answers that fit every claim, under the prior {prior}; "
        f"low and high are the middle {MIDDLE:.0%}. Another prior gives another range."
    )
    return Finding(frame, summary.rename_axis("statistic").reset_index(), "plausible", about)
