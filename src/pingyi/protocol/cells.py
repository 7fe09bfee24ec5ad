"""Cells (protocol 11.4): one canonical JSON line each, and the file that proves one line to a resident's page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pingyi.ledger import trees
from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol.fields import U32, Fields
from pingyi.protocol.manifest import Manifest
from pingyi.tokens.rsa import PublicKey

LEAST_K = 30
CHANNELS = ("letter", "sms")
_KEYS = (
    *("index", "unit", "name_zh", "name_en", "parents", "ballot_key", "entry_key"),
    *("roll_count", "roll_root", "channel", "k"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRecord:
    """One counting cell: its unit, the two signing keys, its part of the roll, its channel, and k."""

    index: int
    unit: str
    name_zh: str
    name_en: str
    parents: tuple[str, ...]
    ballot_key: PublicKey
    entry_key: PublicKey
    roll_count: int
    roll_root: bytes
    channel: Literal["letter", "sms"]
    k: int

    @classmethod
    def parse_line(cls, line: bytes) -> "CellRecord":
        """Read one line of `cells.jsonl`, without the newline."""
        fields = Fields(canonical.decode_line(line), "cell", _KEYS)
        found = cls(
            index=fields.number("index", 0, U32),
            unit=fields.text("unit"),
            name_zh=fields.text("name_zh"),
            name_en=fields.text("name_en"),
            parents=fields.texts("parents"),
            ballot_key=PublicKey(fields.octets("ballot_key", 256)),
            entry_key=PublicKey(fields.octets("entry_key", 256)),
            roll_count=fields.number("roll_count", 0, U32),
            roll_root=fields.octets("roll_root", 32),
            channel="sms" if fields.choice("channel", *CHANNELS) == "sms" else "letter",
            k=fields.number("k", LEAST_K, U32),
        )
        if found.ballot_key == found.entry_key:
            raise fields.wrong("entry_key", "the same as ballot_key")
        return found

    def encode_line(self) -> bytes:
        """Return the line, without the newline; Malformed when a value is out of its range."""
        line = canonical.encode_line(
            {key: getattr(self, key) for key in _KEYS}
            | {key: getattr(self, key).modulus.hex() for key in ("ballot_key", "entry_key")}
            | {"roll_root": self.roll_root.hex()}
        )
        if CellRecord.parse_line(line) != self:
            raise Malformed("cell: its bytes say something else")
        return line

    def key(self, role: int) -> PublicKey:
        """Return the key of a role: 1 ballot tokens, 2 entry tokens."""
        return (self.ballot_key, self.entry_key)[role - 1]


@dataclass(frozen=True, slots=True)
class CellProof:
    """The file `cells/INDEX.json`: the line of a cell and its audit path, leaf side first."""

    line: bytes
    path: tuple[bytes, ...]

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        return canonical.encode({"line": self.line.decode("utf-8"), "proof": [one.hex() for one in self.path]})

    def record(self, index: int, manifest: Manifest) -> CellRecord:
        """Return the record; Malformed unless it is cell `index` of the campaign with this manifest."""
        record = CellRecord.parse_line(self.line)
        leaf, size, top = trees.leaf_hash(self.line), manifest.cells, manifest.cells_root
        if record.index != index or not trees.verify_inclusion(leaf, index, size, self.path, top):
            raise Malformed("cell: not this cell of this campaign")
        return record


def parse_proof(content: bytes) -> CellProof:
    """Read `cells/INDEX.json`; whether it proves anything says `CellProof.record`."""
    fields = Fields(canonical.decode(content), "cell proof", ("line", "proof"))
    return CellProof(fields.text("line").encode("utf-8"), fields.hashes("proof"))


def path(index: int) -> str:
    """Return where the proof of a cell lies in the package."""
    return f"cells/{index}.json"


def root(lines: Iterable[bytes]) -> bytes:
    """Return the tree root over the lines, given without newlines."""
    return trees.root(lines)


def proofs(lines: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the proof of every cell, from all lines in order."""
    tree = trees.Tree(trees.leaf_hashes(lines))
    for index, line in enumerate(lines):
        yield path(index), CellProof(line, tuple(tree.inclusion_proof(index))).encode()


def records(lines: Iterable[bytes]) -> Iterator[CellRecord]:
    """Read `cells.jsonl` line by line, each with its newline; Malformed for a wrong index or a modulus seen before."""
    seen: set[bytes] = set()
    for index, line in enumerate(lines):
        if line[-1:] != b"\n":
            raise Malformed("cells.jsonl: the last line does not end")
        record = CellRecord.parse_line(line[:-1])
        if record.index != index:
            raise Malformed(f"cells.jsonl: line {index} has index {record.index}")
        for key in (record.ballot_key, record.entry_key):
            if key.key_id() in seen:
                raise Malformed(f"cell {index}: a modulus stands twice")
            seen.add(key.key_id())
        yield record
