"""The modules of the page, loaded into an empty page of a secure origin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def modules(chromium: Browser) -> Iterator[Page]:
    """A page in which `Pingyi` holds every module and `runVectors` the known answers."""
    page = chromium.new_page()
    page.route(
        "**/*", lambda route: route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")
    )
    page.goto("https://page.test/")
    page.add_script_tag(path=HERE / "modules.js")
    page.add_script_tag(path=HERE / "vectors.js")
    yield page
    page.close()
