"""The folder of one signer: its identity key, one RSA key per cell, and the public half of them for the manifest.

identity.key       32 bytes: the Ed25519 private key that signs daily roots and statements
keys/000000.der    the RSA key of cell 0 (PKCS #8), and so on
public.json        {"format","identity","moduli","role"}: what the organiser puts into manifest and cell records
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pingyi.primitives import canonical, ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol.fields import Fields
from pingyi.signer.raw import BYTES, EXPONENT, RawKey, load_key
from pingyi.signer.refusals import key_folder_taken, keys_unreadable

FORMAT = "pingyi/v1/signer-keys"
ROLE_NAMES = {"ballot": 1, "entry": 2}


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What everybody may know of a signer: role (1 ballot, 2 entry), identity key, modulus of each cell in order."""

    role: int
    identity: bytes
    moduli: tuple[bytes, ...]

    def encode(self) -> bytes:
        """Return the bytes of `public.json`."""
        moduli = [modulus.hex() for modulus in self.moduli]
        return canonical.encode(
            {"format": FORMAT, "role": self.role, "identity": self.identity.hex(), "moduli": moduli}
        )

    @classmethod
    def parse(cls, content: bytes) -> "PublicKeys":
        """Read `public.json`; raises `Malformed`."""
        fields = Fields(canonical.decode(content), "signer keys", ("format", "role", "identity", "moduli"))
        fields.choice("format", FORMAT)
        moduli = fields.texts("moduli")
        if any(len(modulus) != 2 * BYTES for modulus in moduli):
            raise fields.wrong("moduli", "not 256 bytes each")
        try:
            parsed = tuple(bytes.fromhex(modulus) for modulus in moduli)
        except ValueError:
            raise fields.wrong("moduli", "not hex") from None
        return cls(fields.number("role", 1, 2), fields.octets("identity", 32), parsed)


def make_keys(folder: Path, *, role: int, cells: int) -> Iterator[int]:
    """Make identity and keys for `cells` cells in the new folder `folder`; yields as each key is done.

    `public.json` is written last: a folder without it is unfinished. Raises `Refused` where the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise key_folder_taken(folder)
    (folder / "keys").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    seed = os.urandom(32)
    write_private(folder / "identity.key", seed)
    moduli = []
    with ProcessPoolExecutor() as pool:
        for index, (der, modulus) in enumerate(pool.map(_new_key, range(cells))):
            write_private(key_path(folder, index), der)
            moduli.append(modulus)
            yield index
    public = PublicKeys(role, ed25519.public_key(seed), tuple(moduli))
    (folder / "public.json").write_bytes(public.encode())


def read_public(folder: Path) -> PublicKeys:
    """Return what `public.json` of a signer's folder says. Raises `Refused`."""
    try:
        return PublicKeys.parse((folder / "public.json").read_bytes())
    except (OSError, Malformed) as error:
        raise keys_unreadable(folder / "public.json") from error


def read_identity(folder: Path) -> bytes:
    """Return the private identity key (32 bytes). Raises `Refused`."""
    try:
        seed = (folder / "identity.key").read_bytes()
    except OSError as error:
        raise keys_unreadable(folder / "identity.key") from error
    if len(seed) != ed25519.KEY:
        raise keys_unreadable(folder / "identity.key")
    return seed


def read_keys(folder: Path, cells: Iterable[int]) -> list[RawKey]:
    """Return the private keys of `cells`, ready to sign. Raises `Refused`."""
    return [_read_key(key_path(folder, cell)) for cell in cells]


def key_path(folder: Path, cell: int) -> Path:
    """Return where the private key of a cell lies."""
    return folder / "keys" / f"{cell:06d}.der"


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that its user alone may read."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read_key(path: Path) -> RawKey:
    try:
        return load_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise keys_unreadable(path) from error


def _new_key(_: int) -> tuple[bytes, bytes]:
    key = rsa.generate_private_key(EXPONENT, 8 * BYTES)
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return der, key.private_numbers().public_numbers.n.to_bytes(BYTES, "big")
