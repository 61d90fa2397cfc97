"""Words that survey tools write for a tick, for none, and for the reasons why an answer is missing."""

from __future__ import annotations

YES = ("1", "Y", "Yes", "Ja", "True", "TRUE", "x", "X", "Checked", "Selected", "Aangevinkt", "Waar", "WAAR")
NO = ("0", "N", "No", "Nee", "False", "FALSE", "Unchecked", "Not selected", "Niet aangevinkt", "Onwaar", "ONWAAR")
STATES = {
    "not_asked": ("notasked", "nask", "nietgevraagd", "notshown", "nietgetoond", "na", "nvt", "nietvantoepassing"),
    "refused": (
        "refused", "ref", "refusedtoanswer", "geweigerd", "weigert", "prefernottosay", "prefernottoanswer",
        "declinedtoanswer", "zegikliverniet", "zegiklieverniet", "wilnietzeggen", "wilikliefstnietzeggen",
    ),
    "unanswered": ("unanswered", "asku", "noanswer", "geenantwoord", "seenbutunanswered"),
}  # fmt: skip


def plain_text(text: str) -> str:
    """Letters and digits in lower case, for comparing what people typed."""
    return "".join(character for character in text.casefold() if character.isalnum())


def state_of(word: str) -> str | None:
    """The reason for a missing answer that a word names."""
    text = plain_text(word)
    return next((state for state, words in STATES.items() if text in words), None)


def is_tick(word: str) -> bool:
    """Whether a word, not a number, says of one answer that it was ticked or was not."""
    return not word.isdecimal() and plain_text(word) in {plain_text(known) for known in (*YES, *NO)}
