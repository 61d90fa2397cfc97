"""Nothing but the site itself: each page says so, keeps to it, and the browser holds it to that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support import browsing
from support.built import PAGES, soup

from clinical_data_survey import paths

EVERY_PAGE = [*PAGES, "search", "genindex"]
each_page = pytest.mark.parametrize("name", EVERY_PAGE)
COLLECT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.effectiveDirective));
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that remembers where its policy was broken."""
    with browsing.window(browser) as opened:
        opened.add_init_script(COLLECT)
        yield opened.new_page()


@each_page
def test_the_policy_stands_before_everything_that_a_page_loads_and_nothing_is_written_inline(name):
    html = soup(name)
    (policy,) = html.find_all("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert "default-src 'none'" in policy["content"]
    assert "script-src 'self';" in policy["content"]
    assert "style-src 'self';" in policy["content"]
    assert not policy.find_all_previous(["script", "link", "style"])
    assert not html.find_all("style")
    assert all(script.get("src") or "json" in script.get("type", "") for script in html.find_all("script"))
    assert not [tag for tag in html.find_all(True) if any(attribute.startswith("on") for attribute in tag.attrs)]


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        ("fetch('https://example.org/').catch(() => {})", "connect-src"),
        ("new Image().src = 'https://example.org/a.png'", "img-src"),
        ("document.head.append(Object.assign(document.createElement('script'), "
         "{src: 'https://example.org/a.js'}))", "script-src-elem"),
        ("document.head.append(Object.assign(document.createElement('script'), "
         "{textContent: 'window.ran = true'}))", "script-src-elem"),
        ("document.head.append(Object.assign(document.createElement('link'), "
         "{rel: 'stylesheet', href: 'https://example.org/a.css'}))", "style-src-elem"),
        ("document.body.append(Object.assign(document.createElement('iframe'), "
         "{src: 'https://example.org/'}))", "frame-src"),
    ],
)  # fmt: skip
def test_what_is_injected_is_refused(page: Page, site_address, attempt, directive):
    page.goto(f"{site_address}/index.html", wait_until="networkidle")
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    page.evaluate(f"() => {{ {attempt}; }}")
    page.wait_for_function("window.violations.length > 0")
    assert page.evaluate("window.violations") == [directive]
    assert answered == []
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("name", ["index", "chapters/care_levels", "chapters/appendix/evidence"])
def test_a_page_opened_as_a_file_has_its_look_and_its_script_and_says_nothing(page: Page, name):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto((paths.SITE / f"{name}.html").as_uri(), wait_until="networkidle")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith(('"Source Serif', "Source Serif"))
    page.wait_for_function("document.fonts.check('1em \"Source Serif Pro\"')")
    page.locator(".theme-switch-button").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "dark")
    assert said == []


def test_the_site_keeps_nothing_but_the_choice_of_theme(page: Page, site_address):
    page.goto(f"{site_address}/index.html", wait_until="networkidle")
    page.locator(".theme-switch-button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{site_address}/search.html?q=infrastructure", wait_until="networkidle")
    page.goto(f"{site_address}/chapters/care_levels.html", wait_until="networkidle")
    assert page.evaluate("Object.keys(localStorage)") == ["mode"]
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_page_is_painted_at_once_in_the_theme_that_was_chosen(page: Page, site_address):
    page.goto(f"{site_address}/index.html")
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page.route("**/site.js*", lambda route: route.abort())  # the theme must not wait for it
    page.reload(wait_until="domcontentloaded")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
