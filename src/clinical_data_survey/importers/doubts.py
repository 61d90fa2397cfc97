"""Where a mapping may read an export wrongly without any cell that shows it: each is mended, or accepted with a reason.

An answer that no code or column stands for, part of a question's columns, positions of a ranking that are not read, and
a tool's own column of finished or of test responses that no rule reads: all of them give numbers that look right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clinical_data_survey.importers import columns, limesurvey_headings, redcap
from clinical_data_survey.importers.export import Export
from clinical_data_survey.importers.mapping import (
    A_COLUMN_A_LEVEL,
    COLUMNS,
    POSITION_COLUMNS,
    POSITIONS,
    TESTS,
    TOOL,
    UNFINISHED,
    ExportMapping,
    ItemMapping,
)
from clinical_data_survey.importers.vocabulary import plain_text
from clinical_data_survey.survey.answers import SEVERAL
from clinical_data_survey.survey.questionnaire import Item, Questionnaire

MARK_FINISHED = ("limesurvey", "qualtrics", "redcap")
_DAYS = (*limesurvey_headings.OWN["submitdate"], "submitdate")
_FINISHED = {
    plain_text(word)
    for word in (*_DAYS, "Finished", "completed", "voltooid", "afgerond",
                 "completion status", "status of completion")
}  # fmt: skip
NAMED = 6


@dataclass(frozen=True)
class Doubt:
    """One such place: the `key` under which the mapping may accept it, where it is, what it is and how to mend it."""

    key: str
    place: str
    what: str
    remedy: str

    @property
    def full_remedy(self) -> str:
        """How to mend it, or to accept it."""
        return f"{self.remedy} Or accept it, with your reason: 'accept: {{{self.key}: why}}'."


def raised(mapping: ExportMapping, export: Export, questionnaire: Questionnaire) -> list[Doubt]:
    """All doubts that a mapping of an export raises, whether or not it accepts them."""
    items = {item.id: item for item in questionnaire.items}
    found = [*_tool(export), *_rows(mapping, export)]
    for entry in mapping.items:
        found += [*_levels(entry, items[entry.item]), *_columns(entry, items[entry.item], mapping, export)]
    return found


def _tool(export: Export) -> Iterator[Doubt]:
    """A plain table whose headings another tool wrote: read as a plain one it has none of that tool's rules."""
    looks = {"limesurvey": limesurvey_headings.are_limesurvey, "redcap": redcap.are_redcap}
    named = next((tool for tool, is_its in looks.items() if is_its(export.columns)), None)
    if export.tool == "plain" and named:
        what = f"the headings are those of {named}, yet the mapping says that the export is a plain table."
        yield Doubt(TOOL, "tool", what, f"Make the mapping anew with 'cds mapping --tool {named}'.")


def _rows(mapping: ExportMapping, export: Export) -> Iterator[Doubt]:
    rules = mapping.rules
    finished = _finished(mapping, export)
    if finished:
        named = _named(finished)
        what = f"no rule reads {named}, which tells finished responses from unfinished ones."
        yield Doubt(UNFINISHED, "rules > complete", what, _rule(finished[0], export))
    elif rules.complete is None and export.tool in MARK_FINISHED:
        what = f"no rule tells finished responses from unfinished ones, as {export.tool} exports do."
        remedy = "Export the tool's own columns too, and name the one that tells it under 'complete'."
        yield Doubt(UNFINISHED, "rules > complete", what, remedy)
    elif rules.complete is None and export.tool == "plain" and _in_brackets(export):
        what = "headings such as 'question [answer]' are LimeSurvey's, and no rule tells finished responses."
        remedy = "Name the column with the day on which a response was completed under 'complete'."
        yield Doubt(UNFINISHED, "rules > complete", what, remedy)
    test = export.rules.test
    if test and (rules.test is None or rules.test.column != test.column):
        what = f"no rule reads '{test.column}', which marks previews and tests."
        yield Doubt(TESTS, "rules > test", what, f"Read it: 'test: {{column: {test.column}, is: [...]}}'.")


def _in_brackets(export: Export) -> bool:
    """Whether columns share a question and name their answers in brackets, as LimeSurvey's do in any language."""
    families = columns.families(export).values()
    return any(all(columns.SURE[0].match(name) for name in names) for names in families)


def _rule(column: str, export: Export) -> str:
    """How a rule reads a column of finished responses."""
    own, by_day = export.rules.complete, plain_text(column) in {plain_text(w) for w in _DAYS}
    words = own.values if own and own.column == column else redcap.COMPLETE if export.tool == "redcap" else ()
    if by_day or words is None:
        return f"Read it: 'complete: {{column: \"{column}\", is: filled}}'."
    said = ", ".join(f'"{word}"' for word in words) or "the words of a finished response"
    return f"Read it: 'complete: {{column: \"{column}\", is: [{said}]}}'."


def _finished(mapping: ExportMapping, export: Export) -> list[str]:
    """The tool's own columns of finished responses that no rule reads."""
    own = export.rules.complete
    if export.tool == "redcap":
        told = list(redcap.told_by(export, mapping.answer_columns))
    else:
        told = [*([own.column] if own else []), *(name for name in export.columns if plain_text(name) in _FINISHED)]
    headings = limesurvey_headings.read(export.columns)
    told += [name for name, heading in headings.items() if heading.code == "submitdate"]
    read = {mapping.rules.complete.column} if mapping.rules.complete else set()
    return [name for name in dict.fromkeys(told) if name not in {*read, *mapping.answer_columns}]


def _levels(entry: ItemMapping, item: Item) -> Iterator[Doubt]:
    place = f"items > {item.id}"
    by_column = entry.layout in A_COLUMN_A_LEVEL
    meant = entry.levels if by_column else tuple(entry.codes.values())
    for level in item.levels:
        if level.id not in meant:
            what = f"no {'column' if by_column else 'code'} stands for '{level.id}' ({level.en})."
            remedy = f"Name its {'column under columns' if by_column else 'code under codes'}."
            yield Doubt(f"{item.id}.{level.id}", place, what, remedy)
    if entry.layout == POSITION_COLUMNS and len(entry.columns) < len(item.levels):
        what = f"{len(entry.columns)} positions are read, of {len(item.levels)} answers that are ranked."
        yield Doubt(f"{item.id}.{POSITIONS}", place, what, "Name the columns of all positions, in their order.")


def _columns(entry: ItemMapping, item: Item, mapping: ExportMapping, export: Export) -> Iterator[Doubt]:
    """Columns of the same question that nothing in the mapping reads."""
    if item.type not in SEVERAL:
        return
    used = set(mapping.columns)
    for names in columns.families(export).values():
        own = [name for name in names if name in entry.all_columns]
        sure = export.read_as.get(own[0]) if own else None
        enough = len(own) > 1 or (own and ((sure and sure.end) or any(part.match(own[0]) for part in columns.SURE)))
        left = [name for name in names if name not in used]
        if enough and left:
            what = f"columns of the same question are not read: {_named(left)}."
            remedy = "Give each its answer, name them under 'missing_columns' or 'texts', or change the layout."
            yield Doubt(f"{item.id}.{COLUMNS}", f"items > {item.id}", what, remedy)


def _named(names: list[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:NAMED])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{shown}{more}"
