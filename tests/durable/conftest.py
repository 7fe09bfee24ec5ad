"""Stores of both kinds for every test that asks for one."""

import pytest

from pingyi.durable.stores import create_store, open_store
from tests.durable import databases
from tests.durable.databases import fresh
from tests.durable.rows import LAYOUT


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """The address of a new, empty store with the table `kept`."""
    made = fresh(request.param, tmp_path)
    create_store(made, LAYOUT)
    return made


@pytest.fixture
def store(address):
    """The store, open."""
    opened = open_store(address, LAYOUT)
    yield opened
    opened.close()


def pytest_sessionfinish():
    """Stop PostgreSQL."""
    databases.stop()
