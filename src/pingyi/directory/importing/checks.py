"""Whether the directory would still hold together with the rows of a file in it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from pingyi.directory.importing import issues
from pingyi.directory.importing.rows import AreaRow, Row, UnitRow
from pingyi.directory.levels import LEVELS
from pingyi.directory.names import fault_in_name, is_proper_code
from pingyi.directory.planting import on_cycles, too_deep
from pingyi.wording import Issue

_LONGEST_CODE = {AreaRow: 20, UnitRow: 40}


def row_faults(rows: Iterable[Row], *, name_column: str = "name_zh") -> list[Issue]:
    """Return what is wrong with the codes and names of rows, each for itself, and codes that stand twice."""
    found: list[Issue] = []
    first: dict[str, Row] = {}
    for row in rows:
        longest = _LONGEST_CODE[type(row)]
        if not is_proper_code(row.code, longest):
            found.append(issues.bad_code(row.code, longest, row.row))
        elif (earlier := first.setdefault(row.code, row)) is not row:
            found.append(issues.duplicate_code(row.code, earlier.row, row.row))
        if what := fault_in_name(row.name_zh):
            found.append(issues.bad_name(name_column, what, row.row))
        if what := fault_in_name(row.name_en, may_be_empty=True):
            found.append(issues.bad_name("name_en", what, row.row))
    return found


def area_faults(areas: Mapping[str, AreaRow]) -> list[Issue]:
    """Return what is wrong with the areas as they would be, all together."""
    found = [
        issues.unknown_word("level", area.level, LEVELS, area.row)
        for area in areas.values()
        if area.level not in LEVELS
    ]
    found += _tree_faults(areas, "parent")
    return found or [
        issues.level_not_below(area.code, area.parent, area.row)
        for area in areas.values()
        if area.parent and LEVELS.index(area.level) <= LEVELS.index(areas[area.parent].level)
    ]


def unit_faults(
    units: Mapping[str, UnitRow], *, kinds: Collection[str], lines: Collection[str], areas: Collection[str]
) -> list[Issue]:
    """Return what is wrong with the units as they would be, all together."""
    found = [issue for unit in units.values() for issue in _own_faults(unit, kinds, lines, areas)]
    found += _tree_faults(units, "parent")
    found += _tree_faults(units, "line_superior")
    return found or [
        issues.superior_without_line("line_superior", unit.row)
        for unit in units.values()
        if unit.line_superior and not (unit.line and units[unit.line_superior].line)
    ]


def _own_faults(
    unit: UnitRow, kinds: Collection[str], lines: Collection[str], areas: Collection[str]
) -> Iterator[Issue]:
    if unit.level not in LEVELS:
        yield issues.unknown_word("level", unit.level, LEVELS, unit.row)
    if unit.kind not in kinds:
        yield issues.unknown_word("kind", unit.kind, kinds, unit.row)
    if unit.line and unit.line not in lines:
        yield issues.unknown_word("line", unit.line, lines, unit.row)
    if unit.area and unit.area not in areas:
        yield issues.unknown_reference("area", unit.area, unit.row)
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        yield issues.bad_span(unit.row)


def _tree_faults(rows: Mapping[str, Row], field: str) -> list[Issue]:
    parents = {code: getattr(row, field) for code, row in rows.items()}
    found = [
        issues.unknown_reference(field, parent, rows[code].row)
        for code, parent in parents.items()
        if parent and parent not in parents
    ]
    circle = on_cycles(parents)
    in_file = [code for code in circle if rows[code].row is not None]  # the file closed it: name its own rows
    found += [issues.cycle(field, code, rows[code].row) for code in in_file or circle]
    return found or [issues.deep(field, code, rows[code].row) for code in too_deep(parents)]
