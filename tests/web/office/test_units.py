"""Units in the office: both trees, search, names, and what stands on a unit's page."""

import datetime as dt

import pytest

from pingyi.directory.actions.service_points import put_service_point
from pingyi.directory.actions.units import rename_unit
from pingyi.directory.models import Unit
from pingyi.directory.queries.units import units_on
from pingyi.wording import Text
from tests.web.office.conftest import file_of, said_after, text_of


def test_the_tree_by_area_begins_at_the_top_of_what_is_held(land, organiser, seat):
    assert "/office/units/99-department/" in text_of(organiser.get("/office/units/"))
    local = text_of(seat("ye", "liaison", land["9901-bureau"]).get("/office/units/"))
    assert "/office/units/9901-bureau/" in local
    assert "99-department" not in local


def test_a_county_brigade_stands_below_its_bureau_and_below_its_line(land, organiser):
    brigade = next(unit for unit in land.values() if unit.parent == land["990102-bureau"] and unit.line_superior)
    below_bureau = organiser.get("/office/units/990102-bureau/?by=area")
    below_line = organiser.get(f"/office/units/{brigade.line_superior.code}/?by=line")
    for page in (below_bureau, below_line):
        assert f"/office/units/{brigade.code}/" in text_of(page)


def test_a_line_posting_sees_the_line_and_nothing_beside_it(land, seat):
    detachment = next(
        unit for unit in land.values() if unit.kind.code == "detachment" and unit.line_children.exclude(pk=unit.pk)
    )
    client = seat("tang", "liaison", detachment, "line")
    assert client.get(f"/office/units/{detachment.line_children.first().code}/").status_code == 200
    assert client.get("/office/units/99-department/").status_code == 403


def test_search_finds_within_the_scope_only(land, seat):
    client = seat("ye", "liaison", land["990102-bureau"])
    found = text_of(client.get("/office/units/", {"q": "云桥"}))
    assert "/office/units/990102-bureau/" in found
    nothing = text_of(client.get("/office/units/", {"q": "松筠"}))
    assert "没有找到" in nothing and "990103-bureau" not in nothing
    assert client.get("/office/units/", {"q": "云\x00桥"}).status_code == 200


def test_renaming_keeps_the_old_name_on_the_page_and_in_search(land, organiser):
    address = "/office/units/990102-bureau/"
    sent = organiser.post(f"{address}rename/", {"name_zh": "青岚市公安局锦桥分局", "name_en": "", "on": "2026-11-20"})
    page = said_after(organiser, sent)
    assert "青岚市公安局锦桥分局" in page and "2026年11月20日" in page
    assert address in text_of(organiser.get("/office/units/", {"q": "云桥分局"}))


def test_a_name_that_cannot_be_is_refused_beside_its_field(land, organiser):
    answer = organiser.post("/office/units/990102-bureau/rename/", {"name_zh": "", "on": "昨天"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "请填写这一项" in page and "2026-11-23" in page
    assert 'aria-describedby="id_name_zh_error"' in page


@pytest.mark.parametrize("on", ["2026-11-24", "2026-11-20"])
def test_a_name_neither_begins_in_the_future_nor_before_the_present_one(land, organiser, on):
    rename_unit(land["990102-bureau"], Text("锦桥分局", ""), on=dt.date(2026, 11, 21))
    answer = organiser.post("/office/units/990102-bureau/rename/", {"name_zh": "新名", "on": on})
    assert answer.status_code == 422
    assert 'id="id_on_error"' in text_of(answer)
    assert Unit.objects.get(code="990102-bureau").name_zh == "锦桥分局"


def test_a_unit_with_others_below_cannot_be_closed_and_says_why(land, organiser):
    answer = organiser.post("/office/units/9901-bureau/close/", {"last_day": "2026-11-22"})
    assert answer.status_code == 422
    assert "下面还有单位" in text_of(answer)
    assert Unit.objects.get(code="9901-bureau").valid_to is None


def test_a_closed_unit_leaves_the_roll(land, organiser):
    leaf = next(unit for unit in units_on() if not unit.children.exists() and not unit.line_children.exists())
    sent = organiser.post(f"/office/units/{leaf.code}/close/", {"last_day": "2026-11-22"})
    assert "现在已不存在" in said_after(organiser, sent)
    assert not units_on().filter(pk=leaf.pk).exists()


def test_the_page_names_what_belongs_to_the_unit(land, organiser, seat):
    unit = land["990102-bureau"]
    rename_unit(unit, Text("新名", "New"), on=dt.date(2026, 11, 23))
    put_service_point("p1", unit=unit, name=Text("户籍一号窗", "Window 1"), address="云桥路1号", hours="9时至17时")
    seat("ye", "liaison", unit)
    page = text_of(organiser.get("/office/units/990102-bureau/"))
    for word in ("户籍一号窗", "云桥路1号", "联络员", "改名为“新名”"):
        assert word in page


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_when_imported(land, organiser, suffix):
    content = organiser.get(f"/office/units/all.{suffix}").content
    sent = organiser.post("/office/units/import/", {"file": file_of(content, f"all.{suffix}")})
    assert "这个文件不会改变什么" in said_after(organiser, sent)
