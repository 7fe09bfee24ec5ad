"""Every residents' page in a real browser: no axe violation, nothing sticks out, nothing the content policy refuses.

Each page is opened once in each language; width, theme and size of text then change in place.
"""

import pytest

from tests.browser import DESK, NARROW, PHONE, found_wrong, overflow

PAGES = (
    "/",
    "/campaigns/yunling-2025/",
    "/units/?q=云桥",
    "/units/530102-household_window/",
    "/units/530201001-station/",
    "/results/",
    "/results/alike/county/",
    "/method/yunling-2025/",
    "/privacy/",
    "/accessibility/",
    "/nowhere/",
)
LOOKS = ((NARROW, "light"), (DESK, "light"), (PHONE, "dark"))
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["", "/en"])
def test_axe_finds_nothing_wrong_and_nothing_sticks_out(browser_page, province, language):
    wrong = {}
    page = browser_page("/")
    for address in PAGES:
        page.goto(page.server + language + address)
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            # Rules of axe do not depend on the language; what sticks out does.
            found = [] if language else found_wrong(page)
            found += [f"sticks out by {overflow(page)} px"] if overflow(page) else []
            if found:
                wrong[address, width, theme] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["", "/en"])
def test_doubled_text_fits_a_phone(browser_page, province, language):
    wide = {}
    page = browser_page("/", width=PHONE)
    for address in PAGES:
        page.goto(page.server + language + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if overflow(page):
            wide[address] = overflow(page)
    assert wide == {}
