"""What a reader sets in an explorer: one of a list, or a number."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Choice:
    """One of a list. `options` are pairs of a value and the words that are shown for it; `first` is a value."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    first: str

    def html(self, panel: str) -> str:
        """A labelled list for the panel whose id is `panel`."""
        listed = "".join(
            f'<option value="{escape(value, quote=True)}"{" selected" if value == self.first else ""}>'
            f"{escape(words)}</option>"
            for value, words in self.options
        )
        at = f"{panel}-{self.name}"
        return (
            f'<div class="cds-control cds-choice"><label for="{at}">{escape(self.label)}</label>'
            f'<select id="{at}" name="{self.name}" autocomplete="off">{listed}</select></div>'
        )


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high` in steps of `step`. The slider beside the field runs over `stops`, round values."""

    name: str
    label: str
    low: float
    high: float
    step: float
    first: float
    stops: tuple[float, ...]

    @property
    def refusal(self) -> str:
        """What is said where the field holds something else."""
        what = "a whole number" if self.step == 1 else f"a number in steps of {self.step:g}"
        return f"{self.label}: please type {what} from {self.low:,g} to {self.high:,g}."

    def html(self, panel: str) -> str:
        """A labelled field with its slider for the panel whose id is `panel`."""
        at = f"{panel}-{self.name}"
        nearest = min(range(len(self.stops)), key=lambda i: abs(self.stops[i] - self.first))
        return (
            f'<div class="cds-control"><label for="{at}">{escape(self.label)}</label>'
            f'<input type="number" id="{at}" name="{self.name}" min="{self.low:g}" max="{self.high:g}" '
            f'step="{self.step:g}" value="{self.first:g}" required autocomplete="off" '
            f'data-refusal="{escape(self.refusal, quote=True)}">'
            f'<input type="range" min="0" max="{len(self.stops) - 1}" value="{nearest}" autocomplete="off" '
            f'aria-label="{escape(self.label, quote=True)}, slider" aria-valuetext="{self.stops[nearest]:g}" '
            f'data-sets="{at}" data-stops="{" ".join(f"{stop:g}" for stop in self.stops)}"></div>'
        )


Control = Choice | Number

# Numbers that can print every published share; others can be typed.
_SIZES = (20, 40, 60, 80, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000)
RESPONDENTS = Number("n", "Number of respondents", _SIZES[0], _SIZES[-1], 1, 200, _SIZES)
