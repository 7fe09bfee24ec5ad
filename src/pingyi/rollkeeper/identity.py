"""The auditor's key (HPKE), made once and kept by the auditor; the roll keeper's identity key, checked."""

import os
from pathlib import Path

from pingyi.durable.identity import read_identity, write_private
from pingyi.primitives import ed25519
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.tokens import envelopes
from pingyi.wording import Refused, Text

SEED = 32
_OWN = Text("请给出自己的那一份。", "Give your own.")


def make_auditor(path: Path) -> bytes:
    """Write the seed of a new auditor's key; return the public key (65 bytes) to hand to the roll keeper."""
    seed = os.urandom(SEED)
    write_private(path, seed)
    return envelopes.derive_private_key(seed).public


def read_auditor(path: Path) -> bytes:
    """Read the auditor's public key, written as hex; raises `Refused`."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
        envelopes.check_public_key(key)
    except ValueError:
        what = Text(f"“{path.name}”不是审计人的公钥。", f"“{path.name}” is not an auditor's public key.")
        raise Refused.because("unreadable_key", what, _OWN) from None
    return key


def signing_seed(path: Path, manifest: Manifest) -> bytes:
    """Read the identity key; raises `Refused` unless it is that of M in the manifest."""
    seed = read_identity(path)
    if ed25519.public_key(seed) != manifest.parties[Party.M].key:
        what = Text("这把密钥不是评议清单中名册保管方的。", "This key is not that of the roll keeper in the manifest.")
        raise Refused.because("identity_differs", what, _OWN)
    return seed
