"""Every table of respondents' answers that the book prints, in whatever form: the list that disclosure control reads.

What is not in `TABLES` is printed nowhere. A new table, chart or sentence on respondents begins with a row here.
"""

from __future__ import annotations

from clinical_data_survey.disclosure.linked_tables import PublishedTable
from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.measured import Domain

BY_CHAPTER: dict[str, tuple[str, ...]] = {
    "expectations": ("ai_affects_work", "organisation_ai_vision", "willing_to_work_with_ai", "opportunity"),
    "barriers": ("barriers", "expertise_gap"),
    "investment": ("investor",),
}
RANKED = ("opportunity", "expertise_gap", "investor")
ROLES = "respondent_role"
CARE, SECONDARY, TERTIARY = "care_level", "secondary", "tertiary"
CLINICIANS = (Domain(ROLES, ("clinician",)),)
# The answers that the report compares between levels of care, in its order.
COMPARED = (
    ("barriers", "lack_of_medical_staff_support"),
    ("willing_to_work_with_ai", "willing"),
    ("worried_job_redundant", "worried"),
)
ADJUSTED_FOR = ("age_group", "years_of_experience")
# The project's own wave describes nobody; every wave that comes from outside is protected, whatever it says it is.
NOBODY_IS_DESCRIBED = Policy("made-up respondents: nobody is described", threshold=1, uniform=1)


def by_care(item: str) -> str:
    """The name of the table of an item by level of care, among clinicians."""
    return f"{item} by {CARE}"


TABLES = (
    PublishedTable(ROLES, ROLES),
    *(PublishedTable(item, item) for items in BY_CHAPTER.values() for item in items),
    *(PublishedTable(by_care(item), item, CARE, (SECONDARY, TERTIARY), CLINICIANS) for item, _ in COMPARED),
)
