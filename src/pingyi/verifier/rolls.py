"""The checks named `roll` and `issuance`: who could take part, and no token without the holder of a code."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from pingyi.ledger.trees import Frontier
from pingyi.primitives.errors import Malformed
from pingyi.protocol import accounting, lists
from pingyi.protocol.parties import ROLES, Party
from pingyi.verifier import listfiles
from pingyi.verifier.facts import Facts
from pingyi.verifier.partitions import PARTS, Partitions
from pingyi.verifier.report import NOT_YET, WITHDRAWN, Check
from pingyi.verifier.sources import Folder
from pingyi.verifier.work import Workers, issued

ROLL_BATCH, ISSUANCE_ROOT = 2, 3  # types of log entries
KEY_AND_CELL = 36


def check_roll(folder: Folder, facts: Facts, keys: Partitions) -> Check:
    """Check the rolls and leave every key with its cell in `keys`."""
    if ROLL_BATCH in facts.log.unsigned:
        raise Malformed("roll: a batch that M did not sign")
    withdrawn = _first_roll(folder, facts, keys)
    for batch in facts.log.batches:
        if not listfiles.is_there(folder, "roll", batch.root) and batch.root in facts.log.course.withdrawn:
            withdrawn = True
            continue
        _batch(folder, facts, keys, batch.root, batch.count)
    keys.check_distinct("roll: a key")
    figures = {"cells": len(facts.cells), "keys": sum(facts.roll.values()), "batches": len(facts.log.batches)}
    return Check("roll", True, WITHDRAWN if withdrawn else "", {**figures})


def _first_roll(folder: Folder, facts: Facts, keys: Partitions) -> bool:
    """Check the roll of the manifest cell by cell; return whether it was withdrawn."""
    roll = facts.manifest.roll
    if not listfiles.is_there(folder, "roll", roll.root) and roll.root in facts.log.course.withdrawn:
        facts.roll.update({index: cell.roll_count for index, cell in enumerate(facts.cells)})
        return True
    counts, roots = Counter[int](), _CellRoots()
    for piece in listfiles.records(folder, "roll", roll.root, facts.manifest.questions):
        for record in piece:
            cell, key = lists.parts(record)
            counts[cell] += 1
            keys.add(key + record[:4])
        roots.extend(piece)
    told = {index: (cell.roll_count, cell.roll_root) for index, cell in enumerate(facts.cells)}
    found = {index: (counts[index], roots.of(index)) for index in {*counts, *told}}
    if found != told or sum(counts.values()) != roll.count:
        raise Malformed("roll: not the keys that cells and manifest count")
    facts.roll.update(counts)
    return False


def _batch(folder: Folder, facts: Facts, keys: Partitions, root: bytes, count: int) -> None:
    counts = Counter[int]()
    for piece in listfiles.records(folder, "roll", root, facts.manifest.questions):
        for record in piece:
            cell, key = lists.parts(record)
            counts[cell] += 1
            keys.add(key + record[:4])
    if sum(counts.values()) != count or any(cell >= len(facts.cells) for cell in counts):
        raise Malformed("roll: a batch of another size, or for a cell that there is not")
    if not all(accounting.is_batch(added, facts.manifest.batch_max) for added in counts.values()):
        raise Malformed("roll: a batch adds too few or too many keys to a cell")
    facts.roll.update(counts)


class _CellRoots:
    """The root over the records of each cell, while they come cell by cell."""

    def __init__(self) -> None:
        self._frontiers: dict[int, Frontier] = {}

    def extend(self, piece: list[bytes]) -> None:
        start = 0
        for place in range(1, len(piece) + 1):
            if place == len(piece) or piece[place][:4] != piece[start][:4]:
                cell, _ = lists.parts(piece[start])
                self._frontiers.setdefault(cell, Frontier()).extend(piece[start:place])
                start = place

    def of(self, cell: int) -> bytes:
        return self._frontiers.get(cell, Frontier()).root()


def check_issuance(folder: Folder, facts: Facts, keys: Partitions, workers: Workers) -> Check:
    """Check the records of both signers against the roll. `keys` are those that `check_roll` left."""
    if ISSUANCE_ROOT in facts.log.unsigned:
        raise Malformed("issuance: a root that its signer did not sign")
    if facts.log.order.stage == "open":
        return Check("issuance", True, NOT_YET)
    if facts.log.order.unissued():
        raise Malformed("issuance: closed without the last roots of both signers")
    withdrawn = [role for role in ROLES if not _role(folder, facts, keys, workers, role)]
    found = {f"{Party(role).name}_records": sum(counts.values()) for role, counts in facts.issued.items()}
    if len(facts.issued) == len(ROLES):
        found["entry_without_ballot"] = _without_ballot(folder, facts)
    return Check("issuance", True, WITHDRAWN if withdrawn else "", {**found})


def _role(folder: Folder, facts: Facts, keys: Partitions, workers: Workers, role: int) -> bool:
    """Check the records of one signer; return False when they were withdrawn."""
    last = facts.log.issuance()[role]
    if not listfiles.is_there(folder, "issuance", last.root) and last.root in facts.log.course.withdrawn:
        return False
    counts, roll = Counter[int](), _Roll(keys)
    pieces = listfiles.records(folder, "issuance", last.root, facts.manifest.questions)
    for piece in workers.each(issued, _of_role(pieces, role)):
        for pair in piece:
            roll.meet(pair)
            counts[int.from_bytes(pair[32:], "big")] += 1
    if sum(counts.values()) != last.size:
        raise Malformed("issuance: not as many records as logged")
    facts.issued[role] = counts
    return True


def _of_role(pieces: Iterator[list[bytes]], role: int) -> Iterator[list[bytes]]:
    for piece in pieces:
        if any(record[32] != role for record in piece):
            raise Malformed("issuance: a record of another role")
        yield piece


class _Roll:
    """Meets keys in ascending order, each with its cell, and lets each in once if it is on the roll of that cell."""

    def __init__(self, keys: Partitions) -> None:
        self._keys, self._part, self._known, self._last = keys, -1, frozenset[bytes](), b""

    def meet(self, pair: bytes) -> None:
        key = pair[:32]
        if key <= self._last:
            raise Malformed("issuance: a key has two records")
        self._last = key
        if (part := key[0] * PARTS >> 8) != self._part:
            self._part, self._known = part, frozenset(self._keys.part(part))
        if self._keys.count and pair not in self._known:
            raise Malformed("issuance: a record without a key on the roll of its cell")


def _without_ballot(folder: Folder, facts: Facts) -> int:
    """Return how many keys have an entry record and no ballot record; a code holder can make it so, it is no fault."""
    ballot, entry = (
        chain.from_iterable(listfiles.records(folder, "issuance", facts.log.issuance()[role].root, 1)) for role in ROLES
    )
    alone, other = 0, next(ballot, None)
    for record in entry:
        while other is not None and other[:32] < record[:32]:
            other = next(ballot, None)
        alone += other is None or other[:32] != record[:32]
    return alone
