"""Health tells the truth: on a disk that is full a service is ill until it has kept something again."""

import time

import pytest

from pingyi.durable import health
from pingyi.durable.committing import Committer
from pingyi.durable.health import Health
from pingyi.durable.stores import Busy, create_store, open_store
from tests.durable.disks import fill, small_disk
from tests.durable.rows import LAYOUT, name, stored, write
from tests.durable.web import soon


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", 2**20) as folder:
        yield folder


@pytest.fixture
def committer(disk):
    """A committer on the small disk."""
    create_store(str(disk / "store"), LAYOUT)
    store = open_store(str(disk / "store"), LAYOUT)
    running = Committer(store, write)
    yield running
    running.close()
    store.close()


def kept_until_full(committer, start):
    """Keep rows until the disk refuses; return how many it kept."""
    for number in range(start, start + 5000):
        try:
            committer.commit((name(number), number))
        except Busy:
            return number - start
    raise AssertionError("the disk is not full")


def test_a_full_disk_is_ill_until_there_is_room(disk, committer):
    committer.commit((name(0), 0))
    assert committer.healthy()
    fill(disk / "filler")
    count = kept_until_full(committer, 1)
    assert not any(committer.healthy() or time.sleep(0.5) for _ in range(5))
    (disk / "filler").unlink()
    assert soon(committer.healthy)
    committer.commit((name(9999), 9999))
    assert set(stored(committer._store)) >= {name(n) for n in (*range(count + 1), 9999)}


def test_a_full_disk_is_seen_though_nobody_writes(disk, committer, monkeypatch):
    monkeypatch.setattr(health, "FRESH", 0.0)
    fill(disk / "filler")
    assert not committer.healthy()
    (disk / "filler").unlink()
    assert soon(committer.healthy)


def test_a_trial_is_made_once_a_second_however_often_it_is_asked(store):
    known = Health(store)
    known.failed()
    assert known.is_good()  # tried, and it went well
    known.failed()
    assert not known.is_good()
    assert soon(known.is_good)


def test_an_answer_from_what_was_kept_before_proves_nothing(disk, committer):
    committer.commit((name(0), 0))
    fill(disk / "filler")
    kept_until_full(committer, 1)
    assert committer.commit((name(0), 7)) == 0  # nothing is written for it
    assert not committer.healthy()


def test_a_trial_leaves_nothing(address, store):
    known = Health(store)
    known.failed()
    assert known.is_good()
    with store.reading() as transaction:
        assert transaction.execute("SELECT count(*) FROM pingyi_room") == [(0,)]
    assert stored(store) == {}


def test_a_store_that_is_gone_is_ill(tmp_path):
    path = tmp_path / "store"
    create_store(str(path), LAYOUT)
    store = open_store(str(path), LAYOUT)
    known = Health(store)
    path.rename(tmp_path / "away")
    assert not known.is_good()
    (tmp_path / "away").rename(path)
    assert known.is_good()
    store.close()
