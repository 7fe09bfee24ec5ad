"""A store in one SQLite file: write-ahead log, every commit on the disk before it counts (synchronous=FULL)."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from pingyi.durable.refusals import store_missing, store_other, store_remains, store_taken, store_unusable
from pingyi.durable.stores import ASK, ENTER, NAMES, ROOM, Busy, Layout, Record

PATIENCE = 5.0  # seconds to wait for another connection's lock
# What a row is at fault for; any other error of SQLite is the machine's.
ROW_ERRORS = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


class SqliteTransaction:
    """What can be done inside one transaction of a SQLite store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Record]:
        """Run one statement and return its rows."""
        return self._connection.execute(filled(sql), values).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement once per row; return how many rows it touched."""
        return self._connection.executemany(filled(sql), rows).rowcount

    def among(self, sql: str, keys: Sequence[bytes]) -> list[Record]:
        """Return the rows whose key is one of `keys`."""
        asked, ask = filled(sql), self._connection.execute
        return [row for key in keys for row in ask(asked, (key,))]

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Record]:
        """Yield the rows of one statement."""
        return iter(self._connection.execute(filled(sql), values))


class SqliteStore:
    """A SQLite file served by one process, which a lock file beside it holds to."""

    kind = "sqlite"

    def __init__(self, path: Path, layout: Layout, *, alone: bool) -> None:
        self._path, self._turn = path, threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._lock = _locked(path) if alone else None
        try:
            _check(path, layout)
            self._file = _identity(path)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        """One writing transaction, durable when the block ends."""
        with self._turn, self._outages():
            writer = self._connected()
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTransaction(writer)
                writer.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    writer.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[SqliteTransaction]:
        """One reading transaction on a connection of its own."""
        with _as_busy():
            connection = _connect(self._path)
            try:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
                yield SqliteTransaction(connection)
            finally:
                connection.close()

    def close(self) -> None:
        """Give up the connection and the lock."""
        self._drop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _connected(self) -> sqlite3.Connection:
        """Return the writing connection, if the file is still the one that was opened at the start.

        SQLite would go on writing into a file that was removed or replaced, and we would acknowledge what is lost.
        """
        try:
            same = _identity(self._path) == self._file
        except OSError as error:
            raise Busy("the file is gone") from error
        if not same:
            raise Busy("the file was replaced; start the service anew")
        if self._writer is None:
            self._writer = _connect(self._path)
        return self._writer

    def _drop(self) -> None:
        if self._writer is not None:
            with suppress(sqlite3.Error):
                self._writer.close()
            self._writer = None

    @contextmanager
    def _outages(self) -> Iterator[None]:
        """Let an error of the machine come out as `Busy`, and begin with a new connection after it."""
        try:
            with _as_busy():
                yield
        except Busy:
            self._drop()
            raise


def create(address: str, layout: Layout) -> None:
    """Make the file, readable by its user alone, unless it is there, and the tables that are not."""
    path = Path(address)
    rest = path.with_name(path.name + "-wal")
    if rest.exists() and not path.exists():  # the last rows of a lost file; a new one would swallow them
        raise store_remains(str(path), str(rest))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = _connect(path)
    except (OSError, sqlite3.Error) as error:
        raise store_unusable(str(path), _reason(error)) from error
    try:
        for statement in (NAMES, ROOM, *layout.statements):
            connection.execute(filled(statement))
        connection.execute(ENTER, (layout.name, layout.version))
    except sqlite3.Error as error:
        raise store_unusable(str(path), _reason(error)) from error
    finally:
        connection.close()
    _check(path, layout)


@lru_cache(maxsize=256)
def filled(sql: str) -> str:
    """Return a statement in SQLite's words."""
    words = {"{blob}": "BLOB", "{integer}": "INTEGER", "{keyed}": "WITHOUT ROWID", "{among}": "= ?"}
    for mark, word in words.items():
        sql = sql.replace(mark, word)
    return sql


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            raise sqlite3.OperationalError("this file system cannot keep a write-ahead log")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages: fewer pauses, some 16 MB beside the file
    except BaseException:
        connection.close()
        raise
    return connection


def _check(path: Path, layout: Layout) -> None:
    """Refuse a file that is no store, or one of another layout."""
    if not path.exists():
        raise store_missing(str(path))
    try:
        connection = _connect(path)
        try:
            found = connection.execute(ASK, (layout.name,)).fetchall()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise (
            store_missing(str(path)) if "no such table" in str(error) else store_unusable(str(path), _reason(error))
        ) from error
    except sqlite3.Error as error:
        raise store_unusable(str(path), _reason(error)) from error
    if not found:
        raise store_missing(str(path))
    if found[0][0] != layout.version:
        raise store_other(str(path))


def _locked(path: Path) -> int:
    """Take the lock file beside `path`; the system gives it back when the process ends, however it ends."""
    if not path.exists():
        raise store_missing(str(path))
    try:
        file = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise store_unusable(str(path), _reason(error)) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise store_taken(str(path)) from error
    return file


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


@contextmanager
def _as_busy() -> Iterator[None]:
    try:
        yield
    except ROW_ERRORS:
        raise
    except sqlite3.Error as error:
        raise Busy(_reason(error)) from error


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
