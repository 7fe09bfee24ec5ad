"""A signer under load: the whole flow over HTTP, from the roll and the signature of the code to the durable commit and
the blind signature.

64 clients with kept connections ask for tokens; every key asks for the first time, as in a campaign, so that nothing
is known beforehand. Generator and signer share this machine's cores. Beside it what the same store takes when fed
batches in the process, and what each step of one token costs. Prints a table, or with `--json` one JSON object.
"""

import argparse
import io
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # worlds are made as tests make them

from bench.ballots import Client, Load, cpu_seconds, database, drive, wait_for
from tests.signer.world import World, make_world

from pingyi.durable.application import Application
from pingyi.durable.stores import create_store, open_store
from pingyi.primitives import ed25519
from pingyi.signer import building
from pingyi.signer.issuing import LAYOUT, Asked, write
from pingyi.signer.keys import key_path
from pingyi.signer.raw import load_key
from pingyi.tokens.issuing import REQUEST, IssueRequest

HEAD = f"POST /v1/issue HTTP/1.1\r\nHost: localhost\r\nContent-Length: {REQUEST}\r\n\r\n".encode()
REPLY = 256
TARGET = 3000
ALWAYS = ("2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z")


class Asking(Client):
    """A client of a signer."""

    head, reply = HEAD, REPLY


def made(world: World, start: int, count: int) -> list[bytes]:
    """Make the requests of these people."""
    return [world.request(person).encode() for person in range(start, start + count)]


def requests(world: World, count: int) -> list[bytes]:
    """Make many requests with all cores."""
    cores = os.cpu_count() or 1
    share = -(-count // (cores * 4))
    with ProcessPoolExecutor(cores) as pool:
        parts = pool.map(made, [world] * cores * 4, range(0, share * cores * 4, share), [share] * cores * 4)
        return [request for part in parts for request in part][:count]


@contextmanager
def served(world: World, store: str, workers: int) -> Iterator[tuple[int, int]]:
    """Yield port and process group of a ballot signer served as its host serves it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["signer", "serve", str(world.folder(1)), "--role", "ballot", "--store", store, "--limit", "0"]
    words += ["--campaign", str(world.campaign), "--peer-store", str(world.home / "none"), "--port", str(port)]
    words += ["--workers", str(workers)]
    code = f"from pingyi.cli import main; main({words!r})"
    signer = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port, signer.pid
    finally:
        signer.terminate()
        signer.wait()


def store_limit(address: str, bodies: list[bytes], at_once: int) -> float:
    """Return records per second when the writer is fed batches in this process."""
    store = open_store(address, LAYOUT)
    rows = [_row(body) for body in bodies]
    began = time.perf_counter()
    for start in range(0, len(rows), at_once):
        with store.writing() as transaction:
            write(transaction, rows[start : start + at_once])
    seconds = time.perf_counter() - began
    store.close()
    return len(rows) / seconds


def _row(body: bytes) -> Asked:
    record = IssueRequest.parse(body).record()
    return record.pk, record.cell, record.blinded_hash, record.signature


def steps(world: World, address: str, bodies: list[bytes]) -> dict[str, float]:
    """Return microseconds of processor time of one token by step, one after the other in this process."""
    asked = [IssueRequest.parse(body) for body in bodies]
    signing = load_key(key_path(world.folder(1), 0).read_bytes())
    found = {
        "check the key": _each(ed25519.check_key, [one.pk for one in asked]),
        "check the signature": _each(lambda one: one.verify(), asked),
        "sign and check the signature (RSA)": _each(lambda one: signing.sign(one.blinded), asked[:1000]),
    }
    application = building.build(world.setting(address))
    ask = partial(_ask, application)
    _each(ask, bodies[:200])  # all of them are kept from here on
    known = _each(ask, bodies[:200])
    application.close()
    rest = known - found["check the signature"] - found["sign and check the signature (RSA)"]
    return found | {"a batch of one, threads, our WSGI toolkit": rest}


def _each(act: Callable[[Any], object], values: Sequence[Any]) -> float:
    began = time.process_time()
    for value in values:
        act(value)
    return 1e6 * (time.process_time() - began) / len(values)


def _ask(application: Application, body: bytes) -> None:
    environ = {"PATH_INFO": "/v1/issue", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
    application({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_: None)


def measure(kind: str, count: int, clients: int, workers: int) -> dict[str, object]:
    """Measure one store."""
    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as address:
        warm = clients * 4
        world = make_world(Path(folder) / "world", people=count + warm, opens=ALWAYS[0], closes=ALWAYS[1])
        bodies = requests(world, count + warm)
        create_store(address, LAYOUT)
        with served(world, address, workers) as (port, group):
            drive(port, bodies[:warm], clients, Asking)  # connections and threads come up
            before = cpu_seconds(group)
            load: Load = drive(port, bodies[warm:], clients, Asking)
            used = cpu_seconds(group) - before
        cost = steps(world, address, bodies[:2000])
        limits = {at_once: _limit(kind, Path(folder), at_once, bodies) for at_once in (clients, 1000)}
    return {
        "acknowledged_per_s": round(load.per_second),
        "p50_ms": round(load.percentile(0.5), 1),
        "p99_ms": round(load.percentile(0.99), 1),
        "clients": clients,
        "store": kind,
        "store_limit_per_s": round(limits[1000]),
        "cpu_us_per_token": round(1e6 * used / len(load.latencies)),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}",
        "tokens": len(load.latencies),
        "workers": workers,
        "store_limit_at_clients_per_s": round(limits[clients]),
        "steps_us": {name: round(value, 1) for name, value in cost.items()},
    }


def _limit(kind: str, folder: Path, at_once: int, bodies: list[bytes]) -> float:
    """Measure a fresh store."""
    home = folder / f"limit{at_once}"
    home.mkdir()
    with database(kind, home) as address:
        create_store(address, LAYOUT)
        return store_limit(address, bodies, at_once)


def show(found: dict[str, object]) -> None:
    """Print a table of one store."""
    print(f"{found['store']}, {found['clients']} clients, {found['workers']} worker, {found['machine']}")
    print(f"  acknowledged        {found['acknowledged_per_s']:>8} /s   target {TARGET}")
    print(f"  p50, p99            {found['p50_ms']:>8} ms, {found['p99_ms']} ms")
    print(f"  store alone         {found['store_limit_at_clients_per_s']:>8} /s   in batches of {found['clients']}")
    print(f"  store alone         {found['store_limit_per_s']:>8} /s   in batches of 1000")
    print(f"  CPU of the signer   {found['cpu_us_per_token']:>8} us per token; single steps:")
    for name, value in found["steps_us"].items():  # type: ignore[attr-defined]
        print(f"    {name:<44}{value:>6} us")
    print()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--workers", type=int, default=1, help="processes, PostgreSQL only")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if args.store == "both" else [args.store]
    found = [measure(kind, args.tokens, args.clients, args.workers if kind == "postgresql" else 1) for kind in kinds]
    if args.json:
        print(json.dumps(found[0] if len(found) == 1 else {"stores": found}))
        return
    for one in found:
        show(one)


if __name__ == "__main__":
    main()
