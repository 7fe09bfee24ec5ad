"""The check named `roll`: who could take part."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from pingyi.ledger.trees import Frontier
from pingyi.primitives.errors import Malformed
from pingyi.protocol import accounting
from pingyi.protocol.entries import RollBatch
from pingyi.verifier.facts import Facts
from pingyi.verifier.judging import Judge
from pingyi.verifier.listfiles import List
from pingyi.verifier.partitions import Partitions
from pingyi.verifier.report import WITHDRAWN, Check
from pingyi.verifier.sources import Folder
from pingyi.verifier.work import Workers

KEY_AND_CELL = 36
CELL = itemgetter(slice(4))
EMPTY = Frontier().root()


def check_roll(folder: Folder, facts: Facts, keys: Partitions, workers: Workers) -> Check:
    """Check the rolls and leave every key with its cell in `keys`."""
    first = List.of(folder, facts, "roll", facts.manifest.roll.root)
    if first.is_gone(facts):
        facts.roll_is_whole = False
        facts.roll.update({index: cell.roll_count for index, cell in enumerate(facts.cells)})
    else:
        _first(facts, _Pass(first, len(facts.cells), keys), workers)
    for batch in facts.log.batches:
        _batch(folder, facts, batch, (keys, workers))
    keys.check_distinct("roll: a key")
    figures = {"cells": len(facts.cells), "keys": keys.count, "batches": len(facts.log.batches)}
    return Check("roll", True, "" if facts.roll_is_whole else WITHDRAWN, {**figures})


class _Pass:
    """One reading of a roll file: hands its pieces on and counts the keys of each cell, with a root over them."""

    def __init__(self, roll: List, cells: int, keys: Partitions) -> None:
        self._roll, self._cells, self._keys = roll, cells, keys
        self.counts, self.roots = Counter[int](), dict[int, bytes]()
        self._cell, self._frontier = -1, Frontier()

    def __iter__(self) -> Iterator[list[bytes]]:
        for piece in self._roll.pieces():
            for cell, records in groupby(piece, CELL):
                self._take(int.from_bytes(cell, "big"), list(records))
            self._keys.extend(record[4:] + record[:4] for record in piece)
            yield piece
        self._end_cell()

    def _take(self, cell: int, records: list[bytes]) -> None:
        if cell >= self._cells:
            raise Malformed("roll: a key in a cell that there is not")
        if cell != self._cell:
            self._end_cell()
            self._cell, self._frontier = cell, Frontier()
        self.counts[cell] += len(records)
        self._frontier.extend(records)

    def _end_cell(self) -> None:
        if self._cell >= 0:
            self.roots[self._cell] = self._frontier.root()


def _first(facts: Facts, reading: _Pass, workers: Workers) -> None:
    """Check the roll of the manifest, cell by cell."""
    workers.all(Judge.roll, reading)
    for index, cell in enumerate(facts.cells):
        if (reading.counts[index], reading.roots.get(index, EMPTY)) != (cell.roll_count, cell.roll_root):
            raise Malformed(f"roll: not the keys that cell {index} counts")
    if reading.counts.total() != facts.manifest.roll.count:
        raise Malformed("roll: not as many keys as the manifest says")
    facts.roll.update(reading.counts)


def _batch(folder: Folder, facts: Facts, batch: RollBatch, tools: tuple[Partitions, Workers]) -> None:
    roll, (keys, workers) = List.of(folder, facts, "roll", batch.root), tools
    most = facts.manifest.batch_max
    if roll.is_gone(facts):  # to which cells it belonged nobody sees any more: it counts as the most it can have been
        facts.roll_is_whole = False
        facts.roll.update({index: min(batch.count, most) for index in range(len(facts.cells))})
        return
    reading = _Pass(roll, len(facts.cells), keys)
    workers.all(Judge.roll, reading)
    if reading.counts.total() != batch.count:
        raise Malformed("roll: a batch of another size than logged")
    if not all(accounting.is_batch(added, most) for added in reading.counts.values()):
        raise Malformed("roll: a batch adds too few or too many keys to a cell")
    facts.roll.update(reading.counts)
