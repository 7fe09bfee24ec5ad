"""List files (protocol 11.1): records of one size, strictly ascending as bytes, each one leaf of a tree.

Roll keys, issuance records, tags and rows are such files, named by their root, so that they can be withdrawn after
their retention date while the root in the log stays.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from pingyi.ledger import trees
from pingyi.primitives.errors import Malformed
from pingyi.primitives.integers import u32

Kind = Literal["roll", "issuance", "tags", "rows"]
KINDS: tuple[Kind, ...] = ("roll", "issuance", "tags", "rows")
ROLL, ISSUANCE, TAG, ROW_WITHOUT_ANSWERS = 36, 133, 36, 391


def record_size(kind: Kind, questions: int) -> int:
    """Return the bytes of one record; rows grow with the number of questions."""
    return {"roll": ROLL, "issuance": ISSUANCE, "tags": TAG, "rows": ROW_WITHOUT_ANSWERS + questions}[kind]


def path(kind: Kind, root: bytes) -> str:
    """Return where the list with this root lies in the package."""
    return f"{kind}/{root.hex()}.bin"


def split(content: bytes, size: int) -> Iterator[bytes]:
    """Yield the records of a whole file; Malformed when the last is cut."""
    if len(content) % size:
        raise Malformed(f"list: not a multiple of {size} bytes")
    return (content[place : place + size] for place in range(0, len(content), size))


def ascending(records: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the records as they come; Malformed at the first that is not above the one before it."""
    last: bytes | None = None
    for record in records:
        if last is not None and record <= last:
            raise Malformed("list: records do not ascend strictly")
        last = record
        yield record


def check(content: bytes, size: int) -> None:
    """Malformed unless `content` is whole records of `size` bytes in strictly ascending order."""
    for _ in ascending(split(content, size)):
        pass


def root(records: Iterable[bytes]) -> bytes:
    """Return the RFC 6962 root over records in their order; SHA-256 of nothing for none."""
    return trees.root(records)


def in_cell(cell: int, rest: bytes) -> bytes:
    """Return a record of roll (key), tags (tag), rows (row) or of the inner list (hash): the cell, then the rest."""
    return u32(cell) + rest


def parts(record: bytes) -> tuple[int, bytes]:
    """Return cell and rest of such a record."""
    if len(record) < 5:
        raise Malformed("list: record too short")
    return int.from_bytes(record[:4], "big"), record[4:]
