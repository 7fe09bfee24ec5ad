"""One pass over a list before anything is made of it: every error, every person twice, and what was counted."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from pingyi.primitives.hashing import sha256
from pingyi.primitives.integers import u64
from pingyi.rollkeeper import wrongs
from pingyi.rollkeeper.eligibility import Person, problems, read
from pingyi.rollkeeper.spools import Spool
from pingyi.wording import Issue, Refused, Text

SIGN = 16  # bytes of a hash that stand for a person while doubles are looked for
_FILES = 64


@dataclass(slots=True)
class Survey:
    """What a list holds: people per (unit, channel), staff among them, the longest line in bytes."""

    people: Counter[tuple[str, str]] = field(default_factory=Counter)
    staff: Counter[tuple[str, str]] = field(default_factory=Counter)
    longest: int = 0

    @property
    def total(self) -> int:
        """All people."""
        return self.people.total()

    def invited(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return people and staff among them by (unit, channel)."""
        return {key: (count, self.staff[key]) for key, count in self.people.items()}

    def count(self, person: Person) -> None:
        """Count one person."""
        key = person.unit, person.channel
        self.people[key] += 1
        self.staff[key] += person.is_staff
        self.longest = max(self.longest, len(person.line.encode()))


def survey(path: Path, units: Set[str], glyphs: Set[int]) -> Survey:
    """Read a list to its end; raises `Refused` with the first issues found, or for an empty list."""
    found, trouble = Survey(), _Trouble()
    with tempfile.TemporaryDirectory() as scratch:
        seen = Spool(Path(scratch, "seen"), _FILES)
        for person in _readable(path, trouble):
            trouble.add(problems(person, units, glyphs))
            found.count(person)
            sign = sign_of(person.person)
            seen.add(sign[0] % _FILES, sign + u64(person.row))
        trouble.add(_doubles(seen))
    wrongs.refuse_rows(trouble.issues, trouble.found)
    if not found.total:
        raise Refused.because(
            "list_empty",
            Text("名单里一个人也没有。", "The list holds nobody."),
            Text("请检查导出的条件。", "Check how it was exported."),
        )
    return found


def sign_of(reference: str) -> bytes:
    """Return what stands for a person's reference when lists are compared: a hash, so that it is short."""
    return sha256(reference.encode("utf-8"))[:SIGN]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


class _Trouble:
    """The first issues, and how many there are."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.found = 0

    def add(self, issues: Iterator[Issue]) -> None:
        for issue in issues:
            self.found += 1
            if len(self.issues) < wrongs.MOST:
                self.issues.append(issue)


def _readable(path: Path, trouble: _Trouble) -> Iterator[Person]:
    """Yield the rows that can be read; a row of the wrong shape is noted and passed over."""
    for row in read(path):
        if isinstance(row, Person):
            yield row
        else:
            trouble.add(iter([row]))


def _doubles(seen: Spool) -> Iterator[Issue]:
    for number in range(_FILES):
        first: dict[bytes, int] = {}
        content = seen.take(number)
        for place in range(0, len(content), SIGN + 8):
            sign, row = content[place : place + SIGN], int.from_bytes(content[place + SIGN : place + SIGN + 8], "big")
            if (before := first.setdefault(sign, row)) != row:
                what = Text(f"与第{before}行是同一个人。", f"The same person as in row {before}.")
                yield Issue("person_twice", what, wrongs.CORRECT, row, "person")
