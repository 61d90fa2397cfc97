"""Pooling comparable surveys, and where a published claim falls among them.

Random effects on the logit scale: between-study variance by Paule and Mandel, interval by Hartung and Knapp,
prediction interval by Higgins, Thompson and Spiegelhalter. Only other surveys are pooled, never the survey itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import t
from statsmodels.stats.meta_analysis import combine_effects

from clinical_data_survey.intervals import CONFIDENCE
from clinical_data_survey.others.surveys import comparable, poolable
from clinical_data_survey.others.tables import OtherSurveys
from clinical_data_survey.published import claims

MIN_STUDIES = 5


@dataclass(frozen=True)
class RandomEffects:
    """A random-effects summary of proportions on the logit scale.

    `low`, `high` bound the mean, `prediction_low`, `prediction_high` a new study, both at 95 %.
    `tau2` is the between-study variance, `i2` the share of variance between studies (0 to 1), `q` Cochran's Q.
    """

    studies: int
    estimate: float
    se: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float
    tau2: float
    i2: float
    q: float

    def quantile(self, share: float) -> float:
        """The probability that a new study has a share below `share`, under the prediction distribution."""
        scale = np.sqrt(self.tau2 + self.se**2)
        return float(t.cdf((logit(share) - self.estimate) / scale, self.studies - 2))


@dataclass(frozen=True)
class Pooled:
    """The pooled share of one construct with all that must be shown beside it; shares are fractions of 1."""

    construct: str
    study_ids: tuple[str, ...]
    model: RandomEffects
    without_each: tuple[float, ...]

    @property
    def leave_one_out(self) -> tuple[float, float]:
        """The lowest and the highest mean share when one study is left out."""
        return min(self.without_each), max(self.without_each)

    @property
    def share(self) -> float:
        """Mean share over studies, back from the logit scale."""
        return float(expit(self.model.estimate))

    @property
    def interval(self) -> tuple[float, float]:
        """95 % confidence interval of the mean share."""
        return float(expit(self.model.low)), float(expit(self.model.high))

    @property
    def prediction(self) -> tuple[float, float]:
        """95 % prediction interval of the share in a new study."""
        return float(expit(self.model.prediction_low)), float(expit(self.model.prediction_high))

    @property
    def i2(self) -> float:
        """I2 as a fraction of 1."""
        return self.model.i2


@dataclass(frozen=True)
class Refusal:
    """A figure that is not given, and why."""

    subject: str
    studies: int
    reason: str


@dataclass(frozen=True)
class InPrediction:
    """Where a reading `low` to `high` lies in a prediction interval.

    `share_low`, `share_high`: along the interval, 0 its lower end and 1 its upper end, outside it below 0 or above 1;
    `quantile_low`, `quantile_high`: probability that a new study has a lower share; `where`: in words.
    """

    share_low: float
    share_high: float
    quantile_low: float
    quantile_high: float
    where: str


@dataclass(frozen=True)
class Placement:
    """Where a claim falls among comparable studies, for the whole of its reading and of what each study leaves open.

    Rank 1 is the highest share of `of` = the studies and the Dutch survey. `above` and `below` count studies that lie
    outside the reading wherever rounding, and sampling where their base is known, can take them; `within` counts the
    rest, which may be either. `rank_best` holds if all of these are below, `rank_worst` if all are above.
    """

    claim_id: str
    construct: str
    low: float
    high: float
    study_ids: tuple[str, ...]
    shares: tuple[float, ...]
    rank_best: int
    rank_worst: int
    of: int
    above: int
    within: int
    below: int
    prediction: InPrediction | Refusal


def pool(k: ArrayLike, n: ArrayLike) -> RandomEffects:
    """Random-effects mean of proportions k / n, one entry a study, on the logit scale.

    Where k is 0 or n, half a respondent is added to either answer of that study. DerSimonian and Kacker (2007),
    doi:10.1016/j.cct.2006.04.004, for Paule and Mandel's variance; IntHout, Ioannidis and Borm (2014),
    doi:10.1186/1471-2288-14-25, for Hartung and Knapp's interval of the mean; Higgins, Thompson and Spiegelhalter
    (2009), doi:10.1111/j.1467-985X.2008.00552.x, for the prediction interval, with t on studies - 2 degrees of
    freedom, in which Hartung and Knapp's error of the mean stands as in Partlett and Riley (2017),
    doi:10.1002/sim.7140; Higgins and Thompson (2002), doi:10.1002/sim.1186, for I2 from the between-study variance.

    Raises ValueError for fewer than three studies, shapes that differ or counts outside 0 to n.
    """
    yes, base = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    if yes.shape != base.shape or yes.ndim != 1 or yes.size < 3:
        raise ValueError("needs at least three studies, with one k and one n each")
    if not ((yes >= 0) & (yes <= base) & (base > 0)).all():
        raise ValueError("every k must lie between 0 and its n, and every n above 0")
    added = np.where((yes == 0) | (yes == base), 0.5, 0.0)
    yes, no = yes + added, base - yes + added
    effect, variance = np.log(yes / no), 1 / yes + 1 / no

    fitted: Any = combine_effects(
        effect,
        variance,
        method_re="iterated",
        use_t=True,
        alpha=1 - CONFIDENCE,
        tau2_start=_tau2_from_below(effect, variance),
    )
    low, high = fitted.conf_int()[3]
    estimate, se, tau2 = float(fitted.mean_effect_re), float(fitted.sd_eff_w_re_hksj), float(fitted.tau2)
    margin = t.ppf((1 + CONFIDENCE) / 2, yes.size - 2) * np.sqrt(tau2 + se**2)
    return RandomEffects(
        studies=yes.size,
        estimate=estimate,
        se=se,
        low=float(low),
        high=float(high),
        prediction_low=float(estimate - margin),
        prediction_high=float(estimate + margin),
        tau2=tau2,
        i2=tau2 / (tau2 + _typical_variance(variance)),
        q=float(fitted.q),
    )


def _tau2_from_below(effect: np.ndarray, variance: np.ndarray) -> float:
    """Paule and Mandel's between-study variance, a hair below its root; 0 where studies agree.

    The library's iteration stops at 1e-5 and falls to 0 as soon as rounding takes it past the root; from a hair
    below the root it stops at once.
    """

    def excess(tau2: float) -> float:
        weights = 1 / (variance + tau2)
        mean = (weights * effect).sum() / weights.sum()
        return float((weights * (effect - mean) ** 2).sum() - (effect.size - 1))

    if excess(0.0) <= 0:
        return 0.0
    top = 1.0
    while excess(top) > 0:
        top *= 2
    return brentq(excess, 0.0, top, xtol=1e-15, rtol=1e-14) * (1 - 1e-9)


def _typical_variance(variance: np.ndarray) -> float:
    """Higgins and Thompson's typical within-study variance."""
    weights = 1 / variance
    return float((weights.size - 1) * weights.sum() / (weights.sum() ** 2 - (weights**2).sum()))


