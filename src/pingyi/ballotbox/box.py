"""What the box answers: casting a ballot, entering an act of a party, handing envelopes to the outer trustee."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ballotbox.acts import Act, ActsOfLog, read_act
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.tail import Refusal
from pingyi.ballotbox.writing import Ballot, Outcome, Row, Writer
from pingyi.durable.committing import Committer
from pingyi.durable.replies import Problem
from pingyi.durable.stores import Store
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import message
from pingyi.primitives.integers import u32, u64
from pingyi.primitives.reading import Reader
from pingyi.protocol.entries import BallotEntry, Close, ManifestEntry
from pingyi.protocol.parties import Party
from pingyi.tokens.ballots import entry_nonce
from pingyi.tokens.casting import CastReply, CastRequest, receipt_message
from pingyi.tokens.tokens import Token

PULL = 108  # bytes of the trustee's request: campaign, start, count, signature
MOST_ENVELOPES = 4096  # of one reply: 8 MB
HELD = "SELECT place, entry, envelope FROM box_entries WHERE place >= ? AND place < ? ORDER BY place"


class Box:
    """One campaign's box over one store. `now` is seconds since 1970. Refusals are `Problem`s, outages `Busy`."""

    def __init__(
        self, campaign: Campaign, store: Store, receipts: Ed25519PrivateKey, *, now: Callable[[], float]
    ) -> None:
        self._campaign, self._store, self._receipts, self._now = campaign, store, receipts, now
        self._opens = datetime.fromisoformat(campaign.manifest.opens).timestamp()
        self._committer: Committer[Row, Outcome] = Committer(store, Writer(ActsOfLog(campaign), store.kind).write)
        self.healthy = self._committer.healthy
        self.close = self._committer.close

    def cast(self, body: bytes) -> bytes:
        """Take one cast request and return the receipt; the same request again has the same one."""
        if self._now() < self._opens:
            raise Problem("not_open")
        return self._enter(self._ballot(body))

    def append(self, body: bytes) -> bytes:
        """Take one entry of a party and return its receipt."""
        try:
            act = read_act(body)
        except Malformed as error:
            raise Problem("malformed", why=error.what) from error
        entry, camp = act.entry, self._campaign.camp
        if isinstance(entry, BallotEntry | ManifestEntry | Close):
            raise Problem("malformed")
        if not entry.is_signed(camp, self._campaign.key(entry.party)):
            raise Problem("bad_signature")
        return self._enter(act)

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

    def _ballot(self, body: bytes) -> Ballot:
        """Check campaign, cell and token; the nonce binds the token to this envelope."""
        try:
            request = CastRequest.parse(body)
            token = Token.parse(request.token)
        except Malformed as error:
            raise Problem("malformed") from error
        if request.camp != self._campaign.camp:
            raise Problem("wrong_campaign")
        door = self._campaign.door(request.cell)
        if door is None:
            raise Problem("wrong_cell")
        envelope_hash = _hash(request.envelope)
        nonce = entry_nonce(request.camp, request.cell, envelope_hash)
        if not token.check(door.key, nonce, door.challenge):
            raise Problem("bad_token")
        entry = BallotEntry(request.cell, request.token, envelope_hash).encode()
        return Ballot(nonce, entry, request.envelope)

    def _enter(self, row: Row) -> bytes:
        """Hand over to the committer and sign for what is durable. Signatures come out the same each time."""
        outcome = self._committer.commit(row)
        if isinstance(outcome, Refusal):
            raise Problem(outcome.code, why=outcome.why) if outcome.why else Problem(outcome.code)
        signature = self._receipts.sign(receipt_message(self._campaign.camp, outcome.index, outcome.entry_hash))
        return CastReply(outcome.index, outcome.entry_hash, signature).encode()


def pull_message(camp: bytes, start: int, count: int) -> bytes:
    """Return the bytes that T1 signs to ask for the envelopes among `count` log entries from `start` on."""
    return message(b"pull", camp, u64(start), u32(count))


def _hash(envelope: bytes) -> bytes:
    """Return the SHA-256 of an envelope, in two parts: from 2,048 bytes on Python gives up its lock to hash, and under
    load waits for it longer than hashing takes.
    """
    half = len(envelope) // 2
    hashed = hashlib.sha256(envelope[:half])
    hashed.update(envelope[half:])
    return hashed.digest()


__all__ = ["MOST_ENVELOPES", "PULL", "Act", "Box", "pull_message"]
