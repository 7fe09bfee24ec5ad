"""What happens to units: renamed, moved, closed, merged, split. What was stays findable."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.directory.actions.reorganisation import merge_units, split_unit
from pingyi.directory.actions.units import close_unit, move_unit, rename_unit
from pingyi.directory.models import FormerName, Succession, Unit
from pingyi.directory.queries.history import history_of
from pingyi.directory.queries.rows import unit_rows
from pingyi.directory.queries.units import (
    ancestors_of,
    children_of,
    name_on,
    search_units,
    subtree_of,
    units_on,
)
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused, Text
from tests.directory.conftest import TODAY, unit

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)
JULY = dt.date(2026, 7, 1)


def codes(units) -> set[str]:
    return set(units.values_list("code", flat=True))


def told(code) -> list[tuple[str, set[str]]]:
    """What became of a unit, with the codes of the others."""
    return [(event.what.zh, {other.code for other in event.others}) for event in history_of(unit(code))]


def refused_without_a_trace(act) -> str:
    before, entries = unit_rows(), JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        act()
    assert (unit_rows(), JournalEntry.objects.count()) == (before, entries)
    return refused.value.issues[0].code


def test_a_renamed_unit_is_found_under_both_names(few, lan):
    rename_unit(unit("530124101-station"), Text(" 罗免派出所 ", "Luomian Station"), by=lan)
    station = unit("530124101-station")
    assert station.name == Text("罗免派出所", "Luomian Station")
    assert (name_on(station, YESTERDAY), name_on(station, TODAY)) == ("罗免镇派出所", "罗免派出所")
    assert codes(search_units("罗免镇")) == codes(search_units("luomian")) == {"530124101-station"}
    entry = JournalEntry.objects.get(act="directory:unit:renamed")
    assert (entry.actor, entry.thing, entry.details["before"]) == ("lan", "unit:530124101-station", "罗免镇派出所")


def test_three_names_in_a_row_each_have_their_days(few):
    for year, name in ((2022, "甲"), (2024, "乙"), (2026, "丙")):
        rename_unit(unit("53-traffic"), Text(name, ""), on=dt.date(year, 1, 1))
    days = [dt.date(2021, 12, 31), dt.date(2022, 1, 1), dt.date(2025, 12, 31), TODAY]
    assert [name_on(unit("53-traffic"), day) for day in days] == ["云南省公安厅交通警察总队", "甲", "乙", "丙"]


def test_a_name_never_in_force_is_not_kept(few):
    rename_unit(unit("53-traffic"), Text("错字", ""))
    rename_unit(unit("53-traffic"), Text("正字", ""))
    assert FormerName.objects.filter(unit__code="53-traffic").count() == 1
    Unit.objects.filter(code="53-patrol").update(valid_from=TODAY)
    rename_unit(unit("53-patrol"), Text("当天就改", ""))
    assert not FormerName.objects.filter(unit__code="53-patrol").exists()


def test_the_same_name_again_leaves_no_trace(few):
    entries = JournalEntry.objects.count()
    rename_unit(unit("53-traffic"), unit("53-traffic").name)
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize("name", ["", "   ", "=1+1", "甲" * 201, "甲\n乙"])
def test_an_improper_name_is_refused(few, name):
    assert refused_without_a_trace(lambda: rename_unit(unit("53-traffic"), Text(name, ""))) == "directory.bad_name"


def test_a_moved_unit_takes_those_below_along(few):
    below = codes(subtree_of(unit("530124-traffic")))
    move_unit(unit("530124-traffic"), parent=unit("530302-bureau"), line_superior=unit("5303-traffic"))
    assert codes(subtree_of(unit("530124-traffic"))) == below > {"530124-traffic"}
    assert below <= codes(subtree_of(unit("5303-bureau")))
    assert below <= codes(subtree_of(unit("5303-traffic"), by="line"))
    assert not below & codes(subtree_of(unit("5301-bureau")))


def test_a_unit_cannot_come_to_stand_below_itself(few):
    act = lambda: move_unit(unit("5301-bureau"), parent=unit("530124-bureau"))  # noqa: E731
    assert refused_without_a_trace(act) == "import.cycle"
    act = lambda: move_unit(unit("53-service_centre"), line_superior=unit("53-traffic"))  # noqa: E731
    assert refused_without_a_trace(act) == "import.no_line"


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_moves_both_trees_agree_with_their_links(few, data):
    with transaction.atomic():
        for _ in range(3):
            moving, target = (unit(data.draw(st.sampled_from(sorted(unit_rows())))) for _ in range(2))
            with suppress(Refused):  # below itself, or below one in no line
                move_unit(moving, **data.draw(st.sampled_from([{"parent": target}, {"line_superior": target}])))
        for node in Unit.objects.select_related("parent", "line_superior"):
            assert node.path[:-4] == (node.parent.path if node.parent else "")
            assert (node.line_path or "")[:-4] == (node.line_superior.line_path if node.line_superior else "")
            assert bool(node.line_path) == bool(node.line_id)
        transaction.set_rollback(True)


def test_a_closed_unit_is_there_until_its_last_day(few):
    close_unit(unit("530124-patrol"), last_day=TODAY)
    tomorrow = TODAY + dt.timedelta(days=1)
    assert units_on(TODAY).filter(code="530124-patrol").exists()
    assert not units_on(tomorrow).filter(code="530124-patrol").exists()
    assert not units_on(dt.date(2019, 12, 31)).exists()
    assert refused_without_a_trace(lambda: close_unit(unit("530124-patrol"))) == "directory.unit_closed"


def test_a_unit_with_others_below_it_by_area_or_line_is_not_closed(few):
    for code in ("530124-traffic", "530124-public_order"):
        assert refused_without_a_trace(lambda: close_unit(unit(code))) == "directory.units_below"  # noqa: B023
    early = dt.date(2019, 1, 1)
    assert refused_without_a_trace(lambda: close_unit(unit("53-service_centre"), last_day=early)) == (
        "directory.ends_before_start"
    )


def test_a_merged_county_hands_everything_to_its_successor(few, lan):
    below = codes(subtree_of(unit("530124-bureau"), day=JULY)) - {"530124-bureau"}
    merge_units([unit("530124-bureau")], unit("530102-bureau"), on=JULY, by=lan)
    assert unit("530124-bureau").valid_to == dt.date(2026, 6, 30)
    assert below <= codes(subtree_of(unit("530102-bureau"), day=JULY))
    assert ("并来：", {"530124-bureau"}) in told("530102-bureau")
    assert told("530124-bureau")[1:] == [("最后一天", set()), ("并入", {"530102-bureau"})]
    assert JournalEntry.objects.get(act="directory:units:merged").details["predecessors"] == ["530124-bureau"]


def test_two_superiors_can_merge_into_the_unit_below_them(few):
    merge_units([unit("5301-traffic"), unit("53-traffic")], unit("530102-traffic"), on=JULY)
    brigade = unit("530102-traffic")
    assert brigade.line_superior is None
    assert codes(children_of(brigade, by="line", day=JULY)) == {
        "530102-vehicle_office", "530124-traffic", "5301-vehicle_office", "5303-traffic"
    }  # fmt: skip


def test_a_unit_cannot_go_into_itself_none_or_one_that_is_not_there(few):
    patrol, desk = unit("530124-patrol"), unit("530124-desk_110")
    assert refused_without_a_trace(lambda: merge_units([patrol], patrol, on=JULY)) == "directory.into_itself"
    assert refused_without_a_trace(lambda: merge_units([], patrol, on=JULY)) == "directory.into_itself"
    assert refused_without_a_trace(lambda: split_unit(patrol, [], on=JULY)) == "directory.into_itself"
    early = dt.date(2019, 1, 1)
    assert refused_without_a_trace(lambda: merge_units([patrol], desk, on=early)) == "directory.successor_missing"


def test_a_split_unit_leads_to_all_its_successors(few):
    split_unit(unit("530124-patrol"), [unit("530124-traffic"), unit("530124-response")], on=JULY)
    assert ("拆分为", {"530124-traffic", "530124-response"}) in told("530124-patrol")
    assert ("由它拆分而来：", {"530124-patrol"}) in told("530124-response")
    assert Succession.objects.filter(on=JULY).count() == 2
    act = lambda: split_unit(unit("530124-bureau"), [unit("530102-bureau")], on=JULY)  # noqa: E731
    assert refused_without_a_trace(act) == "directory.units_below"


def test_superiors_are_told_from_the_top_in_either_tree(few):
    brigade = unit("530124-traffic")
    by_area = [above.code for above in ancestors_of(brigade)]
    by_line = [above.code for above in ancestors_of(brigade, by="line")]
    assert (by_area, by_line) == (["53-department", "5301-bureau", "530124-bureau"], ["53-traffic", "5301-traffic"])
    centre = unit("53-service_centre")
    assert not ancestors_of(centre, by="line").exists()
    assert not subtree_of(centre, by="line").exists()


def test_search_wants_every_word_and_knows_codes(few):
    assert codes(search_units("富民 户籍")) == {"530124-household_window"}
    assert codes(search_units("530124-desk")) == {"530124-desk_110"}
    assert codes(search_units("kunming traffic")) == {"5301-traffic", "5301-vehicle_office"}  # the latter stands below
    assert not search_units("富民 麒麟").exists()
