"""Keys of the tests: seeds by name, and RSA keys from a file. All are public and good for nothing else."""

import json
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

import gmpy2

from pingyi.tokens import blinding
from pingyi.tokens.rsa import PublicKey

FILE = Path(__file__).parents[1] / "vectors" / "rsa_keys.json"


def seed(name: str) -> bytes:
    """32 bytes that are the same each time."""
    return sha256(b"tests/ballots " + name.encode()).digest()


class RsaKey:
    """A private key that signs as the blind signers do: deterministically, the salt being given."""

    def __init__(self, p: int, q: int) -> None:
        self._p, self._q = gmpy2.mpz(p), gmpy2.mpz(q)
        self._n = self._p * self._q
        d = gmpy2.invert(65537, (self._p - 1) * (self._q - 1))
        self._dp, self._dq, self._qinv = d % (self._p - 1), d % (self._q - 1), gmpy2.invert(self._q, self._p)

    @cached_property
    def public(self) -> PublicKey:
        """The key that verifies."""
        return PublicKey(int(self._n).to_bytes(256, "big"))

    def sign(self, message: bytes, salt: bytes) -> bytes:
        """Return the signature (256 bytes): what unblinding the signer's answer gives."""
        return self.raw(blinding.encode(message, salt, 2047))

    def raw(self, content: bytes) -> bytes:
        """Return content^d mod n."""
        number = gmpy2.mpz(int.from_bytes(content, "big"))
        low, high = gmpy2.powmod(number, self._dq, self._q), gmpy2.powmod(number, self._dp, self._p)
        found = low + self._q * ((high - low) * self._qinv % self._p)
        return int(found).to_bytes(256, "big")


@cache
def rsa_keys() -> list[RsaKey]:
    """All keys of the file."""
    keys = json.loads(FILE.read_text(encoding="utf-8"))["keys"]
    return [RsaKey(int(key["p"], 16), int(key["q"], 16)) for key in keys]


def rsa_key(cell: int, role: int) -> RsaKey:
    """The key of a cell (0 to 11) for ballot tokens (role 1) or entry tokens (role 2)."""
    return rsa_keys()[2 * cell + role - 1]
