"""Boxes in this process, real witnesses beside them, and boxes as their hosts serve them."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from wsgiref.simple_server import WSGIRequestHandler, make_server

from pingyi.ballotbox.box import Box
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.layout import LAYOUT
from pingyi.ballotbox.log.checkpoints import Checkpointer
from pingyi.ballotbox.log.publishing import Publisher
from pingyi.ballotbox.log.witnesses import Witnesses
from pingyi.durable.replies import Problem
from pingyi.durable.stores import create_store, open_store
from pingyi.witness.keys import WitnessKey
from pingyi.witness.memory import LAYOUT as WITNESS_LAYOUT
from pingyi.witness.memory import Memory
from pingyi.witness.service import Witness as Answering
from pingyi.witness.service import application
from tests.ballotbox.world import OPEN, read_box_keys, seed
from tests.durable.web import ask, free_port, wait_until_up


class Standing:
    """A box of `world` over the store at `address`, with a clock that tests set."""

    def __init__(self, world, address, witnesses=(), *, alone=True):
        self.world, self.address, self.now, self.told = world, address, OPEN, []
        self.campaign = world.campaign()
        self.store = open_store(address, LAYOUT, alone=alone)
        self.keys = read_box_keys()
        self.box = Box(self.campaign, self.store, self.keys.receipts(), now=lambda: self.now)
        self.checkpointer = Checkpointer(
            self.campaign,
            self.store,
            Publisher(Folder(world.public), self.store),
            Witnesses(self.campaign.manifest.witnesses, _listed(world, witnesses)),
            self.keys.log,
            now=lambda: self.now,
            tell=self.told.append,
        )

    def round(self):
        return self.checkpointer.round()

    def cast(self, request):
        return self.box.cast(request.encode())

    def refusal(self, act, *arguments):
        """The code with which the box refuses."""
        try:
            act(*arguments)
        except Problem as problem:
            return problem.code
        return None

    def rows(self, sql, values=()):
        with self.store.reading() as transaction:
            return transaction.execute(sql, values)

    def close(self):
        self.box.close()
        self.store.close()


def _listed(world, witnesses):
    """The file of their addresses."""
    file = world.home / "addresses.json"
    file.write_text(json.dumps({one.name: one.url for one in witnesses}))
    return file


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class RunningWitness:
    """A real witness behind HTTP that knows one log; can be stopped and started again."""

    def __init__(self, name, log, folder, clock=lambda: OPEN):
        self.name, self.port, self._server = name, free_port(), None
        self.address = str(folder / f"{name}.sqlite3")
        self._key, self._logs, self._clock = WitnessKey(name, seed(name)), {log.name: (log,)}, clock
        create_store(self.address, WITNESS_LAYOUT)
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        self._memory = Memory(open_store(self.address, WITNESS_LAYOUT))
        answering = Answering(self._key, self._logs, self._memory, self._clock)
        built = application(self._key, self._logs, self._memory)
        built._exact["/add-checkpoint"]["POST"] = _with(built, answering)
        self._server = make_server("127.0.0.1", self.port, built, handler_class=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def stop(self):
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._memory.close()
            self._server = None


def _with(built, answering):
    """The witness's route with a clock of the test's."""
    from dataclasses import replace

    return replace(built._exact["/add-checkpoint"]["POST"], answer=answering.add_checkpoint)


@contextmanager
def served(world, store, *more, limits=None):
    """A box as its host serves it; yields port and process. Killed with all its workers at the end."""
    port = free_port()
    words = ["ballotbox", "serve", "--keys", str(world.keys), "--public", str(world.public), "--store", store]
    words += ["--peer-store", str(world.home / "none"), "--port", str(port), "--every", "0.2", *more]
    command = [sys.executable, "-c", f"from pingyi.cli import main; main({words!r})"]
    output = subprocess.PIPE
    process = subprocess.Popen(command, stdout=output, stderr=output, text=True, start_new_session=True)
    try:
        wait_until_up(process, port)
        yield port, process
    finally:
        kill(process)
        process.communicate()


def kill(process):
    """What a power cut does to it: kill -9, the workers too."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def cast(port, request):
    """Cast over HTTP: the receipt, or the status of the refusal."""
    status, _, body = ask(port, "POST", "/v1/cast", request.encode())
    return body if status == 200 else status
