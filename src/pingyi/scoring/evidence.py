"""What is known of one unit when it is scored: estimates of what people said, and counts of what was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.estimation.means import Means


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of inspection evidence. A visit that found nothing has a row whose card takes nothing off."""

    visit: str
    kind: str  # open, covert, work, self
    item: str
    found_by: str
    severity: str = ""
    repeat: int = 0
    deduction_e2: int = 0  # as recorded; used by cards that say so
    upheld: bool = True


@dataclass(frozen=True, slots=True)
class Assessment:
    """A level that one superior gave for one criterion."""

    criterion: str
    level: int
    assessor: str


@dataclass(frozen=True, slots=True)
class Rectification:
    """Counts of things to put right: due, confirmed by citizens, claimed by the unit, late, opened again."""

    due: int
    confirmed: int
    claimed: int = 0
    late: int = 0
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise: grade of an independent rater (0 to 4), and how many of those asked know, used, got it."""

    measure: str
    grade: int
    known_n: int = 0
    used_n: int = 0
    delivered_n: int = 0
    asked_n: int = 0


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """Everything that may carry the score of one unit.

    Estimates are in points of 100 by the scales of the scheme (`Scale.integer_points`). None or empty means that
    there is no such evidence; what follows from that, the scheme says.
    """

    unit: str
    group: str
    sample: Means | None = None
    ballots: Means | None = None
    ratings: Means | None = None
    staff: Means | None = None
    findings: tuple[Finding, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    rectification: Rectification | None = None
    commitments: tuple[Commitment, ...] = ()
    vetoes: tuple[str, ...] = ()
    bonuses: tuple[str, ...] = ()

    def surveyed(self) -> Mapping[str, Means]:
        """Return the estimates by kind of evidence, those that are there."""
        kinds = {"sample": self.sample, "ballots": self.ballots, "ratings": self.ratings, "staff": self.staff}
        return {kind: found for kind, found in kinds.items() if found is not None}


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one feed: points of 100 with its error, or the reason why there is none.

    `se` None: the value has no error statement (an inspection is no sample of anything). `df` None: normal.
    """

    estimate: float | None
    se: float | None = None
    df: float | None = None
    n: int = 0
    reason: str = ""


NOTHING = Value(None, reason="no_evidence")
