"""What a campaign of the tests is like: how many cells and ballots, what becomes of each, how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pingyi.primitives import ed25519
from pingyi.tokens import codes
from tests.ballots.keys import seed

STEPS = ("open", "closed", "opened", "first", "tags", "rows")
GOOD, LATE, MISSING, UNDECRYPTABLE, INVALID, DUPLICATE = FATES = (
    "good",
    "late",  # T1 had lost it; added after an objection
    "missing",  # T1 lost it for good
    "undecryptable",  # noise in an envelope
    "invalid",  # the answers are not those of the token
    "duplicate",  # the ballot of somebody before, handed in again
)
DEFAULT_FATES = {
    (0, 9): DUPLICATE,
    (1, 7): LATE,
    (2, 3): UNDECRYPTABLE,
    (3, 1): INVALID,
    (3, 2): MISSING,
}
BATCH = 50


@dataclass(frozen=True)
class Plan:
    """Three of the six cells are released; cell 3 is opened and withheld, 4 and 5 are not opened."""

    seed: str = "yunling"
    cast: tuple[int, ...] = (
        58,
        50,
        40,
        31,
        12,
        9,
    )  # ballots in the box, by cell; the people 0, 1, 2 ... of a cell vote
    idle: int = 20  # people of every cell who do not vote
    fates: Mapping[tuple[int, int], str] = field(default_factory=lambda: DEFAULT_FATES)  # (cell, person) -> fate
    batches: tuple[tuple[int, ...], ...] = ((2,),)  # of each batch, the cells whose last people it adds (50 to a cell)
    step: str = "rows"  # how far it has come, of STEPS
    k: int = 30
    options: tuple[int, ...] = (5, 5, 3)
    demonstration: bool = False
    kind: str = "external"
    quorum: int = 2
    witnesses: int = 2
    sealed: bool = True  # envelopes that the trustees' keys open; else noise, which is faster
    withdrawn: tuple[str, ...] = ()  # kinds of lists that are withdrawn in the end

    @property
    def id(self) -> str:
        """The campaign's id."""
        return f"{self.seed}-2026"

    def has(self, step: str) -> bool:
        """Whether the campaign has come as far as this step."""
        return STEPS.index(self.step) >= STEPS.index(step)

    def fate(self, cell: int, nth: int) -> str:
        """What becomes of somebody's ballot."""
        return self.fates.get((cell, nth), GOOD)

    def people(self) -> list[list["Person"]]:
        """The people of every cell: first those who vote."""
        return [[person(self.id, cell, nth) for nth in range(cast + self.idle)] for cell, cast in enumerate(self.cast)]


@dataclass(frozen=True)
class Person:
    """Somebody with a code."""

    cell: int
    nth: int
    code: str
    secret: bytes
    key: bytes


@cache
def person(campaign: str, cell: int, nth: int) -> Person:
    """Person `nth` of a cell."""
    code = codes.from_random(seed(f"code {campaign} {cell} {nth}")[:13])
    secret = codes.seed(code, campaign)
    return Person(cell, nth, code, secret, ed25519.public_key(secret))
