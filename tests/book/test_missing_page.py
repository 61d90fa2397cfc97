"""The page for an address that does not exist, on a real server, at any depth, with the site below any folder."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support import browsing

from clinical_data_survey import paths
from clinical_data_survey.book.sphinx_ext import missing


class _StaticHost(browsing.QuietHandler):
    """What hosts of static sites do: the site's own page where a file is missing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (paths.SITE / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host that has the site at its top and, once more, in the folder `survey`."""
    top: Path = tmp_path_factory.mktemp("host")
    for entry in paths.SITE.iterdir():
        (top / entry.name).symlink_to(entry)
    (top / "survey").symlink_to(paths.SITE)
    with browsing.served(top, _StaticHost) as address:
        yield address


@pytest.mark.parametrize("place", ["", "/survey"])
@pytest.mark.parametrize("lost", ["nowhere.html", "chapters/nowhere.html", "chapters/appendix/a/b/c/nowhere"])
def test_a_lost_address_leads_to_the_first_page(browser: Browser, host, place, lost):
    with browsing.window(browser) as opened:
        page = opened.new_page()
        answer = page.goto(f"{host}{place}/{lost}")
        assert answer.status == HTTPStatus.NOT_FOUND
        expect(page.locator("html")).to_have_attribute("lang", "en")
        link = page.get_by_role("link")
        expect(link).to_have_js_property("href", f"{host}{place}/index.html")
        expect(page.locator("main")).not_to_have_css("max-width", "none")
        link.click()
        page.wait_for_url(f"{host}{place}/index.html")
        expect(page.locator("article h1")).to_be_visible()


def test_without_script_the_link_leads_to_where_the_site_is_known_to_be():
    assert 'href="/"' in missing.page("A book", "")
    assert 'href="/survey/"' in missing.page("A book", "https://example.org/survey")
