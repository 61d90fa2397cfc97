"""Text in Markdown files that prints as it stands: nothing in it is a mark, a link, a tag or the bar of a table."""

from __future__ import annotations

import re

from clinical_data_survey.errors import visible

_MEANT = re.compile(r"([\\`*{}\[\]<>#|$~&!]|(?<![^\W_])_|_(?![^\W_]))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data|vbscript)(:)")


def as_text(text: str) -> str:
    """A text as one line of Markdown that shows it as it is, in any dialect."""
    line = visible(text).replace("\n", " ")
    escaped = _MEANT.sub(lambda mark: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(mark[1], f"\\{mark[1]}"), line)
    return _ADDRESS.sub(r"\1&#58;", escaped)
