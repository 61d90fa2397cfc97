"""Text with results in it: '{C02}' in captions, cells and alt texts, the roles `n` and `cap` in prose."""

from __future__ import annotations

import re

from clinical_data_survey import edition, results
from clinical_data_survey.wording import capitalised

_PLACEHOLDER = re.compile(r"\{([A-Za-z][\w.]*)\}(?!`)")
_ROLE = re.compile(r"\{(?P<role>[A-Za-z:]+)\}`(?P<content>[^`]+)`")
_TITLED = re.compile(r"(?P<title>.*?)\s*<[^>]+>$", re.S)


def as_roles(template: str) -> str:
    """The template as MyST text whose numbers carry their origin."""
    return _PLACEHOLDER.sub(lambda match: f"{{n}}`{match[1]}`", template)


def fill(template: str) -> str:
    """The template as plain text with the results' texts in place, free of roles.

    Raises KeyError where a result is not known.
    """
    return without_roles(as_roles(template))


def used(template: str) -> list[str]:
    """The ids of the results that a template names."""
    return _PLACEHOLDER.findall(template)


def named_in(text: str) -> list[str]:
    """The ids of the results that MyST text prints by role, in order and once each."""
    named = [match["content"] for match in _ROLE.finditer(text) if match["role"] in ("n", "cap")]
    return list(dict.fromkeys(results.find(name).id for name in named))


def without_roles(text: str) -> str:
    """MyST text with each role replaced by what it prints.

    Raises KeyError where a result is not known.
    """
    return _ROLE.sub(_printed, text)


def _printed(match: re.Match[str]) -> str:
    role, content = match["role"], match["content"]
    if role in ("n", "cap"):
        text = results.find(content).text
        return capitalised(text) if role == "cap" else text
    if role == "edition":
        return edition.facts()[content]
    titled = _TITLED.match(content)
    return titled["title"] if titled else content
