"""The directory as a file that can be imported again without changing anything."""

import csv
import io
from dataclasses import asdict
from typing import Any

from pingyi.directory.importing.files import UNIT_FILE_COLUMNS
from pingyi.directory.importing.workbooks import write_lines
from pingyi.directory.queries.rows import area_rows, unit_rows

FORMATS = (".csv", ".xlsx")


def export_units(suffix: str) -> bytes:
    """Return all areas and units as a unit file, parents first; `suffix` is ".csv" or ".xlsx"."""
    lines = [list(UNIT_FILE_COLUMNS)]
    lines += [_line("area", asdict(area)) for area in area_rows().values()]
    lines += [_line("unit", asdict(unit)) for unit in unit_rows().values()]
    return write_lines(lines) if suffix == ".xlsx" else _csv(lines)


def _line(type_: str, row: dict[str, Any]) -> list[str]:
    cells = {"type": type_, **row}
    return [str(cells[column]) if cells.get(column) is not None else "" for column in UNIT_FILE_COLUMNS]


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")  # spreadsheets take UTF-8 for what it is only with the mark
