"""The services of a demonstration inside this process, at a moment of the story instead of now.

Box and witness answer real HTTP on this machine, because box, witness and trustees speak to each other that way; the
signers are asked directly.
"""

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from pingyi.ballotbox.box import Box
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.keys import read_keys
from pingyi.ballotbox.layout import LAYOUT as BOX_LAYOUT
from pingyi.ballotbox.log.checkpoints import Checkpointer
from pingyi.ballotbox.log.publishing import Publisher
from pingyi.ballotbox.log.witnesses import Witnesses
from pingyi.ballotbox.running import routes_of
from pingyi.demonstration.appraisal.bodies import HOSTS, WITNESS, Houses
from pingyi.durable.application import Application, Route
from pingyi.durable.stores import Store, open_store
from pingyi.ledger import witnessing
from pingyi.protocol.parties import Party
from pingyi.signer import building
from pingyi.witness.keys import read_key
from pingyi.witness.logs import read_logs
from pingyi.witness.memory import LAYOUT as WITNESS_LAYOUT
from pingyi.witness.memory import Memory
from pingyi.witness.service import Witness
from pingyi.wording import Text

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Services:
    """Running services: the box and its log, the two signers, where the box is reached."""

    box: Box
    store: Store
    checkpointer: Checkpointer
    signers: dict[Party, Application]
    box_url: str
    addresses: Path

    def issue(self, party: Party, body: bytes) -> bytes:
        """Ask a signer for a token."""
        return _posted(self.signers[party], "/v1/issue", body)


@contextmanager
def running(houses: Houses, now: Clock) -> Iterator[Services]:
    """Run the services of a founded campaign by the clock `now`."""
    with ExitStack() as stack:
        addresses = houses.root / "addresses.json"
        witness_url = stack.enter_context(_served(_witness(houses, now, stack)))
        addresses.write_text(json.dumps({WITNESS: witness_url}), encoding="utf-8")
        campaign, keys = Campaign.read(houses.public), read_keys(houses.folder(Party.B))
        store = open_store(str(houses.store(Party.B)), BOX_LAYOUT)
        stack.callback(store.close)
        box = Box(campaign, store, keys.receipts(), now=now)
        stack.callback(box.close)
        box_url = stack.enter_context(_served(Application(routes_of(box, Folder(houses.public)), healthy=box.healthy)))
        addresses.write_text(json.dumps({WITNESS: witness_url, HOSTS[Party.B]: box_url}), encoding="utf-8")
        publisher = Publisher(Folder(houses.public), store)
        witnesses = Witnesses(campaign.manifest.witnesses, addresses)
        checkpointer = Checkpointer(campaign, store, publisher, witnesses, keys.log, now=now, tell=_tell)
        signers = {party: _signer(houses, party, now, stack) for party in (Party.S, Party.R)}
        yield Services(box, store, checkpointer, signers, box_url, addresses)


def _signer(houses: Houses, party: Party, now: Clock, stack: ExitStack) -> Application:
    setting = building.Setting(houses.folder(party), houses.public, str(houses.store(party)), int(party))
    building.check(setting)
    application = building.build(setting, now=now)
    stack.callback(application.close)
    return application


def _witness(houses: Houses, now: Clock, stack: ExitStack) -> Application:
    memory = Memory(open_store(str(houses.witness_store), WITNESS_LAYOUT))
    stack.callback(memory.close)
    witness = Witness(read_key(houses.witness / "key"), read_logs(houses.witness / "logs.txt"), memory, now)
    route = Route("POST", witnessing.PATH, witness.add_checkpoint, smallest=1, largest=witnessing.LONGEST_REQUEST)
    return Application([route], healthy=memory.is_usable)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keep no access log."""


@contextmanager
def _served(application: Application) -> Iterator[str]:
    """Serve on a free port of this machine; yields the address."""
    server = make_server("127.0.0.1", 0, application, _Server, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _posted(application: Application, path: str, body: bytes) -> bytes:
    """Hand a request to an application in this process; raises `RuntimeError` with what it answered instead of 200."""
    said: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "CONTENT_LENGTH": str(len(body))}
    answer = b"".join(application({**environ, "wsgi.input": io.BytesIO(body)}, lambda status, _: said.append(status)))
    if not said[0].startswith("200"):
        raise RuntimeError(f"{path}: {said[0]} {answer!r}")
    return answer


def _tell(text: Text) -> None:
    raise RuntimeError(text.en)
