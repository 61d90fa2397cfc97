"""Measured: what respondents answered, from one row a respondent.

Every function takes a `Sample` and gives estimates with their base and interval, or a `NotEstimable` whose reason
is a sentence that can be printed in the estimate's place.
"""

from clinical_data_survey.measured.sample import Domain, NotEstimable, Sample

__all__ = ["Domain", "NotEstimable", "Sample"]
