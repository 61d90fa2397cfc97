"""What is loaded, told on every page of the site and in the PDF; a real wave's title becomes part of the book's."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from clinical_data_survey.results.measured import plain
from clinical_data_survey.survey import loaded_wave

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}",
    "_": r"\_", "~": r"\textasciitilde{}", "%": r"\%",
}  # fmt: skip


def banner() -> str:
    """The line that every page carries, as plain text."""
    wave = loaded_wave.about()
    return {
        "synthetic": "Respondent-level figures in this book are synthetic: nobody gave these answers.",
        "original": f"Respondent-level figures in this book are of the survey's own data: {wave.title}.",
        "new": f"Respondent-level figures in this book are of a new wave: {wave.title}.",
    }[wave.kind]


def title(own: str) -> str:
    """The book's title: of a real wave it names the wave."""
    wave = loaded_wave.about()
    return own if wave.kind == "synthetic" else f"{own}: {plain(wave.title)}"


def for_latex(text: str) -> str:
    """Plain text as LaTeX prints it."""
    return "".join(_SPECIAL.get(character, character) for character in text)


def name_the_wave(app: Sphinx, config: Config) -> None:
    """Put a real wave's title into the title of the site."""
    config.html_title = title(config.html_title or config.project)


def add_banner(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Hand the banner's text to the page's template, which escapes it."""
    context["cds_banner"] = banner()
    context["cds_wave_kind"] = loaded_wave.about().kind


def setup(app: Sphinx) -> None:
    """Register the banner and the titles."""
    app.connect("config-inited", name_the_wave)
    app.connect("html-page-context", add_banner)
