"""T2's release: the rows of the cells that have k valid ballots or more on the final list, and of no other."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.accounting import CellCounts, Stated, withheld
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import CellWithheld, WithheldCells
from pingyi.trustee import refusals
from pingyi.trustee.files import Progress, unseen
from pingyi.trustee.mirror.campaign import Campaign
from pingyi.trustee.mirror.logbook import Logbook, read
from pingyi.trustee.mirror.pulling import issuance_path
from pingyi.trustee.opening.comments import Remark, pools, write_pools
from pingyi.trustee.opening.handover import INNER_FILE, OBJECTIONS_FILE, check_inner
from pingyi.trustee.opening.judging import Verdict
from pingyi.trustee.opening.objections import additions, read_tags, received
from pingyi.trustee.opening.outer import cell_counts, check_counts
from pingyi.trustee.opening.tally import RECEIVED, judged, stated_opening
from pingyi.trustee.outbox import ROWS, WITHHELD, Outbox
from pingyi.trustee.steps import Trustee, check_rows

CELL_AT = 33  # of an issuance record: behind the key (32) and the role (1)
AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Released:
    """What was released: cells and rows, cells withheld, sealed files of comments."""

    cells: int
    rows: int
    withheld: int
    comments: tuple[Path, ...] = ()


def publish_rows(
    trustee: Trustee, *, passphrase: str = "", progress: Progress = unseen, processes: int = 0
) -> Released | None:
    """Open the released cells again, write their rows and the statement of withheld cells; None when done before.

    With a `passphrase` what residents wrote is put into sealed files, see `comments`; else it is dropped.
    Raises `Refused` out of turn, without the published records of the entry signer, and where the rows would not be
    exactly those of the final list.
    """
    outbox = Outbox(trustee.folder, trustee.campaign, trustee.seed)
    if outbox.has(ROWS):
        return None
    book = read(trustee.campaign)
    check_rows(trustee, book)
    final = read_tags(outbox, book, 1)
    counts = _final_counts(trustee.campaign, book, final)
    released = {one.cell for one in counts if one.is_released}
    opened = judged(trustee, _inner(trustee, book), released, progress=progress, processes=processes)
    chosen = _chosen(trustee, book, read_tags(outbox, book, 0), released, opened)
    if sorted(chosen) != [record for record in final if lists.parts(record)[0] in released]:
        raise refusals.rows_differ()
    kept_back = withheld(counts)
    rows = Counter(lists.parts(record)[0] for record in chosen)
    counts = [replace(one, rows=rows[one.cell]) for one in counts]
    check_counts(counts, _stated(book, kept_back))
    remarks = (Remark(lists.parts(tag)[0], one.comment) for tag, one in chosen.items())
    sealed = write_pools(trustee.folder, pools(remarks, trustee.campaign.cells), passphrase) if passphrase else []
    outbox.state(WITHHELD, WithheldCells(campaign=trustee.campaign.camp, by=trustee.party, cells=kept_back))
    outbox.list_rows(sorted(lists.in_cell(lists.parts(tag)[0], one.row) for tag, one in chosen.items()))
    return Released(len(released), len(chosen), len(kept_back), tuple(sealed))


def _stated(book: Logbook, kept_back: tuple[CellWithheld, ...]) -> Stated:
    counted = book.course.counted
    return Stated(opened=stated_opening(book).cells, first=counted[0].cells, final=counted[1].cells, withheld=kept_back)


def _inner(trustee: Trustee, book: Logbook) -> Path:
    """Return our copy of T1's file, found to be unchanged."""
    inner = trustee.folder / RECEIVED / INNER_FILE
    try:
        check_inner(inner, stated_opening(book).inner_root)
    except (OSError, Malformed) as error:
        raise refusals.own_file_damaged(inner) from error
    return inner


def _chosen(
    trustee: Trustee,
    book: Logbook,
    first: list[bytes],
    released: Collection[int],
    opened: Iterable[tuple[int, list[Verdict]]],
) -> dict[bytes, Verdict]:
    """Return by tag record the ballot that counts: of several with one tag the one whose row comes first."""
    objections = received(trustee, trustee.folder / RECEIVED / OBJECTIONS_FILE)
    _, added = additions(trustee, book, objections, first)
    chosen = {record: one for record, one in added.items() if lists.parts(record)[0] in released}
    for cell, verdicts in opened:
        for one in verdicts:
            record = lists.in_cell(cell, one.tag)
            if not one.reason and (record not in chosen or one.row < chosen[record].row):
                chosen[record] = one
    return chosen


def _final_counts(campaign: Campaign, book: Logbook, final: list[bytes]) -> list[CellCounts]:
    tags = Counter(lists.parts(record)[0] for record in final)
    entered = Counter(_entered(campaign, book))
    return [replace(one, final_tags=tags[one.cell], entry=entered[one.cell]) for one in cell_counts(campaign, book)]


def _entered(campaign: Campaign, book: Logbook) -> Iterator[int]:
    """Yield the cell of every record of the entry signer, from the list whose root it last logged."""
    path = issuance_path(campaign, book.course.order.issued[Party.R])
    try:
        if lists.root(_records(path)) != book.course.order.issued[Party.R].root:
            raise Malformed("issuance: another root")
        yield from (int.from_bytes(one[CELL_AT : CELL_AT + 4], "big") for one in _records(path))
    except FileNotFoundError as error:
        raise refusals.issuance_missing(path) from error
    except Malformed as error:
        raise refusals.issuance_missing(path) from error


def _records(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(lists.ISSUANCE * AT_ONCE):
            yield from lists.split(chunk, lists.ISSUANCE)
