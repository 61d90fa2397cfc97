"""The names of columns taken apart: what the columns of one question share, and what tells each of them apart."""

from __future__ import annotations

import re

from clinical_data_survey.importers.export import Export, ReadColumn

_PARTS = (
    re.compile(r"^(?P<stem>.+?)\s*\[(?P<end>[^\]]+)\]$", re.S),
    re.compile(r"^(?P<stem>.+?)___(?P<end>.+)$"),
    re.compile(r"^(?P<stem>.+?)__(?P<end>.+)$"),
    re.compile(r"^(?P<stem>.+)[_.](?P<end>[^_.]+)$"),
)
SURE = _PARTS[:2]
_LABELLED = (
    re.compile(r"^(?P<stem>.*?)\s*\[(?P<end>[^\]]+)\]\s*$", re.S),
    re.compile(r"^(?P<stem>.+?)\s*\(choice=(?P<end>.+)\)\s*$", re.S),
    re.compile(r"^(?P<stem>.+?)\s+[-–:]\s+(?:.*\s[-–]\s+)?(?P<end>.+)$", re.S),
    re.compile(r"^(?P<stem>.+?):\s+(?P<end>.+)$", re.S),
)


def taken_apart(name: str, export: Export) -> ReadColumn:
    """A column's name as its tool's layout says, else by the first of the usual signs between a stem and an end."""
    known = export.read_as.get(name, ReadColumn(name))
    if known.end:
        return known
    match = next((found for pattern in _PARTS if (found := pattern.match(known.stem))), None)
    return ReadColumn(match["stem"], match["end"]) if match else known


def wording_apart(wording: str) -> ReadColumn:
    """What was asked and the answer that a column is of, as in 'Which barriers? [Lack of expertise]'."""
    match = next((found for pattern in _LABELLED if (found := pattern.match(wording))), None)
    return ReadColumn(match["stem"], match["end"]) if match else ReadColumn(wording)


def families(export: Export) -> dict[str, list[str]]:
    """The columns of an export by their stem, where at least two share it."""
    found: dict[str, list[str]] = {}
    for name in export.columns:
        part = taken_apart(name, export)
        if part.end:
            found.setdefault(part.stem, []).append(name)
    return {stem: names for stem, names in found.items() if len(names) > 1}
