"""The first page and the page of a campaign."""

import pytest

from pingyi.campaigns.models import Campaign, SchemeVersion
from pingyi.foundation.clock import frozen_at
from tests.web.invented import at, build_province


def body(client, address="/"):
    return client.get(address).content.decode()


def test_without_a_campaign_it_says_what_will_come(client, db):
    page = body(client)
    assert "还没有评议活动" in page
    assert "演示数据" not in page


def test_days_left_count_to_the_last_day(client, province):
    page = body(client)
    assert "2026年12月10日24时截止" in page
    assert "还有<strong>17天</strong>" in page
    assert "<strong>17 days</strong> left" in body(client, "/en/")


@pytest.mark.parametrize(("day", "said"), [((2026, 12, 9), "还有<strong>1天</strong>"), ((2026, 12, 10), "今天截止")])
def test_the_last_days(client, province, day, said):
    with frozen_at(at(*day)):
        assert said in body(client)


def test_stages_follow_from_the_moments(client, province):
    strip = body(client).split('<ol class="trace strip card">')[1].split("</ol>")[0]
    states = [
        ("done" if 'class="done"' in li else "now" if 'class="now"' in li else "") for li in strip.split("<li")[1:]
    ]
    assert states == ["done", "now", "", "", "", ""]


def test_only_doors_that_lead_somewhere(client, province):
    SchemeVersion.objects.update(frozen_at=None)
    Campaign.objects.filter(code="yunling-2025").update(mobilise_at=at(2025, 8, 1))
    assert "反映问题" not in body(client)
    assert "评议码" not in body(client)


def test_everything_invented_says_so_and_a_real_campaign_does_not(client, province):
    assert "地名、单位、人员、数字均为虚构" in body(client)
    Campaign.objects.update(demonstration=False)
    assert "演示数据" not in body(client)


def test_an_internal_campaign_says_so_on_every_page(client, db):
    build_province(mode="internal")
    for address in ("/", "/units/", "/privacy/", "/results/", "/campaigns/yunling-2026/"):
        assert "这次评议由被评机关自己组织，保密等级最高到C" in body(client, address)


def test_the_campaign_page_names_the_parties_and_the_proof(client, province):
    page = body(client, "/campaigns/yunling-2025/")
    for said in ("云岭省群众评议委员会", "云岭省公安厅机关", "15个，它们的表现", "网络评议问卷", "ab" * 32, "cd" * 32):
        assert said in page


def test_the_method_page_is_written_from_the_frozen_scheme(client, province):
    page = body(client, "/method/yunling-2025/")
    assert "2025年9月10日锁定" in page
    assert client.get("/method/yunling-2026/").status_code == 404


@pytest.mark.parametrize("address", ["/nowhere/", "/en/nowhere/"])
def test_a_wrong_address_gets_plain_words_and_a_way_on(client, province, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()


def test_languages_lead_to_the_same_page_of_the_other(client, province):
    assert 'href="/en/units/?q=%E4%BA%91"' in client.get("/units/", {"q": "云"}).content.decode()
    assert 'href="/units/?q=%E4%BA%91"' in client.get("/en/units/", {"q": "云"}).content.decode()
    assert '<html lang="zh-CN"' in body(client) and '<html lang="en"' in body(client, "/en/")


def test_the_browser_language_decides_nothing(client, province):
    assert '<html lang="zh-CN"' in client.get("/", headers={"Accept-Language": "en"}).content.decode()
