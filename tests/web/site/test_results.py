"""Units side by side: tiers and places, never ranks; searching; what is public when."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pingyi.foundation.clock import frozen_at
from pingyi.results.models import ResultSet, UnitResult
from tests.web.invented import at, build_province


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def names(page):
    return re.findall(r'<strong><a href="/units/([^/]+)/', page)


def test_inside_a_tier_units_stand_by_place_not_by_points(client, province):
    UnitResult.objects.filter(group="county").update(tier=1)
    UnitResult.objects.filter(unit__code="530201-county_bureau").update(score=99, upper=99.5, lower=98)
    page = body(client, "/results/alike/county/")
    assert names(page) == ["530102-county_bureau", "530103-county_bureau", "530201-county_bureau"]
    assert "第1并列区间" in page and "这些单位分不出先后" in page


def test_a_better_tier_stands_first_and_the_unscored_are_only_counted(client, province):
    page = body(client, "/results/alike/station/")
    order = names(page)
    tiers = dict(UnitResult.objects.filter(group="station").values_list("unit__code", "tier"))
    assert [tiers[code] for code in order] == [1, 2, 2, 2, 2]
    assert "另外1个没有" in page


def test_units_without_a_score_stand_apart_with_the_reason(client, province):
    page = body(client, "/results/in/530201-county_bureau/")
    apart = page.split('<details class="unscored">')[1].split("</details>")[0]
    assert "1个没有单独的得分" in apart
    assert "回答的人太少，不单独给出结果" in apart
    assert 'class="ci"' not in apart


def test_the_tree_goes_down_level_by_level(client, province):
    top = body(client, "/results/")
    assert names(top) == ["53-province_dept", "5301-prefecture_bureau", "5302-prefecture_bureau"]
    below = names(body(client, "/results/in/530102-county_bureau/"))
    assert below[0] == "530102-county_bureau"
    assert set(below[1:]) == {"530102-household_window", "530102000-station", "530102001-station"}


def test_groups_stand_in_the_order_of_the_scheme(client, province):
    groups = re.findall(r"/results/alike/(\w+)/\">\S+<small>", body(client, "/results/"))
    assert groups == ["province", "prefecture", "county", "station", "window"]


@pytest.mark.parametrize("address", ["/results/alike/nothing/", "/results/alike/formal_object/", "/results/in/nobody/"])
def test_what_is_not_there_is_not_found(client, province, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("云桥 户籍", ["530102-household_window"]),
        ("云桥分局云桥分局户籍", ["530102-household_window"]),
        ("qinglan", ["5301-prefecture_bureau", "530102-county_bureau", "530103-county_bureau"]),
        ("530201-county_bureau", ["530201-county_bureau"]),
        ("没有的地方", []),
    ],
)
def test_searching(client, province, words, found):
    page = body(client, f"/units/?q={words}")
    assert re.findall(r'<li><a href="/units/([^/]+)/', page) == found


def test_nothing_found_says_what_to_do_next(client, province):
    assert "请少写几个字" in body(client, "/units/?q=没有的地方")


def test_words_of_a_search_are_never_written_as_markup(client, province):
    assert "<script>alert" not in body(client, "/units/?q=<script>alert(1)</script>")


def test_before_publication_there_is_no_number_anywhere(client, db):
    province = build_province()
    ResultSet.objects.update(published_at=None)
    assert client.get("/results/").status_code == 404
    page = body(client, "/units/530102-county_bureau/")
    assert "评议结果还没有公布" in page
    assert "总分" not in page
    assert "/results/" not in body(client, "/")
    assert province.campaign.name_zh  # built, and yet nothing of it is shown


def test_a_campaign_is_the_offices_own_matter_until_it_begins(client, province):
    with frozen_at(at(2026, 8, 31)):
        assert client.get("/campaigns/yunling-2026/").status_code == 404
        assert "2026年" not in body(client, "/")


def test_list_pages_cost_the_same_queries_for_few_and_many(client, province):
    assert queries_of(client, "/results/alike/province/") == queries_of(client, "/results/alike/station/")
    few, many = "/results/in/5302-prefecture_bureau/", "/results/in/530102-county_bureau/"
    assert queries_of(client, few) == queries_of(client, many)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
