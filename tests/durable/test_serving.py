"""A real server over loopback: many clients, clean stop, kill -9, outages, without Django."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from pingyi.durable.serving import check_free
from pingyi.durable.stores import open_store
from pingyi.wording import Refused
from tests.durable.databases import give_back, take_away
from tests.durable.rows import LAYOUT, name, stored
from tests.durable.web import ask, free_port, is_well, running, soon


def served(address, port, *more):
    return running([sys.executable, "-m", "tests.durable.web", address, str(port), *more], port)


def keep(port, number, key=None):
    body = name(number if key is None else key) + number.to_bytes(8, "big")
    status, _, answer = ask(port, "POST", "/v1/keep", body)
    return int.from_bytes(answer, "big") if status == 200 else status


def kept_in(address):
    store = open_store(address, LAYOUT, alone=False)
    found = stored(store)
    store.close()
    return found


def test_many_clients_are_served_and_a_stop_is_clean(address):
    port = free_port()
    with served(address, port) as server, ThreadPoolExecutor(64) as pool:
        assert list(pool.map(lambda n: keep(port, n), range(300))) == list(range(300))
        assert len(set(pool.map(lambda n: keep(port, n, key=5000), range(5000, 5064)))) == 1
        late = [pool.submit(keep, port, n) for n in range(1000, 1064)]
        server.send_signal(signal.SIGTERM)
        answered = [
            n for n, one in zip(range(1000, 1064), late, strict=True) if not one.exception() and one.result() == n
        ]
        assert server.wait(20) == 0
        assert server.communicate() == ("closed\n", "")
    kept = kept_in(address)
    assert {name(n) for n in (*range(300), *answered)} <= set(kept) and len(kept) <= 300 + 1 + 64


def test_several_workers_serve_one_database(address):
    if not address.startswith("postgresql"):
        pytest.skip("a SQLite file has one process")
    port = free_port()
    with served(address, port, "2"), ThreadPoolExecutor(64) as pool:
        assert list(pool.map(lambda n: keep(port, n), range(300))) == list(range(300))
        assert len(set(pool.map(lambda n: keep(port, n, key=9), range(5000, 5064)))) == 1
        backwards = [pool.submit(keep, port, n, key=n % 40) for n in reversed(range(6000, 6400))]
        assert all(one.result() < 7000 for one in backwards)
    assert len(kept_in(address)) == 300


def test_nothing_acknowledged_is_lost_by_kill_9(address):
    port, acknowledged = free_port(), []
    with served(address, port) as server:
        threads = [threading.Thread(target=ask_on, args=(port, start, acknowledged)) for start in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        os.killpg(server.pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
    assert acknowledged
    with served(address, port):
        assert keep(port, 999_999) == 999_999
    assert {name(n) for n in acknowledged} <= set(kept_in(address))


def test_a_worker_ends_with_its_parent(address):
    port = free_port()
    with served(address, port) as server:
        assert keep(port, 1) == 1
        server.kill()  # the parent alone
        server.wait()
        until = time.monotonic() + 10
        while not is_free(port) and time.monotonic() < until:
            time.sleep(0.05)
        with served(address, port):
            assert keep(port, 2) == 2
    assert len(kept_in(address)) == 2


def is_free(port):
    try:
        check_free("127.0.0.1", port)
    except Refused:
        return False
    return True


def ask_on(port, start, acknowledged):
    """Ask until nobody answers any more."""
    with suppress(Exception):
        for number in range(start, 10**6, 8):
            if keep(port, number) == number:
                acknowledged.append(number)


def test_an_outage_is_answered_busy_and_over_when_it_is_over(address, tmp_path):
    port = free_port()
    with served(address, port):
        assert keep(port, 1) == 1
        if address.startswith("postgresql"):
            take_away(address)
        else:
            Path(address).rename(tmp_path / "away")
        assert keep(port, 2) == 503 and ask(port, "GET", "/v1/health")[0] == 503
        if address.startswith("postgresql"):
            give_back(address)
        else:
            (tmp_path / "away").rename(address)
        assert soon(lambda: is_well(port))
        assert keep(port, 2) == 2


def test_a_port_in_use_is_refused_with_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Refused) as refused:
        check_free("127.0.0.1", taken.getsockname()[1])
    assert refused.value.issues[0].code == "address_unusable"


FORBID = """
import sys
class Forbid:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise ImportError("django is forbidden here")
sys.meta_path.insert(0, Forbid())
"""


def test_it_knows_no_django():
    code = FORBID + (
        "import pingyi.durable.serving, pingyi.durable.sqlite, pingyi.durable.postgresql, pingyi.durable.peers,"
        " pingyi.durable.committing, granian"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
