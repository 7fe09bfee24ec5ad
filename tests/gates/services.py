"""Both signers, the ballot box and the witness as their hosts serve them, each a process that may die at any moment."""

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

from pingyi.demonstration.appraisal.bodies import HOSTS, WITNESS
from pingyi.durable.stores import create_store
from pingyi.primitives.hashing import sha256
from pingyi.protocol import casting
from pingyi.protocol.casting import RANDOM_BYTES, Randomness
from pingyi.protocol.parties import Party
from pingyi.signer.issuing import LAYOUT as SIGNER_LAYOUT
from tests.durable import databases
from tests.durable.web import ask, free_port, wait_until_up
from tests.gates.campaign import Founded

NAMES = ("S", "R", "B", "witness")
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
HOURS = {"opens": NOW - dt.timedelta(days=1), "closes": NOW + dt.timedelta(days=1)}


class Hosts:
    """The four services. Stores are SQLite files, or databases of PostgreSQL."""

    def __init__(self, home: Path, kind: str, founded: Founded) -> None:
        self.founded, self.stores = founded.copied(home), {}
        houses = self.founded.houses
        for name in NAMES[:3]:
            self.stores[name] = str(houses.store(Party[name]))
        if kind == "postgresql":
            self.stores = {name: databases.fresh(kind, home) for name in self.stores}
            for name in ("S", "R"):
                create_store(self.stores[name], SIGNER_LAYOUT)
            self.founded.found_box(self.stores["B"])
        self.stores["witness"] = str(houses.witness_store)
        self.ports = {name: free_port() for name in NAMES}
        self.addresses = home / "addresses.json"
        urls = {HOSTS[Party[name]]: name for name in NAMES[:3]} | {WITNESS: "witness"}
        self.addresses.write_text(
            json.dumps({host: f"http://127.0.0.1:{self.ports[name]}" for host, name in urls.items()})
        )
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.said = {name: home / f"{name}.stderr" for name in NAMES}

    def words(self, name: str) -> list[str]:
        """The command line of a service."""
        houses, store = self.founded.houses, self.stores[name]
        port = ["--port", str(self.ports[name]), "--store", store]
        if name == "witness":
            return ["witness", "serve", "--folder", str(houses.witness), *port]
        if name == "B":
            box = ["ballotbox", "serve", "--keys", str(houses.folder(Party.B)), "--public", str(houses.public)]
            return [*box, "--addresses", str(self.addresses), "--every", "0.2", "--demonstration", *port]
        role = ("ballot", "entry")[Party[name] - 1]
        signer = ["signer", "serve", str(houses.folder(Party[name])), "--role", role]
        return [*signer, "--campaign", str(houses.public), "--demonstration", "--limit", "0", *port]

    def start(self, *names: str, wait: bool = True) -> None:
        """Start services and wait until they answer."""
        for name in names:
            code = f"from pingyi.cli import main; main({self.words(name)!r})"
            with self.said[name].open("a") as said:
                command = [sys.executable, "-c", code]
                self.running[name] = subprocess.Popen(command, stderr=said, stdout=said, start_new_session=True)
        for name in names if wait else ():
            wait_until_up(_Silent(self.running[name], self.said[name]), self.ports[name])

    def wait_until_open(self) -> None:
        """Wait until a witness has seen the box's entry 0: before that it takes no ballot, and says so."""
        shown = self.founded.houses.public / "log" / "checkpoint"
        for _ in range(1200):
            if shown.exists():
                return
            time.sleep(0.05)
        raise AssertionError(f"the log shows nothing: {self.said['B'].read_text()}")

    def kill(self, *names: str) -> None:
        """Let the power of their machines fail."""
        for name in names:
            process = self.running.pop(name)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """Kill whatever runs."""
        self.kill(*list(self.running))

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of a host to its end."""
        code = f"from pingyi.cli import main; main({list(words)!r})"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    def send(self, name: str, body: bytes) -> bytes | str | None:
        """Ask once: the answer, the code of the refusal, None where nobody answers."""
        path = "/v1/cast" if name == "B" else "/v1/issue"
        try:
            status, _, answer = ask(self.ports[name], "POST", path, body)
        except Exception:
            return None
        return answer if status == 200 else str(json.loads(answer)["code"])


class _Silent:
    """A process as `wait_until_up` looks at it; what it said is in a file."""

    def __init__(self, process, said: Path) -> None:
        self.poll, self.communicate = process.poll, lambda: (said.read_text(),)


class Voters:
    """People who vote one after the other, from several phones, and try again until they are answered.

    `after` passes over so many of them, who have voted before.
    """

    def __init__(self, hosts: Hosts, *, phones: int = 4, after: int = 0) -> None:
        self.hosts, self.stopping = hosts, threading.Event()
        residents = iter(random.Random(3).sample(hosts.founded.residents(), len(hosts.founded.invited)))
        self._next, self._turn = islice(residents, after, None), threading.Lock()
        self.issued: dict[tuple[str, bytes], bytes] = {}  # service and request -> the blind signature
        self.cast: dict[bytes, bytes] = {}  # request -> the box's reply
        self.refused: list[tuple[str, str]] = []
        self._phones = [threading.Thread(target=self._vote_on, daemon=True) for _ in range(phones)]
        for phone in self._phones:
            phone.start()

    def finish(self) -> None:
        """Let everybody who has begun come to the end."""
        self.stopping.set()
        for phone in self._phones:
            phone.join(60)
            assert not phone.is_alive()

    def _vote_on(self) -> None:
        while not self.stopping.is_set():
            with self._turn:
                found = next(self._next, None)
            if found is None:
                return
            self._vote(found[1])

    def _vote(self, resident) -> None:
        drawn = Randomness.cut(os.urandom(RANDOM_BYTES))
        choice, asked = casting.ask_ballot(resident, [1, 2, 3], drawn)
        ballot = casting.token(resident, asked, self._until("S", asked.request.encode()))
        envelope = casting.seal(resident, ballot, choice, drawn)
        entry = casting.ask_entry(resident, envelope, drawn)
        token = casting.token(resident, entry, self._until("R", entry.request.encode()))
        request = casting.cast(resident, token, envelope)
        reply = self._until("B", request.encode())
        casting.receipt(resident, request, reply)

    def _until(self, name: str, body: bytes) -> bytes:
        """Ask with the same bytes until there is an answer, as the page does."""
        for _ in range(1200):
            answer = self.hosts.send(name, body)
            if isinstance(answer, bytes):
                kept = self.cast if name == "B" else self.issued
                kept[body if name == "B" else (name, body)] = answer
                return answer
            if answer not in (None, "busy"):
                self.refused.append((name, str(answer)))
            time.sleep(0.05)
        raise AssertionError(f"{name} does not answer")


def envelope_hashes(requests) -> list[bytes]:
    """The hashes of the envelopes of cast requests."""
    return [sha256(one[-2048:]) for one in requests]
