"""What a verification says: one line for each check, and whether they all hold."""

from dataclasses import dataclass, field
from typing import Literal

from pingyi.protocol.grade import Grade
from pingyi.protocol.order import Stage

NAMES = (
    *("package", "manifest", "log", "roll", "issuance", "entries", "tags", "rows", "accounts", "statements"),
    *("receipt", "check", "code"),
)
PERSONAL = ("receipt", "check", "code")  # run when somebody asks for one

NOT_YET = "not yet"
NOT_RUN = "not run: an earlier check failed"
WITHDRAWN = "withdrawn"
LONGEST_DETAIL = 300

Figures = dict[str, int | list[int]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name in `NAMES`, whether it holds, what to know about it in short English, and its figures."""

    name: str
    ok: bool
    detail: str = ""
    figures: Figures = field(default_factory=dict)

    @classmethod
    def failed(cls, name: str, why: str) -> "Check":
        """Return the check that does not hold; `why` may quote a hostile package, so it is cut and made printable."""
        shown = "".join(character if character.isprintable() else "?" for character in why[:LONGEST_DETAIL])
        return cls(name, False, shown)

    def plain(self) -> dict[str, object]:
        """Return it as JSON knows it."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail, "figures": self.figures}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a verification came to. `grade` and `stage` are None where manifest or log could not be read."""

    origin: Literal["checked", "self-consistent only"]
    grade: Grade | None
    stage: Stage | None
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)

    def plain(self) -> dict[str, object]:
        """Return the object that `pingyi verify --json` prints."""
        return {
            "ok": self.ok,
            "origin": self.origin,
            "grade": str(self.grade) if self.grade else "",
            "stage": self.stage or "",
            "checks": [check.plain() for check in self.checks],
        }
