"""Characters: what a line of text may hold, and what the PDF's faces can show."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from clinical_data_survey.book.sphinx_ext import typography
from clinical_data_survey.files import characters


@pytest.mark.parametrize("text", ["Łódź – “naïve” ≥ 5", "Zoë’s ½ hour: 20 €", "Besançon, Ærø, Žilina, Győr"])
def test_names_of_europe_are_lines_that_print(text: str) -> None:
    assert characters.fault_of_line(text) is None
    assert characters.fault_in_print(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE, which turns the words around it"),
        ("a\u200bb", "U+200B ZERO WIDTH SPACE, which nobody sees"),
        ("a\x07b", "U+0007, which steers a machine"),
        ("a\ud800b", "U+D800, which is half a character"),
        ("=1+1", "begins with '=', which a spreadsheet takes for a formula"),
        ("  ", "is empty"),
        ("x" * 301, "has 301 characters"),
    ],
)
def test_what_a_line_may_not_hold_is_named(text: str, said: str) -> None:
    assert said in str(characters.fault_of_line(text))


@pytest.mark.parametrize("text", ["-5 to +5", "+31 50", "- 3 points", "-.5"])
def test_numbers_with_a_sign_are_no_formulas(text: str) -> None:
    assert characters.fault_of_formula(text) is None


@pytest.mark.parametrize(
    ("text", "name"), [("مستشفى", "ARABIC"), ("病院", "CJK"), ("😀", "GRINNING"), ("Київ", "CYRILLIC")]
)
def test_what_no_face_of_the_pdf_has_is_named(text: str, name: str) -> None:
    assert name in str(characters.fault_in_print(text))


def test_the_faces_that_are_looked_at_are_those_of_print() -> None:
    preamble = typography.faces_of_print()
    for package, name in characters._FACES.items():
        assert f"{{{name}}}[Path={characters._folder(package).as_posix()}/" in preamble
    for cut in characters._CUTS:
        assert f"*-{cut}" in preamble
    for package, name in characters._FACES.items():
        for cut in characters._CUTS:
            face = TTFont(characters._folder(package) / f"{name}-{cut}.otf", lazy=True).getBestCmap()
            # Latin letters are not looked up: every face has them.
            assert set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) <= set(face)
