"""In which order the entries of a log may stand (protocol 11.5), as the box and every reader keep it."""

import re
from typing import Literal

from pingyi.primitives.errors import Malformed
from pingyi.protocol.entries import Entry, IssuanceRoot, ManifestEntry, RollBatch, TagsRoot
from pingyi.protocol.parties import ROLES

Stage = Literal["open", "closed", "tags", "rows"]
STAGES: tuple[Stage, ...] = ("open", "closed", "tags", "rows")
_WHOLE = re.compile(rb"1[2345]*(?:85*(?:65*(?:65*(?:75*)?)?)?)?")
_DIGITS = bytes(48 + value if value < 10 else 0 for value in range(256))  # a type as its ASCII digit

_EMPTY, _OPEN, _CLOSED, _FIRST, _FINAL, _ROWS = range(6)
_NEXT: tuple[dict[int, int], ...] = (
    {1: _OPEN},
    {2: _OPEN, 3: _OPEN, 4: _OPEN, 5: _OPEN, 8: _CLOSED},
    {5: _CLOSED, 6: _FIRST},
    {5: _FIRST, 6: _FINAL},
    {5: _FINAL, 7: _ROWS},
    {5: _ROWS},
)
_STAGES: tuple[Stage, ...] = ("open", "open", "closed", "closed", "tags", "rows")


def check(types: bytes) -> None:
    """Malformed unless a log whose entries have these type bytes stands in the demanded order."""
    if not _WHOLE.fullmatch(types.translate(_DIGITS)):
        raise Malformed("log: entries stand in the wrong order")


def stage(types: bytes) -> Stage:
    """Return how far a log with these type bytes, in good order, has come: 8 closes, the second 6, then 7."""
    if 7 in types:
        return "rows"
    if types.count(6) == 2:
        return "tags"
    return "closed" if 8 in types else "open"


class Order:
    """The log so far: what may come next. `take` raises Malformed and changes nothing when an entry may not."""

    def __init__(self, camp: bytes) -> None:
        self.size = 0
        self.issued: dict[int, IssuanceRoot] = {}  # the last root of each role
        self._camp = camp
        self._phase = _EMPTY
        self._batches = 0

    @property
    def stage(self) -> Stage:
        """How far the log has come."""
        return _STAGES[self._phase]

    @property
    def phase(self) -> int:
        """0 empty, 1 open, 2 closed, 3 first tags, 4 final tags, 5 rows."""
        return self._phase

    def take(self, entry: Entry) -> None:
        """Judge `entry` as the next one and move on."""
        following = _NEXT[self._phase].get(entry.type)
        if following is None:
            raise Malformed(f"log: an entry of type {entry.type} cannot stand at index {self.size}")
        self._judge(entry)
        if isinstance(entry, RollBatch):
            self._batches += 1
        if isinstance(entry, IssuanceRoot):
            self.issued[entry.role] = entry
        self._phase = following
        self.size += 1

    def _judge(self, entry: Entry) -> None:
        """Judge what the order of types does not say: campaign, numbering, days, sizes, roots before the close."""
        match entry:
            case ManifestEntry() if entry.camp != self._camp:
                raise Malformed("log: entry 0 names another campaign")
            case RollBatch() if entry.seq != self._batches + 1:
                raise Malformed(f"log: roll batch {entry.seq} instead of {self._batches + 1}")
            case IssuanceRoot():
                self._judge_issuance(entry)
            case TagsRoot() if entry.seq != self._phase - _CLOSED:
                raise Malformed(f"log: tag list {entry.seq} out of turn")
            case _:
                pass

    def _judge_issuance(self, entry: IssuanceRoot) -> None:
        last = self.issued.get(entry.role)
        if last and entry.day <= last.day:
            raise Malformed("log: days of issuance roots do not ascend")
        if last and entry.size < last.size:
            raise Malformed("log: an issuance size falls")

    def missing_roles(self) -> tuple[int, ...]:
        """Return the roles without an issuance root: the box closes only when there is none."""
        return tuple(role for role in ROLES if role not in self.issued)
