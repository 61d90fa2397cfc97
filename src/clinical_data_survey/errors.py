"""Errors for people: which file, row and column, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clinical_data_survey.paths import shown

LONGEST = 400


def visible(text: str) -> str:
    """Text that a terminal may show: what would steer it, turn words around or stay unseen is written as an escape."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def quoted(text: str) -> str:
    """As `visible`, on one line, with the middle left out where it is longer than `LONGEST`."""
    line = visible(text[:LONGEST] + text[-LONGEST:] if len(text) > 2 * LONGEST else text).replace("\n", "\\n")
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one place of one file.

    Rows count from 1, which is a table's header; in a file that is not a table `column` is the field's place.
    """

    file: Path
    what: str
    remedy: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [quoted(shown(self.file))]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            column = quoted(self.column)
            place.append(f"column '{column}'" if self.file.suffix == ".csv" else f"at '{column}'")
        return f"{', '.join(place)}: {quoted(self.what)} {quoted(self.remedy)}"


class DataError(ValueError):
    """Data that cannot be used. Its text names every problem found, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BuildError(RuntimeError):
    """A build that failed; its text says where to look and what to do."""


def reject(file: Path, what: str, remedy: str, row: int | None = None, column: str | None = None) -> DataError:
    """A DataError with a single problem."""
    return DataError([Problem(file, what, remedy, row, column)])


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Where files are written. Raises DataError where the system does not let them: no place, no right, no room."""
    try:
        yield
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}."
        raise reject(place, what, "Name a place where you may write and that has room.") from None


class ClaimsConflict(ValueError):
    """Claims that no set of answers satisfies together, and of which each could be satisfied without the others.

    `claims` holds their ids, `words` what was read, one a claim.
    """

    def __init__(self, claims: Sequence[str], words: Sequence[str], setting: str) -> None:
        self.claims = tuple(claims)
        self.words = tuple(words)
        self.setting = setting
        named = "; ".join(f"{claim} ({said})" for claim, said in zip(self.claims, self.words, strict=True))
        remedy = "Leave one of them out, or read it differently."
        what = "No answers fit these claims together" if len(self.claims) > 1 else "No answers fit this claim"
        super().__init__(f"{what}: {named}. Setting: {setting}. {remedy}")

    def __reduce__(self) -> tuple[type[ClaimsConflict], tuple[tuple[str, ...], tuple[str, ...], str]]:
        """Exceptions are rebuilt from their message unless told how; a worker process sends this one back."""
        return ClaimsConflict, (self.claims, self.words, self.setting)
