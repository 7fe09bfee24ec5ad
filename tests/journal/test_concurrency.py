"""Several people at once: the chain never forks and loses nothing."""

import threading

import pytest
from django.db import connection, transaction

from pingyi.journal.actions import record
from pingyi.journal.models import JournalEntry
from pingyi.journal.queries import verify_chain

WRITERS, ENTRIES = 6, 15


def write_entries(name, start, failures):
    """Write `ENTRIES` entries, each in a transaction of its own; every third transaction is undone."""
    try:
        start.wait(timeout=20)
        for place in range(ENTRIES):
            with transaction.atomic():
                record(name, "unit:renamed", f"unit:{place}")
                transaction.set_rollback(place % 3 == 2)
    except Exception as failure:
        failures.append(failure)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain():
    start, failures = threading.Barrier(WRITERS), []
    writers = [threading.Thread(target=write_entries, args=(f"w{n}", start, failures)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    report = verify_chain()
    assert failures == []
    assert (report.ok, report.entries) == (True, WRITERS * ENTRIES * 2 // 3)
    assert set(JournalEntry.objects.values_list("actor", flat=True)) == {f"w{n}" for n in range(WRITERS)}
