"""A light site: what a first visit to a page loads."""

from __future__ import annotations

import gzip
import re

import pytest
from built import PAGES
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser

from clinical_data_survey import paths

MOST_BYTES = 350_000
PACKED = (".woff2", ".png", ".svg")


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_loads_at_most_350_kilobytes(browser: Browser, site_address, name):
    context = browser.new_context()
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append((answer.url, answer.body())))
    page.goto(f"{site_address}/{name}.html", wait_until="networkidle")
    loaded = sum(len(body) if url.endswith(PACKED) else len(gzip.compress(body)) for url, body in answers)
    context.close()
    assert loaded <= MOST_BYTES


def test_every_icon_on_a_page_is_in_the_web_font_that_is_left():
    static = paths.SITE / "_static"
    rules = (static / "styles/pydata-sphinx-theme.css").read_text(encoding="utf-8")
    left = set(TTFont(static / "vendor/fontawesome/webfonts/fa-solid-900.woff2").getBestCmap())
    index = (paths.SITE / "index.html").read_text(encoding="utf-8")
    icons = set(re.findall(r"\bfa-(?!solid|lg|fw|brands|regular)[\w-]+", index))
    assert icons
    for icon in icons:
        (code,) = set(re.findall(rf'\.{icon}:before[^{{]*{{content:"\\\\?(\w+|.)"', rules))
        assert (int(code, 16) if len(code) > 1 else ord(code)) in left, icon
