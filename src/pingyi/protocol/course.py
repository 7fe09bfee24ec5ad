"""When each statement may stand in the log, which must stand there by when, and what witnesses must have seen before.

Protocol 11.6 (last sentences) and 11.7. The box asks before it appends, a verifier while it reads: both use `Course`.
"""

from collections.abc import Iterable

from pingyi.primitives.errors import Malformed
from pingyi.protocol.entries import Entry, IssuanceRoot, RollBatch, RowsRoot, StatementEntry, TagsRoot
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.order import Order, Phase
from pingyi.protocol.parties import ROLES, TRUSTEES, Party
from pingyi.protocol.statements import (
    Counted,
    Demonstration,
    Destroyed,
    Held,
    Opened,
    Statement,
    Withdrawn,
    WithheldCells,
)

Interval = tuple[int, int]  # indices a < b: a kept checkpoint of size s, a < s <= b, must lie between the entries


class Course:
    """A log with its statements so far. `take` raises Malformed, and changes nothing, when something may not come.

    Signatures are not looked at here: `entry.is_signed(camp, manifest.parties[entry.party].key)`.
    """

    def __init__(self, manifest: Manifest, camp: bytes) -> None:
        self.order = Order(camp)
        self.opened: Opened | None = None
        self.counted: dict[int, Counted] = {}
        self.withheld: WithheldCells | None = None
        self.withdrawn: set[bytes] = set()
        self.intervals: list[Interval] = []  # where witnesses are demanded, in the order of their ends
        self._camp = camp
        self._demonstration = manifest.demonstration
        self._owners: dict[bytes, set[Party]] = {manifest.roll.root: {Party.M}}
        self._seen: set[bytes] = set()
        self._demonstrated = self._has_ballots = False
        self._held = 0
        self._destroyed: dict[Party, Phase] = {}  # phase of each party's last
        self._milestone = 0  # index of entry 0, then of the last 8, 6 or 7
        self._closed = 0  # index of entry 8

    def take(self, entry: Entry, statement: Statement | None = None) -> None:
        """Take the next entry; a statement entry comes with the statement that its file holds."""
        if entry.type == 4 and self._has_ballots:
            self.order.take_ballots(1)
        else:
            self._take(entry, statement)

    def _take(self, entry: Entry, statement: Statement | None) -> None:
        self.order.check(entry)
        if isinstance(entry, StatementEntry) != (statement is not None):
            raise Malformed("statement: comes with its entry, and only with it")
        if isinstance(entry, StatementEntry) and statement:
            self._check_statement(entry, statement)
        self._check_counts(entry)
        since = self.witnessed_since(entry, statement)
        if since is not None:
            self.intervals.append((since, self.order.size))
        if statement:
            self._keep(statement)
        self._remember(entry)
        self.order.take(entry)

    def take_ballots(self, count: int) -> None:
        """Take `count` ballot entries at once."""
        if count and not self._has_ballots:
            self.intervals.append((0, self.order.size))
            self._has_ballots = True
        self.order.take_ballots(count)

    def witnessed_since(self, entry: Entry, statement: Statement | None = None) -> int | None:
        """Return the index of the entry that a kept checkpoint must cover before `entry` may come, or None."""
        if isinstance(statement, Destroyed) and statement.by in ROLES and statement.by not in self._destroyed:
            return self._closed
        first_ballot = entry.type == 4 and not self._has_ballots
        return self._milestone if first_ballot or entry.type in (6, 7) else None

    def lacking(self) -> list[str]:
        """Return what a log that has come this far must hold and does not: kind and party of each statement."""
        found = ["demonstration of B"] if self._demonstration and not self._demonstrated else []
        if self.order.phase is Phase.ROWS:
            obliged = (Party.S, Party.R, Party.M, Party.T1, Party.T2)
            found += [f"destroyed of {party.name}" for party in obliged if not self._has_destroyed(party)]
        return found

    def _has_destroyed(self, party: Party) -> bool:
        return self._destroyed.get(party, Phase.EMPTY) >= (Phase.ROWS if party in TRUSTEES else Phase.OPEN)

    def _check_statement(self, entry: StatementEntry, statement: Statement) -> None:
        if statement.hash() != entry.statement:
            raise Malformed("statement: not the one that its entry names")
        if statement.campaign != self._camp or statement.by != entry.by:
            raise Malformed("statement: another campaign or party than its entry")
        if entry.statement in self._seen:
            raise Malformed("statement: stands twice")
        if not self._fits(statement):
            raise Malformed(f"statement {statement.kind}: not in its turn, or at odds with what stands before it")

    def _fits(self, statement: Statement) -> bool:
        """Say whether `statement` may stand here."""
        phase = self.order.phase
        match statement:
            case Demonstration():
                fits = self._demonstration
            case Held():
                fits = statement.size >= self._held
            case Opened():
                fits = phase is Phase.CLOSED and not self.opened
            case Counted():
                fits = self._fits_count(statement)
            case WithheldCells():
                fits = phase is Phase.FINAL_TAGS and not self.withheld
            case Destroyed():
                fits = statement.by not in ROLES or phase >= Phase.CLOSED
            case Withdrawn():
                fits = statement.by in self._owners.get(statement.root, ())
        return fits

    def _fits_count(self, statement: Counted) -> bool:
        turn = (Phase.CLOSED, Phase.FIRST_TAGS)[statement.seq]
        if self.order.phase is not turn or statement.seq in self.counted or not self.opened:
            return False
        return statement.inner_root == self.opened.inner_root

    def _check_counts(self, entry: Entry) -> None:
        """Tag lists follow their count, rows the list of withheld cells."""
        if isinstance(entry, TagsRoot) and entry.seq not in self.counted:
            raise Malformed(f"log: tag list {entry.seq} without its count")
        if isinstance(entry, RowsRoot) and not self.withheld:
            raise Malformed("log: rows without the statement of withheld cells")

    def _keep(self, statement: Statement) -> None:
        self._seen.add(statement.hash())
        match statement:
            case Demonstration():
                self._demonstrated = True
            case Held():
                self._held = statement.size
            case Opened():
                self.opened = statement
            case Counted():
                self.counted[statement.seq] = statement
            case WithheldCells():
                self.withheld = statement
            case Destroyed():
                self._destroyed[statement.by] = self.order.phase
            case Withdrawn():
                self.withdrawn.add(statement.root)

    def _remember(self, entry: Entry) -> None:
        if isinstance(entry, RollBatch | IssuanceRoot | TagsRoot | RowsRoot):
            self._owners.setdefault(entry.root, set()).add(entry.party)
        if entry.type == 8:
            self._closed = self.order.size
        if entry.type in (6, 7, 8):
            self._milestone = self.order.size
        self._has_ballots = self._has_ballots or entry.type == 4


def unwitnessed(intervals: Iterable[Interval], sizes: Iterable[int]) -> list[Interval]:
    """Return the intervals in which none of the kept checkpoints, given by their sizes, lies."""
    kept = sorted(sizes)
    return [(a, b) for a, b in intervals if not any(a < size <= b for size in kept)]
