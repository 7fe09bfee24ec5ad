"""The division file: the real one, changed ones, wrong ones."""

import datetime as dt

import pytest

from pingyi.directory.actions.imports import import_divisions, import_file
from pingyi.directory.actions.units import close_unit, rename_unit
from pingyi.directory.generation import default_rule
from pingyi.directory.importing.files import read_file
from pingyi.directory.importing.planning import plan_file
from pingyi.directory.importing.tables import read_table
from pingyi.directory.models import Area, FormerName, Unit, UnitKind
from pingyi.directory.queries.rows import area_rows, unit_rows
from pingyi.directory.queries.units import name_on, subtree_of
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused, Text
from tests.directory.conftest import FEW, YUNNAN, unit

pytestmark = pytest.mark.django_db


def take_in(text: str, encoding: str = "utf-8"):
    return import_file(read_file(read_table(text.encode(encoding))))


def refusals(text: str) -> list[tuple[str, int | None, str | None]]:
    before = (area_rows(), unit_rows(), JournalEntry.objects.count())
    with pytest.raises(Refused) as refused:
        take_in(text)
    assert (area_rows(), unit_rows(), JournalEntry.objects.count()) == before
    return [(issue.code, issue.row, issue.field) for issue in refused.value.issues]


def test_the_real_province_is_taken_in_once():
    real = YUNNAN.read_text(encoding="utf-8")
    first = take_in(real)
    assert len(first.areas.new) == Area.objects.count() == 1607
    assert len(first.units.new) == Unit.objects.count() > 2_500
    for encoding in ("gb18030", "utf-8-sig"):
        again = take_in(real, encoding)
        assert (again.new, again.changed, again.absent, again.same) == (0, 0, 0, first.new)
    assert JournalEntry.objects.count() == 1
    kunming = subtree_of(unit("5301-bureau"))
    by_area = Area.objects.filter(code__startswith="5301").values("code")
    assert set(kunming.values_list("pk")) == set(Unit.objects.filter(area__code__in=by_area).values_list("pk"))
    traffic = subtree_of(unit("53-traffic"), by="line")
    assert traffic.count() == 1 + 16 * 2 + 129 * 2  # corps, detachments and brigades with their vehicle offices


def test_a_dry_run_tells_the_same_and_changes_nothing():
    file = read_file(read_table(YUNNAN.read_bytes()))
    plan = plan_file(file, rule=default_rule())
    assert not Area.objects.exists() and not Unit.objects.exists() and not UnitKind.objects.exists()
    assert import_file(file) == plan


def test_rows_may_stand_in_any_order():
    import_divisions(FEW[::-1])
    assert {code: row.parent for code, row in area_rows().items()} == {row.code: row.parent for row in FEW}
    assert unit("530102001-station").path.startswith(unit("530102-bureau").path)


def test_a_renamed_area_renames_its_units_which_remember(few):
    plan = take_in("code,parent,level,name\n530124,5301,county,富民市\n")
    assert {(c.code, c.field, c.before, c.after) for c in plan.changes} >= {
        ("530124", "name_zh", "富民县", "富民市"),
        ("530124-bureau", "name_zh", "富民县公安局", "富民市公安局"),
    }
    assert plan.areas.absent and set(plan.areas.absent) == {row.code for row in FEW} - {"530124"}
    bureau = unit("530124-bureau")
    assert bureau.name_zh == "富民市公安局"
    assert name_on(bureau, clock.today() - dt.timedelta(days=1)) == "富民县公安局"


def test_an_area_that_moves_takes_everything_along(few):
    take_in("code,parent,level,name\n530124,5303,county,富民县\n")
    station = unit("530124101-station")
    assert station.path.startswith(unit("5303-bureau").path)
    assert station.line_path.startswith(unit("5303-public_order").line_path)
    assert Area.objects.get(code="530124101").path.startswith(Area.objects.get(code="5303").path)
    assert not subtree_of(unit("5301-bureau")).filter(code__startswith="530124").exists()