@cache
def pooled(others: OtherSurveys, construct: str) -> Pooled | Refusal:
    """The pooled share of a construct, or why there is none.

    Refused where the construct's items ask different things, or fewer than five comparable studies have counts.
    Raises KeyError for an unknown construct.
    """
    frame = poolable(others, construct)
    mixed = str(others.constructs.loc[construct, "not_pooled_because"])
    if mixed:
        return Refusal(construct, len(frame), mixed)
    if len(frame) < MIN_STUDIES:
        counted = f"{len(frame)} comparable {'study' if len(frame) == 1 else 'studies'}"
        reason = f"{counted} with a known base; pooling needs {MIN_STUDIES}"
        return Refusal(construct, len(frame), reason)
    k, n = (frame[name].to_numpy() for name in ("k", "n"))
    without_each = tuple(float(expit(pool(np.delete(k, i), np.delete(n, i)).estimate)) for i in range(len(k)))
    return Pooled(construct, tuple(frame["study_id"]), pool(k, n), without_each)


def place(others: OtherSurveys, construct: str, claim: claims.Claim) -> Placement | Refusal:
    """Where the whole standard reading of a claim falls among comparable studies of a construct.

    Refused where the claim states no share, or no study is comparable. Raises KeyError for an unknown construct.
    """
    frame = comparable(others, construct)
    if claim.measure != "proportion":
        return Refusal(claim.id, len(frame), f"the claim states a {claim.measure}, not a share")
    if frame.empty:
        return Refusal(claim.id, 0, "no comparable study")
    low, high = float(claim.low), float(claim.high)
    above, below = int((frame["reach_low"] > high).sum()), int((frame["reach_high"] < low).sum())
    value = pooled(others, construct)
    return Placement(
        claim_id=claim.id,
        construct=construct,
        low=low,
        high=high,
        study_ids=tuple(frame["study_id"]),
        shares=tuple(float(share) for share in frame["share"]),
        rank_best=above + 1,
        rank_worst=len(frame) - below + 1,
        of=len(frame) + 1,
        above=above,
        within=len(frame) - above - below,
        below=below,
        prediction=value if isinstance(value, Refusal) else in_prediction(value, low, high),
    )


def in_prediction(value: Pooled, low: float, high: float) -> InPrediction:
    """Where a reading from `low` to `high` (fractions of 1) lies in the prediction interval of a pooled value."""
    bottom, top = value.prediction
    share_low, share_high = ((end - bottom) / (top - bottom) for end in (low, high))
    return InPrediction(
        share_low=share_low,
        share_high=share_high,
        quantile_low=value.model.quantile(low),
        quantile_high=value.model.quantile(high),
        where=_where(share_low, share_high),
    )


def _where(share_low: float, share_high: float) -> str:
    if share_high < 0:
        return "below"
    if share_low > 1:
        return "above"
    if share_low < 0 and share_high > 1:
        return "around the whole"
    if share_low < 0:
        return "across the lower end"
    return "across the upper end" if share_high > 1 else "inside"
