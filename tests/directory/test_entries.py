"""Units entered by hand and what they are: held together like those of a file."""

import datetime as dt
from dataclasses import replace

import pytest

from pingyi.directory.actions.entries import Nature, add_unit, change_unit
from pingyi.directory.actions.units import close_unit, move_unit, rename_unit
from pingyi.directory.importing.rows import UnitRow
from pingyi.directory.models import Unit
from pingyi.directory.queries.history import history_of
from pingyi.directory.queries.rows import unit_rows
from pingyi.directory.queries.units import subtree_of
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused, Text
from tests.directory.conftest import TODAY, unit

pytestmark = pytest.mark.django_db
DESK = UnitRow("530124-new", "530124-bureau", "household_window", "county", "530124", "household", "", "新窗口")


def refused(act):
    """The fields that are at fault; nothing was changed."""
    before, entries = unit_rows(), JournalEntry.objects.count()
    with pytest.raises(Refused) as problem:
        act()
    assert (unit_rows(), JournalEntry.objects.count()) == (before, entries)
    return [issue.field for issue in problem.value.issues]


def test_an_added_unit_stands_in_the_tree_from_today(few, lan):
    added = add_unit(DESK, by=lan)
    assert added in subtree_of(unit("530124-bureau"))
    assert (added.valid_from, added.by_rule, added.line_path is not None) == (TODAY, False, True)
    last = JournalEntry.objects.last()
    assert (last.act, last.thing, last.actor) == ("directory:unit:added", "unit:530124-new", "lan")


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("code", "530124-bureau", "code"),
        ("code", "a b", "code"),
        ("name_zh", "甲\n乙", "name_zh"),
        ("name_en", "=1", "name_en"),
        ("kind", "palace", "kind"),
        ("level", "village", "level"),
        ("area", "999", "area"),
        ("line", "poetry", "line"),
        ("valid_from", dt.date(2019, 1, 1), "valid_from"),  # the superior begins in 2020
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(few, column, value, field):
    assert refused(lambda: add_unit(replace(DESK, **{column: value}))) == [field]


def test_nothing_is_added_below_what_has_ended(few):
    close_unit(unit("530124-patrol"), last_day=TODAY - dt.timedelta(days=1))
    assert refused(lambda: add_unit(replace(DESK, parent="530124-patrol"))) == ["valid_from"]


def test_nothing_is_moved_below_what_has_ended(few):
    close_unit(unit("530124-patrol"), last_day=TODAY - dt.timedelta(days=1))
    assert refused(lambda: move_unit(unit("530124-response"), parent=unit("530124-patrol"))) == [None]


def test_a_change_of_kind_keeps_the_place(few, lan):
    before = unit("530124-desk_110")
    nature = Nature("response", before.level, before.area.code, before.line.code)
    after = change_unit(before, nature, by=lan)
    assert (after.kind.code, after.path, after.line_superior) == ("response", before.path, before.line_superior)
    changes = JournalEntry.objects.get(act="directory:unit:changed").details["changes"]
    assert changes == [["kind", "desk_110", "response"]]
    assert after.by_rule is False


def test_the_same_once_more_leaves_no_trace(few):
    row, entries = unit_rows()["530124-desk_110"], JournalEntry.objects.count()
    change_unit(unit("530124-desk_110"), Nature(row.kind, row.level, row.area, row.line))
    assert JournalEntry.objects.count() == entries
    assert unit_rows()["530124-desk_110"] == row


def test_who_leaves_a_line_has_no_superior_there(few):
    brigade = unit("530124-response")
    assert brigade.line_superior is not None
    after = change_unit(brigade, Nature(brigade.kind.code, brigade.level, "", ""))
    assert (after.line, after.line_superior, after.line_path, after.area) == (None, None, None, None)


def test_who_has_others_below_in_the_line_cannot_leave_it(few):
    traffic = unit("5301-traffic")
    nature = Nature(traffic.kind.code, traffic.level, "5301", "")
    assert refused(lambda: change_unit(traffic, nature)) == ["line"]


def test_the_journal_names_both_superiors_of_a_move(few):
    move_unit(unit("530124-patrol"), parent=unit("530302-bureau"))
    details = JournalEntry.objects.get(act="directory:unit:moved").details
    names = {Unit.objects.get(code=code).name_zh for code in ("530124-bureau", "530302-bureau")}
    assert {details["before"], details["after"]} == names


def test_the_history_tells_every_name_in_order(few):
    begun = unit("53-traffic").name_zh
    rename_unit(unit("53-traffic"), Text("甲", ""), on=dt.date(2021, 1, 1))
    rename_unit(unit("53-traffic"), Text("乙", ""), on=dt.date(2023, 1, 1))
    told = [(event.day.isoformat(), event.what.zh) for event in history_of(unit("53-traffic"))]
    assert told == [
        ("2020-01-01", "开始存在"),
        ("2021-01-01", f"由“{begun}”改名为“甲”"),
        ("2023-01-01", "由“甲”改名为“乙”"),
    ]