def test_the_rule_leaves_alone_what_the_office_changed_by_hand(few):
    rename_unit(unit("530124-bureau"), Text("富民公安分局", ""))
    close_unit(unit("530302-response"))
    plan = import_divisions(FEW)
    assert (plan.new, plan.changed) == (0, 0)
    assert unit("530124-bureau").name_zh == "富民公安分局"
    assert unit("530302-response").valid_to == clock.today()


def test_the_rule_leaves_alone_what_a_unit_file_changed(few):
    take_in("code,kind,name_zh\n530124-bureau,county_bureau,富民公安分局\n")
    assert import_divisions(FEW).changed == 0
    assert unit("530124-bureau").name_zh == "富民公安分局"


def test_a_name_corrected_on_the_first_day_is_not_remembered():
    import_divisions(FEW)
    take_in("code,parent,level,name\n530124,5301,county,富民市\n")
    assert unit("530124-bureau").name_zh == "富民市公安局"
    assert not FormerName.objects.exists()


def test_areas_only_makes_no_units():
    plan = import_divisions(FEW, areas_only=True)
    assert (len(plan.areas.new), len(plan.units.new), Unit.objects.count()) == (8, 0, 0)


def test_new_units_begin_on_the_day_given_and_old_ones_keep_theirs(few):
    more = "code,parent,level,name\n530124102,530124,township,赤鹫镇\n"
    import_file(read_file(read_table(more.encode())), valid_from=dt.date(2024, 7, 1))
    assert unit("530124102-station").valid_from == dt.date(2024, 7, 1)
    assert unit("530124101-station").valid_from == dt.date(2020, 1, 1)


HEAD = "code,parent,level,name\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("code,parent,level,name,colour\n9,,province,甲,red\n", [("import.unknown_column", 1, "colour")]),
        ("code,parent,name\n9,,甲\n", [("import.missing_column", 1, "level")]),
        (HEAD + "9,,province,甲\n9,,province,乙\n", [("import.duplicate_code", 3, "code")]),
        (HEAD + "9,,province,甲\n91,90,county,乙\n", [("import.unknown_reference", 3, "parent")]),
        (HEAD + "9,91,county,甲\n91,9,county,乙\n", [("import.cycle", 2, "parent"), ("import.cycle", 3, "parent")]),
        (HEAD + "9,9,county,甲\n", [("import.cycle", 2, "parent")]),
        (HEAD + "53,530124,province,云南省\n", [("import.cycle", 2, "parent")]),
        (HEAD + "9,,village,甲\n", [("import.unknown_word", 2, "level")]),
        (HEAD + "9,530102001,county,甲\n", [("import.level_not_below", 2, "level")]),
        (HEAD + "9 9,,province,甲\n", [("import.bad_code", 2, "code")]),
        (HEAD + f"{'9' * 21},,province,甲\n", [("import.bad_code", 2, "code")]),
        (HEAD + ",,province,甲\n", [("import.bad_code", 2, "code")]),
        (HEAD + "9,,province,\n", [("import.bad_name", 2, "name")]),
        (HEAD + "9,,province,=甲\n", [("import.bad_name", 2, "name")]),
        (HEAD + '9,,province,"甲\n乙"\n', [("import.bad_name", 2, "name")]),
    ],
)
def test_what_does_not_hold_is_refused_with_its_place(few, text, wrong):
    assert refusals(text) == wrong


def test_a_name_that_fits_the_area_but_not_its_units_is_refused(few):
    found = refusals(HEAD + f"9,,county,{'甲' * 200}\n")
    assert set(found) == {("import.bad_name", 2, "name_zh"), ("import.bad_name", 2, "name_en")}


def test_every_fault_is_told_at_once_up_to_a_hundred():
    text = HEAD + "".join(f"{number} x,,province,\n" for number in range(60))
    found = refusals(text)
    assert len(found) == 101
    assert found[:2] == [("import.bad_code", 2, "code"), ("import.bad_name", 2, "name")]
    assert found[100] == ("import.more_issues", None, None)


def test_the_count_of_faults_left_out_is_right():
    with pytest.raises(Refused, match="There are 20 more problems"):
        take_in(HEAD + "".join(f"{number} x,,province,\n" for number in range(60)))
