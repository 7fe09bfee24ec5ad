"""Both kinds of store behave alike: made on purpose, whole or not at all, `Busy` when the machine fails."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pingyi.durable.stores import Busy, Layout, create_store, open_store, shown
from pingyi.wording import Refused
from tests.durable.databases import fresh, give_back, take_away
from tests.durable.rows import ALL, AMONG, COUNT, FORCE, INSERT, LAYOUT, name, stored


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_store_is_never_begun_by_opening(kind, tmp_path):
    address = fresh(kind, tmp_path)
    with pytest.raises(Refused) as refused:
        open_store(address, LAYOUT)
    assert [issue.code for issue in refused.value.issues] == ["store_missing"]
    assert not list(tmp_path.iterdir())


def test_a_store_of_another_program_or_version_is_refused(address):
    for layout, code in ((Layout("box", 3, ()), "store_missing"), (Layout("test", 2, ()), "store_other_version")):
        with pytest.raises(Refused) as refused:
            open_store(address, layout)
        assert refused.value.issues[0].code == code


def test_making_it_again_keeps_what_is_there(address, store):
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(1), 1))
    create_store(address, LAYOUT)
    assert stored(store) == {name(1): 1}


def test_an_error_undoes_the_whole_transaction(store):
    with pytest.raises(RuntimeError), store.writing() as transaction:
        transaction.many(INSERT, [(name(n), n) for n in range(5)])
        raise RuntimeError
    assert stored(store) == {}
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(1), 1))
    assert stored(store) == {name(1): 1}


def test_many_counts_new_rows_only(store):
    with store.writing() as transaction:
        assert transaction.many(INSERT, [(name(1), 1), (name(2), 2)]) == 2
        assert transaction.many(INSERT, [(name(2), 9), (name(3), 3), (name(3), 4)]) == 1
    assert stored(store) == {name(1): 1, name(2): 2, name(3): 3}


def test_among_and_stream_find_what_is_there(store):
    with store.writing() as transaction:
        transaction.many(INSERT, [(name(n), n) for n in range(1000)])
        found = transaction.among(AMONG, [name(7), name(5000), name(8)])
    assert sorted(number for _, number in found) == [7, 8]
    with store.reading() as transaction:
        keys = [bytes(key) for key, _ in transaction.stream(ALL)]
    assert keys == sorted(name(n) for n in range(1000))


def test_one_reading_sees_one_moment(store):
    with store.reading() as reader:
        before = reader.execute(COUNT)
        with store.writing() as writer:
            writer.execute(INSERT, (name(1), 1))
        assert reader.execute(COUNT) == before == [(0,)]
    assert len(stored(store)) == 1


def test_readers_cannot_write(store):
    with pytest.raises(Exception) as refused, store.reading() as transaction:
        transaction.execute(INSERT, (name(1), 1))
    assert "read" in str(refused.value).lower()
    assert stored(store) == {}


def test_a_row_at_fault_is_no_outage(store):
    with store.writing() as transaction:
        transaction.execute(FORCE, (name(1), 1))
    with pytest.raises(Exception) as refused, store.writing() as transaction:
        transaction.execute(FORCE, (name(1), 1))
    assert not isinstance(refused.value, Busy)


def test_threads_take_turns(store):
    def write(start):
        for n in range(start, start + 20):
            with store.writing() as transaction:
                transaction.execute(INSERT, (name(n), n))

    threads = [threading.Thread(target=write, args=(start,)) for start in range(0, 160, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored(store)) == 160


def test_the_file_is_its_users_alone_and_durable(tmp_path):
    address = fresh("sqlite", tmp_path)
    create_store(address, LAYOUT)
    store = open_store(address, LAYOUT)
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(1), 1))
        assert transaction.execute("PRAGMA synchronous") == [(2,)]
        assert transaction.execute("PRAGMA journal_mode") == [("wal",)]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 4 and set(modes.values()) == {0o600}  # file, -wal, -shm, .lock
    store.close()


def test_rows_lie_in_the_order_of_their_keys_without_numbers(tmp_path):
    address = fresh("sqlite", tmp_path)
    create_store(address, LAYOUT)
    with sqlite3.connect(address) as connection, pytest.raises(sqlite3.OperationalError, match="no such column"):
        connection.execute("SELECT rowid FROM kept")
    connection.close()


SECOND = "import sys; from pingyi.durable.stores import open_store; from tests.durable.rows import LAYOUT\n"


def test_one_process_serves_one_file(tmp_path):
    address = fresh("sqlite", tmp_path)
    create_store(address, LAYOUT)
    store = open_store(address, LAYOUT)
    code = SECOND + f"open_store({address!r}, LAYOUT)"
    environment = {**os.environ, "PYTHONPATH": "."}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert "One process serves one SQLite file" in told.stderr
    open_store(address, LAYOUT, alone=False).close()  # reading beside it is allowed
    store.close()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def test_several_processes_serve_one_database(tmp_path):
    address = fresh("postgresql", tmp_path)
    create_store(address, LAYOUT)
    stores = [open_store(address, LAYOUT) for _ in range(3)]
    for n, store in enumerate(stores):
        with store.writing() as transaction:
            assert transaction.execute("SHOW synchronous_commit") == [("on",)]
            transaction.execute(INSERT, (name(n), n))
    assert len(stored(stores[0])) == 3
    for store in stores:
        store.close()


def test_a_file_that_is_gone_takes_nothing_until_it_is_back(tmp_path):
    address = fresh("sqlite", tmp_path)
    create_store(address, LAYOUT)
    store = open_store(address, LAYOUT)
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(1), 1))
    away = Path(address).rename(tmp_path / "away")
    with pytest.raises(Busy), store.writing() as transaction:
        transaction.execute(INSERT, (name(2), 2))
    with pytest.raises(Refused) as refused:  # its last rows still lie in the log beside it
        create_store(address, LAYOUT)
    assert refused.value.issues[0].code == "store_remains"
    away.rename(address)
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(4), 4))
    assert stored(store) == {name(1): 1, name(4): 4}
    store.close()


def test_a_file_that_was_replaced_takes_nothing(tmp_path):
    address, other = fresh("sqlite", tmp_path), fresh("sqlite", tmp_path)
    create_store(address, LAYOUT)
    create_store(other, LAYOUT)
    store = open_store(address, LAYOUT)
    Path(other).replace(address)  # empty: who was served before would be served again
    with pytest.raises(Busy), store.writing() as transaction:
        transaction.execute(INSERT, (name(3), 3))
    store.close()


def test_a_database_that_was_gone_comes_back(tmp_path):
    address = fresh("postgresql", tmp_path)
    create_store(address, LAYOUT)
    store = open_store(address, LAYOUT)
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(1), 1))
    take_away(address)
    for _ in range(2):
        with pytest.raises(Busy), store.writing() as transaction:
            transaction.execute(INSERT, (name(2), 2))
    give_back(address)
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(3), 3))
    assert stored(store) == {name(1): 1, name(3): 3}
    store.close()


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from pingyi.durable.stores import Busy, create_store, open_store
from tests.durable.rows import INSERT, LAYOUT, name, stored
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
create_store(sys.argv[1], LAYOUT)
store = open_store(sys.argv[1], LAYOUT)
kept, refused = set(), 0
def put(n):
    with store.writing() as transaction:
        transaction.execute(INSERT, (name(n), n))
    kept.add(n)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
for n in range(3000):
    try:
        put(n)
    except Busy:
        refused += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
put(5000)
assert refused > 50 and len(kept) > 50, (refused, len(kept))
assert {name(n) for n in kept} == set(stored(store)), "acknowledged and stored differ"
"""


def test_a_full_disk_refuses_and_recovers(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, fresh("sqlite", tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert done.returncode == 0, done.stderr


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "store.sqlite3"
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(Refused) as refused:
        open_store(str(path), LAYOUT)
    assert refused.value.issues[0].code == "store_unusable"


def test_messages_hold_no_password():
    told = shown("postgresql://pingyi:secret@db.example:5432/signer?password=secret2")
    assert told == "db.example:5432/signer"
    with pytest.raises(Refused) as refused:
        open_store("postgresql://pingyi:secret@127.0.0.1:1/signer", LAYOUT)
    assert "secret" not in refused.value.say("en") + refused.value.say("zh")
