"""Statements of the parties (protocol 11.7): one canonical JSON file each, named by its SHA-256, logged and signed.

When a statement may stand is in `course`; whether its counts are right is in `accounting`.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, NamedTuple, Self

from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol.fields import EXACT, Fields
from pingyi.protocol.parties import Party


class CellOpened(NamedTuple):
    """T1 on one cell: envelopes it does not hold, envelopes that do not open."""

    cell: int
    missing: int
    undecryptable: int


class CellCounted(NamedTuple):
    """T2 on one cell: inner envelopes received, what became of each, and how many never reached T2."""

    cell: int
    received: int
    valid: int
    duplicate: int
    invalid: int
    missing: int


class CellWithheld(NamedTuple):
    """T2 on one cell that is not released: ballots in the box, and entry tokens that never became one."""

    cell: int
    cast: int
    unfinished: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """What every statement says: of which campaign (`camp`), by whom."""

    kind: ClassVar[str]
    parties: ClassVar[tuple[Party, ...]]
    keys: ClassVar[tuple[str, ...]] = ()
    campaign: bytes
    by: Party

    def encode(self) -> bytes:
        """Return the bytes of the file; Malformed when a field is out of range."""
        head = {"campaign": self.campaign.hex(), "by": self.by.name, "kind": self.kind}
        content = canonical.encode(head | {key: _plain(getattr(self, key)) for key in self.keys})
        if parse(content) != self:
            raise Malformed(f"statement {self.kind}: its bytes say something else")
        return content

    def hash(self) -> bytes:
        """Return the SHA-256 by which the file and the log entry name this statement."""
        return sha256(self.encode())

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """Read what this kind says beyond the head."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration(_Statement):
    """B: this is a demonstration; nothing here is secret or real."""

    kind = "demonstration"
    parties = (Party.B,)

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:  # noqa: ARG003 - one form for all
        """Nothing more is said."""
        return cls(campaign=campaign, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(_Statement):
    """T1: of the first `size` log entries I hold every envelope but those at the `missing` indices."""

    kind = "held"
    parties = (Party.T1,)
    keys = ("size", "missing")
    size: int
    missing: tuple[int, ...] = ()

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """Indices ascend and lie below the size."""
        size = fields.number("size", 0, EXACT)
        missing = fields.numbers("missing", 0, EXACT)
        if any(one >= other for one, other in pairwise((*missing, size))):
            raise fields.wrong("missing", "indices do not ascend below the size")
        return cls(campaign=campaign, by=by, size=size, missing=missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(_Statement):
    """T1: what opening the outer layer gave; `inner_root` is over the sorted cell and hash of each inner envelope."""

    kind = "opened"
    parties = (Party.T1,)
    keys = ("cells", "inner_root")
    cells: tuple[CellOpened, ...]
    inner_root: bytes

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """Cells ascend."""
        cells = tuple(CellOpened(*row) for row in fields.table("cells", 3))
        return cls(campaign=campaign, by=by, cells=cells, inner_root=fields.octets("inner_root", 32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(_Statement):
    """T2: what opening the inner layer gave; `seq` 0 before the objections, 1 after them."""

    kind = "counted"
    parties = (Party.T2,)
    keys = ("seq", "cells", "inner_root")
    seq: int
    cells: tuple[CellCounted, ...]
    inner_root: bytes

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """Cells ascend; there are two counts."""
        cells = tuple(CellCounted(*row) for row in fields.table("cells", 6))
        seq, inner_root = fields.number("seq", 0, 1), fields.octets("inner_root", 32)
        return cls(campaign=campaign, by=by, seq=seq, cells=cells, inner_root=inner_root)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldCells(_Statement):
    """T2: the cells whose rows are never published."""

    kind = "withheld"
    parties = (Party.T2,)
    keys = ("cells",)
    cells: tuple[CellWithheld, ...]

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """Cells ascend."""
        return cls(campaign=campaign, by=by, cells=tuple(CellWithheld(*row) for row in fields.table("cells", 3)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed(_Statement):
    """What a party has destroyed, in its own words."""

    kind = "destroyed"
    parties = (Party.S, Party.R, Party.M, Party.T1, Party.T2)
    keys = ("what",)
    what: tuple[str, ...]

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """Any texts."""
        return cls(campaign=campaign, by=by, what=fields.texts("what"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(_Statement):
    """The list file named by `root` was withdrawn after its retention date by the party that had made it."""

    kind = "withdrawn"
    parties = (Party.M, Party.S, Party.R, Party.T2)
    keys = ("root",)
    root: bytes

    @classmethod
    def read(cls, fields: Fields, campaign: bytes, by: Party) -> Self:
        """One root."""
        return cls(campaign=campaign, by=by, root=fields.octets("root", 32))


Statement = Demonstration | Held | Opened | Counted | WithheldCells | Destroyed | Withdrawn
_KINDS: tuple[type[Statement], ...] = (Demonstration, Held, Opened, Counted, WithheldCells, Destroyed, Withdrawn)
_BY_NAME = {kind.kind: kind for kind in _KINDS}


def parse(content: bytes) -> Statement:
    """Return the statement that a file of these bytes makes."""
    value = canonical.decode(content)
    name = value.get("kind") if isinstance(value, dict) else None
    kind = _BY_NAME.get(name) if isinstance(name, str) else None
    if kind is None:
        raise Malformed("statement kind: unknown")
    fields = Fields(value, f"statement {kind.kind}", ("campaign", "by", "kind", *kind.keys))
    by = Party[fields.choice("by", *(party.name for party in kind.parties))]
    return kind.read(fields, fields.octets("campaign", 32), by)


def _plain(value: object) -> object:
    """Return `value` as JSON knows it: bytes become hex, tuples stay arrays."""
    return value.hex() if isinstance(value, bytes) else value
