"""T1's opening: the outer layer of cells with k ballots or more, and of no other."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pingyi.primitives.errors import Malformed
from pingyi.protocol.accounting import CellCounts, Stated, opened_cells, wrong
from pingyi.protocol.entries import SIZES, StatementEntry
from pingyi.protocol.statements import CellOpened, Opened, parse
from pingyi.tokens.envelopes import PrivateKey, open_, outer_info
from pingyi.trustee import refusals
from pingyi.trustee.files import Progress, unseen, writing
from pingyi.trustee.keys import opening_key
from pingyi.trustee.mirror.campaign import Campaign
from pingyi.trustee.mirror.envelopes import NAME, Envelopes
from pingyi.trustee.mirror.logbook import Logbook
from pingyi.trustee.mirror.pulling import Ballots, read_with_ballots
from pingyi.trustee.opening.handover import INNER_FILE, InnerWriter
from pingyi.trustee.opening.mixing import closed_for_want
from pingyi.trustee.opening.spreading import spread
from pingyi.trustee.outbox import OPENED, Outbox
from pingyi.trustee.steps import Trustee, check_outer

HANDOVER = "handover"
PORTION = 256  # envelopes of one piece of work

Job = tuple[int, list[tuple[int, bytes]]]  # cell, then slot and hash of each envelope


@dataclass(slots=True)
class Part:
    """What a piece of work gave: inner envelopes, envelopes not held, envelopes that do not open."""

    cell: int
    inners: list[bytes]
    missing: int = 0
    undecryptable: int = 0

    def add(self, other: "Part") -> None:
        """Take another part of the same cell."""
        self.inners += other.inners
        self.missing += other.missing
        self.undecryptable += other.undecryptable


class OuterOpener:
    """Opens envelopes in one process; the private key stays in its memory."""

    def __init__(self, path: Path, scalar: bytes, camp: bytes) -> None:
        self._envelopes, self._key, self._camp = Envelopes(path), PrivateKey(scalar), camp

    def __call__(self, job: Job) -> Part:
        """Open one piece."""
        cell, wanted = job
        part, info = Part(cell, []), outer_info(self._camp, cell)
        for slot, envelope_hash in wanted:
            envelope = self._envelopes.get(slot, envelope_hash)
            if envelope is None:
                part.missing += 1
                continue
            try:
                part.inners.append(open_(self._key, info, envelope))
            except Malformed:
                part.undecryptable += 1
        return part


def open_outer(
    trustee: Trustee, *, with_missing: bool = False, progress: Progress = unseen, processes: int = 0
) -> Path:
    """Open what may be opened; write `handover/inner.bin` and the statement `opened`; return the file.

    Killed in between it begins again and comes to the same. Raises `Refused` out of turn, and while an envelope is
    missing, unless people have decided to open `with_missing`; a cell that lacks so many that fewer than k would be
    mixed is not handed over even then: all of it counts as missing.
    """
    target = trustee.folder / HANDOVER / INNER_FILE
    outbox = Outbox(trustee.folder, trustee.campaign, trustee.seed)
    if outbox.has(OPENED):
        return target
    book, ballots = read_with_ballots(trustee.campaign)
    check_outer(trustee, book)
    counts = cell_counts(trustee.campaign, book)
    slots = _slots(ballots, opened_cells(counts))
    scalar = opening_key(trustee.folder, trustee.campaign.manifest, trustee.party)
    setting = (trustee.folder / NAME, scalar, trustee.campaign.camp)
    if not setting[0].exists():
        raise refusals.envelopes_missing(setting[0])
    unmixed = closed_for_want(trustee, slots, ballots, with_missing=with_missing)
    mixed = {cell: own for cell, own in slots.items() if cell not in unmixed}
    with writing(target) as file:
        parts = spread(OuterOpener, setting, _jobs(mixed, ballots), processes)
        opened, root = _write(file, parts, mixed, progress)
    opened = sorted([*opened, *(CellOpened(cell, len(slots[cell]), 0) for cell in unmixed)])
    check_counts(counts, Stated(opened=opened))
    outbox.state(OPENED, Opened(campaign=trustee.campaign.camp, by=trustee.party, cells=tuple(opened), inner_root=root))
    return target


def stated(trustee: Trustee) -> Opened:
    """Return what `open_outer` has stated."""
    path = Outbox(trustee.folder, trustee.campaign, trustee.seed).path(OPENED)
    found = parse(path.read_bytes()[SIZES[StatementEntry.type] :])
    if not isinstance(found, Opened):
        raise refusals.own_file_damaged(path)
    return found


def cell_counts(campaign: Campaign, book: Logbook) -> list[CellCounts]:
    """Return what the log says of each cell."""
    return [
        CellCounts(cell=one.index, k=one.k, roll=one.roll_count, cast=book.cast.get(one.index, 0))
        for one in campaign.cells
    ]


def check_counts(counts: list[CellCounts], stated: Stated) -> None:
    """Refuse to state what every verifier would find wrong."""
    if problems := wrong(counts, stated):
        raise refusals.counts_wrong(problems)


def _slots(ballots: Ballots, cells: tuple[int, ...]) -> dict[int, "array[int]"]:
    """Return the ballots of each cell to be opened; those of all other cells are not looked at."""
    slots = {cell: array("Q") for cell in cells}
    for slot, cell in enumerate(ballots.cells):
        if cell in slots:
            slots[cell].append(slot)
    return slots


def _jobs(slots: dict[int, "array[int]"], ballots: Ballots) -> Iterator[Job]:
    for cell, own in slots.items():
        for place in range(0, len(own), PORTION):
            yield cell, [(slot, ballots.hash(slot)) for slot in own[place : place + PORTION]]


def _write(
    file: BinaryIO, parts: Iterator[Part], slots: dict[int, "array[int]"], progress: Progress
) -> tuple[list[CellOpened], bytes]:
    """Write cell after cell; return the counts and the root."""
    writer, opened = InnerWriter(file), list[CellOpened]()
    done, total = 0, sum(len(own) for own in slots.values())
    for cell, own in slots.items():
        whole = Part(cell, [])
        for _ in range(0, len(own), PORTION):
            whole.add(next(parts))
        writer.add(cell, whole.inners)
        opened.append(CellOpened(cell, whole.missing, whole.undecryptable))
        done += len(own)
        progress(done, total)
    return opened, writer.root()
