"""The two keys of a box: one signs the log, one signs receipts and the box's statements. Made before the manifest."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ballotbox.refusals import keys_missing, keys_open, keys_other, keys_there
from pingyi.ledger.notes import ED25519, VerifierKey
from pingyi.primitives import ed25519
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party

LOG, RECEIPT = "log.key", "receipt.key"


@dataclass(frozen=True)
class Keys:
    """Seeds of both keys, 32 bytes each."""

    log: bytes
    receipt: bytes

    def vkey(self, name: str) -> str:
        """Return the verifier key of the log as the manifest names it; `name` is the origin of the log."""
        return VerifierKey(name, ED25519, ed25519.public_key(self.log)).encode()

    def identity(self) -> bytes:
        """Return the box's public identity key, 32 bytes."""
        return ed25519.public_key(self.receipt)

    def receipts(self) -> Ed25519PrivateKey:
        """Return the receipt key ready for many signatures."""
        return Ed25519PrivateKey.from_private_bytes(self.receipt)

    def check(self, manifest: Manifest) -> None:
        """Refuse keys that are not those of the manifest."""
        named = (manifest.log.key, manifest.parties[Party.B].key)
        if named != (ed25519.public_key(self.log), self.identity()):
            raise keys_other()


def make_keys(folder: Path, *, log: bytes, receipt: bytes) -> Keys:
    """Write both seeds (32 random bytes each) into `folder`, readable by this user alone; never over others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((folder / name).exists() for name in (LOG, RECEIPT)):
        raise keys_there(str(folder))
    for name, seed in ((LOG, log), (RECEIPT, receipt)):
        file = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as opened:
            opened.write(seed.hex() + "\n")
            opened.flush()
            os.fsync(opened.fileno())
    return Keys(log, receipt)


def read_keys(folder: Path) -> Keys:
    """Read both seeds; refuses files that others may read."""
    return Keys(_read(folder / LOG), _read(folder / RECEIPT))


def _read(file: Path) -> bytes:
    if not file.exists():
        raise keys_missing(str(file.parent))
    if file.stat().st_mode & 0o077:
        raise keys_open(str(file))
    try:
        seed = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError:
        seed = b""
    if len(seed) != ed25519.KEY:
        raise keys_missing(str(file.parent))
    return seed
