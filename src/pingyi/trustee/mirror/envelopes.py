"""The envelopes that T1 holds, in one file: the n-th ballot of the log has the n-th 2,048 bytes.

Whether one is held is decided by its hash alone, which stands in the log: a slot never written, half written or damaged
since is not held and is fetched again. So the file needs no index, and cutting the power cannot spoil it.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from pingyi.primitives.hashing import sha256
from pingyi.tokens.envelopes import ENVELOPE

NAME = "envelopes.bin"


class Envelopes:
    """The open file. Use as a context manager; it becomes durable at `flush` and at the end."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        flags = os.O_RDWR | os.O_CREAT if create else os.O_RDONLY
        self._file = os.open(path, flags, 0o600)
        self._writes = create

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.flush()
        finally:
            os.close(self._file)

    def flush(self) -> None:
        """Wait until everything written is on the disk."""
        if self._writes:
            os.fsync(self._file)

    def get(self, slot: int, envelope_hash: bytes) -> bytes | None:
        """Return the envelope of a slot, None when it is not held."""
        content = os.pread(self._file, ENVELOPE, slot * ENVELOPE)
        return content if sha256(content) == envelope_hash else None

    def put(self, slot: int, envelope: bytes) -> None:
        """Write an envelope, whose hash the caller has checked, into its slot."""
        os.pwrite(self._file, envelope, slot * ENVELOPE)

    def missing(self, hashes: Iterable[bytes]) -> list[int]:
        """Return the slots that are not held, given the hashes of all slots in order."""
        return [slot for slot, one in enumerate(hashes) if self.get(slot, one) is None]
