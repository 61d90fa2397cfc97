"""The headings of a LimeSurvey export: question codes, texts, shortened texts, or codes with texts.

| form | of an answer that may be ticked | of the day on which the response was completed |
|---|---|---|
| code | `Q1[SQ001]`, or `Q1_SQ001` | `submitdate` |
| full | `Which barriers? [Lack of expertise]` | `Date submitted` |
| abbreviated | `Which barriers ..  [Lack of experti.. ]` | `Date submitted` |
| code and text | `Q1[SQ001]. Which barriers? [Lack of expertise]` | `submitdate. Date submitted` |

Spaces may have become underscores. Where a form has codes the tool's own columns have one in every language; texts
are known in English, Dutch, German and French. Source: LimeSurvey, `application/helpers/admin/export/Writer.php` and
`viewHelper.php` (`getFieldCode`, `getFieldText`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

OWN = {
    "id": ("Response ID", "Antwoord ID", "Antwoord-ID", "Respons ID", "Antwort ID", "ID de la réponse"),
    "submitdate": (
        "Date submitted", "Datum ingeleverd", "Datum ingediend", "Datum verzonden", "Datum ingestuurd", "Verzenddatum",
        "Datum Abgeschickt", "Datum abgeschickt", "Date de soumission",
    ),
    "lastpage": ("Last page", "Laatste pagina", "Letzte Seite", "Dernière page"),
    "startlanguage": ("Start language", "Starttaal", "Begintaal", "Start-Sprache", "Startsprache", "Langue de départ"),
    "seed": ("Seed", "Zaad", "Zufallsstartwert", "Tête de série"),
    "token": ("Access code", "Token", "Toegangscode", "Zugangscode", "Zugangsschlüssel", "Code d'accès"),
    "startdate": ("Date started", "Startdatum", "Datum gestart", "Datum gestartet", "Date de lancement"),
    "datestamp": ("Date last action", "Datum laatste actie", "Datum letzte Aktivität", "Date de la dernière action"),
    "ipaddr": ("IP address", "IP-adres", "IP-Adresse", "Adresse IP"),
    "refurl": ("Referrer URL", "Verwijzende URL", "Weiterleitungs-URL", "URL référente"),
}  # fmt: skip
SIGNS = ("submitdate", "lastpage", "startlanguage")
CUT = re.compile(r"[ _]?\.\.[ _]*")
_SEPARATED = re.compile(rf"^(?P<code>{'|'.join(OWN)})(?P<separator>[^\w\[]\W*)(?P<text>\w.*)$", re.S)
_SUB = re.compile(r"^(?P<stem>.*?)\s*\[(?P<end>[^\[\]]*)\]\s*$", re.S)
_POSITION = re.compile(r"^[^\W\d]+\s+(?P<place>\d+)$")
_LEAST = 8


@dataclass(frozen=True)
class Heading:
    """One column: its code in LimeSurvey, empty where the heading has none, and its text, empty where it has none."""

    code: str
    text: str

    @property
    def stem(self) -> str:
        """What all columns of a question share."""
        match = _SUB.match(self.code or self.text)
        return match["stem"] if match else self.code or self.text

    @property
    def end(self) -> str:
        """What tells a column from the others of its question: a code, an answer's text, or a position of a ranking."""
        match = _SUB.match(self.code or self.text)
        if not match:
            return ""
        position = _POSITION.match(match["end"].strip())
        return position["place"] if position and not self.code else match["end"].strip()


def read(columns: Sequence[str]) -> dict[str, Heading]:
    """The headings of an export by column, in whichever form they are."""
    separator = _separator(columns)
    if separator:
        return {column: _parted(column, separator) for column in columns}
    if sum(sign in columns for sign in SIGNS):
        return {column: Heading(column, "") for column in columns}
    return {column: Heading(_own(column), "" if _own(column) else _spaced(column)) for column in columns}


def are_limesurvey(columns: Sequence[str]) -> bool:
    """Whether at least two of the columns that LimeSurvey itself adds are there, in any form."""
    return sum(heading.code in SIGNS for heading in read(columns).values()) >= 2


def _separator(columns: Sequence[str]) -> str:
    """What stands between code and text, '' where headings are not of that form."""
    found = [match["separator"] for column in columns if (match := _SEPARATED.match(column))]
    common = max(found, key=found.count, default="")
    return common if found.count(common) >= 2 else ""


def _parted(column: str, separator: str) -> Heading:
    code, _, text = column.partition(separator)
    return Heading(code, _spaced(text))


def _spaced(text: str) -> str:
    """A text with its spaces, where the export made underscores of them."""
    return text.replace("_", " ").strip() if " " not in text.strip() else text.strip()


def _own(column: str) -> str:
    """The code of a column that LimeSurvey itself adds, by its text; '' for any other."""
    text = _letters(CUT.sub("", _spaced(column)))
    cut = CUT.search(column) is not None
    for code, texts in OWN.items():
        for known in map(_letters, texts):
            if text == known or (cut and len(text) >= _LEAST and known.startswith(text)):
                return code
    return ""


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
