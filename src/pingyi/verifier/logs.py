"""The check named `log`: one history, append-only, seen by the witnesses. The same pass takes up what others need."""

import re
from collections.abc import Iterable, Iterator

from pingyi.ledger import tiles, trees
from pingyi.ledger.notes import Cosigned, kept
from pingyi.primitives.errors import Malformed
from pingyi.protocol import course, entries, package, statements
from pingyi.protocol.course import Course
from pingyi.protocol.entries import BallotEntry, Entry, RollBatch, RowsRoot, Signed, StatementEntry, TagsRoot
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.order import Order
from pingyi.verifier.facts import LogFacts
from pingyi.verifier.sources import Folder

LARGEST_FILE = 1 << 25  # bytes of a tile or bundle: 256 entries of 64 KiB
AT_ONCE = 2048  # ballots handed on together
BALLOT, BALLOT_SIZE = BallotEntry.type, entries.SIZES[BallotEntry.type]
_SIZE = re.compile(r"log/checkpoints/([0-9]{1,19})", re.ASCII)


def read_checkpoints(folder: Folder, paths: Iterable[str], manifest: Manifest) -> dict[int, Cosigned]:
    """Return the kept checkpoints by their sizes; the largest must be the one that `log/checkpoint` shows."""
    found = {}
    for path in paths:
        if match := _SIZE.fullmatch(path):
            one = kept(folder.read(path), manifest.log, manifest.witnesses, manifest.quorum)
            if one.checkpoint.size != int(match[1]):
                raise Malformed(f"{path}: of another size")
            found[one.checkpoint.size] = one
    if not found:
        raise Malformed("log: no kept checkpoint")
    if folder.read("log/checkpoint") != folder.read(package.checkpoint_path(max(found))):
        raise Malformed("log/checkpoint: not the largest of the kept ones")
    return found


class Reading:
    """One pass over the log. Iterate it to the end for the ballot entries in pieces; then `facts` stands."""

    def __init__(
        self, folder: Folder, manifest: Manifest, camp: bytes, found: dict[int, Cosigned], wanted: int | None
    ) -> None:
        self._folder, self._manifest, self._camp, self._wanted = folder, manifest, camp, wanted
        self._roots = {size: one.checkpoint.root for size, one in found.items()}
        everywhere = frozenset.intersection(*(frozenset(key.key for key in one.witnesses) for one in found.values()))
        self.facts = LogFacts(Order(camp), Course(manifest, camp), tuple(sorted(found)), everywhere)

    def __iter__(self) -> Iterator[list[bytes]]:
        piece: list[bytes] = []  # ballots not yet handed on
        run = 0  # the last of them, not yet counted
        for index, content in enumerate(tiles.whole(self._file, self._roots)):
            if len(content) == BALLOT_SIZE and content[0] == BALLOT:
                if index == self._wanted:
                    self.facts.wanted = trees.leaf_hash(content)
                piece.append(content)
                run += 1
            else:
                self._count(piece[len(piece) - run :])
                self._take(entries.parse(content))
                run = 0
            if len(piece) == AT_ONCE:
                self._count(piece[len(piece) - run :])
                yield piece
                piece, run = [], 0
        self._count(piece[len(piece) - run :])
        if piece:
            yield piece

    def check_witnesses(self) -> None:
        """Malformed where a kept checkpoint is demanded and none lies."""
        gaps = course.unwitnessed(self.facts.course.intervals, self.facts.sizes)
        if gaps:
            raise Malformed(f"log: not witnessed between entries {gaps[0][0]} and {gaps[0][1]}")

    def _file(self, path: str) -> bytes:
        return self._folder.read(f"log/{path}", LARGEST_FILE)

    def _count(self, run: list[bytes]) -> None:
        """Take ballots that stand one behind the other. What is in them is judged elsewhere."""
        facts = self.facts
        facts.order.take_ballots(len(run))
        if not facts.statement_problem:
            facts.course.take_ballots(len(run))
        for content in run:
            cell = int.from_bytes(content[1:5], "big")
            if cell < self._manifest.cells:
                facts.cast[cell] += 1
            else:
                facts.ballot_problem = facts.ballot_problem or f"entries: a ballot in cell {cell}, which there is not"

    def _take(self, entry: Entry) -> None:
        facts = self.facts
        facts.order.take(entry)
        if isinstance(entry, Signed) and not entry.is_signed(self._camp, self._manifest.parties[entry.party].key):
            what = f"an entry of type {entry.type} that {entry.party.name} did not sign"
            if not isinstance(entry, StatementEntry):
                raise Malformed(f"log: {what}")
            facts.statement_problem = facts.statement_problem or f"statements: {what}"
        self._follow(entry)
        match entry:
            case RollBatch():
                facts.batches.append(entry)
            case TagsRoot():
                facts.tags.append(entry)
            case RowsRoot():
                facts.rows = entry
            case StatementEntry():
                facts.statements.append(entry.statement)
            case _:
                pass

    def _follow(self, entry: Entry) -> None:
        """Let the course of statements take the entry, until one is wrong."""
        if self.facts.statement_problem:
            return
        try:
            statement = None
            if isinstance(entry, StatementEntry):
                statement = statements.parse(self._folder.json(package.statement_path(entry.statement)))
            self.facts.course.take(entry, statement)
        except Malformed as problem:
            self.facts.statement_problem = problem.what
