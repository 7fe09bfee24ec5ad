"""Entries as actions add them."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from pingyi.foundation.clock import frozen_at
from pingyi.journal.actions import record
from pingyi.journal.chain import GENESIS
from pingyi.journal.models import JournalEntry
from pingyi.journal.protection import forbid_changes
from pingyi.journal.queries import verify_chain

pytestmark = pytest.mark.django_db
BEIJING = dt.timezone(dt.timedelta(hours=8))


def test_the_second_entry_names_the_first():
    first = record("lan", "unit:renamed", "unit:1", name="新名")
    second = record("lan", "unit:renamed", "unit:1")
    assert first.previous == GENESIS
    assert (second.seq, second.previous) == (first.seq + 1, first.digest)


@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
def test_an_entry_hashes_the_same_after_it_is_read_back(microsecond):
    with frozen_at(dt.datetime(2014, 7, 3, 9, 30, 0, microsecond, tzinfo=BEIJING)):
        entry = record("lan", "unit:renamed", "unit:1", share=0.1, big=1e16, rows=(1, 2.0), names={2: "二", 10: "十"})
    stored = JournalEntry.objects.get(seq=entry.seq)
    assert stored.at == entry.at
    assert stored.details == {"share": 0.1, "big": 10**16, "rows": [1, 2], "names": {"2": "二", "10": "十"}}
    assert verify_chain().root == entry.digest


def test_an_act_that_fails_leaves_no_entry():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("lan", "unit:renamed", "unit:1")
        raise ZeroDivisionError
    assert verify_chain().entries == 0


@pytest.mark.parametrize("words", [("", "a:b:c", "u:1"), ("x" * 81, "a:b:c", "u:1"), ("lan", "a:b:c", "u" * 121)])
def test_words_that_one_database_would_refuse_are_refused_by_both(words):
    with pytest.raises(ValueError, match="takes 1 to"):
        record(*words)


@pytest.mark.parametrize(
    "statement",
    ["update {} set actor = 'other'", "delete from {} where seq = 1", "update {} set seq = 9 where seq = 1"],
)
def test_a_protected_journal_refuses_changes_but_takes_entries(statement):
    record("lan", "unit:renamed", "unit:1")
    forbid_changes()
    forbid_changes()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(JournalEntry._meta.db_table))
    record("lan", "unit:renamed", "unit:1")
    assert verify_chain().entries == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("lan", "unit:renamed", "unit:1")
