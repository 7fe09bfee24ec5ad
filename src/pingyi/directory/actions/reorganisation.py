"""Units that go into others: mergers and splits. The successions are kept, so that old results find their way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import hold_the_directory, note
from pingyi.directory.actions.units import check_nothing_below, end_unit, move_rows
from pingyi.directory.importing.rows import UnitRow
from pingyi.directory.models import Succession, Unit
from pingyi.directory.queries.rows import unit_rows
from pingyi.directory.queries.units import units_on
from pingyi.wording import Refused, Text


@transaction.atomic
def merge_units(predecessors: Sequence[Unit], successor: Unit, *, on: dt.date, by: Staff | None = None) -> Unit:
    """Let `predecessors` go into `successor` on that day; what stands below them comes to stand below the successor.

    The predecessors end on the day before. Raises `Refused` when a unit would go into itself, or when the successor
    does not exist on that day.
    """
    hold_the_directory()
    _check_parties(predecessors, [successor], on)
    ending = {unit.code for unit in predecessors}
    move_rows(_reattached(ending, successor.code, on))
    for unit in predecessors:
        _succeed(unit, [successor], on)
    note(by, "units:merged", f"unit:{successor.code}", predecessors=sorted(ending), on=on.isoformat())
    successor.refresh_from_db()
    return successor


@transaction.atomic
def split_unit(unit: Unit, successors: Sequence[Unit], *, on: dt.date, by: Staff | None = None) -> Unit:
    """Let `unit` go into several others on that day. Refused while units stand below it: say first who gets them."""
    hold_the_directory()
    _check_parties([unit], successors, on)
    check_nothing_below(unit, on - dt.timedelta(days=1))
    _succeed(unit, successors, on)
    note(by, "unit:split", f"unit:{unit.code}", successors=sorted(s.code for s in successors), on=on.isoformat())
    return unit


def _reattached(ending: set[str], successor: str, on: dt.date) -> list[UnitRow]:
    """Return the units below those that end as they shall stand: below the successor; it itself climbs above them."""
    rows = unit_rows()

    def superior(code: str, above: str, field: str) -> str:
        if above not in ending:
            return above
        return successor if code != successor else superior(code, getattr(rows[above], field), field)

    return [
        replace(
            row,
            parent=superior(row.code, row.parent, "parent"),
            line_superior=superior(row.code, row.line_superior, "line_superior"),
        )
        for row in rows.values()
        if (row.valid_to is None or row.valid_to >= on)
        and row.code not in ending
        and {row.parent, row.line_superior} & ending
    ]


def _succeed(unit: Unit, successors: Sequence[Unit], on: dt.date) -> None:
    unit.refresh_from_db()
    end_unit(unit, on - dt.timedelta(days=1))
    Succession.objects.bulk_create(Succession(predecessor=unit, successor=successor, on=on) for successor in successors)


def _check_parties(predecessors: Sequence[Unit], successors: Sequence[Unit], on: dt.date) -> None:
    ending, coming = {unit.code for unit in predecessors}, {unit.code for unit in successors}
    if not ending or not coming or ending & coming:
        raise Refused.because(
            "directory.into_itself",
            Text("并入和被并入的单位不能相同，也不能为空。", "A unit cannot go into itself, nor into none."),
            Text("请重新选择单位。", "Choose the units again."),
        )
    existing = set(units_on(on).filter(code__in=coming).values_list("code", flat=True))
    if missing := sorted(coming - existing):
        raise Refused.because(
            "directory.successor_missing",
            Text(f"{on} 时 {missing[0]} 不存在。", f"{missing[0]} does not exist on {on}."),
            Text("请先新建该单位，或改用其他日期。", "Add that unit first, or choose another day."),
        )
