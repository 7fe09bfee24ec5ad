"""The ballot box under load: the whole flow over HTTP, from the token check to the durable commit and the receipt.

128 clients with kept connections cast valid ballots that were made beforehand; generator and box share this machine's
cores. Beside it what the same store takes when fed batches in the process, and what each step of one ballot costs.
Prints a table, or with `--json` one JSON object (for one `--store`).
"""

import argparse
import json
import os
import platform
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # worlds and databases are made as tests make them

from tests.ballotbox.world import OPEN, World, entry_key, make_world
from tests.postgres import postgresql

from pingyi.ballotbox.box import Box
from pingyi.ballotbox.casting import read_ballot, receipt
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.keys import read_keys
from pingyi.ballotbox.layout import LAYOUT
from pingyi.ballotbox.running import Setting, routes_of
from pingyi.ballotbox.starting import checkpoint_once
from pingyi.ballotbox.tail import Place, Tail
from pingyi.ballotbox.writing import Writer
from pingyi.durable.application import Application
from pingyi.durable.stores import open_store

CELLS = 8
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")  # tests switch them off
HEAD = b"POST /v1/cast HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2438\r\n\r\n"
REPLY = 104
TARGET, TARGET_P99 = 5000, 150


@dataclass(frozen=True)
class Load:
    """What the clients saw: seconds of each ballot, and how long all took."""

    latencies: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Acknowledged ballots per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return a latency in milliseconds."""
        return 1000 * sorted(self.latencies)[min(int(share * len(self.latencies)), len(self.latencies) - 1)]


def made(world: World, start: int, count: int) -> list[bytes]:
    """Make cast requests; every one is valid and has an envelope of its own."""
    return [world.cast(f"bench {n}", n % CELLS).encode() for n in range(start, start + count)]


def requests(world: World, count: int) -> list[bytes]:
    """Make many cast requests with all cores (forked, so that all have the same keys)."""
    cores = os.cpu_count() or 1
    share = -(-count // (cores * 4))
    with ProcessPoolExecutor(cores) as pool:
        parts = pool.map(made, [world] * cores * 4, range(0, share * cores * 4, share), [share] * cores * 4)
        return [request for part in parts for request in part][:count]


class Client:
    """One kept connection: sends a request, waits for its reply, sends the next."""

    head, reply = HEAD, REPLY

    def __init__(self, port: int, bodies: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self._bodies, self._got, self._began = bodies, b"", 0.0

    def send(self) -> bool:
        """Send the next request; False when there is none."""
        body = next(self._bodies, None)
        if body is None:
            return False
        self._began, self._got = time.perf_counter(), b""
        self.socket.send(self.head + body)
        return True

    def receive(self) -> float | None:
        """Read what came; return the seconds that the reply took once it is whole."""
        self._got += self.socket.recv(4096)
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end or len(body) < self.reply:
            if not self._got or (end and not head.startswith(b"HTTP/1.1 200")):
                raise RuntimeError(self._got.decode("latin-1"))
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(self._got.decode("latin-1"))
        return time.perf_counter() - self._began


def drive(port: int, bodies: list[bytes], clients: int, kind: type[Client] = Client) -> Load:
    """Let all clients cast until nothing is left."""
    source, poll, by_file, seen = iter(bodies), select.epoll(), {}, []
    for _ in range(clients):
        client = kind(port, source)
        by_file[client.socket.fileno()] = client
        poll.register(client.socket.fileno(), select.EPOLLIN)
    began = time.perf_counter()
    waiting = sum(client.send() for client in by_file.values())
    while waiting:
        for file, _ in poll.poll():
            took = by_file[file].receive()
            if took is not None:
                seen.append(took)
                waiting -= not by_file[file].send()
    return Load(seen, time.perf_counter() - began)


@contextmanager
def served(world: World, store: str, workers: int) -> Iterator[tuple[int, int]]:
    """Yield port and process group of a box served as its host serves it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["ballotbox", "serve", "--keys", str(world.keys), "--public", str(world.public), "--store", store]
    words += ["--peer-store", str(world.home / "none"), "--port", str(port), "--workers", str(workers)]
    code = f"import sys; from pingyi.cli import main; main({words!r})"
    box = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port, box.pid
    finally:
        box.terminate()
        box.wait()


def wait_for(port: int) -> None:
    """Wait until the port answers."""
    for _ in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the box does not start")


