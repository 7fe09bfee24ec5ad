"""T2's first count: open the inner layer, count, list the tags. No row and no answer is written yet.

The inner envelopes stay sealed on the disk. They are opened again when rows are due, so that nothing legible lies about
during the objections, and nothing at all of cells that are never released.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.accounting import Stated
from pingyi.protocol.statements import CellCounted, CellOpened, Counted, Opened
from pingyi.trustee import refusals
from pingyi.trustee.files import Progress, copy, unseen
from pingyi.trustee.keys import opening_key
from pingyi.trustee.mirror.logbook import Logbook, read
from pingyi.trustee.opening.handover import INNER_FILE, by_cell, check_inner
from pingyi.trustee.opening.judging import DUPLICATE, InnerOpener, Job, Verdict
from pingyi.trustee.opening.mixing import check_handed
from pingyi.trustee.opening.outer import cell_counts, check_counts
from pingyi.trustee.opening.spreading import spread
from pingyi.trustee.outbox import COUNTED, TAGS, Outbox
from pingyi.trustee.steps import Trustee
from pingyi.trustee.steps import check_inner as check_turn

RECEIVED = "received"
PORTION = 256


@dataclass(frozen=True, slots=True)
class Counts:
    """What T2 tells its people after the first count: how many of each reason in the whole campaign, valid ones."""

    valid: int
    reasons: dict[str, int]


def open_inner(trustee: Trustee, inner: Path, *, progress: Progress = unseen, processes: int = 0) -> Counts | None:
    """Open T1's file `inner`, count, and write the statement `counted` and the first tags; None when done before.

    Killed in between it begins again and comes to the same. Raises `Refused` out of turn and for another file than the
    one that T1 has stated.
    """
    outbox = Outbox(trustee.folder, trustee.campaign, trustee.seed)
    if outbox.has(TAGS[0]):
        return None
    book = read(trustee.campaign)
    check_turn(trustee, book)
    opened = stated_opening(book)
    check_handed(book, trustee.campaign.cells)
    own = take(trustee, inner, opened, book)
    reasons, tags, counted = Counter[str](), list[bytes](), dict[int, CellCounted]()
    outer = {row.cell: row for row in opened.cells}
    for cell, verdicts in judged(trustee, own, outer.keys(), progress=progress, processes=processes):
        counted[cell], found = _count(outer[cell], verdicts, reasons)
        tags += [lists.in_cell(cell, tag) for tag in found]
    rows = tuple(counted.get(row.cell) or _count(row, [], reasons)[0] for row in opened.cells)
    check_counts(cell_counts(trustee.campaign, book), Stated(opened=opened.cells, first=rows))
    outbox.state(COUNTED[0], _statement(trustee, 0, rows, opened))
    outbox.list_tags(0, tags)
    return Counts(len(tags), dict(reasons))


def take(trustee: Trustee, inner: Path, opened: Opened, book: Logbook) -> Path:
    """Copy T1's file into our folder, found to be the one that T1 stated, with as many envelopes as it said."""
    try:
        found = check_inner(inner, opened.inner_root)
    except Malformed as error:
        raise refusals.handover_wrong(error.what) from error
    said = {row.cell: book.cast.get(row.cell, 0) - row.missing - row.undecryptable for row in opened.cells}
    if found != {cell: count for cell, count in said.items() if count}:
        raise refusals.handover_wrong("inner.bin: another number of envelopes than T1 stated")
    own = trustee.folder / RECEIVED / INNER_FILE
    copy(inner, own)
    return own


def judged(
    trustee: Trustee, inner: Path, cells: Collection[int], *, progress: Progress, processes: int
) -> Iterator[tuple[int, list[Verdict]]]:
    """Yield each of `cells` that has inner envelopes, with the verdicts on them; those of other cells stay sealed."""
    scalar = opening_key(trustee.folder, trustee.campaign.manifest, trustee.party)
    results = spread(InnerOpener, (trustee.campaign.folder, scalar), _jobs(inner, cells), processes)
    for done, (cell, parts) in enumerate(groupby(results, key=lambda one: one[0]), 1):
        yield cell, [verdict for _, part in parts for verdict in part]
        progress(done, len(cells))


def _jobs(inner: Path, cells: Collection[int]) -> Iterator[Job]:
    for cell, found in by_cell(inner):
        if cell in cells:
            for place in range(0, len(found), PORTION):
                yield cell, found[place : place + PORTION]


def stated_opening(book: Logbook) -> Opened:
    """Return what T1 stated of its opening."""
    if book.course.opened is None:
        raise refusals.log_damaged("no statement of T1 on its opening")
    return book.course.opened


def _count(outer: CellOpened, verdicts: list[Verdict], reasons: Counter[str]) -> tuple[CellCounted, list[bytes]]:
    """Return the counts of a cell and its tags in order."""
    valid = [one.tag for one in verdicts if not one.reason]
    tags = sorted(set(valid))
    invalid = len(verdicts) - len(valid) + outer.undecryptable
    reasons.update(one.reason for one in verdicts if one.reason)
    reasons.update({DUPLICATE: len(valid) - len(tags), "outer": outer.undecryptable, "missing": outer.missing})
    received = len(verdicts) + outer.undecryptable
    counted = CellCounted(outer.cell, received, len(tags), len(valid) - len(tags), invalid, outer.missing)
    return counted, tags


def _statement(trustee: Trustee, seq: int, rows: tuple[CellCounted, ...], opened: Opened) -> Counted:
    return Counted(campaign=trustee.campaign.camp, by=trustee.party, seq=seq, cells=rows, inner_root=opened.inner_root)
