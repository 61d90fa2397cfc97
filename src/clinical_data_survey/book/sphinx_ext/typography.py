"""Type and colour of the site and of the PDF, made from `palette` and from the two font packages."""

from __future__ import annotations

import string
from html import unescape
from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from clinical_data_survey import palette
from clinical_data_survey.book import citation
from clinical_data_survey.book.sphinx_ext import fonts, loaded
from clinical_data_survey.book.sphinx_ext.cover import cover
from clinical_data_survey.paths import ASSETS

LOOK_OF_PRINT = Path(__file__).with_name("print.tex")
# Under XeTeX hyperref leaves language and shown title out.
CATALOGUE_OF_PRINT = "pdf:put @catalog << /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>"
CONTENTS_OF_PRINT = r"{\hypersetup{linkcolor=.}\sphinxtableofcontents}"
SERIF_FOLDER = Path(str(files("font_source_serif_pro"))) / "files"
SANS_FOLDER = Path(str(files("font_source_sans_pro"))) / "files"
# family, weight, style, folder, file
FACES = (
    (palette.SERIF, 400, "normal", SERIF_FOLDER, "SourceSerifPro-Regular"),
    (palette.SERIF, 400, "italic", SERIF_FOLDER, "SourceSerifPro-It"),
    (palette.SERIF, 600, "normal", SERIF_FOLDER, "SourceSerifPro-Semibold"),
    (palette.SANS, 400, "normal", SANS_FOLDER, "SourceSansPro-Regular"),
    (palette.SANS, 600, "normal", SANS_FOLDER, "SourceSansPro-Semibold"),
)
FEATURES = ("kern", "liga", "tnum", "lnum")
# family, face, weight, what systems call theirs, the file that has its widths
STAND_INS = tuple(
    fonts.StandIn(f"{family} {place}", weight, folder / f"{face}.ttf", local, measures)
    for family, folder, face, weight, place, local, measures in (
        (palette.SERIF, SERIF_FOLDER, "SourceSerifPro-Regular", 400, "stand-in",
         ("Times New Roman", "Liberation Serif", "Tinos"), "pdfcorefonts/Times-Roman.afm"),
        (palette.SERIF, SERIF_FOLDER, "SourceSerifPro-Semibold", 600, "stand-in",
         ("Times New Roman Bold", "Liberation Serif Bold", "Tinos Bold"), "pdfcorefonts/Times-Bold.afm"),
        (palette.SERIF, SERIF_FOLDER, "SourceSerifPro-Regular", 400, "last stand-in",
         ("DejaVu Serif",), "ttf/DejaVuSerif.ttf"),
        (palette.SERIF, SERIF_FOLDER, "SourceSerifPro-Semibold", 600, "last stand-in",
         ("DejaVu Serif Bold",), "ttf/DejaVuSerif-Bold.ttf"),
        (palette.SANS, SANS_FOLDER, "SourceSansPro-Regular", 400, "stand-in",
         ("Arial", "Liberation Sans", "Arimo"), "pdfcorefonts/Helvetica.afm"),
        (palette.SANS, SANS_FOLDER, "SourceSansPro-Semibold", 600, "stand-in",
         ("Arial Bold", "Liberation Sans Bold", "Arimo Bold"), "pdfcorefonts/Helvetica-Bold.afm"),
        (palette.SANS, SANS_FOLDER, "SourceSansPro-Regular", 400, "last stand-in",
         ("DejaVu Sans",), "ttf/DejaVuSans.ttf"),
        (palette.SANS, SANS_FOLDER, "SourceSansPro-Semibold", 600, "last stand-in",
         ("DejaVu Sans Bold",), "ttf/DejaVuSans-Bold.ttf"),
    )
)  # fmt: skip


def characters_of(site: Path) -> str:
    """The characters that the site's pages and scripts print, and those that a reader may type."""
    texts = [file.read_text(encoding="utf-8") for file in (*site.rglob("*.html"), *ASSETS.glob("*.js"))]
    return "".join(sorted(set(string.printable).union(*texts, *map(unescape, texts))))


