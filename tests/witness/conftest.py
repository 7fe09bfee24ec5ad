"""A witness with an empty store. With PINGYI_DATABASE set to PostgreSQL (tests/postgres.py) it is kept there."""

import os

import pytest

from pingyi.durable.stores import create_store, is_postgresql, open_store
from pingyi.witness.keys import WitnessKey
from pingyi.witness.memory import LAYOUT, Memory
from pingyi.witness.service import application
from tests.witness.logs import LOG_KEY, NAME, ORIGIN, WITNESS_SEED

DATABASE = os.environ.get("PINGYI_DATABASE", "")
TABLES = ("cosigned", "disputes")


def emptied(address):
    """Make the store, or empty the one of the test before."""
    create_store(address, LAYOUT)
    if is_postgresql(address):
        store = open_store(address, LAYOUT)
        with store.writing() as transaction:
            for table in TABLES:
                transaction.execute(f"DELETE FROM {table}")
        store.close()
    return address


@pytest.fixture
def address(tmp_path):
    """The address of an empty store."""
    return emptied(DATABASE if is_postgresql(DATABASE) else str(tmp_path / "witness.sqlite3"))


@pytest.fixture
def memory(address):
    """What the witness remembers."""
    opened = Memory(open_store(address, LAYOUT))
    yield opened
    opened.close()


@pytest.fixture
def witness(memory):
    """The application of a witness that knows one log."""
    return application(WitnessKey(NAME, WITNESS_SEED), {ORIGIN: (LOG_KEY,)}, memory)
