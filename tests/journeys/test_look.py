"""Every residents' page in a real browser: no axe violation, nothing sticks out, no complaint of the content policy."""

import pytest

from tests.browser import DESK, NARROW, PHONE, found_wrong, overflow

PAGES = (
    "/",
    "/campaigns/yunling-2026/",
    "/units/?q=云桥",
    "/units/530102-household_window/",
    "/units/530201001-station/",
    "/results/",
    "/results/in/530102-county_bureau/",
    "/results/alike/county/",
    "/method/",
    "/privacy/",
    "/accessibility/",
    "/nowhere/",
)
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_wrong(browser_page, province, dark):
    wrong = {}
    for page in PAGES:
        for width in (NARROW, PHONE, DESK):
            opened = browser_page(page, width=width, dark=dark)
            if found := found_wrong(opened):
                wrong[page, width] = found
    assert wrong == {}


@pytest.mark.parametrize("address", ["", "/en"])
def test_nothing_sticks_out_on_the_narrowest_phone_nor_with_large_text(browser_page, province, address):
    wide = {}
    for page in PAGES:
        narrow = browser_page(address + page, width=NARROW)
        if overflow(narrow):
            wide[page, NARROW] = overflow(narrow)
        doubled = browser_page(address + page, width=PHONE)
        doubled.evaluate("document.documentElement.style.fontSize = '200%'")
        if overflow(doubled):
            wide[page, "200 %"] = overflow(doubled)
    assert wide == {}
