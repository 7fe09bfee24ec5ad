"""A cast request read: which ballot it is, or why it is none; and the receipt for what was entered."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.tail import Place, Refusal
from pingyi.primitives.errors import Malformed
from pingyi.protocol.entries import BallotEntry
from pingyi.tokens.ballots import entry_nonce
from pingyi.tokens.casting import CastReply, CastRequest, receipt_message
from pingyi.tokens.tokens import Token


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot whose token was found good: nonce of the token, log entry, envelope."""

    nonce: bytes
    entry: bytes
    envelope: bytes


def read_ballot(campaign: Campaign, body: bytes) -> Ballot | Refusal:
    """Check campaign, cell and token of a cast request; the nonce binds the token to its envelope."""
    try:
        request = CastRequest.parse(body)
        token = Token.parse(request.token)
    except Malformed:
        return Refusal("malformed")
    if request.camp != campaign.camp:
        return Refusal("wrong_campaign")
    door = campaign.door(request.cell)
    if door is None:
        return Refusal("wrong_cell")
    envelope_hash = _hash(request.envelope)
    nonce = entry_nonce(request.camp, request.cell, envelope_hash)
    if not token.check(door.key, nonce, door.challenge):
        return Refusal("bad_token")
    return Ballot(nonce, BallotEntry(request.cell, request.token, envelope_hash).encode(), request.envelope)


def receipt(camp: bytes, place: Place, key: Ed25519PrivateKey) -> bytes:
    """Return the signed receipt for an entry; the same bytes each time."""
    signature = key.sign(receipt_message(camp, place.index, place.entry_hash))
    return CastReply(place.index, place.entry_hash, signature).encode()


def _hash(envelope: bytes) -> bytes:
    """Return the SHA-256 of an envelope, in two parts: from 2,048 bytes on Python gives up its lock to hash, and under
    load waits for it longer than hashing takes.
    """
    half = len(envelope) // 2
    hashed = hashlib.sha256(envelope[:half])
    hashed.update(envelope[half:])
    return hashed.digest()
