"""Edwards25519 by the textbook (RFC 8032, 5.1): slow, whole, and independent of OpenSSL. For tests and vectors only."""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)


def add(a, b):
    """Return a + b; points are pairs (x, y)."""
    return _affine(_projective_sum((*a, 1), (*b, 1)))


def multiply(scalar, point):
    total = (*IDENTITY, 1)
    for bit in f"{scalar:b}":
        total = _projective_sum(total, total)
        if bit == "1":
            total = _projective_sum(total, (*point, 1))
    return _affine(total)


def _projective_sum(a, b):
    """Return the sum of two points (x/z, y/z); the formula has no exceptions because D is no square."""
    (x1, y1, z1), (x2, y2, z2) = a, b
    z, xx, yy = z1 * z2 % P, x1 * x2 % P, y1 * y2 % P
    cross = D * xx * yy % P
    less, more = z * z - cross, z * z + cross
    return z * less * (x1 * y2 + x2 * y1) % P, z * more * (yy + xx) % P, less * more % P


def _affine(point):
    inverse = pow(point[2], -1, P)
    return point[0] * inverse % P, point[1] * inverse % P


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def from_y(y, sign):
    """Return the point with this y and parity of x, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x), y


def decode(encoded):
    """Return the point, or None when it is not the one encoding of a point."""
    number = int.from_bytes(encoded, "little")
    y = number & (2**255 - 1)
    return from_y(y, number >> 255) if y < P else None


BASE = from_y(4 * pow(5, -1, P) % P, 0)


def torsion():
    """Return a point of order 8."""
    for y in range(2, 100):
        point = from_y(y, 0)
        found = point and multiply(L, point)
        if found and multiply(4, found) != IDENTITY:
            return found
    raise AssertionError("half of all points have one")


TORSION = torsion()


def is_good_key(key):
    """The rule of protocol 11.2, word by word."""
    point = decode(key)
    return point is not None and point != IDENTITY and multiply(L, point) == IDENTITY


def challenge(r, key, message):
    return int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L


def sign(secret, key, message, nonce, *, twist=IDENTITY):
    """Sign with the scalar `secret` under the bytes `key`; `twist` is added to R before it is hashed."""
    r = encode(add(multiply(nonce, BASE), twist))
    s = (nonce + challenge(r, key, message) * secret) % L
    return r + s.to_bytes(32, "little")


def equation(key, message, signature, factor):
    """Say whether [factor * S]B = [factor]R + [factor * k]A: 1 without, 8 with the cofactor."""
    a, r = decode(key), decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    k = challenge(signature[:32], key, message)
    right = add(multiply(factor, r), multiply(factor * k, a))
    return multiply(factor * s, BASE) == right
