"""The units an appraisal speaks of, and which of them lie below which."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cached_property

from pingyi.analysis.canonical import csv_bytes
from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of units.csv. `group` is its ranking group (类), empty when it is not covered itself."""

    code: str
    parent: str  # code; empty for the formal object
    group: str
    kind: str
    level: str
    name_zh: str
    name_en: str


COLUMNS = tuple(field.name for field in fields(UnitRow))


@dataclass(frozen=True)
class Frame:
    """All units at and below the formal object, the formal object first."""

    rows: tuple[UnitRow, ...]

    @cached_property
    def by_code(self) -> Mapping[str, UnitRow]:
        """Units by code."""
        return {row.code: row for row in self.rows}

    @cached_property
    def formal_object(self) -> str:
        """The code of the unit that has nobody above it here."""
        return next(row.code for row in self.rows if not row.parent)

    @cached_property
    def domains(self) -> Sequence[str]:
        """The units that get figures of their own: the covered ones and the formal object, in order."""
        return [row.code for row in self.rows if row.group or not row.parent]

    @cached_property
    def memberships(self) -> Sequence[tuple[str, str]]:
        """(unit, domain) for every domain at or above every unit: how evidence of a unit counts upward."""
        wanted = set(self.domains)
        return [(row.code, above) for row in self.rows for above in self.chain(row.code) if above in wanted]

    def chain(self, code: str) -> list[str]:
        """Return the unit and all above it, from itself to the formal object."""
        found: list[str] = []
        while code and code not in found:
            found.append(code)
            code = self.by_code[code].parent if code in self.by_code else ""
        return found

    @cached_property
    def below(self) -> Mapping[str, Sequence[str]]:
        """Domain -> the units whose evidence counts for it, itself included."""
        found: dict[str, list[str]] = {domain: [] for domain in self.domains}
        for unit, domain in self.memberships:
            found[domain].append(unit)
        return found


def frame_file(frame: Frame) -> bytes:
    """Return units.csv."""
    return csv_bytes(COLUMNS, (astuple(row) for row in frame.rows))


def read_frame(content: bytes) -> Frame:
    """Return the units of units.csv; refuses a table of other columns, or units that are no tree with one root."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
        frame = Frame(tuple(UnitRow(**row) for row in rows))
        sound = bool(rows) and tuple(rows[0]) == COLUMNS and _is_tree(frame)
    except (UnicodeDecodeError, csv.Error, TypeError):
        sound = False
    if not sound:
        raise Refused.because(
            "unreadable_units",
            Text("units.csv 的列不对，或单位连不成一棵树。", "units.csv has other columns, or its units are no tree."),
            Text("请用原样导出的结果包。", "Use a package as it was exported."),
        )
    return frame


def _is_tree(frame: Frame) -> bool:
    """Whether there is one root, and every unit leads up to it."""
    roots = [row.code for row in frame.rows if not row.parent]
    return len(roots) == 1 and all(frame.chain(row.code)[-1] == roots[0] for row in frame.rows)
