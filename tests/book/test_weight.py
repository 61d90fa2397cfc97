"""A light site: one style sheet, one script for all pages, faces and icons with what is printed and no more."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont
from support.built import PAGES

from clinical_data_survey import paths

MOST_BYTES_OF_FONTS = 60_000
EVERY_PAGE = [*PAGES, "search", "genindex"]


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_a_page_has_one_style_sheet_and_the_scripts_of_all_pages_in_one_file(name):
    page = (paths.SITE / f"{name}.html").read_text(encoding="utf-8")
    assert [sheet.partition("?")[0] for sheet in re.findall(r'rel="stylesheet" href="(?:\.\./)*([^"]+)"', page)] == [
        "_static/site.css"
    ]
    assert len(re.findall(r'src="(?:\.\./)*_static/site\.js\?v=[0-9a-f]{8}"', page)) == 1
    assert not re.search(r"bootstrap|thebe|mathjax|require\.js|fontawesome[^/]*\.js", page, re.IGNORECASE)


def test_the_one_sheet_holds_all_of_the_projects_own_rules():
    sheet = (paths.SITE / "_static/site.css").read_text(encoding="utf-8")
    for file in paths.ASSETS.glob("*.css"):
        own = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"(?:^|})\s*([^{}@]+?)\s*{", own):
            assert selector in sheet, selector


def test_every_address_in_the_sheet_is_a_file():
    static = paths.SITE / "_static"
    sheet = (static / "site.css").read_text(encoding="utf-8")
    addresses = {address for _, address in re.findall(r"url\(([\"']?)(?!data:|#)([^)\"']+)\1\)", sheet)}
    assert addresses
    for address in addresses:
        missing_on_purpose = re.search(r"fa-.*\.ttf$", address)
        assert missing_on_purpose or (static / address).is_file(), address


def test_the_faces_weigh_little_and_have_every_character_that_the_pages_print():
    faces = [TTFont(file) for file in (paths.SITE / "_static/fonts").glob("*.woff2")]
    assert sum(file.stat().st_size for file in (paths.SITE / "_static/fonts").glob("*.woff2")) <= MOST_BYTES_OF_FONTS
    whole = paths.SITE / "index.html"
    printed = {letter for letter in whole.read_text(encoding="utf-8") if letter.isalnum()}
    assert all(ord(letter) in face.getBestCmap() for letter in printed for face in faces)


def test_every_icon_on_a_page_is_in_the_web_font_that_is_left():
    static = paths.SITE / "_static"
    rules = (static / "site.css").read_text(encoding="utf-8")
    left = set(TTFont(static / "vendor/fontawesome/webfonts/fa-solid-900.woff2").getBestCmap())
    index = (paths.SITE / "index.html").read_text(encoding="utf-8")
    icons = set(re.findall(r"\bfa-(?!solid|lg|fw|brands|regular)[\w-]+", index))
    assert icons
    for icon in icons:
        (code,) = set(re.findall(rf'\.{icon}:before[^{{]*{{content:"\\?(\w+|.)"', rules))
        assert (int(code, 16) if len(code) > 1 else ord(code)) in left, icon
