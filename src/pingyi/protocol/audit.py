"""The call-back audit (protocol 2 and 11.10): what commits a key to a person, and which keys a beacon draws."""

from collections.abc import Iterator

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import digest
from pingyi.primitives.integers import u32


def person_hash(key: bytes, salt: bytes, record: str) -> bytes:
    """Return the leaf of `map_root` for the key of one person; `record` is the eligibility line without newline."""
    if (len(key), len(salt)) != (32, 32) or "\n" in record:
        raise Malformed("person: a key and a salt of 32 bytes, and one line")
    return digest(b"person", key, salt, record.encode("utf-8"))


def drawn(camp: bytes, beacon: bytes, roll_count: int) -> Iterator[int]:
    """Yield positions in the roll in the order drawn, each once, until all are drawn.

    `beacon` is the public value that the manifest's `beacon` names, as the bytes published (text in UTF-8). Positions
    count through the roll file of the manifest, then through those of the batches in their order.
    """
    seen: set[int] = set()
    draw = 0
    while len(seen) < roll_count:
        position = int.from_bytes(digest(b"audit", camp, beacon, u32(draw)), "big") % roll_count
        draw += 1
        if position not in seen:
            seen.add(position)
            yield position
