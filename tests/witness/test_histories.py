"""Attacks: two histories, a restored backup, a race, a killed or broken witness. One history is cosigned, or none."""

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.durable.stores import is_postgresql, open_store
from pingyi.ledger import notes, witnessing
from pingyi.witness.keys import WitnessKey
from pingyi.witness.memory import LAYOUT, Memory
from pingyi.witness.service import application
from tests.witness.conftest import emptied
from tests.witness.logs import LOG_KEY, NAME, ORIGIN, WITNESS_SEED, Log, is_cosigned, post

HONEST, LYING = Log(), Log(story=b" changed", shared=5)


def test_another_history_of_the_same_size_is_refused_and_kept_as_proof(witness, memory):
    post(witness, HONEST.request(0, 8))
    for old in (8, 0, 3):
        assert post(witness, LYING.request(old, 8)) == (409, "text/x.tlog.size", b"8\n")
    assert memory.disputes(ORIGIN) == [(HONEST.signed(8), LYING.signed(8))]
    checkpoints = [notes.kept(content, LOG_KEY, [], 0).checkpoint for content in memory.disputes(ORIGIN)[0]]
    assert checkpoints[0].size == checkpoints[1].size and checkpoints[0].root != checkpoints[1].root
    assert is_cosigned(post(witness, HONEST.request(8, 9)), HONEST.text(9))


def test_a_log_that_lies_without_end_fills_no_disk(witness, memory):
    post(witness, HONEST.request(0, 8))
    for number in range(130):
        post(witness, Log(size=8, story=b"%d" % number).request(8, 8))
    assert len(memory.disputes(ORIGIN)) == 100


def test_another_history_that_grew_is_refused(witness, memory):
    post(witness, HONEST.request(0, 8))
    assert post(witness, LYING.request(8, 20))[0] == 422
    borrowed = witnessing.add_checkpoint_request(8, HONEST.proof(8, 20), LYING.signed(20))
    assert post(witness, borrowed)[0] == 422
    assert memory.last(ORIGIN).root == HONEST.tree.root(8)


def test_a_log_restored_from_an_old_backup_must_find_its_entries_again(witness):
    post(witness, HONEST.request(0, 8))
    restored = Log(story=b" after the restore", shared=5)
    assert post(witness, restored.request(5, 5)) == (409, "text/x.tlog.size", b"8\n")
    for size in range(6, 21):
        assert post(witness, restored.request(5, size))[0] == 409
        assert post(witness, restored.request(8, size))[0] in (400, 409, 422)
    assert is_cosigned(post(witness, HONEST.request(8, 10)), HONEST.text(10))


def test_of_many_histories_at_once_one_is_cosigned(witness):
    logs = [Log(size=9, story=b"%d" % number) for number in range(24)]
    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda log: post(witness, log.request(0, 9)), logs))
    assert sorted(answer[0] for answer in answers) == [200] + [409] * 23


def test_a_small_step_and_a_large_one_at_once_never_go_back(witness, memory):
    post(witness, HONEST.request(0, 3))
    with ThreadPoolExecutor(16) as pool:
        sizes = [4 + number % 16 for number in range(64)]
        answers = list(pool.map(lambda size: post(witness, HONEST.request(3, size)), sizes))
    cosigned = {size for size, answer in zip(sizes, answers, strict=True) if answer[0] == 200}
    assert cosigned == {memory.last(ORIGIN).size}


STEPS = st.lists(st.tuples(st.sampled_from([HONEST, LYING]), st.integers(0, 20), st.integers(0, 20)), max_size=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_asked_all_that_is_cosigned_is_one_history(witness, memory, address, steps):
    with memory._store.writing() as transaction:
        transaction.execute("DELETE FROM cosigned")
    cosigned, last = [], 0
    for log, old, size in steps:
        answer = post(witness, log.request(min(old, last), size) if old > 10 else log.request(last, size))
        if answer[0] == 200:
            cosigned.append((size, log.tree.root(size)))
            last = size
    sizes = [size for size, _ in cosigned]
    assert sizes == sorted(sizes)
    assert any(all(log.tree.root(size) == root for size, root in cosigned) for log in (HONEST, LYING))


KILLED = """
import os, signal, sys
from pingyi.durable.stores import open_store
from pingyi.witness import keys, memory, service
from tests.witness.logs import LOG_KEY, NAME, ORIGIN, WITNESS_SEED, Log, post

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

keys.WitnessKey.cosign = killed
opened = memory.Memory(open_store(sys.argv[1], memory.LAYOUT))
witness = service.application(keys.WitnessKey(NAME, WITNESS_SEED), {ORIGIN: (LOG_KEY,)}, opened)
post(witness, Log().request(0, 8))
"""


def test_killed_between_the_record_and_the_answer_it_remembers(address):
    command = [sys.executable, "-c", textwrap.dedent(KILLED), address]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == -signal.SIGKILL
    memory = Memory(open_store(address, LAYOUT))
    witness = application(WitnessKey(NAME, WITNESS_SEED), {ORIGIN: (LOG_KEY,)}, memory)
    assert post(witness, LYING.request(0, 8))[0] == 409
    assert post(witness, HONEST.request(0, 8)) == (409, "text/x.tlog.size", b"8\n")
    assert is_cosigned(post(witness, HONEST.request(8, 8)), HONEST.text(8))
    memory.close()


@pytest.mark.skipif(is_postgresql(os.environ.get("PINGYI_DATABASE", "")), reason="takes away the file of SQLite")
def test_without_its_store_it_cosigns_nothing(witness, address):
    post(witness, HONEST.request(0, 3))
    for file in list(Path(address).parent.glob("witness.sqlite3*")):
        file.rename(file.with_name(f"away-{file.name}"))
    assert post(witness, HONEST.request(3, 8))[0] == 503
    assert post(witness, b"", path="/v1/health", method="GET")[0] == 503
    emptied(address)  # somebody makes a new one under the running witness
    assert post(witness, LYING.request(0, 8))[0] == 503
