"""A store in a PostgreSQL database. Several processes may serve one."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, LiteralString

import psycopg
from psycopg import sql as compose

from pingyi.durable.refusals import store_missing, store_other, store_unusable
from pingyi.durable.stores import ASK, ENTER, NAMES, ROOM, Busy, Layout, Record, shown

SETTINGS = {
    "synchronous_commit": "on",  # an acknowledged row is on the disk, whatever the server's default is
    "lock_timeout": "5s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "10s",
}
CONNECTING = {"connect_timeout": 3, "application_name": "pingyi", "keepalives_idle": 10, "keepalives_count": 3}
# What a row is at fault for; any other error of PostgreSQL is the machine's.
ROW_ERRORS = (psycopg.IntegrityError, psycopg.DataError, psycopg.ProgrammingError, psycopg.NotSupportedError)

Connection = psycopg.Connection[Record]


class PostgresqlTransaction:
    """What can be done inside one transaction of a PostgreSQL store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor(binary=True)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Record]:
        """Run one statement and return its rows."""
        cursor = self._cursor.execute(filled(sql), values)
        return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement once per row, without waiting for each; return how many rows it touched."""
        self._cursor.executemany(filled(sql), rows)
        return self._cursor.rowcount

    def among(self, sql: str, keys: Sequence[bytes]) -> list[Record]:
        """Return the rows whose key is one of `keys`."""
        return self._cursor.execute(filled(sql), (list(keys),)).fetchall()

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Record]:
        """Yield the rows of one statement, fetched in portions."""
        with self._connection.cursor("portions", binary=True) as cursor:
            cursor.itersize = 10_000
            yield from cursor.execute(filled(sql), values)


class PostgresqlStore:
    """A database of its own for one party."""

    kind = "postgresql"

    def __init__(self, address: str, layout: Layout) -> None:
        self._address, self._turn = address, threading.Lock()
        self._writer: Connection | None = None
        _check(address, layout)

    @contextmanager
    def writing(self) -> Iterator[PostgresqlTransaction]:
        """One writing transaction, durable when the block ends."""
        with self._turn, self._outages():
            if self._writer is None:
                self._writer = _connect(self._address)
            with self._writer.transaction():
                yield PostgresqlTransaction(self._writer)

    @contextmanager
    def reading(self) -> Iterator[PostgresqlTransaction]:
        """One reading transaction on a connection of its own."""
        with _as_busy():
            connection = _connect(self._address)
            try:
                connection.execute("SET statement_timeout = 0")
                with connection.transaction():
                    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    yield PostgresqlTransaction(connection)
            finally:
                connection.close()

    def close(self) -> None:
        """Give up the connection."""
        if self._writer is not None:
            with suppress(psycopg.Error):
                self._writer.close()
            self._writer = None

    @contextmanager
    def _outages(self) -> Iterator[None]:
        """Let an error of the machine come out as `Busy`, and begin with a new connection after it."""
        try:
            with _as_busy():
                yield
        except Busy:
            self.close()
            raise


def create(address: str, layout: Layout) -> None:
    """Make the tables that are not there."""
    try:
        with _connect(address) as connection, connection.transaction():
            made = PostgresqlTransaction(connection)
            for statement in (NAMES, ROOM, *layout.statements):
                made.execute(statement)
            made.execute(ENTER, (layout.name, layout.version))
    except psycopg.Error as error:
        raise store_unusable(shown(address), type(error).__name__) from error
    _check(address, layout)


@lru_cache(maxsize=256)
def filled(sql: str) -> LiteralString:
    """Return a statement in PostgreSQL's words. Statements are constants of the program, never a person's input."""
    words = {"{blob}": "BYTEA", "{integer}": "BIGINT", "{keyed}": "", "{among}": "= ANY(%s)", "?": "%s"}
    for mark, word in words.items():
        sql = sql.replace(mark, word)
    return sql


def connectable(address: str) -> bool:
    """Tell whether this process, as it is, may enter the database at `address`."""
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def _connect(address: str) -> Connection:
    connection = psycopg.connect(address, autocommit=True, **CONNECTING)  # type: ignore[arg-type]
    try:
        for name, value in SETTINGS.items():
            connection.execute(compose.SQL("SET {} = {}").format(compose.Identifier(name), compose.Literal(value)))
    except BaseException:
        connection.close()
        raise
    return connection


def _check(address: str, layout: Layout) -> None:
    """Refuse a database that is no store, or one of another layout."""
    try:
        with _connect(address) as connection:
            found = connection.execute(filled(ASK), (layout.name,)).fetchall()
    except psycopg.errors.UndefinedTable as error:
        raise store_missing(shown(address)) from error
    except psycopg.Error as error:
        # Words of a failed connection are not repeated: they may hold part of a password.
        raise store_unusable(shown(address), type(error).__name__) from error
    if not found:
        raise store_missing(shown(address))
    if found[0][0] != layout.version:
        raise store_other(shown(address))


@contextmanager
def _as_busy() -> Iterator[None]:
    try:
        yield
    except ROW_ERRORS:
        raise
    except psycopg.Error as error:
        raise Busy(type(error).__name__) from error
