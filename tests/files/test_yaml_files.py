"""YAML files become the dataclasses that they describe; each fault is named by its place and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest
import yaml
from pydantic import Field

from clinical_data_survey.errors import DataError
from clinical_data_survey.files import yaml_files
from clinical_data_survey.files.yaml_files import EXACT, Text, one_of


@dataclass(frozen=True)
class Bed:
    __pydantic_config__ = EXACT

    id: Text
    kind: Annotated[str, one_of("wide", "narrow")] = "narrow"


@dataclass(frozen=True)
class Ward:
    __pydantic_config__ = EXACT

    name: Text
    beds: Annotated[tuple[Bed, ...], Field(min_length=2)]


def read(tmp_path: Path, text: str) -> Ward:
    path = tmp_path / "ward.yml"
    path.write_text(text, encoding="utf-8")
    return yaml_files.checked(yaml_files.parsed(path), Ward, path, "Ask the ward.")


def test_what_fits_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "name: East\nbeds: [{id: a}, {id: b, kind: wide}]\n")
    assert found == Ward("East", (Bed("a"), Bed("b", "wide")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("beds: [{id: a}, {id: b}]\n", "at 'whole file': 'name' is a required property. Ask the ward."),
        (
            "name: East\nbeds: [{id: a}, {id: b, kind: long}]\n",
            "at 'beds > b > kind': 'long' is not one of wide, narrow.",
        ),
        ("name: East\nbeds: [{id: a}, {id: b, hue: red}]\n", "at 'beds > b': 'hue' was unexpected."),
        ("name: East\nbeds: [{id: a}, 7]\n", "at 'beds > 1': '7' is not of type 'object'."),
        ("name: East\nbeds: [{id: a}]\n", "list should have at least 2 items"),
        (
            "name: ''\nbeds: [{id: a}, {id: b}]\n",
            "at 'name': '' does not fit: string should have at least 1 character.",
        ),
        ("name: [", "row 1: the file is not valid YAML."),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


def test_the_base_loader_leaves_values_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "codes.yml"
    path.write_text("[No, 007, 1.0]", encoding="utf-8")
    assert yaml_files.parsed(path, yaml.BaseLoader) == ["No", "007", "1.0"]
