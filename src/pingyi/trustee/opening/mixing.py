"""A mix hides a ballot among those that go through it together: never among fewer than k.

Who keeps an envelope from the outer trustee and brings it later makes a group of its own of it: the tags of the first
list and those of the final one are both public. So what is late is asked for before the opening, a cell of which fewer
than k envelopes are at hand is not handed over, and people decide before a small group comes to be.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pingyi.primitives.hashing import sha256
from pingyi.protocol import lists
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.parties import Party
from pingyi.trustee import refusals
from pingyi.trustee.mirror.envelopes import NAME, Envelopes
from pingyi.trustee.mirror.logbook import Logbook
from pingyi.trustee.mirror.pulling import Ballots, read_with_ballots
from pingyi.trustee.opening.evidence import read_evidence
from pingyi.trustee.steps import Trustee, check_trustee

Slots = Mapping[int, "array[int]"]


def take_late(trustee: Trustee, files: Iterable[Path]) -> int:
    """T1, before the opening: take envelopes from evidence of anybody; return how many were not held before.

    Whatever the log does not name is passed over. Raises `Refused` after the opening, and for a file that is no
    evidence.
    """
    check_trustee(trustee, Party.T1)
    book, ballots = read_with_ballots(trustee.campaign)
    if book.course.opened:
        raise refusals.step_over()
    taken = 0
    with Envelopes(trustee.folder / NAME, create=True) as held:
        for index, envelope in (one for path in files for one in read_evidence(path)):
            slot = ballots.slot(index)
            if slot is None or sha256(envelope) != ballots.hash(slot) or held.get(slot, ballots.hash(slot)):
                continue
            held.put(slot, envelope)
            taken += 1
    return taken


def closed_for_want(trustee: Trustee, slots: Slots, ballots: Ballots, *, with_missing: bool) -> set[int]:
    """Return the cells of which fewer than k envelopes are held: they are not handed over.

    Raises `Refused` where any envelope is missing, unless people have decided to go on `with_missing`.
    """
    cells = trustee.campaign.cells
    with Envelopes(trustee.folder / NAME) as held:
        missing = {
            cell: [slot for slot in own if held.get(slot, ballots.hash(slot)) is None] for cell, own in slots.items()
        }
    lacking = sorted(ballots.indices[slot] for own in missing.values() for slot in own)
    if lacking and not with_missing:
        raise refusals.envelopes_lacking(lacking)
    return {cell for cell, own in slots.items() if len(own) - len(missing[cell]) < cells[cell].k}


def check_handed(book: Logbook, cells: Sequence[CellRecord]) -> None:
    """T2: refuse a handover in which a cell has some envelopes, but fewer than k."""
    opened = book.course.opened
    for row in opened.cells if opened else ():
        if 0 < book.cast.get(row.cell, 0) - row.missing < cells[row.cell].k:
            raise refusals.mix_too_small(row.cell)


def recognisable(first: Iterable[bytes], added: Iterable[bytes], cells: Sequence[CellRecord]) -> int:
    """Return how many ballots would stand in a group smaller than k: those of a released cell added, or all others."""
    early, late = (Counter(lists.parts(record)[0] for record in records) for records in (first, added))
    found = 0
    for cell, count in late.items():
        k = cells[cell].k
        if early[cell] + count >= k:
            found += sum(group for group in (early[cell], count) if group < k)
    return found
