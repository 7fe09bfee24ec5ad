"""Handing a log entry to the ballot box, and keeping the box's receipt for it beside the entry."""

import os
from pathlib import Path

from pingyi.durable.asking import post
from pingyi.ledger import trees
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol.parties import Party
from pingyi.signer.campaign import Campaign
from pingyi.signer.refusals import receipt_wrong
from pingyi.tokens.casting import REPLY, CastReply, receipt_message


def hand_over(box: str, entry: bytes, statement: bytes = b"") -> bytes:
    """Append an entry (with the statement it names) at the box reached at the URL `box`; return its answer."""
    return post(box, "/v1/append", entry + statement, size=REPLY)


def keep_receipt(path: Path, entry: bytes, answer: bytes, campaign: Campaign) -> CastReply:
    """Write the box's answer to `path`. Raises `Refused` unless it is the box's signed receipt for this entry."""
    try:
        receipt = CastReply.parse(answer)
    except Malformed as error:
        raise receipt_wrong() from error
    message = receipt_message(campaign.camp, receipt.index, receipt.entry_hash)
    is_this = receipt.entry_hash == trees.leaf_hash(entry)
    if not is_this or not ed25519.verify(campaign.manifest.parties[Party.B].key, message, receipt.signature):
        raise receipt_wrong()
    write_whole(path, answer)
    return receipt


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is either whole or not there, whenever the machine stops."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
