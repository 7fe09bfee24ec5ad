"""From areas and a rule to units. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from pingyi.directory.generation.rule import GenerationRule, UnitPattern
from pingyi.directory.importing.rows import AreaRow, UnitRow
from pingyi.directory.planting import top_down


def generate(areas: Iterable[AreaRow], rule: GenerationRule) -> list[UnitRow]:
    """Return the units of all areas, every unit after those it refers to.

    A reference to a level that has no area above (a tree that begins at a prefecture) is left empty. `row` of a unit
    is the row of its area.
    """
    by_code = {area.code: area for area in areas}
    made: dict[str, UnitRow] = {}
    for code in top_down({area.code: area.parent for area in by_code.values()}):
        for unit in _units_of(by_code[code], by_code, rule, made):
            made[unit.code] = unit
    return list(made.values())


def _units_of(
    area: AreaRow, areas: Mapping[str, AreaRow], rule: GenerationRule, made: Mapping[str, UnitRow]
) -> Iterator[UnitRow]:
    at_level = {above.level: above for above in _upwards(area, areas)}
    for pattern in rule.patterns_at(area.level):
        if not area.name_zh.endswith(pattern.not_where):
            yield _unit(area, pattern, at_level, made)


def _unit(area: AreaRow, pattern: UnitPattern, at_level: Mapping[str, AreaRow], made: Mapping[str, UnitRow]) -> UnitRow:
    parent = _refer(pattern.parent, at_level, made)
    return UnitRow(
        code=f"{area.code}-{pattern.id}",
        parent=parent.code if parent else "",
        kind=pattern.kind,
        level=area.level,
        area=area.code,
        line=pattern.line,
        line_superior=superior.code if (superior := _refer(pattern.line_superior, at_level, made)) else "",
        name_zh=_name_zh(area, pattern, parent),
        name_en=_name_en(area, pattern, parent),
        row=area.row,
    )


def _refer(reference: str, at_level: Mapping[str, AreaRow], made: Mapping[str, UnitRow]) -> UnitRow | None:
    level, _, id_ = reference.partition(":")
    return made.get(f"{at_level[level].code}-{id_}") if level in at_level else None


def _upwards(area: AreaRow, areas: Mapping[str, AreaRow]) -> Iterator[AreaRow]:
    above: AreaRow | None = area
    while above is not None:
        yield above
        above = areas.get(above.parent)


def _name_zh(area: AreaRow, pattern: UnitPattern, parent: UnitRow | None) -> str:
    endings = sorted(pattern.name_zh_by_ending, key=len, reverse=True)
    ending = next((ending for ending in endings if area.name_zh.endswith(ending)), "")
    name = pattern.name_zh_by_ending[ending] if ending else pattern.name_zh
    stem = area.name_zh.removesuffix(ending)
    return name.format(area=area.name_zh, stem=stem, parent=parent.name_zh if parent else area.name_zh)


def _name_en(area: AreaRow, pattern: UnitPattern, parent: UnitRow | None) -> str:
    name = area.name_en or area.name_zh
    return pattern.name_en.format(area=name, stem=name, parent=parent.name_en if parent else name)
