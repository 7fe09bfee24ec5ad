"""The modules of the page in an empty page of a secure origin, and the page itself before a campaign."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.page.resident import Resident
from tests.page.world import Host, World

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def modules(chromium: Browser) -> Iterator[Page]:
    """A page in which `Pingyi` holds every module and `runVectors` the known answers."""
    page = chromium.new_page()
    empty = "<!doctype html><title>modules</title>"
    page.route("**/*", lambda route: route.fulfill(body=empty, content_type="text/html"))
    page.goto("https://page.test/")
    page.add_script_tag(path=HERE / "modules.js")
    page.add_script_tag(path=HERE / "vectors.js")
    yield page
    page.close()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The web server of this module."""
    host = Host()
    yield host
    host.stop()


@pytest.fixture
def world(host: Host) -> Callable[..., World]:
    """Return a function that makes the campaign that is served."""

    def make(**changed) -> World:
        host.world = World(host.port, **changed)
        return host.world

    return make


@pytest.fixture
def resident(chromium: Browser, world: Callable[..., World]) -> Iterator[Callable[..., Resident]]:
    """Return a function that gives somebody with a phone; `like` are settings of the phone, the rest of the world."""
    contexts = []

    def make(*, served: World | None = None, **like) -> Resident:
        settings = {
            "viewport": {"width": 390, "height": 800},
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            **like,
        }
        contexts.append(chromium.new_context(**settings))
        return Resident(served or world(), contexts[-1])

    yield make
    for context in contexts:
        context.close()
