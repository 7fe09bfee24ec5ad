"""What is printed, and what works without a script."""

import pytest

from tests.browser import DESK

pytestmark = pytest.mark.browser
UNIT = "/units/530102-household_window/"


def test_paper_keeps_the_warning_and_drops_what_cannot_be_pressed(browser_page, province):
    page = browser_page(UNIT, width=DESK)
    page.emulate_media(media="print")
    assert page.locator(".demo").is_visible()
    assert not page.locator(".nav").is_visible()


def test_a_resident_finds_a_unit_and_its_evidence_without_script(browser_page, province):
    page = browser_page("/", script=False)
    page.get_by_label("找一个单位").fill("云桥 户籍")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="云桥分局户籍窗口").click()
    assert page.get_by_role("heading", level=1).inner_text() == "云桥分局户籍窗口"
    page.get_by_text("怎么算的").click()
    assert page.get_by_role("link", name="看完整的计分办法").is_visible()


def test_large_text_stays_from_page_to_page_and_goes_again(browser_page, province):
    page = browser_page("/", script=False)
    page.get_by_role("link", name="大字").click()
    page.get_by_role("link", name="看结果").first.click()
    assert "text=large" in page.url
    assert page.locator("html.large").count() == 1
    page.get_by_role("link", name="标准字").click()
    assert page.locator("html.large").count() == 0


def test_nothing_on_the_page_is_refused_by_the_content_policy(browser_page, province):
    assert browser_page(UNIT).complaints == []
