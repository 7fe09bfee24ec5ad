"""The directory as rows of a file, for comparing and for export."""

from pingyi.directory.importing.rows import AreaRow, UnitRow
from pingyi.directory.models import Area, Unit

_REFERENCES = ("code", "parent__code", "kind__code", "level", "area__code", "line__code", "line_superior__code")


def area_rows() -> dict[str, AreaRow]:
    """Return all areas by code, parents first."""
    areas = Area.objects.order_by("path").values_list("code", "parent__code", "level", "name_zh", "name_en")
    return {code: AreaRow(code, parent or "", level, zh, en) for code, parent, level, zh, en in areas}


def unit_rows() -> dict[str, UnitRow]:
    """Return all units by code, parents first, closed ones included."""
    references = Unit.objects.order_by("path").values_list(*_REFERENCES)
    values = Unit.objects.order_by("path").values_list("name_zh", "name_en", "valid_from", "valid_to")
    return {
        code: UnitRow(code, parent or "", kind, level, area or "", line or "", superior or "", *own)
        for (code, parent, kind, level, area, line, superior), own in zip(references, values, strict=True)
    }
