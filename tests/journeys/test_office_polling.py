"""The online appraisal through the organiser's browser, without a script; and its pages looked at."""

import pytest

from pingyi.accounts.actions import add_staff
from pingyi.directory.actions.postings import grant_posting
from pingyi.foundation import clock
from pingyi.polling.actions import note_objection, say_where, take_in_rows
from pingyi.polling.models import VerifiedRows
from tests.browser import DESK, NARROW, PHONE
from tests.journeys.office import PASSWORD, follow, press, signed_in
from tests.journeys.test_office_signing import looked_at
from tests.polling import land
from tests.polling.test_eligibility import person, written

pytestmark = pytest.mark.browser
CAMPAIGN = "/office/campaigns/yunling-2026/"
HERE = f"{CAMPAIGN}polling/"


@pytest.fixture(scope="module")
def counted():
    """A campaign whose rows are published."""
    return land.world()


@pytest.fixture
def campaign(transactional_db, monkeypatch, settings, tmp_path):
    settings.PINGYI_VAR = tmp_path / "var"
    monkeypatch.setattr(clock, "now", lambda: land.COUNTED)
    grant_posting(add_staff("shen", name="沈知微", password=PASSWORD, by=None), "organiser")
    return land.campaign_made(land.units_made())


def uploaded(page, labels, verb):
    """Choose a file for each label, then press."""
    for label, path in labels.items():
        page.get_by_label(label).set_input_files(path)
    press(page, verb)


def test_from_the_list_of_people_to_the_verified_rows(browser_page, campaign, counted, tmp_path):
    page = signed_in(browser_page, "shen", CAMPAIGN)
    page.locator("main").get_by_role("link", name="网络评议").click()
    follow(page, "开始筹备")
    page.get_by_label("被评一方归谁管").fill("yunling-police")
    press(page, "开始")
    follow(page, "检查名单")
    people = written(tmp_path / "people.csv", [person(0), person(1, matter="家庭暴力")])
    with page.expect_download() as download:
        uploaded(page, {"参评人员名单": people}, "检查并下载")
    assert "matter-00000" in (text := download.value.path().read_text()) and "matter-00001" not in text
    page.goto(page.server + HERE)
    follow(page, "收下草案")
    uploaded(page, {"计票单元草案": land.draft_of(counted, tmp_path)}, "收下")
    page.goto(page.server + HERE)
    folder = counted.write(tmp_path / "var" / "public" / "ballots" / "yunling-2026")
    follow(page, "收下签好的清单")
    files = {"清单 manifest.json": "manifest.json", "五方签名 manifest.sigs": "manifest.sigs"}
    labels = {**files, "计票单元 cells.jsonl": "cells.jsonl"}
    uploaded(page, {label: folder / name for label, name in labels.items()}, "核对并收下")
    assert counted.fingerprint in page.locator(".fingerprint").inner_text().replace(" ", "").replace("\n", "")
    follow(page, "核对并收下")
    page.get_by_label("票数据在哪里").fill("yunling-2026")
    press(page, "核对并收下")
    assert "全部符合，已收下" in page.get_by_role("status").inner_text()
    assert VerifiedRows.objects.get().grade == "A"


@pytest.fixture
def furnished(campaign, counted, tmp_path):
    """Everything done, the rows taken in."""
    appraisal = land.fixed(campaign, counted, tmp_path)
    folder = counted.write(tmp_path / "package")
    say_where(appraisal, public_place=str(folder), page_address="https://page.library.example/")
    note_objection(appraisal, 17)
    take_in_rows(appraisal, str(folder))


PAGES = ("", "people/", "cells/", "cells/draft/", "draft/", "manifest/", "places/", "poster/", "objections/", "rows/")


@pytest.mark.parametrize(("width", "dark", "lang"), [(PHONE, False, ""), (NARROW, True, "/en"), (DESK, False, "/en")])
def test_the_pages_are_accessible_and_fit(browser_page, furnished, width, dark, lang):
    page = signed_in(browser_page, "shen", "/office/", width=width, dark=dark, script=True)
    places = [f"{lang}{HERE}{place}" for place in PAGES] + [f"{lang}{CAMPAIGN}", f"{lang}/campaigns/yunling-2026/"]
    assert looked_at(page, places) == {}


def test_an_empty_house_says_what_to_do(browser_page, campaign):
    page = signed_in(browser_page, "shen", HERE, width=PHONE, script=True)
    assert looked_at(page, [f"{HERE}prepare/", HERE]) == {}
    assert page.locator(".now").count() == 1
