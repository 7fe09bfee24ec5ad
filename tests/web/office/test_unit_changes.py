"""Units changed one by one in the office: added, described, moved, merged, split, and their service points."""

import pytest

from pingyi.directory.models import ServicePoint, Unit
from tests.web.office.conftest import said_after, text_of

UNITS = "/office/units/"
BUREAU, NEXT, ABOVE = "990102-bureau", "990103-bureau", "9901-bureau"
NEW = {
    "name_zh": "云桥新区分局",
    "name_en": "",
    "code": "990102-new",
    "kind": "county_bureau",
    "level": "county",
    "area": "990102",
    "line": "",
    "valid_from": "2026-11-23",
}


def unit(code):
    return Unit.objects.get(code=code)


def journal(client):
    return text_of(client.get("/office/journal/"))


def test_a_unit_is_added_below_another(land, organiser):
    page = said_after(organiser, organiser.post(f"{UNITS}{ABOVE}/add/", NEW))
    assert "云桥新区分局" in page and "开始存在" in page
    assert unit("990102-new").parent.code == ABOVE
    assert "加了云桥新区分局" in journal(organiser)


def test_a_unit_can_stand_at_the_top(land, organiser, seat):
    said_after(organiser, organiser.post(f"{UNITS}add/", {**NEW, "area": ""}))
    assert unit("990102-new").parent is None
    assert seat("local", "organiser", land[ABOVE]).get(f"{UNITS}add/").status_code == 403


