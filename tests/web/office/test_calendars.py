"""The calendar of working days: a year as a grid, a year loaded, a day switched."""

import re

import pytest

from pingyi.directory.models import CalendarDay
from tests.web.office.conftest import said_after, text_of

CALENDAR = "/office/calendar/"


def cells(page, month):
    """Day -> the words of its cell, for one month of the page."""
    table = page.split(f'id="m-{month}"')[1].split("</table>")[0]
    found = re.findall(r"<td class=\"(\w+)[^\"]*\">(.*?)</td>", table, re.DOTALL)
    words = [(kind, re.sub(r"<[^>]+>", "", cell).split()) for kind, cell in found]
    return {int(cell[0]): (kind, *cell[1:]) for kind, cell in words}


def test_a_year_that_is_not_loaded_is_provisional_and_knows_weekends(organiser):
    page = text_of(organiser.get(f"{CALENDAR}2026/"))
    assert "暂定" in page and "载入放假安排" in page
    october = cells(page, 10)
    assert len(october) == 31
    assert (october[1], october[3]) == (("on",), ("off",))  # a Thursday and a Saturday


def test_a_loaded_year_has_the_holidays_of_the_notice(organiser):
    """国办发明电〔2025〕7号: 2026 off 1 to 7 October, worked on Sunday 20 September and Saturday 10 October."""
    page = said_after(organiser, organiser.post(f"{CALENDAR}2026/load/"))
    assert "暂定" not in page and "国庆节" in page
    october = cells(page, 10)
    assert [october[day][0] for day in range(1, 8)] == ["off"] * 7
    assert (october[1], october[3], october[10]) == (("off", "休"), ("off",), ("on", "班"))
    assert cells(page, 9)[20] == ("on", "班")
    assert "载入了2026年的放假安排" in text_of(organiser.get("/office/journal/"))


def test_a_year_nobody_has_announced_is_refused_with_the_way_out(organiser):
    page = text_of(organiser.get(f"{CALENDAR}2099/"))
    assert "暂定" in page and "/2099/load/" not in page
    answer = organiser.post(f"{CALENDAR}2099/load/")
    assert answer.status_code == 422
    assert "还没有" in text_of(answer)


def test_a_day_is_switched_with_its_reason_and_told(organiser):
    day = f"{CALENDAR}2026/8/3/"
    form = text_of(organiser.get(day))
    assert "2026年8月3日，星期一" in form and "现在这一天上班" in form and "checked" not in form
    page = said_after(organiser, organiser.post(day, {"working": "rest", "name": "防汛停工"}))
    assert cells(page, 8)[3] == ("off", "休")
    assert "3日，<span>防汛停工" in page
    assert "把2026-08-03定为休息，防汛停工" in text_of(organiser.get("/office/journal/"))


def test_one_day_does_not_make_a_year_known(organiser):
    organiser.post(f"{CALENDAR}2027/8/3/", {"working": "rest", "name": "防汛停工"})
    assert "暂定" in text_of(organiser.get(f"{CALENDAR}2027/"))
    organiser.post(f"{CALENDAR}2027/10/1/", {"working": "rest", "name": "国庆节"})
    assert "暂定" not in text_of(organiser.get(f"{CALENDAR}2027/"))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"working": "", "name": "停工"}, "working"),
        ({"working": "perhaps", "name": "停工"}, "working"),
        ({"working": "rest", "name": ""}, "name"),
        ({"working": "rest", "name": "长" * 61}, "name"),
        ({"working": "rest", "name": "甲\u2028乙"}, "name"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(organiser, asked, field):
    answer = organiser.post(f"{CALENDAR}2026/8/3/", asked)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text_of(answer)
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("address", ["2026/2/30/", "2026/13/1/", "1999/", "2101/", f"2026/{10**30}/1/", "0/load/"])
def test_days_that_do_not_exist_are_not_found(organiser, address):
    assert organiser.get(CALENDAR + address).status_code == 404


def test_the_year_of_today_comes_first(organiser):
    assert organiser.get(CALENDAR)["Location"].endswith("/calendar/2026/")


def test_a_reader_reads_and_a_county_switches_none(land, seat):
    local = seat("local", "organiser", land["990102-bureau"])
    page = text_of(local.get(f"{CALENDAR}2026/"))
    assert "/calendar/2026/8/3/" not in page and "/load/" not in page
    assert [local.post(f"{CALENDAR}2026/{act}").status_code for act in ("8/3/", "load/")] == [403, 403]
