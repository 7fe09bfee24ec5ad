"""Checkpoints of a log and the cosignatures of its witnesses (C2SP tlog-checkpoint, tlog-cosignature)."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from pingyi.ledger.notes.keys import COSIGNATURE, VerifierKey, from_base64
from pingyi.ledger.notes.text import Note, Signature, check_text
from pingyi.ledger.trees import HASH_SIZE, LARGEST
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.integers import u64

NUMBER = re.compile("0|[1-9][0-9]{0,18}")
TIME_SIZE = 8
LATEST = 2**63 - 1  # of all times that a cosignature may say


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: how many entries it has and their root. Other logs may add lines; ours never do."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def encode(self) -> bytes:
        """Return the text of the note."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Read what `encode` writes; raises `Malformed`."""
        lines = check_text(text).split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise Malformed("checkpoint: not at least three lines, none of them empty")
        origin, size, root, *extensions = lines
        hashed = from_base64(root, "checkpoint")
        if len(hashed) != HASH_SIZE:
            raise Malformed("checkpoint: the root is not 32 bytes")
        return cls(origin, parse_size(size), hashed, tuple(extensions))


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A verified checkpoint and those of the expected witnesses who cosigned it, in the order expected."""

    checkpoint: Checkpoint
    witnesses: tuple[VerifierKey, ...]


def parse_size(text: str) -> int:
    """Return the size of a tree written in the one decimal form; raises `Malformed`."""
    if not NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise Malformed("size: not a decimal number without leading zeros, or too large")
    return int(text)


def cosign(seed: bytes, name: str, text: bytes, time: int) -> Signature:
    """Return the cosignature of a checkpoint's text at `time` (seconds since 1970) by the witness called `name`."""
    Checkpoint.parse(text)
    key = VerifierKey(name, COSIGNATURE, ed25519.public_key(seed))
    return Signature(name, key.id, u64(time) + ed25519.sign(seed, _cosigned_message(text, time)))


def cosigned_at(key: VerifierKey, text: bytes, content: bytes) -> int | None:
    """Return the time (seconds since 1970) at which `key` cosigned this text; None when the cosignature is bad."""
    time = int.from_bytes(content[:TIME_SIZE], "big")
    message = _cosigned_message(text, time)
    allowed = key.kind == COSIGNATURE and time <= LATEST
    good = allowed and ed25519.verify(key.key, message, content[TIME_SIZE:])
    return time if good else None


def assemble(checkpoint: bytes, cosignatures: Iterable[Signature], witnesses: Sequence[VerifierKey]) -> bytes:
    """Return a checkpoint (a note that the log signed) with cosignatures below, in the order of `witnesses`.

    Of each witness one; other lines are left out. They are taken as verified: `kept` tells.
    """
    note, given = Note.parse(checkpoint), list(cosignatures)
    chosen = [next((one for one in given if one.is_by(witness)), None) for witness in witnesses]
    return Note(note.text, (note.signatures[0], *(one for one in chosen if one is not None))).encode()


def kept(content: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey], quorum: int) -> Cosigned:
    """Read a checkpoint in the strict form in which one is kept; raises `Malformed`.

    The log's signature first, then at least `quorum` cosignatures in the order of `witnesses`, nothing else.
    """
    note = Note.parse(content)
    checkpoint = _checkpoint_of(note, log)
    if checkpoint.extensions or not note.signatures[0].is_by(log):
        raise Malformed("kept checkpoint: a further line, or another signature before the log's")
    expected, cosigned = list(witnesses), []
    for signature in note.signatures[1:]:
        places = [place for place, witness in enumerate(expected) if signature.is_by(witness)]
        if not places or cosigned_at(expected[places[0]], note.text, signature.content) is None:
            raise Malformed("kept checkpoint: a cosignature that is bad, unknown, repeated or out of order")
        cosigned.append(expected[places[0]])
        del expected[: places[0] + 1]
    if len(cosigned) < quorum:
        raise Malformed("kept checkpoint: fewer cosignatures than the quorum")
    return Cosigned(checkpoint, tuple(cosigned))


def live(content: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey]) -> Cosigned:
    """Read a checkpoint as a log shows it now: what unknown keys signed is passed over. Raises `Malformed`.

    The log's signature is demanded; a bad one by the log or by an expected witness is refused.
    """
    note = Note.parse(content)
    checkpoint = _checkpoint_of(note, log)
    claimed = [(witness, one) for witness in witnesses for one in note.made_by(witness)]
    if any(cosigned_at(witness, note.text, one.content) is None for witness, one in claimed):
        raise Malformed("checkpoint: a bad cosignature")
    return Cosigned(checkpoint, tuple(witness for witness in witnesses if note.made_by(witness)))


def _checkpoint_of(note: Note, log: VerifierKey) -> Checkpoint:
    """Return the checkpoint that `log` signed, by whose name it must be called."""
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != log.name:
        raise Malformed("checkpoint: of another log")
    if not note.is_signed_by(log):
        raise Malformed("checkpoint: not signed by the log")
    return checkpoint


def _cosigned_message(text: bytes, time: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % time + text
