"""The kinds of number that the book never mixes, each with its mark, its colour and its letter in print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of number: its name, its colour, its letter in print and how its mark is drawn."""

    id: str
    label: str
    colour: str
    letter: str
    mark: str
    meaning: str


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            "published",
            "published",
            "published",
            "P",
            "a solid dot with its reading as a thick bar",
            "stated by the news item of the survey; words are read as intervals",
        ),
        Kind(
            "implied",
            "implied",
            "ink",
            "I",
            "a thin line with ticks at its ends",
            "holds among those who answered, whoever they were, if the figures are read as stated, share one base and "
            "no item was left empty",
        ),
        Kind(
            "plausible",
            "plausible",
            "plausible",
            "L",
            "a translucent band",
            "seen in made-up sets of answers that fit every published figure, drawn under a named assumption",
        ),
        Kind(
            "measured",
            "measured",
            "measured",
            "M",
            "an open circle; synthetic data are hatched",
            "computed from the answers of the wave that is loaded",
        ),
        Kind(
            "sampling",
            "what if",
            "muted",
            "N",
            "a dashed line",
            "what would follow if a number that the news item does not give, such as that of respondents, were the one "
            "named",
        ),
        Kind("other", "other surveys", "other", "O", "small grey dots", "reported by another survey"),
    )
}
