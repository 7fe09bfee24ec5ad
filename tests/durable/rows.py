"""One small table to write to, and the writer of it."""

import hashlib

from pingyi.durable.stores import Layout

LAYOUT = Layout(
    "test", 3, ("CREATE TABLE IF NOT EXISTS kept (name {blob} PRIMARY KEY, number {integer} NOT NULL){keyed}",)
)
INSERT = "INSERT INTO kept (name, number) VALUES (?, ?) ON CONFLICT DO NOTHING"
FORCE = "INSERT INTO kept (name, number) VALUES (?, ?)"
COUNT = "SELECT count(*) FROM kept"
ALL = "SELECT name, number FROM kept ORDER BY name"
AMONG = "SELECT name, number FROM kept WHERE name {among}"


def name(number):
    """A key of 32 bytes for a number."""
    return hashlib.sha256(b"%d" % number).digest()


def write(transaction, rows):
    """Keep each (name, number); the result is the number kept first under that name."""
    if transaction.many(INSERT, sorted(rows)) == len(rows):
        return [number for _, number in rows]
    kept = {bytes(key): number for key, number in transaction.among(AMONG, [key for key, _ in rows])}
    return [kept[key] for key, _ in rows]


def stored(store):
    """All that is in the table."""
    with store.reading() as transaction:
        return {bytes(key): number for key, number in transaction.execute(ALL)}
