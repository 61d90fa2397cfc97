"""The sans of the charts, cut down to the characters that a Latin page needs.

To embed a whole face in a PDF takes longer than to draw the chart.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools import subset

from clinical_data_survey.palette import LETTERS

FACES = ("SourceSansPro-Regular", "SourceSansPro-Semibold")
FOLDER = Path(str(files("font_source_sans_pro"))) / "files"


@cache
def _workshop() -> Path:
    """A folder for the cut faces that lasts as long as the process."""
    folder = tempfile.mkdtemp(prefix="cds-faces-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def cut() -> tuple[Path, ...]:
    """Regular and semibold as TrueType files, made once a process."""
    return tuple(_cut(name, _workshop() / f"{name}.ttf") for name in FACES)


def _cut(name: str, target: Path) -> Path:
    options = subset.Options(layout_features=["kern", "liga", "mark"], name_IDs=["*"], glyph_names=True)
    font = subset.load_font(FOLDER / f"{name}.ttf", options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS)
    cutter.subset(font)
    subset.save_font(font, target, options)
    font.close()
    return target
