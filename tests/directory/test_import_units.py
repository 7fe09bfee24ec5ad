"""The unit file: what it may change, what it refuses, and that an export comes back unchanged."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.directory.actions.imports import import_divisions, import_file, import_units
from pingyi.directory.exporting import FORMATS, export_units
from pingyi.directory.importing.files import read_file
from pingyi.directory.importing.rows import AreaRow, UnitRow
from pingyi.directory.importing.tables import read_table
from pingyi.directory.models import FormerName, Unit
from pingyi.directory.queries.rows import area_rows, unit_rows
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused
from tests.directory.conftest import FEW, unit

pytestmark = pytest.mark.django_db


def take_in(content: str | bytes):
    return import_file(read_file(read_table(content.encode() if isinstance(content, str) else content)))


def test_columns_left_out_keep_their_values(few):
    before = unit_rows()["530124-traffic"]
    plan = take_in("code,kind,name_zh\n530124-traffic,traffic,富民交警大队\n")
    after = unit_rows()["530124-traffic"]
    assert [(c.code, c.field) for c in plan.changes] == [("530124-traffic", "name_zh")]
    assert (after.parent, after.line_superior, after.name_en) == (before.parent, before.line_superior, before.name_en)
    assert list(FormerName.objects.values_list("unit__code", "name_zh")) == [("530124-traffic", before.name_zh)]


def test_an_empty_cell_empties_but_a_first_day_stays(few):
    take_in("code,kind,name_zh,name_en,line,line_superior,valid_from\n530124-patrol,patrol,巡警,,,,\n")
    row = unit_rows()["530124-patrol"]
    assert (row.name_en, row.line, row.line_superior, row.valid_from) == ("", "", "", dt.date(2020, 1, 1))
    assert unit("530124-patrol").line_path is None


def test_a_new_unit_takes_its_place_in_both_trees(few):
    plan = take_in(
        "code,parent,kind,level,area,line,line_superior,name_zh\n"
        "530124-squad,530124-traffic,traffic,county,530124,traffic,530124-traffic,富民交警一中队\n"
    )
    assert (len(plan.units.new), plan.areas.absent) == (1, ())
    squad, brigade = unit("530124-squad"), unit("530124-traffic")
    assert squad.path.startswith(brigade.path) and squad.line_path.startswith(brigade.line_path)
    assert squad.valid_from == clock.today()
    assert not squad.by_rule


def test_absent_are_the_units_that_exist_and_are_not_named(few):
    Unit.objects.filter(code="530302-response").update(valid_to=clock.today())
    plan = take_in("code,kind,name_zh\n530124-patrol,patrol,富民县公安局巡逻警察大队\n")
    assert (plan.same, plan.changed) == (1, 0)
    assert len(plan.units.absent) == Unit.objects.count() - 2


HEAD = "code,parent,kind,level,area,line,line_superior,name_zh,valid_from,valid_to\n"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("n,,nothing,county,,,,甲,,", ("import.unknown_word", "kind")),
        ("n,,patrol,,,,,甲,,", ("import.unknown_word", "level")),
        ("n,,patrol,county,,nothing,,甲,,", ("import.unknown_word", "line")),
        ("n,,patrol,county,99,,,甲,,", ("import.unknown_reference", "area")),
        ("n,nobody,patrol,county,,,,甲,,", ("import.unknown_reference", "parent")),
        ("n,,patrol,county,,patrol,nobody,甲,,", ("import.unknown_reference", "line_superior")),
        ("n,,patrol,county,,,53-patrol,甲,,", ("import.no_line", "line_superior")),
        ("n,,patrol,county,,patrol,53-service_centre,甲,,", ("import.no_line", "line_superior")),
        ("n,n,patrol,county,,,,甲,,", ("import.cycle", "parent")),
        ("53-patrol,53-department,corps,province,53,patrol,5301-patrol,甲,,", ("import.cycle", "line_superior")),
        ("n,,patrol,county,,,,甲,yesterday,", ("import.bad_day", "valid_from")),
        ("n,,patrol,county,,,,甲,2026-02-30,", ("import.bad_day", "valid_from")),
        ("n,,patrol,county,,,,甲,2026-02-03,2026-02-02", ("import.bad_span", "valid_to")),
        (f"{'n' * 41},,patrol,county,,,,甲,,", ("import.bad_code", "code")),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_half_done(few, row, wrong):
    before, entries = unit_rows(), JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        take_in(HEAD + "good,,patrol,county,,,,乙,,\n" + row + "\n")
    assert [(issue.code, issue.row, issue.field) for issue in refused.value.issues] == [(wrong[0], 3, wrong[1])]
    assert (unit_rows(), JournalEntry.objects.count()) == (before, entries)


def test_a_chain_deeper_than_a_path_is_refused():
    rows = [UnitRow(f"u{n}", f"u{n - 1}" if n else "", "station", "county", "", "", "", "甲") for n in range(21)]
    with pytest.raises(Refused, match="20 levels"):
        import_units(rows)
    assert import_units(rows[:20]).new == 20


def test_a_type_that_is_neither_area_nor_unit_is_refused():
    with pytest.raises(Refused) as refused:
        take_in("type,code,kind,name_zh\nperson,1,station,甲\n")
    assert [(issue.code, issue.field) for issue in refused.value.issues] == [("import.unknown_word", "type")]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_builds_the_same_directory_elsewhere(suffix):
    with transaction.atomic():
        import_divisions(FEW, valid_from=dt.date(2020, 1, 1))
        areas, units, content = area_rows(), unit_rows(), export_units(suffix)
        transaction.set_rollback(True)
    assert not Unit.objects.exists()
    plan = take_in(content)
    assert (plan.new, plan.same) == (len(areas) + len(units), 0)
    assert (area_rows(), unit_rows()) == (areas, units)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6).filter(
    lambda name: name[0] not in "=+-@"
)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))


@st.composite
def directories(draw: st.DrawFn) -> list[UnitRow]:
    """Units below earlier ones by area, and below earlier ones of a line by line."""
    units: list[UnitRow] = []
    for place in range(draw(st.integers(1, 7))):
        line = draw(st.sampled_from(["", "traffic", "patrol"]))
        superiors = [unit.code for unit in units if unit.line] if line else []
        first, last = draw(DAYS), draw(st.none() | DAYS)
        units.append(
            UnitRow(
                code=f"u{place}",
                parent=draw(st.sampled_from(["", *(unit.code for unit in units)])),
                kind=draw(st.sampled_from(["station", "traffic"])),
                level=draw(st.sampled_from(["county", "township"])),
                area=draw(st.sampled_from(["", "9"])),
                line=line,
                line_superior=draw(st.sampled_from(["", *superiors])),
                name_zh=draw(NAMES),
                name_en=draw(st.just("") | NAMES),
                valid_from=first,
                valid_to=max(first, last) if last else None,
            )
        )
    return list(draw(st.permutations(units)))


@given(directories(), directories(), st.sampled_from(FORMATS))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_was_imported_over_whatever_stands_and_comes_back_unchanged(first, second, suffix):
    with transaction.atomic():
        import_units(first, areas=[AreaRow("9", "", "county", "甲")])
        try:
            import_units(second)
        except Refused:  # the second may close a circle, or leave a line somebody else answers to
            second = []
        units = unit_rows()
        assert all(units[row.code] == row for row in second or first)
        back = take_in(export_units(suffix))
        assert (back.new, back.changed, back.absent, back.same) == (0, 0, 0, len(units) + 1)
        transaction.set_rollback(True)
