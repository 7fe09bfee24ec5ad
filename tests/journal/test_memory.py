"""What was read is kept until somebody acts, and not a moment longer."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pingyi.journal import memory
from pingyi.journal.actions import record
from pingyi.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


def act():
    with transaction.atomic():
        record("system", "test:thing:done", "thing:1")


@pytest.fixture
def asked():
    """How often the tables were really read, and the remembered read."""
    times = []

    @memory.until_the_next_act
    def read(what):
        times.append(what)
        return len(times)

    return times, read


def test_reads_once_until_an_act(asked):
    times, read = asked
    act()
    assert (read("a"), read("a"), read("b"), read("a")) == (1, 1, 2, 1)
    act()
    assert read("a") == 3
    assert times == ["a", "b", "a"]


def test_sees_the_act_of_another_process(asked):
    _, read = asked
    act()
    assert read("a") == 1
    last = JournalEntry.objects.get()
    JournalEntry.objects.create(  # as another process leaves it: this one's memory was not told
        seq=2, at=last.at, actor="x", act="x:y:z", thing="a:1", previous=last.digest, digest="d" * 64
    )
    assert read("a") == 2


def test_keeps_nothing_where_nobody_ever_acted(asked):
    _, read = asked
    assert (read("a"), read("a")) == (1, 2)


def test_asks_for_the_newest_entry_once_per_request(asked):
    _, read = asked
    act()
    memory.open_request()
    try:
        with CaptureQueriesContext(connection) as captured:
            for what in "abcab":
                read(what)
    finally:
        memory.close_request()
    assert len(captured) == 1


def test_an_act_inside_a_request_is_seen_at_once(asked):
    _, read = asked
    act()
    memory.open_request()
    try:
        before = read("a")
        act()
        assert read("a") == before + 1
    finally:
        memory.close_request()


def test_an_act_undone_leaves_nothing_behind(asked):
    _, read = asked
    act()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act()
        read("a")
        _ = 1 / 0
    assert read("a") == 2


def test_starts_afresh_when_too_much_is_kept(asked):
    _, read = asked
    act()
    for number in range(memory.MOST_KEPT + 10):
        read(number)
    assert read(0) > memory.MOST_KEPT
