"""The checks named `tags` and `rows`: no ballot without a token, none dropped after the tags."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, pairwise
from operator import itemgetter

from pingyi.primitives.errors import Malformed
from pingyi.primitives.integers import u32
from pingyi.protocol.entries import TagsRoot
from pingyi.verifier.facts import Facts
from pingyi.verifier.judging import Judge
from pingyi.verifier.listfiles import List
from pingyi.verifier.partitions import Partitions
from pingyi.verifier.report import NOT_YET, WITHDRAWN, Check
from pingyi.verifier.sources import Folder
from pingyi.verifier.work import Workers

BOTH = 2
CELL = itemgetter(slice(4))


def check_tags(folder: Folder, facts: Facts) -> Check:
    """Check both tag lists: as logged, only in opened cells, no tag in two cells, the second holds the first."""
    found = [(entry, List.of(folder, facts, "tags", entry.root)) for entry in facts.log.tags]
    facts.tags = [None if tags.is_gone(facts) else _count(facts, entry, tags) for entry, tags in found]
    if len(found) == BOTH and None not in facts.tags:
        _check_holds(iter(found[0][1]), iter(found[1][1]))
    said = WITHDRAWN if None in facts.tags else NOT_YET if len(found) < BOTH else ""
    names = ("first", "final")
    return Check("tags", True, said, {names[one.seq]: one.count for one in facts.log.tags})


def _count(facts: Facts, entry: TagsRoot, tags: List) -> Counter[int]:
    counts = Counter[int]()
    with Partitions() as seen:
        for piece in tags.pieces():
            for cell, records in groupby(piece, CELL):
                counts[_opened(facts, int.from_bytes(cell, "big"))] += len(list(records))
            seen.extend(record[4:] for record in piece)
        seen.check_distinct("tags: a tag")
    if counts.total() != entry.count:
        raise Malformed("tags: not as many as logged")
    return counts


def _opened(facts: Facts, cell: int) -> int:
    if cell >= len(facts.cells) or facts.log.cast[cell] < facts.cells[cell].k:
        raise Malformed(f"tags: in cell {cell}, which is not opened")
    return cell


def _check_holds(first: Iterator[bytes], final: Iterator[bytes]) -> None:
    for record in first:
        if not any(record == other for other in final):  # both ascend, so what was passed over is not needed again
            raise Malformed("tags: the final list leaves out a tag of the first")


def check_rows(folder: Folder, facts: Facts, workers: Workers) -> Check:
    """Check every row, and that the released cells have exactly the rows of their final tags."""
    entry = facts.log.rows
    if entry is None:
        return Check("rows", True, NOT_YET)
    rows = List.of(folder, facts, "rows", entry.root)
    if rows.is_gone(facts):
        return Check("rows", True, WITHDRAWN, {"rows": entry.count})
    found = chain.from_iterable(workers.each(Judge.rows, rows.pieces()))
    facts.rows = _match(found, facts, folder)
    if facts.rows.total() != entry.count:
        raise Malformed("rows: not as many as logged")
    return Check("rows", True, "", {"rows": entry.count, "released_cells": len(facts.rows)})


def _match(rows: Iterable[bytes], facts: Facts, folder: Folder) -> Counter[int]:
    """Compare the tags of rows (in the order of their nonces) with the final tags, cell by cell; return the counts.

    Where the final tags were withdrawn, only that a cell has as many rows as k, none of them twice.
    """
    counts = Counter[int]()
    left = _released(folder, facts)
    for cell, found in groupby(rows, CELL):
        those, number = sorted(found), int.from_bytes(cell, "big")
        if any(one == other for one, other in pairwise(those)):
            raise Malformed(f"rows: cell {number} has a ballot twice")
        if left is None:
            if len(those) < facts.cells[number].k:
                raise Malformed(f"rows: cell {number} is released with too few ballots")
        elif next(left, None) != (cell, those):
            raise Malformed(f"rows: cell {number} has not exactly its final tags, or is not to be released")
        counts[number] = len(those)
    if left is not None and next(left, None) is not None:
        raise Malformed("rows: a cell with enough tags has no rows")
    return counts


def _released(folder: Folder, facts: Facts) -> Iterator[tuple[bytes, list[bytes]]] | None:
    """Yield the final tags of each cell that has enough of them; None when they were withdrawn."""
    final = facts.tags[1]
    if final is None:
        return None
    tags = List.of(folder, facts, "tags", facts.log.tags[1].root)
    enough = {u32(cell) for cell, count in final.items() if count >= facts.cells[cell].k}
    return ((cell, list(records)) for cell, records in groupby(tags, CELL) if cell in enough)
