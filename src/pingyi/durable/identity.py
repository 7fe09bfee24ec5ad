"""The identity key of a party: one file of 32 bytes, the Ed25519 private key that signs what the party says in public.

All parties that sign the manifest keep it in this form, so that one command serves them all.
"""

import os
from pathlib import Path

from pingyi.primitives import ed25519
from pingyi.wording import Refused, Text


def write_private(path: Path, content: bytes) -> None:
    """Write a new file, durable and readable by its user alone; a file that is there is left alone."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_private(path: Path, size: int) -> bytes:
    """Return a private key of `size` bytes. Refused when it is not there, of another size, or open to other users."""
    try:
        open_to_others = path.stat().st_mode & 0o077
        content = path.read_bytes()
    except OSError as error:
        raise _missing(path) from error
    if open_to_others:
        raise _open(path)
    if len(content) != size:
        raise _missing(path)
    return content


def make_identity(path: Path) -> bytes:
    """Make an identity key in the new file `path`; return the public key (32 bytes)."""
    seed = os.urandom(ed25519.KEY)
    write_private(path, seed)
    return ed25519.public_key(seed)


def read_identity(path: Path) -> bytes:
    """Return the private identity key (32 bytes)."""
    return read_private(path, ed25519.KEY)


def _missing(path: Path) -> Refused:
    return Refused.because(
        "unreadable_private_key",
        Text(f"“{path}”不是可用的私钥文件。", f"“{path}” is no private key that can be used."),
        Text("请检查路径；私钥丢了请用备份恢复。", "Check the path; restore a lost key from its backup."),
    )


def _open(path: Path) -> Refused:
    return Refused.because(
        "key_not_private",
        Text(f"别的用户也能打开私钥文件“{path}”。", f"Others may open the private key “{path}” too."),
        Text("请改为只有自己可读（chmod 600）。", "Let its owner alone read it (chmod 600)."),
    )
