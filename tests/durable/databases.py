"""New empty databases for tests: a SQLite file, or one of a real PostgreSQL server that runs for the session."""

import os
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path

import psycopg

from pingyi.durable.stores import is_postgresql
from tests.postgres import postgresql

_numbers = count(1)
_running = ExitStack()


@cache
def server() -> str:
    """URL of the server: the one that PINGYI_DATABASE names, else one of our own."""
    given = os.environ.get("PINGYI_DATABASE", "")
    if is_postgresql(given):
        return given
    return _running.enter_context(postgresql())


def stop() -> None:
    """Stop the server if it was started; for `pytest_sessionfinish`."""
    _running.close()


def fresh(kind: str, folder: Path) -> str:
    """Address of a place for a new store."""
    if kind == "sqlite":
        return str(folder / f"store{next(_numbers)}.sqlite3")
    name = f"durable_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return named(server(), name)


def named(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    before, question, after = url.partition("?")
    return before.rpartition("/")[0] + "/" + name + question + after


def take_away(address: str) -> None:
    """Let nobody into a PostgreSQL database and throw out who is in."""
    name = address.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


def give_back(address: str) -> None:
    """Undo `take_away`."""
    name = address.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
