"""The commands `cds import`, `cds mapping` and `cds questionnaire`; `register` adds them to the command line."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clinical_data_survey.errors import DataError, reject, visible, writing

out = Console(highlight=False)
DAY = ["%Y-%m-%d"]

ExportFile = Annotated[Path, typer.Argument(help="The file that the survey tool exported.", show_default=False)]


def import_export(
    export: ExportFile,
    to: Annotated[Path, typer.Option(help="The wave's folder, which is written.", show_default=False)],
    mapping: Annotated[Path, typer.Option(help="The mapping of the export.")] = Path("mapping.yml"),
    title: Annotated[str, typer.Option(help="The wave's title.")] = "A new wave of the Clinical Data Survey",
    kind: Annotated[str, typer.Option(help="new, original (the 2019 data) or synthetic (made-up rows).")] = "new",
    organisation: Annotated[str | None, typer.Option(help="Who held the survey.", show_default=False)] = None,
    begun: Annotated[
        datetime | None,
        typer.Option(
            "--from", help="First day of the fieldwork.", formats=DAY, metavar="YYYY-MM-DD", show_default=False
        ),
    ] = None,
    ended: Annotated[
        datetime | None,
        typer.Option(
            "--until", help="Last day of the fieldwork.", formats=DAY, metavar="YYYY-MM-DD", show_default=False
        ),
    ] = None,
    invited: Annotated[
        int | None, typer.Option(help="How many people were invited.", min=1, show_default=False)
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Under which licence, if any.", show_default=False)] = None,
) -> None:
    """Import a survey tool's export as a wave: only columns that the mapping names are read."""
    from clinical_data_survey.files.tables import read_text
    from clinical_data_survey.importers import mapping as mappings
    from clinical_data_survey.importers import pipeline, report
    from clinical_data_survey.survey import questionnaire, wave

    whole = questionnaire.load()
    if kind not in wave.KINDS:
        raise reject(to, f"'{kind}' is no kind of wave.", f"Use one of {', '.join(wave.KINDS)}.", column="--kind")
    about = {
        "title": title,
        "kind": kind,
        "organisation": organisation,
        "dates": _days(to, begun, ended),
        "n_invited": invited,
        "licence": licence,
    }
    imported = pipeline.run(export, mappings.load(mapping, whole), about, whole, mapping.parent, mapping)
    documents = {
        wave.MAPPING: read_text(mapping),
        wave.REPORT: report.as_markdown(imported.report),
    }
    before = _respondents(to)
    with writing(to):
        wave.save(imported.wave, to, documents)
    report.show(imported.report, out)
    out.print(f"\nWave: {visible(str(to))}", markup=False, soft_wrap=True)
    now = len(imported.wave.ids)
    if before is not None and before != now:
        out.print(_of_two_books(before, now), markup=False, soft_wrap=True)


def _respondents(folder: Path) -> int | None:
    """How many respondents the wave in a folder has, None where there is none that can be read."""
    from clinical_data_survey.survey import wave

    try:
        return len(wave.load(folder).ids)
    except DataError:
        return None


def _of_two_books(before: int, now: int) -> str:
    return (
        f"Warning: the wave that stood here had {before:,} respondents, this one has {now:,}. Whoever holds a book on "
        "each can subtract them, and work out what those answered who came between. Give away only one, or wait "
        "until many more have answered."
    )


def _days(to: Path, begun: datetime | None, ended: datetime | None) -> tuple[date, date] | None:
    if begun is None and ended is None:
        return None
    if begun is None or ended is None:
        raise reject(to, "one day of the fieldwork is missing.", "Give both --from and --until, or neither.")
    if begun > ended:
        raise reject(to, "the fieldwork ends before it begins.", "Swap --from and --until.")
    return begun.date(), ended.date()


def mapping(
    export: ExportFile,
    to: Annotated[Path, typer.Option(help="The mapping that is written.")] = Path("mapping.yml"),
    tool: Annotated[
        str | None, typer.Option(help="The survey tool, where the file does not show it.", show_default=False)
    ] = None,
    dictionary: Annotated[Path | None, typer.Option(help="REDCap's data dictionary.", show_default=False)] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding, where it is not UTF-8.", show_default=False)
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet of a workbook, where it is not the largest.", show_default=False)
    ] = None,
) -> None:
    """Write a first mapping of an export, guessed and marked, for you to read and mend."""
    from clinical_data_survey.importers import doubts, guess, mapping_schema, mapping_text, tools
    from clinical_data_survey.importers.mapping import TOOLS, ReadOptions
    from clinical_data_survey.survey import questionnaire

    if to.exists():
        raise reject(to, "the file exists.", "Name another with --to, so that nobody's work is lost.")
    if tool is not None and tool not in TOOLS:
        raise reject(export, f"the tool '{tool}' is not known.", f"Use one of {', '.join(TOOLS)}.", column="--tool")
    found = tool or tools.detect(export, ReadOptions(encoding=encoding))
    # The mapping finds the dictionary from where the mapping itself lies.
    place = os.path.relpath(dictionary, to.parent) if dictionary else None
    source = tools.looked_at(export, ReadOptions(encoding=encoding, dictionary=place, sheet=sheet))
    opened = tools.open_export(export, found, source, to.parent)
    whole = questionnaire.load()
    first = guess.guess(opened, whole, source)
    asked = [f"{doubt.what} {doubt.full_remedy}" for doubt in doubts.raised(first, opened, whole)]
    heading = guess.heading(first, export.name, asked)
    with writing(to):
        to.write_text(mapping_text.text_of(first, [mapping_schema.line(), *heading]), encoding="utf-8")
        (to.parent / mapping_schema.FILE).write_text(mapping_schema.text(whole), encoding="utf-8")
    out.print(visible("\n".join([*heading, f"Mapping: {to}"])), markup=False, soft_wrap=True)


def instrument(
    to: Annotated[Path, typer.Option(help="The folder that is written.")] = Path("questionnaire"),
) -> None:
    """Write the questionnaire: a LimeSurvey form with its mapping, and pages to print in English and Dutch."""
    from clinical_data_survey.importers import limesurvey_form, mapping_schema, mapping_text
    from clinical_data_survey.survey import printable, questionnaire

    whole = questionnaire.load()
    heading = [mapping_schema.line(), "The mapping of an export of limesurvey.txt: it needs no editing."]
    texts = {
        "limesurvey.txt": "\ufeff" + limesurvey_form.text(whole),
        "mapping.yml": mapping_text.text_of(limesurvey_form.mapping(whole), heading),
        mapping_schema.FILE: mapping_schema.text(whole),
        "questionnaire.en.md": printable.markdown(whole, "en"),
        "questionnaire.nl.md": printable.markdown(whole, "nl"),
    }
    if to.exists() and not to.is_dir():
        raise reject(to, "is a file.", "Name a folder.")
    taken = [name for name in texts if (to / name).exists()]
    if taken:
        raise reject(to / taken[0], "the file exists.", "Name another folder with --to, so that nobody's work is lost.")
    with writing(to):
        to.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (to / name).write_text(text, encoding="utf-8")
    out.print(f"{', '.join(texts)} written below {to}.", markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    app.command("import")(import_export)
    app.command("mapping")(mapping)
    app.command("questionnaire")(instrument)
