"""Running the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

import pytest
import typer

from clinical_data_survey import cli


def runner(
    commands: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run `cds` with arguments, with one group of commands: exit code, what it printed, what it printed as an error."""
    app = typer.Typer(no_args_is_help=True)
    app.command()(cli.check)
    commands.register(app)
    monkeypatch.setattr(cli, "app", app)

    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cds", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return called
