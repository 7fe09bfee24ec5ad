"""Fixtures for all tests."""

from tests.browser import browser_page, chromium  # noqa: F401
