"""What a witness remembers: of each log the last checkpoint it cosigned, and disputes.

A dispute is two checkpoints of one size and two roots, both signed by the log: a proof of two histories that anyone can
check. A proof that fails is none, since anyone can send a log's true checkpoint with a false proof.
"""

import hashlib
from dataclasses import dataclass

from pingyi.durable.health import Health
from pingyi.durable.stores import Busy, Layout, Store, Transaction
from pingyi.ledger import trees
from pingyi.ledger.notes import Checkpoint, Note
from pingyi.ledger.witnessing import AddCheckpoint

LAYOUT = Layout(
    "witness",
    1,
    (
        "CREATE TABLE IF NOT EXISTS cosigned (origin TEXT PRIMARY KEY, size {integer} NOT NULL, root {blob} NOT NULL,"
        " note {blob} NOT NULL) {keyed}",
        "CREATE TABLE IF NOT EXISTS disputes (digest {blob} PRIMARY KEY, origin TEXT NOT NULL, ours {blob} NOT NULL,"
        " offered {blob} NOT NULL) {keyed}",
    ),
)
MOST_DISPUTES = 100  # of one log: a log that lies without end fills no disk
LAST = "SELECT size, root, note FROM cosigned WHERE origin = ?"
FIRST_NOTE = "INSERT INTO cosigned (origin, size, root, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
NEXT_NOTE = "UPDATE cosigned SET size = ?, root = ?, note = ? WHERE origin = ? AND size = ? AND root = ?"
DISPUTES = "SELECT ours, offered FROM disputes WHERE origin = ? ORDER BY digest"
COUNT = "SELECT count(*) FROM disputes WHERE origin = ?"
DISPUTE = "INSERT INTO disputes (digest, origin, ours, offered) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Last:
    """The last checkpoint of a log that was cosigned: size, root, and the note as the log signed it."""

    size: int = 0
    root: bytes = trees.EMPTY_ROOT
    note: bytes = b""


class Stale(Exception):  # noqa: N818 - it is an answer, not a defect of the program
    """The request begins at another size, or gives the known size another root. `size` is what the witness knows."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Unproven(Exception):  # noqa: N818 - it is an answer, not a defect of the program
    """The proof does not show that the log has only grown."""


class Memory:
    """The record of a witness in its store."""

    def __init__(self, store: Store) -> None:
        self._store, self._health = store, Health(store)

    def advance(self, request: AddCheckpoint, checkpoint: Checkpoint) -> None:
        """Remember a checkpoint of a known log (its signature was verified) if the log has only grown.

        Durable when it returns: only then may a cosignature leave. Comparing and remembering are one transaction.
        Raises `Stale` or `Unproven`; `Busy` when the store cannot be used, then it may be remembered or not.
        """
        if checkpoint.size == 0 and checkpoint.root != trees.EMPTY_ROOT:
            raise Unproven
        try:
            self._advance(request, checkpoint)
        except Busy:
            self._health.failed()
            raise

    def last(self, origin: str) -> Last:
        """Return the last checkpoint of a log that was cosigned; of size 0 when none was."""
        with self._store.reading() as transaction:
            return _last(transaction, origin)

    def disputes(self, origin: str) -> list[tuple[bytes, bytes]]:
        """Return pairs of notes by which the log contradicts itself: the one cosigned, one of that size refused."""
        with self._store.reading() as transaction:
            return [(bytes(ours), bytes(offered)) for ours, offered in transaction.execute(DISPUTES, (origin,))]

    def is_usable(self) -> bool:
        """Return whether something could be remembered now."""
        return self._health.is_good()

    def close(self) -> None:
        """Give up the store."""
        self._store.close()

    def _advance(self, request: AddCheckpoint, checkpoint: Checkpoint) -> None:
        with self._store.writing() as transaction:
            last = _last(transaction, checkpoint.origin)
            if checkpoint.size != last.size or checkpoint.root == last.root:
                check_grown(last, request, checkpoint)
                _remember(transaction, last, request.note, checkpoint)
                return
            _keep_dispute(transaction, last, request.note, checkpoint.origin)
        raise Stale(last.size)


def check_grown(last: Last, request: AddCheckpoint, checkpoint: Checkpoint) -> None:
    """Raise `Stale` or `Unproven` unless the request proves that the log has grown from what the witness knows."""
    if request.old_size != last.size:
        raise Stale(last.size)
    if last.size == 0:
        proven = not request.proof  # every tree continues the empty one
    else:
        proven = trees.verify_consistency(last.size, checkpoint.size, request.proof, last.root, checkpoint.root)
    if not proven:
        raise Unproven


def _last(transaction: Transaction, origin: str) -> Last:
    found = transaction.execute(LAST, (origin,))
    return Last(found[0][0], bytes(found[0][1]), bytes(found[0][2])) if found else Last()


def _remember(transaction: Transaction, last: Last, note: Note, checkpoint: Checkpoint) -> None:
    """Write the new record in place of `last`; raises `Busy` when another process was quicker."""
    new = (checkpoint.size, checkpoint.root, note.encode())
    if last.note:
        touched = transaction.many(NEXT_NOTE, [(*new, checkpoint.origin, last.size, last.root)])
    else:
        touched = transaction.many(FIRST_NOTE, [(checkpoint.origin, *new)])
    if touched != 1:
        raise Busy("another process cosigned this log at the same time")


def _keep_dispute(transaction: Transaction, last: Last, offered: Note, origin: str) -> None:
    if transaction.execute(COUNT, (origin,))[0][0] < MOST_DISPUTES:
        digest = hashlib.sha256(offered.text).digest()
        transaction.many(DISPUTE, [(digest, origin, last.note, offered.encode())])
