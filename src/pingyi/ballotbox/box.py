"""What the box answers: casting a ballot, entering an act of a party, handing envelopes to the outer trustee."""

from collections.abc import Callable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ballotbox.acts import STATEMENT, Act, acts_of, read_act
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.tail import Refusal
from pingyi.ballotbox.writing import Outcome, Row, Writer
from pingyi.durable.committing import Committer
from pingyi.durable.replies import Problem
from pingyi.durable.stores import Store
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import message
from pingyi.primitives.integers import u32, u64
from pingyi.primitives.reading import Reader
from pingyi.protocol.entries import BallotEntry, Close, ManifestEntry, StatementEntry
from pingyi.protocol.parties import Party

PULL = 108  # bytes of the trustee's request: campaign, start, count, signature
MOST_ENVELOPES = 4096  # of one reply: 8 MB
HELD = "SELECT place, entry, envelope FROM box_entries WHERE place >= ? AND place < ? ORDER BY place"


class Box:
    """One campaign's box over one store. `now` is seconds since 1970. Refusals are `Problem`s, outages `Busy`."""

    def __init__(
        self, campaign: Campaign, store: Store, receipts: Ed25519PrivateKey, *, now: Callable[[], float]
    ) -> None:
        self._campaign, self._store, self._now = campaign, store, now
        self._opens = datetime.fromisoformat(campaign.manifest.opens).timestamp()
        self._committer: Committer[Row, Outcome] = Committer(store, Writer(campaign, store.kind, receipts).write)
        self.healthy = self._committer.healthy
        self.close = self._committer.close

    def cast(self, body: bytes) -> bytes:
        """Take one cast request and return the receipt; the same request again has the same one."""
        if self._now() < self._opens:
            raise Problem("not_open")
        return self._enter(body)

    def append(self, body: bytes) -> bytes:
        """Take one entry of a party and return its receipt."""
        return self._enter(self._signed_act(body))

    def admit(self, first: bytes, size: int) -> None:
        """Refuse a long act by its first bytes: only a statement is long, and its entry is signed by a party.

        Entries are public. One that stands already may come again, but not with a longer file than it came with.
        """
        entry = self._signed_act(first[:STATEMENT]).entry
        if not isinstance(entry, StatementEntry):
            raise Problem("malformed")
        with self._store.reading() as transaction:
            stands = [len(act.statement) for _, act in acts_of(transaction) if act.entry == entry]
        if stands and size - STATEMENT > stands[0]:
            raise Problem("malformed")

    def _signed_act(self, body: bytes) -> Act:
        try:
            act = read_act(body)
        except Malformed as error:
            raise Problem("malformed", why=error.what) from error
        entry, camp = act.entry, self._campaign.camp
        if isinstance(entry, BallotEntry | ManifestEntry | Close):
            raise Problem("malformed")
        if not entry.is_signed(camp, self._campaign.key(entry.party)):
            raise Problem("bad_signature")
        return act

    def envelopes(self, body: bytes) -> bytes:
        """Return what the outer trustee asks for: index, cell and envelope of each ballot from start on."""
        reader = Reader(body)
        camp, start, count, signature = reader.take(32), reader.u64(), reader.u32(), reader.take(64)
        if camp != self._campaign.camp:
            raise Problem("wrong_campaign")
        if count > MOST_ENVELOPES or start >= 2**63:
            raise Problem("malformed")
        if not ed25519.verify(self._campaign.key(Party.T1), pull_message(camp, start, count), signature):
            raise Problem("bad_signature")
        with self._store.reading() as transaction:
            rows = transaction.execute(HELD, (start, start + count))
        return b"".join(u64(place) + entry[1:5] + envelope for place, entry, envelope in rows if envelope)

    def _enter(self, row: Row) -> bytes:
        """Hand over to the committer; return the receipt once the entry is durable."""
        outcome = self._committer.commit(row)
        if isinstance(outcome, Refusal):
            raise Problem(outcome.code, why=outcome.why) if outcome.why else Problem(outcome.code)
        return outcome


def pull_message(camp: bytes, start: int, count: int) -> bytes:
    """Return the bytes that T1 signs to ask for the envelopes among `count` log entries from `start` on."""
    return message(b"pull", camp, u64(start), u32(count))


__all__ = ["MOST_ENVELOPES", "PULL", "Act", "Box", "pull_message"]
