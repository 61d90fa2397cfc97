"""A book on each example export, on the original and on a new wave: what is said, what is hidden, what is refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from support.built import Project, copy_project
from support.made_waves import with_responses

from clinical_data_survey import paths
from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.importers import mapping as mappings
from clinical_data_survey.importers import pipeline
from clinical_data_survey.paths import EXAMPLES, SYNTHETIC_WAVE
from clinical_data_survey.protected import estimation
from clinical_data_survey.protected.wave_estimates import WaveEstimates
from clinical_data_survey.published import claims
from clinical_data_survey.results import measured
from clinical_data_survey.survey import questionnaire, wave
from clinical_data_survey.survey.responses import SYNTHETIC
from clinical_data_survey.survey.wave import Wave
from clinical_data_survey.wording import percent

CHAPTERS = ("expectations", "barriers", "care_levels", "investment")
CONTENTS = "format: jb-book\nroot: index\nchapters:\n" + "".join(
    f"  - file: {page}\n"
    for page in (
        *(f"chapters/{chapter}" for chapter in CHAPTERS),
        "chapters/appendix/ledger",
        "chapters/appendix/methods",
    )
)
INDEX = "# A book on a wave\n\n{n}`measured.loaded`\n"
EXPORTS = {
    "limesurvey": ("results-codes.csv", "mapping.yml"),
    "qualtrics": ("export.csv", "mapping.yml"),
    "redcap": ("export.csv", "mapping.yml"),
    "spss": ("export.sav", "mapping.yml"),
    "plain": ("export.xlsx", "mapping-workbook.yml"),
}
NOTHING_KNOWN = dict.fromkeys(("organisation", "dates", "n_invited", "licence"))


def imported(tool: str) -> Wave:
    """The wave of an example export."""
    export, mapping = EXPORTS[tool]
    whole, folder = questionnaire.load(), EXAMPLES / tool
    about = NOTHING_KNOWN | {"title": f"Made-up answers in {tool}", "kind": "synthetic"}
    return pipeline.run(folder / export, mappings.load(folder / mapping, whole), about, whole, folder).wave


def as_if_real(kind: str, title: str, without: tuple[str, ...] = (), **known: object) -> Wave:
    """The synthetic wave without its mark, as a real wave would be: `without` names columns to leave out."""
    about = NOTHING_KNOWN | {"title": title, "kind": "synthetic"}
    made = wave.from_table(SYNTHETIC_WAVE, about)
    columns = [name for name in made.responses if name.startswith(without)] if without else []
    responses = made.responses.drop(columns=[SYNTHETIC, *columns])
    return wave.from_frame(responses, about | {"kind": kind} | known)


def sections(text: str, *titles: str) -> str:
    """A page with the sections of these titles alone, each with the label that stands before it."""
    starts = [match.start() for match in re.finditer(r"^(?:\([\w-]+\)=\n)?## ", text, flags=re.MULTILINE)]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return text[: starts[0]] + "".join(part for part in parts if any(f"## {title}\n" in part for title in titles))


def built(root: Path, loaded: Wave, command: str = "build") -> tuple[Project, WaveEstimates]:
    """A copy of the project, reduced to what shows the wave, built on it: `build` makes site and PDF, `site` no PDF."""
    project = copy_project(root / "project")
    (project.root / "index.md").write_text(INDEX, encoding="utf-8")
    (project.root / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    for chapter in CHAPTERS:
        file = project.root / f"chapters/{chapter}.md"
        file.write_text(sections(file.read_text(encoding="utf-8"), "With respondent-level data"), encoding="utf-8")
    methods = project.root / "chapters/appendix/methods.md"
    kept = sections(methods.read_text(encoding="utf-8"), "Intervals of a share", "Respondent-level data", "References")
    methods.write_text(kept, encoding="utf-8")
    wave.save(loaded, root / "wave")
    done = project.run(command, CDS_WAVE=str(root / "wave"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "too large" not in done.stdout + done.stderr
    estimates = estimation.estimates_of(wave.load(root / "wave"), Policy())
    return project, estimates


def article(project: Project, page: str) -> str:
    """The text of a page with all that a hover, a screen reader or a drawing says."""
    html = BeautifulSoup(project.page(page), "html.parser").find("article")
    told = [str(value) for node in html.find_all(True) for name, value in node.attrs.items()
            if name in ("title", "aria-label", "alt")]  # fmt: skip
    return re.sub(r"\s+", " ", " ".join([html.get_text(" "), *told]))


def pdf_text(project: Project) -> str:
    """The text of the PDF."""
    file = project.root / "_build/pdf" / paths.PDF.name
    return " ".join(page.extract_text() for page in PdfReader(file).pages)


def told(project: Project) -> str:
    return " ".join(article(project, f"chapters/{chapter}") for chapter in CHAPTERS)


def assert_hides_what_is_hidden(project: Project, estimates: WaveEstimates) -> int:
    """No result on any page has the text, the interval or the count of a cell that is hidden; how many are hidden."""
    cells = estimates.protected.cells
    hidden = [key for key in cells if key not in estimates.protected.counts]
    pages = [BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
             for file in (project.root / "_build/html").rglob("*.html")]  # fmt: skip
    printed: dict[str, set[str]] = {}
    for page in pages:
        for number in page.select(".cds-number"):
            printed.setdefault(number["data-result"], set()).add(number.get_text())
    for table, group, level in hidden:
        if level == "base":
            names = [f"measured.{table}.base"]
        elif " by " in table:
            names = [f"measured.care.{level}.{group}"]
        else:
            names = [f"measured.{table}.{level}", f"measured.{table}.{level}.count"]
        for name in names:
            for text in printed.get(name, set()):
                assert not re.search(r"\d", text), (name, text)
    return len(hidden)


@pytest.mark.slow
@pytest.mark.parametrize("tool", EXPORTS)
def test_each_example_export_builds_a_book_that_says_it_is_synthetic(tmp_path, tool):
    assert_says_it_is_synthetic(*built(tmp_path, imported(tool)))


def test_a_site_on_an_example_export_says_it_is_synthetic(tmp_path):
    assert_says_it_is_synthetic(*built(tmp_path, imported("plain"), "site"))


def assert_says_it_is_synthetic(project: Project, estimates: WaveEstimates) -> None:
    """Each chapter does, in its text, its drawing and its numbers; what is hidden stays hidden."""
    text = told(project)
    assert f"{measured.size_text(estimates)} made-up respondents" in text
    assert "Nobody gave these answers" in text
    assert assert_hides_what_is_hidden(project, estimates) > 0
    assert "not shown" in text.lower()
    for chapter in CHAPTERS:
        html = BeautifulSoup(project.page(f"chapters/{chapter}"), "html.parser")
        assert "synthetic" in html.find(class_="cds-banner").get_text()
        name = f"measured-chart-{chapter.replace('_', '-')}-synthetic"
        drawing = html.find(id=name)
        assert "synthetic" in drawing.svg.get_text()
        assert "nobody gave these answers" in drawing.svg["aria-label"]
        for number in html.select(".cds-number.cds-measured"):
            assert "cds-synthetic" in number["class"]
            assert "synthetic" in number["title"]
    assert not re.search(r"\bnan\b|\binf\b", text)


@pytest.mark.slow
def test_the_original_has_each_claim_held_against_it(tmp_path):
    project, estimates = built(tmp_path, as_if_real("original", "The export of that year", without=("investor",)))
    ledger = BeautifulSoup(project.page("chapters/appendix/ledger"), "html.parser")
    rows = {row.th.get_text(strip=True): row.find_all("td")[-1].get_text(" ", strip=True)
            for row in ledger.select("tbody tr")}  # fmt: skip
    assert len(rows) == len(claims.load())
    assert rows["C01"].startswith("reproduced")
    assert all(rows[claim].startswith("not testable") for claim in ("C15", "C16", "C17", "C18"))
    assert "This wave did not ask about 'Driving force for investment'" in told(project).replace("’", "'").replace(
        "‘", "'"
    )
    assert "The export of that year" in project.page("index")
    assert "The export of that year" in pdf_text(project)
    assert "nottestable" in re.sub(r"\s", "", pdf_text(project))
    assert "synthetic" not in told(project)
    assert_hides_what_is_hidden(project, estimates)


@pytest.mark.slow
def test_a_new_wave_stands_beside_the_published_figures(tmp_path):
    loaded = as_if_real(
        "new", "Our {hospital} & <others>", n_invited=600, dates=(date(2026, 1, 5), date(2026, 2, 13))
    )  # fmt: skip
    responses = loaded.responses
    rare = np.arange(len(responses)) < 3
    column = responses["investor"].mask(responses["investor"] == "other_party", "government")
    loaded = with_responses(loaded, responses.assign(investor=column.mask(rare, "other_party")))
    project, estimates = built(tmp_path, loaded)
    text = told(project)
    assert "seven years after the published figures" in text
    assert "50% of the 600 who were invited" in text
    found = estimates.share("ai_affects_work", "within_5_years")
    assert percent(found.share) in article(project, "chapters/expectations")
    assert "points (" in article(project, "chapters/expectations")
    assert "<others>" not in project.page("index")
    assert "Our {hospital} &amp; &lt;others&gt;" in project.page("index")
    assert estimates.protected.counts.get(("investor", "everyone", "other_party")) is None
    assert assert_hides_what_is_hidden(project, estimates) > 0
    assert not re.search(r"\b1% of|\b3 of 300\b", article(project, "chapters/investment"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: None, "is no folder with a wave"),
        (lambda folder: folder.mkdir(), "wave.yml"),
    ],
)
def test_a_folder_that_is_no_wave_stops_the_build_before_anything_is_written(cold_project, tmp_path, make, said):
    make(tmp_path / "no-wave")
    done = cold_project.run("site", CDS_WAVE=str(tmp_path / "no-wave"))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (cold_project.root / "_build").exists()


@pytest.mark.slow
def test_a_title_that_would_run_something_is_shown_as_text_in_site_and_print(tmp_path):
    title = (
        r"<img src=x onerror=alert(1)> \input{/etc/passwd} \write18{touch owned} \def\x{\x}\x {eval}`x` {{ 7*7 }} "
        r"{C01.reading} $x^2$ 50% & # _ ~ ^ [a](javascript:alert(1)) <script>alert(2)</script>"
    )
    project, _ = built(tmp_path, as_if_real("new", title, organisation="</title><svg onload=alert(3)>"))
    for file in (project.root / "_build/html").rglob("*.html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        assert not page.select('img[src="x"], [onerror], [onload], a[href^="javascript"]')
        assert not [script for script in page.find_all("script") if "alert(" in script.get_text()]
    assert "input" in pdf_text(project)
    assert "root:" not in pdf_text(project)
    assert not list(project.root.rglob("owned"))
