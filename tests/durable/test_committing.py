"""Group commit: everybody gets the own answer, after it is durable; nobody pays for another's fault."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pingyi.durable.committing import Committer
from pingyi.durable.stores import Busy, open_store
from tests.durable.databases import give_back, take_away
from tests.durable.rows import FORCE, INSERT, LAYOUT, name, stored, write
from tests.durable.web import soon


@pytest.fixture
def committer(store):
    """The committer of the small table."""
    running = Committer(store, write)
    yield running
    running.close()


def in_threads(work, items, threads=64):
    """Run `work(item)` for all items from many threads; return results or exceptions in order."""

    def caught(item):
        try:
            return work(item)
        except Exception as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(caught, items))


def test_each_thread_gets_its_own_answer(committer, store):
    assert in_threads(committer.commit, [(name(n), n) for n in range(2000)]) == list(range(2000))
    assert stored(store) == {name(n): n for n in range(2000)}


def test_of_many_at_once_for_one_key_one_wins(committer, store):
    answers = in_threads(committer.commit, [(name(0), n) for n in range(64)])
    assert len(set(answers)) == 1 and stored(store) == {name(0): answers[0]}


def test_what_waits_is_written_together(store):
    sizes, gate = [], threading.Event()

    def slowly(transaction, rows):
        gate.wait()
        sizes.append(len(rows))
        return write(transaction, rows)

    committer = Committer(store, slowly, largest=20)
    with ThreadPoolExecutor(64) as pool:
        waiting = [pool.submit(committer.commit, (name(n), n)) for n in range(64)]
        assert soon(lambda: committer._queue.qsize() >= 44)  # but for the first batch all wait now
        gate.set()
        assert [one.result() for one in waiting] == list(range(64))
    committer.close()
    assert sum(sizes) == 64 and len(sizes) <= 5 and max(sizes) == 20


@pytest.mark.parametrize("wrong", [{0}, {63}, {5, 6, 40}, set(range(64))])
def test_a_bad_row_fails_alone(store, wrong):
    gate = threading.Event()

    def strictly(transaction, rows):
        gate.wait()
        for row in rows:
            transaction.execute(FORCE, row)
        return [number for _, number in rows]

    with store.writing() as transaction:
        transaction.many(INSERT, [(name(n), -1) for n in wrong])
    committer = Committer(store, strictly)
    threading.Timer(0.2, gate.set).start()
    answers = in_threads(committer.commit, [(name(n), n) for n in range(64)])
    committer.close()
    assert {n for n, answer in enumerate(answers) if isinstance(answer, Exception)} == wrong
    assert stored(store) == {name(n): -1 if n in wrong else n for n in range(64)}


def test_a_bad_row_gets_its_own_error(store):
    def picky(transaction, rows):
        if any(number == 3 for _, number in rows):
            raise ValueError("three")
        return write(transaction, rows)

    committer = Committer(store, picky)
    answers = in_threads(committer.commit, [(name(n), n) for n in range(10)])
    committer.close()
    assert [answer for answer in answers if isinstance(answer, Exception)] == [answers[3]]
    assert isinstance(answers[3], ValueError)


def test_a_writer_with_a_memory_is_told_what_became_of_it(store):
    told = []

    def counting(transaction, rows):
        if rows == [(name(1), 1)]:
            raise ValueError
        return write(transaction, rows)

    committer = Committer(store, counting, settled=told.append)
    committer.commit((name(0), 0))
    with pytest.raises(ValueError):
        committer.commit((name(1), 1))
    committer.commit((name(2), 2))
    committer.close()
    assert told == [True, False, True]


def test_who_cannot_take_over_what_was_written_answers_busy(store):
    def forgetful(kept):
        raise Busy("cannot read it anew")

    committer = Committer(store, write, settled=forgetful)
    with pytest.raises(Busy):
        committer.commit((name(0), 0))
    committer.close()
    assert stored(store) == {name(0): 0}


def test_a_clean_stop_writes_what_waits_and_then_takes_nothing(store):
    gate = threading.Event()

    def slowly(transaction, rows):
        gate.wait()
        return write(transaction, rows)

    committer = Committer(store, slowly)
    with ThreadPoolExecutor(32) as pool:
        waiting = [pool.submit(committer.commit, (name(n), n)) for n in range(32)]
        time.sleep(0.2)
        threading.Timer(0.1, gate.set).start()
        committer.close()
        assert [one.result() for one in waiting] == list(range(32))
    with pytest.raises(Busy):
        committer.commit((name(99), 99))
    assert not committer.healthy()
    assert len(stored(store)) == 32


def test_nobody_waits_for_ever(store):
    gate = threading.Event()
    committer = Committer(store, lambda transaction, rows: gate.wait() and rows, patience=0.1)
    with pytest.raises(Busy):
        committer.commit((name(0), 0))
    gate.set()
    committer.close()


def test_an_outage_answers_busy_and_ends_by_itself(address, store, committer, tmp_path):
    committer.commit((name(0), 0))
    away = tmp_path / "away"
    if store.kind == "sqlite":
        Path(address).rename(away)
    else:
        take_away(address)
    answers = in_threads(committer.commit, [(name(n), n) for n in range(1, 65)])
    assert all(isinstance(answer, Busy) for answer in answers) and not committer.healthy()
    if store.kind == "sqlite":
        away.rename(address)
    else:
        give_back(address)
    assert soon(committer.healthy)
    assert in_threads(committer.commit, [(name(n), n) for n in range(1, 65)]) == list(range(1, 65))
    assert stored(store) == {name(n): n for n in range(65)}


WRITER = """
import sys, threading
from pingyi.durable.committing import Committer
from pingyi.durable.stores import open_store
from tests.durable.rows import LAYOUT, name, write
committer = Committer(open_store(sys.argv[1], LAYOUT), write)
lock = threading.Lock()
def work(start):
    for n in range(start, 10**9, 16):
        committer.commit((name(n), n))
        with lock:
            sys.stdout.write(f"{n}\\n"); sys.stdout.flush()
for start in range(16):
    threading.Thread(target=work, args=(int(sys.argv[2]) + start,)).start()
"""


def killed(address, first, after):
    """Start a writer, kill it without warning, return the numbers it had acknowledged."""
    command = [sys.executable, "-c", WRITER, address, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}) as writer:
        writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        lines = writer.stdout.read().splitlines()
    return {int(line) for line in lines if line}


def test_what_was_acknowledged_survives_kill_9(address):
    chance = random.Random(7)
    acknowledged = set()
    for turn in range(3):
        acknowledged |= killed(address, turn * 1_000_000, chance.uniform(0.02, 0.3))
    store = open_store(address, LAYOUT)
    kept = stored(store)
    store.close()
    assert len(acknowledged) > 50
    assert {name(n) for n in acknowledged} <= set(kept)
    assert all(name(number) == key for key, number in kept.items())
