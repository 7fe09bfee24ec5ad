"""The end of the log as the store has it: read under the lock that orders all writers, moved on, written back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pingyi.durable.stores import Transaction
from pingyi.ledger.trees import Frontier, leaf_hashes

# An update that changes nothing takes the row's lock in PostgreSQL and the file's in SQLite, and reads what is newest.
LOCKED = "UPDATE box_state SET closed = closed WHERE one = 0 RETURNING frontier, closed, witnessed"
READ = "SELECT frontier, closed, witnessed FROM box_state WHERE one = 0"
MOVED = "UPDATE box_state SET frontier = ?, closed = ? WHERE one = 0"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: its index, and its leaf hash, as a receipt names it."""

    index: int
    entry_hash: bytes


class Refusal(NamedTuple):
    """Why an entry was not taken: code of the problem, and a reason for parties (never for voters)."""

    code: str
    why: str = ""


@dataclass(slots=True)
class Tail:
    """Tree so far, whether entry 8 stands, and how much of the log witnesses have seen in a kept checkpoint."""

    frontier: Frontier
    closed: bool
    witnessed: int

    @classmethod
    def locked(cls, transaction: Transaction) -> "Tail":
        """Read the tail and keep every other writer, of any process, waiting until the transaction ends."""
        return cls._of(*transaction.execute(LOCKED)[0])

    @classmethod
    def read(cls, transaction: Transaction) -> "Tail":
        """Read the tail as it is durable now."""
        return cls._of(*transaction.execute(READ)[0])

    @classmethod
    def _of(cls, frontier: bytes, closed: int, witnessed: int) -> "Tail":
        return cls(Frontier.parse(frontier), bool(closed), witnessed)

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.frontier.size

    def extend(self, entries: Sequence[bytes]) -> list[Place]:
        """Give the next entries their places; that they and the tail are written is the caller's."""
        start, hashes = self.size, leaf_hashes(entries)
        self.frontier.extend_hashes(hashes)
        return [Place(index, hashed) for index, hashed in enumerate(hashes, start)]

    def write(self, transaction: Transaction) -> None:
        """Write the tail back."""
        transaction.execute(MOVED, (self.frontier.encode(), int(self.closed)))
