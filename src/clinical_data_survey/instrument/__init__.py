"""The instrument: the questionnaire as a LimeSurvey form and as pages to print, from data/questionnaire.yml."""
