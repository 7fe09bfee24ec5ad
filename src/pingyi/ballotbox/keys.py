"""The two keys of a box: one signs the log, one receipts and the box's statements. Made before the manifest."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ballotbox.refusals import keys_other, keys_there
from pingyi.durable.identity import read_identity, write_private
from pingyi.ledger.notes import ED25519, VerifierKey
from pingyi.primitives import ed25519
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party

LOG, IDENTITY = "log.key", "identity.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """Private keys, 32 bytes each."""

    log: bytes = field(repr=False)
    identity: bytes = field(repr=False)

    def vkey(self, name: str) -> str:
        """Return the verifier key of the log as the manifest names it; `name` is the origin of the log."""
        return VerifierKey(name, ED25519, ed25519.public_key(self.log)).encode()

    def public_identity(self) -> bytes:
        """Return the box's public identity key, 32 bytes."""
        return ed25519.public_key(self.identity)

    def receipts(self) -> Ed25519PrivateKey:
        """Return the identity key ready for many signatures."""
        return Ed25519PrivateKey.from_private_bytes(self.identity)

    def check(self, manifest: Manifest) -> None:
        """Refuse keys that are not those of the manifest."""
        named = (manifest.log.key, manifest.parties[Party.B].key)
        if named != (ed25519.public_key(self.log), self.public_identity()):
            raise keys_other()


def make_keys(folder: Path, *, log: bytes, identity: bytes) -> Keys:
    """Write both keys (32 random bytes each) into `folder`, readable by this user alone; never over others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((folder / name).exists() for name in (LOG, IDENTITY)):
        raise keys_there(str(folder))
    write_private(folder / LOG, log)
    write_private(folder / IDENTITY, identity)
    return Keys(log, identity)


def read_keys(folder: Path) -> Keys:
    """Read both keys; refuses files that are not there, or that others may read."""
    return Keys(read_identity(folder / LOG), read_identity(folder / IDENTITY))
