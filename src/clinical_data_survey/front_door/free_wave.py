"""Any table of the project's own wave, which describes nobody."""

from __future__ import annotations

from clinical_data_survey.measured import Domain, NotEstimable, Sample, groups, models
from clinical_data_survey.measured import shares as shared
from clinical_data_survey.measured.groups import Comparison
from clinical_data_survey.measured.models import AdjustedOdds, Contrast
from clinical_data_survey.measured.shares import Share
from clinical_data_survey.survey import loaded_wave, questionnaire


def bases() -> dict[str, int | NotEstimable]:
    """How many answered each item."""
    sample = _sample()
    absent = NotEstimable("This wave did not ask it.")
    return {
        item.id: int(sample.answers[item.id].answered.sum()) if item.id in sample.answers else absent
        for item in questionnaire.load().items
    }


def shares(item: str, among: tuple[Domain, ...]) -> dict[str, Share | NotEstimable]:
    """The share of each level."""
    return _by_level(item, shared.shares(_sample(), item, among))


def crosstab(item: str, by: str, among: tuple[Domain, ...]) -> dict[tuple[str, str], Share | NotEstimable]:
    """The share of each level in each group."""
    found = shared.shares_by(_sample(), item, by, among)
    of_groups = [level.id for level in questionnaire.load().item(by).levels]
    own = {group: found if isinstance(found, NotEstimable) else found[group] for group in of_groups}
    return {(group, level): one for group in own for level, one in _by_level(item, own[group]).items()}


def compare(item: str, level: str, by: Contrast, among: tuple[Domain, ...]) -> Comparison | NotEstimable:
    """Two groups side by side."""
    found = groups.compare(_sample(), item, by.by, by.first, by.second, among)
    return found if isinstance(found, NotEstimable) else next(one for one in found if one.first.level == level)


def model(
    item: str, level: str | None, by: Contrast, adjust: tuple[str, ...], among: tuple[Domain, ...]
) -> AdjustedOdds | NotEstimable:
    """Two groups after adjustment."""
    if level is None:
        return models.proportional_odds(_sample(), item, by, adjust, among)
    return models.binomial(_sample(), item, level, by, adjust, among)


def _by_level(item: str, found: tuple[Share, ...] | NotEstimable) -> dict[str, Share | NotEstimable]:
    if isinstance(found, NotEstimable):
        asked = questionnaire.load().item(item)
        return {level.id: found for level in asked.levels + asked.groups}
    return {share.level: share for share in found}


def _sample() -> Sample:
    """Raises RuntimeError for a wave from a folder: its answers are not for this module."""
    if loaded_wave.folder() is not None:
        raise RuntimeError("a wave from a folder is protected: ask front_door.protected_wave")
    return Sample.of(loaded_wave.load())
