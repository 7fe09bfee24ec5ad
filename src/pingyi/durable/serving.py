"""Serving an application with granian until SIGTERM or SIGINT; requests under way are answered first."""

import multiprocessing.util
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from pingyi.durable.application import Application
from pingyi.wording import Refused, Text

THREADS = 128  # a request mostly sleeps until its batch is on the disk; more would only wait more
HEADERS_WITHIN = 10_000  # milliseconds
EVERY = 0.1  # seconds between two looks at the parent
# Seconds after which a thread of a worker must give way. Ours do so by themselves: while they wait for their batch, in
# the database, in OpenSSL. Forcing them costs a signer an eighth of its processor time (measured on two cores).
UNFORCED = 0.05


def serve(
    build: Callable[[], Application], *, address: str, port: int, threads: int = THREADS, workers: int = 1
) -> None:
    """Serve until told to stop. `build` is called in each worker process, where it opens store and keys.

    It must be picklable (a `functools.partial` of a module's function), because some systems start workers anew. What
    it refuses should be tried once before this call, where a sentence can still be said. Raises `Refused` where the
    address cannot be listened on.
    """
    check_free(address, port)
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN),
        websockets=False,
        log_level=LogLevels.error,
    ).serve(target_loader=partial(_built, build), wrap_loader=False)


def check_free(address: str, port: int) -> None:
    """Refuse an address that cannot be listened on; the server would answer with a traceback."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError as error:
        raise Refused.because(
            "address_unusable",
            Text(f"不能在 {address} 的 {port} 端口提供服务。", f"Port {port} of {address} cannot be served on."),
            Text("请用 --port 换一个端口。", "Choose another with --port."),
        ) from error


def _built(build: Callable[[], Application]) -> Application:
    threading.Thread(target=_follow, args=(os.getppid(),), name="follower", daemon=True).start()
    sys.setswitchinterval(UNFORCED)
    application = build()
    # A worker ends without the interpreter's usual farewell; this is the one that it does run.
    multiprocessing.util.Finalize(None, application.close, exitpriority=10)
    return application


def _follow(parent: int) -> None:
    """Stop this worker when the process that started it was killed: an orphan would keep the port and the store."""
    while os.getppid() == parent:
        time.sleep(EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
