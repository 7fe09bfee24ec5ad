"""Areas and units from files and from other parts of the program."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import hold_the_directory, note
from pingyi.directory.actions.planted import UnitRows, add_reference_words, store_areas
from pingyi.directory.generation import GenerationRule, default_rule
from pingyi.directory.importing.files import DirectoryFile
from pingyi.directory.importing.planning import Plan, plan_divisions, plan_file, plan_units
from pingyi.directory.importing.rows import UNIT_COLUMNS, AreaRow, UnitRow
from pingyi.foundation import clock

_MOST_JOURNALLED = 200  # field changes kept in one entry; the counts are always whole


@transaction.atomic
def import_divisions(
    rows: Sequence[AreaRow],
    *,
    rule: GenerationRule | None = None,
    valid_from: dt.date | None = None,
    areas_only: bool = False,
    by: Staff | None = None,
) -> Plan:
    """Import areas and make the units that follow from them by `rule` (None: the shipped one).

    Units that are added are valid from `valid_from` (None: today). Returns what was changed; raises `Refused`.
    """
    hold_the_directory()
    rule = rule or default_rule()
    plan = plan_divisions(rows, rule=rule, valid_from=valid_from, areas_only=areas_only)
    return _carry_out(plan, by)


@transaction.atomic
def import_units(
    rows: Sequence[UnitRow],
    *,
    areas: Sequence[AreaRow] = (),
    columns: Collection[str] = UNIT_COLUMNS,
    by: Staff | None = None,
) -> Plan:
    """Import units, and areas if any are given; columns that are not named keep their values.

    Returns what was changed; raises `Refused`.
    """
    hold_the_directory()
    return _carry_out(plan_units(rows, rule=default_rule(), areas=areas, columns=columns), by)


@transaction.atomic
def import_file(
    file: DirectoryFile,
    *,
    rule: GenerationRule | None = None,
    valid_from: dt.date | None = None,
    areas_only: bool = False,
    digest: str = "",
    by: Staff | None = None,
) -> Plan:
    """Import a file that was read by `importing.files.read_file`; `digest` names its bytes in the journal."""
    hold_the_directory()
    plan = plan_file(file, rule=rule or default_rule(), valid_from=valid_from, areas_only=areas_only)
    return _carry_out(plan, by, digest=digest)


def _carry_out(plan: Plan, by: Staff | None, **details: Any) -> Plan:
    """Write a plan; one that changes nothing leaves no trace."""
    if not plan.new and not plan.changed:
        return plan
    add_reference_words(plan.rule)
    store_areas(plan.areas)
    UnitRows(plan.units, by_rule=plan.by_rule, on=clock.today()).store()
    counts = {"new": plan.new, "changed": plan.changed, "same": plan.same}
    changes = [[change.code, change.field, change.before, change.after] for change in plan.changes[:_MOST_JOURNALLED]]
    note(by, "units:imported", "directory:units", **counts, changes=changes, **details)
    return plan
