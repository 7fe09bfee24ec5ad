"""The gates of the protocol."""

from tests.durable import databases


def pytest_sessionfinish():
    """Stop PostgreSQL."""
    databases.stop()
