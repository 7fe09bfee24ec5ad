"""Units entered by hand, and what a unit is: its kind, level, area and line."""

import datetime as dt
from dataclasses import asdict, dataclass, replace

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import hold_the_directory, note
from pingyi.directory.actions.planted import UnitRows
from pingyi.directory.actions.units import move_rows
from pingyi.directory.importing.checks import row_faults
from pingyi.directory.importing.comparing import Comparison
from pingyi.directory.importing.issues import refuse_if_any
from pingyi.directory.importing.planning import check_units
from pingyi.directory.importing.rows import UnitRow
from pingyi.directory.models import Unit
from pingyi.directory.queries.rows import unit_rows
from pingyi.directory.queries.units import units_on
from pingyi.foundation import clock
from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class Nature:
    """What a unit is, as codes; "" for no area, no line."""

    kind: str
    level: str
    area: str
    line: str


@transaction.atomic
def add_unit(row: UnitRow, *, by: Staff | None = None) -> Unit:
    """Add one unit, valid from `row.valid_from` (None: today). Raises `Refused`, also when the code is in use."""
    hold_the_directory()
    row = replace(row, name_zh=row.name_zh.strip(), name_en=row.name_en.strip())
    refuse_if_any(row_faults([row]))
    _check_free(row.code)
    _check_superior(row.parent, row.valid_from or clock.today())
    check_units([row])
    new: Comparison[UnitRow] = Comparison((row,), (), (), 0, ())
    UnitRows(new, by_rule=False, on=clock.today()).store()
    note(by, "unit:added", f"unit:{row.code}", parent=row.parent, kind=row.kind, name=row.name_zh)
    return Unit.objects.get(code=row.code)


@transaction.atomic
def change_unit(unit: Unit, nature: Nature, *, by: Staff | None = None) -> Unit:
    """Give the unit another kind, level, area or line; in another line its former superior there is none any more.

    The same once more changes nothing. Raises `Refused`, also when units below it by line would lose their superior.
    """
    hold_the_directory()
    row = unit_rows()[unit.code]
    changes = [
        [name, getattr(row, name), value] for name, value in asdict(nature).items() if getattr(row, name) != value
    ]
    if not changes:
        return unit
    if nature.line != row.line:
        _check_nobody_below_in_line(unit)
        row = replace(row, line_superior="")
    move_rows([replace(row, **asdict(nature))])
    note(by, "unit:changed", f"unit:{unit.code}", changes=changes)
    unit.refresh_from_db()
    return unit


def _check_free(code: str) -> None:
    there = Unit.objects.filter(code=code).first()
    if there is not None:
        raise Refused.because(
            "directory.code_taken",
            Text(f"编码 {code} 已是{there.name_zh}的。", f"Code {code} belongs to {there.name.say('en')}."),
            Text("请另给一个编码；终止了的单位也占着它的编码。", "Choose another; closed units keep theirs."),
            field="code",
        )


def _check_superior(parent: str, day: dt.date) -> None:
    if parent and not units_on(day).filter(code=parent).exists():
        raise Refused.because(
            "directory.superior_missing",
            Text(f"{day} 时上级 {parent} 不存在。", f"The superior {parent} does not exist on {day}."),
            Text("请改起始日期，或换一个上级。", "Choose another first day or another superior."),
            field="valid_from",
        )


def _check_nobody_below_in_line(unit: Unit) -> None:
    below = units_on().filter(line_superior=unit).first()
    if below is not None:
        raise Refused.because(
            "directory.units_below_in_line",
            Text(
                f"{unit.name_zh}在条线下面还有单位，例如{below.name_zh}。",
                f"Units stand below {unit.code} in its line, such as {below.code}.",
            ),
            Text("请先把它们划到别的条线上级。", "Give them another superior in the line first."),
            field="line",
        )
