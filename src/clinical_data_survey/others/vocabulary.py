"""The fixed words of the tables of other surveys, with what each means."""

from __future__ import annotations

COMPARABILITY = {
    "close": "professionals in European care, asked about AI in their own field or at large, 2018 to 2022",
    "partial": "professionals in care, but another region or period, one not shown, or one application of AI",
    "context": "others answer (organisations, physicists, students among them, an audience that came for AI), "
    "or about use, experience or automation",
    "students": "students only",
}
PROFESSIONAL_GROUPS = {
    "radiology": "Radiology",
    "radiotherapy_and_physics": "Radiotherapy and medical physics",
    "surgery": "Surgery",
    "anaesthesiology": "Anaesthesiology and intensive care",
    "medical_specialties": "Cardiology, gastroenterology and psychiatry",
    "pathology_and_dermatology": "Pathology and dermatology",
    "general_practice": "General practice",
    "nursing": "Nursing",
    "physicians_mixed": "Physicians of several specialties",
    "healthcare_staff_mixed": "Healthcare staff of several professions",
    "organisations": "Organisations, through a representative",
    "students": "Medical students",
}
FITS = {
    "direct": "asks the construct itself of those who answer for themselves",
    "near": "asks the construct, but of one application or part of work, on a condition, of an organisation, "
    "as the chief one of several, or in a weaker or stronger word",
    "proxy": "asks something else, from which the construct could at most be concluded: jobs, need for workforce or "
    "demand for work, own knowledge or training, a feeling, full replacement, care or the profession at large",
    "part": "one of several exclusive answers; only their union counts",
}
PRINTED_AS = {
    "figure": "printed as a figure",
    "around": "printed as 'around'",
    "nearly": "printed as 'nearly'",
    "over": "printed as 'over'",
    "word": "printed as a word, such as 'a quarter'",
    "derived": "worked out from a change that a later report prints",
}
DIRECTIONS = ("as asked", "reverse-coded")
CARE_LEVEL_COMPARISONS = {
    "none": "does not compare levels of care",
    "direction": "names a direction between academic and other care, without figures",
    "figures": "gives figures for both secondary and tertiary care",
}
READ = {
    "article with its items": "the article, with the wording of its items",
    "abstract or opening pages": "the abstract, or the first pages, of the publication itself",
    "record of the abstract": "the abstract as another site records it",
    "press report": "an account in the press, not the publication",
}
SAMPLING = {
    "register": "a sample of a register of the profession",
    "members of a society": "members of a society were asked",
    "staff of named institutions": "staff of institutions that are named or counted",
    "one contact an organisation": "one person or more for each organisation",
    "panel": "a standing or commissioned panel",
    "open invitation": "anybody with the link could answer",
    "audience of an event": "those who came to an event",
    "not shown": "how people were reached was not shown",
}
SEEN = {
    "twice": "the figure was seen on a page in each of two readings",
    "once": "the figure was seen in one reading; its page was not found again in the other",
}
