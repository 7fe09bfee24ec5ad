"""Fixtures for all tests."""

from collections.abc import Iterator

import pytest

from pingyi.journal import memory
from tests.browser import browser_page, chromium  # noqa: F401


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Tests lay tables out without acting, and roll back; nothing remembered may outlive one."""
    memory.forget()
    yield
    memory.forget()
