"""The keys of a trustee: an identity key that signs, an opening key (HPKE) that opens, a printed backup of each.

The two backups are apart: at the end the opening key is destroyed wherever it is, and the identity key stays.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from pingyi.durable.identity import read_identity, read_private, write_private
from pingyi.primitives import canonical, ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import TRUSTEES, Party
from pingyi.tokens import hpke
from pingyi.trustee import paper, refusals
from pingyi.trustee.files import write

IDENTITY, OPENING, PUBLIC = "identity.key", "opening.key", "public.json"
IDENTITY_BACKUP, OPENING_BACKUP = "identity.backup.txt", "opening.backup.txt"
KINDS = {"identity": IDENTITY, "opening": OPENING}
SHORTEST_PASSPHRASE = 12
FORMAT = "pingyi/v1/trustee-keys"


@dataclass(frozen=True, slots=True)
class Public:
    """What goes into the manifest: identity key (32 bytes) and HPKE key (65 bytes)."""

    identity: bytes
    hpke: bytes


def make_keys(folder: Path, passphrase: str, *, cost: int = paper.COST) -> Public:
    """Make both keys in `folder`, their backups, and read the backups again before anything is said to be done."""
    if any((folder / name).exists() for name in (IDENTITY, OPENING, PUBLIC)):
        raise refusals.keys_there(folder)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise refusals.passphrase_short(SHORTEST_PASSPHRASE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {"identity": os.urandom(ed25519.KEY), "opening": os.urandom(hpke.KEY)}
    made["opening"] = _scalar(made["opening"])
    for kind, name in KINDS.items():
        _write_backup(folder, kind, made[kind], passphrase, cost)
        if read_backup((folder / f"{kind}.backup.txt").read_text("utf-8"), passphrase) != (kind, made[kind]):
            raise refusals.backup_wrong("")
        write_private(folder / name, made[kind])
    public = Public(ed25519.public_key(made["identity"]), hpke.PrivateKey(made["opening"]).public)
    listed = {"format": FORMAT, "identity": public.identity.hex(), "hpke": public.hpke.hex()}
    write(folder / PUBLIC, canonical.encode(listed))
    return public


def read_backup(text: str, passphrase: str) -> tuple[str, bytes]:
    """Return kind ("identity" or "opening") and key (32 bytes) of a printed backup. Raises `Refused`."""
    try:
        content = paper.open_(paper.parse(text), passphrase)
    except Malformed as error:
        raise refusals.backup_wrong(error.what) from error
    kind = content[:-32].decode("ascii", "replace")
    if kind not in KINDS:
        raise refusals.backup_wrong("not a key of a trustee")
    return kind, content[-32:]


def restore(folder: Path, text: str, passphrase: str) -> Path:
    """Write the key of a printed backup into `folder`; never over another. Return the file."""
    kind, key = read_backup(text, passphrase)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / KINDS[kind]
    if path.exists():
        raise refusals.keys_there(folder)
    write_private(path, key)
    return path


def party_of(folder: Path, manifest: Manifest) -> tuple[Party, bytes]:
    """Return which trustee this folder is, by its identity key, and that key. Raises `Refused`."""
    seed = read_identity(folder / IDENTITY)
    public = ed25519.public_key(seed)
    for party in TRUSTEES:
        if manifest.parties[party].key == public:
            return party, seed
    raise refusals.keys_of_nobody()


def opening_key(folder: Path, manifest: Manifest, party: Party) -> bytes:
    """Return the private opening key (32 bytes), found to be the one that the manifest names. Raises `Refused`."""
    scalar = read_private(folder / OPENING, hpke.KEY)
    try:
        public = hpke.PrivateKey(scalar).public
    except Malformed as error:
        raise refusals.keys_of_nobody() from error
    if public != manifest.parties[party].hpke:
        raise refusals.keys_of_nobody()
    return scalar


def _write_backup(folder: Path, kind: str, key: bytes, passphrase: str, cost: int) -> None:
    sealed = paper.seal(kind.encode("ascii") + key, passphrase, cost=cost)
    heading = f"# pingyi trustee: {kind} key, encrypted with the passphrase. 打印后分开保管 Print and keep apart.\n"
    write(folder / f"{kind}.backup.txt", (heading + paper.printed(sealed)).encode("utf-8"))


def _scalar(seed: bytes) -> bytes:
    """Return a private P-256 key from a random seed: the numbers above the order are drawn again."""
    while True:
        try:
            hpke.PrivateKey(seed)
        except Malformed:
            seed = os.urandom(hpke.KEY)
        else:
            return seed