@pytest.mark.parametrize(
    ("field", "value"), [("code", BUREAU), ("name_zh", "甲\u2028乙"), ("kind", ""), ("level", "village"), ("area", "1")]
)
def test_what_does_not_fit_stands_beside_its_field(land, organiser, field, value):
    answer = organiser.post(f"{UNITS}{ABOVE}/add/", {**NEW, field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text_of(answer)
    assert not Unit.objects.filter(code="990102-new").exists()


def test_nothing_is_chosen_beforehand_of_what_nobody_knows(land, organiser):
    page = text_of(organiser.get(f"{UNITS}{ABOVE}/add/"))
    assert page.count('<option value="" selected>') == 3  # kind, level, line


def test_a_description_is_changed_and_told(land, organiser):
    asked = {"kind": "station", "level": "county", "area": "990102", "line": ""}
    page = said_after(organiser, organiser.post(f"{UNITS}{BUREAU}/describe/", asked))
    assert "已改好" in page and "的基本情况" in page
    assert unit(BUREAU).kind.code == "station"


def test_a_move_is_chosen_confirmed_and_told(land, organiser):
    street = Unit.objects.filter(parent__code=BUREAU).first()
    address = f"{UNITS}{street.code}/move/"
    assert f"?to={NEXT}" in text_of(organiser.get(address))
    found = text_of(organiser.get(address, {"q": "松筠分局"}))
    assert f"?to={NEXT}" in found
    confirm = text_of(organiser.get(f"{address}?to={NEXT}"))
    assert "现在的上级" in confirm and unit(street.code).parent.code == BUREAU
    said_after(organiser, organiser.post(f"{address}?to={NEXT}"))
    assert unit(street.code).parent.code == NEXT
    assert "划归" in journal(organiser)


def test_a_move_below_itself_is_refused(land, organiser):
    answer = organiser.post(f"{UNITS}{ABOVE}/move/?to={BUREAU}")
    assert answer.status_code == 422
    assert unit(ABOVE).parent.code == "99-department"


def test_a_superior_in_the_line_is_chosen_among_the_line(land, organiser):
    brigade = next(one for one in land.values() if one.line_superior and one.parent.code == BUREAU)
    page = text_of(organiser.get(f"{UNITS}{brigade.code}/move/?by=line"))
    assert f"?by=line&amp;to={brigade.line_superior.code}" in page
    to = brigade.line_superior.line_superior or brigade.line_superior
    said_after(organiser, organiser.post(f"{UNITS}{brigade.code}/move/?by=line&to={to.code}"))
    assert unit(brigade.code).line_superior == to


def test_a_merged_unit_hands_over_and_says_where_it_went(land, organiser):
    below = Unit.objects.filter(parent__code=NEXT).first()
    address = f"{UNITS}{NEXT}/merge/"
    assert f"?into={BUREAU}" in text_of(organiser.get(address))
    page = said_after(organiser, organiser.post(f"{address}?into={BUREAU}", {"on": "2026-11-23"}))
    assert "并入" in page and f'href="/office/units/{BUREAU}/"' in page
    assert unit(below.code).parent.code == BUREAU
    assert "并来：" in text_of(organiser.get(f"{UNITS}{BUREAU}/"))


def test_a_split_needs_two_and_a_day(land, organiser):
    leaf, one, two = Unit.objects.filter(parent__code=BUREAU, children=None, line_children=None)[:3]
    address = f"{UNITS}{leaf.code}/split/"
    single = text_of(organiser.get(f"{address}?into={one.code}"))
    assert "至少再选一个" in single and "从哪天起" not in single
    both = f"{address}?into={one.code}&into={two.code}"
    assert "从哪天起" in text_of(organiser.get(both))
    assert organiser.post(both, {"on": ""}).status_code == 422
    assert "至少再选一个" in text_of(organiser.post(f"{address}?into={one.code}", {"on": "2026-11-23"}))
    assert unit(leaf.code).valid_to is None
    page = said_after(organiser, organiser.post(both, {"on": "2026-11-23"}))
    assert "拆分为" in page and "拆分了" in journal(organiser)


def test_nobody_gives_a_unit_into_what_is_not_his(land, seat):
    local = seat("local", "organiser", land[BUREAU])
    mine = Unit.objects.filter(parent__code=BUREAU).first()
    acts = (f"move/?to={NEXT}", f"merge/?into={NEXT}", f"split/?into={NEXT}")
    assert [local.post(f"{UNITS}{mine.code}/{act}", {"on": "2026-11-23"}).status_code for act in acts] == [403] * 3
    assert "松筠" not in text_of(local.get(f"{UNITS}{mine.code}/move/", {"q": "松筠"})).split("<h2")[1]


def test_a_reader_changes_nothing(land, seat):
    reader = seat("ye", "liaison", land[ABOVE])
    acts = ("add/", "describe/", "move/", "merge/", "split/", "points/add/")
    assert {reader.get(f"{UNITS}{BUREAU}/{act}").status_code for act in acts} == {403}
    assert "划归" not in text_of(reader.get(f"{UNITS}{BUREAU}/"))


def test_a_service_point_comes_changes_and_goes(land, organiser):
    page = said_after(organiser, organiser.post(f"{UNITS}{BUREAU}/points/add/", POINT))
    assert "一号窗" in page and "登记了服务窗口“一号窗”" in journal(organiser)
    here = f"{UNITS}{BUREAU}/points/{BUREAU}-1/"
    page = said_after(organiser, organiser.post(here, {**POINT, "hours": "9时至12时"}))
    assert "9时至12时" in page
    said_after(organiser, organiser.post(f"{here}remove/"))
    assert not ServicePoint.objects.exists()
    assert "取消了服务窗口“一号窗”" in journal(organiser)


POINT = {"name_zh": "一号窗", "name_en": "", "address": "云桥路1号", "hours": "9时至17时", "code": f"{BUREAU}-1"}


def test_a_code_is_suggested_and_one_in_use_is_refused(land, organiser):
    said_after(organiser, organiser.post(f"{UNITS}{BUREAU}/points/add/", POINT))
    assert f'value="{BUREAU}-2"' in text_of(organiser.get(f"{UNITS}{BUREAU}/points/add/"))
    answer = organiser.post(f"{UNITS}{NEXT}/points/add/", POINT)
    assert answer.status_code == 422 and 'id="id_code_error"' in text_of(answer)


def test_a_point_is_reached_through_its_own_unit_only(land, organiser):
    said_after(organiser, organiser.post(f"{UNITS}{BUREAU}/points/add/", POINT))
    assert organiser.get(f"{UNITS}{NEXT}/points/{BUREAU}-1/").status_code == 404
