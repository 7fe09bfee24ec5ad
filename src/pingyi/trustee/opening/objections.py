"""Objections: somebody shows an envelope and its place in the log, and both trustees open that one.

Evidence is a file of records `index u64 ‖ envelope 2,048`, handed in by anybody, in any number. T1 looks at it once,
when the seven days are over, so that T2 gets all of them together and in an order that tells nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import lists
from pingyi.protocol.accounting import Stated, opened_cells
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import CellCounted, Counted
from pingyi.tokens.envelopes import PrivateKey, open_, outer_info
from pingyi.trustee import refusals
from pingyi.trustee.files import copy
from pingyi.trustee.keys import opening_key
from pingyi.trustee.mirror.envelopes import NAME, Envelopes
from pingyi.trustee.mirror.logbook import Logbook, read
from pingyi.trustee.mirror.pulling import Ballots, read_with_ballots
from pingyi.trustee.opening.evidence import read_evidence
from pingyi.trustee.opening.handover import OBJECTIONS_FILE, Objection, read_objections, write_objections
from pingyi.trustee.opening.judging import InnerOpener, Verdict
from pingyi.trustee.opening.mixing import recognisable
from pingyi.trustee.opening.outer import HANDOVER, cell_counts, check_counts
from pingyi.trustee.opening.tally import RECEIVED, stated_opening
from pingyi.trustee.outbox import COUNTED, TAGS, Outbox
from pingyi.trustee.steps import Trustee, check_objections


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of one piece of evidence: `taken`, or why not."""

    index: int
    outcome: str  # taken, not_a_ballot, other_envelope, not_opened (cell below k), repeated, undecryptable


def hand_on(trustee: Trustee, files: Iterable[Path], *, now: float) -> tuple[Path, list[Looked]]:
    """T1: look at all evidence, write `handover/objections.bin` (also when there is none), say what became of each.

    Raises `Refused` out of turn and when a file is no evidence.
    """
    evidence = [record for path in files for record in read_evidence(path)]
    book, ballots = read_with_ballots(trustee.campaign)
    check_objections(trustee, book, Party.T1, now)
    looker = _Looker(trustee, book, ballots)
    looked = [looker.look(index, envelope) for index, envelope in evidence]
    target = trustee.folder / HANDOVER / OBJECTIONS_FILE
    write_objections(target, looker.found, trustee.campaign.camp, trustee.seed)
    return target, looked


class _Looker:
    """Opens the outer layer of envelopes that are in the log, in a cell that was opened."""

    def __init__(self, trustee: Trustee, book: Logbook, ballots: Ballots) -> None:
        self._trustee, self._ballots = trustee, ballots
        self._cells = set(opened_cells(cell_counts(trustee.campaign, book)))
        self._key = PrivateKey(opening_key(trustee.folder, trustee.campaign.manifest, trustee.party))
        self._seen: set[int] = set()
        self.found: list[Objection] = []

    def look(self, index: int, envelope: bytes) -> Looked:
        """Judge one piece of evidence."""
        slot = self._ballots.slot(index)
        if slot is None:
            return Looked(index, "not_a_ballot")
        if sha256(envelope) != self._ballots.hash(slot):
            return Looked(index, "other_envelope")
        cell = self._ballots.cells[slot]
        if cell not in self._cells:
            return Looked(index, "not_opened")
        if slot in self._seen:
            return Looked(index, "repeated")
        self._seen.add(slot)
        try:
            inner = open_(self._key, outer_info(self._trustee.campaign.camp, cell), envelope)
        except Malformed:
            return Looked(index, "undecryptable")
        self.found.append(Objection(cell, self._is_held(slot), inner))
        return Looked(index, "taken")

    def _is_held(self, slot: int) -> bool:
        with Envelopes(self._trustee.folder / NAME) as envelopes:
            return envelopes.get(slot, self._ballots.hash(slot)) is not None


@dataclass(frozen=True, slots=True)
class Final:
    """The final list: how many tags it has, and how many of them objections have added."""

    tags: int
    added: int


