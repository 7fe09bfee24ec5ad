"""`POST /add-checkpoint`: the answers of C2SP tlog-witness, checked in its order."""

import time
from collections.abc import Callable
from pathlib import Path

from pingyi.durable.application import Application, Request, Route
from pingyi.durable.limits import AddressLimit
from pingyi.durable.replies import Problem, Reply, text
from pingyi.durable.stores import open_store
from pingyi.ledger import witnessing
from pingyi.ledger.notes import Checkpoint, Note
from pingyi.primitives.errors import Malformed
from pingyi.witness.keys import WitnessKey, read_key
from pingyi.witness.logs import Logs, read_logs
from pingyi.witness.memory import LAYOUT, Memory, Stale, Unproven
from pingyi.wording import Refused, Text

REQUESTS = 6000  # of one address in ten minutes: a log asks once a minute
NO_SUCH_LOG, NOT_SIGNED, NOT_PROVEN = 404, 403, 422
CONFLICT = 409


class Witness:
    """Answers requests for cosignatures. `clock` gives seconds since 1970."""

    def __init__(self, key: WitnessKey, logs: Logs, memory: Memory, clock: Callable[[], float] = time.time) -> None:
        self._key, self._logs, self._memory, self._clock = key, logs, memory, clock

    def add_checkpoint(self, request: Request) -> Reply:
        """Answer one request: the cosignature, or why there is none. Raises `Problem`, or `Busy` (ask again)."""
        asked, checkpoint = _read(request.body)
        self._check_signed(asked.note, checkpoint.origin)
        if asked.old_size > checkpoint.size:
            raise Problem("malformed")
        try:
            self._memory.advance(asked, checkpoint)
        except Stale as stale:
            size = witnessing.size_answer(stale.size).decode()
            return text(size, status=CONFLICT, content_type=witnessing.SIZE_TYPE)
        except Unproven:
            raise Problem("not_proven", status=NOT_PROVEN) from None
        cosignature = self._key.cosign(asked.note.text, int(self._clock()))
        return text(witnessing.cosignatures_answer([cosignature]).decode())

    def _check_signed(self, note: Note, origin: str) -> None:
        """Raise `Problem` unless a key known for the origin signed the note."""
        if origin not in self._logs:
            raise Problem("unknown_log", status=NO_SUCH_LOG)
        try:
            signers = [key for key in self._logs[origin] if note.is_signed_by(key)]
        except Malformed:
            signers = []
        if not signers:
            raise Problem("not_signed", status=NOT_SIGNED)


def application(key: WitnessKey, logs: Logs, memory: Memory, *, proxies: int = 0) -> Application:
    """Return the WSGI application of a witness."""
    witness = Witness(key, logs, memory)
    route = Route("POST", witnessing.PATH, witness.add_checkpoint, smallest=1, largest=witnessing.LONGEST_REQUEST)
    limit = AddressLimit(REQUESTS, now=time.time)
    return Application([route], healthy=memory.is_usable, limit=limit, proxies=proxies, close=memory.close)


def build(key: Path, logs: Path, store: str, proxies: int = 0) -> Application:
    """Return the application from its files, opening the store; raises `Refused`."""
    witness_key, known = read_key(key), read_logs(logs)
    check_own_key(witness_key, known)
    return application(witness_key, known, Memory(open_store(store, LAYOUT)), proxies=proxies)


def check_own_key(key: WitnessKey, logs: Logs) -> None:
    """Raise `Refused` when a log signs with the key of the witness: it would vouch for itself."""
    own = key.public.key
    if any(one.key == own for keys in logs.values() for one in keys):
        raise Refused.because(
            "witness_key_is_log_key",
            Text(
                "名单里有一个公开日志用的就是见证方自己的密钥。", "A log on the list signs with the witness's own key."
            ),
            Text("请生成新的见证密钥。", "Make a new key for the witness."),
        )


def _read(body: bytes) -> tuple[witnessing.AddCheckpoint, Checkpoint]:
    try:
        asked = witnessing.AddCheckpoint.parse(body)
        return asked, Checkpoint.parse(asked.note.text)
    except Malformed:
        raise Problem("malformed") from None
