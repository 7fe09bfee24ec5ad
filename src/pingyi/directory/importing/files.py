"""Two shapes of file, told apart by their columns: the division file and the unit file (docs/formats/units.md)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from pingyi.directory.importing import issues
from pingyi.directory.importing.checks import row_faults
from pingyi.directory.importing.rows import UNIT_COLUMNS, AreaRow, UnitRow
from pingyi.directory.importing.tables import Table
from pingyi.wording import Issue, Refused

DIVISION_COLUMNS = ("code", "parent", "level", "name", "name_en")
UNIT_FILE_COLUMNS = ("type", "code", *UNIT_COLUMNS)
_NEEDED = {"divisions": ("code", "parent", "level", "name"), "units": ("code", "kind", "name_zh")}
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """What a file says. `unit_columns` are the columns of units it has; the others are left as they are."""

    shape: str
    areas: tuple[AreaRow, ...]
    units: tuple[UnitRow, ...]
    unit_columns: tuple[str, ...]


def read_file(table: Table) -> DirectoryFile:
    """Return what the table says; refuses it with every cell that cannot be read."""
    shape = "divisions" if "name" in table.columns else "units"
    issues.refuse_if_any(_column_issues(shape, table.columns))
    if not table.rows:
        raise Refused(issues.no_rows())
    reader = _Reader("area" if shape == "divisions" else "unit")
    for number, cells in table.rows:
        reader.read(number, cells)
    name_column = "name" if shape == "divisions" else "name_zh"
    faults = row_faults(reader.areas, name_column=name_column) + row_faults(reader.units)
    issues.refuse_if_any(reader.found + faults)
    columns = tuple(column for column in UNIT_COLUMNS if column in table.columns)
    return DirectoryFile(shape, tuple(reader.areas), tuple(reader.units), columns)


def _column_issues(shape: str, columns: Collection[str]) -> list[Issue]:
    known = DIVISION_COLUMNS if shape == "divisions" else UNIT_FILE_COLUMNS
    unknown = [issues.unknown_column(column, known) for column in columns if column not in known]
    return unknown + [issues.missing_column(column) for column in _NEEDED[shape] if column not in columns]


class _Reader:
    """Reads rows one after the other and gathers what is wrong with their cells."""

    def __init__(self, type_: str) -> None:
        self.type = type_
        self.areas: list[AreaRow] = []
        self.units: list[UnitRow] = []
        self.found: list[Issue] = []

    def read(self, number: int, cells: Cells) -> None:
        """Read one row as the area or unit it is."""
        match cells.get("type") or self.type:
            case "area":
                self.areas.append(_area(number, cells))
            case "unit":
                self.units.append(self._unit(number, cells))
            case other:
                self.found.append(issues.unknown_word("type", other, ("area", "unit"), number))

    def _unit(self, number: int, cells: Cells) -> UnitRow:
        texts = {column: cells.get(column, "") for column in UNIT_COLUMNS if not column.startswith("valid")}
        first, last = (self._day(column, cells.get(column, ""), number) for column in ("valid_from", "valid_to"))
        return UnitRow(code=cells["code"], **texts, valid_from=first, valid_to=last, row=number)

    def _day(self, column: str, word: str, number: int) -> dt.date | None:
        try:
            return dt.date.fromisoformat(word) if word else None
        except ValueError:
            self.found.append(issues.bad_day(column, word, number))
            return None


def _area(number: int, cells: Cells) -> AreaRow:
    name = cells["name"] if "name" in cells else cells["name_zh"]
    return AreaRow(
        cells["code"], cells.get("parent", ""), cells.get("level", ""), name, cells.get("name_en", ""), number
    )
