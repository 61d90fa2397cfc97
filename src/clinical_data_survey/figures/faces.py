"""The sans of the charts, cut down to the characters that a Latin page needs.

To embed a whole face in a PDF takes longer than to draw the chart.
"""

from __future__ import annotations

import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools import subset

from clinical_data_survey.palette import LETTERS

FACES = ("SourceSansPro-Regular", "SourceSansPro-Semibold")
FOLDER = Path(str(files("font_source_sans_pro"))) / "files"


@cache
def _workshop() -> tempfile.TemporaryDirectory[str]:
    """A folder for the cut faces that lasts as long as the process."""
    return tempfile.TemporaryDirectory(prefix="cds-faces-")


@cache
def cut() -> tuple[Path, ...]:
    """Regular and semibold as TrueType files, made once a process."""
    return tuple(_cut(name, Path(_workshop().name) / f"{name}.ttf") for name in FACES)


def _cut(name: str, target: Path) -> Path:
    options = subset.Options(layout_features=["kern", "liga", "mark"], name_IDs=["*"], glyph_names=True)
    font = subset.load_font(FOLDER / f"{name}.ttf", options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS)
    cutter.subset(font)
    subset.save_font(font, target, options)
    return target
