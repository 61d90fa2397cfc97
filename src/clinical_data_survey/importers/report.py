"""What an import kept, what it left out and why: for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

STATES = ("answered", "nothing_selected", "unanswered", "not_asked", "refused")
HEADINGS = ("Item", "Answered", "None ticked", "Left empty", "Not asked", "Refused")


@dataclass(frozen=True)
class ItemReport:
    """One item: how many respondents are in each of `STATES`, and the levels that nobody gave.

    `answered` includes `nothing_selected`; `outside_base` counts answers by people who should not have been asked,
    `contradicted` those who ticked an answer that excludes all others and another one.
    """

    item: str
    states: Mapping[str, int]
    unseen: tuple[str, ...]
    without_column: tuple[str, ...]
    outside_base: int
    contradicted: int


@dataclass(frozen=True)
class Report:
    """One import: rows by what became of them, items, and what stayed outside."""

    file: str
    tool: str
    rows_in: int
    rows_kept: int
    dropped: Mapping[str, int]
    kept_though: Mapping[str, int]
    items: tuple[ItemReport, ...]
    missing_items: tuple[str, ...]
    texts: Mapping[str, int]
    columns_left_out: int


def sentences(report: Report) -> list[str]:
    """The report in sentences, without the table of items."""
    lines = [f"{report.rows_kept:,} of {_counted(report.rows_in, 'row')} kept from {report.file} ({report.tool})."]
    lines += [f"Left out: {_counted(count, 'row')} ({reason})." for reason, count in report.dropped.items()]
    lines += [f"Kept although marked: {_counted(count, 'row')} ({why})." for why, count in report.kept_though.items()]
    if report.missing_items:
        lines.append(f"Items that the export lacks: {', '.join(report.missing_items)}.")
    for item in report.items:
        if item.unseen:
            lines.append(f"{item.item}: nobody gave {', '.join(item.unseen)}.")
        if item.without_column:
            lines.append(f"{item.item}: no column for {', '.join(item.without_column)}; read as not ticked.")
        if item.outside_base:
            lines.append(
                f"{item.item}: {_counted(item.outside_base, 'answer')} set to not asked, "
                "given by people outside the item's base."
            )
        if item.contradicted:
            lines.append(
                f"{item.item}: {_counted(item.contradicted, 'respondent')} ticked an answer that excludes "
                "all others together with another; both are kept."
            )
    lines += [
        f"Free text '{name}': {_counted(count, 'text')}, counted and not kept." for name, count in report.texts.items()
    ]
    lines.append(f"{_counted(report.columns_left_out, 'column')} of the export never read: not in the mapping.")
    return lines


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _cells(item: ItemReport) -> list[str]:
    return [item.item, *(f"{item.states.get(state, 0):,}" for state in STATES)]


def as_markdown(report: Report) -> str:
    """The report as a page."""
    lines = ["# Import report", ""]
    lines += [f"- {line}" for line in sentences(report)]
    lines += ["", "Answered includes those who ticked none of several answers.", ""]
    lines += [f"| {' | '.join(HEADINGS)} |", f"|---{'|---:' * (len(HEADINGS) - 1)}|"]
    lines += [f"| {' | '.join(_cells(item))} |" for item in report.items]
    return "\n".join(lines) + "\n"


def as_renderable(report: Report) -> RenderableType:
    """The report for a terminal."""
    table = Table(box=None, pad_edge=False)
    for place, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    for item in report.items:
        table.add_row(*_cells(item))
    return Group(*(Text(line) for line in sentences(report)), "", table)


def show(report: Report, console: Console) -> None:
    """Print the report to a terminal."""
    console.print(as_renderable(report))
