"""How the acts of the directory are told to the journal, and take turns."""

from typing import Any

from django.db import connection

from pingyi.accounts.models import Staff
from pingyi.journal.actions import SYSTEM, record

DIRECTORY_LOCK = 7_302  # any number, the same everywhere: PostgreSQL advisory lock of the directory


def note(by: Staff | None, act: str, thing: str, **details: Any) -> None:
    """Record `act` ("units:imported") on `thing` ("unit:CODE"), by a person or by the system."""
    record(by.username if by else SYSTEM, f"directory:{act}", thing, **details)


def hold_the_directory() -> None:
    """Let one writer at a time look at the directory and then change it; held until the transaction ends.

    SQLite already does so (transactions begin IMMEDIATE). Call it before the first read of the act.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [DIRECTORY_LOCK])