def stylesheet() -> str:
    """The site's own colours and faces as CSS."""
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; font-display: swap; "
        f"src: url('fonts/{name}.woff2') format('woff2'); }}\n"
        for family, weight, style, _, name in FACES
    )
    return faces + "".join(map(fonts.stand_in, STAND_INS)) + families() + palette.css()


def families() -> str:
    """The two families as custom properties: the face, its stand-in until it has come, the system's."""
    serif, sans = (
        f"'{family}', '{family} stand-in', '{family} last stand-in'" for family in (palette.SERIF, palette.SANS)
    )
    return f":root {{ --cds-serif: {serif}, serif; --cds-sans: {sans}, sans-serif; }}\n"


def write_for_site(app: Sphinx, error: Exception | None) -> None:
    """Put faces and colours beside the site's other static files."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    folder_of_fonts = site / "_static" / "fonts"
    folder_of_fonts.mkdir(parents=True, exist_ok=True)
    characters = characters_of(site)
    for *_, folder, name in FACES:
        fonts.cut(folder / f"{name}.ttf", characters, folder_of_fonts / f"{name}.woff2", FEATURES)
    (site / "_static" / "tokens.css").write_text(stylesheet(), encoding="utf-8")


def faces_of_print() -> str:
    """The faces of the PDF."""
    return "\n".join(
        [_family("setmainfont", SERIF_FOLDER, "SourceSerifPro"), _family("setsansfont", SANS_FOLDER, "SourceSansPro")]
    )


def preamble(config: Config) -> str:
    """Colours, the mark of a number's kind and the look of the page, for LaTeX."""
    mark = r"\newcommand{\cdsmark}[1]{\textsuperscript{\color{cds-muted}\fontsize{5.5}{6}\selectfont\sffamily #1}}"
    look = LOOK_OF_PRINT.read_text(encoding="utf-8")
    footer = rf"\newcommand{{\cdsloaded}}{{{loaded.for_latex(loaded.banner())}}}"
    book = rf"\newcommand{{\cdsbook}}{{{loaded.for_latex(config.project)}}}"
    return "\n".join([palette.latex(), mark, footer, book, look, record(config)])


def record(config: Config) -> str:
    """What the PDF says of itself to a library or a reader's program."""
    about = {
        "pdftitle": loaded.title(config.project),
        "pdfauthor": "; ".join(citation.authors()),
        "pdfsubject": "The executable edition of the Clinical Data Survey (2019) on AI in Dutch healthcare",
        "pdfkeywords": ", ".join(citation.record()["keywords"]),
        "pdfpagemode": "UseOutlines",
    }
    fields = ",".join(f"{name}={{{loaded.for_latex(value)}}}" for name, value in about.items())
    marks = "bookmarksopen=true,bookmarksopenlevel=0,bookmarksnumbered=true"
    return rf"\AtBeginDocument{{\hypersetup{{{fields},{marks}}}\special{{{CATALOGUE_OF_PRINT}}}}}"


def _family(command: str, folder: Path, name: str) -> str:
    return (
        f"\\{command}{{{name}}}[Path={folder.as_posix()}/,Extension=.otf,UprightFont=*-Regular,ItalicFont=*-It,"
        "BoldFont=*-Semibold,BoldItalicFont=*-SemiboldIt]"
    )


def set_type_of_print(app: Sphinx, config: Config) -> None:
    """Add the type and colours to the LaTeX preamble that `_config.yml` gives."""
    elements = dict(config.latex_elements)
    elements["fontpkg"] = faces_of_print()
    elements["preamble"] = elements.get("preamble", "") + preamble(config)
    elements["maketitle"] = cover(config.project)
    elements["tableofcontents"] = CONTENTS_OF_PRINT
    config.latex_elements = elements


def setup(app: Sphinx) -> None:
    """Register the stylesheet and the preamble."""
    app.add_css_file("tokens.css", priority=100)
    app.connect("config-inited", set_type_of_print, priority=900)
    app.connect("build-finished", write_for_site)
