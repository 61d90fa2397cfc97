"""Mappings, waves, claims and margins with parts changed at random: read, or refused with place and remedy."""

from __future__ import annotations

import copy
import csv
import io
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import cases

from clinical_data_survey import paths
from clinical_data_survey.errors import DataError, visible
from clinical_data_survey.importers import mapping, pipeline
from clinical_data_survey.measured import weights
from clinical_data_survey.published import claims
from clinical_data_survey.survey import questionnaire, wave

WHOLE = questionnaire.load()
PLAIN = paths.EXAMPLES / "plain"
ABOUT = {"title": "T", "kind": "synthetic", "organisation": None, "dates": None, "n_invited": None, "licence": None}
MAPPINGS = [
    (yaml.safe_load((PLAIN / "mapping.yml").read_text(encoding="utf-8")), PLAIN / "export.csv"),
    (
        yaml.safe_load((paths.EXAMPLES / "limesurvey" / "mapping.yml").read_text(encoding="utf-8")),
        paths.EXAMPLES / "limesurvey" / "results-codes.csv",
    ),
]
WAVE = "\n".join(paths.SYNTHETIC_WAVE.read_text(encoding="utf-8").splitlines()[:25])
CLAIMS = paths.PUBLISHED_CLAIMS.read_text(encoding="utf-8")
MARGINS = "item,level,share\n" + "".join(f"care_level,{level.id},0.25\n" for level in WHOLE.item("care_level").levels)
WORDS = st.one_of(
    st.sampled_from(
        ["", " ", "primary", "everyone", "filled", "plain", "one_column", "tick_columns", "refused", "not_asked", "1",
         "-1", "1e99999", "0.5", "2/0", "nan", "inf", "\0", "\u202e", "\ud800", "é", "病", "=1+1", "../x", "x" * 3_000]
    ),
    st.text(max_size=8),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 10**12), st.floats(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=5,
)


def read_or_told(read: Any) -> None:
    try:
        read()
    except DataError as error:
        refused = error
    else:
        return
    assert refused.problems
    assert all(problem.what and problem.remedy for problem in refused.problems)
    assert str(refused) == visible(str(refused))


def changed(content: Any, data: st.DataObject) -> Any:
    """The content with one part replaced, removed, or put in twice."""
    here, path = content, []
    while isinstance(here, dict | list) and here and (not path or data.draw(st.integers(0, 3))):
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else list(range(len(here)))))
        path.append((here, key))
        here = here[key]
    parent, key = path[-1]
    match data.draw(st.sampled_from(["replace", "remove", "rename", "borrow"])):
        case "replace":
            parent[key] = data.draw(VALUES)
        case "remove":
            del parent[key]
        case "rename" if isinstance(parent, dict):
            parent[data.draw(WORDS)] = parent.pop(key)
        case _:
            other = data.draw(st.sampled_from(list(content.values())))
            parent[key] = copy.deepcopy(other)
    return content


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


@cases(0.3, 40)
@given(data=st.data())
def test_a_mapping_with_parts_changed(data: st.DataObject, tmp_path: Path) -> None:
    content, export = data.draw(st.sampled_from(MAPPINGS))
    content = copy.deepcopy(content)
    for _ in range(data.draw(st.integers(1, 3))):
        content = changed(content, data) if content else content
    text = yaml.dump(content, allow_unicode=data.draw(st.booleans()), sort_keys=False)
    path = written(tmp_path / "mapping.yml", text)
    read_or_told(lambda: pipeline.run(export, mapping.load(path, WHOLE), ABOUT, WHOLE, export.parent))


@cases(0.1, 25)
@given(data=st.data())
def test_a_wave_with_cells_and_description_changed(data: st.DataObject, tmp_path: Path) -> None:
    written(tmp_path / wave.RESPONSES, with_cells_changed(WAVE, data))
    about = {"title": "T", "kind": "synthetic", "dates": {"from": "2026-01-05", "to": "2026-01-06"}, "n_invited": 80}
    about = changed(about, data) if data.draw(st.booleans()) else about
    written(tmp_path / wave.ABOUT, yaml.dump(about, allow_unicode=data.draw(st.booleans())))
    read_or_told(lambda: wave.load(tmp_path, WHOLE))


@cases(0.05, 10)
@given(data=st.data())
def test_claims_with_cells_changed(data: st.DataObject, tmp_path: Path) -> None:
    path = written(tmp_path / "claims.csv", with_cells_changed(CLAIMS, data))
    read_or_told(lambda: claims.load(path))


@cases(0.05, 25)
@given(data=st.data())
def test_margins_with_cells_changed(data: st.DataObject, tmp_path: Path) -> None:
    path = written(tmp_path / "margins.csv", with_cells_changed(MARGINS, data))
    read_or_told(lambda: weights.load_margins(path, WHOLE))


def with_cells_changed(text: str, data: st.DataObject) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        if row:
            row[data.draw(st.integers(0, len(row) - 1))] = data.draw(WORDS)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
