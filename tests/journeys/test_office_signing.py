"""Two people and a result: one scores and proposes, another declines or signs, then it is published. No script."""

import pytest

from pingyi.accounts.models import Proposal
from pingyi.foundation import clock
from pingyi.results.models import ResultSet
from tests.browser import DESK, PHONE, found_wrong, overflow
from tests.journeys.office import AFTERWARDS, SCHOOLS, follow, press, schools_with_people, signed_in

pytestmark = pytest.mark.browser


@pytest.fixture
def campaign(transactional_db, tmp_path, monkeypatch):
    built = schools_with_people(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: AFTERWARDS)
    return built


def scored_and_proposed(browser_page):
    """沈知微 scores and proposes to sign; her page shows the result."""
    page = signed_in(browser_page, "shen", f"{SCHOOLS}/results/")
    follow(page, "计分")
    press(page, "开始计分")
    follow(page, "提出签发")
    page.get_by_label("给复核人的话").fill("区间和原因都看过了。")
    press(page, "提出签发")
    return page


def test_two_people_sign_and_one_publishes(browser_page, campaign):
    hers = scored_and_proposed(browser_page)
    assert "要由另一位有权限的人复核" in hers.get_by_role("status").inner_text()
    his = signed_in(browser_page, "lu", "/office/")
    follow(his, "去复核")
    assert "区间和原因都看过了。" in his.locator("main").inner_text()
    press(his, "同意")
    follow(his, "打开这次结果，先看诊断")
    follow(his, "公布")
    press(his, "公布")
    result = ResultSet.objects.get()
    assert (result.signed_at, result.published_at) == (AFTERWARDS, AFTERWARDS)
    assert _who() == {"proposed": "shen", "decided": "lu"}


def _who():
    one = Proposal.objects.get()
    return {"proposed": one.proposed_by.username, "decided": one.decided_by.username}


def test_nobody_decides_the_own_proposal_but_may_withdraw_it(browser_page, campaign):
    page = scored_and_proposed(browser_page)
    follow(page, "看提议")
    assert page.get_by_role("button", name="同意").count() == 0
    press(page, "撤回")
    assert "已撤回" in page.locator("main").inner_text()
    assert ResultSet.objects.get().signed_at is None


def test_declining_needs_a_reason_that_the_proposer_reads(browser_page, campaign):
    hers = scored_and_proposed(browser_page)
    his = signed_in(browser_page, "lu", "/office/proposals/")
    follow(his, "去复核")
    press(his, "不同意")
    his.get_by_role("alert").get_by_role("link", name="答复").click()
    his.get_by_label("答复").fill("高中的样本太少，请说明。")
    press(his, "不同意")
    hers.reload()
    assert "未同意" in hers.locator("main").inner_text()
    assert "高中的样本太少，请说明。" in hers.locator("main").inner_text()
    assert ResultSet.objects.get().signed_at is None


def test_a_decision_on_a_withdrawn_proposal_is_refused(browser_page, campaign):
    hers = scored_and_proposed(browser_page)
    his = signed_in(browser_page, "lu", "/office/proposals/")
    follow(his, "去复核")
    follow(hers, "看提议")
    press(hers, "撤回")
    press(his, "同意")
    assert "没有办成" in his.locator("main").inner_text()
    assert ResultSet.objects.get().signed_at is None


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_of_a_result_are_accessible_and_fit(browser_page, campaign, width):
    scored_and_proposed(browser_page)
    page = signed_in(browser_page, "lu", "/office/", width=width, script=True)
    proposal = f"/office/proposals/{Proposal.objects.get().pk}/"
    results = ["/office/results/", f"{SCHOOLS}/results/", f"{SCHOOLS}/results/1/", f"{SCHOOLS}/results/score/"]
    results.append(f"{SCHOOLS}/results/1/diagnostics/")
    assert looked_at(page, [*results, "/office/proposals/", proposal, "/office/journal/"]) == {}


def looked_at(page, addresses):
    """Address -> what axe finds, what sticks out; only those that are not well."""
    wrong = {}
    for address in addresses:
        answer = page.goto(page.server + address)
        found = [*found_wrong(page), *([f"{overflow(page)} px"] if overflow(page) else [])]
        if found or answer.status != 200:
            wrong[address] = (answer.status, found)
    return wrong
