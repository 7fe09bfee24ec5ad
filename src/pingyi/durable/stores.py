"""Stores: one SQLite file or one PostgreSQL database behind the same few calls.

Statements are written once, with `?` for values and these marks, which each kind fills in: `{blob}` and `{integer}`
(column types), `{keyed}` (after the closing bracket of a table: kept in the order of its key, without row numbers that
would tell the order of arrival), `{among}` (see `Transaction.among`). A store is made by `create_store`, once, on
purpose: a service whose store got lost must not begin again with an empty one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

POSTGRESQL = ("postgresql://", "postgres://")
NAMES = "CREATE TABLE IF NOT EXISTS pingyi_store (name TEXT PRIMARY KEY, version {integer} NOT NULL)"
ROOM = "CREATE TABLE IF NOT EXISTS pingyi_room (content {blob} NOT NULL)"
KEEP_ROOM = "INSERT INTO pingyi_room (content) VALUES (?)"
LEAVE_ROOM = "DELETE FROM pingyi_room"
ENTER = "INSERT INTO pingyi_store (name, version) VALUES (?, ?) ON CONFLICT DO NOTHING"
ASK = "SELECT version FROM pingyi_store WHERE name = ?"

Record = tuple[Any, ...]


class Busy(Exception):  # noqa: N818 - it is an answer, not a defect of the program
    """The store cannot be used now. What was asked may be asked again; it was not acknowledged."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a store holds: the name and version of its tables, and the statements that make them."""

    name: str
    version: int
    statements: tuple[str, ...]


class Transaction(Protocol):
    """What can be done inside one transaction."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Record]:
        """Run one statement and return its rows, if it has any."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement once per row, the quick way to insert; return how many rows of the table it touched.

        With `ON CONFLICT DO NOTHING` a count as large as `rows` says that all are new, and nothing need be read back.
        Give rows in the order of their key: two processes that insert the same keys in two orders block each other.
        """

    def among(self, sql: str, keys: Sequence[bytes]) -> list[Record]:
        """Return the rows of `SELECT … WHERE column {among}` whose column is one of `keys`, in no order."""

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Record]:
        """Yield the rows of one statement without holding all of them in memory."""


class Store(Protocol):
    """An open store. Errors of the machine (disk full, database gone, locked) come out as `Busy`."""

    kind: str
    """"sqlite" or "postgresql"."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """One transaction over the store's one writing connection: durable when the block ends, undone by an error.

        For one thread at a time; others wait. After an outage the connection is made anew by itself.
        """

    def reading(self) -> AbstractContextManager[Transaction]:
        """One reading transaction on a connection of its own: all of it sees the same moment."""

    def close(self) -> None:
        """Give up connections and the lock. A second call changes nothing."""


def create_store(address: str, layout: Layout) -> None:
    """Make the store at `address` (path of a file, or a PostgreSQL URL) unless it is there; its user alone may read it.

    Raises `Refused` where it cannot be made, or holds something else.
    """
    if is_postgresql(address):
        from pingyi.durable.postgresql import create
    else:
        from pingyi.durable.sqlite import create
    create(address, layout)


def open_store(address: str, layout: Layout, *, alone: bool = True) -> Store:
    """Open the store at `address`. `alone` takes the lock of a SQLite file: one process serves it, a second is refused.

    Pass `alone=False` for a command that only reads beside a running service. Raises `Refused` where there is no store
    or it holds something else than `layout`.
    """
    if is_postgresql(address):
        from pingyi.durable.postgresql import PostgresqlStore

        return PostgresqlStore(address, layout)
    from pingyi.durable.sqlite import SqliteStore

    return SqliteStore(Path(address), layout, alone=alone)


def is_postgresql(address: str) -> bool:
    """Tell a PostgreSQL URL from the path of a SQLite file."""
    return address.startswith(POSTGRESQL)


def shown(address: str) -> str:
    """Return `address` as it may stand in a message: of a URL only what cannot hold a password."""
    return address.rpartition("@")[2].partition("?")[0] if is_postgresql(address) else address
