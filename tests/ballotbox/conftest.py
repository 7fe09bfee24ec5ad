"""A campaign with its box in a new store, of both kinds."""

import pytest

from tests.ballotbox.boxes import Standing
from tests.ballotbox.world import make_world
from tests.durable import databases
from tests.durable.databases import fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """Where a new store may be made."""
    return fresh(request.param, tmp_path)


@pytest.fixture
def world(tmp_path):
    """A campaign without witnesses, not set up yet."""
    return make_world(tmp_path)


@pytest.fixture
def standing(world, address):
    """A box that stands open, entry 0 published, in this process."""
    world.found(address)
    box = Standing(world, address)
    assert box.round()
    yield box
    box.close()


@pytest.fixture
def small(world):
    """The same on SQLite only, where the store makes no difference."""
    box = Standing(world, world.found())
    assert box.round()
    yield box
    box.close()


def pytest_sessionfinish():
    """Stop PostgreSQL."""
    databases.stop()
