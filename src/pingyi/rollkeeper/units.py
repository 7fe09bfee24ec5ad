"""The units that are rated and what lies above them, from the file that `pingyi export units` writes."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pingyi.rollkeeper.eligibility import encoding_of
from pingyi.wording import Issue, Refused, Text

NEEDED = ("code", "parent", "name_zh", "name_en")
KNOWN = {*NEEDED, "type", "kind", "level", "area", "line", "line_superior", "valid_from", "valid_to"}
_MEND = Text("请用 pingyi export units 重新导出。", "Export the file again with pingyi export units.")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its code, the code of the unit above ("" at the top) and its names."""

    code: str
    parent: str
    name_zh: str
    name_en: str


class Units(dict[str, Unit]):
    """All units by code."""

    def above(self, code: str) -> tuple[str, ...]:
        """Return the codes of the units above, nearest first."""
        found: list[str] = []
        while (code := self[code].parent) != "":
            found.append(code)
        return tuple(found)


def read_units(path: Path) -> Units:
    """Read the unit file; raises `Refused` for columns it does not know, codes twice, parents missing, circles."""
    with path.open(encoding=encoding_of(path), newline="") as source:
        table = csv.DictReader(source)
        _check_heading(table.fieldnames or ())
        rows = [row for row in table if row.get("type") != "area"]
    if any(None in row or None in row.values() for row in rows):
        raise Refused(_issue("unreadable_units", Text("有的行列数不对。", "Some rows have a wrong number of columns.")))
    units = Units((row["code"], Unit(*(row[column] for column in NEEDED))) for row in rows)
    if len(units) != len(rows):
        raise Refused(_issue("unit_twice", Text("有的单位代码出现了两次。", "A unit code stands twice.")))
    _check_tree(units)
    return units


def _check_heading(columns: Iterable[str]) -> None:
    given = set(columns)
    if wrong := (given - KNOWN) | (set(NEEDED) - given):
        listed = ", ".join(sorted(wrong))
        what = Text(f"单位文件的列不对：{listed}。", f"The unit file has wrong or missing columns: {listed}.")
        raise Refused(_issue("unreadable_units", what))


def _check_tree(units: Units) -> None:
    for code, unit in units.items():
        if not code or " " in code or not unit.name_zh:
            raise Refused(
                _issue("unit_wrong", Text(f"单位“{code}”缺少代码或名称。", f"Unit “{code}” lacks code or name."))
            )
        seen, here = {code}, unit
        while here.parent:
            if here.parent not in units or here.parent in seen:
                what = Text(
                    f"单位“{here.code}”的上级找不到或成了循环。",
                    f"The parent of unit “{here.code}” is missing or circular.",
                )
                raise Refused(_issue("unit_parent", what))
            seen.add(here.parent)
            here = units[here.parent]


def _issue(code: str, what: Text) -> Issue:
    return Issue(code, what, _MEND)
