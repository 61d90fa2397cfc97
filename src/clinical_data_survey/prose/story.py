"""Paragraphs that a cell writes, because what they say depends on the wave that is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clinical_data_survey.results import templates

STORY_MIME = "application/vnd.clinical-data-survey.story+json"


@dataclass(frozen=True)
class Story:
    """Paragraphs of MyST text, each a template over results: '{measured.C04} are willing.'"""

    name: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs as MyST text whose numbers carry their origin."""
        return "\n\n".join(map(templates.as_roles, self.paragraphs))

    @property
    def numbers(self) -> list[str]:
        """The ids of the results that the paragraphs print, in order and once each."""
        return templates.named_in(self.text)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        plain = templates.without_roles(self.text)
        return {STORY_MIME: {"name": self.name, "text": self.text}, "text/markdown": plain, "text/plain": plain}
