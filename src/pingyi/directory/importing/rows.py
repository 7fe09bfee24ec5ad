"""One line of the two files, and of the directory as it stands: the same form, so that both can be compared."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeVar

NO_ROW = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area. `parent` is "" for a root; `row` is the line of the file where it stands."""

    code: str
    parent: str
    level: str
    name_zh: str
    name_en: str = ""
    row: int | None = NO_ROW


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit, all references as codes, "" for none.

    `valid_from` None stands for the day of the import; `valid_to` None for a unit that still exists.
    """

    code: str
    parent: str
    kind: str
    level: str
    area: str
    line: str
    line_superior: str
    name_zh: str
    name_en: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    row: int | None = NO_ROW


AREA_COLUMNS = ("parent", "level", "name_zh", "name_en")
UNIT_COLUMNS = (
    "parent",
    "kind",
    "level",
    "area",
    "line",
    "line_superior",
    "name_zh",
    "name_en",
    "valid_from",
    "valid_to",
)

Row = TypeVar("Row", AreaRow, UnitRow)
