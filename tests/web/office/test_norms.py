"""Norms in the office: taken apart first, kept when confirmed, every version readable."""

import pytest

from pingyi.directory.models import Article, Norm
from tests.web.office.conftest import file_of, said_after, text_of
from tests.web.office.test_cost import queries_of

NORMS = "/office/norms/"
TEXT = "窗口服务规范\n第一条　亮证上岗。\n第二条　一次告知，\n给书面清单。"
ASKED = {
    "name_zh": "窗口服务规范",
    "name_en": "",
    "code": "service",
    "version": "2024",
    "in_force_on": "2024-01-01",
    "source": "云公发〔2024〕1号",
    "text": TEXT,
    "text_en": "",
}


def seen(page):
    """The digest that the confirming button carries."""
    return page.split('name="seen" value="')[1].split('"')[0]


def added(client, **changed):
    asked = {**ASKED, **changed}
    page = text_of(client.post(f"{NORMS}add/", asked))
    return said_after(client, client.post(f"{NORMS}add/", {**asked, "seen": seen(page)}))


def test_a_text_is_shown_in_articles_before_it_is_kept(organiser):
    page = text_of(organiser.post(f"{NORMS}add/", ASKED))
    assert "分成2条" in page and "不属于任何一条" in page and "窗口服务规范</li>" in page
    assert not Norm.objects.exists()


def test_what_was_shown_is_kept_and_told(organiser):
    page = added(organiser)
    assert "第二条" in page and "给书面清单" in page and "现在施行" in page
    assert list(Article.objects.values_list("number", flat=True)) == ["一", "二"]
    assert "登记了《窗口服务规范》2024版" in text_of(organiser.get("/office/journal/"))
    assert "2024版，2024年1月1日起" in text_of(organiser.get(NORMS))


def test_a_text_changed_after_it_was_shown_is_shown_again(organiser):
    digest = seen(text_of(organiser.post(f"{NORMS}add/", ASKED)))
    changed = {**ASKED, "text": TEXT + "\n第三条　排队叫号。", "seen": digest}
    assert "分成3条" in text_of(organiser.post(f"{NORMS}add/", changed))
    assert not Norm.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_fills_the_text(organiser, encoding):
    sent = {**ASKED, "text": "", "file": file_of(TEXT.encode(encoding), "norm.txt")}
    page = text_of(organiser.post(f"{NORMS}add/", sent))
    assert "分成2条" in page and "给书面清单。</textarea>" in page
    said_after(organiser, organiser.post(f"{NORMS}add/", {**ASKED, "seen": seen(page)}))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "没有条号"}, "text"),
        ({"text": "第一条 甲\n第一条 乙"}, "text"),
        ({"text_en": "Article 1. One"}, "text_en"),
        ({"code": "a b"}, "code"),
        ({"version": ""}, "version"),
        ({"name_zh": "=甲"}, "name_zh"),
        ({"in_force_on": "明天"}, "in_force_on"),
        ({"text": "", "file": file_of(b"\x00\x01", "norm.txt")}, "file"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(organiser, changed, field):
    answer = organiser.post(f"{NORMS}add/", {**ASKED, **changed})
    if answer.status_code == 200:  # the articles can be read; the act itself refuses
        answer = organiser.post(f"{NORMS}add/", {**ASKED, **changed, "seen": seen(text_of(answer))})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text_of(answer)
    assert not Norm.objects.exists()


def test_a_new_version_stands_beside_the_old_one(organiser):
    added(organiser)
    address = f"{NORMS}service/version/"
    assert 'value="窗口服务规范"' in text_of(organiser.get(address))
    later = {**ASKED, "version": "2027", "in_force_on": "2027-01-01", "text": "第一条　只有一条。"}
    page = text_of(organiser.post(address, later))
    shown = said_after(organiser, organiser.post(address, {**later, "seen": seen(page)}))
    assert "2027版" in shown and "给书面清单" in shown  # the version in force today is still the first
    new = text_of(organiser.get(f"{NORMS}service/", {"version": "2027"}))
    assert "还没有到施行日期" in new and "只有一条" in new


def test_a_version_that_stands_and_a_code_in_use_are_refused(organiser):
    added(organiser)
    for address, field in ((f"{NORMS}add/", "code"), (f"{NORMS}service/version/", "version")):
        other = {**ASKED, "text": "第一条　别的。"}
        page = text_of(organiser.post(address, other))
        answer = organiser.post(address, {**other, "seen": seen(page)})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in text_of(answer)
    assert Norm.objects.count() == 1


def test_a_reader_reads_and_a_county_adds_none(land, organiser, seat):
    added(organiser)
    local = seat("local", "organiser", land["990102-bureau"])
    assert local.get(f"{NORMS}service/").status_code == 200
    assert "加新的一版" not in text_of(local.get(f"{NORMS}service/"))
    assert [local.get(f"{NORMS}{page}").status_code for page in ("add/", "service/version/", "none/")] == [
        403,
        403,
        404,
    ]


def test_the_list_costs_the_same_for_three(organiser):
    added(organiser)
    one = queries_of(organiser, "norms/")
    added(organiser, code="second")
    added(organiser, code="third")
    assert queries_of(organiser, "norms/") == one
