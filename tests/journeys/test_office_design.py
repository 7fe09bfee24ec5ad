"""From an empty house to a frozen scheme in the browser, without a script; and every page on the way looked at."""

import pytest
from django.test import Client

from pingyi.accounts.actions import add_staff
from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign
from pingyi.directory.actions.imports import import_file
from pingyi.directory.actions.postings import grant_posting
from pingyi.directory.importing.files import read_file
from pingyi.directory.importing.tables import read_table
from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.questionnaires.actions import release_version, start_from_template
from tests.browser import DESK, NARROW, PHONE, overflow
from tests.journeys.office import PASSWORD, follow, press, signed_in
from tests.journeys.test_office_signing import looked_at
from tests.web.conftest import NOW
from tests.web.office.conftest import DIVISIONS
from tests.web.office.test_campaigns import DRAFT, MOMENTS, NEW, with_covered_units

pytestmark = pytest.mark.browser
HERE = "/office/campaigns/yl-2026"


@pytest.fixture
def house(transactional_db, monkeypatch, settings, tmp_path):
    """Nothing but one organiser and one administrator, on a morning in November."""
    settings.PINGYI_VAR = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for username, name, role in (("shen", "沈知微", "organiser"), ("qin", "秦朗", "administrator")):
        grant_posting(add_staff(username, name=name, password=PASSWORD, by=None), role)


def units_brought_in(page, folder):
    """Follow the one link of an empty house, upload the divisions, confirm."""
    path = folder / "divisions.csv"
    path.write_text(DIVISIONS)
    follow(page, "导入单位")
    page.get_by_label("单位文件").set_input_files(path)
    press(page, "上传并检查")
    press(page, "确认导入")


def campaign_called(page):
    """Choose the department and fill the form in."""
    page.goto(f"{page.server}/office/campaigns/new/")
    follow(page, "云岭省公安厅")
    for label, said in {
        "名称": "云岭省2026年群众评议",
        "代码": "yl-2026",
        "评议组织方": "云岭省群众评议委员会",
    }.items():
        page.get_by_label(label, exact=True).fill(said)
    page.get_by_label("独立评议").check()
    for name, moment in MOMENTS.items():
        page.locator(f"[name={name}]").fill(moment)
    press(page, "新建")


def form_released(page, channel, label):
    page.goto(f"{page.server}/office/questionnaires/new/")
    page.get_by_label(label).check()
    page.get_by_label("代码").fill(channel)
    page.get_by_label("名称", exact=True).fill(f"{label}问卷")
    press(page, "新建")
    page.locator("main").get_by_role("link", name="定稿").click()
    press(page, "定稿")


def designed(page):
    """Scheme, units, questionnaire: each step led to by the page of the campaign."""
    follow(page, "选方案")
    follow(page, "推荐方案")
    press(page, "采用这个方案")
    page.goto(page.server + HERE)
    follow(page, "确定单位")
    press(page, "确定延伸单位")
    follow(page, "选定问卷")
    page.get_by_label("用在哪里").select_option("online")
    page.get_by_label("哪一版问卷").select_option(index=1)
    press(page, "选定问卷")


def test_from_an_empty_house_to_a_frozen_scheme(browser_page, house, tmp_path):
    page = signed_in(browser_page, "shen", "/office/")
    units_brought_in(page, tmp_path)
    form_released(page, "online", "网络评议")
    campaign_called(page)
    designed(page)
    page.goto(f"{page.server}/office/")
    follow(page, "锁定方案")
    press(page, "锁定")
    assert "方案已锁定" in page.get_by_role("status").inner_text()
    campaign = Campaign.objects.get()
    assert campaign.covered.count() > 3 and campaign.schemes.get().frozen_at == NOW
    assert campaign.forms.get().channel == "online"


def test_a_wrong_moment_is_found_through_the_summary(browser_page, house, tmp_path):
    page = signed_in(browser_page, "shen", "/office/")
    units_brought_in(page, tmp_path)
    campaign_called_wrongly = {**MOMENTS, "close_at": "2026-12-02T00:00"}
    page.goto(f"{page.server}/office/campaigns/new/?unit=99-department")
    page.get_by_label("名称", exact=True).fill("评议")
    for name, moment in campaign_called_wrongly.items():
        page.locator(f"[name={name}]").fill(moment)
    page.locator("[name=code]").fill("yl-2026")
    page.locator("[name=organiser_zh]").fill("委员会")
    page.get_by_label("独立评议").check()
    press(page, "新建")
    page.get_by_role("alert").get_by_role("link", name="截止").click()
    close = page.locator("[name=close_at]")
    assert close.get_attribute("aria-invalid") == "true"
    assert page.locator("[name=organiser_zh]").input_value() == "委员会"


def test_an_administrator_posts_a_newcomer_who_signs_in(browser_page, house, tmp_path):
    units_brought_in(signed_in(browser_page, "shen", "/office/"), tmp_path)
    page = signed_in(browser_page, "qin", "/office/people/add/")
    for label, said in {"用户名": "ye", "姓名": "叶晚晴", "初始密码": PASSWORD}.items():
        page.get_by_label(label).fill(said)
    press(page, "开账号")
    page.goto(f"{page.server}/office/units/990102-bureau/grant/")
    page.get_by_label("用户名").fill("ye")
    page.get_by_label("角色").select_option("liaison")
    press(page, "任命")
    hers = signed_in(browser_page, "ye", "/office/units/990102-bureau/")
    assert "叶晚晴" in hers.locator("main").inner_text()
    assert hers.get_by_role("link", name="改名").count() == 0


@pytest.fixture
def furnished(house):
    """Everything designed, nothing frozen."""
    import_file(read_file(read_table(DIVISIONS.encode())))
    for code in ("online", "sample"):
        release_version(start_from_template(code, code=code))
    start_from_template("online", code="second")
    client = Client()
    client.force_login(Staff.objects.get(username="shen"))
    client.post(NEW, DRAFT)
    with_covered_units(client)


PAGES = (
    *("", "units/", "units/?by=line", "units/990102-bureau/", "units/990102-bureau/rename/", "units/import/"),
    *("units/990102-bureau/grant/", "people/", "people/?q=x", "units/?q=x", "proposals/"),
    *("questionnaires/", "questionnaires/online/", "questionnaires/sample/1/", "questionnaires/sample/1/paper/"),
    *("questionnaires/new/", "campaigns/", "planning/", "campaigns/new/", "campaigns/new/?unit=99-department"),
    *(f"campaigns/yl-2026/{page}" for page in ("", "scheme/", "scheme/freeze/", "timetable/", "form/", "cover/")),
    *("campaigns/yl-2026/external/", "campaigns/yl-2026/scheme/preset/?preset=A", "campaigns/yl-2026/scheme/file/"),
)


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (NARROW, True)])
def test_the_pages_of_design_are_accessible_and_fit(browser_page, furnished, width, dark):
    page = signed_in(browser_page, "shen", "/office/", width=width, dark=dark, script=True)
    assert looked_at(page, ["/office/" + address for address in PAGES]) == {}
    assert Unit.objects.count() > 30


@pytest.mark.parametrize(("width", "front"), [(DESK, "/office/"), (PHONE, "/en/office/")])
def test_nothing_sticks_out_on_a_desk_nor_in_english(browser_page, furnished, width, front):
    page = signed_in(browser_page, "shen", "/office/", width=width)
    found = {}
    for address in PAGES:
        status = page.goto(page.server + front + address).status
        found[address] = (status, overflow(page))
    assert set(found.values()) == {(200, 0)}, found
