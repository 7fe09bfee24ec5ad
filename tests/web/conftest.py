"""The invented province for pages."""

import datetime as dt

import pytest

from pingyi.foundation.clock import frozen_at
from tests.web.invented import CHINA, Province, build_province

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _on_a_november_morning():
    with frozen_at(NOW):
        yield


@pytest.fixture
def province(db) -> Province:
    return build_province()
