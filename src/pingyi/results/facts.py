"""Facts beside a score: what was found, what was put right, what was promised. The shape of `UnitResult.facts`."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from pingyi.scoring.evidence import Commitment


@dataclass(frozen=True, slots=True)
class Rectification:
    """Three counts, never one rate: due, claimed done by the unit, confirmed by citizens; and what went late."""

    due: int
    claimed: int
    confirmed: int
    late: int = 0
    reopened: int = 0

    @property
    def unsolved(self) -> int:
        """Things no citizen has confirmed as solved."""
        return max(0, self.due - self.confirmed)


@dataclass(frozen=True, slots=True)
class Finding:
    """One upheld finding of an inspection; `deduction_e2` in hundredths of a point."""

    item: str
    kind: str  # open, covert, work, self
    day: str  # ISO
    deduction_e2: int
    repeat: int = 0
    found_by: str = ""

    @property
    def on(self) -> dt.date:
        """The day it was found."""
        return dt.date.fromisoformat(self.day)

    @property
    def deduction(self) -> float:
        """Points taken off."""
        return self.deduction_e2 / 100


@dataclass(frozen=True, slots=True)
class FoundBelow:
    """What inspections upheld at the units below one, and what all visits, its own among them, took off."""

    units: int  # units below that were visited
    visits: int  # at them
    findings: int  # that cost something
    items: tuple[tuple[str, int], ...]  # item and how many findings, the most frequent first
    off_e4: int  # points off as the score counts them, in ten-thousandths: mean per visit, or in total
    per: str  # "visit" or "total"

    @property
    def off(self) -> float:
        """Points taken off, mean per visit or in total."""
        return self.off_e4 / 10_000

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "FoundBelow":
        """Return what was stored; items are pairs, because PostgreSQL keeps no order of keys."""
        return cls(**{**stored, "items": tuple((item, n) for item, n in stored["items"])})


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a unit's page says beside its scores. Empty where there is nothing."""

    ballots_grade: str = ""  # assurance grade A to D of the ballots that carry the score
    rectification: Rectification | None = None
    visits: dict[str, int] = field(default_factory=dict)  # kind of visit -> how many
    findings: tuple[Finding, ...] = ()
    below: FoundBelow | None = None  # where units below it were visited
    promises: tuple[Commitment, ...] = ()
    unmet: tuple[str, ...] = ()  # conditions of a better grade that were not met: "kind.item" or "no_veto"
    without: dict[str, list[str]] = field(default_factory=dict)  # indicator -> feeds whose share went to the others

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Facts":
        """Return the facts stored with a result."""
        mended, below = stored.get("rectification"), stored.get("below")
        return cls(
            ballots_grade=stored.get("ballots_grade", ""),
            rectification=Rectification(**mended) if mended else None,
            visits=stored.get("visits", {}),
            findings=tuple(Finding(**one) for one in stored.get("findings", ())),
            below=FoundBelow.read(below) if below else None,
            promises=tuple(Commitment(**one) for one in stored.get("promises", ())),
            unmet=tuple(stored.get("unmet", ())),
            without=stored.get("without", {}),
        )

    def as_stored(self) -> dict[str, Any]:
        """Return what `UnitResult.facts` keeps: plain JSON values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
