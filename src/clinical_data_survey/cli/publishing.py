"""The commands `cds weight` and `cds release`; `register` adds them to the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clinical_data_survey.errors import reject, visible, writing

out = Console(highlight=False)

WaveFolder = Annotated[Path, typer.Argument(help="The wave's folder, which 'cds import' wrote.", show_default=False)]


def weight(
    folder: WaveFolder,
    margins: Annotated[
        Path, typer.Option(help="A table with item, level and share: the population.", show_default=False)
    ],
    largest: Annotated[float, typer.Option(help="The largest weight, as a multiple of the mean.")] = 5.0,
) -> None:
    """Weight a wave to the known margins of a population, and write the weights into it."""
    from clinical_data_survey.measured import NotEstimable, Sample, weights
    from clinical_data_survey.survey import questionnaire, wave

    form = questionnaire.load()
    loaded = wave.load(folder, form)
    wanted = weights.load_margins(margins, form)
    if not largest > 1:
        raise reject(
            margins, f"weights cannot be cut to {largest} times their mean.", "Give --largest a number above 1."
        )
    sample = Sample.of(loaded)
    raked = weights.rake(sample, wanted)
    if isinstance(raked, NotEstimable):
        raise reject(margins, raked.reason, "The wave is left as it was.")
    cut = weights.trim(raked, sample, wanted, largest)
    with writing(folder):
        wave.save(wave.weighted(loaded, cut.weights), folder, wave.documents(folder))
    started = " The wave's own weights were the start." if sample.weights is not None else ""
    lines = [
        f"{sample.size:,} respondents weighted to {', '.join(wanted)}.{started}",
        f"Effective number of respondents: {cut.effective_size:,.1f}. Design effect: {cut.design_effect:.2f}.",
        f"Weights from {cut.weights.min():.2f} to {cut.weights.max():.2f} times the mean; {cut.trimmed:,} cut.",
    ]
    if cut.trimmed:
        lines.append(f"Because of the cut a margin may be {cut.farthest:.2%} away from its target.")
    lines += [f"{item}: {count:,} without an answer keep their share." for item, count in cut.left_out.items() if count]
    out.print(visible("\n".join([*lines, f"Wave: {folder}"])), markup=False, soft_wrap=True)


def release(
    folder: WaveFolder,
    to: Annotated[Path, typer.Option(help="The folder that is written.", show_default=False)],
    microdata: Annotated[
        bool, typer.Option("--microdata", help="Also respondents' rows, where the disclosure gate lets them pass.")
    ] = False,
    earlier: Annotated[
        Path | None,
        typer.Option(
            help="An earlier release of the same survey, to be warned of what both together tell.", show_default=False
        ),
    ] = None,
) -> None:
    """Write what may leave the machine: protected counts, and rows of respondents only where nobody stands out."""
    from clinical_data_survey.disclosure.protection import Policy
    from clinical_data_survey.protected import differencing
    from clinical_data_survey.protected import release as releases
    from clinical_data_survey.survey import questionnaire, wave

    loaded, policy = wave.load(folder), Policy()
    files = releases.aggregates(loaded, policy)
    before = differencing.load_counts(earlier / releases.COUNTS) if earlier else None
    if microdata:
        files |= releases.microdata(loaded, questionnaire.load(), policy)
    with writing(to):
        releases.write(loaded, policy, files, to)
    counts = files[releases.COUNTS]
    hidden = int((~counts["shown"].astype(bool)).sum())
    written = f"Written: {', '.join(files)} and {releases.README} in {to}."
    out.print(visible(f"{len(counts):,} cells, {hidden:,} of them hidden.\n{written}"), markup=False, soft_wrap=True)
    if before is not None:
        told = differencing.warning(differencing.small_differences(before, counts, policy))
        out.print(told or "Less the earlier release, it tells of nobody.", markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    app.command("weight")(weight)
    app.command("release")(release)
