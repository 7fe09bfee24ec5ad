"""A campaign and stores of both kinds for its signers."""

import pytest

from pingyi.durable.stores import create_store
from pingyi.signer.issuing import LAYOUT
from tests.durable import databases
from tests.signer.world import make_world


@pytest.fixture
def world(tmp_path):
    """A small campaign that is open at `OPEN`."""
    return make_world(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """The address of an empty store of a signer."""
    address = databases.fresh(request.param, tmp_path)
    create_store(address, LAYOUT)
    return address


def pytest_sessionfinish():
    """Stop PostgreSQL."""
    databases.stop()
