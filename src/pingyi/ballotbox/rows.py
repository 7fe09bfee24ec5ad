"""Inserting the rows of a batch, in the way that costs each kind of store least. Names are constants of the program."""

from collections.abc import Sequence
from typing import Any

from pingyi.durable.stores import Transaction


def insert_rows(transaction: Transaction, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows one by one: SQLite runs in this process. `into` is a table with its columns: `name (a, b)`."""
    if rows:
        transaction.many(f"INSERT INTO {into} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608


def insert_arrays(transaction: Transaction, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as one array for each column: PostgreSQL reads, plans and answers once instead of once per row.

    `%b` is psycopg's word for a value in binary form; as text every envelope would be written out in hex.
    """
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        arrays = ", ".join(["%b"] * len(columns))
        transaction.execute(f"INSERT INTO {into} SELECT * FROM unnest({arrays})", columns)  # noqa: S608
