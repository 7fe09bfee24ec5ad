"""Somebody with the database in hand changes rows behind our back."""

import datetime as dt
import json

import pytest
from django.db import connection

from pingyi.journal.actions import record
from pingyi.journal.models import JournalEntry
from pingyi.journal.queries import verify_chain

pytestmark = pytest.mark.django_db
TABLE = JournalEntry._meta.db_table


@pytest.fixture(autouse=True)
def five_entries(db):
    """Five honest entries."""
    return [record("lan", "unit:renamed", f"unit:{place}", name="新名", place=place) for place in range(5)]


def run(sql, *values):
    """Run one statement as a database administrator would."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(TABLE), values)


def test_untouched_rows_hold(five_entries):
    report = verify_chain()
    assert (report.ok, report.entries, report.root) == (True, 5, five_entries[-1].digest)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("actor", "somebody"),
        ("act", "unit:closed"),
        ("thing", "unit:9"),
        ("details", json.dumps({"name": "旧名", "place": 2})),
        ("previous", "e" * 64),
        ("digest", "e" * 64),
    ],
)
def test_a_changed_column_is_found(column, value):
    run(f"update {{}} set {column} = %s where seq = 3", value)
    report = verify_chain()
    assert (report.ok, report.entries, report.broken_at) == (False, 2, 3)


def test_one_microsecond_is_found(five_entries):
    run("update {} set at = %s where seq = 2", five_entries[1].at + dt.timedelta(microseconds=1))
    assert verify_chain().broken_at == 2


def test_a_renumbered_row_is_found():
    run("update {} set seq = 50 where seq = 3")
    assert verify_chain().broken_at == 3


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_removed_row_is_found(seq):
    run("delete from {} where seq = %s", seq)
    assert verify_chain().broken_at == seq


def test_rows_cut_off_the_end_are_found_by_the_root_noted_before(five_entries):
    run("delete from {} where seq > 3")
    assert verify_chain().ok
    assert not verify_chain(expect=five_entries[-1].digest).ok
    assert verify_chain(expect=five_entries[2].digest).ok


def test_an_inserted_row_is_found(five_entries):
    run("update {} set seq = seq + 100 where seq >= 4")
    third = five_entries[2]
    run(
        "insert into {} (seq, at, actor, act, thing, details, previous, digest) "
        "values (4, %s, 'lan', 'unit:renamed', 'unit:9', '{{}}', %s, %s)",
        third.at, third.digest, "d" * 64,
    )  # fmt: skip
    assert verify_chain().broken_at == 4


def test_two_rows_in_each_other_s_place_are_found():
    run("update {} set seq = 100 where seq = 2")
    run("update {} set seq = 2 where seq = 3")
    run("update {} set seq = 3 where seq = 100")
    assert verify_chain().broken_at == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses to store these itself")
@pytest.mark.parametrize(("column", "value"), [("at", "yesterday"), ("at", 7), ("seq", "x")])
def test_a_row_that_cannot_even_be_read_is_a_break_and_no_crash(column, value):
    run(f"update {{}} set {column} = %s where seq = 1", value)
    assert not verify_chain().ok
