"""The invented province behind a real server, on a morning in November 2026."""

import pytest

from pingyi.foundation import clock
from tests.web.conftest import NOW
from tests.web.invented import Province, build_province


@pytest.fixture
def province(transactional_db, monkeypatch) -> Province:
    """Build it; the server answers in other threads, so the clock itself is set."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_province()
