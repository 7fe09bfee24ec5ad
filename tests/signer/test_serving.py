"""A real signer over loopback: 64 at once, kill -9, fuzz, outages, full disk, hours, no Django."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.durable.databases import give_back, take_away
from tests.durable.test_serving import FORBID
from tests.durable.web import ask, free_port, is_well
from tests.signer.test_issuing import kept
from tests.signer.web import served
from tests.signer.world import OPEN, PEOPLE, make_world


def issue(port, asked):
    """Ask over HTTP; return the signature, or the code of the problem."""
    status, headers, answer = ask(port, "POST", "/v1/issue", asked if isinstance(asked, bytes) else asked.encode())
    assert len(answer) == 256 and headers["Cache-Control"] == "no-store" and "Set-Cookie" not in headers
    if status == 200:
        return answer
    problem = json.loads(answer)
    assert problem["status"] == status != 500
    return problem["code"]


def test_64_at_once_for_one_key(world, store):
    port = free_port()
    same, different = [world.request(5)] * 64, [world.request(6, nth=n) for n in range(64)]
    with served(world, store, port, OPEN) as server, ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda one: issue(port, one), same))
        assert len(set(answers)) == 1 and world.is_signed(5, same[0], answers[0])
        answers = list(pool.map(lambda one: issue(port, one), different))
        assert sorted(map(len, answers)) == [4] * 63 + [256]
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0 and server.communicate() == ("", "")  # and nothing was written about anybody
    assert len(kept(store)) == 2


def ask_on(world, port, people, acknowledged):
    """Ask for one person after the other until nobody answers."""
    with suppress(OSError, AssertionError):
        for person in people:
            asked = world.request(person)
            if world.is_signed(person, asked, issue(port, asked)):
                acknowledged.append(asked)


def survive(world, store, rounds, per_round):
    """Kill a signer at random moments while it serves; everything it ever acknowledged must be there."""
    chance, acknowledged = random.Random(11), []
    for turn in range(rounds):
        port = free_port()
        people = [range(turn * per_round + n, (turn + 1) * per_round, 4) for n in range(4)]
        with served(world, store, port, OPEN) as server:
            asking = [threading.Thread(target=ask_on, args=(world, port, some, acknowledged)) for some in people]
            for thread in asking:
                thread.start()
            time.sleep(chance.uniform(0.01, 0.25))
            os.killpg(server.pid, signal.SIGKILL)
            for thread in asking:
                thread.join()
    records = {record.encode() for record in kept(store)}
    assert {asked.record().encode() for asked in acknowledged} <= records
    return acknowledged


def test_nothing_issued_is_lost_by_kill_9(tmp_path, store):
    world = make_world(tmp_path / "w", people=1000)
    acknowledged = survive(world, store, 10, 100)
    assert len(acknowledged) > 20
    port = free_port()
    with served(world, store, port, OPEN):
        again = acknowledged[0]
        person = next(n for n in range(1000) if world.request(n) == again)
        assert issue(port, world.request(person, nth=1)) == "used"
        assert world.is_signed(person, again, issue(port, again))


@pytest.mark.soak
def test_nothing_issued_is_lost_by_200_kills(tmp_path, store):
    assert len(survive(make_world(tmp_path / "w", people=20_000), store, 200, 100)) > 400


def fuzzed(world, chance):
    """A body made from a good request, or from nothing."""
    good = bytearray(world.request(chance.randrange(PEOPLE + 5), nth=chance.randrange(3)).encode())
    match chance.randrange(6):
        case 0:
            return chance.randbytes(chance.choice([0, 1, 388, 389, 390, chance.randrange(3000)]))
        case 1:
            return bytes(good[: chance.randrange(389)])
        case 2:
            return bytes(good) + chance.randbytes(chance.randrange(1, 500))
        case 3:
            start = chance.randrange(389)
            good[start : start + 40] = chance.randbytes(len(good[start : start + 40]))
            return bytes(good)
    good[chance.randrange(389)] ^= 1 << chance.randrange(8)
    return bytes(good)


METHODS, PATHS = ["GET", "PUT", "HEAD", "OPTIONS", "DELETE"], ["/v1/issue", "/v1/cast", "/", "/v1/issue?a=1", "/%00"]


def fuzz(world, store, count):
    """Send `count` bad requests; return the resident memory of the worker after a tenth of them and at the end."""
    port, chance, memory = free_port(), random.Random(5), []
    with served(world, store, port, OPEN) as server, ThreadPoolExecutor(16) as pool:
        for portion in range(10):
            bodies = [fuzzed(world, chance) for _ in range(count // 10)]
            codes = set(pool.map(lambda body: issue(port, body), bodies))
            assert codes <= {"malformed", "wrong_campaign", "wrong_cell", "unknown_key", "bad_signature"}
            for _ in range(count // 100):
                status = ask(port, chance.choice(METHODS), chance.choice(PATHS), chance.randbytes(20))[0]
                assert status in (204, 400, 404, 405)
            memory += [resident(server.pid)] if portion in (0, 9) else []
        assert ask(port, "GET", "/v1/health")[::2] == (200, b"ok\n")
    assert kept(store) == []
    return memory


def resident(pid):
    """Kilobytes of all processes of a group."""
    listed = subprocess.run(["ps", "-o", "rss=", "-g", str(pid)], capture_output=True, text=True, check=True)
    return sum(map(int, listed.stdout.split()))


def test_bad_requests_get_an_answer_and_leave_nothing(world, store):
    fuzz(world, store, 2000)


@pytest.mark.soak
def test_100_000_bad_requests_leave_nothing_and_take_no_memory(world, store):
    early, late = fuzz(world, store, 100_000)
    assert late < early + 20_000


def test_an_outage_is_busy_and_ends_by_itself(world, store, tmp_path):
    port = free_port()
    with served(world, store, port, OPEN):
        first = issue(port, world.request(1))
        if store.startswith("postgresql"):
            take_away(store)
        else:
            Path(store).rename(tmp_path / "away")
        assert {issue(port, world.request(n)) for n in (1, 2, 3)} == {"busy"}
        assert ask(port, "GET", "/v1/health")[0] == 503
        if store.startswith("postgresql"):
            give_back(store)
        else:
            (tmp_path / "away").rename(store)
        assert issue(port, world.request(1)) == first
        assert issue(port, world.request(1, nth=1)) == "used"
        assert len(issue(port, world.request(2))) == 256
    assert len(kept(store)) == 2


def test_a_full_disk_issues_nothing(tmp_path):
    world = make_world(tmp_path / "w", people=600)
    store, port = world.store(), free_port()
    with served(world, store, port, OPEN, 60_000):
        answers = [issue(port, world.request(n)) for n in range(600)]
        assert issue(port, world.request(0)) in (answers[0], "busy")
        assert not is_well(port)
    issued = {world.request(n).record().encode() for n, answer in enumerate(answers) if answer != "busy"}
    assert 20 < len(issued) < 590
    assert issued <= {record.encode() for record in kept(store)}
    with served(world, store, port, OPEN):  # the disk has room again
        assert all(len(issue(port, world.request(n))) == 256 for n in range(590, 600))
        assert answers[0] == issue(port, world.request(0))


@pytest.mark.parametrize(("moment", "code"), [(OPEN - 30 * 86400, "not_open"), (OPEN + 30 * 86400, "closed")])
def test_outside_the_hours_nothing_is_issued(world, moment, code):
    store, port = world.store(), free_port()
    with served(world, store, port, moment):
        assert issue(port, world.request(1)) == code
    assert kept(store) == []


def test_the_page_may_ask_from_another_origin(world):
    store, port = world.store(), free_port()
    with served(world, store, port, OPEN):
        status, headers, body = ask(port, "OPTIONS", "/v1/issue", headers={"Origin": "https://page.example"})
        assert (status, body, headers["Access-Control-Allow-Origin"]) == (204, b"", "*")
        status, headers, body = ask(port, "GET", "/v1/issue")
        assert (status, len(body)) == (405, 256)


def test_it_knows_no_django():
    code = (
        FORBID
        + "import pingyi.cli.ballots.signer, pingyi.signer.building, pingyi.signer.days, pingyi.signer.destruction"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
