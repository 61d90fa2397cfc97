"""Type and colour of the site and of the PDF, made from `palette` and from the two font packages."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fontTools import subset
from sphinx.application import Sphinx
from sphinx.config import Config

from clinical_data_survey import citation, palette
from clinical_data_survey.paths import BUILD
from clinical_data_survey.sphinx_ext import loaded
from clinical_data_survey.sphinx_ext.cover import cover

FONTS = BUILD / "fonts"
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


def cut_fonts() -> None:
    """Cut each face down to the characters a Latin page needs, as woff2 below `_build/fonts`."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for _, _, _, folder, name in FACES:
        target = FONTS / f"{name}.woff2"
        if target.exists():
            continue
        options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "tnum", "lnum"], hinting=False)
        font = subset.load_font(folder / f"{name}.ttf", options)
        cutter = subset.Subsetter(options)
        cutter.populate(text=palette.LETTERS)
        cutter.subset(font)
        subset.save_font(font, target, options)


def stylesheet() -> str:
    """The site's own colours and faces as CSS."""
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; font-display: swap; "
        f"src: url('fonts/{name}.woff2') format('woff2'); }}\n"
        for family, weight, style, _, name in FACES
    )
    return faces + palette.css()


def write_for_site(app: Sphinx, error: Exception | None) -> None:
    """Put faces and colours beside the site's other static files."""
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    for *_, name in FACES:
        (static / "fonts" / f"{name}.woff2").write_bytes((FONTS / f"{name}.woff2").read_bytes())
    (static / "tokens.css").write_text(stylesheet(), encoding="utf-8")


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
    app.connect("builder-inited", lambda _: cut_fonts())
    app.connect("build-finished", write_for_site)
