"""A real browser for tests: the machine's Chromium through Playwright.

`browser_page` opens pages of the live server; `found_wrong` runs axe; `overflow` measures what sticks out sideways.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.chromium import found

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESK, NARROW = 390, 1280, 320
OpenPage = Callable[..., Page]


def launch(playwright: Playwright) -> Browser:
    """Start the browser that `tests.chromium` finds."""
    return playwright.chromium.launch(executable_path=found(), args=ARGUMENTS)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        # Playwright runs an event loop in this thread; Django would refuse the database in it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Return a function that opens an address of the live server: `browser_page("/", width=390, dark=True)`.

    The page knows its server's address, `page.server`, and remembers what the console said against it,
    `page.complaints`.
    """
    contexts = []

    def open_page(address: str, *, width: int = PHONE, dark: bool = False, script: bool = True) -> Page:
        scheme = "dark" if dark else "light"
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.server, page.complaints = live_server.url, []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def found_wrong(page: Page) -> list[str]:
    """Return what axe finds wrong with the page, one line for each rule and place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
