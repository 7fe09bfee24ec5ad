"""The one writer: a batch of cast requests and acts becomes log entries in one transaction (for `durable.committing`).

Tokens are checked and receipts signed here, one after the other, and not by the threads of the requests: these would
take Python's lock from each other a hundred times per batch. A receipt leaves only after the durable commit.
"""

from collections.abc import Callable, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ballotbox.acts import Act, ActsOfLog
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.casting import Ballot, read_ballot, receipt
from pingyi.ballotbox.rows import insert_arrays, insert_rows
from pingyi.ballotbox.tail import Place, Refusal, Tail
from pingyi.durable.stores import Transaction
from pingyi.ledger.trees import leaf_hash

KNOWN = "SELECT nonce, place, entry FROM box_ballots JOIN box_entries USING (place) WHERE nonce {among}"

Row = bytes | Act  # a cast request, or an act of a party
Outcome = bytes | Refusal  # the receipt, or why there is none
Insert = Callable[[Transaction, str, Sequence[tuple[Any, ...]]], None]


class Writer:
    """Writes batches. What is refused becomes a `Refusal` in its place and harms no neighbour."""

    def __init__(self, campaign: Campaign, kind: str, receipts: Ed25519PrivateKey) -> None:
        self._campaign, self._acts, self._receipts = campaign, ActsOfLog(campaign), receipts
        self._insert = insert_arrays if kind == "postgresql" else insert_rows

    def write(self, transaction: Transaction, rows: Sequence[Row]) -> list[Outcome]:
        """Return for each row the receipt, or why there is none."""
        read = [row if isinstance(row, Act) else read_ballot(self._campaign, row) for row in rows]
        ballots = [row for row in read if isinstance(row, Ballot)]
        acts = [row for row in read if isinstance(row, Act)]
        if not (ballots or acts):
            return [row for row in read if isinstance(row, Refusal)]
        tail = Tail.locked(transaction)
        before = tail.size
        places = self._enter_ballots(transaction, tail, ballots) if ballots else {}
        entered = {id(act): self._acts.enter(transaction, tail, act) for act in acts}
        if tail.size > before:
            tail.write(transaction)
        return [self._outcome(row, places, entered) for row in read]

    def _outcome(
        self,
        row: Ballot | Act | Refusal,
        places: dict[bytes, Place | Refusal],
        entered: dict[int, Place | Refusal],
    ) -> Outcome:
        if isinstance(row, Refusal):
            return row
        found = places[row.nonce] if isinstance(row, Ballot) else entered[id(row)]
        return found if isinstance(found, Refusal) else receipt(self._campaign.camp, found, self._receipts)

    def _enter_ballots(
        self, transaction: Transaction, tail: Tail, ballots: Sequence[Ballot]
    ) -> dict[bytes, Place | Refusal]:
        """Return the outcome of each nonce. One that is known has its old place, also after the close."""
        places: dict[bytes, Place | Refusal] = {
            nonce: Place(place, leaf_hash(entry))
            for nonce, place, entry in transaction.among(KNOWN, list({ballot.nonce for ballot in ballots}))
        }
        fresh = {ballot.nonce: ballot for ballot in reversed(ballots) if ballot.nonce not in places}
        refused = _refusal(tail)
        if refused is None:
            places.update(zip(fresh, self._append(transaction, tail, list(fresh.values())), strict=True))
        else:
            places.update(dict.fromkeys(fresh, refused))
        return places

    def _append(self, transaction: Transaction, tail: Tail, fresh: Sequence[Ballot]) -> list[Place]:
        places = tail.extend([ballot.entry for ballot in fresh])
        pairs = list(zip(fresh, places, strict=True))
        spent = [(ballot.nonce, place.index) for ballot, place in pairs]
        self._insert(transaction, "box_ballots (nonce, place)", spent)
        entered = [(place.index, ballot.entry, ballot.envelope) for ballot, place in pairs]
        self._insert(transaction, "box_entries (place, entry, envelope)", entered)
        return places


def _refusal(tail: Tail) -> Refusal | None:
    """Say why no ballot may be entered now: nobody outside has seen entry 0 yet, or entry 8 stands."""
    if tail.closed:
        return Refusal("closed")
    return None if tail.witnessed else Refusal("not_open")
