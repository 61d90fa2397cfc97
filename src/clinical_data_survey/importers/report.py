"""What an import kept, what it left out and why: for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from clinical_data_survey.errors import visible
from clinical_data_survey.files.markdown import as_text
from clinical_data_survey.importers.comparison import MostFrequent

STATES = ("answered", "nothing_selected", "unanswered", "not_asked", "refused")
COMPARE = "Compare this with the summary that the survey tool itself shows, before you build:"
COMPARED = ("Item", "Answered", "Share", "Most frequent answer")
WIDEST = 34
IF_WRONG = "Where a wrong mapping would show:"
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
    accepted: Mapping[str, str] = field(default_factory=dict)
    compared: tuple[MostFrequent, ...] = ()
    if_wrong: tuple[str, ...] = ()


def sentences(report: Report) -> list[str]:
    """The report in sentences, without the table of items."""
    lines = [
        f"{report.rows_kept:,} of {_counted(report.rows_in, 'row')} kept from {visible(report.file)} ({report.tool})."
    ]
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
        f"Free text '{visible(name)}': {_counted(count, 'text')}, counted and not kept."
        for name, count in report.texts.items()
    ]
    lines += [f"Accepted: {visible(what)} Your reason: {visible(reason)}" for what, reason in report.accepted.items()]
    lines.append(f"{_counted(report.columns_left_out, 'column')} of the export never read: not in the mapping.")
    return lines


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _cells(item: ItemReport) -> list[str]:
    return [item.item, *(f"{item.states.get(state, 0):,}" for state in STATES)]


def _compared(found: MostFrequent) -> list[str]:
    return [found.item, f"{found.base:,}", found.share, found.level or "–"]


def as_markdown(report: Report) -> str:
    """The report as a page."""
    lines = ["# Import report", ""]
    lines += [f"- {as_text(line)}" for line in sentences(report)]
    lines += ["", "Answered includes those who ticked none of several answers.", ""]
    lines += _markdown_table(HEADINGS, [_cells(item) for item in report.items])
    lines += ["", COMPARE, "", *_markdown_table(COMPARED, [_compared(found) for found in report.compared])]
    if report.if_wrong:
        lines += ["", IF_WRONG, "", *(f"- {as_text(line)}" for line in report.if_wrong)]
    return "\n".join(lines) + "\n"


def _markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    written = [f"| {' | '.join(map(as_text, row))} |" for row in rows]
    return [f"| {' | '.join(headings)} |", f"|---{'|---:' * (len(headings) - 1)}|", *written]


def as_renderable(report: Report) -> RenderableType:
    """The report for a terminal."""
    states = _table(HEADINGS, [_cells(item) for item in report.items])
    compared = _table(COMPARED, [_compared(found) for found in report.compared])
    wrong = [Text(line) for line in ("", IF_WRONG, *report.if_wrong)] if report.if_wrong else []
    return Group(*(Text(line) for line in sentences(report)), "", states, "", Text(COMPARE), "", compared, *wrong)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for place, heading in enumerate(headings):
        is_text = place == 0 or heading == COMPARED[-1]
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell if len(cell) <= WIDEST else f"{cell[: WIDEST - 1]}…") for cell in row))
    return table


def show(report: Report, console: Console) -> None:
    """Print the report to a terminal."""
    console.print(as_renderable(report))
