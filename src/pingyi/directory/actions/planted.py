"""Rows of areas and units written at once, with their places in the trees. Parts of the acts beside it."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from pingyi.directory.generation import GenerationRule
from pingyi.directory.importing.comparing import Comparison
from pingyi.directory.importing.issues import too_many_children
from pingyi.directory.importing.planning import overlay
from pingyi.directory.importing.rows import AreaRow, UnitRow
from pingyi.directory.models import Area, FormerName, Line, Unit, UnitKind
from pingyi.directory.planting import plant
from pingyi.directory.queries.rows import area_rows, unit_rows
from pingyi.foundation.trees import child_path
from pingyi.wording import Refused

_CHANGEABLE = ("parent", "path", "level", "kind", "area", "line", "line_superior", "line_path", "name_zh", "name_en")


def add_reference_words(rule: GenerationRule) -> None:
    """Add the kinds and lines of the rule that the directory does not have; those it has keep their names."""
    kinds = [
        UnitKind(code=kind.code, name_zh=kind.zh, name_en=kind.en, order=place)
        for place, kind in enumerate(rule.kinds, start=1)
    ]
    UnitKind.objects.bulk_create(kinds, ignore_conflicts=True)
    known = set(Line.objects.values_list("code", flat=True))
    roots = Line.objects.filter(parent=None)
    first = max((int(path) for path in roots.values_list("path", flat=True)), default=0) + 1
    missing = [line for line in rule.lines if line.code not in known]
    Line.objects.bulk_create(
        Line(code=line.code, name_zh=line.zh, name_en=line.en, path=child_path("", place))
        for place, line in enumerate(missing, start=first)
    )


def store_areas(comparison: Comparison[AreaRow]) -> None:
    """Add and change areas; whoever moves takes the own subtree along."""
    rows = overlay(area_rows(), comparison)
    areas = {area.code: area for area in Area.objects.all()}
    paths = _plant({row.code: row.parent for row in rows.values()}, {code: area.path for code, area in areas.items()})
    for _, level in groupby(sorted(comparison.new, key=lambda row: len(paths[row.code])), lambda r: len(paths[r.code])):
        new = [Area(code=row.code, parent=areas.get(row.parent), path=paths[row.code]) for row in level]
        for area in new:
            _describe_area(area, rows[area.code])
        areas.update((area.code, area) for area in Area.objects.bulk_create(new))
    named = {row.code for row in comparison.changed}
    touched = [area for code, area in areas.items() if code in named or area.path != paths[code]]
    for area in touched:
        area.parent, area.path = areas.get(rows[area.code].parent), paths[area.code]
        _describe_area(area, rows[area.code])
    Area.objects.bulk_update(touched, ["parent", "path", "level", "name_zh", "name_en"])


def _describe_area(area: Area, row: AreaRow) -> None:
    area.level, area.name_zh, area.name_en = row.level, row.name_zh, row.name_en


class UnitRows:
    """The units as they are and as they shall be, and the writes between."""

    def __init__(self, comparison: Comparison[UnitRow], *, by_rule: bool, on: dt.date) -> None:
        self.comparison, self.by_rule, self.on = comparison, by_rule, on
        self.rows = overlay(unit_rows(), comparison)
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        self.lines = {line.code: line for line in Line.objects.all()}
        self.areas = {area.code: area for area in Area.objects.all()}
        rows = self.rows.values()
        self.paths = _plant({r.code: r.parent for r in rows}, {code: unit.path for code, unit in self.units.items()})
        in_line = {code: unit.line_path for code, unit in self.units.items() if unit.line_path}
        self.line_paths = _plant({r.code: r.line_superior for r in rows if r.line}, in_line)

    def store(self) -> None:
        """Write new units top down, then whatever changed or moved."""
        changed = {row.code for row in self.comparison.changed}
        self._keep_former_names(changed)
        moved = {code for code, unit in self.units.items() if self._is_moved(unit)}
        old = [self.units[code] for code in self.units if code in changed | moved]
        new = sorted(self.comparison.new, key=lambda row: len(self.paths[row.code]))
        for _, level in groupby(new, lambda row: len(self.paths[row.code])):
            made = [self._new(row) for row in level]
            self.units.update((unit.code, unit) for unit in Unit.objects.bulk_create(made))
        self._link([self.units[row.code] for row in new if row.line_superior])
        self._change(old, changed)

    def _is_moved(self, unit: Unit) -> bool:
        return (unit.path, unit.line_path) != (self.paths[unit.code], self.line_paths.get(unit.code))

    def _new(self, row: UnitRow) -> Unit:
        unit = Unit(code=row.code, by_rule=self.by_rule)
        self._describe(unit, row)
        return unit

    def _describe(self, unit: Unit, row: UnitRow) -> None:
        unit.parent, unit.path = self.units.get(row.parent), self.paths[row.code]
        unit.level, unit.kind, unit.area = row.level, self.kinds[row.kind], self.areas.get(row.area)
        unit.line, unit.line_path = self.lines.get(row.line), self.line_paths.get(row.code)
        unit.name_zh, unit.name_en = row.name_zh, row.name_en
        unit.valid_from, unit.valid_to = row.valid_from or self.on, row.valid_to

    def _link(self, units: list[Unit]) -> None:
        for unit in units:
            unit.line_superior = self.units[self.rows[unit.code].line_superior]
        Unit.objects.bulk_update(units, ["line_superior"])

    def _change(self, units: list[Unit], named: set[str]) -> None:
        for unit in units:
            self._describe(unit, self.rows[unit.code])
            unit.line_superior = self.units.get(self.rows[unit.code].line_superior)
            unit.by_rule = unit.by_rule and (self.by_rule or unit.code not in named)
        Unit.objects.bulk_update(units, [*_CHANGEABLE, "valid_from", "valid_to", "by_rule"])

    def _keep_former_names(self, changed: Iterable[str]) -> None:
        until = self.on - dt.timedelta(days=1)
        renamed = (self.units[code] for code in changed if self.units[code].name_zh != self.rows[code].name_zh)
        FormerName.objects.bulk_create(
            (
                FormerName(unit=unit, name_zh=unit.name_zh, name_en=unit.name_en, until=until)
                for unit in renamed
                if unit.valid_from <= until
            ),
            ignore_conflicts=True,  # renamed twice in a day: the name in between was never in force
        )


def _plant(parents: dict[str, str], kept: dict[str, str]) -> dict[str, str]:
    try:
        return plant(parents, kept)
    except ValueError:
        raise Refused(too_many_children()) from None
