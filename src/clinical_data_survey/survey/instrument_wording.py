"""What the instrument says besides its questions, in English and Dutch."""

from __future__ import annotations

from clinical_data_survey.survey.questionnaire import Questionnaire

Both = dict[str, str]

NOTE: dict[str, Both] = {
    "reconstruction": {
        "en": "Reconstructed from the published results of the Clinical Data Survey (2019); the original questionnaire "
        "was never published.",
        "nl": "Gereconstrueerd uit de gepubliceerde resultaten van de Clinical Data Survey (2019); de oorspronkelijke "
        "vragenlijst is nooit gepubliceerd.",
    },
    "original": {
        "en": "The questionnaire of the Clinical Data Survey.",
        "nl": "De vragenlijst van de Clinical Data Survey.",
    },
}
WELCOME: Both = {
    "en": "This questionnaire asks what you expect of artificial intelligence in healthcare. Your answers are "
    "anonymous. You may skip any question.",
    "nl": "Deze vragenlijst gaat over wat u verwacht van kunstmatige intelligentie in de zorg. Uw antwoorden zijn "
    "anoniem. U mag elke vraag overslaan.",
}
THANKS: Both = {"en": "Thank you for your answers.", "nl": "Dank u wel voor uw antwoorden."}
GROUP: Both = {"en": "Questions", "nl": "Vragen"}
VERSION: Both = {"en": "Version", "nl": "Versie"}
HOW: dict[str, Both] = {
    "single": {"en": "Tick one answer.", "nl": "Kruis één antwoord aan."},
    "ordinal": {"en": "Tick one answer.", "nl": "Kruis één antwoord aan."},
    "multiple-response": {"en": "Tick all that apply.", "nl": "Kruis alles aan wat van toepassing is."},
    "ranking": {
        "en": "Write 1 beside the best, 2 beside the next, and so on.",
        "nl": "Zet een 1 bij het beste, een 2 bij het volgende, enzovoort.",
    },
}
ONLY_IF: Both = {
    "en": "Only if you ticked {levels} in question {number}.",
    "nl": "Alleen als u {levels} aankruiste bij vraag {number}.",
}
ALONE: Both = {"en": "tick nothing else", "nl": "kruis verder niets aan"}
OR: Both = {"en": "or", "nl": "of"}


def title(questionnaire: Questionnaire, language: str) -> str:
    """The questionnaire's title in 'en' or 'nl'."""
    return questionnaire.title_nl if language == "nl" else questionnaire.title_en
