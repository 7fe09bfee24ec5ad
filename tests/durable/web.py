"""A real server with a store behind it, for tests: run as `python -m tests.durable.web STORE PORT [WORKERS]`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from functools import partial

from pingyi.durable.application import Application, Route
from pingyi.durable.committing import Committer
from pingyi.durable.replies import octets
from pingyi.durable.serving import serve
from pingyi.durable.stores import open_store
from tests.durable.rows import LAYOUT, write

SIZE = 40


def build(address):
    """`POST /v1/keep`: 32 bytes of name, 8 of number; answers the number kept."""
    store = open_store(address, LAYOUT)
    committer = Committer(store, write)

    def keep(request):
        number = committer.commit((request.body[:32], int.from_bytes(request.body[32:], "big")))
        return octets(number.to_bytes(8, "big"))

    def close():
        committer.close()
        store.close()
        sys.stdout.write("closed\n")
        sys.stdout.flush()

    route = Route("POST", "/v1/keep", keep, smallest=SIZE, largest=SIZE)
    return Application([route], healthy=committer.healthy, close=close)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def ask(port, method, path, body=b"", headers=None):
    """One request on a connection of its own; returns status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, headers or {})
        reply = connection.getresponse()
        return reply.status, reply.headers, reply.read()
    finally:
        connection.close()


def soon(true):
    """Ask for some ten seconds until it is so; tell whether it came to be."""
    return any(true() or time.sleep(0.1) for _ in range(100))


def is_well(port):
    """Tell what the service says of its health."""
    return ask(port, "GET", "/v1/health")[0] == 200


@contextmanager
def running(command, port):
    """A server in a process group of its own, up when the block begins, killed when it ends."""
    environment = {**os.environ, "PYTHONPATH": "."}
    output = subprocess.PIPE
    process = subprocess.Popen(
        command, env=environment, stdout=output, stderr=output, text=True, start_new_session=True
    )
    try:
        wait_until_up(process, port)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until_up(process, port):
    """Wait until the server is healthy; fail with what it said when it ends before."""
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError("".join(process.communicate()))
        with suppress(OSError, http.client.HTTPException):
            if ask(port, "GET", "/v1/health")[0] == 200:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not come up")


if __name__ == "__main__":
    serve(
        partial(build, sys.argv[1]),
        address="127.0.0.1",
        port=int(sys.argv[2]),
        threads=32,
        workers=int(sys.argv[3]) if sys.argv[3:] else 1,
    )
