"""The cells of a chapter that a reader is to change."""

from __future__ import annotations

import ast
import re
from typing import Any

from clinical_data_survey import paths

TO_TRY = ("source", "expectations", "barriers", "care_levels", "investment", "taken_together", "other_surveys")


def cells(chapter: str) -> list[str]:
    """The code of each cell below "Try it", in order."""
    text = (paths.CHAPTERS / f"{chapter}.md").read_text(encoding="utf-8")
    section = text.partition("## Try it\n")[2].partition("\n## ")[0]
    return re.findall(r"^```\{code-cell\} ipython3\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


def outputs(chapter: str) -> list[Any]:
    """What each cell returns, run one after another as a kernel does."""
    names: dict[str, Any] = {}
    found = []
    for code in cells(chapter):
        *before, last = ast.parse(code).body
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(before, []), chapter, "exec"), names)
        found.append(eval(compile(ast.Expression(last.value), chapter, "eval"), names))
    return found
