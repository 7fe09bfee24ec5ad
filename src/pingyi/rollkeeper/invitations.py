"""From one line of the list to a code, a key, and what is kept, sealed and committed of them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import message
from pingyi.primitives.integers import u16, u32
from pingyi.primitives.reading import Reader
from pingyi.protocol.audit import person_hash
from pingyi.protocol.lists import ROLL, in_cell
from pingyi.tokens import codes, envelopes, hpke

SALT, HASH = 32, 32
Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code with its cell and the person's line, as it waits for printing."""

    code: str
    cell: int
    line: str

    def encode(self) -> bytes:
        """Return the bytes kept in the codes file, their length in front."""
        content = self.code.encode("ascii") + u32(self.cell) + self.line.encode("utf-8")
        return u16(len(content)) + content

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read what stands behind the length."""
        code = content[: codes.LENGTH].decode("ascii")
        cell = int.from_bytes(content[codes.LENGTH : codes.LENGTH + 4], "big")
        return cls(code, cell, content[codes.LENGTH + 4 :].decode("utf-8"))


@dataclass(frozen=True, slots=True)
class Making:
    """What all invitations of a roll share. `room` is the longest line in bytes; `auditor` a 65-byte HPKE key."""

    campaign: str
    auditor: bytes
    room: int


class Made(NamedTuple):
    """For the roll: cell and key (36 bytes), hash and sealed person. For the printer: an encoded invitation."""

    entry: bytes
    invitation: bytes


def make(making: Making, cell: int, line: str, random: Random = os.urandom) -> Made:
    """Draw a code for one person and derive everything from it."""
    code = codes.from_random(random(codes.RANDOM_BYTES))
    key = ed25519.public_key(codes.seed(code, making.campaign))
    salt = random(SALT)
    sealed = seal(making, salt, line, random(32))
    entry = in_cell(cell, key) + person_hash(key, salt, line) + sealed
    return Made(entry, Invitation(code, cell, line).encode())


def make_all(work: tuple[Making, list[tuple[int, str]]]) -> list[Made]:
    """Draw codes for a piece of work, in a process of its own."""
    making, people = work
    return [make(making, cell, line) for cell, line in people]


def seal(making: Making, salt: bytes, line: str, ephemeral: bytes) -> bytes:
    """Return salt and line for the auditor's eyes only; equally long for everybody on the roll."""
    text = line.encode("utf-8")
    plain = salt + u16(len(text)) + text + bytes(making.room - len(text))
    return envelopes.seal(making.auditor, _info(making.campaign), plain, ephemeral)


def open_sealed(private: envelopes.PrivateKey, campaign: str, sealed: bytes) -> tuple[bytes, str]:
    """Return salt and line of one person; Malformed when this key does not open it."""
    reader = Reader(envelopes.open_(private, _info(campaign), sealed))
    salt = reader.take(SALT)
    line = reader.take(reader.u16())
    try:
        return salt, line.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("sealed person: not UTF-8") from None


def sealed_size(room: int) -> int:
    """Return the bytes of one sealed person."""
    return hpke.ENC + SALT + 2 + room + hpke.TAG


def entry_size(room: int) -> int:
    """Return the bytes of one entry of a roll under construction."""
    return ROLL + HASH + sealed_size(room)


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the encoded invitations, with their lengths, from a file or a part of one that holds whole ones."""
    place = 0
    while place < len(content):
        end = place + 2 + int.from_bytes(content[place : place + 2], "big")
        yield content[place:end]
        place = end


def stored(path: Path) -> Iterator[Invitation]:
    """Read a codes file, one invitation after the other."""
    with path.open("rb") as source:
        while head := source.read(2):
            yield Invitation.parse(source.read(int.from_bytes(head, "big")))


def _info(campaign: str) -> bytes:
    return message(b"person-map", campaign.encode("ascii"))
