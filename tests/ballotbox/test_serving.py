"""A box as its host serves it: many clients, kill -9, outages, nonsense, the public folder, no Django."""

import os
import random
import resource
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from pingyi.ballotbox.layout import LAYOUT
from pingyi.ballotbox.running import Setting
from pingyi.ballotbox.starting import checkpoint_once
from pingyi.durable.stores import open_store
from pingyi.protocol.entries import BallotEntry, parse
from pingyi.tokens.casting import CastReply
from tests.ballotbox.boxes import cast, kill, served
from tests.ballotbox.reader import read_log, sha256
from tests.durable.databases import give_back, take_away
from tests.durable.test_serving import FORBID
from tests.durable.web import ask


@pytest.fixture
def store(world, address):
    """The store of a box that is set up and whose entry 0 is public."""
    world.found(address)
    assert checkpoint_once(Setting(address, world.public, world.keys))
    return address


def rows(store, sql):
    opened = open_store(store, LAYOUT, alone=False)
    try:
        with opened.reading() as transaction:
            return transaction.execute(sql)
    finally:
        opened.close()


def log_when(world, size):
    """The entries of the public log once it shows `size`."""
    for _ in range(200):
        with suppress(FileNotFoundError):
            if int((world.public / "log" / "checkpoint").read_bytes().split(b"\n")[1]) >= size:
                break
        time.sleep(0.05)
    time.sleep(0.3)  # a checkpoint under way is finished
    return read_log(world.public / "log", world.manifest.log.encode())


def test_64_clients_with_one_token_are_accepted_once(world, store):
    request = world.cast("one")
    with served(world, store) as (port, _), ThreadPoolExecutor(64) as pool:
        replies = set(pool.map(lambda _: cast(port, request), range(64)))
        assert len(replies) == 1 and world.is_receipt(replies.pop())
        assert len(log_when(world, 2)) == 2


def test_several_processes_serve_one_database(world, store):
    if not store.startswith("postgresql"):
        pytest.skip("a SQLite file has one process")
    requests = [world.cast(f"many {n}", n % 2) for n in range(150)]
    with served(world, store, "--workers", "3") as (port, _), ThreadPoolExecutor(32) as pool:
        replies = [CastReply.parse(reply) for reply in pool.map(lambda one: cast(port, one), requests * 2)]
        entries = log_when(world, 151)
    assert replies[:150] == replies[150:]
    assert sorted(reply.index for reply in replies[:150]) == list(range(1, 151))
    assert [sha256(b"\x00" + entries[reply.index]) for reply in replies] == [reply.entry_hash for reply in replies]


def test_kill_9_loses_no_acknowledged_ballot(world, store):
    survive(world, store, 10)


@pytest.mark.soak
def test_kill_9_loses_no_acknowledged_ballot_for_long(world, store):
    survive(world, store, 200)
    print(f"soak: kill -9 of a ballot box, {store.partition(':')[0][-10:]}: 200")


def survive(world, store, times):
    """Kill the box at random moments while clients cast; afterwards everything must agree."""
    chance, acknowledged, names = random.Random(7), {}, iter(range(10**9))
    for _ in range(times):
        with served(world, store) as (port, process):
            asking = [threading.Thread(target=cast_on, args=(world, port, names, acknowledged)) for _ in range(4)]
            for thread in asking:
                thread.start()
            time.sleep(chance.uniform(0, 0.5))
            kill(process)
            for thread in asking:
                thread.join()
    with served(world, store) as (port, _):
        for name in random.Random(8).sample(sorted(acknowledged), min(len(acknowledged), 50)):
            assert cast(port, world.cast(name)) == acknowledged[name]
        entries = log_when(world, rows(store, "SELECT count(*) FROM box_entries")[0][0])
    check_agreement(world, store, entries, acknowledged)


def cast_on(world, port, names, acknowledged):
    """Cast ballot after ballot until nobody answers."""
    with suppress(Exception):
        while True:
            name = f"ballot {next(names)}"
            reply = cast(port, world.cast(name))
            if isinstance(reply, bytes):
                acknowledged[name] = reply


def check_agreement(world, store, entries, acknowledged):
    """Log and store agree; each acknowledged ballot stands once, where its receipt says."""
    assert acknowledged
    stored = rows(store, "SELECT place, envelope FROM box_entries WHERE length(envelope) > 0 ORDER BY place")
    ballots = {index: parse(entry) for index, entry in enumerate(entries) if entry[0] == 4}
    assert [place for place, _ in stored] == list(ballots)
    assert all(ballots[place].envelope_hash == sha256(envelope) for place, envelope in stored)
    hashes = [ballot.envelope_hash for ballot in ballots.values() if isinstance(ballot, BallotEntry)]
    assert len(set(hashes)) == len(hashes) == rows(store, "SELECT count(*) FROM box_ballots")[0][0]
    for reply in acknowledged.values():
        receipt = CastReply.parse(reply)
        assert world.is_receipt(reply) and sha256(b"\x00" + entries[receipt.index]) == receipt.entry_hash


