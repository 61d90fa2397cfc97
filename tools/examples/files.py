"""Writes data/examples: one made-up wave as each tool would export it, with its mapping.

`python -m clinical_data_survey.example_files` writes the files anew; nobody gave the answers in them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from clinical_data_survey.importers import guess, mapping_schema, mapping_text, tools
from clinical_data_survey.importers.mapping import UNCONFIRMED, ItemMapping, ReadOptions
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire
from examples import exports

MAPPINGS = {
    "limesurvey/mapping.yml": "results-codes.csv",
    "qualtrics/mapping.yml": "export.csv",
    "qualtrics/mapping-split.yml": "export-split.tsv",
    "redcap/mapping.yml": "export.csv",
    "spss/mapping.yml": "export.sav",
    "plain/mapping.yml": "export.csv",
    "plain/mapping-workbook.yml": "export.xlsx",
}
Change = Callable[[dict[str, str]], dict[str, str]]


def write_all(folder: Path = EXAMPLES) -> None:
    """Write all examples below a folder, over those that are there."""
    wave = exports.made_up()
    for tool in ("limesurvey", "qualtrics", "redcap", "spss", "plain"):
        (folder / tool).mkdir(parents=True, exist_ok=True)
    for name, language in (("codes", None), ("full-en", "en"), ("full-nl", "nl")):
        text = _with_rows(exports.limesurvey(wave, language), [_unfinished, _same_token], quoting=csv.QUOTE_ALL)
        (folder / "limesurvey" / f"results-{name}.csv").write_text(text, encoding="utf-8")
    text = _with_rows(exports.qualtrics(wave), [_preview, _abandoned])
    (folder / "qualtrics" / "export.csv").write_text(text, encoding="utf-8")
    split = _with_rows(exports.qualtrics(wave, split=True, separator="\t"), [_preview, _abandoned], "\t")
    (folder / "qualtrics" / "export-split.tsv").write_bytes(split.encode("utf-16"))
    records, dictionary = exports.redcap(wave)
    (folder / "redcap" / "export.csv").write_text(_with_rows(records, [_incomplete]), encoding="utf-8")
    (folder / "redcap" / "data_dictionary.csv").write_text(dictionary, encoding="utf-8")
    exports.spss(wave, folder / "spss" / "export.sav")
    (folder / "plain" / "export.csv").write_text(_with_rows(exports.plain(wave), [dict]), encoding="utf-8")
    exports.workbook(wave, folder / "plain" / "export.xlsx")
    (folder / mapping_schema.FILE).write_text(mapping_schema.text(questionnaire.load()), encoding="utf-8")
    for name, export in MAPPINGS.items():
        _write_mapping(folder / name, (folder / name).parent / export)


def _write_mapping(path: Path, export: Path) -> None:
    tool = tools.detect(export)
    source = ReadOptions(dictionary="data_dictionary.csv") if tool == "redcap" else ReadOptions()
    first = guess.guess(tools.open_export(export, tool, source), questionnaire.load(), source)
    mapping = replace(first, items=tuple(_confirmed(entry) for entry in first.items), texts={"remarks": "remarks"})
    heading = [mapping_schema.line(f"../{mapping_schema.FILE}"), *guess.heading(mapping, export.name)]
    path.write_text(mapping_text.text_of(mapping, heading), encoding="utf-8")


def _confirmed(entry: ItemMapping) -> ItemMapping:
    """The entry without the mark of a guess by order: `examples` numbers its codes in the questionnaire's order."""
    return replace(entry, guessed=None) if UNCONFIRMED in (entry.guessed or "") else entry


def _with_rows(text: str, changes: list[Change], separator: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """The table with one more row a change, each made from the first respondent by that change."""
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    header, width = rows[0], 3 if "ImportId" in rows[2][0] else 1
    rows += [list(change(dict(zip(header, rows[width], strict=True))).values()) for change in changes]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


def _unfinished(row: dict[str, str]) -> dict[str, str]:
    return _cut(row, "willingtoworkwithai") | {"id": "901", "submitdate": "", "token": "token0901", "synthetic": "1"}


def _same_token(row: dict[str, str]) -> dict[str, str]:
    return row | {"id": "902"}


def _preview(row: dict[str, str]) -> dict[str, str]:
    return row | {"Status": "1", "ResponseId": "R_preview"}


def _abandoned(row: dict[str, str]) -> dict[str, str]:
    cut = _cut(row, "Q7")
    return cut | {"Finished": "0", "Progress": "50", "ResponseId": "R_abandoned", "synthetic": "1"}


def _incomplete(row: dict[str, str]) -> dict[str, str]:
    cut = _cut(row, "willing_to_work_with_ai")
    boxes = {name: "0" for name in row if "___" in name}
    return cut | boxes | {"record_id": "901", "survey_complete": "0", "synthetic": "1"}


def _cut(row: dict[str, str], column: str) -> dict[str, str]:
    """The row with every cell from `column` on left empty, as a respondent leaves it who stops there."""
    names = list(row)
    return row | dict.fromkeys(names[names.index(column) :], "")
