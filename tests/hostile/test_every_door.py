"""Hostile and odd texts and files, through every door: shown as text, or refused with file, place and remedy."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support import payloads

from clinical_data_survey import paths
from clinical_data_survey.errors import DataError, visible
from clinical_data_survey.files import yaml_files
from clinical_data_survey.files.markdown import as_text
from clinical_data_survey.importers import guess, mapping, mapping_text, pipeline, report, tools
from clinical_data_survey.importers.mapping import ReadOptions
from clinical_data_survey.measured import weights
from clinical_data_survey.others import tables as others
from clinical_data_survey.published import claims
from clinical_data_survey.survey import questionnaire, wave

WHOLE = questionnaire.load()
ABOUT = {"title": "T", "kind": "new", "organisation": None, "dates": None, "n_invited": None, "licence": None}
EXAMPLE = paths.EXAMPLES / "plain" / "export.csv"
MAPPING = (paths.EXAMPLES / "plain" / "mapping.yml").read_text(encoding="utf-8")
Door = Callable[[str, Path], object]


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def table(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", escapechar=None).writerows(rows)
    return stream.getvalue()


def about(field: str) -> Door:
    return lambda text, _: wave.as_about(ABOUT | {field: text})


def wave_file(text: str, folder: Path) -> object:
    return wave.about(written(folder / "wave.yml", f"title: {text}\nkind: new\n").parent)


def wave_file_quoted(text: str, folder: Path) -> object:
    quoted = text.replace("'", "''")
    return wave.about(written(folder / "wave.yml", f"title: '{quoted}'\nkind: new\n").parent)


def label(text: str, folder: Path) -> object:
    form = paths.QUESTIONNAIRE.read_text(encoding="utf-8")
    quoted = text.replace("'", "''")
    changed = form.replace("short: Role\n", f"short: '{quoted}'\n", 1)
    return questionnaire.load(written(folder / "questionnaire.yml", changed))


def cell(text: str, folder: Path) -> object:
    return imported(table([["care_level"], [text], ["primary"]]), folder)


def heading(text: str, folder: Path) -> object:
    return imported(table([[text, "care_level"], ["1", "primary"]]), folder)


def imported(text: str, folder: Path) -> object:
    """Guess, write the mapping, read it back, import."""
    export = written(folder / "export.csv", text)
    opened = tools.open_export(export, tools.detect(export))
    first = guess.guess(opened, WHOLE, ReadOptions())
    named = written(folder / "mapping.yml", mapping_text.text_of(first, guess.heading(first, export.name)))
    return pipeline.run(export, mapping.load(named, WHOLE), ABOUT, WHOLE)


def code(text: str, folder: Path) -> object:
    named = mapping.ItemMapping("care_level", "one_column", ("care_level",), codes={text: "primary", "2": "secondary"})
    copied = written(folder / "mapping.yml", mapping_text.text_of(mapping.ExportMapping("plain", (named,))))
    return mapping.load(copied, WHOLE)


def in_mapping(field: str) -> Door:
    quoted = MAPPING.replace("tool: plain\n", "tool: plain\n", 1)

    def door(text: str, folder: Path) -> object:
        said = text.replace("'", "''")
        named = mapping.load(written(folder / "mapping.yml", f"{quoted}{field.format(said)}\n"), WHOLE)
        return pipeline.run(EXAMPLE, named, ABOUT | {"kind": "synthetic"}, WHOLE, folder)

    return door


def option(field: str) -> Door:
    def door(text: str, folder: Path) -> object:
        source = ReadOptions(**{field: text})
        return tools.open_export(EXAMPLE, "plain", source)

    return door


def changed_table(path: Path, column: str, load: Callable[[Path], object]) -> Door:
    def door(text: str, folder: Path) -> object:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        rows[1][rows[0].index(column)] = text
        return load(written(folder / path.name, table(rows)))

    return door


def margin(text: str, folder: Path) -> object:
    return weights.load_margins(
        written(folder / "margins.csv", table([["item", "level", "share"], ["care_level", "primary", text]])), WHOLE
    )


def file_name(text: str, folder: Path) -> object:
    # Only the last part of a path names a file; what a system cannot store it refuses itself.
    name = text.replace("/", "_").replace("\0", "_")[:60] or "_"
    try:
        export = Path(shutil.copy(EXAMPLE, folder / f"{name}.csv"))
    except (OSError, ValueError):
        return None
    named = mapping.load(paths.EXAMPLES / "plain" / "mapping.yml", WHOLE)
    return pipeline.run(export, named, ABOUT | {"kind": "synthetic"}, WHOLE)


DOORS: dict[str, Door] = {
    "title": about("title"),
    "organisation": about("organisation"),
    "licence": about("licence"),
    "n_invited": about("n_invited"),
    "wave.yml": wave_file,
    "wave.yml, quoted": wave_file_quoted,
    "questionnaire": label,
    "cell": cell,
    "heading": heading,
    "code": code,
    "reason": in_mapping("accept: {{tests: '{0}'}}"),
    "name of a text": in_mapping("not_matched: ['{0}']"),
    "encoding": option("encoding"),
    "separator": option("separator"),
    "dictionary": lambda text, folder: tools.open_export(EXAMPLE, "redcap", ReadOptions(dictionary=text), folder),
    "claim": changed_table(paths.PUBLISHED_CLAIMS, "as_printed", claims.load),
    "reading": changed_table(paths.PUBLISHED_CLAIMS, "low", claims.load),
    "other survey": changed_table(paths.COMPARATOR_SURVEYS, "wording", lambda path: others.read_table(path)),
    "margin": margin,
    "file name": file_name,
}


def held(outcome: Callable[[], object]) -> object:
    """What a door gives; where it refuses, it says where, what and what to do, in text that steers no terminal."""
    try:
        found = outcome()
    except DataError as error:
        refused = error
    else:
        return found
    said = str(refused)
    assert all(problem.what and problem.remedy for problem in refused.problems)
    assert said == visible(said)
    assert len(said) < 20_000
    return None


def pairs() -> list[object]:
    """Every text through every door; texts of a kind that another one stands for are left to the slow run."""
    costly = {
        "cell",
        "code",
        "claim",
        "reading",
        "other survey",
        "reason",
        "name of a text",
        "file name",
        "heading",
        "questionnaire",
    }
    return [
        pytest.param(name, door, marks=pytest.mark.slow)
        if (name in LONG and door not in QUICK) or (door in costly and name not in ONE_OF_A_KIND)
        else (name, door)
        for name in payloads.TEXTS
        for door in DOORS
    ]


LONG, QUICK = ("long", "many_marks"), ("title", "organisation", "licence", "n_invited", "cell", "encoding", "margin")
ONE_OF_A_KIND = (
    "image_handler", "svg_handler", "javascript_link", "latex_reads", "latex_loops", "myst_role", "jinja",
    "template_result", "yaml_object", "formula_shell", "bidi_override", "zero_width", "nul", "escape", "surrogate",
    "emoji", "traversal", "digits",
)  # fmt: skip


@pytest.mark.parametrize(("name", "door"), pairs())
def test_a_text_is_shown_as_text_or_refused(name: str, door: str, tmp_path: Path) -> None:
    text = payloads.TEXTS[name]
    found = held(lambda: DOORS[door](text, tmp_path))
    if isinstance(found, wave.About):
        for said in (found.title, found.organisation, found.licence):
            assert said is None or (said.isprintable() and len(said) <= 300)
    if isinstance(found, pipeline.Imported):
        shown = report.as_markdown(found.report)
        assert "<" not in shown
        assert shown == visible(shown)


@pytest.mark.parametrize("name", payloads.TEXTS)
def test_a_text_in_markdown_prints_as_it_stands(name: str) -> None:
    text = payloads.TEXTS[name][:2_000]
    page = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(f"Title: {as_text(text)}.")
    tokens = MarkdownIt("commonmark").parseInline(f"Title: {as_text(text)}.")[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert page.startswith("<p>Title: ")
    assert page.count("<") == 2


REFUSED = ("bidi_override", "bidi_isolate", "bidi_mark", "zero_width", "joiner", "soft_hyphen", "byte_order_mark",
           "tag_characters", "nul", "escape", "backspaces", "carriage", "surrogate", "private", "noncharacter",
           "line_separator", "emoji", "chinese", "arabic", "long", "many_marks", "space", "formula", "formula_shell",
           "formula_plus", "formula_minus", "formula_at", "formula_tab")  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_hides_steers_or_cannot_be_printed_is_refused_in_a_title(name: str) -> None:
    with pytest.raises(DataError):
        wave.as_about(ABOUT | {"title": payloads.TEXTS[name]})


FILES = payloads.files(paths.EXAMPLES / "plain" / "export.xlsx", paths.EXAMPLES / "spss" / "export.sav")


@pytest.mark.parametrize("name", FILES)
def test_a_broken_or_hostile_export_is_refused_or_read(name: str, tmp_path: Path) -> None:
    file, content = FILES[name]
    export = tmp_path / file
    export.write_bytes(content)

    def whole() -> object:
        tool = tools.detect(export)
        source = tools.looked_at(export, ReadOptions())
        return guess.guess(tools.open_export(export, tool, source), WHOLE, source)

    held(whole)


@pytest.mark.parametrize("kind", ["mapping", "wave", "questionnaire", "sources"])
@pytest.mark.parametrize("name", payloads.YAML)
def test_a_hostile_yaml_file_is_refused(name: str, kind: str, tmp_path: Path) -> None:
    path = written(tmp_path / "wave.yml", payloads.YAML[name])
    load = {
        "mapping": lambda: mapping.load(path, WHOLE),
        "wave": lambda: wave.about(tmp_path),
        "questionnaire": lambda: questionnaire.load(path),
        "sources": lambda: claims.load_sources(path),
    }[kind]
    assert held(load) is None


def test_a_file_that_only_needs_a_few_anchors_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="row 2: the file uses an anchor"):
        yaml_files.parsed(written(tmp_path / "a.yml", "a: 1\nb: &x 2\n"))


def test_fewer_invited_than_answered_is_refused(tmp_path: Path) -> None:
    named = mapping.load(paths.EXAMPLES / "plain" / "mapping.yml", WHOLE)
    with pytest.raises(DataError, match="39 people were invited, yet 40 answered"):
        pipeline.run(EXAMPLE, replace(named), ABOUT | {"kind": "synthetic", "n_invited": 39}, WHOLE)