def workers_of(process):
    """The processes of the server's group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == process.pid:
                found.append(int(folder.name))
    return found


def test_a_full_disk_is_answered_busy_and_loses_nothing(world):
    store = world.found()
    checkpoint_once(Setting(store, world.public, world.keys))
    with served(world, store) as (port, process):
        kept = cast(port, world.cast("before"))
        largest = Path(store + "-wal").stat().st_size
        for pid in workers_of(process):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
        answers = [cast(port, world.cast(f"full {n}")) for n in range(20)]
        assert answers[-1] == 503
        for pid in workers_of(process):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        again = [cast(port, world.cast(f"full {n}")) for n in range(20)]
        assert all(map(world.is_receipt, again)) and cast(port, world.cast("before")) == kept
        assert [one for one in answers if one != 503] == [
            new for old, new in zip(answers, again, strict=True) if old != 503
        ]
        assert len(log_when(world, 22)) == 22


def test_a_database_that_is_gone_is_answered_busy_and_comes_back(world, store, tmp_path):
    with served(world, store) as (port, _):
        kept = cast(port, world.cast("before"))
        if store.startswith("postgresql"):
            take_away(store)
        else:
            Path(store).rename(tmp_path / "away")
        assert cast(port, world.cast("meanwhile")) == 503
        if store.startswith("postgresql"):
            give_back(store)
        else:
            (tmp_path / "away").rename(store)
        assert world.is_receipt(cast(port, world.cast("meanwhile"))) and cast(port, world.cast("before")) == kept
        assert len(log_when(world, 3)) == 3


def test_nonsense_is_answered_and_nothing_of_it_kept(world):
    pelt(world, 2000)


@pytest.mark.soak
def test_nonsense_for_long(world):
    pelt(world, 100_000)
    print("soak: requests of nonsense to a ballot box: 100000")


def pelt(world, times):
    """Send nonsense, half of it nearly right; no 5xx, no growth of memory, nothing stored."""
    store = world.found()
    checkpoint_once(Setting(store, world.public, world.keys))
    good = world.cast("good").encode()
    with served(world, store) as (port, process), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: nonsense(port, good, n), range(300)))
        before = memory(process)
        assert set(pool.map(lambda n: nonsense(port, good, n), range(300, times))) <= {400, 404, 405}
        assert memory(process) < before + 30_000_000
        assert rows(store, "SELECT count(*) FROM box_entries") == [(1,)]
        assert world.is_receipt(cast(port, world.cast("good")))


def nonsense(port, good, number):
    chance = random.Random(number)
    body, path = bytearray(good), "/v1/cast"
    match number % 6:
        case 0 | 1 | 2:
            for _ in range(chance.randint(1, 8)):
                body[chance.randrange(len(body))] ^= chance.randint(1, 255)
        case 3:
            body = bytearray(chance.randbytes(chance.randrange(0, 5000)))
            path = chance.choice(["/v1/cast", "/v1/append", "/v1/envelopes"])
        case 4:
            body = bytearray(bytes([chance.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])]) + chance.randbytes(400))
            path = "/v1/append"
        case 5:
            path = "/" + "".join(chance.choices("abc/.%2e0v1log\\?", k=chance.randrange(30)))
            return ask(port, chance.choice(["GET", "PUT", "DELETE", "POST"]), path)[0]
    return ask(port, "POST", path, bytes(body))[0]


def memory(process):
    """Bytes that all processes of the server hold."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in workers_of(process)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def test_the_public_folder_is_served_with_the_right_headers(world):
    store = world.found()
    checkpoint_once(Setting(store, world.public, world.keys))
    (world.public / "secret.txt").write_text("not of the package")
    with served(world, store) as (port, _):
        for path, cached in (("/log/checkpoint", False), ("/log/tile/0/000.p/1", True), ("/manifest.json", False)):
            status, headers, body = ask(port, "GET", path)
            assert status == 200 and body == (world.public / path[1:]).read_bytes()
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert ("immutable" in headers["Cache-Control"]) is cached
            assert cached or headers["Cache-Control"] == "no-store"
        for path in (
            "/secret.txt",
            "/log/../manifest.json",
            "/log/",
            "/cells/9.json",
            "/log/tile/0/x/000",
            "/package.json",
        ):
            assert ask(port, "GET", path)[0] == 404
        assert ask(port, "OPTIONS", "/v1/cast")[0] == 204


def test_a_clean_stop_answers_what_is_under_way(world, store):
    requests = [world.cast(f"late {n}") for n in range(40)]
    with served(world, store) as (port, process), ThreadPoolExecutor(40) as pool:
        pending = [pool.submit(cast, port, request) for request in requests]
        time.sleep(0.05)
        process.terminate()
        assert process.wait(20) == 0
        answered = sum(one.exception() is None and isinstance(one.result(), bytes) for one in pending)
    assert rows(store, "SELECT count(*) FROM box_ballots")[0][0] >= answered


def test_it_knows_no_django():
    names = ["running", "starting", "founding", "listing", "static"]
    code = (
        FORBID
        + "import granian, pingyi.cli.ballots.ballotbox, "
        + ", ".join(f"pingyi.ballotbox.{name}" for name in names)
    )
    subprocess.run([sys.executable, "-c", code], check=True)
