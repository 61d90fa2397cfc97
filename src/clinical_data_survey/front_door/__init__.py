"""The front door: the names that a re-analyst types after `import clinical_data_survey as cds`."""

from clinical_data_survey.front_door.finding import Finding, Refused
from clinical_data_survey.front_door.implied import bounds
from clinical_data_survey.front_door.measured import compare, crosstab, model, shares, wave
from clinical_data_survey.front_door.others import other_surveys, pooled
from clinical_data_survey.front_door.plausible import ensemble
from clinical_data_survey.front_door.published import claims, interval_at, possible_sizes
from clinical_data_survey.front_door.reloading import reload

__all__ = [
    "Finding",
    "Refused",
    "bounds",
    "claims",
    "compare",
    "crosstab",
    "ensemble",
    "interval_at",
    "model",
    "other_surveys",
    "pooled",
    "possible_sizes",
    "reload",
    "shares",
    "wave",
]
