"""The verifier's modules in an empty page of a secure origin, and the page itself on a static host."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.verifier_page.checking import Verifier
from tests.verifier_page.host import Host
from tests.verifier_page.visitor import Visitor


@pytest.fixture(scope="module")
def verifier(chromium: Browser) -> Iterator[Verifier]:
    """One page for the module."""
    found = Verifier(chromium)
    yield found
    found.close()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The web server of this module."""
    host = Host()
    yield host
    host.stop()


@pytest.fixture
def visitor(chromium: Browser, host: Host) -> Iterator[Callable[..., Visitor]]:
    """Return a function that gives somebody with a browser; `like` are its settings."""
    contexts = []

    def make(**like) -> Visitor:
        settings = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", **like}
        contexts.append(chromium.new_context(**settings))
        return Visitor(host, contexts[-1])

    yield make
    for context in contexts:
        context.close()