def cpu_seconds(group: int) -> float:
    """Return what all processes of a group have used."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def store_limit(world: World, address: str, bodies: list[bytes], at_once: int) -> float:
    """Return ballots per second when the writer is fed batches in this process, tokens checked before."""
    campaign, ready = world.campaign(), {}
    for body in bodies:
        ready[body] = read_ballot(campaign, body)
    store = open_store(address, LAYOUT)
    writer = Writer(campaign, store.kind, read_keys(world.keys).receipts())
    seconds = 0.0
    for start in range(0, len(bodies), at_once):
        part = [ready[body] for body in bodies[start : start + at_once]]
        began = time.perf_counter()
        with store.writing() as transaction:
            tail = Tail.locked(transaction)
            writer._enter_ballots(transaction, tail, part)
            tail.write(transaction)
        seconds += time.perf_counter() - began
    store.close()
    return len(bodies) / seconds


def steps(world: World, address: str, bodies: list[bytes]) -> dict[str, float]:
    """Return microseconds of one ballot by step, measured one after the other in this process."""
    campaign, store, key = world.campaign(), open_store(address, LAYOUT), read_keys(world.keys).receipts()
    found = {"read, hash and check the token": each(partial(read_ballot, campaign), bodies)}
    found["sign the receipt"] = each(lambda _: receipt(campaign.camp, Place(1, bytes(32)), key), bodies)
    box = Box(campaign, store, key, now=lambda: OPEN)
    box._enter = lambda _: bytes(REPLY)  # type: ignore[method-assign]
    application = Application(routes_of(box, Folder(world.public)), healthy=lambda: True)
    found["our WSGI toolkit"] = each(partial(ask, application), bodies)
    box.close()
    store.close()
    return found


def ask(application: Application, body: bytes) -> None:
    """Cast through the WSGI interface, without a server."""
    import io

    environ = {"PATH_INFO": "/v1/cast", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
    application({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_: None)


def each(act: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """Return microseconds per call."""
    began = time.perf_counter()
    for body in bodies:
        act(body)
    return 1e6 * (time.perf_counter() - began) / len(bodies)


@contextmanager
def database(kind: str, home: Path) -> Iterator[str]:
    """Yield the address of a new store, durable as in production."""
    if kind == "sqlite":
        yield str(home / "box.sqlite3")
        return
    import psycopg

    with postgresql() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for name in DURABLE:
                connection.execute(f"ALTER SYSTEM SET {name} = on")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE limits")
        yield url


def measure(kind: str, count: int, clients: int, workers: int) -> dict[str, object]:
    """Measure one store."""
    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as address:
        world = make_world(Path(folder), cells=CELLS, opens="2020-01-01T00:00:00Z")
        bodies = requests(world, 2 * count)
        world.found(address)
        checkpoint_once(Setting(address, world.public, world.keys))
        with served(world, address, workers) as (port, group):
            drive(port, bodies[: clients * 4], clients)  # connections and threads come up
            before = cpu_seconds(group)
            load = drive(port, bodies[clients * 4 : count], clients)
            used = cpu_seconds(group) - before
        cost = steps(world, address, bodies[:2000])
        limits = {}
        for at_once in (clients, 1000):
            part = bodies[count : count + count // 2] if at_once == clients else bodies[count + count // 2 :]
            limits[at_once] = store_limit(world, address, part, at_once)
    return {
        "acknowledged_per_s": round(load.per_second),
        "p50_ms": round(load.percentile(0.5), 1),
        "p99_ms": round(load.percentile(0.99), 1),
        "clients": clients,
        "store": kind,
        "store_limit_per_s": round(limits[1000]),
        "cpu_us_per_ballot": round(1e6 * used / len(load.latencies)),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}",
        "ballots": len(load.latencies),
        "workers": workers,
        "store_limit_at_clients_per_s": round(limits[clients]),
        "steps_us": {name: round(value, 1) for name, value in cost.items()}
        | {"write to the store": round(1e6 / limits[clients], 1)},
    }


def show(found: dict[str, object]) -> None:
    """Print a table of one store."""
    print(f"{found['store']}, {found['clients']} clients, {found['workers']} worker, {found['machine']}")
    print(f"  acknowledged        {found['acknowledged_per_s']:>8} /s   target {TARGET}")
    print(f"  p50, p99            {found['p50_ms']:>8} ms, {found['p99_ms']} ms   target p99 < {TARGET_P99} ms")
    print(f"  store alone         {found['store_limit_at_clients_per_s']:>8} /s   in batches of {found['clients']}")
    print(f"  store alone         {found['store_limit_per_s']:>8} /s   in batches of 1000")
    print(f"  CPU of the box      {found['cpu_us_per_ballot']:>8} us per ballot, of which")
    for name, value in found["steps_us"].items():
        print(f"    {name:<32}{value:>6} us")
    rest = found["cpu_us_per_ballot"] - sum(found["steps_us"].values())
    print(f"    {'HTTP server, threads, waiting':<32}{rest:>6.1f} us\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--ballots", type=int, default=40_000)
    parser.add_argument("--clients", type=int, default=128)
    parser.add_argument("--workers", type=int, default=2, help="processes, PostgreSQL only")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    for cell in range(CELLS):
        entry_key(cell)  # made once, before processes fork
    kinds = ["sqlite", "postgresql"] if args.store == "both" else [args.store]
    found = [measure(kind, args.ballots, args.clients, args.workers if kind == "postgresql" else 1) for kind in kinds]
    if args.json:
        print(json.dumps(found[0] if len(found) == 1 else {"stores": found}))
        return
    for one in found:
        show(one)


if __name__ == "__main__":
    main()
