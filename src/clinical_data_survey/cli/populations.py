"""The commands `cds bounds`, `cds ensemble` and `cds synthesise`; `register` adds them to the command line."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from clinical_data_survey import paths
from clinical_data_survey.errors import ClaimsConflict, reject

out, err = Console(highlight=False), Console(stderr=True, highlight=False)
SEED, PRIOR = 2019, "lkj_1"


def _share(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise typer.BadParameter(f"'{text}' is not a share such as 1/3 or 0.3") from None


Secondary = Annotated[
    Fraction, typer.Option(help="Share of respondents who are clinicians in secondary care.", parser=_share)
]
Tertiary = Annotated[
    Fraction, typer.Option(help="Share of respondents who are clinicians in tertiary care.", parser=_share)
]
Seed = Annotated[int, typer.Option(help="A whole number: the same one gives the same made-up answers.", min=0)]
Prior = Annotated[str, typer.Option(help="opposed, near_independent, lkj_1 or common_factor.")]
THIRD = Fraction(1, 3)


def _refuse(error: ValueError) -> typer.Exit:
    """Say what cannot be, without a traceback; exit code 2."""
    err.print(str(error), markup=False, soft_wrap=True)
    return typer.Exit(2)


def synthesise(
    to: Annotated[Path, typer.Option(help="The folder that is written.", show_default=False)],
    n: Annotated[int, typer.Option(help="How many respondents to make up.", min=1)] = 300,
    seed: Seed = SEED,
    prior: Prior = PRIOR,
    secondary: Secondary = THIRD,
    tertiary: Tertiary = THIRD,
) -> None:
    """Make up a wave that satisfies every claim, with its certificate. Nobody gave its answers."""
    from clinical_data_survey.implied import consistency
    from clinical_data_survey.plausible import synthetic_wave

    consistency.check()
    wave_file, certificate_file = (to / path.name for path in (paths.SYNTHETIC_WAVE, paths.SYNTHETIC_WAVE_CERTIFICATE))
    if to.exists() and not to.is_dir():
        raise reject(to, "is a file.", "Name a folder.")
    for taken in (wave_file, certificate_file):
        if taken.exists():
            raise reject(taken, "the file exists.", "Name another folder with --to, so that nobody's work is lost.")
    try:
        wave = synthetic_wave.synthesise(n, seed, prior, (secondary, tertiary))
    except ValueError as error:
        raise _refuse(error) from None
    to.mkdir(parents=True, exist_ok=True)
    synthetic_wave.write(wave, wave_file, certificate_file)
    text = f"{n} made-up respondents, every claim holds: {wave_file}\nCertificate: {certificate_file}"
    out.print(text, markup=False, soft_wrap=True)


def bounds(
    n: Annotated[
        int | None, typer.Option(help="Number of respondents; any number unless given.", min=1, show_default=False)
    ] = None,
    reading: Annotated[
        list[str] | None,
        typer.Option(help="Readings by name, first match wins: narrow, literal ...", show_default=False),
    ] = None,
    secondary: Secondary = THIRD,
    tertiary: Tertiary = THIRD,
) -> None:
    """Print what must hold among those who answered, if the figures share one base and no item was left empty."""
    from clinical_data_survey import wording
    from clinical_data_survey.implied import consistency
    from clinical_data_survey.implied.answer_patterns import Setting, Split, constraints_of
    from clinical_data_survey.implied.bounds import Bounds
    from clinical_data_survey.implied.quantities import CATALOGUE
    from clinical_data_survey.published import claims

    consistency.check()
    try:
        setting = Setting(Split(secondary, tertiary), n, tuple(reading or ()))
        found = Bounds(constraints_of(claims.load(), setting)).intervals([named.quantity for named in CATALOGUE])
    except ClaimsConflict as error:
        raise _refuse(ValueError(f"{error}{_nearest(n, (secondary, tertiary))}")) from None
    except ValueError as error:
        raise _refuse(error) from None
    table = Table("Implied, of those who answered", "at least", "at most", title=str(setting), title_justify="left")
    for named, (low, high) in zip(CATALOGUE, found, strict=True):
        table.add_row(
            named.wording, _number(named.id, low, wording.rounded_down), _number(named.id, high, wording.rounded_up)
        )
    out.print(table)


def _nearest(n: int | None, split: tuple[Fraction, Fraction]) -> str:
    from clinical_data_survey.plausible import feasibility

    near = None if n is None else feasibility.nearest(n, split)
    return "" if near is None else f"\nThe nearest number of respondents that can hold every claim is {near}."


def _number(name: str, value: Fraction | None, outwards: Callable[[Fraction], Fraction]) -> str:
    from clinical_data_survey import wording

    if value is None:
        return "no limit"
    if name.endswith("_gap"):
        return wording.points(outwards(value))
    return wording.decimal(value, 3) if name.endswith("_ratio") else wording.percent(outwards(value))


def draw_ensemble(
    n: Annotated[list[int] | None, typer.Option(help="Respondents; may be repeated.", show_default="300")] = None,
    number: Annotated[int, typer.Option(help="Sets of answers under each prior, of each size.", min=1)] = 512,
    prior: Annotated[
        list[str] | None, typer.Option(help="A prior by name; may be repeated.", show_default="all")
    ] = None,
    seed: Seed = SEED,
    reading: Annotated[str, typer.Option(help="The reading of the claims.")] = "standard",
    secondary: Secondary = THIRD,
    tertiary: Tertiary = THIRD,
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 1,
    to: Annotated[Path, typer.Option(help="Where finished chunks are stored and taken up.")] = paths.ENSEMBLE,
) -> None:
    """Make up sets of answers that fit every claim, under named priors, and print what they show.

    An interrupted run resumes.
    """
    from clinical_data_survey.implied import consistency
    from clinical_data_survey.plausible import ensemble
    from clinical_data_survey.plausible.priors import PRIORS

    consistency.check()
    try:
        recipes = ensemble.grid(n or [300], [(secondary, tertiary)], prior or list(PRIORS), seed, [reading])
        frame = ensemble.ensemble(recipes, number, to, workers, err)
    except ValueError as error:
        raise _refuse(error) from None
    table = Table(
        "Prior",
        "n",
        "Plausible under it",
        "middle 95%",
        title=f"{len(frame)} made-up sets of answers, every claim holds",
    )
    for (name, size), rows in frame.groupby(["prior", "n"], sort=False):
        for column, words in SUMMARISED.items():
            low, high = rows[column].quantile([0.025, 0.975])
            table.add_row(str(name), f"{size}", words, f"{100 * low:.0f}% to {100 * high:.0f}%")
    out.print(table)
    out.print(f"Statistics of each set of answers: {to}", markup=False, soft_wrap=True)


SUMMARISED = {
    "both.within_5_years.willing": "expect AI to affect their work within 5 years and are willing",
    "both.lacks_clear_vision.willing": "are willing, organisation lacks a vision",
    "both.willing.any_of_barriers": "are willing and see a barrier",
}


def wave() -> None:
    """Make the synthetic wave of the data folder and its certificate anew, for the claims as they stand."""
    from clinical_data_survey.implied import consistency
    from clinical_data_survey.plausible import synthetic_wave

    consistency.check()
    try:
        synthetic_wave.write(synthetic_wave.synthesise())
    except ValueError as error:
        raise _refuse(error) from None
    files = (paths.SYNTHETIC_WAVE, paths.SYNTHETIC_WAVE_CERTIFICATE)
    out.print(f"Every claim holds: {' and '.join(map(paths.shown, files))}.", markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    app.command("synthesise")(synthesise)
    app.command("wave")(wave)
    app.command("bounds")(bounds)
    app.command("ensemble")(draw_ensemble)
