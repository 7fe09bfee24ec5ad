"""Ed25519 by one rule, the same bytes accepted in every language.

A key is good when its y is canonical, the point is on the curve, not the identity, and of prime order. A signature is
good when S < L, R is not the identity, and R is byte for byte [S]B - [k]A (no cofactor). OpenSSL does the last;
libraries differ in all the rest, so the rest is done here.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from pingyi.primitives.errors import Malformed

KEY, SIGNATURE = 32, 64
_BAD = "Ed25519 key: not a point of prime order in its one encoding"
FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_IDENTITY = (1).to_bytes(32, "little")
# Multiplying by 5L - 1, which is 0 mod 8 and -1 mod L, removes what is of small order and turns the rest over; a
# Montgomery u does not see the turn. So u stays itself exactly for points of prime order, and a point of the twist
# cannot stay (its order divides neither 5L nor 5L - 2). One X25519 instead of a multiplication by L in Python.
_TURN = X25519PrivateKey.from_private_bytes((5 * ORDER - 1).to_bytes(32, "little"))


def public_key(seed: bytes) -> bytes:
    """Return the 32-byte public key of an RFC 8032 private key (32 bytes)."""
    return _private(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the 64-byte signature of `message`; the same each time."""
    return _private(seed).sign(message)


def check_key(key: bytes) -> None:
    """Malformed unless `key` is canonical, on the curve, not the identity and of prime order."""
    if _loaded(key) is None:
        raise Malformed(_BAD)


def check_keys(keys: Sequence[bytes]) -> None:
    """Malformed unless all keys are good: as `check_key`, a third faster, since the divisions are made together."""
    places = [_y(key) for key in keys]
    if not all(_turns(1 + y, inverse) for y, inverse in zip(places, _inverses([1 - y for y in places]), strict=True)):
        raise Malformed(_BAD)


def verify(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` is good under the rule of this module; a bad key makes every signature bad."""
    loaded = _loaded(key)
    return loaded is not None and _is_signed(loaded, message, signature)


def verify_by_good(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say the same for a key that `check_key` has passed before: half the work where each key signs once."""
    return _is_signed(Ed25519PublicKey.from_public_bytes(key), message, signature)


def _is_signed(key: Ed25519PublicKey, message: bytes, signature: bytes) -> bool:
    if len(signature) != SIGNATURE or signature[:32] == _IDENTITY:
        return False
    if int.from_bytes(signature[32:], "little") >= ORDER:
        return False
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1 << 16)
def _loaded(key: bytes) -> Ed25519PublicKey | None:
    """Return the key ready for OpenSSL, or None for a bad one; tested once per key."""
    return Ed25519PublicKey.from_public_bytes(key) if _is_good(key) else None


def _is_good(key: bytes) -> bool:
    try:
        y = _y(key)
    except Malformed:
        return False
    return _turns(1 + y, pow(1 - y, -1, FIELD))


def _y(key: bytes) -> int:
    """Return y of the point; Malformed where it is not canonical, or the identity's (1 - y has no inverse then)."""
    y = int.from_bytes(key, "little") & (2**255 - 1)
    if len(key) != KEY or y >= FIELD or y == 1:
        raise Malformed(_BAD)
    return y


def _turns(above: int, inverse: int) -> bool:
    """Say whether the point whose Montgomery u is `above` times `inverse` stays itself under the turn."""
    u = (above * inverse % FIELD).to_bytes(32, "little")
    try:
        return _TURN.exchange(X25519PublicKey.from_public_bytes(u)) == u
    except ValueError:  # a point of small order: the product is zero
        return False


def _inverses(numbers: Sequence[int]) -> list[int]:
    """Return the inverses of numbers that have one, with a single division (Montgomery's trick)."""
    before = list(accumulate(numbers, lambda one, other: one * other % FIELD, initial=1))
    rest, found = pow(before.pop(), -1, FIELD), []
    for number, product in zip(reversed(numbers), reversed(before), strict=True):
        found.append(rest * product % FIELD)
        rest = rest * number % FIELD
    return found[::-1]


def _private(seed: bytes) -> Ed25519PrivateKey:
    if len(seed) != KEY:
        raise Malformed("Ed25519 private key: not 32 bytes")
    return Ed25519PrivateKey.from_private_bytes(seed)
