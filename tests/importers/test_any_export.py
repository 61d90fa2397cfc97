"""Whatever file people bring: a wave, or an error that says what to do; never a crash."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import cases

from clinical_data_survey.errors import DataError
from clinical_data_survey.importers import guess, mapping, mapping_text, pipeline, tools
from clinical_data_survey.importers.mapping import TOOLS, ExportMapping, ReadOptions
from clinical_data_survey.paths import EXAMPLES
from clinical_data_survey.survey import questionnaire, wave

WHOLE = questionnaire.load()
ABOUT = {"title": "T", "kind": "new", "organisation": None, "dates": None, "n_invited": None, "licence": None}
SLOW = cases(0.05)
TEXT_EXPORTS = (
    ("limesurvey/mapping.yml", "results-codes.csv"),
    ("limesurvey/mapping.yml", "results-full-nl.csv"),
    ("qualtrics/mapping.yml", "export.csv"),
    ("qualtrics/mapping-split.yml", "export-split.tsv"),
    ("redcap/mapping.yml", "export.csv"),
    ("plain/mapping.yml", "export.csv"),
)
WORDS = ["", "1", "0", "Y", "not_asked", "primary", "Clinician", "5-okt", "-99", "é", '"', ",", ";", "\n", "\0", " "]
NAMES = [
    "care_level", "barriers[lackofexpertise]", "barriers__no_barrier", "barriers___1", "opportunity_1", "opportunity_2",
    "Q1", "", "submitdate", "lastpage", "record_id", "x_complete", "Finished", "weight", "synthetic", "investor",
]  # fmt: skip


def told_what_to_do(error: DataError) -> bool:
    return bool(error.problems) and all(problem.what and problem.remedy for problem in error.problems)


def tried(path: Path, named: ExportMapping, folder: Path) -> None:
    """Import, and hold the outcome against what is promised: a valid wave, or problems with a remedy."""
    failed = None
    try:
        imported = pipeline.run(path, named, ABOUT | {"kind": "synthetic" if named.synthetic else "new"}, WHOLE, folder)
    except DataError as error:
        failed = error
    if failed is not None:
        assert told_what_to_do(failed)
        return
    wave.validate(imported.wave)
    report = imported.report
    assert report.rows_in == report.rows_kept + sum(report.dropped.values())
    for item in report.items:
        assert (
            sum(item.states[state] for state in ("answered", "unanswered", "not_asked", "refused")) == report.rows_kept
        )


@pytest.mark.parametrize(("named", "export"), TEXT_EXPORTS, ids=lambda value: value.replace("/", "-"))
@SLOW
@given(data=st.data())
def test_an_export_with_some_bytes_changed(data: st.DataObject, named: str, export: str, tmp_path: Path) -> None:
    folder = (EXAMPLES / named).parent
    content = bytearray((folder / export).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        if not content:
            break
        at = data.draw(st.integers(0, len(content) - 1))
        change = data.draw(st.sampled_from(["replace", "insert", "delete", "cut"]))
        if change == "replace":
            content[at] = data.draw(st.integers(0, 255))
        elif change == "insert":
            content[at:at] = data.draw(st.sampled_from(WORDS)).encode()
        elif change == "delete":
            del content[at : at + data.draw(st.integers(1, 40))]
        else:
            del content[max(at, 1) :]
    path = tmp_path / export
    path.write_bytes(bytes(content))
    tried(path, mapping.load(EXAMPLES / named, WHOLE), folder)


@pytest.mark.parametrize(("named", "export"), [TEXT_EXPORTS[0], TEXT_EXPORTS[5]], ids=lambda v: v.replace("/", "-"))
@SLOW
@given(data=st.data())
def test_an_export_with_some_cells_changed(data: st.DataObject, named: str, export: str, tmp_path: Path) -> None:
    folder = (EXAMPLES / named).parent
    rows = list(csv.reader((folder / export).read_text(encoding="utf-8").splitlines()))
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.sampled_from(WORDS))
    path = tmp_path / export
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    tried(path, mapping.load(EXAMPLES / named, WHOLE), folder)


@SLOW
@given(
    header=st.lists(st.sampled_from(NAMES), min_size=1, max_size=6),
    cells=st.lists(st.lists(st.sampled_from(WORDS), min_size=6, max_size=6), max_size=5),
    separator=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    tool=st.sampled_from([None, *(tool for tool in TOOLS if tool != "spss")]),
)
def test_a_table_of_anything_can_be_mapped_and_imported_or_is_told_why_not(
    header: list[str], cells: list[list[str]], separator: str, encoding: str, tool: str | None, tmp_path: Path
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([header, *(row[: len(header)] for row in cells)])
    path = tmp_path / "export.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    failed = None
    try:
        opened = tools.open_export(path, tool or tools.detect(path))
        first = guess.guess(opened, WHOLE, ReadOptions())
    except DataError as error:
        failed = error
    if failed is not None:
        assert told_what_to_do(failed)
        return
    written = tmp_path / "mapping.yml"
    written.write_text(mapping_text.text_of(first, guess.heading(first, path.name)), encoding="utf-8")
    try:
        again = mapping.load(written, WHOLE)
    except DataError:
        # Nothing matched, or codes are open: a person has to go on.
        assert not first.items or any(not level for entry in first.items for level in entry.codes.values())
        return
    assert again == first
    tried(path, again, tmp_path)


@SLOW
@given(cut=st.integers(1, 14_000))
def test_an_spss_file_that_was_cut_off(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "export.sav"
    path.write_bytes((EXAMPLES / "spss" / "export.sav").read_bytes()[:cut])
    tried(path, mapping.load(EXAMPLES / "spss" / "mapping.yml", WHOLE), tmp_path)
