"""What an import would change. Reads the directory, writes nothing: a dry run is a plan that is not carried out."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pingyi.directory.generation import GenerationRule, generate
from pingyi.directory.importing import checks
from pingyi.directory.importing.comparing import Change, Comparison, compare
from pingyi.directory.importing.files import DirectoryFile
from pingyi.directory.importing.issues import refuse_if_any, units_unwanted
from pingyi.directory.importing.rows import AREA_COLUMNS, UNIT_COLUMNS, AreaRow, Row, UnitRow
from pingyi.directory.models import Line, Unit, UnitKind
from pingyi.directory.queries.rows import area_rows, unit_rows

_RULED_COLUMNS = tuple(column for column in UNIT_COLUMNS if not column.startswith("valid"))


@dataclass(frozen=True, slots=True)
class Plan:
    """Areas and units that would be new, changed, the same, absent. `by_rule`: the units come from the rule."""

    areas: Comparison[AreaRow]
    units: Comparison[UnitRow]
    rule: GenerationRule
    by_rule: bool

    @property
    def new(self) -> int:
        """How many areas and units would be added."""
        return len(self.areas.new) + len(self.units.new)

    @property
    def changed(self) -> int:
        """How many areas and units would be changed."""
        return len(self.areas.changed) + len(self.units.changed)

    @property
    def same(self) -> int:
        """How many areas and units stay as they are."""
        return self.areas.same + self.units.same

    @property
    def absent(self) -> int:
        """How many areas and units the file does not name; they stay as they are."""
        return len(self.areas.absent) + len(self.units.absent)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes field by field."""
        return self.areas.changes + self.units.changes


def plan_divisions(
    rows: Sequence[AreaRow], *, rule: GenerationRule, valid_from: dt.date | None = None, areas_only: bool = False
) -> Plan:
    """Return what importing these areas, and the units that follow from them by the rule, would change.

    A unit the office has changed by hand is left alone by the rule; one the rule adds is valid from `valid_from`
    (None: the day of the import).
    """
    refuse_if_any(checks.row_faults(rows))
    areas = compare(rows, (there := area_rows()), AREA_COLUMNS)
    wanted = overlay(there, areas)
    refuse_if_any(checks.area_faults(wanted))
    units = _nothing() if areas_only else _plan_ruled_units(wanted.values(), rule, valid_from)
    return _checked(Plan(areas, units, rule, by_rule=True), wanted)


def plan_units(
    units: Sequence[UnitRow],
    *,
    rule: GenerationRule,
    areas: Sequence[AreaRow] = (),
    columns: Collection[str] = UNIT_COLUMNS,
) -> Plan:
    """Return what importing these units, and areas if any, would change; `columns` not named keep their values.

    Kinds and lines that `rule` names are known even when they are not in the directory yet.
    """
    refuse_if_any(checks.row_faults(areas) + checks.row_faults(units))
    there = area_rows()
    area_plan = compare(areas, there if areas else {}, AREA_COLUMNS)
    wanted = overlay(there, area_plan)
    refuse_if_any(checks.area_faults(wanted))
    present = unit_rows()
    unit_plan = compare(units, present, columns)
    open_absent = tuple(code for code in unit_plan.absent if present[code].valid_to is None)
    return _checked(Plan(area_plan, replace(unit_plan, absent=open_absent), rule, by_rule=False), wanted)


def plan_file(
    file: DirectoryFile, *, rule: GenerationRule, valid_from: dt.date | None = None, areas_only: bool = False
) -> Plan:
    """Return what importing the file would change, whichever shape it has."""
    if file.shape == "divisions":
        return plan_divisions(file.areas, rule=rule, valid_from=valid_from, areas_only=areas_only)
    if areas_only and file.units:
        refuse_if_any([units_unwanted(len(file.units), file.units[0].row)])
    return plan_units(file.units, rule=rule, areas=file.areas, columns=file.unit_columns)


def overlay(present: dict[str, Row], comparison: Comparison[Row]) -> dict[str, Row]:
    """Return the rows as they would be."""
    rows = dict(present)
    for row in comparison.changed + comparison.new:
        rows[row.code] = row
    return rows


def _plan_ruled_units(
    areas: Iterable[AreaRow], rule: GenerationRule, valid_from: dt.date | None
) -> Comparison[UnitRow]:
    present = unit_rows()
    ruled = set(Unit.objects.filter(by_rule=True).values_list("code", flat=True))
    generated = [replace(unit, valid_from=valid_from) for unit in generate(areas, rule)]
    refuse_if_any(checks.row_faults(generated))
    wanted = (unit if unit.code in ruled or unit.code not in present else present[unit.code] for unit in generated)
    units = compare(wanted, present, _RULED_COLUMNS)
    return replace(units, absent=tuple(code for code in units.absent if code in ruled))


def _nothing() -> Comparison[UnitRow]:
    return Comparison((), (), (), 0, ())


def check_units(rows: Sequence[UnitRow]) -> None:
    """Refuse when the directory would not hold together with these units as given."""
    _check(unit_rows() | {row.code: row for row in rows}, set(area_rows()))


def _checked(plan: Plan, areas: Collection[str]) -> Plan:
    _check(overlay(unit_rows(), plan.units), areas, plan.rule)
    return plan


def _check(units: dict[str, UnitRow], areas: Collection[str], rule: GenerationRule | None = None) -> None:
    kinds = {*UnitKind.objects.values_list("code", flat=True), *(kind.code for kind in (rule.kinds if rule else ()))}
    lines = {*Line.objects.values_list("code", flat=True), *(line.code for line in (rule.lines if rule else ()))}
    refuse_if_any(checks.unit_faults(units, kinds=sorted(kinds), lines=sorted(lines), areas=areas))
