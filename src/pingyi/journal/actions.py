"""The one write: add an entry to the chain."""

from typing import Any

from django.db import connection, transaction

from pingyi.foundation import clock
from pingyi.journal import memory
from pingyi.journal.chain import GENESIS, digest_of, plain
from pingyi.journal.models import JournalEntry, content

SYSTEM = "system"
CHAIN_LOCK = 7_301  # any number, the same everywhere: PostgreSQL advisory lock of the chain


def record(actor: str, act: str, thing: str, **details: Any) -> JournalEntry:
    """Add one entry inside the caller's transaction, so that the act and its entry stand or fall together.

    `actor` is a username or "system", `act` reads "package:thing:done", `thing` is "kind:code". `details` must be
    JSON and must not name a resident. Call it last in the act: the chain is held until the transaction ends.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the act it records")
    _hold_the_chain()
    last = JournalEntry.objects.order_by("-seq").first()
    entry = JournalEntry(
        seq=last.seq + 1 if last else 1,
        at=clock.now(),
        actor=actor,
        act=act,
        thing=thing,
        details=plain(details),
        previous=last.digest if last else GENESIS,
    )
    _check_lengths(entry)
    entry.digest = digest_of(content(entry))
    entry.save(force_insert=True)
    memory.forget()
    return entry


def _hold_the_chain() -> None:
    """Let one writer at a time extend the chain; SQLite already does (transactions begin IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _check_lengths(entry: JournalEntry) -> None:
    """Refuse what only PostgreSQL would refuse, so that both databases hold the same entries."""
    for name, most in {"actor": 80, "act": 80, "thing": 120}.items():
        if not 0 < len(getattr(entry, name)) <= most:
            raise ValueError(f"{name} of a journal entry takes 1 to {most} characters")
