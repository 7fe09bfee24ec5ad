"""A trustee's own copy of the public log, checked from the first entry to the last each time it decides something.

What stands under the copy's checkpoint has been seen by as many witnesses as the manifest demands; so "is it in my
copy" and "is it witnessed" are one question.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pingyi.ledger import tiles
from pingyi.ledger.notes import Cosigned, Note, cosigned_at, kept
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import entries, package, statements
from pingyi.protocol.course import Course
from pingyi.protocol.entries import IssuanceRoot, RowsRoot, StatementEntry, TagsRoot
from pingyi.protocol.order import Phase
from pingyi.trustee import refusals
from pingyi.trustee.mirror.campaign import Campaign

BALLOT = 4
Ballot = Callable[[int, int, bytes], None]
"""Told of every ballot entry in order: index in the log, cell, SHA-256 of its envelope."""


@dataclass(slots=True)
class Logbook:
    """What the copy says: checkpoint, course of the log, ballots per cell, index of each milestone (8, 6, 6, 7)."""

    cosigned: Cosigned
    course: Course
    cast: dict[int, int] = field(default_factory=dict)
    lists: list[IssuanceRoot | TagsRoot | RowsRoot] = field(default_factory=list)
    statements: list[StatementEntry] = field(default_factory=list)
    first_tags_at: int | None = None

    @property
    def phase(self) -> Phase:
        """How far the log has come."""
        return self.course.order.phase

    @property
    def size(self) -> int:
        """Entries under the checkpoint."""
        return self.cosigned.checkpoint.size

    def tags(self, seq: int) -> TagsRoot:
        """Return a tag list's entry; the phase says that it is there."""
        return next(one for one in self.lists if isinstance(one, TagsRoot) and one.seq == seq)


def read(campaign: Campaign, ballot: Ballot | None = None) -> Logbook:
    """Check the whole copy and return what it says; `ballot` hears of every ballot. Raises `Refused`.

    What `ballot` heard counts only when this returns: before, nothing is proven.
    """
    try:
        cosigned = checkpoint(campaign)
        if cosigned is None:
            raise refusals.log_missing()
        book = Logbook(cosigned, Course(campaign.manifest, campaign.camp))
        _walk(campaign, book, ballot)
    except Malformed as error:
        raise refusals.log_damaged(error.what) from error
    except FileNotFoundError as error:
        raise refusals.log_damaged(f"{error.filename}: not there") from error
    return book


def checkpoint(campaign: Campaign) -> Cosigned | None:
    """Return the checkpoint of the copy, None when there is no copy yet; raises `Malformed`."""
    path = campaign.folder / "log" / "checkpoint"
    return parse_checkpoint(campaign, path.read_bytes()) if path.exists() else None


def parse_checkpoint(campaign: Campaign, content: bytes) -> Cosigned:
    """Read a checkpoint with the log's signature and the quorum of cosignatures; raises `Malformed`."""
    manifest = campaign.manifest
    if manifest.quorum < 1 and not manifest.demonstration:
        raise Malformed("manifest: no witness is demanded")
    return kept(content, manifest.log, manifest.witnesses, manifest.quorum)


def seen_at(campaign: Campaign, index: int) -> int | None:
    """Return when (seconds since 1970) witnesses had seen entry `index`: the earliest kept checkpoint that covers it.

    Of the times in one checkpoint the last; None when none of the kept ones at hand covers it.
    """
    folder, times = campaign.folder / "log" / "checkpoints", []
    for path in folder.glob("[0-9]*"):
        content = path.read_bytes()
        if path.name.isdigit() and parse_checkpoint(campaign, content).checkpoint.size > index:
            times.append(_time(campaign, Note.parse(content)))
    return min(times, default=None)


def fetch_local(campaign: Campaign) -> tiles.Fetch:
    """Return the function that reads a file of the copy by its path below `log/`."""
    return lambda path: (campaign.folder / "log" / path).read_bytes()


def _time(campaign: Campaign, note: Note) -> int:
    witnesses = campaign.manifest.witnesses
    found = [
        cosigned_at(witness, note.text, one.content) or 0 for witness in witnesses for one in note.made_by(witness)
    ]
    return max(found, default=0)


def _walk(campaign: Campaign, book: Logbook, ballot: Ballot | None) -> None:
    """Take every entry: ballots by count, all others one by one through the course."""
    waiting = 0
    for index, content in enumerate(_entries(campaign, book.cosigned)):
        if content[:1] == bytes((BALLOT,)) and len(content) == entries.SIZES[BALLOT]:
            cell = int.from_bytes(content[1:5], "big")
            book.cast[cell] = book.cast.get(cell, 0) + 1
            waiting += 1
            if ballot:
                ballot(index, cell, content[-32:])
            continue
        book.course.take_ballots(waiting)
        waiting = 0
        _take(campaign, book, index, entries.parse(content))
    book.course.take_ballots(waiting)
    if any(cell >= len(campaign.cells) for cell in book.cast):
        raise Malformed("log: a ballot of a cell that the campaign has not")


def _entries(campaign: Campaign, cosigned: Cosigned) -> Iterator[bytes]:
    return tiles.whole(fetch_local(campaign), {cosigned.checkpoint.size: cosigned.checkpoint.root})


def _take(campaign: Campaign, book: Logbook, index: int, entry: entries.Entry) -> None:
    if isinstance(entry, entries.Signed):
        key = campaign.manifest.parties[entry.party].key
        if not entry.is_signed(campaign.camp, key):
            raise Malformed(f"log entry {index}: not signed by {entry.party.name}")
    statement = None
    if isinstance(entry, StatementEntry):
        content = (campaign.folder / package.statement_path(entry.statement)).read_bytes()
        if sha256(content) != entry.statement:
            raise Malformed(f"statement of entry {index}: another file")
        statement = statements.parse(content)
        book.statements.append(entry)
    book.course.take(entry, statement)
    if isinstance(entry, IssuanceRoot | TagsRoot | RowsRoot):
        book.lists.append(entry)
    if isinstance(entry, TagsRoot) and entry.seq == 0:
        book.first_tags_at = index
