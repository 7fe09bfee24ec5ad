"""What T1 hands T2: inner envelopes by cell, within a cell by their hash. No file names an index of the log.

`inner.bin`: `cell u32 ‖ inner 1,967` each, all those of the opened cells; `opened` in the log states its root.
`objections.bin`: `cell u32 ‖ held u8 ‖ inner` each, sorted in the same way, and T1's signature (64 bytes) at the end;
`held` is 1 when T1 had the envelope at the opening, 0 when it was among the missing.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pingyi.ledger.trees import Frontier
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import message, sha256
from pingyi.primitives.integers import u32
from pingyi.tokens.envelopes import INNER
from pingyi.trustee.files import write

INNER_FILE, OBJECTIONS_FILE = "inner.bin", "objections.bin"
RECORD = 4 + INNER
OBJECTION = 5 + INNER
SIGNATURE = 64
AT_ONCE = 1000


class Objection(NamedTuple):
    """One inner envelope that was objected about."""

    cell: int
    held: bool
    inner: bytes


class InnerWriter:
    """Writes cells in ascending order into an open file and keeps the root that `opened` states."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._tree = file, Frontier()

    def add(self, cell: int, inners: Iterable[bytes]) -> None:
        """Add all inner envelopes of one cell."""
        found = sorted(inners, key=sha256)
        self._tree.extend(u32(cell) + sha256(one) for one in found)
        self._file.writelines(u32(cell) + one for one in found)

    def root(self) -> bytes:
        """Return the root over `cell ‖ H(inner)` so far."""
        return self._tree.root()


def records(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield cell and inner envelope of `inner.bin`; Malformed when it is cut."""
    with path.open("rb") as file:
        while chunk := file.read(RECORD * AT_ONCE):
            if len(chunk) % RECORD:
                raise Malformed("inner.bin: cut off")
            for place in range(0, len(chunk), RECORD):
                yield int.from_bytes(chunk[place : place + 4], "big"), chunk[place + 4 : place + RECORD]


def by_cell(path: Path) -> Iterator[tuple[int, list[bytes]]]:
    """Yield each cell with its inner envelopes."""
    for cell, found in groupby(records(path), key=lambda one: one[0]):
        yield cell, [inner for _, inner in found]


def check_inner(path: Path, root: bytes) -> dict[int, int]:
    """Return how many inner envelopes each cell has; Malformed unless the file is sorted and has this root."""
    tree, counts, last = Frontier(), dict[int, int](), b""
    leaves: list[bytes] = []
    for cell, inner in records(path):
        leaf = u32(cell) + sha256(inner)
        if leaf < last:
            raise Malformed("inner.bin: not sorted")
        last = leaf
        counts[cell] = counts.get(cell, 0) + 1
        leaves.append(leaf)
        if len(leaves) == AT_ONCE:
            tree.extend(leaves)
            leaves.clear()
    tree.extend(leaves)
    if tree.root() != root:
        raise Malformed("inner.bin: not the file that T1 stated")
    return counts


def write_objections(path: Path, found: Iterable[Objection], camp: bytes, seed: bytes) -> None:
    """Write `objections.bin`, signed by T1."""
    ordered = sorted(found, key=lambda one: (one.cell, sha256(one.inner)))
    content = b"".join(u32(one.cell) + bytes((one.held,)) + one.inner for one in ordered)
    write(path, content + ed25519.sign(seed, _objections_message(camp, content)))


def read_objections(content: bytes, camp: bytes, key: bytes) -> list[Objection]:
    """Read the bytes of `objections.bin`; Malformed unless T1, with this identity key, made it for this campaign."""
    body, signature = content[:-SIGNATURE], content[-SIGNATURE:]
    if len(body) % OBJECTION or not ed25519.verify(key, _objections_message(camp, body), signature):
        raise Malformed("objections.bin: not signed by T1 for this campaign")
    rows = [body[place : place + OBJECTION] for place in range(0, len(body), OBJECTION)]
    if any(row[4] > 1 for row in rows):
        raise Malformed("objections.bin: neither held nor missing")
    return [Objection(int.from_bytes(row[:4], "big"), bool(row[4]), row[5:]) for row in rows]


def _objections_message(camp: bytes, content: bytes) -> bytes:
    return message(b"objections", camp, sha256(content))
