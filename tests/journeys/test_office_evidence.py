"""Evidence by upload: a wrong file comes back row by row, a right one is shown first and counts when confirmed."""

import csv

import pytest

from pingyi.foundation import clock
from tests.browser import DESK, PHONE
from tests.journeys.office import SCHOOLS, follow, press, schools_with_people, signed_in
from tests.journeys.test_office_signing import looked_at
from tests.results.schools import at

pytestmark = pytest.mark.browser
WHILE_OPEN = at(45)  # answers are in, nothing is published yet
HEADING = ("row", "unit", "stratum", "psu", "weight_e6", "mode", "replicate_group", "q_api00", "q_improved")
RIGHT = [(n, "type-E", "E", n, 1_000_000, "mail", "", 600 + n, n % 2) for n in range(1, 41)]
WRONG = [(1, "type-E", "E", 1, 1_000_000, "mail", "", 600, 1), (2, "type-Z", "E", 2, 1_000_000, "mail", "", 600, 1)]
UPLOAD = f"{SCHOOLS}/evidence/sample/import/"


@pytest.fixture
def campaign(transactional_db, tmp_path, monkeypatch):
    built = schools_with_people(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: WHILE_OPEN)
    return built


def written(path, rows):
    with path.open("w", newline="") as target:
        csv.writer(target).writerows([HEADING, *rows])
    return path


def upload(page, path, *, corrects=""):
    """Fill the form as a person does and send it."""
    page.goto(page.server + UPLOAD)
    page.get_by_label("数据文件").set_input_files(path)
    page.get_by_label("数据来源").fill("学校调查组")
    page.get_by_label("更正哪一批").select_option(corrects)
    press(page, "上传并检查")
    return page.locator("main")


def test_a_wrong_file_comes_back_with_its_row_and_can_be_sent_again(browser_page, campaign, tmp_path):
    page = signed_in(browser_page, "shen", UPLOAD)
    main = upload(page, written(tmp_path / "wrong.csv", WRONG))
    row = main.get_by_role("row").filter(has_text="第3行").inner_text()
    assert "type-Z" in row
    page.goto(page.server + "/office/evidence/")
    follow(page, "wrong.csv")
    follow(page, "改好了，重新上传")
    assert page.url.endswith(UPLOAD)
    assert campaign.batches.count() == 1


def test_nothing_is_kept_before_it_is_confirmed(browser_page, campaign, tmp_path):
    page = signed_in(browser_page, "shen", UPLOAD)
    main = upload(page, written(tmp_path / "right.csv", RIGHT), corrects="1")
    assert "第1批，导入以后那一批不再计入" in main.inner_text()
    follow(page, "不导入")
    assert campaign.batches.count() == 1


def test_a_correction_counts_and_the_corrected_batch_stays(browser_page, campaign, tmp_path):
    page = signed_in(browser_page, "shen", UPLOAD)
    upload(page, written(tmp_path / "right.csv", RIGHT), corrects="1")
    press(page, "确认导入")
    assert "第2批，40行" in page.get_by_role("status").inner_text()
    batches = page.get_by_role("table", name="抽样调查").get_by_role("row")
    assert "计入" in batches.nth(1).inner_text()
    assert "不计入，由第2批更正" in batches.nth(2).inner_text()
    again = upload(page, tmp_path / "right.csv")
    assert "这些记录早已导入" in again.inner_text()
    assert again.get_by_role("button", name="确认导入").count() == 0
    assert campaign.batches.count() == 2


def test_what_is_missing_in_the_form_is_said_beside_it(browser_page, campaign):
    page = signed_in(browser_page, "shen", UPLOAD)
    press(page, "上传并检查")
    page.get_by_role("alert").get_by_role("link", name="数据来源").click()
    assert page.get_by_label("数据来源").get_attribute("aria-invalid") == "true"


def test_an_auditor_reads_evidence_but_brings_none(browser_page, campaign):
    page = signed_in(browser_page, "jiang", f"{SCHOOLS}/evidence/")
    assert page.get_by_role("table", name="抽样调查").count() == 1
    assert page.get_by_role("link", name="导入").count() == 0
    assert page.goto(page.server + UPLOAD).status == 403


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_of_evidence_are_accessible_and_fit(browser_page, campaign, tmp_path, width):
    page = signed_in(browser_page, "shen", "/office/", width=width, script=True)
    upload(page, written(tmp_path / "wrong.csv", WRONG))
    refused = page.url.removeprefix(page.server)
    upload(page, written(tmp_path / "right.csv", RIGHT), corrects="1")
    check = page.url.removeprefix(page.server)
    assert looked_at(page, ["/office/evidence/", f"{SCHOOLS}/evidence/", UPLOAD, check, refused]) == {}
