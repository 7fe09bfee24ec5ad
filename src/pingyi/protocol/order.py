"""In which order the entries of a log may stand (protocol 11.5)."""

import re
from enum import IntEnum
from typing import Literal

from pingyi.primitives.errors import Malformed
from pingyi.protocol.entries import Entry, IssuanceRoot, ManifestEntry, RollBatch, TagsRoot
from pingyi.protocol.parties import ROLES

Stage = Literal["open", "closed", "tags", "rows"]
STAGES: tuple[Stage, ...] = ("open", "closed", "tags", "rows")
_WHOLE = re.compile(rb"1[2345]*(?:85*(?:65*(?:65*(?:75*)?)?)?)?")
_DIGITS = bytes(48 + value if value < 10 else 0 for value in range(256))  # a type as its ASCII digit


class Phase(IntEnum):
    """How far a log has come, by the entries that end each phase."""

    EMPTY = 0
    OPEN = 1  # entry 0 stands
    CLOSED = 2  # 8 stands
    FIRST_TAGS = 3  # the first 6
    FINAL_TAGS = 4  # the second 6
    ROWS = 5  # 7


_NEXT: dict[Phase, dict[int, Phase]] = {
    Phase.EMPTY: {1: Phase.OPEN},
    Phase.OPEN: {2: Phase.OPEN, 3: Phase.OPEN, 4: Phase.OPEN, 5: Phase.OPEN, 8: Phase.CLOSED},
    Phase.CLOSED: {5: Phase.CLOSED, 6: Phase.FIRST_TAGS},
    Phase.FIRST_TAGS: {5: Phase.FIRST_TAGS, 6: Phase.FINAL_TAGS},
    Phase.FINAL_TAGS: {5: Phase.FINAL_TAGS, 7: Phase.ROWS},
    Phase.ROWS: {5: Phase.ROWS},
}
_STAGES: dict[Phase, Stage] = {
    Phase.EMPTY: "open",
    Phase.OPEN: "open",
    Phase.CLOSED: "closed",
    Phase.FIRST_TAGS: "closed",
    Phase.FINAL_TAGS: "tags",
    Phase.ROWS: "rows",
}


def check(types: bytes) -> None:
    """Malformed unless a log whose entries have these type bytes stands in the demanded order."""
    if not _WHOLE.fullmatch(types.translate(_DIGITS)):
        raise Malformed("log: entries stand in the wrong order")


def stage(types: bytes) -> Stage:
    """Return how far a log with these type bytes, in good order, has come: 8 closes, then the second 6, then 7."""
    if 7 in types:
        return "rows"
    if types.count(6) == 2:
        return "tags"
    return "closed" if 8 in types else "open"


class Order:
    """A log so far and what may come next. `take` raises Malformed, and changes nothing, when an entry may not."""

    def __init__(self, camp: bytes) -> None:
        self.size = 0
        self.phase = Phase.EMPTY
        self.issued: dict[int, IssuanceRoot] = {}  # the last root of each role
        self.batches = 0
        self._camp = camp

    @property
    def stage(self) -> Stage:
        """How far the log has come, in the words of a report."""
        return _STAGES[self.phase]

    def check(self, entry: Entry) -> None:
        """Malformed when `entry` may not be the next one."""
        if entry.type not in _NEXT[self.phase]:
            raise Malformed(f"log: an entry of type {entry.type} cannot stand at index {self.size}")
        match entry:
            case ManifestEntry() if entry.camp != self._camp:
                raise Malformed("log: entry 0 names another campaign")
            case RollBatch() if entry.seq != self.batches + 1:
                raise Malformed(f"log: roll batch {entry.seq} instead of {self.batches + 1}")
            case IssuanceRoot():
                self._check_issuance(entry)
            case TagsRoot() if entry.seq != self.phase - Phase.CLOSED:
                raise Malformed(f"log: tag list {entry.seq} out of turn")
            case _:
                pass

    def take(self, entry: Entry) -> None:
        """Check `entry` and move on."""
        self.check(entry)
        self.phase = _NEXT[self.phase][entry.type]
        self.size += 1
        if isinstance(entry, RollBatch):
            self.batches += 1
        if isinstance(entry, IssuanceRoot):
            self.issued[entry.role] = entry

    def take_ballots(self, count: int) -> None:
        """Move on over `count` ballot entries at once: nothing is asked of them but that the log is open."""
        if count and self.phase is not Phase.OPEN:
            raise Malformed(f"log: an entry of type 4 cannot stand at index {self.size}")
        self.size += count

    def unissued(self) -> tuple[int, ...]:
        """Return the roles without an issuance root so far; a box does not close while there is one."""
        return tuple(role for role in ROLES if role not in self.issued)

    def _check_issuance(self, entry: IssuanceRoot) -> None:
        last = self.issued.get(entry.role)
        if last and entry.day <= last.day:
            raise Malformed("log: days of issuance roots do not ascend")
        if last and entry.size < last.size:
            raise Malformed("log: an issuance size falls")
