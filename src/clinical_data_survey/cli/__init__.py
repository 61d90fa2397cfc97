"""The command line `cds`."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from clinical_data_survey.cli import importing, populations, publishing
from clinical_data_survey.errors import BuildError, ClaimsConflict, DataError, visible

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="The executable edition of the Clinical Data Survey."
)
out, err = Console(highlight=False), Console(stderr=True, highlight=False)


@app.command()
def check() -> None:
    """Check the data: claims, readings, the questionnaire, other surveys, the synthetic wave and CITATION.cff."""
    from clinical_data_survey.book import citation
    from clinical_data_survey.implied import consistency
    from clinical_data_survey.others import readings, surveys
    from clinical_data_survey.plausible import synthetic_wave
    from clinical_data_survey.published import claims
    from clinical_data_survey.survey import questionnaire

    items = questionnaire.load().items
    listed = claims.load()
    consistency.check(listed)
    others = surveys.load()
    citation.check_references(others.studies.index)
    citation.record()
    synthetic_wave.check_stored()
    out.print(f"{len(listed)} claims on {len(items)} questionnaire items: no problem found.")
    out.print(f"{len(others.results)} figures of {len(others.studies)} other surveys: no problem found.")
    for column, studies in surveys.not_seen(others).items():
        out.print(f"{column} not seen yet for {len(studies)}: {', '.join(studies)}", soft_wrap=True)
    if unread := readings.unread():
        out.print(f"not read a second time yet: {', '.join(unread)}", soft_wrap=True)


@app.command()
def build() -> None:
    """Build the site and the PDF below _build."""
    from clinical_data_survey import paths
    from clinical_data_survey.book.build import build_book
    from clinical_data_survey.implied import consistency

    consistency.check()
    build_book(lambda step: out.print(f"{step} …"))
    out.print(f"Site: {paths.shown(paths.SITE)}/index.html\nPDF:  {paths.shown(paths.PDF)}")


@app.command()
def site() -> None:
    """Build the site alone: quicker while writing."""
    from clinical_data_survey import paths
    from clinical_data_survey.book.build import build_site
    from clinical_data_survey.implied import consistency

    consistency.check()
    build_site(lambda step: out.print(f"{step} …"))
    out.print(f"Site: {paths.shown(paths.SITE)}/index.html")


@app.command()
def notebooks() -> None:
    """Write the chapters as Jupyter notebooks below notebooks/."""
    from clinical_data_survey.book.notebooks import write_all

    out.print(f"{len(write_all())} notebooks written below notebooks/.")


importing.register(app)
populations.register(app)
publishing.register(app)


def main() -> None:
    """Run the command line; errors that a person can mend are printed without a traceback, with exit code 2."""
    try:
        app(standalone_mode=True)
    except (DataError, BuildError, ClaimsConflict) as error:
        err.print(visible(str(error)), markup=False, soft_wrap=True)
        sys.exit(2)
