"""The services of the open online appraisal as processes on this machine, beside the site: grade D, said plainly."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from pingyi.demonstration.appraisal.bodies import HOSTS, WITNESS, Houses
from pingyi.demonstration.appraisal.running import running_appraisal
from pingyi.demonstration.appraisal.trial import houses_of
from pingyi.protocol.parties import Party

PATIENCE: Final = 20.0  # seconds until a service must answer
ROLES: Final = {Party.S: "ballot", Party.R: "entry"}


@contextmanager
def beside_the_site() -> Iterator[bool]:
    """Run witness, signers and box while the context lasts; yields whether there was anything to run."""
    appraisal = running_appraisal()
    if appraisal is None or not houses_of(appraisal.public_id).root.exists():
        yield False
        return
    with ExitStack() as stack:
        _start_all(houses_of(appraisal.public_id), stack)
        yield True


def _start_all(houses: Houses, stack: ExitStack) -> None:
    ports = {name: _free_port() for name in (WITNESS, *(HOSTS[party] for party in (*ROLES, Party.B)))}
    addresses = houses.root / "addresses.json"
    listed = json.dumps({name: f"http://localhost:{port}" for name, port in ports.items()})
    addresses.write_text(listed, encoding="utf-8")
    # The page finds the services by the same list; a wrong one would cost availability only.
    Path(settings.PINGYI_VAR, "public", "appraise", "addresses.json").write_text(listed, encoding="utf-8")
    _start(["witness", "serve", "--folder", str(houses.witness)], ports[WITNESS], stack)
    for party, role in ROLES.items():
        more = ["--role", role, "--campaign", str(houses.public), "--demonstration", "--limit", "0"]
        _start(["signer", "serve", str(houses.folder(party)), *more], ports[HOSTS[party]], stack)
    keys, public = str(houses.folder(Party.B)), str(houses.public)
    box = ["ballotbox", "serve", "--keys", keys, "--public", public, "--addresses", str(addresses)]
    _start([*box, "--demonstration"], ports[HOSTS[Party.B]], stack)


def _start(command: list[str], port: int, stack: ExitStack) -> None:
    """Start one service and wait until it answers; it ends with the context."""
    program = [str(Path(sys.executable).with_name("pingyi")), *command, "--port", str(port)]
    process = subprocess.Popen(program, stderr=subprocess.PIPE)  # noqa: S603 - our own command
    stack.callback(_stop, process)
    until = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > until:
            said = process.stderr.read().decode() if process.poll() is not None and process.stderr else ""
            raise RuntimeError(f"{' '.join(command[:2])}: {said}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
