"""Norms keep every version; service points are brought to a state."""

import datetime as dt
from dataclasses import replace

import pytest

from pingyi.directory.actions.norms import NormVersion, add_norm
from pingyi.directory.actions.service_points import add_service_point, put_service_point, remove_service_point
from pingyi.directory.models import Article, Norm, ServicePoint
from pingyi.directory.queries.norms import norm_in_force
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused, Text
from tests.directory.conftest import unit

pytestmark = pytest.mark.django_db
CONDUCT = NormVersion(
    code="conduct",
    version="2020",
    name=Text("窗口服务规范", "Code of conduct at windows"),
    in_force_on=dt.date(2020, 3, 1),
    articles=(("一", Text("亮证上岗。", "Wear the badge.")), ("二", Text("一次告知。", "Tell everything at once."))),
)
LATER = replace(CONDUCT, version="2024", in_force_on=dt.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (dt.date(2020, 2, 29), None),
        (dt.date(2020, 3, 1), "2020"),
        (dt.date(2023, 12, 31), "2020"),
        (dt.date(2024, 1, 1), "2024"),
    ],
)
def test_the_version_in_force_is_that_of_the_day(day, version):
    for norm in (LATER, CONDUCT):
        add_norm(norm)
    found = norm_in_force("conduct", day)
    assert (found.version if found else None) == version


def test_the_same_version_twice_changes_nothing(lan):
    first, again = add_norm(CONDUCT, by=lan), add_norm(CONDUCT, by=lan)
    assert first == again
    assert list(first.articles.values_list("number", "text_zh")) == [("一", "亮证上岗。"), ("二", "一次告知。")]
    assert (Article.objects.count(), JournalEntry.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(CONDUCT, articles=CONDUCT.articles[:1]),
        replace(CONDUCT, articles=CONDUCT.articles[::-1]),
        replace(CONDUCT, name=Text("别的", "")),
        replace(CONDUCT, source="公报"),
        replace(CONDUCT, in_force_on=dt.date(2021, 1, 1)),
    ],
)
def test_a_version_that_stands_is_never_changed(other):
    add_norm(CONDUCT)
    with pytest.raises(Refused, match="stands already"):
        add_norm(other)
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    "articles",
    [(), (("", Text("甲", "")),), (("一", Text("甲", "")), ("一", Text("乙", ""))), (("一", Text("", "A")),)],
)
def test_articles_need_numbers_of_their_own_and_text(articles):
    with pytest.raises(Refused):
        add_norm(replace(CONDUCT, articles=articles))
    assert not Norm.objects.exists()


def test_a_service_point_is_brought_to_a_state_and_taken_away(few, lan):
    entries = JournalEntry.objects.count()
    window = {"unit": unit("530124-household_window"), "name": Text("1号窗口", "Window 1")}
    for hours in ("9:00-17:00", "9:00-17:00", "8:30-17:00"):
        point = put_service_point("530124-1", **window, hours=hours, by=lan)
    assert (point.hours, point.unit.code, ServicePoint.objects.count()) == ("8:30-17:00", "530124-household_window", 1)
    remove_service_point(point, by=lan)
    acts = JournalEntry.objects.filter(seq__gt=entries).values_list("act", flat=True)
    assert list(acts) == [f"directory:service_point:{act}" for act in ("added", "changed", "removed")]
    assert not ServicePoint.objects.exists()


def test_a_new_service_point_never_takes_the_place_of_another(few, lan):
    window = {"unit": unit("530124-household_window"), "name": Text("1号窗口", "Window 1")}
    add_service_point("530124-1", **window, by=lan)
    with pytest.raises(Refused) as refused:
        add_service_point("530124-1", unit=unit("53-traffic"), name=Text("别的", ""), by=lan)
    assert refused.value.issues[0].field == "code"
    assert ServicePoint.objects.get().name_zh == "1号窗口"


@pytest.mark.parametrize(
    ("field", "value"), [("code", "a b"), ("code", "x" * 41), ("address", "甲\n乙"), ("hours", "时" * 121)]
)
def test_a_service_point_that_does_not_fit_is_refused(few, field, value):
    described = {"code": "p1", "address": "", "hours": "", field: value}
    with pytest.raises(Refused) as refused:
        add_service_point(described.pop("code"), unit=unit("53-traffic"), name=Text("窗口", ""), **described)
    assert refused.value.issues[0].field == field
    assert not ServicePoint.objects.exists()
