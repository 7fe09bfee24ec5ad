"""The verifier of the page in an empty page of a secure origin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.verifier_page.checking import Verifier


@pytest.fixture(scope="module")
def verifier(chromium: Browser) -> Iterator[Verifier]:
    """One page for the module."""
    found = Verifier(chromium)
    yield found
    found.page.close()
