"""The PDF's first page: what it is, which edition, the headline figures, which kind of data is loaded."""

from __future__ import annotations

from clinical_data_survey import edition
from clinical_data_survey.book import citation
from clinical_data_survey.book.sphinx_ext.loaded import banner, for_latex
from clinical_data_survey.charts.first_page import CARDS
from clinical_data_survey.published import claims
from clinical_data_survey.results import templates
from clinical_data_survey.survey import loaded_wave
from clinical_data_survey.wording import capitalised

# claim, what its share stands for
HEADLINES = (
    *((claim, says) for claim, _, says in CARDS),
    ("C03", "said that their organisation lacked a clear vision on AI"),
)


def cover(title: str) -> str:
    """The cover of the book with this title, as LaTeX."""
    facts = edition.facts()
    authors = "; ".join(citation.authors())
    return "\n".join(
        [
            r"\begin{titlepage}\noindent\hspace*{-\cdshang}\begin{minipage}[t][\dimexpr\textheight-8mm\relax][t]{\cdswide}\raggedright",
            r"{\color{cds-published}\rule{26mm}{2.4mm}}\par\vspace{26mm}",
            rf"{{\bfseries\fontsize{{38}}{{43}}\selectfont\color{{cds-ink}} {for_latex(title)}\par}}",
            r"\vspace{5mm}{\Large The executable edition of the Clinical Data Survey\par}",
            *_title_of_the_wave(),
            r"\vspace{22mm}",
            *(_headline(claim, meaning) for claim, meaning in HEADLINES),
            r"{\sffamily\footnotesize\color{cds-muted}Published shares of all respondents, July 2019. "
            r"A bar is the reading of what was printed, on a line from 0 to 100\%.\par}",
            r"\vfill{\sffamily\small\color{cds-muted}",
            rf"{{\color{{cds-ink}}Edition {facts['version']}, {facts['date']}}}\par\vspace{{1mm}}",
            rf"{for_latex(banner())}\par\vspace{{1mm}}",
            rf"{for_latex(authors)}. Text and data: CC BY 4.0. Code: MIT.\par\vspace{{1mm}}",
            r"The code of every figure is on the site and in the repository; this PDF prints none.\par}",
            r"\end{minipage}\end{titlepage}",
        ]
    )


def _headline(claim_id: str, meaning: str) -> str:
    """One share as it was printed, what it stands for, and its reading as a bar."""
    claim = claims.by_id()[claim_id]
    low, high = 100 * float(claim.low), 100 * float(claim.high)
    printed = for_latex(capitalised(templates.fill(f"{{{claim_id}}}")))
    return rf"\cdsheadline{{{printed}}}{{{for_latex(templates.fill(meaning))}}}{{{low:.1f}}}{{{10 * (high - low):.0f}}}"


def _title_of_the_wave() -> list[str]:
    wave = loaded_wave.about()
    return [] if wave.kind == "synthetic" else [rf"\vspace{{4mm}}{{\Large\itshape {for_latex(wave.title)}\par}}"]
