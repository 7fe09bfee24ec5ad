"""The two layers around a ballot: inner for the second trustee, outer for the first, bound to campaign and cell."""

from pingyi.primitives.hashing import message
from pingyi.primitives.integers import u32
from pingyi.tokens.ballots import PLAINTEXT
from pingyi.tokens.hpke import ENC, TAG, PrivateKey, check_public_key, derive_private_key, open_, seal

INNER = ENC + PLAINTEXT + TAG
ENVELOPE = ENC + INNER + TAG

__all__ = [
    "ENVELOPE",
    "INNER",
    "PrivateKey",
    "check_public_key",
    "derive_private_key",
    "inner_info",
    "open_",
    "outer_info",
    "seal",
]


def inner_info(camp: bytes, cell: int) -> bytes:
    """Return the HPKE info of the inner layer."""
    return message(b"inner", camp, u32(cell))


def outer_info(camp: bytes, cell: int) -> bytes:
    """Return the HPKE info of the outer layer."""
    return message(b"outer", camp, u32(cell))
