"""The one writer: a batch of ballots and acts becomes log entries in one transaction (for `durable.committing`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.ballotbox.acts import Act, ActsOfLog
from pingyi.ballotbox.rows import insert_arrays, insert_rows
from pingyi.ballotbox.tail import Place, Refusal, Tail
from pingyi.durable.stores import Transaction
from pingyi.ledger.trees import leaf_hash

KNOWN = "SELECT nonce, place, entry FROM box_ballots JOIN box_entries USING (place) WHERE nonce {among}"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot whose token was found good: nonce of the token, log entry, envelope."""

    nonce: bytes
    entry: bytes
    envelope: bytes


Row = Ballot | Act
Insert = Callable[[Transaction, str, Sequence[tuple[Any, ...]]], None]
Outcome = Place | Refusal


class Writer:
    """Writes batches. What is refused becomes a `Refusal` in its place and harms no neighbour."""

    def __init__(self, acts: ActsOfLog, kind: str) -> None:
        self._acts = acts
        self._insert = insert_arrays if kind == "postgresql" else insert_rows

    def write(self, transaction: Transaction, rows: Sequence[Row]) -> list[Outcome]:
        """Return for each row where it stands, or why it does not."""
        tail = Tail.locked(transaction)
        before = tail.size
        ballots = [row for row in rows if isinstance(row, Ballot)]
        places = _enter_ballots(transaction, tail, ballots, self._insert) if ballots else {}
        outcomes = [
            places[row.nonce] if isinstance(row, Ballot) else self._acts.enter(transaction, tail, row) for row in rows
        ]
        if tail.size > before:
            tail.write(transaction)
        return outcomes


def _enter_ballots(
    transaction: Transaction, tail: Tail, ballots: Sequence[Ballot], insert: Insert
) -> dict[bytes, Outcome]:
    """Return the outcome of each nonce. One that is known has its old place, also after the close."""
    places: dict[bytes, Outcome] = {
        nonce: Place(place, leaf_hash(entry))
        for nonce, place, entry in transaction.among(KNOWN, list({ballot.nonce for ballot in ballots}))
    }
    fresh = {ballot.nonce: ballot for ballot in reversed(ballots) if ballot.nonce not in places}
    refused = _refusal(tail)
    if refused is None:
        places.update(zip(fresh, _append(transaction, tail, list(fresh.values()), insert), strict=True))
    else:
        places.update(dict.fromkeys(fresh, refused))
    return places


def _refusal(tail: Tail) -> Refusal | None:
    """Say why no ballot may be entered now: nobody outside has seen entry 0 yet, or entry 8 stands."""
    if tail.closed:
        return Refusal("closed")
    return None if tail.witnessed else Refusal("not_open")


def _append(transaction: Transaction, tail: Tail, fresh: Sequence[Ballot], insert: Insert) -> list[Place]:
    places = tail.extend([ballot.entry for ballot in fresh])
    pairs = list(zip(fresh, places, strict=True))
    insert(transaction, "box_ballots (nonce, place)", [(ballot.nonce, place.index) for ballot, place in pairs])
    entered = [(place.index, ballot.entry, ballot.envelope) for ballot, place in pairs]
    insert(transaction, "box_entries (place, entry, envelope)", entered)
    return places
