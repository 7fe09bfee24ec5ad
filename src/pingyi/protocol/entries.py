"""The eight log entries (protocol 11.5): a type byte and a body of fixed size, big-endian.

Where an entry carries a signature it stands last, is by the identity key of `party`, and covers every byte before it
together with the campaign: `message`. An unsigned draft has a signature of 64 zero bytes.
"""

from dataclasses import dataclass, replace
from struct import Struct, error
from typing import Any, ClassVar, Self

from pingyi.primitives import ed25519, hashing
from pingyi.primitives.errors import Malformed
from pingyi.protocol.parties import ROLES, Party

UNSIGNED = bytes(64)


class _Entry:
    """What all entries share. Building one with a value that has no bytes in the layout is Malformed."""

    __slots__ = ()
    type: ClassVar[int]
    layout: ClassVar[Struct]
    __match_args__: ClassVar[tuple[str, ...]]  # the names of the fields in order; every dataclass has it

    def __post_init__(self) -> None:
        values = self._values()
        try:
            fits = self.layout.unpack(self.layout.pack(*values)) == values
        except error:
            fits = False
        if not fits or not self.is_in_range():
            raise Malformed(f"log entry {self.type}: a field is out of range or has the wrong length")

    def encode(self) -> bytes:
        """Return the bytes of the entry as they stand in the log."""
        return bytes((self.type,)) + self.layout.pack(*self._values())

    def is_in_range(self) -> bool:
        """Say whether the numbers mean something; what fits into the bytes is checked before."""
        return True

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.__match_args__])


class _Signed(_Entry):
    """An entry that ends with the signature of a party."""

    __slots__ = ()
    signature: bytes

    @property
    def party(self) -> Party:
        """Who signs."""
        raise NotImplementedError

    def message(self, camp: bytes) -> bytes:
        """Return the bytes that are signed: everything of the entry before the signature, bound to the campaign."""
        return hashing.message(b"log", camp, self.encode()[: -len(UNSIGNED)])

    def signed(self, camp: bytes, seed: bytes) -> Self:
        """Return the entry with the signature of `seed`, the identity key of `party`."""
        return replace(self, signature=ed25519.sign(seed, self.message(camp)))  # type: ignore[type-var]

    def is_signed(self, camp: bytes, key: bytes) -> bool:
        """Say whether the signature is good under `key`, the identity key of `party`."""
        return ed25519.verify(key, self.message(camp), self.signature)


@dataclass(frozen=True, slots=True)
class ManifestEntry(_Entry):
    """Type 1: which campaign this log is of."""

    type = 1
    layout = Struct(">32s")
    camp: bytes


@dataclass(frozen=True, slots=True)
class RollBatch(_Signed):
    """Type 2: keys that M adds to the roll; `seq` counts from 1, `root` names the roll file of the batch."""

    type = 2
    layout = Struct(">II32s32s64s")
    seq: int
    count: int
    root: bytes
    map_root: bytes
    signature: bytes = UNSIGNED

    @property
    def party(self) -> Party:
        """M."""
        return Party.M

    def is_in_range(self) -> bool:
        """Batches count from 1."""
        return self.seq >= 1


@dataclass(frozen=True, slots=True)
class IssuanceRoot(_Signed):
    """Type 3: what a signer has issued by the end of a day (UTC days since 1970): `size` records under `root`."""

    type = 3
    layout = Struct(">BII32s64s")
    role: int
    day: int
    size: int
    root: bytes
    signature: bytes = UNSIGNED

    @property
    def party(self) -> Party:
        """S or R, whose number is the role."""
        return Party(self.role)

    def is_in_range(self) -> bool:
        """There are two roles."""
        return self.role in ROLES


@dataclass(frozen=True, slots=True)
class BallotEntry(_Entry):
    """Type 4: a ballot in the box: its cell, its entry token (354 bytes, unread) and the hash of its envelope."""

    type = 4
    layout = Struct(">I354s32s")
    cell: int
    token: bytes
    envelope_hash: bytes


@dataclass(frozen=True, slots=True)
class StatementEntry(_Signed):
    """Type 5: party `by` states what stands in the file `statements/HASH.json`; `statement` is that SHA-256."""

    type = 5
    layout = Struct(">B32s64s")
    by: int
    statement: bytes
    signature: bytes = UNSIGNED

    @property
    def party(self) -> Party:
        """Whoever states."""
        return Party(self.by)

    def is_in_range(self) -> bool:
        """There are six parties."""
        return 1 <= self.by <= len(Party)


@dataclass(frozen=True, slots=True)
class TagsRoot(_Signed):
    """Type 6: a tag list of T2, `seq` 0 the first, 1 the whole final one: `count` records under `root`."""

    type = 6
    layout = Struct(">BI32s64s")
    seq: int
    count: int
    root: bytes
    signature: bytes = UNSIGNED

    @property
    def party(self) -> Party:
        """T2."""
        return Party.T2

    def is_in_range(self) -> bool:
        """There are two lists."""
        return self.seq in (0, 1)


@dataclass(frozen=True, slots=True)
class RowsRoot(_Signed):
    """Type 7: the rows of all released cells: `count` records under `root`."""

    type = 7
    layout = Struct(">I32s64s")
    count: int
    root: bytes
    signature: bytes = UNSIGNED

    @property
    def party(self) -> Party:
        """T2."""
        return Party.T2


@dataclass(frozen=True, slots=True)
class Close(_Entry):
    """Type 8: the box takes nothing more."""

    type = 8
    layout = Struct(">")


Signed = RollBatch | IssuanceRoot | StatementEntry | TagsRoot | RowsRoot
Entry = ManifestEntry | BallotEntry | Close | Signed
_KINDS = (ManifestEntry, RollBatch, IssuanceRoot, BallotEntry, StatementEntry, TagsRoot, RowsRoot, Close)
SIZES = {kind.type: 1 + kind.layout.size for kind in _KINDS}


def parse(content: bytes) -> Entry:
    """Return the entry that these bytes are, to the last byte. Signatures and tokens are not verified here."""
    kind = content[0] if content else 0
    if not 1 <= kind <= len(_KINDS):
        raise Malformed("log entry: unknown type")
    if len(content) != SIZES[kind]:
        raise Malformed(f"log entry {kind}: wrong length")
    chosen = _KINDS[kind - 1]
    entry: Entry = chosen(*chosen.layout.unpack(content[1:]))
    return entry