def finish(trustee: Trustee, file: Path, *, now: float, in_small_groups: bool = False) -> Final | None:
    """T2: judge T1's `objections.bin`, write the final count and the whole final list; None when done before.

    Raises `Refused` where fewer than k ballots of a released cell would be recognisable as those that came late (or as
    those that did not), unless people have decided that they shall count `in_small_groups`.
    """
    outbox = Outbox(trustee.folder, trustee.campaign, trustee.seed)
    if outbox.has(TAGS[1]):
        return None
    book = read(trustee.campaign)
    check_objections(trustee, book, Party.T2, now)
    objections = received(trustee, file)
    first = read_tags(outbox, book, 0)
    rows, added = additions(trustee, book, objections, first)
    small = recognisable(first, added, trustee.campaign.cells)
    if small and not in_small_groups:
        raise refusals.group_too_small(small)
    old = book.course.counted[0]
    stated = Stated(opened=stated_opening(book).cells, first=old.cells, final=rows)
    check_counts(cell_counts(trustee.campaign, book), stated)
    copy(file, trustee.folder / RECEIVED / OBJECTIONS_FILE)
    outbox.state(
        COUNTED[1],
        Counted(campaign=old.campaign, by=old.by, seq=1, cells=tuple(rows), inner_root=old.inner_root),
    )
    outbox.list_tags(1, sorted([*first, *added]))
    return Final(len(first) + len(added), len(added))


def additions(
    trustee: Trustee, book: Logbook, objections: Sequence[Objection], first: Iterable[bytes]
) -> tuple[list[CellCounted], dict[bytes, Verdict]]:
    """Return the final counts, and by their tag records the valid ballots that the first list has not.

    What is added was missing or called invalid before; a cell in which nothing was lost gains nothing.
    """
    rows = {row.cell: row for row in book.course.counted[0].cells}
    known, added = set(first), dict[bytes, Verdict]()
    opener = InnerOpener(trustee.campaign.folder, _scalar(trustee))
    for one in objections:
        if one.cell not in rows:
            raise refusals.handover_wrong(f"objections.bin: cell {one.cell} was not opened")
        verdict = opener.judge(one.cell, one.inner)
        record = lists.in_cell(one.cell, verdict.tag)
        if not verdict.reason and record not in known and (changed := _restored(rows[one.cell], one.held)):
            rows[one.cell], added[record] = changed, verdict
            known.add(record)
    return list(rows.values()), added


def read_tags(outbox: Outbox, book: Logbook, seq: int) -> list[bytes]:
    """Return the tag list that the log names, from our outbox."""
    path = outbox.folder / lists.path("tags", book.tags(seq).root)
    try:
        found = list(lists.ascending(lists.split(path.read_bytes(), lists.TAG)))
    except (OSError, Malformed) as error:
        raise refusals.own_file_damaged(path) from error
    if lists.root(found) != book.tags(seq).root:
        raise refusals.own_file_damaged(path)
    return found


def _restored(row: CellCounted, held: bool) -> CellCounted | None:
    """Return the counts with one more valid ballot, taken from the missing or the invalid; None if there is neither.

    One that T1 says it holds may have been found since the opening, and so be one of the missing too.
    """
    if held and row.invalid:
        return row._replace(valid=row.valid + 1, invalid=row.invalid - 1)
    if row.missing:
        return row._replace(received=row.received + 1, valid=row.valid + 1, missing=row.missing - 1)
    return None


def received(trustee: Trustee, file: Path) -> list[Objection]:
    """Return what T1 has handed over; Refused unless T1 signed it for this campaign."""
    try:
        return read_objections(
            file.read_bytes(), trustee.campaign.camp, trustee.campaign.manifest.parties[Party.T1].key
        )
    except Malformed as error:
        raise refusals.handover_wrong(error.what) from error


def _scalar(trustee: Trustee) -> bytes:
    return opening_key(trustee.folder, trustee.campaign.manifest, trustee.party)
