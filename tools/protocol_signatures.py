"""Ed25519 cases of tests/vectors/protocol.json: what libraries disagree about, decided by the one rule (11.2)."""

import hashlib

from tests.primitives import edwards
from tests.primitives.edwards import BASE, IDENTITY, TORSION, L, P

from pingyi.primitives import ed25519

SEED = hashlib.sha256(b"pingyi test ed25519").digest()
MESSAGE = b"pingyi/v1/test\x00"


def _scalar(seed: bytes) -> int:
    digest = bytearray(hashlib.sha512(seed).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 63 | 64
    return int.from_bytes(digest, "little")


SECRET = _scalar(SEED)
KEY = ed25519.public_key(SEED)
NONCE = int.from_bytes(hashlib.sha512(b"pingyi test nonce").digest(), "little") % L


def cases() -> list[dict[str, object]]:
    """Return key, message, signature, and whether they are good."""
    good = ed25519.sign(SEED, MESSAGE)
    return [
        _case("good", KEY, MESSAGE, good, valid=True),
        _case("empty message", KEY, b"", ed25519.sign(SEED, b""), valid=True),
        _case("another message", KEY, MESSAGE + b"x", good),
        _case("signature too short", KEY, MESSAGE, good[:-1]),
        _case("signature too long", KEY, MESSAGE, good + b"\x00"),
        *_scalars(good),
        *_points(),
        *_torsion(),
        *_bad_keys(),
    ]


def _case(name: str, key: bytes, message: bytes, signature: bytes, *, valid: bool = False) -> dict[str, object]:
    return {"name": name, "key": key.hex(), "message": message.hex(), "signature": signature.hex(), "valid": valid}


def _scalars(good: bytes) -> list[dict[str, object]]:
    s = int.from_bytes(good[32:], "little")
    raised = {f"S + {n}L": s + n * L for n in (1, 2)} | {"S = L": L}
    return [_case(name, KEY, MESSAGE, good[:32] + value.to_bytes(32, "little")) for name, value in raised.items()]


def _points() -> list[dict[str, object]]:
    return [
        _case("R is the identity, the equation holds", KEY, MESSAGE, edwards.sign(SECRET, KEY, MESSAGE, 0)),
        _case(
            "R has torsion, only the equation with cofactor holds",
            KEY,
            MESSAGE,
            edwards.sign(SECRET, KEY, MESSAGE, NONCE, twist=TORSION),
        ),
        _case("R is the identity not canonical", KEY, MESSAGE, _with_r(KEY, SECRET, (P + 1).to_bytes(32, "little"))),
        _case(
            "R is the identity with a sign", KEY, MESSAGE, _with_r(KEY, SECRET, (1 | 1 << 255).to_bytes(32, "little"))
        ),
    ]


def _with_r(key: bytes, secret: int, r: bytes) -> bytes:
    """Sign as if R were the identity, whose bytes are written as `r`."""
    return r + (edwards.challenge(r, key, MESSAGE) * secret % L).to_bytes(32, "little")


def _torsion() -> list[dict[str, object]]:
    mixed = edwards.encode(edwards.add(edwards.multiply(SECRET, BASE), TORSION))
    found: dict[str, dict[str, object]] = {}
    counter = 0
    while len(found) < 2:  # for one message in eight k is 0 mod 8, and the strict equation holds too
        message = MESSAGE + bytes([counter])
        signature = edwards.sign(SECRET, mixed, message, NONCE)
        holds = edwards.equation(mixed, message, signature, 1)
        name = "key has torsion, both equations hold" if holds else "key has torsion, only that with cofactor holds"
        found.setdefault(name, _case(name, mixed, message, signature))
        counter += 1
    return list(found.values())


def _bad_keys() -> list[dict[str, object]]:
    loose = edwards.encode(BASE) + (1).to_bytes(32, "little")  # holds at least with the cofactor
    small = {f"key of order {order}": edwards.multiply(8 // order, TORSION) for order in (2, 4, 8)}
    small["key is the identity"] = IDENTITY
    signed = [_case(name, edwards.encode(point), MESSAGE, loose) for name, point in small.items()]
    forms = {
        "key not canonical, order 4": P,
        "key not canonical, identity": P + 1,
        "key is the identity with a sign": 1 | 1 << 255,
        "key of order 2 with a sign": P - 1 | 1 << 255,
        "key not canonical, y = 2^255 - 1": 2**255 - 1,
        "key not on the curve": next(y for y in range(2, 100) if edwards.from_y(y, 0) is None),
    }
    signature = edwards.encode(edwards.multiply(NONCE, BASE)) + NONCE.to_bytes(32, "little")
    return signed + [_case(name, y.to_bytes(32, "little"), MESSAGE, signature) for name, y in forms.items()]
