"""What the checks learn from a package and hand on to each other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.protocol.accounting import Stated
from pingyi.protocol.course import Course
from pingyi.protocol.entries import IssuanceRoot, RollBatch, RowsRoot, TagsRoot
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.order import Order


@dataclass(frozen=True, slots=True)
class Cell:
    """What is kept of a cell record."""

    k: int
    roll_count: int
    roll_root: bytes
    channel: str
    moduli: tuple[bytes, bytes]  # for ballot tokens, for entry tokens


@dataclass(slots=True)
class LogFacts:
    """What one pass over the log gives."""

    order: Order
    course: Course
    sizes: tuple[int, ...] = ()  # of the kept checkpoints
    cosigners: frozenset[bytes] = frozenset()  # witnesses who cosigned every kept checkpoint
    batches: list[RollBatch] = field(default_factory=list)
    tags: list[TagsRoot] = field(default_factory=list)
    rows: RowsRoot | None = None
    cast: Counter[int] = field(default_factory=Counter)  # ballots of each cell
    statements: list[bytes] = field(default_factory=list)  # the hash of each
    ballot_problem: str = ""  # the first thing wrong with a ballot
    statement_problem: str = ""  # the first thing wrong with a statement
    wanted: bytes = b""  # leaf hash of the ballot at the index that a receipt names

    @property
    def issuance(self) -> Mapping[int, IssuanceRoot]:
        """The last issuance root of each role."""
        return self.order.issued


@dataclass(slots=True)
class Facts:
    """Everything learnt so far."""

    manifest: Manifest
    camp: bytes
    cells: list[Cell]
    log: LogFacts
    roll: Counter[int] = field(default_factory=Counter)  # keys of each cell, batches counted
    roll_is_whole: bool = True  # False when a roll was withdrawn
    issued: dict[int, Counter[int]] = field(default_factory=dict)  # role -> records of each cell
    tags: list[Counter[int] | None] = field(default_factory=list)  # of each tag list, None for a withdrawn one
    rows: Counter[int] | None = None

    def stated(self) -> Stated:
        """Return what the trustees state."""
        course = self.log.course
        first, final = course.counted.get(0), course.counted.get(1)
        return Stated(
            opened=course.opened.cells if course.opened else None,
            first=first.cells if first else None,
            final=final.cells if final else None,
            withheld=course.withheld.cells if course.withheld else None,
        )
