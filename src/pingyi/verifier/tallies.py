"""The checks named `tags` and `rows`: no ballot without a token, none dropped after the tags."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter

from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.entries import TagsRoot
from pingyi.verifier import listfiles
from pingyi.verifier.facts import Facts
from pingyi.verifier.partitions import Partitions
from pingyi.verifier.report import NOT_YET, WITHDRAWN, Check
from pingyi.verifier.sources import Folder
from pingyi.verifier.work import Workers, row_tags

TAGS_ROOT, ROWS_ROOT = 6, 7  # types of log entries
CELL = itemgetter(slice(4))


def check_tags(folder: Folder, facts: Facts) -> Check:
    """Check both tag lists: as logged, the second holds the first, no tag in two cells."""
    if TAGS_ROOT in facts.log.unsigned:
        raise Malformed("tags: a list that T2 did not sign")
    there = [entry for entry in facts.log.tags if _is_there(folder, facts, entry)]
    for entry in there:
        facts.tags.append(_count(folder, facts, entry))
    if len(there) == 2:
        _check_holds(_stream(folder, facts, there[0]), _stream(folder, facts, there[1]))
    said = WITHDRAWN if len(there) < len(facts.log.tags) else "" if len(there) == 2 else NOT_YET
    names = ("first", "final")
    return Check("tags", True, said, {names[one.seq]: one.count for one in facts.log.tags})


def _is_there(folder: Folder, facts: Facts, entry: TagsRoot) -> bool:
    return listfiles.is_there(folder, "tags", entry.root) or entry.root not in facts.log.course.withdrawn


def _count(folder: Folder, facts: Facts, entry: TagsRoot) -> Counter[int]:
    counts = Counter[int]()
    with Partitions() as seen:
        for record in _stream(folder, facts, entry):
            cell, tag = lists.parts(record)
            counts[cell] += 1
            seen.add(tag)
        seen.check_distinct("tags: a tag")
    if sum(counts.values()) != entry.count or any(cell >= len(facts.cells) for cell in counts):
        raise Malformed("tags: not as many as logged, or for a cell that there is not")
    return counts


def _check_holds(first: Iterator[bytes], final: Iterator[bytes]) -> None:
    for record in first:
        if not any(record == other for other in final):  # both ascend, so what was passed over is not needed again
            raise Malformed("tags: the final list leaves out a tag of the first")


def check_rows(folder: Folder, facts: Facts, workers: Workers) -> Check:
    """Check every row, and that the released cells have exactly the rows of their final tags."""
    if ROWS_ROOT in facts.log.unsigned:
        raise Malformed("rows: a list that T2 did not sign")
    entry = facts.log.rows
    if entry is None:
        return Check("rows", True, NOT_YET)
    if not listfiles.is_there(folder, "rows", entry.root) and entry.root in facts.log.course.withdrawn:
        return Check("rows", True, WITHDRAWN, {"rows": entry.count})
    pieces = listfiles.records(folder, "rows", entry.root, facts.manifest.questions)
    found = chain.from_iterable(workers.each(row_tags, pieces))
    facts.rows = _match(found, _released(folder, facts))
    if sum(facts.rows.values()) != entry.count:
        raise Malformed("rows: not as many as logged")
    return Check("rows", True, "", {"rows": entry.count, "released_cells": len(facts.rows)})


def _released(folder: Folder, facts: Facts) -> Iterator[bytes]:
    """Yield the final tags of the cells that have enough of them."""
    counts = facts.tags[1] if len(facts.tags) == 2 else Counter[int]()
    for record in _stream(folder, facts, facts.log.tags[1]):
        cell, _ = lists.parts(record)
        if counts[cell] >= facts.cells[cell].k:
            yield record


def _match(rows: Iterable[bytes], tags: Iterable[bytes]) -> Counter[int]:
    """Compare the tags of rows (in the order of their nonces) with the final tags, cell by cell; return the counts."""
    counts, left = Counter[int](), groupby(tags, CELL)
    for cell, found in groupby(rows, CELL):
        expected, theirs = next(left, (b"", iter(())))
        those = sorted(found)
        if cell != expected or those != list(theirs):
            raise Malformed(
                f"rows: cell {int.from_bytes(cell, 'big')} has not exactly its final tags, or none to release"
            )
        counts[int.from_bytes(cell, "big")] = len(those)
    if next(left, None) is not None:
        raise Malformed("rows: a cell with enough tags has no rows")
    return counts


def _stream(folder: Folder, facts: Facts, entry: TagsRoot) -> Iterator[bytes]:
    return chain.from_iterable(listfiles.records(folder, "tags", entry.root, facts.manifest.questions))
