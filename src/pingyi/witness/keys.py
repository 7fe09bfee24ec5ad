"""The key of a witness, in a file that nobody else may read."""

import os
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from pingyi.ledger.notes import COSIGNATURE, Signature, VerifierKey, cosign
from pingyi.ledger.notes.keys import from_base64
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.wording import Refused, Text

SEED_SIZE = 32
START = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The name of a witness and the seed of its Ed25519 key."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> VerifierKey:
        """The key by which others verify its cosignatures."""
        return VerifierKey(self.name, COSIGNATURE, ed25519.public_key(self.seed))

    def cosign(self, text: bytes, time: int) -> Signature:
        """Return the cosignature of a checkpoint's text at `time`, in seconds since 1970."""
        return cosign(self.seed, self.name, text, time)

    def encode(self) -> str:
        """Return `PRIVATE+KEY+NAME+ID+BASE64`, in which BASE64 is the kind (0x04) and the seed."""
        packed = b64encode(bytes([COSIGNATURE]) + self.seed).decode()
        return f"{START}{self.name}+{self.public.id.hex()}+{packed}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `encode` wrote; raises `Malformed`."""
        name, _, rest = text.removeprefix(START).partition("+")
        packed = from_base64(rest.partition("+")[2], "private key")
        if len(packed) != 1 + SEED_SIZE:
            raise Malformed("private key: wrong length")
        found = cls(name, packed[1:])
        if found.encode() != text:
            raise Malformed("private key: not of a witness, or not of this name")
        return found


def write_key(path: Path, key: WitnessKey) -> None:
    """Write the key into a new file, durable and readable by its owner alone; a file that is there is left alone."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{key.encode()}\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_key(path: Path) -> WitnessKey:
    """Read the key; raises `Refused` when others may read the file too, or when it holds no key."""
    if path.stat().st_mode & 0o077:
        raise Refused.because(
            "key_not_private",
            Text(f"别的用户也能打开私钥文件“{path}”。", f"Others may open the private key “{path}” too."),
            Text("请改为只有自己可读（chmod 600）。", "Let its owner alone read it (chmod 600)."),
        )
    try:
        return WitnessKey.parse(path.read_text(encoding="utf-8").removesuffix("\n"))
    except ValueError as error:  # Malformed, or bytes that are no text
        raise Refused.because(
            "unreadable_witness_key",
            Text(f"“{path}”不是见证方的私钥。", f"“{path}” is no private key of a witness."),
            Text("请用 pingyi witness keygen 生成的文件。", "Use the file that `pingyi witness keygen` made."),
        ) from error
