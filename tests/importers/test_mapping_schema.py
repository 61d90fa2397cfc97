"""The mapping's JSON schema: it stands where editors look for it, and says what the import says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from clinical_data_survey.importers import mapping, mapping_schema
from clinical_data_survey.paths import CHAPTERS, EXAMPLES
from clinical_data_survey.survey import questionnaire

SCHEMA = mapping_schema.schema(questionnaire.load())
GOOD = {"tool": "plain", "items": {"care_level": {"layout": "one_column", "columns": ["c"], "codes": {"1": "primary"}}}}


def test_the_schema_beside_the_examples_is_the_one_that_the_code_gives() -> None:
    kept = json.loads((EXAMPLES / mapping_schema.FILE).read_text(encoding="utf-8"))
    assert kept == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/mapping*.yml")), ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_every_example_fits_it_and_leads_an_editor_to_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    jsonschema.validate(yaml.safe_load(text), SCHEMA)
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert "//" not in first
    assert (path.parent / first.split("=")[1]).samefile(EXAMPLES / mapping_schema.FILE)


def test_the_mapping_that_the_chapter_shows_fits_and_can_be_read(tmp_path: Path) -> None:
    chapter = (CHAPTERS / "your_own_wave.md").read_text(encoding="utf-8")
    shown = chapter.split("```yaml\n")[1].split("```")[0]
    jsonschema.validate(yaml.safe_load(shown), SCHEMA)
    path = tmp_path / "mapping.yml"
    path.write_text(shown, encoding="utf-8")
    assert len(mapping.load(path, questionnaire.load()).items) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"tool": "forms"},
        {"items": {}},
        {"items": {"shoe_size": GOOD["items"]["care_level"]}},
        {"rules": {"complete": {"column": "x", "is": "full"}}},
        {"read": {"header_row": 0}},
        {"accept": {"tests": "no"}},
        {"colour": "red"},
    ],
)
def test_what_the_import_refuses_an_editor_underlines(change: dict[str, object]) -> None:
    jsonschema.validate(GOOD, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(GOOD | change, SCHEMA)
