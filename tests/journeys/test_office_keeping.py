"""What an office keeps between campaigns, in the browser and without a script: units, norms, days, accounts, forms."""

import re

import pytest

from pingyi.accounts.models import Staff
from pingyi.directory.actions.norms import NormVersion, add_norm
from pingyi.directory.actions.service_points import put_service_point
from pingyi.directory.models import CalendarDay, Norm, Unit
from pingyi.foundation import clock
from pingyi.questionnaires.models import QuestionnaireVersion
from pingyi.wording import Text
from tests.browser import DESK, NARROW, PHONE, overflow
from tests.journeys.office import PASSWORD, follow, press, signed_in
from tests.journeys.test_office_design import furnished, house  # noqa: F401
from tests.journeys.test_office_signing import looked_at

pytestmark = pytest.mark.browser
BUREAU = "/office/units/990102-bureau/"
LAW = "窗口服务规范\n第一条　亮证上岗。\n第二条　一次告知。"


@pytest.fixture
def kept(furnished):  # noqa: F811
    """A norm and a service point beside what is furnished."""
    articles = (("一", Text("亮证上岗。", "Wear the badge.")),)
    add_norm(NormVersion("service", "2020", Text("窗口规范", "At the window"), clock.today(), articles))
    bureau = Unit.objects.get(code="990102-bureau")
    put_service_point("p1", unit=bureau, name=Text("一号窗", "Window 1"), hours="9时至17时")


def said(page):
    return page.locator("main").inner_text()


def test_a_unit_is_added_moved_and_merged(browser_page, kept):
    page = signed_in(browser_page, "shen", BUREAU)
    follow(page, "在下面加一个单位")
    for label, words in {"名称": "竹坞新所", "代码": "990102-new"}.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("类型").select_option("station")
    page.get_by_label("级别").select_option("township")
    press(page, "加上")
    assert "竹坞新所" in page.locator("h1").inner_text()
    page.get_by_text("划转、合并、拆分、终止").click()
    follow(page, "划归别的上级")
    page.get_by_label("单位名字或代码").fill("松筠分局")
    press(page, "查找")
    follow(page, "青岚市公安局松筠分局")
    press(page, "划归")
    assert "由“青岚市公安局云桥分局”划归“青岚市公安局松筠分局”" in said(page)
    assert Unit.objects.get(code="990102-new").parent.code == "990103-bureau"


def test_a_pasted_norm_is_looked_at_and_added(browser_page, kept):
    page = signed_in(browser_page, "shen", "/office/units/")
    follow(page, "规范 行为规范、服务标准，一条一条，每一版都留着")
    follow(page, "登记一份规范")
    for label, words in {"规范名称": "窗口服务规范", "代码": "conduct", "版次": "2026"}.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("从哪天起施行").fill("2026-11-01")
    page.get_by_label("条文", exact=True).fill(LAW)
    press(page, "先看分条")
    assert "分成2条" in said(page) and not Norm.objects.filter(code="conduct").exists()
    press(page, "登记这一版")
    assert "一次告知。" in said(page)
    assert Norm.objects.get(code="conduct").articles.count() == 2


def test_a_day_is_switched_in_the_grid(browser_page, kept):
    page = signed_in(browser_page, "shen", "/office/calendar/2026/")
    follow(page, "载入放假安排")
    press(page, "载入")
    assert "暂定" not in said(page)
    page.get_by_role("table", name="8月").get_by_role("link", name="3", exact=True).click()
    page.get_by_label("休息").check()
    page.get_by_label("原因").fill("防汛停工")
    press(page, "保存")
    assert page.get_by_role("table", name="8月").get_by_role("link", name="3 休", exact=True).count() == 1
    assert CalendarDay.objects.get(day="2026-08-03").working is False


def test_a_reset_password_opens_the_account_and_the_old_one_does_not(browser_page, kept):
    page = signed_in(browser_page, "qin", "/office/people/")
    follow(page, "沈知微")
    follow(page, "重设密码")
    press(page, "重设密码")
    drawn = page.locator("output").inner_text()
    assert re.fullmatch(r"[a-z0-9-]{19}", drawn)
    hers = browser_page("/office/", script=False)
    for password, inside in ((PASSWORD, False), (drawn, True)):
        hers.locator("[name=login]").fill("shen")
        hers.locator("[name=password]").fill(password)
        hers.locator("main form .btn").first.click()
        assert (hers.get_by_role("heading", name="今日").count() == 1) is inside


def test_a_questionnaire_from_the_bank_is_tried_and_released(browser_page, kept):
    page = signed_in(browser_page, "shen", "/office/questionnaires/blank/")
    page.get_by_label("抽样调查").check()
    for label, words in {"代码": "own", "名称": "自选问卷", "英文名称": "Own choice"}.items():
        page.get_by_label(label, exact=True).fill(words)
    press(page, "新建")
    page.get_by_label("在目前的社会环境下，您感觉安全吗？").check()
    press(page, "放进问卷")
    for n in range(3):
        page.goto(f"{page.server}/office/questionnaires/own/1/examples/add/")
        page.locator("[name=y1_safe]").nth(n).check()
        press(page, "看结果")
        assert "存下1题" in said(page)
        page.get_by_label("样例名称").fill(f"第{n + 1}份")
        press(page, "留存这份样例")
    page.goto(f"{page.server}/office/questionnaires/own/1/release/")
    press(page, "定稿")
    version = QuestionnaireVersion.objects.get(questionnaire__code="own")
    assert version.released_at == clock.now() and len(version.examples) == 3


KEPT = (
    *("units/", "units/add/", "units/990102-bureau/", "units/990102-bureau/add/", "units/990102-bureau/describe/"),
    *(f"units/990102-bureau/{act}" for act in ("move/", "move/?by=line", "merge/", "merge/?into=990103-bureau")),
    *("units/990102-bureau/split/?into=990102-patrol&into=990102-traffic", "units/990102-bureau/points/p1/"),
    *("units/990102-bureau/points/add/", "norms/", "norms/add/", "norms/service/", "norms/service/version/"),
    *("calendar/2026/", "calendar/2026/10/1/", "calendar/2026/load/", "people/?show=closed"),
    *("questionnaires/blank/", "questionnaires/second/pick/", "questionnaires/second/1/examples/"),
    "questionnaires/second/1/examples/add/",
)
ACCOUNT = ("", "change/", "close/", "password/")


def addresses():
    mine = Staff.objects.get(username="shen").pk
    return [*KEPT, *(f"people/{mine}/{act}" for act in ACCOUNT)]


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (NARROW, True)])
def test_the_pages_are_accessible_and_fit(browser_page, kept, width, dark):
    page = signed_in(browser_page, "qin", "/office/", width=width, dark=dark, script=True)
    assert looked_at(page, ["/office/" + address for address in addresses()]) == {}


@pytest.mark.parametrize(("width", "front"), [(DESK, "/office/"), (PHONE, "/en/office/")])
def test_nothing_sticks_out_on_a_desk_nor_in_english(browser_page, kept, width, front):
    page = signed_in(browser_page, "qin", "/office/", width=width)
    found = {}
    for address in addresses():
        status = page.goto(page.server + front + address).status
        found[address] = (status, overflow(page))
    assert set(found.values()) == {(200, 0)}, found
