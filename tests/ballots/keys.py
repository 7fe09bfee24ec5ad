"""Keys of the tests: seeds by name, and RSA keys from a file. All are public and good for nothing else."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pingyi.signer.raw import load_key
from pingyi.tokens import blinding
from pingyi.tokens.rsa import PublicKey

FILE = Path(__file__).parents[1] / "vectors" / "rsa_keys.json"


def seed(name: str) -> bytes:
    """32 bytes that are the same each time."""
    return sha256(b"tests/ballots " + name.encode()).digest()


class RsaKey:
    """A private key that signs as the blind signers do: deterministically, the salt being given."""

    def __init__(self, der: bytes) -> None:
        self.der = der
        self._raw = load_key(der)
        self.public = PublicKey(self._raw.modulus)

    def sign(self, message: bytes, salt: bytes) -> bytes:
        """Return the signature (256 bytes): what unblinding the signer's answer gives."""
        return self._raw.sign(blinding.encode(message, salt, 2047))


@cache
def rsa_key(cell: int, role: int) -> RsaKey:
    """The key of a cell (0 to 11) for ballot tokens (role 1) or entry tokens (role 2)."""
    primes = _primes()[2 * cell + role - 1]
    return RsaKey(_der(int(primes["p"], 16), int(primes["q"], 16)))


@cache
def _primes() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))["keys"]
    return found


def _der(p: int, q: int) -> bytes:
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    key = numbers.private_key(unsafe_skip_rsa_key_validation=True)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
