"""What happens to one unit: renamed, moved, closed."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import hold_the_directory, note
from pingyi.directory.actions.planted import UnitRows
from pingyi.directory.importing.comparing import Comparison
from pingyi.directory.importing.planning import check_units
from pingyi.directory.importing.rows import UnitRow
from pingyi.directory.models import FormerName, Unit
from pingyi.directory.names import clean_name
from pingyi.directory.queries.rows import unit_rows
from pingyi.directory.queries.units import units_on
from pingyi.foundation import clock
from pingyi.wording import Refused, Text


@transaction.atomic
def rename_unit(unit: Unit, name: Text, *, on: dt.date | None = None, by: Staff | None = None) -> Unit:
    """Give the unit a new name from `on` (None: today); the name until then is kept, were it in force for a day.

    Refused for a day to come, as the name holds everywhere at once, and for one before the present name began.
    """
    hold_the_directory()
    unit.refresh_from_db()
    name, on = clean_name(name), on or clock.today()
    if name == unit.name:
        return unit
    before, until = unit.name_zh, on - dt.timedelta(days=1)
    _check_day_of_name(unit, on)
    if unit.valid_from <= until:
        FormerName.objects.get_or_create(
            unit=unit, until=until, defaults={"name_zh": unit.name_zh, "name_en": unit.name_en}
        )
    unit.name_zh, unit.name_en, unit.by_rule = name.zh, name.en, False
    unit.save(update_fields=["name_zh", "name_en", "by_rule"])
    note(by, "unit:renamed", f"unit:{unit.code}", before=before, after=name.zh, on=on.isoformat())
    return unit


def _check_day_of_name(unit: Unit, on: dt.date) -> None:
    if on > clock.today():
        raise Refused.because(
            "directory.name_to_come",
            Text("这一天还没有到，新名称登记以后马上就用。", "That day has not come; a new name holds at once."),
            Text("请到那天再改名。", "Rename it on that day."),
            field="on",
        )
    last = unit.former_names.order_by("-until").first()
    if last is not None and on <= last.until:
        raise Refused.because(
            "directory.name_before_the_present",
            Text(f"到 {last.until} 为止它叫“{last.name_zh}”。", f"Until {last.until} it was called “{last.name_zh}”."),
            Text("请选更晚的一天。", "Choose a later day."),
            field="on",
        )


@transaction.atomic
def move_unit(
    unit: Unit, *, parent: Unit | None = None, line_superior: Unit | None = None, by: Staff | None = None
) -> Unit:
    """Put the unit, with all below it, under another parent, another line superior or both; None keeps the present one.

    Raises `Refused` when it would come to stand below itself, by line outside any line, or below what has ended.
    """
    hold_the_directory()
    for superior in filter(None, (parent, line_superior)):
        _check_exists(superior)
    rows = unit_rows()
    row = rows[unit.code]
    moved = replace(
        row,
        parent=parent.code if parent else row.parent,
        line_superior=line_superior.code if line_superior else row.line_superior,
    )
    move_rows([moved])
    changed = "parent" if moved.parent != row.parent else "line_superior"
    before, after = (rows[code].name_zh if (code := getattr(one, changed)) else "" for one in (row, moved))
    superiors = {"parent": moved.parent, "line_superior": moved.line_superior}
    note(by, "unit:moved", f"unit:{unit.code}", before=before, after=after, **superiors)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, last_day: dt.date | None = None, by: Staff | None = None) -> Unit:
    """End the unit after `last_day` (None: today). Refused while units stand below it, by area or by line."""
    hold_the_directory()
    unit.refresh_from_db()
    last_day = last_day or clock.today()
    check_nothing_below(unit, last_day)
    end_unit(unit, last_day)
    note(by, "unit:closed", f"unit:{unit.code}", last_day=last_day.isoformat())
    return unit


def _check_exists(superior: Unit) -> None:
    if not units_on().filter(pk=superior.pk).exists():
        raise Refused.because(
            "directory.superior_missing",
            Text(f"{superior.name_zh}今天不存在。", f"{superior.code} does not exist today."),
            Text("请换一个上级。", "Choose another superior."),
        )


def move_rows(rows: list[UnitRow]) -> None:
    """Write moved units within the act of the caller."""
    check_units(rows)
    moved: Comparison[UnitRow] = Comparison((), tuple(rows), (), 0, ())
    UnitRows(moved, by_rule=False, on=clock.today()).store()


def end_unit(unit: Unit, last_day: dt.date) -> None:
    """Write the last day of a unit within the act of the caller."""
    if unit.valid_to is not None and unit.valid_to <= last_day:
        raise Refused.because(
            "directory.unit_closed",
            Text(f"{unit.name_zh}已于 {unit.valid_to} 终止。", f"{unit.code} ended on {unit.valid_to} already."),
            Text("不需要再办。", "Nothing is left to do."),
        )
    if last_day < unit.valid_from:
        raise Refused.because(
            "directory.ends_before_start",
            Text(f"{unit.name_zh}自 {unit.valid_from} 起才存在。", f"{unit.code} only exists from {unit.valid_from}."),
            Text("请选择更晚的日期。", "Choose a later day."),
        )
    unit.valid_to, unit.by_rule = last_day, False
    unit.save(update_fields=["valid_to", "by_rule"])


def check_nothing_below(unit: Unit, last_day: dt.date) -> None:
    """Refuse when a unit that outlives `last_day` stands directly below `unit`."""
    after = units_on(last_day + dt.timedelta(days=1))
    below = (after.filter(parent=unit) | after.filter(line_superior=unit)).first()
    if below is not None:
        raise Refused.because(
            "directory.units_below",
            Text(
                f"{unit.name_zh}下面还有单位，例如{below.name_zh}。",
                f"Units stand below {unit.code}, such as {below.code}.",
            ),
            Text("请先把它们划归其他单位或终止。", "Move or close them first."),
        )
